"""Three thousand chats in three languages are corrected twice, told of a retraction, and told that it was wrong."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.codes import Lang
from bot.domain.correction import CorrectionField, Reason
from bot.domain.delivery import DeliveryState
from bot.domain.event_update import Difference
from bot.domain.place import PlaceRef
from bot.domain.sending_pace import SendingPace
from bot.domain.staff import Role
from bot.domain.understanding import versions
from bot.services.editors.correct import Correct, Published
from bot.services.editors.second_approval import SecondApproval
from bot.services.events.write import write
from bot.simulator import ChatMessage, ChatType, HistoryEntry, HistoryKind, Simulator, faults, running
from bot.simulator.refusals import BadRequest
from bot.store.engine import Purpose, Store
from tests.delivery.staging import EDITOR, DeliveryApp, RunningDelivery, delivery_app
from tests.domain.making import GAZETTEER, NOON, claim, facts

pytestmark = pytest.mark.slow

PEOPLE, GROUPS, CHANNEL = range(1, 2801), range(-1200, -1000), -1001500
LANGS = tuple(Lang)
FIRST, SECOND = "almaty", "astana"
WORDS = {Lang.KK: "Түзету", Lang.RU: "Исправление", Lang.EN: "Correction"}
TAKEN = {Lang.KK: "Хабарлама қайтарып алынды", Lang.RU: "Сообщение отозвано", Lang.EN: "Retraction"}
BACK = {Lang.KK: "Қалпына келтірілді", Lang.RU: "Восстановлено", Lang.EN: "Reinstated"}


@dataclass
class Virtual:
    """A wire whose waits take no time: whoever sleeps longest moves its clock, and work takes none of it."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 22, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        until = self.at + timedelta(seconds=max(seconds, 0.0))
        await asyncio.sleep(0.001)
        self.at = max(self.at, until)


def lang_of(chat: int) -> Lang:
    return LANGS[chat % 3]


def place_of(chat: int) -> str:
    """Even chats read of the first place, odd ones of the second."""
    return FIRST if chat % 2 == 0 else SECOND


@dataclass(frozen=True)
class Many:
    """All chats, the app that sends to them, and the editor's services."""

    delivery: RunningDelivery
    app: DeliveryApp
    wire: Virtual

    @property
    def desk(self) -> Correct:
        return Correct(self.app.store, GAZETTEER, lambda name: name.strip(), self.app.day)

    def heard(self, chat: int) -> list[ChatMessage]:
        return self.delivery.heard(chat)

    async def correct(self, field_: CorrectionField, value: str, reason: Reason) -> Published:
        await self.desk.begin(EDITOR, 1, field_)
        if value:
            await self.desk.value(EDITOR, value)
        draft = await self.desk.reason(EDITOR, reason)
        return await self.desk.publish(EDITOR, 1, draft.mark, "editor 2")


def peopled(simulator: Simulator) -> tuple[int, ...]:
    for chat in PEOPLE:
        simulator.people.join(chat, "Sample reader", language_code=lang_of(chat).value, started=True)
    for chat in GROUPS:
        simulator.groups.create(chat, "Sample group", [1], kind=ChatType.SUPERGROUP)
        simulator.groups.add_bot(chat)
    simulator.groups.create(CHANNEL, "Sample channel", [1], kind=ChatType.CHANNEL, username="sample_channel")
    simulator.groups.add_bot(CHANNEL, rights=["can_post_messages", "can_edit_messages"])
    return (*PEOPLE, *GROUPS, CHANNEL)


def enrolled(store: Store, chats: Sequence[int]) -> None:
    with store.writing() as tx:
        for chat in chats:
            opened = tx.subscribers.open(chat, lang_of(chat), channel=chat == CHANNEL)
            tx.subscribers.save(replace(opened, lang=lang_of(chat), places=frozenset({place_of(chat)})), NOON)


def told_first(it: Many) -> None:
    """Version 1 to readers of the first place; with version 2 the second place is new."""
    with it.app.store.writing() as tx:
        tx.alerts.add(tx.events.create(facts(claims=(claim(570),)), NOON))


def grown(it: Many) -> None:
    with it.app.store.writing() as tx:
        event = tx.events.get(1)
        assert event
        both = replace(event.facts, places=(PlaceRef(FIRST), PlaceRef(SECOND)))
        minor = Difference(changed=True, major=False)
        write(tx, versions.change(event, both, minor, NOON, quiet=False).writes, NOON)
        tx.alerts.end_pauses(NOON + timedelta(hours=1))


def moved(it: Many, chats: Sequence[int]) -> None:
    """Some have another city now, some another language."""
    with it.app.store.writing() as tx:
        for chat in chats:
            known = tx.subscribers.by_chat(chat)
            assert known
            tx.subscribers.save(replace(known, places=frozenset({"konaev"})), NOON)


