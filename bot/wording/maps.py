"""A map or a chart in words: its title and notes, and a caption that says all that it shows."""

from collections.abc import Sequence

from bot.domain.counts import EventCounts
from bot.domain.message import Message, bold, joined, units
from bot.wording import days, place_names
from bot.wording.gettext_markers import ngettext_noop
from bot.wording.locale import Locale

#: Bot API: a caption has at most 1024 UTF-16 units.
_LONGEST = 1024
_EVENTS = ngettext_noop("%(n)s event", "%(n)s events")

Lines = Sequence[str]


def title(t: Locale, counted: EventCounts) -> str:
    """What the picture is of."""
    if counted.place is None:
        return t.gettext("Protests by region")
    return t.gettext("%(place)s: protests by month", place=place_names.place(t, counted.place))


def subtitle(t: Locale, counted: EventCounts) -> str:
    """Of which days it is, and how many events there were."""
    span = t.gettext("%(first)s – %(last)s", first=days.day(t, counted.start), last=days.day(t, counted.end))
    return f"{span} · {t.ngettext(_EVENTS, counted.events)}"


def note(t: Locale, counted: EventCounts) -> str:
    """How to read it."""
    if counted.place is None:
        how = t.gettext("The area of a circle is the number of events. Circles stand in the middle of a region.")
        return f"{how} " + t.gettext("Borders © OpenStreetMap contributors.")
    return t.gettext("Hatched: too few sources answered to tell.")


def caption(t: Locale, counted: EventCounts) -> Message:
    """Every region with its count, or every month that has events and those of which too little is known."""
    head = [title(t, counted), subtitle(t, counted)]
    lines = _regions(t, counted) if counted.place is None else _months(t, counted)
    if not lines:
        return _fitted(t, head, [t.gettext("No events are recorded in these days.")], _blind(t, counted))
    twice = t.gettext("An event in two regions counts in both.")
    return _fitted(t, head, lines, [twice] if counted.place is None else _blind(t, counted))


def _regions(t: Locale, counted: EventCounts) -> list[str]:
    return [f"{place_names.place(t, region)}: {t.number(many)}" for region, many in counted.regions]


def _months(t: Locale, counted: EventCounts) -> list[str]:
    eventful = (one for one in reversed(counted.months) if one.events)
    return [f"{days.month(t, one.start)}: {t.number(one.events)}" for one in eventful]


def _blind(t: Locale, counted: EventCounts) -> list[str]:
    months = [days.month(t, one.start) for one in counted.months if one.blind]
    listed = place_names.listed(t, months)
    return [t.gettext("Too few sources answered to tell: %(months)s", months=listed)] if months else []


def _fitted(t: Locale, head: Lines, lines: Lines, foot: Lines) -> Message:
    """As many lines as a caption holds; the rest is counted."""
    source = t.gettext("As media report; automated, may contain errors.")
    for most in range(len(lines), -1, -1):
        rest = [t.gettext("and %(n)s more", n=t.number(len(lines) - most))] if most < len(lines) else []
        body = [head[1], "", *lines[:most], *rest, "", *foot, source]
        message = joined((bold(head[0]), "\n", "\n".join(body)))
        if units(message.text) <= _LONGEST:
            break
    return message
