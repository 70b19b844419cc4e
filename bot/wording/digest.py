"""Several events in one message: those that a chat chose to be told together, or too much news at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.clock import local_day
from bot.domain.event import Basis, Change, Event, Version
from bot.domain.message import Entity, Message, Style, bold, units
from bot.wording import event_lists, place_names
from bot.wording.alerts import apart, as_of, check
from bot.wording.claimant_names import media
from bot.wording.days import moment
from bot.wording.gettext_markers import ngettext_noop
from bot.wording.layout import LONGEST_TEXT, Line, fitted, plain, render
from bot.wording.locale import Locale

_HEAD = ngettext_noop("News of protests: %(n)s event", "News of protests: %(n)s events")

#: Figures of one event in a digest.
_MOST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Check:
    """When sources were read last, and how many of how many answered."""

    at: datetime | None
    answering: int
    feeds: int


def digest(
    t: Locale, versions: Sequence[Version], *, chosen: bool, alone: bool = False, check: Check | None = None
) -> Message:
    """What was wrong first, then by places; within each the newest first. Of a retracted event nothing is repeated.

    `alone`: each is what one outlet alone tells, and is told in its name.
    """
    head = t.ngettext(_HEAD, len({one.event for one in versions}))
    if alone:
        why = t.gettext("What one outlet alone tells comes together and without a sound.")
    elif chosen:
        why = t.gettext("You chose a digest; to change it: /pace")
    else:
        why = t.gettext("There was too much news at once; the newest comes first.")
    ended = event_lists.checked(t, check.at, (check.answering, check.feeds)) if check and check.at else ""
    small = (plain(ended), plain(t.gettext("Automated summary, may contain errors")))

    def build(figures: int) -> Message:
        wrong = [_line(t, one, figures, alone=alone) for one in versions if one.change in _WRONG]
        places = _by_place(t, versions, figures, alone=alone)
        return render(apart((((bold(head),), plain(why)), wrong, *places, small)))

    return fitted(build, range(_MOST_FIGURES, -1, -1))


#: Changes that say that something told was wrong.
_WRONG = frozenset({Change.CORRECTION, Change.RETRACTION})


def _by_place(t: Locale, versions: Sequence[Version], figures: int, *, alone: bool) -> list[tuple[Line, ...]]:
    """A block for each place, in the order of its newest event; an event of several places stands under its first."""
    found: dict[str, list[Line]] = {}
    for version in versions:
        if version.change not in _WRONG:
            first = next((ref.id for ref in version.facts.places), "")
            found.setdefault(t.gazetteer.city_of(first) if first in t.gazetteer else first, []).append(
                _line(t, version, figures, alone=alone)
            )
    return [
        ((bold(place_names.place(t, first) or t.gettext("place not known")),), *lines) for first, lines in found.items()
    ]


def late(t: Locale, message: Message, at: datetime) -> Message:
    """The message under a line which says that it is late and as of when; without that line where it would not fit."""
    when = moment(t, at, beside=local_day(at))
    return headed(message, t.gettext("Delayed: this was the state on %(moment)s", moment=when))


def hidden(t: Locale, message: Message) -> Message:
    """The message under a neutral line, hidden until it is tapped: a lock screen shows that line alone.

    Formatting and buttons stay.
    """
    whole = Entity(Style.SPOILER, 0, units(message.text))
    covered = replace(message, entities=(whole, *message.entities))
    return headed(covered, t.gettext("A new message. Tap the text to read it."))


def headed(message: Message, line: str) -> Message:
    """The message under one more line; without it where it would not fit."""
    head = line + "\n"
    if units(head) + units(message.text) > LONGEST_TEXT:
        return message
    moved = tuple(replace(entity, offset=entity.offset + units(head)) for entity in message.entities)
    return replace(message, text=head + message.text, entities=moved)


def _line(t: Locale, version: Version, figures: int, *, alone: bool) -> Line:
    event = Event(version.event, version, retracted=version.change is Change.RETRACTION)
    if event.retracted:
        gone = t.gettext("Message retracted · No. %(event)s", event=event.id)
        return (f"• {gone} · {as_of(t, version)} · ", check(t, event.id))
    named = [ref.id for ref in version.facts.places]
    where = named[0] if len(named) == 1 and version.change not in _WRONG else None
    who = f"{media(t, event.facts)}: " if alone and event.facts.basis is not Basis.UNCHECKED else ""
    said = (f"• {who}", *event_lists.line(t, event, where, version.at, figures))
    if version.change is Change.CORRECTION:
        corrected = bold(t.gettext("Corrected · %(moment)s", moment=as_of(t, version)))
        return ("• ", corrected, " · ", *said[1:], " · ", check(t, event.id))
    now = t.gettext("as of %(moment)s", moment=as_of(t, version))
    return (*said, f" · {now} · ", check(t, event.id))
