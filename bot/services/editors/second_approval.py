"""What needs a second person: an editor's own words, a notice, a grave figure, a retraction taken back.

    proposed ─┬─► another one approves ─► done at once
              ├─► there is no other one: ten minutes pass ─► done
              └─► anybody cancels ─► nothing

Taking something back is never one of these: that is for one person, at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock
from bot.domain.correction import UNDONE_WITHIN, Reason
from bot.domain.errors import (
    AlreadyDecided,
    NeedsAnother,
    NoSuchEvent,
    NotUnderstood,
    OutOfDate,
    ProtestAlertsError,
    TooLate,
)
from bot.domain.event import Change, Version
from bot.domain.review import Resolution, ReviewReason
from bot.domain.review_deadlines import LONE_PROPOSAL_AFTER
from bot.domain.staff import AT_THE_SERVER, PROGRAM, Member
from bot.domain.understanding import editor_correction
from bot.services.editors import notices
from bot.services.editors.correct import Correct, load_to_correct
from bot.services.editors.queue import EditorQueue as Queue
from bot.services.editors.staff import handle
from bot.services.events.write import write
from bot.store.drafts import draft_from_json, draft_to_json
from bot.store.engine import Store
from bot.store.reviews import Proposal
from bot.store.transaction import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SecondApproval:
    """Proposals of an installation; `second` is false where the operator wants no second person."""

    store: Store
    clock: Clock
    correct: Correct
    queue: Queue
    second: bool = True

    async def with_words(self, member: Member | str, number: int, mark: str) -> Proposal | None:
        """A correction with an editor's own words waits; none for one without, which is published at once."""

        def work(tx: Tx, now: datetime) -> Proposal | None:
            person = _person(member)
            draft = tx.drafts.get(person)
            if draft is None or not draft.note:
                return None
            if (draft.event, draft.mark) != (number, mark) or not draft.whole:
                raise OutOfDate
            self.correct.check(tx, draft)
            tx.drafts.drop(person)
            body = {"draft": draft_to_json(draft), "text": draft.note, "lang": draft.note_lang}
            return self._propose(tx, Deed.CORRECTED, body, member, now, draft.event)

        return await self._do(work)

    async def reinstate(self, member: Member | str, number: int) -> Proposal:
        """A retraction of the last day was wrong; TooLate for an older one, and for one that erased what was told."""

        def work(tx: Tx, now: datetime) -> Proposal:
            version = _retraction(tx, number, now)
            return self._propose(tx, Deed.REINSTATED, {"version": version.number}, member, now, version.event)

        return await self._do(work)

    async def grave(self, member: Member, review: int) -> Proposal | None:
        """What is grave in an event is to be told; none when the review is about nothing grave."""

        def work(tx: Tx, now: datetime) -> Proposal | None:
            waiting = tx.reviews.get(review)
            if waiting is None or waiting.reason is not ReviewReason.GRAVE or waiting.resolution is not None:
                return None
            return self._propose(tx, Deed.DECIDED, {"review": review}, member, now, waiting.event)

        return await self._do(work)

    async def notice(self, member: Member | str, body: notices.Body) -> Proposal:
        """A message to many about no event."""
        return await self._do(lambda tx, now: self._propose(tx, Deed.NOTICE, body.to_json(), member, now, 0))

    async def approve(self, member: Member | str, review: int) -> Proposal:
        """A second person agrees: it is done; NeedsAnother when it is the one who proposed it."""

        def work(tx: Tx, now: datetime) -> Proposal:
            proposal = _waiting(tx, review)
            if proposal.actor == handle(member):
                raise NeedsAnother
            self._carry_out(tx, proposal, now)
            self._end(tx, proposal, Resolution.APPROVED, Deed.APPROVED, handle(member), now)
            return proposal

        return await self._do(work)

    async def cancel(self, member: Member | str, review: int) -> Proposal:
        """It is not done."""

        def work(tx: Tx, now: datetime) -> Proposal:
            proposal = _waiting(tx, review)
            self._end(tx, proposal, Resolution.CANCELLED, Deed.CANCELLED, handle(member), now)
            return proposal

        return await self._do(work)

    async def round(self) -> int:
        """Do what has waited long enough where there is no second person; answers how much that was."""
        now = self.clock()
        due = await self.store.read(lambda tx: self._due(tx, now))
        for proposal in due:
            await self._carry_out_due(proposal)
        return len(due)

    def _due(self, tx: Tx, now: datetime) -> tuple[Proposal, ...]:
        """Also what waited for a second person who is not there any more."""
        lone = tx.staff.count() < 2
        return tuple(
            one
            for one in tx.proposals.open()
            if (one.due_at and one.due_at <= now) or (lone and one.at + LONE_PROPOSAL_AFTER <= now)
        )

    async def _carry_out_due(self, proposal: Proposal) -> None:
        """What cannot be done any more, because the event has changed, is cancelled."""

        def work(tx: Tx, now: datetime) -> None:
            self._carry_out(tx, _waiting(tx, proposal.review), now)
            self._end(tx, proposal, Resolution.APPROVED, Deed.APPROVED, PROGRAM, now)

        def give_up(tx: Tx, now: datetime) -> None:
            self._end(tx, proposal, Resolution.CANCELLED, Deed.CANCELLED, PROGRAM, now)

        try:
            await self._do(work)
        except AlreadyDecided:
            return
        except ProtestAlertsError:  # it says that the event is not as it was
            await self._do(give_up)

    def _propose(  # noqa: PLR0917  # a row, column by column
        self, tx: Tx, deed: Deed, body: dict[str, Any], member: Member | str, now: datetime, event: int
    ) -> Proposal:
        same = [one for one in tx.proposals.open() if (one.deed, dict(one.body)) == (deed, body)]
        if same:
            return same[0]
        due = now if not self.second else now + LONE_PROPOSAL_AFTER if tx.staff.count() < 2 else None
        review = tx.reviews.ask(
            ReviewReason.APPROVAL, now, event=event, subject={"deed": deed.value, "by": handle(member)}
        )
        proposal = Proposal(review, deed, body, handle(member), now, due)
        tx.proposals.add(proposal)
        tx.audit.add(AuditEntry(Deed.PROPOSED, handle(member), event, review=review, subject=deed.value), now)
        return proposal

    def _carry_out(self, tx: Tx, proposal: Proposal, now: datetime) -> None:
        match proposal.deed:
            case Deed.CORRECTED:
                self.correct.carry_out(tx, draft_from_json(proposal.body["draft"]), proposal.actor)
            case Deed.REINSTATED:
                _reinstate(tx, tx.reviews.get(proposal.review), proposal, now)
            case Deed.DECIDED:
                self.queue.carry_out(tx, proposal.body["review"], now, by=proposal.actor)
            case Deed.NOTICE:
                notices.begin(tx, notices.Body.from_json(proposal.body), proposal.actor, now)
            case _:
                raise NotUnderstood(proposal.deed.value)

    def _end(  # noqa: PLR0917  # what, how, by whom and when
        self, tx: Tx, proposal: Proposal, how: Resolution, deed: Deed, actor: str, now: datetime
    ) -> None:
        tx.proposals.done(proposal.review, now)
        tx.reviews.decide(proposal.review, how, now, actor)
        review = tx.reviews.get(proposal.review)
        event = review.event if review else 0
        tx.audit.add(AuditEntry(deed, actor, event, review=proposal.review, subject=proposal.deed.value), now)

    async def _do(self, work: Callable[[Tx, datetime], T]) -> T:
        now = self.clock()
        return await self.store.write(lambda tx: work(tx, now), alone="understand")


def _person(member: Member | str) -> int:
    """Whose draft it is: at the command line nobody's in particular."""
    return member.person if isinstance(member, Member) else AT_THE_SERVER


def _waiting(tx: Tx, review: int) -> Proposal:
    proposal, waiting = tx.proposals.get(review), tx.reviews.get(review)
    if proposal is None or waiting is None:
        raise NotUnderstood(str(review))
    if waiting.resolution is not None:
        raise AlreadyDecided
    return proposal


def _retraction(tx: Tx, number: int, now: datetime) -> Version:
    """The retraction of an event that may be taken back."""
    event = tx.events.get(number)
    if event is None or not event.retracted:
        raise NoSuchEvent(number)
    version = event.version
    if version.change is not Change.RETRACTION or version.at < now - UNDONE_WITHIN:
        raise TooLate
    if Reason.SAFETY.value in version.reasons:
        raise TooLate
    return version


def _reinstate(tx: Tx, review: Any, proposal: Proposal, now: datetime) -> None:
    before = _retraction(tx, review.event, now)
    if before.number != proposal.body["version"]:
        raise OutOfDate
    known = load_to_correct(tx, tx.events.existing(before.event))
    write(tx, editor_correction.reinstate(known, proposal.actor, now).writes, now)
