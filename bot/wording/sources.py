"""Who reported it: outlets with their language, each a link to its article; never a headline."""

from collections.abc import Mapping, Sequence

from bot.domain.codes import Lang
from bot.domain.event import Event, Facts, Source
from bot.domain.feed import FeedState
from bot.domain.message import Message, Piece, bold, link
from bot.wording.days import moment
from bot.wording.layout import Line, fitted, laid, plain
from bot.wording.marks import gettext_noop, ngettext_noop
from bot.wording.tongue import Tongue
from bot.wording.who import outlet

#: Outlets named in an alert; the rest are counted.
MOST_SOURCES = 8

#: Addresses longer than this are not linked.
_LONGEST_URL = 1024

_INDEPENDENT = ngettext_noop("%(n)s independent source:", "%(n)s independent sources:")

_LANGUAGES: Mapping[str, str] = {
    Lang.KK: gettext_noop("Kazakh"),
    Lang.RU: gettext_noop("Russian"),
    Lang.EN: gettext_noop("English"),
}


def line(t: Tongue, facts: Facts) -> Line:
    """How many independent sources, and which: outlets that count as one stand together. Nothing when none is known."""
    voices = _voices(facts.sources, MOST_SOURCES)
    if not voices:
        return ()
    pieces: list[Piece | str] = [heading(t, facts)]
    for number, voice in enumerate(voices):
        pieces += (", " if number else " ", *_voice(t, voice))
    rest = len(_outlets(facts.sources)) - MOST_SOURCES
    return (*pieces, " ", t.gettext("and %(n)s more", n=t.number(rest))) if rest > 0 else tuple(pieces)


def _outlets(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Each outlet's first article in each language, of its own and of every text that it copies."""
    return tuple({(one.group, one.outlet, one.lang): one for one in reversed(sources)}.values())[::-1]


def _voices(sources: Sequence[Source], most: int) -> tuple[tuple[Source, ...], ...]:
    """At most so many outlets, those of one group together, in the order in which they came."""
    found: dict[str, tuple[Source, ...]] = {}
    for source in _outlets(sources)[:most]:
        found[source.group] = (*found.get(source.group, ()), source)
    return tuple(found.values())


def _voice(t: Tongue, voice: Sequence[Source]) -> Line:
    named = tuple(piece for source in voice for piece in (" + ", *_named(t, source)))[1:]
    return (*named, " [", t.gettext("counted as one"), "]") if len(voice) > 1 else named


def heading(t: Tongue, facts: Facts) -> str:
    """How many independent sources there are."""
    match len(facts.groups):
        case 0:
            return ""
        case 1:
            return t.gettext("One source so far:")
        case n:
            return t.ngettext(_INDEPENDENT, n)


def bullets(t: Tongue, facts: Facts, most: int) -> tuple[Line, ...]:
    """Every article on a line of its own, up to `most`; + marks one that adds no independent source."""
    groups = [source.group for source in facts.sources]
    together = sorted(facts.sources, key=lambda source: groups.index(source.group))
    marks = ["+ " if n and together[n - 1].group == source.group else "• " for n, source in enumerate(together)]
    told = zip(marks[:most], together, strict=False)
    shown = tuple((mark, *_named(t, source), *_published(t, source)) for mark, source in told)
    rest = len(facts.sources) - most
    return (*shown, plain("… " + t.gettext("and %(n)s more", n=t.number(rest)))) if rest > 0 else shown


def articles(t: Tongue, event: Event) -> Message:
    """The answer to the button: links to all articles that tell of an event."""

    def build(most: int) -> Message:
        title = bold(t.gettext("No. %(event)s · sources", event=event.id))
        note = t.gettext("Some of these sites may not open in Kazakhstan.")
        return laid(((title,), *bullets(t, event.facts, most), plain(note)))

    return fitted(build, range(30, -1, -1))


def feeds(t: Tongue, states: tuple[FeedState, ...]) -> Message:
    """The outlets that are read, and when each last answered."""

    def build(most: int) -> Message:
        answering = sum(1 for state in states if state.last_success and not state.fault)
        title = bold(t.gettext("Sources answering: %(answering)s/%(feeds)s", answering=answering, feeds=len(states)))
        rest = t.gettext("and %(n)s more", n=t.number(len(states) - most)) if len(states) > most else ""
        return laid(((title,), *(plain(_feed(t, state)) for state in states[:most]), plain(rest)))

    return fitted(build, range(min(len(states), 60), -1, -1))


def _named(t: Tongue, source: Source) -> Line:
    name = outlet(t, source.outlet)
    language = _language(t, name, source.lang)
    return (link(name or "?", source.url if _opens(source.url) else ""), *((language,) if language else ()))


def _language(t: Tongue, name: str, lang: str) -> str:
    """The language in brackets; nothing where the name tells it, or where it is none of ours."""
    told = t.gettext(_LANGUAGES[lang]) if lang in _LANGUAGES else ""
    return f" ({told})" if told and told.lower() not in name.lower() else ""


def _published(t: Tongue, source: Source) -> Line:
    return (" · ", moment(t, source.published)) if source.published else ()


def _opens(url: str) -> bool:
    fit = len(url) <= _LONGEST_URL and url.isprintable() and " " not in url
    return fit and url.startswith(("https://", "http://"))


def _feed(t: Tongue, state: FeedState) -> str:
    feed = state.feed
    name = outlet(t, feed.outlet)
    name += _language(t, name, feed.lang) if feed.lang else ""
    if state.fault or not state.last_success:
        return t.gettext("• %(outlet)s: not answering", outlet=name)
    return t.gettext("• %(outlet)s: read %(moment)s", outlet=name, moment=moment(t, state.last_success))
