"""A broadcast begins nothing more while readers' answers are late, but it ends all the same."""

import asyncio
from dataclasses import dataclass, replace

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.request import Request, StoredUpdate
from bot.services.delivery.unanswered_updates import UnansweredUpdates
from bot.services.readers.inbox import UpdateInbox
from bot.store.engine import Store
from handlers.update_receiver import answer_next
from tests.delivery.staging import HandWire, running_delivery
from tests.patience import GUARD


@dataclass
class Steady:
    """Seconds, moved by hand."""

    at: float = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize(("seconds", "late"), [(0.0, False), (0.04, False), (0.06, True), (1.9, True), (2.1, False)])
def test_an_answer_is_late_after_a_moment_and_hangs_after_a_while(seconds: float, late: bool) -> None:
    steady = Steady()
    unanswered = UnansweredUpdates(steady)
    unanswered.came(1)
    steady.at += seconds
    assert unanswered.is_late() is late
    unanswered.over(1)
    assert not unanswered.is_late()


async def test_who_gives_way_goes_on_when_the_last_late_answer_is_given() -> None:
    steady = Steady()
    unanswered = UnansweredUpdates(steady)
    for update in (1, 2):
        unanswered.came(update)
    steady.at += 1
    waiting = asyncio.create_task(unanswered.caught_up(GUARD))
    for update in (1, 2):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not waiting.done()
        unanswered.over(update)
    await waiting


async def test_no_question_stays_open_once_it_was_handled(store: Store) -> None:
    async def handle(ask: Request) -> None:
        if ask.command == "help":
            raise ValueError

    steady = Steady()
    inbox = UpdateInbox(store, HandWire(), unanswered=UnansweredUpdates(steady))
    asks = [Request(chat, Lang.EN, command=command) for chat, command in enumerate(("help", "latest"), 1)]
    await inbox.keep([StoredUpdate(number, ask, "message") for number, ask in enumerate(asks, 1)])
    steady.at += 1
    assert inbox.unanswered.is_late()
    while await answer_next(inbox, handle):
        pass
    assert not inbox.unanswered.is_late()


async def test_everybody_is_told_while_an_answer_stays_late(store: Store) -> None:
    async with running_delivery(store) as place:
        deliver = place.app.deliver
        assert deliver.unanswered is place.app.telegram.reception.inbox.unanswered
        place.join(*range(1, 11))
        place.app.news()
        steady = Steady()
        late = UnansweredUpdates(steady)
        late.came(1)
        steady.at += 1
        await replace(deliver, unanswered=late).round()
        assert place.app.counts() == {DeliveryState.SENT: 10}
