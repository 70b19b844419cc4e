"""event → alert: what must be said to whom because an event is new, has changed, or was wrong."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import Delivery, Form, State
from bot.domain.event import Change


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


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do towards one chat: a new message (target 0) or an edit of what delivery `target` sent."""

    form: Form
    target: int = 0
    #: Delivery whose message the new one answers.
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one alert means for one chat: acts to add, and waiting deliveries that it makes pointless."""

    acts: tuple[Act, ...] = ()
    supersedes: tuple[int, ...] = ()


class Holds(StrEnum):
    """What a chat has of an event."""

    NOTHING = "nothing"
    WAITING = "waiting"
    SENT = "sent"
    DOUBTFUL = "doubtful"


def holds(held: tuple[Delivery, ...]) -> Holds:
    """The strongest of what a chat holds; an edit of a message counts with its message."""
    messages = [d.state for d in held if not d.target]
    if State.SENT in messages:
        return Holds.SENT
    if State.DOUBTFUL in messages:
        return Holds.DOUBTFUL
    return Holds.WAITING if {State.WAITING, State.SENDING} & set(messages) else Holds.NOTHING


def plan(alert: Alert, held: tuple[Delivery, ...], *, concerned: bool) -> Plan:
    """What one chat gets of an alert: the table of design's 'Delivery states'.

    `held` are the chat's deliveries about the event, of any state; `concerned` whether its places are reached now.
    """
    waiting = tuple(d.id for d in held if d.state is State.WAITING)
    match holds(held):
        case Holds.NOTHING:
            return Plan((Act(Form.NEW),) if concerned and alert.change is not Change.RETRACTION else ())
        case Holds.WAITING:
            return _still_waiting(alert, held, waiting)
        case Holds.SENT:
            return Plan(_to_the_told(alert, held), waiting)
        case Holds.DOUBTFUL:
            return Plan(_to_the_doubtful(alert), waiting)


def _still_waiting(alert: Alert, held: tuple[Delivery, ...], waiting: tuple[int, ...]) -> Plan:
    if any(d.state is State.SENDING for d in held):  # it may be on its way: treat it as told, without an original
        return Plan(_to_the_doubtful(alert), waiting)
    return Plan(() if alert.change is Change.RETRACTION else (Act(Form.NEW),), waiting)


def _to_the_told(alert: Alert, held: tuple[Delivery, ...]) -> tuple[Act, ...]:
    sent = [d for d in held if d.state is State.SENT and not d.target]
    first, facts = sent[0], [d for d in sent if d.form in {Form.NEW, Form.UPDATE}]
    match alert.change:
        case Change.CORRECTION | Change.RETRACTION:
            edits = tuple(Act(Form.EDIT, target=d.id) for d in facts)
            return (*edits, Act(Form(alert.change.value), answers=first.id))
        case Change.NEW | Change.UPDATE:
            edit = Act(Form.EDIT, target=first.id)
            return (edit, Act(Form.UPDATE, answers=first.id)) if alert.major else (edit,)


def _to_the_doubtful(alert: Alert) -> tuple[Act, ...]:
    if alert.change in {Change.CORRECTION, Change.RETRACTION}:
        return (Act(Form(alert.change.value)),)
    return (Act(Form.UPDATE),) if alert.major else ()
