"""Entry → Atom (RFC 4287): an entry for each event, the last changed first; withdrawn ones as tombstones (RFC 6721)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from bot.domain.record import RecordEntry, RecordStatus, Words, told
from bot.record.markup import add, allowed, element, written
from bot.record.tables import address, instant

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
Content = Callable[[RecordEntry], Element]
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
        yield written(node) + b"\n"
    yield b"</feed>\n"


def summary(words: Words) -> Content:
    """What happened, each figure with its claimant, who reports it: as plain text."""

    def content(entry: RecordEntry) -> Element:
        return element("content", "\n".join(lines(entry, words)), {"type": "text"})

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
    attributes = f"xmlns={quoteattr(_ATOM)} xmlns:at={quoteattr(_TOMBSTONES)} xml:lang={quoteattr(channel.lang)}"
    texts = {"id": channel.id(channel.part or "feed"), "title": channel.title, "subtitle": channel.subtitle}
    texts |= {"updated": instant(channel.updated), "generator": "protest-alerts"}
    told = "".join(f"<{name}>{escape(allowed(text))}</{name}>\n" for name, text in texts.items() if text)
    home = f'<link rel="alternate" href={quoteattr(allowed(channel.home))}/>\n' if channel.home else ""
    author = "<author><name>protest-alerts</name></author>\n"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed {attributes}>\n{told}{home}{author}'.encode()


def _item(channel: Channel, entry: RecordEntry, words: Words, content: Content, link: Link) -> Element:
    item = Element("entry")
    part = f"event:{entry.event}" if entry.latest else f"event:{entry.event}:{entry.step.number}"
    add(item, "id", channel.id(part))
    add(item, "title", heading(entry, words))
    add(item, "published", instant(entry.began))
    add(item, "updated", instant(entry.step.at))
    if entry.facts:
        add(item, "category", attributes={"term": entry.facts.action.value})
    page = link(entry)
    if page:
        add(item, "link", attributes={"rel": "alternate", "href": page})
    for source in entry.facts.sources if entry.facts else ():
        if there := address(source.url):
            add(item, "link", attributes={"rel": "via", "href": there, "hreflang": source.lang})
    item.append(content(entry))
    return item


def _tombstone(channel: Channel, entry: RecordEntry, words: Words) -> Element:
    reference = {"ref": channel.id(f"event:{entry.event}"), "when": instant(entry.step.at)}
    grave = element("at:deleted-entry", attributes=reference)
    add(grave, "at:comment", words.standing(entry.standing))
    return grave
