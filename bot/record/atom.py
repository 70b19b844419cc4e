"""Entry → Atom (RFC 4287): an entry for each event, the last changed first; withdrawn ones as tombstones (RFC 6721)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from bot.domain.event import Source
from bot.domain.record import RecordEntry, RecordStatus, Words, told
from bot.record.export_rows import address, instant
from bot.record.markup import NOTHING, Xml, element, joined, leaf, text

_ATOM, _TOMBSTONES = "http://www.w3.org/2005/Atom", "http://purl.org/atompub/tombstones/1.0"


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself; `record` tells one installation's record from another's."""

    record: str
    title: str
    updated: datetime
    lang: str
    subtitle: str = ""
    #: What the feed is of: a place and language have a feed of their own.
    part: str = ""
    #: Where a person reads it; empty: nowhere.
    home: str = ""

    def id(self, part: str) -> str:
        """The name of a part for ever, of the feed itself for its own part."""
        return uuid5(NAMESPACE_URL, f"protest-alerts:{self.record}:{part}").urn


#: Entry → what stands in its content element and where a person reads it.
Content = Callable[[RecordEntry], Xml]
Link = Callable[[RecordEntry], str]


def document(
    channel: Channel,
    entries: Iterable[RecordEntry],
    words: Words,
    content: Content,
    link: Link,
    *,
    tombstones: bool = True,
) -> Iterator[bytes]:
    """The whole feed in pieces of bytes; without `tombstones` what was withdrawn is an entry like any other."""
    yield _head(channel)
    for entry in entries:
        gone = tombstones and entry.facts is None
        node = _tombstone(channel, entry, words) if gone else _item(channel, entry, words, content, link)
        yield node.encode() + b"\n"
    yield b"</feed>\n"


def summary(words: Words) -> Content:
    """What happened, each figure with its claimant, who reports it: as plain text."""

    def content(entry: RecordEntry) -> Xml:
        return element("content", text("\n".join(lines(entry, words))), {"type": "text"})

    return content


def lines(entry: RecordEntry, words: Words) -> list[str]:
    """An entry in lines; a retracted one says so, and repeats no claim."""
    facts = entry.facts
    if facts is None:
        return [words.standing(entry.standing)]
    if entry.standing is RecordStatus.RETRACTED and entry.latest:
        return [words.gettext("Retracted: %(why)s", why=words.why(entry.step.reasons))]
    outlets = dict.fromkeys(source.outlet for source in facts.sources)
    sources = words.gettext("Sources: %(list)s", list=", ".join(map(words.outlet, outlets)))
    return [words.sentence(facts), *(words.figure(said, facts) for said in told(facts)), sources, _cited(entry, words)]


def heading(entry: RecordEntry, words: Words) -> str:
    """One line: how it stands if not simply published, where, when."""
    title = words.title(entry.facts) if entry.facts else words.gettext("No. %(event)s", event=entry.event)
    plain = entry.standing is RecordStatus.PUBLISHED
    return title if plain else f"{words.standing(entry.standing).capitalize()} · {title}"


def _cited(entry: RecordEntry, words: Words) -> str:
    return words.gettext(
        "No. %(event)s · version %(version)s · as of %(moment)s · automated summary, may contain errors",
        event=entry.event,
        version=entry.step.number,
        moment=words.moment(entry.step.at),
    )


def _head(channel: Channel) -> bytes:
    """The feed's beginning: its end is not known yet."""
    root = element("feed", attributes={"xmlns": _ATOM, "xmlns:at": _TOMBSTONES, "xml:lang": channel.lang})
    texts = {"id": channel.id(channel.part or "feed"), "title": channel.title, "subtitle": channel.subtitle}
    texts |= {"updated": instant(channel.updated), "generator": "protest-alerts"}
    told = [leaf(name, value) for name, value in texts.items() if value]
    home = [element("link", attributes={"rel": "alternate", "href": channel.home})] if channel.home else []
    author = element("author", leaf("name", "protest-alerts"))
    pieces = ['<?xml version="1.0" encoding="utf-8"?>', root.replace(" />", ">"), *told, *home, author, ""]
    return "\n".join(pieces).encode()


def _item(channel: Channel, entry: RecordEntry, words: Words, content: Content, link: Link) -> Xml:
    part = f"event:{entry.event}" if entry.latest else f"event:{entry.event}:{entry.step.number}"
    page = link(entry)
    told = joined(
        leaf("id", channel.id(part)),
        leaf("title", heading(entry, words)),
        leaf("published", instant(entry.began)),
        leaf("updated", instant(entry.step.at)),
        element("category", attributes={"term": entry.facts.action.value}) if entry.facts else NOTHING,
        element("link", attributes={"rel": "alternate", "href": page}) if page else NOTHING,
        *(_via(source) for source in (entry.facts.sources if entry.facts else ())),
        content(entry),
    )
    return element("entry", told)


def _via(source: Source) -> Xml:
    there = address(source.url)
    return element("link", attributes={"rel": "via", "href": there, "hreflang": source.lang}) if there else NOTHING


def _tombstone(channel: Channel, entry: RecordEntry, words: Words) -> Xml:
    reference = {"ref": channel.id(f"event:{entry.event}"), "when": instant(entry.step.at)}
    return element("at:deleted-entry", leaf("at:comment", words.standing(entry.standing)), reference)
