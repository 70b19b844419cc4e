"""An editor corrects or retracts an event, or takes a retraction back → its next version, told to whoever was told.

corrected, grown, retracted ─► a version and its alert; a hold of the event is over, and what was found wrong is seen to
retracted for people's safety ─► of all versions nothing is left that anybody said
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import AuditEntry, Deed
from bot.domain.correction import CorrectionField, CorrectionPart, Draft, Reason
from bot.domain.event import Change, Event, Facts, Version
from bot.domain.review import Resolution, Review, ReviewReason
from bot.domain.understanding.versions import ChangedEvent
from bot.domain.understanding.writes import (
    DecideReview,
    EndHold,
    EraseEvent,
    HoldEvent,
    RecordDeed,
    WriteAlert,
    Writes,
    WriteVersion,
)

#: What readers or the program found wrong in an event.
_FOUND_WRONG = frozenset({ReviewReason.COMPLAINT, ReviewReason.WRONG_FIGURE})
_DEEDS = {Change.RETRACTION: Deed.RETRACTED, Change.UPDATE: Deed.UPDATED}
_FIGURES = frozenset({CorrectionField.GROWN, CorrectionField.SCOPE, CorrectionField.CLAIMANT, CorrectionField.WHOSE})


@dataclass(frozen=True, slots=True)
class EventToCorrect:
    """An event with what is stored beside it that bears on its correction."""

    event: Event
    #: Chats that were told of it.
    reached: int = 0
    #: An alert of it was made.
    alerted: bool = False
    #: An editor holds it.
    stopped: bool = False
    #: What waits about it.
    waiting: tuple[Review, ...] = ()


def publish(known: EventToCorrect, draft: Draft, after: Version, actor: str, author: int | None = None) -> ChangedEvent:
    """The version that a draft was previewed as becomes the event's next one."""
    event = known.event
    unsafe = is_unsafe(after)
    facts = _recognised_by(after.facts) if unsafe else after.facts
    heard = known.stopped or known.alerted or known.reached  # else nobody could hear that it was wrong
    alert = WriteAlert() if heard else None
    written = WriteVersion(event.id, after.change, facts, after.major, after.reasons, alert, author, after.note)
    seen = (
        DecideReview(review.id, Resolution.CORRECTED, actor)
        for review in known.waiting
        if review.reason in _FOUND_WRONG
    )
    erased = (EraseEvent(event.id),) if unsafe else ()
    entry = _entry(known, draft, after, actor)
    writes = (*_hold_ended(known, actor), written, *erased, *seen, RecordDeed(entry))
    return ChangedEvent(replace(event, version=replace(after, facts=facts)), writes, written)


def reinstate(known: EventToCorrect, actor: str, now: datetime) -> ChangedEvent:
    """A retraction was wrong: what stood before it stands again."""
    before, reason = known.event.version, Reason.REINSTATED.value
    alert = WriteAlert() if known.alerted else None
    written = WriteVersion(before.event, Change.CORRECTION, before.facts, reasons=(reason,), alert=alert)
    entry = AuditEntry(Deed.REINSTATED, actor, before.event, before.number, before.number + 1, reason=reason)
    after = Version(before.event, before.number + 1, Change.CORRECTION, now, before.facts, reasons=(reason,))
    writes = (written, RecordDeed(replace(entry, reached=known.reached)))
    return ChangedEvent(replace(known.event, version=after, retracted=False), writes, written)


def is_unsafe(version: Version) -> bool:
    """Whether a version is a retraction for people's safety: nothing of the event is repeated or kept."""
    return version.change is Change.RETRACTION and Reason.SAFETY.value in version.reasons


def _recognised_by(facts: Facts) -> Facts:
    """What is left of an unsafe event: what it is recognised by, and nothing that anybody said."""
    return replace(facts, said=(), settings=(), organisers=(), demands=(), responses=(), alleged=(), checking=False)


def _hold_ended(known: EventToCorrect, actor: str) -> Writes:
    """A correction or a retraction says what is right: an editor's hold is over."""
    number = known.event.id
    released = RecordDeed(AuditEntry(Deed.RELEASED, actor, number))
    return (EndHold(number), HoldEvent(number, held=False), released) if known.stopped else ()


def _entry(known: EventToCorrect, draft: Draft, after: Version, actor: str) -> AuditEntry:
    before = known.event.version.number
    fields = tuple(dict.fromkeys(_field_name(part) for part in draft.all_parts)) or (CorrectionField.WHOLE.value,)
    return AuditEntry(
        _DEEDS.get(after.change, Deed.CORRECTED),
        actor,
        known.event.id,
        before,
        before + 1,
        reason=draft.reason.value if draft.reason else "",
        fields=fields,
        reached=known.reached,
    )


def _field_name(part: CorrectionPart) -> str:
    return CorrectionField.CLAIM.value if part.field in _FIGURES else part.field.value
