"""What editors are asked beside reports: an error, a figure in doubt, an outlet, a second opinion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.audit import Deed
from bot.domain.event import Event
from bot.domain.message import Button, Message, bold
from bot.domain.review import Review, Wait
from bot.wording import correction_dialog
from bot.wording.claimant_names import outlet
from bot.wording.days import hour
from bot.wording.gettext_markers import gettext_noop
from bot.wording.handles import handle
from bot.wording.layout import Buttons, Line, plain, render
from bot.wording.locale import Locale, clean
from bot.wording.place_names import places, title

_WANTS: Mapping[Deed, str] = {
    Deed.CORRECTED: gettext_noop("publish a correction with own words"),
    Deed.REINSTATED: gettext_noop("take a retraction back"),
    Deed.DECIDED: gettext_noop("publish something serious"),
    Deed.NOTICE: gettext_noop("send a notice"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an editor wants to do: the words by language, for which places, and when it happens by itself."""

    deed: Deed
    actor: str
    texts: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    due_at: datetime | None = None


def question(t: Locale, review: Review, event: Event | None, proposed: Proposed | None) -> Message:
    """One thing that waits beside the reports."""
    match review.reason:
        case Wait.COMPLAINT if event:
            return correction_dialog.complaint(t, event, review.id)
        case Wait.SLIP if event:
            return _slip(t, event, review)
        case Wait.APPROVAL if proposed:
            return _approval(t, review, event, proposed)
        case _:
            return _outlet(t, review)


def _slip(t: Locale, event: Event, review: Review) -> Message:
    head = t.gettext("No. %(event)s: a figure may be wrong.", event=event.id)
    lines = ((bold(head),), plain(title(t, event.facts)), plain(f"/event_{event.id} · /correct_{event.id}"))
    return render(lines, correction_dialog.seen_buttons(t, event.id, review.id))


def _outlet(t: Locale, review: Review) -> Message:
    named = str(review.subject.get("outlet", ""))
    said = gettext_noop("A feed answers no more: %(outlet)s")
    if review.reason is Wait.WILD:
        said = gettext_noop("An outlet tells far more than others, and nobody else tells it: %(outlet)s")
    head = t.gettext(said, outlet=outlet(t, named))
    return render(((bold(head),), plain("/feeds")), outlet_buttons(t, review.id))


def outlet_buttons(t: Locale, review: int) -> Buttons:
    """What an editor may do about an outlet."""
    row = (
        Button(t.gettext("Nothing to do"), f"q:seen:{review}"),
        Button(t.gettext("Mute the outlet"), f"q:mute:{review}"),
    )
    return (row, (Button(t.gettext("Later"), f"q:later:{review}"),))


def _approval(t: Locale, review: Review, event: Event | None, it: Proposed) -> Message:
    head = t.gettext("%(who)s wants to %(deed)s.", who=handle(t, it.actor), deed=t.gettext(_WANTS[it.deed]))
    row = (
        Button(t.gettext("Approve"), f"q:approve:{review.id}"),
        Button(t.gettext("Cancel it"), f"q:cancel:{review.id}"),
    )
    return render(((bold(head),), *_what(t, event, it)), (row, (Button(t.gettext("Later"), f"q:later:{review.id}"),)))


def proposed(t: Locale, it: Proposed, review: int) -> Message:
    """To whoever proposed it: a second one is asked, or it happens by itself."""
    next_ = t.gettext("A second editor is asked to agree.")
    if it.due_at:
        next_ = t.gettext(
            "There is no second editor: it happens at %(time)s unless you cancel it.", time=hour(it.due_at)
        )
    head = t.gettext("You want to %(deed)s.", deed=t.gettext(_WANTS[it.deed]))
    buttons: Buttons = ((Button(t.gettext("Cancel it"), f"q:cancel:{review}"),),)
    return render(((bold(head),), plain(next_)), buttons)


def _what(t: Locale, event: Event | None, it: Proposed) -> tuple[Line, ...]:
    about = f"/event_{event.id} · {title(t, event.facts)}" if event else ""
    where = places(t, it.places) if it.places else ""
    words = tuple(plain(f"{lang}: {clean(text, 1500)}") for lang, text in sorted(it.texts.items()))
    return (plain(about), plain(where), *words)
