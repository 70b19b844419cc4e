"""Entries -> RSS 2.0, Atom (RFC 4287) and HTML, as bytes in UTF-8."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

RSS_TYPE = "application/rss+xml; charset=utf-8"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What stands above the entries."""

    name: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; without a link it has a page of its own at /articles/ID, made of `text` (or of the summary)."""

    entry_id: str
    title: str
    summary: str
    published: datetime
    text: str = ""
    link: str = ""

    def address(self, root: str) -> str:
        """Where the entry leads; `root` is the server's address."""
        return self.link or f"{root}/articles/{quote(self.entry_id, safe='')}"


def render_rss(
    head: FeedHead, entries: Iterable[FeedEntry], *, root: str, changed: datetime, dated: datetime | None = None
) -> bytes:
    """The feed in RSS 2.0; `dated` overrides every entry's date."""
    rss = Element("rss", version="2.0")
    channel = SubElement(rss, "channel")
    _put(channel, title=head.title, link=f"{root}/feeds/{quote(head.name)}", description=head.title)
    _put(channel, language=head.language, lastBuildDate=format_datetime(changed))
    for entry in entries:
        item = SubElement(channel, "item")
        _put(item, title=entry.title, link=entry.address(root), description=entry.summary)
        _put(item, pubDate=format_datetime(dated or entry.published))
        SubElement(item, "guid", isPermaLink="false").text = entry.entry_id
    return _bytes(rss)


def render_atom(
    head: FeedHead, entries: Iterable[FeedEntry], *, root: str, changed: datetime, dated: datetime | None = None
) -> bytes:
    """The feed in Atom; `dated` overrides every entry's date."""
    address = f"{root}/feeds/{quote(head.name)}"
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": head.language})
    _put(feed, id=address, title=head.title, updated=changed.isoformat())
    SubElement(feed, "link", rel="self", href=address)
    SubElement(SubElement(feed, "author"), "name").text = head.title
    for entry in entries:
        moment = (dated or entry.published).isoformat()
        item = SubElement(feed, "entry")
        _put(item, id=entry.entry_id, title=entry.title, summary=entry.summary, published=moment, updated=moment)
        SubElement(item, "link", rel="alternate", href=entry.address(root))
    return _bytes(feed)


def page(title: str, text: str) -> bytes:
    """A simple page: the title, then a paragraph for each line."""
    html = Element("html")
    head, body = SubElement(html, "head"), SubElement(html, "body")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "title").text = title
    article = SubElement(body, "article")
    SubElement(article, "h1").text = title
    for line in filter(None, map(str.strip, text.splitlines())):
        SubElement(article, "p").text = line
    rendered: bytes = tostring(html, encoding="utf-8", method="html")
    return b"<!DOCTYPE html>\n" + rendered


def _put(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


def _bytes(root: Element) -> bytes:
    rendered: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return rendered
