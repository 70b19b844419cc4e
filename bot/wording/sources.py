"""Who reported it: outlets with their language, each a link to its article; never a headline."""

from collections.abc import Mapping

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
    """How many independent sources, and which; nothing when none is known."""
    distinct = tuple({(s.outlet, s.lang): s for s in reversed(facts.sources)}.values())[::-1]
    if not distinct:
        return ()
    pieces: list[Piece | str] = [heading(t, facts)]
    for number, source in enumerate(distinct[:MOST_SOURCES]):
        pieces += (", " if number else " ", *_named(t, source))
    rest = len(distinct) - MOST_SOURCES
    return (*pieces, " ", t.gettext("and %(n)s more", n=t.number(rest))) if rest > 0 else tuple(pieces)


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
    """Every article on a line of its own, up to `most`."""
    shown = tuple(("• ", *_named(t, source), *_published(t, source)) for source in facts.sources[:most])
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
    name = link(outlet(t, source.outlet) or "?", source.url if _opens(source.url) else "")
    return (name, _language(t, source.lang)) if source.lang in _LANGUAGES else (name,)


def _language(t: Tongue, lang: str) -> str:
    return f" ({t.gettext(_LANGUAGES[lang])})"


def _published(t: Tongue, source: Source) -> Line:
    return (" · ", moment(t, source.published)) if source.published else ()


def _opens(url: str) -> bool:
    fit = len(url) <= _LONGEST_URL and url.isprintable() and " " not in url
    return fit and url.startswith(("https://", "http://"))


def _feed(t: Tongue, state: FeedState) -> str:
    feed = state.feed
    name = outlet(t, feed.outlet) + (_language(t, feed.lang) if feed.lang else "")
    if state.fault or not state.last_success:
        return t.gettext("• %(outlet)s: not answering", outlet=name)
    return t.gettext("• %(outlet)s: read %(moment)s", outlet=name, moment=moment(t, state.last_success))
