"""What a document says of an entry → an Entry: markup made plain, the link made whole, a key found; bounded."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from bot.domain.article import Entry
from bot.domain.links import shown
from bot.net import encoding
from bot.net.html_text import one_line, plain

_LONGEST_KEY = 500
#: In characters: no headline and no article is longer. What is longer is cut, and complained of.
LONGEST_TITLE, LONGEST_TEXT = 500, 50_000
#: Of markup so much is looked at: more of it than there can be text.
_MOST_MARKUP = 4


@dataclass(frozen=True, slots=True)
class Dates:
    """When an entry was published, and when it was last changed, where anything is said of either."""

    published: datetime | None = None
    updated: datetime | None = None

    @property
    def said(self) -> datetime | None:
        """The date of publication, else that of the last change."""
        return self.published or self.updated

    @property
    def is_change(self) -> bool:
        """Whether only the last change has a date."""
        return self.published is None and self.updated is not None


def entry(name: str, link: str, title: str, text: str, *, dates: Dates, base: str) -> Entry | None:
    """The entry, or none when it has no words; `name` is its guid or id, `base` the document's address."""
    words = encoding.mended(title), encoding.mended(text[: LONGEST_TEXT * _MOST_MARKUP])
    mended = words != (title, text[: LONGEST_TEXT * _MOST_MARKUP])
    text_cut = len(text) > LONGEST_TEXT * _MOST_MARKUP
    title, title_cut = headline(words[0])
    text, cut = _bounded(words[1], LONGEST_TEXT, plain)
    if not title and not text:
        return None
    address = shown(_whole(link, base))
    name = one_line(name) if len(name) <= _LONGEST_KEY else _hash(name)
    key = name or address or _hash(f"{title}\n{text}")
    if len(key) > _LONGEST_KEY:
        key = _hash(key)
    cut = cut or title_cut or text_cut
    return Entry(key, address, title, text, dates.said, is_change=dates.is_change, mended=mended, cut=cut)


def headline(markup: str) -> tuple[str, bool]:
    """A title on one line, and whether it was too long and cut."""
    return _bounded(markup, LONGEST_TITLE, one_line)


def _bounded(markup: str, most: int, read: Callable[[str], str]) -> tuple[str, bool]:
    seen = markup[: most * _MOST_MARKUP]
    text = read(seen)
    return text[:most].rstrip(), len(seen) < len(markup) or len(text) > most


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _whole(link: str, base: str) -> str:
    link = link.strip()
    if not link or link.startswith(("http://", "https://")):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
