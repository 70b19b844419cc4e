"""What an editor sees while correcting: choose the field, give the value, choose the reason, look, publish."""

from collections.abc import Mapping, Sequence

from bot.domain.codes import Action, ClaimantType, Response
from bot.domain.codes import Field as Counted
from bot.domain.correction import (
    EDITORS_REASONS,
    NOTHING,
    OF_A_FIGURE,
    RETRACTION_REASONS,
    CorrectionField,
    CorrectionPart,
    Draft,
    Reason,
    responses_of,
)
from bot.domain.errors import NotUnderstood
from bot.domain.event import Event
from bot.domain.figures import SuspectFigure
from bot.domain.message import Button, Message, bold
from bot.wording.action_phrases import acted, responded
from bot.wording.claimant_names import role, speaker
from bot.wording.claims import field_name, line, statement
from bot.wording.corrections import reason_sentence
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.layout import Buttons, plain, render
from bot.wording.locale import Locale, clean
from bot.wording.place_names import title

#: Claims offered for correction; more than these no message of ours shows.
_MOST_CLAIMS = 20
#: A button's label; longer ones are cut by clients at different places.
_LABEL = 60

_FIELDS: Mapping[CorrectionField, str] = {
    CorrectionField.PLACES: gettext_noop("The places"),
    CorrectionField.DAY: gettext_noop("The day"),
    CorrectionField.HOUR: gettext_noop("The hour"),
    CorrectionField.ACTION: gettext_noop("What people did"),
    CorrectionField.RESPONSES: gettext_noop("What police did"),
    CorrectionField.ORGANISER: gettext_noop("The organiser"),
    CorrectionField.DUPLICATE: gettext_noop("It is a duplicate"),
}

#: What else than its size may be wrong about a figure.
_OF_A_FIGURE: Mapping[CorrectionField, str] = {
    CorrectionField.GROWN: gettext_noop("It has grown since"),
    CorrectionField.SCOPE: gettext_noop("Other places"),
    CorrectionField.CLAIMANT: gettext_noop("Who says it"),
    CorrectionField.WHOSE: gettext_noop("Whose it is"),
    CorrectionField.DENIAL: gettext_noop("Somebody denies it"),
}

_QUESTIONS: Mapping[CorrectionField, str] = {
    CorrectionField.CLAIM: gettext_noop(
        "Type the right figure: 67, ~50, >50, 20+, <=30 or 20-30. If nobody said it, type -"
    ),
    CorrectionField.PLACES: gettext_noop("Type the right places, parted by commas: Almaty, Shymkent"),
    CorrectionField.DAY: gettext_noop("Type the right day: 2019-09-21 or 21.09.2019"),
    CorrectionField.ACTION: gettext_noop("What did people do?"),
    CorrectionField.HOUR: gettext_noop("Type the right hour: 14:00. If nobody knows it, type -"),
    CorrectionField.RESPONSES: gettext_noop("What did police and authorities do? Tap all that is right, then Done."),
    CorrectionField.ORGANISER: gettext_noop("Type the name of the organiser. If nobody said who it was, type -"),
    CorrectionField.GROWN: gettext_noop(
        "Type the figure as it is now: 67, ~50, >50 or 20+. It will be told as an update."
    ),
    CorrectionField.SCOPE: gettext_noop("Type the places that this figure is about: Almaty, Shymkent"),
    CorrectionField.CLAIMANT: gettext_noop("Who says it?"),
    CorrectionField.WHOSE: gettext_noop("What does the figure count?"),
    CorrectionField.DENIAL: gettext_noop("Who denies it?"),
    CorrectionField.DUPLICATE: gettext_noop("Type the number of the event that it is one with: 42"),
}

_KEPT = gettext_noop("It can be finished within 24 hours; then it is given up.")

_TOLD = ngettext_noop(
    "%(n)s chat was told of this event and will get the correction.",
    "%(n)s chats were told of this event and will get the correction.",
)
_TOLD_GROWN = ngettext_noop(
    "%(n)s chat was told of this event and will get the update.",
    "%(n)s chats were told of this event and will get the update.",
)
_FEW_OF = gettext_noop("Fewer than 20 chats were told of it.")
_TOLD_OF = ngettext_noop("%(n)s chat was told of it.", "%(n)s chats were told of it.")
_TOLD_WRONGLY = ngettext_noop(
    "%(n)s chat was told of this event and will get the retraction.",
    "%(n)s chats were told of this event and will get the retraction.",
)

#: Fewer chats than these are not counted for anybody: of few it could be guessed who they are.
LEAST_COUNTED = 20
_FEW = gettext_noop("Those who were told of this event (fewer than 20 chats) will get the correction.")
_FEW_GROWN = gettext_noop("Those who were told of this event (fewer than 20 chats) will get the update.")
_FEW_WRONGLY = gettext_noop("Those who were told of this event (fewer than 20 chats) will get the retraction.")


