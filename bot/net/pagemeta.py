"""page → what it says of itself in its head and in schema.org's words: headlines, dates, kind, address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from bot.net.feed_dates import moment

#: schema.org's kinds of articles.
_ARTICLES = re.compile(
    r"(?:News|Reportage|Opinion|Analysis|Background|Blog|Advertiser\w*)?(?:Article|Posting)$|Report$"
)
_LIVE = "LiveBlogPosting"
_META_DATES = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
    *("dcterms.created", "pubdate", "publish-date", "publication_date", "sailthru.date", "parsely-pub-date"),
    *("mediator_published_time", "article_date_original"),
)
#: Of structured data so many pieces are looked at, each of so many signs, and so many things in each.
_MOST_PIECES, _LONGEST_PIECE, _MOST_THINGS = 20, 200_000, 500
_REFRESH = re.compile(r"^\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"\s>]+)", re.IGNORECASE)
#: A page that goes on by itself later than this is read meanwhile; in seconds.
_SOON = 30


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page says of the article on it."""

    names: tuple[str, ...] = ()
    published: tuple[datetime, ...] = ()
    address: str = ""
    leads_to: str = ""
    #: The article's text as schema.org's articleBody.
    body: str = ""
    is_live: bool = False
    is_walled: bool = False


def of(tree: HtmlElement) -> Meta:
    """What the page says; nothing of it is trusted."""
    article = next((thing for thing in _things(tree) if _is_article(thing)), {})
    said = [_said(article, name) for name in ("headline", "alternativeHeadline")]
    titles = [*(text.text_content() for text in tree.iterfind(".//h1")), *map(str, tree.xpath("//head//title/text()"))]
    shared = tree.xpath("//meta[@property='og:title' or @name='twitter:title' or @name='title']/@content")
    names = (" ".join(name.split()) for name in [*titles, *map(str, shared), *said])
    return Meta(
        names=tuple(dict.fromkeys(name for name in names if name)),
        published=tuple(_dates(tree, article)),
        address=_first(tree.xpath("//link[@rel='canonical']/@href"))
        or _first(tree.xpath("//meta[@property='og:url']/@content")),
        leads_to=_leads_to(tree),
        body=_said(article, "articleBody"),
        is_live=_LIVE in _kinds(article) or bool(tree.xpath(f"//*[contains(@itemtype, '{_LIVE}')]")),
        is_walled=str(article.get("isAccessibleForFree", "")).casefold() == "false",
    )


def _dates(tree: HtmlElement, article: dict[str, Any]) -> Iterator[datetime]:
    """Dates of publication and none of a change; `time` elements only where they say what they are."""
    for name in ("datePublished", "dateCreated"):
        if found := moment(_said(article, name)):
            yield found
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        found = moment(meta.get("content", "").strip()) if name in _META_DATES else None
        if found:
            yield found
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate][@datetime or @content]")
    for element in marked[:1]:
        if found := moment((element.get("datetime") or element.get("content") or "").strip()):
            yield found


def _leads_to(tree: HtmlElement) -> str:
    for meta in tree.iter("meta"):
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            found = _REFRESH.match(meta.get("content", ""))
            if found and int(found[1]) <= _SOON:
                return found[2]
    return ""


def _things(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of a page's structured data, the outer before the inner."""
    for script in tree.xpath("//script[@type='application/ld+json']")[:_MOST_PIECES]:
        text = script.text or ""
        try:
            found = json.loads(text, strict=False) if len(text) <= _LONGEST_PIECE else None
        except (ValueError, RecursionError):
            continue
        yield from _within(found)


def _within(found: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [found], 0
    while waiting and seen < _MOST_THINGS:
        seen += 1
        one = waiting.pop(0)
        if isinstance(one, dict):
            yield one
            waiting += [one[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in one]
        elif isinstance(one, list):
            waiting += one[:_MOST_THINGS]


def _is_article(thing: dict[str, Any]) -> bool:
    return any(_ARTICLES.search(kind) for kind in _kinds(thing))


def _kinds(thing: dict[str, Any]) -> list[str]:
    said = thing.get("@type", "")
    return [str(kind) for kind in said] if isinstance(said, list) else [str(said)]


def _said(thing: dict[str, Any], name: str) -> str:
    value = thing.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _first(found: list[Any]) -> str:
    return str(found[0]).strip() if found else ""
