"""A disk full to the last byte, and memory that is short: nobody is told twice, and what waits goes on after."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState, Dispatch
from bot.domain.errors import StoreUnavailable
from bot.domain.message import Message
from bot.services.delivery.compose import Texts
from bot.services.operations.metrics import MetricsReader, complaint
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.delivery.staging import RunningDelivery, running_delivery

READERS = range(1, 41)


@contextmanager
def full(room: int) -> Iterator[None]:
    """No file of this process grows past so many bytes: what is written beyond fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def tried(place: RunningDelivery) -> None:
    """What a round can do while the database takes nothing."""
    with suppress(StoreUnavailable):
        await place.app.round()


@pytest.mark.parametrize("room", [1, 9_000, 40_000, 160_000])
async def test_a_disk_that_is_full_at_any_byte_tells_nobody_twice_and_loses_nobody(small: Store, room: int) -> None:
    """The expansion of the alert, the leases, or what became of messages: something of it cannot be written."""
    async with running_delivery(small) as place:
        place.join(*READERS)
        place.app.news()
        await small.checkpoint()
        with full(room):
            watch = MetricsReader(small, place.app.day, place.app.wire)
            for _ in range(2):
                await tried(place)
            if room == 1:  # where there is some room, a small write may fit that a larger one did not
                assert complaint(await watch.metrics()).startswith("the database takes no writes: ")
        for _ in range(3):
            place.app.wait(timedelta(minutes=2))
            await place.app.round()
        assert (await watch.metrics()).writes == ""
        settled = place.app.counts()
        doubtful = settled.pop(DeliveryState.DOUBTFUL, 0)
        assert settled == {DeliveryState.SENT: len(READERS) - doubtful}
        assert all(len(place.heard(chat)) <= 1 for chat in READERS)
        assert sum(len(place.heard(chat)) for chat in READERS) >= settled[DeliveryState.SENT]


async def test_a_question_on_a_full_disk_is_answered_when_there_is_room(small: Store) -> None:
    """Telegram keeps what was not stored."""
    async with running_delivery(small) as place:
        place.join(1)
        await small.checkpoint()
        async with place.app.online(receive=True):
            with full(1):
                place.simulator.people.say(1, "/help")
                with pytest.raises(StoreUnavailable):
                    await small.write(lambda tx: tx.subscribers.open(2, Lang.EN))
            await place.until(lambda: len(place.heard(1)) == 1)


async def test_work_for_which_memory_is_short_has_not_happened_and_the_next_goes_on(small: Store) -> None:
    def hungry(tx: Tx) -> None:
        tx.subscribers.open(1, Lang.EN)
        raise MemoryError

    with pytest.raises(MemoryError):
        await small.write(hungry)
    assert await small.read(lambda tx: tx.subscribers.by_chat(1)) is None
    await small.write(lambda tx: tx.subscribers.open(2, Lang.EN))
    assert await small.read(lambda tx: tx.subscribers.by_chat(2)) is not None


async def test_a_message_for_which_memory_is_short_waits(
    small: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with running_delivery(small) as place:
        place.join(*READERS)
        place.app.news()
        written, short = Texts.of, [True]

        async def of(texts: Texts, dispatch: Dispatch) -> Message:
            if short[0]:
                raise MemoryError
            return await written(texts, dispatch)

        monkeypatch.setattr(Texts, "of", of)
        await place.app.round()
        assert place.app.counts() == {DeliveryState.WAITING: len(READERS)}
        assert "memory is short: messages wait" in caplog.text
        short[0] = False
        place.app.wait(timedelta(minutes=2))
        await place.app.round()
        assert place.app.counts() == {DeliveryState.SENT: len(READERS)}
