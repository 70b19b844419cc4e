"""What an editor sees while correcting: choose the field, give the value, choose the reason, look, publish."""

from collections.abc import Mapping

from bot.domain.codes import Action
from bot.domain.correction import EDITORS_REASONS, CorrectionField, Draft, Reason
from bot.domain.errors import NotUnderstood
from bot.domain.event import Event
from bot.domain.message import Button, Message, bold
from bot.domain.suspect_figure import SuspectFigure
from bot.wording.action_phrases import acted
from bot.wording.claimant_names import speaker
from bot.wording.claims import line, statement
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
    CorrectionField.ACTION: gettext_noop("What people did"),
}

_QUESTIONS: Mapping[CorrectionField, str] = {
    CorrectionField.CLAIM: gettext_noop(
        "Type the right figure: 67, ~50, >50, 20+, <=30 or 20-30. If nobody said it, type -"
    ),
    CorrectionField.PLACES: gettext_noop("Type the right places, parted by commas: Almaty, Shymkent"),
    CorrectionField.DAY: gettext_noop("Type the right day: 2019-09-21 or 21.09.2019"),
    CorrectionField.ACTION: gettext_noop("What did people do?"),
}

_KEPT = gettext_noop("It can be finished within 24 hours; then it is given up.")

#: A figure that is right elsewhere is corrected; a whole event is not withdrawn for it.
_NOT_FOR_ALL = Reason.SOURCE_CORRECTED

_TOLD = ngettext_noop(
    "%(n)s chat was told of this event and will get the correction.",
    "%(n)s chats were told of this event and will get the correction.",
)
_TOLD_WRONGLY = ngettext_noop(
    "%(n)s chat was told of this event and will get the retraction.",
    "%(n)s chats were told of this event and will get the retraction.",
)

#: Fewer chats than these are not counted for anybody: of few it could be guessed who they are.
LEAST_COUNTED = 20
_FEW = gettext_noop("Those who were told of this event (fewer than 20 chats) will get the correction.")
_FEW_WRONGLY = gettext_noop("Those who were told of this event (fewer than 20 chats) will get the retraction.")


def fields(t: Locale, event: Event) -> Message:
    """What of an event may be wrong, each a button."""
    head = t.gettext("No. %(event)s, version %(version)s. What is wrong?", event=event.id, version=event.version.number)
    claims = [
        (Button(_claim_label(t, event, number), f"fix:claim:{number}"),)
        for number, said in enumerate(event.facts.said[:_MOST_CLAIMS])
        if not said.dropped
    ]
    others = [(Button(t.gettext(text), f"fix:{field}:0"),) for field, text in _FIELDS.items()]
    return render(((bold(head),), plain(t.gettext(_KEPT))), (*claims, *others, _cancelling(t)))


def value(t: Locale, draft: Draft) -> Message:
    """The question for the right value of the chosen field."""
    if draft.field is None or draft.field not in _QUESTIONS:
        raise NotUnderstood(str(draft.field))
    actions: Buttons = _action_buttons(t) if draft.field is CorrectionField.ACTION else ()
    return render((plain(t.gettext(_QUESTIONS[draft.field])),), (*actions, _cancelling(t)))


def why(t: Locale, *, retracting: bool) -> Message:
    """The question for the reason, of a correction or of a retraction."""
    offered = [reason for reason in EDITORS_REASONS if not (retracting and reason is _NOT_FOR_ALL)]
    reasons = tuple((Button(reason_sentence(t, reason), f"why:{reason}"),) for reason in offered)
    return render((plain(t.gettext("Why?")),), (*reasons, _cancelling(t)))


def look(t: Locale, draft: Draft, chats: int) -> Message:
    """Under the previews: how many will be told, and the button that publishes exactly what was previewed."""
    publish = Button(t.gettext("Publish"), f"publish:{draft.event}:{draft.mark}")
    whole = draft.field is CorrectionField.WHOLE
    if chats < LEAST_COUNTED:
        said = t.gettext(_FEW_WRONGLY if whole else _FEW)
    else:
        said = t.ngettext(_TOLD_WRONGLY if whole else _TOLD, chats)
    return render((plain(said),), ((publish,), _cancelling(t)))


def complaint(t: Locale, event: Event) -> Message:
    """A reader finds an error; who it was is not known."""
    text = t.gettext(
        "A reader finds an error in No. %(event)s, version %(version)s.", event=event.id, version=event.version.number
    )
    return render(((bold(text),), plain(f"/event_{event.id} · /correct_{event.id} · /retract_{event.id}")))


def doubt(t: Locale, event: Event, it: SuspectFigure) -> Message:
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
        )
    )


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