_FRESH = ngettext_noop(
    "%(n)s chat will be told of this event for the first time.",
    "%(n)s chats will be told of this event for the first time.",
)


def fields(t: Locale, event: Event, draft: Draft | None = None) -> Message:
    """What of an event may be wrong, each a button; what a draft has already stands above."""
    head = t.gettext("No. %(event)s, version %(version)s. What is wrong?", event=event.id, version=event.version.number)
    parts = [plain("✓ " + _part(t, event, part)) for part in (draft.parts if draft else ())]
    done = {part.claim for part in (draft.parts if draft else ()) if part.field in OF_A_FIGURE}
    claims = [
        (Button(_claim_label(t, event, number), f"fix:claim:{number}"),)
        for number, said in enumerate(event.facts.said[:_MOST_CLAIMS])
        if not said.dropped and number not in done
    ]
    others = [Button(t.gettext(text), f"fix:{field}:0") for field, text in _FIELDS.items()]
    if draft is None or not draft.parts:
        others.append(Button(t.gettext("Not a protest"), f"retract:{event.id}:{Reason.NOT_A_PROTEST.value}"))
    rows = (*claims, *_in_pairs(others), _cancelling(t))
    return render(((bold(head),), *parts, plain(t.gettext(_KEPT))), rows)


def _in_pairs(buttons: Sequence[Button]) -> Buttons:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _part(t: Locale, event: Event, part: CorrectionPart) -> str:
    if part.field in OF_A_FIGURE and part.claim < len(event.facts.said):
        return f"{_claim_label(t, event, part.claim)} → {_shown(t, part)}"
    return f"{t.gettext(_FIELDS[part.field])}: {_shown(t, part)}"


def _shown(t: Locale, part: CorrectionPart) -> str:
    match part.field:
        case CorrectionField.ACTION:
            return acted(t, Action(part.value))
        case CorrectionField.CLAIMANT | CorrectionField.DENIAL:
            return role(t, ClaimantType(part.value))
        case CorrectionField.WHOSE:
            return field_name(t, Counted(part.value))
        case CorrectionField.RESPONSES:
            return ", ".join(responded(t, one) for one in responses_of(part.value)) or "—"
        case _:
            return clean(part.value)


def value(t: Locale, draft: Draft, event: Event | None = None) -> Message:
    """The question for the right value of the chosen field."""
    if draft.field is None or draft.field not in _QUESTIONS:
        raise NotUnderstood(str(draft.field))
    offered = _offered(t, draft, event)
    return render((plain(t.gettext(_QUESTIONS[draft.field])),), (*offered, _cancelling(t)))


def _offered(t: Locale, draft: Draft, event: Event | None) -> Buttons:
    match draft.field:
        case CorrectionField.ACTION:
            return _action_buttons(t)
        case CorrectionField.CLAIMANT | CorrectionField.DENIAL:
            return _in_pairs([Button(role(t, kind), f"value:{kind}") for kind in ClaimantType])
        case CorrectionField.WHOSE:
            return _in_pairs([Button(field_name(t, field), f"value:{field}") for field in Counted])
        case CorrectionField.RESPONSES:
            return _response_buttons(t, draft)
        case CorrectionField.CLAIM if event:
            more = [Button(t.gettext(text), f"fix:{field}:{draft.claim}") for field, text in _OF_A_FIGURE.items()]
            nobody = Button(t.gettext("Nobody said it"), f"value:{NOTHING}")
            return (*_suggested(draft, event), *_in_pairs([*more, nobody]))
        case CorrectionField.ORGANISER | CorrectionField.HOUR:
            return ((Button(t.gettext("Nobody knows"), f"value:{NOTHING}"),),)
        case _:
            return ()


def _response_buttons(t: Locale, draft: Draft) -> Buttons:
    chosen = set(draft.value.split(","))
    rows = [
        (Button(("✓ " if one.value in chosen else "") + responded(t, one), f"resp:{one.value}"),) for one in Response
    ]
    return (*rows, (Button(t.gettext("Done"), "resp:done"),))


