"""page → is it the article: a page is believed when it has the entry's words, never because it is long.

shares headline or words ─► the article: its text and its dates count
the article, but walled or live ─► its dates count, the text that is there stays
anything else ─► the text that is there stays, and why is on record
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from bot.domain.alphabet import without_yo
from bot.domain.article import better, without_teasers


class PageFault(StrEnum):
    """Why the text of a page was not taken: shown to operators by these words."""

    #: "Page not found", said with status 200.
    GONE = "says it is gone"
    #: It asks for leave to set cookies, or for scripts.
    CONSENT = "asks for consent"
    #: Only for those who pay.
    WALL = "behind a paywall"
    #: It looks for robots.
    CHECK = "looks for robots"
    #: Many reports of a whole day under one headline.
    LIVE = "live blog"
    #: It has lost the most of what it said before.
    SHORT = "much shorter than before"
    #: Something else than the article.
    OTHER = "another page"
    #: No text at all.
    EMPTY = "no text"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself."""

    title: str
    text: str
    #: All that it is called: its headings, its title, what it gives to those who share it.
    names: tuple[str, ...] = ()
    #: When it says that it was published, as it says it.
    published: tuple[datetime, ...] = ()
    #: The address that it gives as its own.
    address: str = ""
    #: Where it sends its readers by itself.
    leads_to: str = ""
    is_live: bool = False
    is_walled: bool = False


#: Fits nothing.
_NEVER = re.compile(r"(?!)")


def _any(words: Iterable[str]) -> str:
    """A pattern of any of these, the longest first; "=" ends a whole word."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(rf"\b{re.escape(word[:-1])}\b" if word.endswith("=") else re.escape(word) for word in ordered)


@dataclass(frozen=True, slots=True)
class PageWords:
    """Words of pages that are no article; in lower case, ё as е."""

    gone: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    wall: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    #: Headings over headlines of other articles.
    others: frozenset[str] = field(default_factory=frozenset)
    #: What opens a line, before a colon, that names another article or what this one is filed under.
    pointers: frozenset[str] = field(default_factory=frozenset)
    #: Headings over what readers write.
    comments: frozenset[str] = field(default_factory=frozenset)
    #: What stands between paragraphs over headlines of other articles, in any letters, with the mark behind it.
    teaser: re.Pattern[str] = _NEVER
    #: How Kazakhstan and its largest cities are named, anywhere in a word.
    country: re.Pattern[str] = _NEVER

    @classmethod
    def of(cls, data: Mapping[str, Mapping[str, list[str]]]) -> "PageWords":
        """The words of all languages; KeyError when a list is missing, ValueError when there is an unknown one."""
        lists = {name: tuple(word for words in data[name].values() for word in words) for name in data}
        if unknown := set(lists) - {one.name for one in fields(cls)}:
            raise ValueError(f"unknown lists {sorted(unknown)}")
        plain = {name: lists[name] for name in ("gone", "consent", "wall", "check")}
        others, pointers = frozenset(lists["others"]), frozenset(lists["pointers"])
        teaser = re.compile(rf"(?:{_any(lists['teaser'])})\s*[:.…]?\s*", re.IGNORECASE)
        country = re.compile(_any(lists["country"]), re.IGNORECASE)
        comments = frozenset(lists["comments"])
        return cls(**plain, others=others, pointers=pointers, comments=comments, teaser=teaser, country=country)


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What is known of an article before its page."""

    title: str
    text: str
    #: Whether the text is its page's already.
    from_page: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What a page is worth: `text` is what the article says from now on."""

    text: str
    #: Whether it is the article at all.
    is_it: bool
    fault: PageFault | None = None


_WORD = re.compile(r"[^\W\d_]{4,}")
#: Letters of a word that its endings leave alone.
_STEM = 5
#: Of the feed's text so much is looked for, of the page's so much is looked at, in characters.
_FEED_TEXT, _PAGE_TEXT = 600, 20_000
#: An entry of fewer words cannot be told from any other.
_FEWEST = 3
#: Shares of the entry's words that the page must have: in its text alone, or beside a headline that has most of them.
_IN_TEXT, _IN_HEADLINE, _IN_TEXT_BESIDE = 0.5, 0.6, 0.2
#: An edited page must have this share of its earlier text.
_LEFT = 0.4
#: A page that asks for something says little else, in characters; a wall stands at the end.
_LITTLE, _END = 2500, 600


def judge(known: KnownArticle, page: Page | None, words: PageWords) -> Judged:
    """Whether a page is the article that an entry tells of, and what the article's text is by it."""
    if page is None:
        return Judged(known.text, is_it=False, fault=PageFault.EMPTY)
    fault = _other(known, page, words)
    if fault:
        return Judged(known.text, is_it=False, fault=fault)
    if page.is_live:
        return Judged(known.text, is_it=True, fault=PageFault.LIVE)
    walled = page.is_walled or _has(page.text[-_END:], words.wall)
    if walled and known.from_page:
        return Judged(known.text, is_it=True, fault=PageFault.WALL)
    if known.from_page:
        return _again(known, page, words)
    text = better(known.text, _without(page.text, words.wall) if walled else page.text, words.teaser)
    return Judged(text, is_it=True, fault=PageFault.WALL if walled else None)


