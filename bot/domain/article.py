"""entry → article: one item of a feed as it came, and the same made ours; whose text is the better one."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.codes import Lang
from bot.domain.links import identity

#: Titles and texts shorter than this together are too common to know an article by.
_TELLING = 120
#: A text this long is the whole article.
_WHOLE = 2500
#: A page that gives less than this is a cookie notice or an error, not an article.
_SHORTEST_PAGE = 200
_SENTENCE_END = (".", "!", "?", "…", ".»", ".”", '."', "!»", "?»")


class PagePolicy(StrEnum):
    """When the page behind an entry is fetched as well."""

    ALWAYS = "always"
    #: When the entry has a word of protest in it.
    ON_CUE = "on_cue"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, parsed but not yet trusted for anything."""

    #: guid, else link, else a hash of title and text: unique within the feed.
    key: str
    #: For readers: as the feed gives it, without tracking.
    link: str
    title: str
    text: str
    #: As the feed says, with the offset it is written with; none when it says nothing or nonsense.
    published: datetime | None = None
    #: The link in the one form that mirrors, AMP and campaigns share; empty when the link tells nothing.
    identity: str = ""

    #: Whether that is only when it was last changed: it was published then or earlier.
    is_change: bool = False
    #: Whether its words were encoded twice and are put right.
    mended: bool = field(default=False, compare=False)
    #: Whether it was longer than any article is and lost its end.
    cut: bool = field(default=False, compare=False)

    #: Changes when the entry's words do; not with its markup, spaces or dates.
    digest: str = field(init=False, compare=False, repr=False, default="")

    def __post_init__(self) -> None:
        words = f"{self.title}\n{' '.join(self.text.split())}"
        object.__setattr__(self, "digest", hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32])

    @property
    def telling(self) -> bool:
        """Whether title and text are long enough to know the entry by, whatever its guid and link say."""
        return len(self.title) + len(self.text) >= _TELLING


@dataclass(frozen=True, slots=True)
class Article:
    """Plain text with a stable identity, ready to be read."""

    id: str
    title: str
    text: str
    url: str = ""
    #: Id of the outlet in the names table.
    source: str = ""
    #: What the feed or the caller says; reading decides for itself and uses this to break ties.
    lang: Lang | None = None
    published: datetime | None = None


def settled(entries: tuple[Entry, ...], home: str) -> tuple[Entry, ...]:
    """The entries of one document, each with an identity of its own, none of them twice.

    A guid that several entries share tells nothing, and neither does a link that several titles share: such entries
    are known by what is left. `home` is the feed's own host, which stands in for its mirrors.
    """
    guids = Counter(entry.key for entry in entries)
    titles: dict[str, set[str]] = {}
    addresses = [identity(entry.link, home) for entry in entries]
    for entry, address in zip(entries, addresses, strict=True):
        titles.setdefault(address, set()).add(entry.title)
    telling = (
        _by_what_tells(entry, "" if len(titles[address]) > 1 else address, shared_key=guids[entry.key] > 1)
        for entry, address in zip(entries, addresses, strict=True)
    )
    kept: dict[str, Entry] = {}
    seen: set[str] = set()
    for entry in telling:
        if entry.identity in seen:
            continue
        one = replace(entry, key=entry.digest) if entry.key in kept else entry
        kept.setdefault(one.key, one)
        seen |= {one.identity} if one.identity else set()
    return tuple(kept.values())


def names_kazakhstan(entry: Entry, country: re.Pattern[str]) -> bool:
    """Whether an entry of an outlet that writes of the whole world is about this country at all."""
    return bool(country.search(f"{entry.title}\n{entry.text}\n{entry.link}"))


def wants_page(pages: PagePolicy, entry: Entry, *, undated: bool = False, cue: Callable[[], bool]) -> bool:
    """Whether the page behind an entry is worth fetching: the feed wants it and has not given text and date itself."""
    if not entry.link or pages is PagePolicy.NEVER or (len(entry.text) >= _WHOLE and not undated):
        return False
    return pages is PagePolicy.ALWAYS or not entry.title or cue()


def without_teasers(text: str, teaser: re.Pattern[str]) -> str:
    """The article without the headlines of others that its page puts between its paragraphs, under such words."""
    kept: list[str] = []
    among_teasers = False
    for line in text.splitlines():
        cue = teaser.match(line)
        is_heading = bool(cue and cue.end() == len(line))
        if line.strip():
            among_teasers = is_heading or (among_teasers and not line.rstrip().endswith(_SENTENCE_END))
        if not among_teasers and not (cue and _is_a_teaser(line, cue)):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def better(feed_text: str, page_text: str, teaser: re.Pattern[str]) -> str:
    """Of a feed's text and its page's the one that says more: a page shorter than the feed's own text is no article."""
    page = without_teasers(page_text, teaser)
    return page if len(page) >= max(_SHORTEST_PAGE, len(feed_text)) else feed_text


def _is_a_teaser(line: str, cue: re.Match[str]) -> bool:
    """«Читайте также: …» is one; «По теме выступил министр.» is a sentence."""
    return cue.end() == len(line) or ":" in cue.group() or not line.rstrip().endswith(_SENTENCE_END)


def _by_what_tells(entry: Entry, address: str, *, shared_key: bool) -> Entry:
    return replace(entry, identity=address, key=(address or entry.digest) if shared_key else entry.key)