def _suggested(draft: Draft, event: Event) -> Buttons:
    """Figures that may be meant: those of others for the same, and the same with a digit less."""
    said = event.facts.said
    if draft.claim >= len(said):
        return ()
    wrong = said[draft.claim].claim
    others = [one.claim.min for one in said if one.claim.field is wrong.field and one.claim.min]
    least = wrong.min if wrong.min is not None else wrong.max or 0
    slip = [least // 10] if least >= 10 and least % 10 == 0 else []
    found = [number for number in dict.fromkeys([*others, *slip]) if number and number != wrong.min][:3]
    return (tuple(Button(str(number), f"value:{number}") for number in found),) if found else ()


def why(t: Locale, *, retracting: bool) -> Message:
    """The question for the reason, of a correction or of a retraction."""
    offered = RETRACTION_REASONS if retracting else EDITORS_REASONS
    reasons = tuple((Button(reason_sentence(t, reason), f"why:{reason}"),) for reason in offered)
    more = (Button(t.gettext("Change something else too"), "fix:more:0"),)
    return render((plain(t.gettext("Why?")),), (*reasons, *(() if retracting else (more,)), _cancelling(t)))


def ask_note(t: Locale) -> Message:
    """The question for an editor's own words."""
    text = t.gettext("Type your words, at most 300 characters. Only readers of this language will see them.")
    return render((plain(text),), (_cancelling(t),))


def which(t: Locale, events: Sequence[int]) -> Message:
    """A message about several events was answered."""
    rows = tuple((Button(t.gettext("No. %(event)s", event=event), f"correct:{event}"),) for event in events[:12])
    return render((plain(t.gettext("Which event is wrong?")),), (*rows, _cancelling(t)))


def duplicate(t: Locale, draft: Draft, told: int) -> Message:
    """Before two events become one."""
    other = int(draft.value.strip().lstrip("№#").strip())
    kept, gone = sorted((draft.event, other))
    text = t.gettext("No. %(gone)s becomes part of No. %(kept)s, which answers for both.", gone=gone, kept=kept)
    said = t.ngettext(_TOLD_OF, told) if told >= LEAST_COUNTED else t.gettext(_FEW_OF)
    publish = Button(t.gettext("Publish"), f"publish:{draft.event}:{draft.mark}")
    return render(((bold(text),), plain(said)), ((publish,), _cancelling(t)))


def look(t: Locale, draft: Draft, chats: int, fresh: int = 0) -> Message:
    """Under the previews: how many will be told, and the button that publishes exactly what was previewed."""
    publish = Button(t.gettext("Publish"), f"publish:{draft.event}:{draft.mark}")
    whole = draft.field is CorrectionField.WHOLE
    if chats < LEAST_COUNTED:
        said = t.gettext(_FEW_WRONGLY if whole else _FEW_GROWN if draft.is_growth else _FEW)
    else:
        said = t.ngettext(_TOLD_WRONGLY if whole else _TOLD_GROWN if draft.is_growth else _TOLD, chats)
    lines = (said, t.ngettext(_FRESH, fresh) if fresh >= LEAST_COUNTED else "")
    second = t.gettext("With your own words it needs a second editor, or ten minutes.") if draft.note else ""
    note = Button(t.gettext("Add your own words"), "note")
    rows = ((publish,), *(() if draft.note or draft.is_growth else ((note,),)), _cancelling(t))
    return render((*map(plain, lines), plain(second)), rows)


def complaint(t: Locale, event: Event, review: int = 0) -> Message:
    """A reader finds an error; who it was is not known."""
    text = t.gettext(
        "A reader finds an error in No. %(event)s, version %(version)s.", event=event.id, version=event.version.number
    )
    lines = (
        (bold(text),),
        plain(title(t, event.facts)),
        plain(f"/event_{event.id} · /correct_{event.id} · /retract_{event.id}"),
    )
    return render(lines, seen_buttons(t, event.id, review))


def doubt(t: Locale, event: Event, it: SuspectFigure, review: int = 0) -> Message:
    """A figure that is probably wrong, and what speaks against it."""
    head = t.gettext("No. %(event)s: a figure may be wrong.", event=event.id)
    stands, against = (line(t, (one,), event.facts) for one in (it.stands, it.against))
    return render(
        (
            (bold(head),),
            plain(title(t, event.facts)),
            plain(t.gettext("On record: %(figure)s", figure=stands)),
            plain(t.gettext("Against it: %(figure)s", figure=against)),
            plain(f"/event_{event.id} · /correct_{event.id}"),
        ),
        seen_buttons(t, event.id, review),
    )


def seen_buttons(t: Locale, event: int, review: int) -> Buttons:
    """What an editor may do about something that is probably wrong; none before it is in the queue."""
    if not review:
        return ()
    first = (
        Button(t.gettext("Correct"), f"correct:{event}"),
        Button(t.gettext("Hold"), f"hold:{event}"),
        Button(t.gettext("Retract"), f"retract:{event}"),
    )
    last = (
        Button(t.gettext("Nothing is wrong"), f"q:seen:{review}"),
        Button(t.gettext("Later"), f"q:later:{review}"),
    )
    return (first, last)


def published(t: Locale, number: int, version: int) -> Message:
    """The correction is on its way."""
    text = t.gettext("Published: No. %(event)s, version %(version)s.", event=number, version=version)
    return render((plain(text),))


def cancelled(t: Locale) -> Message:
    """Nothing was changed."""
    return render((plain(t.gettext("Nothing was changed.")),))


def _claim_label(t: Locale, event: Event, number: int) -> str:
    said = event.facts.said[number]
    return clean(f"{speaker(t, said)}: {statement(t, said.claim)}", _LABEL)


def _action_buttons(t: Locale) -> Buttons:
    return tuple((Button(acted(t, action), f"value:{action}"),) for action in Action)


def _cancelling(t: Locale) -> tuple[Button, ...]:
    return (Button(t.gettext("Cancel"), "cancel"),)
