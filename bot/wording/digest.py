"""Several events in one message, when there was too much to tell each for itself; and what is said of late news."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.event import Basis, Change, Event, Version
from bot.domain.message import Message, bold, units
from bot.wording import event_lists
from bot.wording.claimant_names import media
from bot.wording.days import moment
from bot.wording.layout import LONGEST_TEXT, Line, fitted, plain, render
from bot.wording.locale import Locale

#: Figures of one event in a digest.
_MOST_FIGURES = 2


def digest(t: Locale, versions: Sequence[Version], *, chosen: bool, alone: bool = False) -> Message:
    """Events newest first, one a line; a corrected one says so, of a retracted one nothing is repeated.

    `alone`: each is what one outlet alone tells, and is told in its name.
    """
    head = t.gettext("Several messages in one (%(n)s)", n=t.number(len(versions)))
    if alone:
        late = t.gettext("What one outlet alone tells comes together and without a sound.")
    elif chosen:
        late = t.gettext("You chose to be told so: /pace")
    else:
        late = t.gettext("There was too much news at once; the newest comes first.")
    footer = t.gettext("Automated digest, may contain errors")

    def build(figures: int) -> Message:
        lines = [_line(t, version, figures, alone=alone) for version in versions]
        return render(((bold(head),), plain(late), *lines, plain(footer)))

    return fitted(build, range(_MOST_FIGURES, -1, -1))


def late(t: Locale, message: Message) -> Message:
    """The message under a line which says that it comes late; without that line where it would not fit."""
    head = t.gettext("Delayed message") + "\n"
    if units(head) + units(message.text) > LONGEST_TEXT:
        return message
    moved = tuple(replace(entity, offset=entity.offset + units(head)) for entity in message.entities)
    return replace(message, text=head + message.text, entities=moved)


def _line(t: Locale, version: Version, figures: int, *, alone: bool) -> Line:
    event = Event(version.event, version, retracted=version.change is Change.RETRACTION)
    if event.retracted:
        return plain("• " + t.gettext("Message retracted · No. %(event)s", event=event.id))
    named = alone and event.facts.basis is not Basis.UNCHECKED
    who = f"{media(t, event.facts)}: " if named else ""
    said = (f"• {who}", *event_lists.line(t, event, None, None, figures))
    if version.change is Change.CORRECTION:
        return (*said, " · ", t.gettext("Corrected · %(moment)s", moment=moment(t, version.at)))
    return said
