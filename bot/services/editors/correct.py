"""correction → event → alert: an editor changes or retracts an event, and exactly those who were told hear of it.

    choose the field ─► type or tap the value ─► choose the reason ─► preview ─► confirm
    confirmed ─► next version and its alert, in one transaction, if the version previewed is still the newest

A draft lies in the database, so any process can take the editor's next tap.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.clock import Clock
from bot.domain.correction import DRAFT_KEPT, CorrectionField, Draft, Reason, corrected
from bot.domain.errors import Expired, NoSuchEvent, NotUnderstood, OutOfDate, Retracted
from bot.domain.event import Change, Event, Version
from bot.domain.place import Gazetteer, PlaceKind, PlaceRef, Precision
from bot.store.engine import Store
from bot.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Preview:
    """What readers would be told: the version they know and the one that would replace it."""

    draft: Draft
    before: Version
    after: Version


@dataclass(frozen=True, slots=True)
class Correct:
    """Corrections; `editor` is the chat in which an editor works."""

    store: Store
    gazetteer: Gazetteer
    find_place: Callable[[str], str]
    clock: Clock

    async def begin(self, editor: int, number: int, field: CorrectionField | None = None) -> Event:
        """Start a draft on the newest version of an event; an older draft of this editor is dropped."""

        def work(tx: Tx) -> Event:
            event = _event(tx, number)
            tx.drafts.save(editor, Draft(event.id, event.version.number, field), self.clock())
            return event

        return await self.store.write(work)

    async def draft(self, editor: int) -> Draft | None:
        """What this editor is composing; Expired when it was left too long ago."""

        def work(tx: Tx) -> Draft | None:
            return self._draft(tx, editor) if tx.drafts.get(editor) else None

        return await self.store.read(work)

    async def choose(self, editor: int, field: CorrectionField, claim: int = 0) -> Draft:
        """The editor chose what to change."""
        return await self._grow(editor, lambda draft: replace(draft, field=field, claim=claim, value="", reason=None))

    async def value(self, editor: int, typed: str) -> Draft:
        """The editor gave the new value; one that means nothing is refused and leaves the draft as it was."""

        def work(tx: Tx) -> Draft:
            draft = replace(self._draft(tx, editor), value=typed.strip(), reason=None)
            self._after(tx, draft)
            tx.drafts.save(editor, draft, self.clock())
            return draft

        return await self.store.write(work)

    async def reason(self, editor: int, reason: Reason) -> Draft:
        """The editor chose why."""
        return await self._grow(editor, lambda draft: replace(draft, reason=reason))

    async def preview(self, editor: int) -> Preview:
        """What the draft would tell; OutOfDate when the event has changed since it was begun."""

        def work(tx: Tx) -> Preview:
            draft = self._draft(tx, editor)
            before = _event(tx, draft.event).version
            return Preview(draft, before, self._after(tx, draft))

        return await self.store.read(work)

    async def told(self, event: int) -> int:
        """How many chats were told of an event."""
        return await self.store.read(lambda tx: tx.deliveries.told(event))

    async def confirm(self, editor: int, number: int, mark: str) -> Version:
        """Publish exactly the draft that was previewed, once, and answer its version as often as asked.

        OutOfDate when draft or event have changed since.
        """

        def work(tx: Tx) -> Version:
            done = tx.drafts.published(editor, number, mark)
            before = tx.events.version(number, done) if done else None
            if before:
                return before
            draft = self._draft(tx, editor)
            if (draft.event, draft.mark) != (number, mark) or not draft.whole:
                raise OutOfDate
            after = self._after(tx, draft)
            reasons = (draft.reason.value,) if draft.reason else ()
            version = tx.events.add_version(
                number, after.change, after.facts, after.at, major=True, reasons=reasons, author=editor
            )
            if tx.alerts.last(number) or tx.deliveries.told(number):  # else nobody could hear that it was wrong
                tx.alerts.add(version)
            tx.drafts.publish(editor, draft, version.number, self.clock())
            return version

        return await self.store.write(work, alone="understand")

    async def cancel(self, editor: int) -> None:
        """Throw the draft away."""
        await self.store.write(lambda tx: tx.drafts.drop(editor))

    async def _grow(self, editor: int, step: Callable[[Draft], Draft]) -> Draft:
        def work(tx: Tx) -> Draft:
            draft = step(self._draft(tx, editor))
            tx.drafts.save(editor, draft, self.clock())
            return draft

        return await self.store.write(work)

    def _after(self, tx: Tx, draft: Draft) -> Version:
        event = _event(tx, draft.event)
        if event.version.number != draft.base:
            raise OutOfDate
        places = self._places(draft.value) if draft.field is CorrectionField.PLACES else ()
        change = Change.RETRACTION if draft.field is CorrectionField.WHOLE else Change.CORRECTION
        facts = corrected(event.facts, draft, places=places)
        reasons = (draft.reason.value,) if draft.reason else ()
        return Version(draft.event, draft.base + 1, change, self.clock(), facts, reasons=reasons)

    def _draft(self, tx: Tx, editor: int) -> Draft:
        draft, touched = tx.drafts.get(editor), tx.drafts.touched(editor)
        if draft is None or touched is None:
            raise OutOfDate
        if touched < self.clock() - DRAFT_KEPT:
            raise Expired
        return draft

    def _places(self, typed: str) -> tuple[PlaceRef, ...]:
        names = [name for name in typed.replace(";", ",").split(",") if name.strip()]
        if not names:
            raise NotUnderstood(typed[:20])
        return tuple(self._ref(place) for place in dict.fromkeys(self.find_place(name) for name in names))

    def _ref(self, place: str) -> PlaceRef:
        precision = {PlaceKind.REGION: Precision.REGION, PlaceKind.COUNTRY: Precision.COUNTRY}
        return PlaceRef(place, precision.get(self.gazetteer[place].kind, Precision.TOWN))


def _event(tx: Tx, number: int) -> Event:
    event = tx.events.get(number)
    if event is None:
        raise NoSuchEvent(number)
    if event.retracted:
        raise Retracted(number)
    return event