def _again(known: KnownArticle, page: Page, words: PageWords) -> Judged:
    """An edited page is believed also when it says less, but for one that has lost the most of itself."""
    text = without_teasers(page.text, words.teaser)
    if len(text) < _LEFT * len(known.text):
        return Judged(known.text, is_it=True, fault=PageFault.SHORT)
    return Judged(text, is_it=True)


def _other(known: KnownArticle, page: Page, words: PageWords) -> PageFault | None:
    """What a page is that is not the article; none when it is the article."""
    if any(_has(name, words.gone) for name in page.names) and not _has(known.title, words.gone):
        return PageFault.GONE
    if any(_has(name, words.check) for name in page.names) and not _has(known.title, words.check):
        return PageFault.CHECK
    if shares(known, page):
        return None
    little = page.text if len(page.text) < _LITTLE else ""
    kinds = ((words.gone, PageFault.GONE), (words.consent, PageFault.CONSENT), (words.wall, PageFault.WALL))
    return next((fault for said, fault in kinds if _has(little, said)), PageFault.OTHER)


def shares(known: KnownArticle, page: Page) -> bool:
    """Whether a page has the entry's words: enough of them in its text, or most in a headline and some in its text.

    Of the names in the entry's title one at least must be there: a rally in another town is another article.
    """
    title, told = stems(known.title), stems(known.text[:_FEED_TEXT])
    if len(title | told) < _FEWEST:
        return True
    there = stems(page.text[:_PAGE_TEXT])
    named = stems(" ".join(page.names))
    names = _names(known.title)
    if names and not names & (there | named):
        return False
    in_text = _share(title | told, there)
    return in_text >= _IN_TEXT or (in_text >= _IN_TEXT_BESIDE and _share(title, named) >= _IN_HEADLINE)


def stems(text: str) -> frozenset[str]:
    """The beginnings of the longer words of a text."""
    return frozenset(word[:_STEM] for word in _WORD.findall(without_yo(text.casefold())))


def is_alike(title: str, other: str) -> bool:
    """Whether two titles are of one article."""
    one, two = stems(title), stems(other)
    return bool(one) and min(_share(one, two), _share(two, one)) >= _IN_HEADLINE


def _names(title: str) -> frozenset[str]:
    """Words with a capital, but for the first, which always has one."""
    _, _, rest = title.strip().partition(" ")
    return stems(" ".join(word for word in _WORD.findall(rest) if word[:1].isupper()))


def _share(own: frozenset[str], there: frozenset[str]) -> float:
    return len(own & there) / len(own) if own else 0.0


def _has(text: str, said: Iterable[str]) -> bool:
    plain = without_yo(text.casefold())
    return any(words in plain for words in said)


def _without(text: str, said: tuple[str, ...]) -> str:
    return "\n".join(line for line in text.split("\n") if not _has(line, said))