async def test_everybody_gets_exactly_what_they_need(sqlite_url: str, subscriber_key: str) -> None:
    store, wire = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE), Virtual()
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0, record_cap=200_000)
    chats = peopled(simulator)
    async with running(simulator) as address:
        first = delivery_app(store, simulator.token, address.root, wire, pace=SendingPace())
        it = Many(RunningDelivery(first, simulator, address), first, wire)
        async with first.online():
            enrolled(store, chats)
            told_first(it)
            await first.round()
            grown(it)
            await first.round()
            blocked, elsewhere, uneditable = PEOPLE[::50], PEOPLE[7::40], PEOPLE[11]
            for chat in blocked:
                simulator.people.block(chat)
            moved(it, elsewhere)
            gone = faults.refusing(BadRequest("message to edit not found"))
            simulator.faults.add(gone, method="editMessageText", chat_id=uneditable, times=None)
            await _corrected_twice(it, [c for c in chats if c not in set(blocked)], uneditable, address.root)
    store.close()


async def _corrected_twice(it: Many, alive: Sequence[int], uneditable: int, root: str) -> None:
    simulator, first = it.delivery.simulator, it.app
    others = first.news(FIRST)
    await first.deliver.expand()  # the news of another event waits when the correction comes
    await it.correct(CorrectionField.CLAIM, "57", Reason.SOURCE_CORRECTED)
    began, before = it.wire.at, simulator.record.last
    telling = asyncio.create_task(first.round())
    await simulator.record.until(lambda: simulator.record.last - before > 3000)
    await it.correct(CorrectionField.PLACES, f"{FIRST}, konaev", Reason.WRONG_PLACE)
    await simulator.record.until(lambda: simulator.record.last - before > 6000)
    telling.cancel()  # the sender dies
    await asyncio.gather(telling, return_exceptions=True)
    it.wire.at += SendingPace().lease * 2
    second = delivery_app(first.store, simulator.token, root, it.wire, pace=SendingPace(), owner="another")
    async with second.online():
        for _ in range(3):
            await second.round()
        _all_corrected(it, alive, uneditable)
        _overtook(it, before, others.event)
        _kept_to_the_pace(it, began)
        await it.correct(CorrectionField.WHOLE, "", Reason.DID_NOT_HAPPEN)
        await second.round()
        _last_word(it, alive, TAKEN)
        await _reinstated(it)
        await second.round()
        _last_word(it, alive, BACK)
    counts = second.counts()
    assert counts.get(DeliveryState.WAITING, 0) == 0
    assert counts.get(DeliveryState.DOUBTFUL, 0) <= SendingPace().batch * SendingPace().at_once


def _all_corrected(it: Many, alive: Sequence[int], uneditable: int) -> None:
    """Who was told 570 learns that it was 57, and everybody that it was elsewhere; nobody sees what is wrong."""
    doubtful = 0
    for chat in alive:
        words = [m for m in it.heard(chat) if m.text.startswith(WORDS[lang_of(chat)])]
        if len(words) != 2:
            doubtful += 1
            continue
        figure, place = words
        assert "570" in figure.text
        assert "→" in figure.text.splitlines()[-1], figure.text  # the second one is added to the first
        assert "570" not in place.text.replace("→", "")
        original = next(m for m in it.heard(chat) if m not in words and "No. 2" not in m.text and "№ 2" not in m.text)
        if chat != uneditable:
            line = [text for text in original.text.splitlines() if "→" in text]
            assert len(line) == 2, original.text
    assert doubtful <= SendingPace().batch * SendingPace().at_once


def _overtook(it: Many, before: int, other: int) -> None:
    """Corrections went before the news that had waited longer."""
    acts = [
        act
        for act in it.delivery.simulator.record.since(before)
        if isinstance(act, HistoryEntry) and act.deed is HistoryKind.SENT
    ]
    texts = [act.message.text for act in acts if act.message]
    news = [place for place, text in enumerate(texts) if f"№ {other} " in text or f"No. {other} " in text]
    words = [place for place, text in enumerate(texts) if text.startswith(tuple(WORDS.values()))]
    assert news
    late = sum(place < words[len(words) // 2] for place in news)
    assert late <= SendingPace().batch * SendingPace().at_once


def _kept_to_the_pace(it: Many, began: datetime) -> None:
    """Twelve thousand acts and more in the time that the pace allows, not much longer."""
    acts = it.delivery.simulator.record.acts(HistoryKind.SENT, HistoryKind.EDITED)
    took = (it.wire.at - began - SendingPace().lease * 2).total_seconds()
    done = len(acts) - _before(it)
    assert done / took > 20, f"{done} acts in {took:.0f} s of the wire"


def _before(it: Many) -> int:
    """What was said before the correction: two messages or a message and an edit each."""
    return 3001 + 1500


def _last_word(it: Many, alive: Sequence[int], words: dict[Lang, str]) -> None:
    last = Counter(it.heard(chat)[-1].text.startswith(words[lang_of(chat)]) for chat in alive)
    assert last[False] <= SendingPace().batch * SendingPace().at_once


async def _reinstated(it: Many) -> None:
    store, day = it.app.store, it.app.day
    with store.writing() as tx:
        for person in (EDITOR, EDITOR + 1):
            tx.staff.put(person, Role.EDITOR, NOON)
        one, other = (tx.staff.by_person(person) for person in (EDITOR, EDITOR + 1))
    assert one
    assert other
    approvals = SecondApproval(store, day, it.desk, it.app.telegram.queue)
    proposal = await approvals.reinstate(one, 1)
    await approvals.approve(other, proposal.review)
