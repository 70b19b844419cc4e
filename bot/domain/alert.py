"""event → alert: what must be said to whom because an event is new, has changed, or was wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.domain.delivery import Delivery, DeliveryState, Form
from bot.domain.event import Change, Version

#: Minor changes of one event are collected for so long, counted from the first of them.
PAUSE = timedelta(minutes=10)
#: Within this time one reader's phone rings once for updates of one event, unless the news is urgent.
SOUND_PAUSE = timedelta(hours=3)
#: Changes that say that something told was wrong: an editor's hold stops no word of them to whoever was told.
WORDS = (Change.CORRECTION, Change.RETRACTION)
#: Reasons of a version that ring whatever rang before.
URGENT = frozenset({"first_deaths", "firearms"})


#: Messages that say what is known, and are edited when more is.
_NEWS = frozenset({Form.NEW, Form.UPDATE})


class Rank(IntEnum):
    """Who is told first among those of one priority: many at once, then those nearest to what has happened."""

    MANY = 0
    PLACE = 1
    REGION = 2
    COUNTRY = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """One per version of an event; expanded into deliveries in steps, `cursor` being the last subscriber done."""

    id: int
    event: int
    version: int
    change: Change
    major: bool
    created_at: datetime
    cursor: int = 0
    done: bool = False
    #: Deaths or firearms: rings even when the phone rang just before.
    urgent: bool = False
    #: For readers of digests only.
    digests: bool = False
    #: The outlet, and its owner, whose sole word it is; empty when a second owner or an editor says so too.
    outlet: str = ""
    owner: str = ""


def is_urgent(version: Version) -> bool:
    """Whether a version tells of deaths or firearms that were not told before."""
    return bool(URGENT & set(version.reasons))


def pauses(version: Version, before: Version | None) -> bool:
    """Whether a version waits for others to be told with: a minor update, and no place in it that is new to readers."""
    if version.change is not Change.UPDATE or version.major:
        return False
    return before is not None and version.facts.place_ids <= before.facts.place_ids


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """One thing to do towards one chat: a new message (target 0) or an edit of what delivery `target` sent."""

    form: Form
    target: int = 0
    #: Delivery whose message the new one answers.
    answers: int = 0
    #: Goes without a sound, with others like it.
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one alert means for one chat: acts to add, and waiting deliveries that it makes pointless."""

    acts: tuple[PlannedAct, ...] = ()
    supersedes: tuple[int, ...] = ()


class Holds(StrEnum):
    """What a chat has of an event when nothing of it is on its way."""

    NOTHING = "nothing"
    WAITING = "waiting"
    SENT = "sent"
    DOUBTFUL = "doubtful"


def holds(held: tuple[Delivery, ...]) -> Holds:
    """The strongest of what a chat holds; an edit of a message counts with its message."""
    messages = [d.state for d in held if not d.target]
    if DeliveryState.SENT in messages:
        return Holds.SENT
    if DeliveryState.DOUBTFUL in messages:
        return Holds.DOUBTFUL
    return Holds.WAITING if DeliveryState.WAITING in messages else Holds.NOTHING


def in_flight(held: tuple[Delivery, ...]) -> bool:
    """Whether nobody can say yet what a chat has: then what an alert means for it is decided when that is known."""
    return any(one.state is DeliveryState.SENDING for one in held)


def plan(
    alert: Alert,
    held: tuple[Delivery, ...],
    *,
    concerned: bool,
    before: bool = False,
    loud_at: datetime | None = None,
    kept_quiet: bool = False,
    gained: bool = False,
) -> Plan:
    """What one chat gets of an alert: the table of design's 'Delivery states'.

    `held` are the chat's deliveries about the event, none of them in flight; `concerned` whether its places are reached
    now, `before` whether the version before reached them already; `loud_at` when the last update of this event came to
    this chat with sound, on the clock of `alert.created_at`. `kept_quiet`: its outlet's sole word came so in the last
    hour, so that no message does for more of it. `gained`: it is news to this chat however small it is, since one
    of its places is reached for the first time or it follows the event.
    """
    pointless = [d for d in held if d.state is DeliveryState.WAITING and _is_pointless_after(alert, d)]
    waiting = tuple(d.id for d in pointless)
    # what was to come with sound and did not does so with the newest
    loud = (
        gained
        or (alert.major and not _was_loud_lately(alert, loud_at))
        or any(d.form is Form.UPDATE for d in pointless)
    )
    loud = loud and not kept_quiet
    match holds(held):
        case Holds.NOTHING:
            return Plan(
                (PlannedAct(Form.NEW, quiet=kept_quiet),) if concerned and _is_news(alert, before=before) else ()
            )
        case Holds.WAITING:
            return Plan(() if alert.change is Change.RETRACTION else (PlannedAct(Form.NEW, quiet=kept_quiet),), waiting)
        case Holds.SENT:
            return Plan(_to_the_told(alert, held, loud=loud), waiting)
        case Holds.DOUBTFUL:
            return Plan(_to_the_doubtful(alert, loud=loud), waiting)


def _is_pointless_after(alert: Alert, waiting: Delivery) -> bool:
    """A newer version replaces what waits, but no update replaces the word that an earlier one was wrong."""
    word = waiting.form in {Form.CORRECTION, Form.RETRACTION}
    return waiting.alert < alert.id and (alert.change is Change.RETRACTION or not word)


def _is_news(alert: Alert, *, before: bool) -> bool:
    """To somebody who holds nothing: who could have been told before and was not is told of nothing minor."""
    return alert.change is not Change.RETRACTION and (alert.major or not before)


def _was_loud_lately(alert: Alert, loud_at: datetime | None) -> bool:
    return not alert.urgent and loud_at is not None and alert.created_at - loud_at < SOUND_PAUSE


def _to_the_told(alert: Alert, held: tuple[Delivery, ...], *, loud: bool) -> tuple[PlannedAct, ...]:
    sent = [d for d in held if d.state is DeliveryState.SENT and not d.target]
    first = sent[0]  # it is edited at each change, so it says whatever was said last
    match alert.change:
        case Change.CORRECTION | Change.RETRACTION:
            # only what was retracted and is reinstated has a retraction to edit
            again = alert.change is Change.CORRECTION
            edits = tuple(PlannedAct(Form.EDIT, target=d.id) for d in sent if again or d.form is not Form.RETRACTION)
            return (*edits, PlannedAct(Form(alert.change.value), answers=first.id))
        case Change.NEW | Change.UPDATE:
            # all messages about one event in one chat agree; what says that something was wrong stays as it was said
            edits = tuple(PlannedAct(Form.EDIT, target=d.id) for d in sent if d is first or d.form in _NEWS)
            return (*edits, PlannedAct(Form.UPDATE, answers=first.id)) if loud else edits


def _to_the_doubtful(alert: Alert, *, loud: bool) -> tuple[PlannedAct, ...]:
    if alert.change in {Change.CORRECTION, Change.RETRACTION}:
        return (PlannedAct(Form(alert.change.value)),)
    return (PlannedAct(Form.UPDATE),) if loud else ()
