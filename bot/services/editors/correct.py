"""correction → event → alert: an editor changes or retracts an event, and exactly those who were told hear of it.

    choose the field ─► type or tap the value ─┬► choose the reason ─► preview ─► confirm
                       another field too ◄─────┘
    confirmed ─► next version and its alert, in one transaction, if the version previewed is still the newest
    confirmed, with words of the editor's own ─► a second editor is asked (bot/services/editors/second_approval.py)

A draft lies in the database, so any process can take the editor's next tap.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.domain import event_update
from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock
from bot.domain.codes import Response
from bot.domain.correction import (
    DRAFT_KEPT,
    NOTHING,
    CorrectionField,
    Draft,
    Looking,
    Reason,
    corrected,
    kinds_of,
    responses_of,
)
from bot.domain.errors import Expired, NotUnderstood, OutOfDate, Retracted
from bot.domain.event import Change, Event, Note, Version
from bot.domain.place import Gazetteer, PlaceKind, PlaceRef, Precision
from bot.domain.staff import Member
from bot.domain.understanding import editor_correction
from bot.domain.understanding.context import PublishRules
from bot.domain.understanding.editor_correction import EventToCorrect
from bot.services.editors.holding import end_hold
from bot.services.editors.staff import handle
from bot.services.events import editor_decisions
from bot.services.events.write import write
from bot.store.engine import Store
from bot.store.transaction import Tx

#: The longest note; what is longer is cut.
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Preview:
    """What readers would be told: the version they know and the one that would replace it."""

    draft: Draft
    before: Version
    after: Version


@dataclass(frozen=True, slots=True)
class Reach:
    """How many chats were told of an event, and how many are concerned by a change that were not."""

    told: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Published:
    """What a confirmed draft became: a version, and its alert; none when there is nobody to tell."""

    version: Version
    alert: int | None


@dataclass(frozen=True, slots=True)
class Correct:
    """Corrections; `editor` is the number of the person who works there."""

    store: Store
    gazetteer: Gazetteer
    find_place: Callable[[str], str]
    clock: Clock
    find_organiser: Callable[[str], str] = str
    rules: PublishRules = field(default_factory=PublishRules)

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

    async def event(self, editor: int) -> tuple[Draft, Event]:
        """What this editor is composing, with its event."""

        def work(tx: Tx) -> tuple[Draft, Event]:
            draft = self._draft(tx, editor)
            return draft, _event(tx, draft.event)

        return await self.store.read(work)

    async def about(self, chat: int, message_id: int) -> tuple[int, ...]:
        """The events of which a message that this chat got tells."""
        return await self.store.read(lambda tx: tx.deliveries.about(chat, message_id))

    async def toggle(self, editor: int, code: str) -> tuple[Draft, Event]:
        """What police did: one thing more or less; an empty code begins with what is told now."""

        def work(tx: Tx) -> tuple[Draft, Event]:
            draft = self._draft(tx, editor)
            event = _event(tx, draft.event)
            if draft.field is not CorrectionField.RESPONSES:
                raise NotUnderstood(code[:20])
            known = set(responses_of(draft.value)) if code else set(event.facts.responses)
            fresh = known ^ set(responses_of(code))
            value = ",".join(one.value for one in Response if one in fresh) or NOTHING
            changed = replace(draft, value=value)
            tx.drafts.save(editor, changed, self.clock())
            return changed, event

        return await self.store.write(work)

    async def choose(self, editor: int, field: CorrectionField, claim: int = 0) -> Draft:
        """The editor chose what to change."""
        return await self._grow(
            editor, lambda draft: replace(draft, field=field, claim=claim, value="", reason=None, noting=False)
        )

    async def more(self, editor: int) -> tuple[Draft, Event]:
        """The change that has its value is kept, and another one is to be chosen for the same correction."""

        def work(tx: Tx) -> tuple[Draft, Event]:
            draft = self._draft(tx, editor)
            kept = replace(draft, parts=draft.all_parts, field=None, claim=0, value="", reason=None)
            tx.drafts.save(editor, kept, self.clock())
            return kept, _event(tx, draft.event)

        return await self.store.write(work)

    async def value(self, editor: int, typed: str) -> Draft:
        """The editor gave the new value; one that means nothing is refused and leaves the draft as it was."""

        def work(tx: Tx) -> Draft:
            draft = replace(self._draft(tx, editor), value=typed.strip(), reason=None)
            if not draft.value:
                raise NotUnderstood
            if draft.field is CorrectionField.DUPLICATE:
                _other(tx, draft)
            else:
                self._after(tx, draft)
            tx.drafts.save(editor, draft, self.clock())
            return draft

        return await self.store.write(work)

    async def reason(self, editor: int, reason: Reason) -> Draft:
        """The editor chose why."""
        return await self._grow(editor, lambda draft: replace(draft, reason=reason, noting=False))

    async def note(self, editor: int, lang: str, words: str | None) -> Draft:
        """The editor's own words for readers of one language; none asks for them."""

        def step(draft: Draft) -> Draft:
            if words is None:
                return replace(draft, noting=True, note_lang=lang)
            return replace(draft, noting=False, note=" ".join(words.split())[:LONGEST_NOTE], note_lang=lang)

        return await self._grow(editor, step)

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

    async def reach(self, preview: Preview) -> Reach:
        """How many were told, and how many would be told for the first time."""
        after = preview.after
        places = frozenset(self.gazetteer.audience(after.facts.places))

        def work(tx: Tx) -> Reach:
            fresh = 0 if after.change is Change.RETRACTION else tx.deliveries.concerned_afresh(after.event, places)
            return Reach(tx.deliveries.told(after.event), fresh)

        return await self.store.read(work)

    async def confirm(self, editor: int, number: int, mark: str) -> Version:
        """Publish exactly the draft that was previewed, once, and answer its version as often as asked.

        OutOfDate when draft or event have changed since.
        """
        return (await self.publish(editor, number, mark)).version

    async def publish(self, editor: int, number: int, mark: str, actor: Member | str = "") -> Published:
        """As `confirm`, with the alert that tells of it; `actor` is who stands in the audit."""

        def work(tx: Tx) -> Published:
            done = tx.drafts.published(editor, number, mark)
            before = tx.events.version(number, done) if done else None
            if before:
                return _published(tx, before)
            draft = self._draft(tx, editor)
            if (draft.event, draft.mark) != (number, mark) or not draft.whole:
                raise OutOfDate
            version = self.carry_out(tx, draft, handle(actor), editor)
            tx.drafts.publish(editor, draft, version.number, self.clock())
            return _published(tx, version)

        return await self.store.write(work, alone="understand")

    def check(self, tx: Tx, draft: Draft) -> None:
        """Raise OutOfDate or NotUnderstood where `carry_out` would."""
        self._after(tx, draft)

    def carry_out(self, tx: Tx, draft: Draft, actor: str, author: int | None = None) -> Version:
        """The next version of the draft's event, and its alert; one transaction is given.

        A hold of the event is over: what is told from now on is right.
        """
        if draft.field is CorrectionField.DUPLICATE:
            return self._united(tx, draft, actor)
        known = load_to_correct(tx, _event(tx, draft.event))
        after = self._after(tx, draft)
        changed = editor_correction.publish(known, draft, after, actor, author)
        ((_, written),) = write(tx, changed.writes, after.at).versions
        return written.version

    def _united(self, tx: Tx, draft: Draft, actor: str) -> Version:
        now, other = self.clock(), _other(tx, draft)
        if _event(tx, draft.event).version.number != draft.base:
            raise OutOfDate
        for event in (draft.event, other.id):
            end_hold(tx, event, actor, now)
        kept = editor_decisions.merge(tx, (draft.event, other.id), now, self.rules)
        gone = max(draft.event, other.id)
        tx.audit.add(AuditEntry(Deed.MERGED, actor, kept.id, after=kept.version.number, subject=str(gone)), now)
        return kept.version

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
        facts = corrected(event.facts, draft, looking=Looking(self._places, self.find_organiser))
        reasons = (draft.reason.value,) if draft.reason else ()
        note = Note(draft.note_lang, draft.note) if draft.note else None
        version = Version(draft.event, draft.base + 1, _change(draft), self.clock(), facts, reasons=reasons, note=note)
        if editor_correction.is_unsafe(version):
            return replace(version, reasons=(*reasons, *kinds_of(event.facts)))
        if draft.is_growth:
            difference = event_update.difference(event.facts, facts)
            return replace(version, major=difference.major, reasons=difference.reasons)
        return version

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


def _change(draft: Draft) -> Change:
    if draft.field is CorrectionField.WHOLE:
        return Change.RETRACTION
    return Change.UPDATE if draft.is_growth else Change.CORRECTION


def _published(tx: Tx, version: Version) -> Published:
    last = tx.alerts.last(version.event)
    return Published(version, last.id if last and last.version == version.number else None)


def load_to_correct(tx: Tx, event: Event) -> EventToCorrect:
    """What is stored beside an event and bears on its correction."""
    alerted, stopped = tx.alerts.last(event.id) is not None, tx.holds.of(event.id) is not None
    return EventToCorrect(event, tx.deliveries.told(event.id), alerted, stopped, tx.reviews.of_event(event.id))


def _other(tx: Tx, draft: Draft) -> Event:
    """The event that the draft's event is one with."""
    digits = draft.value.strip().lstrip("№#").strip()
    if not digits.isdecimal() or len(digits) > 9:
        raise NotUnderstood(draft.value[:20])
    other = _event(tx, int(digits))
    if other.id == draft.event:
        raise NotUnderstood(draft.value[:20])
    return other


def _event(tx: Tx, number: int) -> Event:
    event = tx.events.existing(number)
    if event.retracted:
        raise Retracted(number)
    return event
