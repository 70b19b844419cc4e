"""Long outages, restarts again and again, a second service by mistake: what readers get, what operators are told."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from bot.domain.delivery import DeliveryState
from bot.domain.event import Change
from bot.services.operations.heartbeat import SUBJECT, Heartbeat
from bot.services.operations.metrics import MetricsReader, complaint
from bot.services.operations.progress import ProcessPart, Progress
from bot.simulator import Simulator, running
from bot.store.engine import Store
from tests.delivery.staging import HandWire, RunningDelivery, delivery_app

READERS = range(1, 13)


async def test_six_hours_without_telegram_lose_nothing_and_tell_the_newest_once(store: Store) -> None:
    simulator, wire = Simulator(lambda: datetime.now(UTC), repeat_wait=0), HandWire()
    async with AsyncExitStack() as telegram:
        address = await telegram.enter_async_context(running(simulator))
        it = delivery_app(store, simulator.token, address.root, wire)
        delivery = RunningDelivery(it, simulator, address)
        delivery.join(*READERS)
        async with it.online():
            await telegram.aclose()
            version = it.news()
            for hour in range(6):
                await it.round()
                assert it.counts() == {DeliveryState.WAITING: len(READERS)} | (
                    {DeliveryState.SUPERSEDED: hour * 12} if hour else {}
                )
                version = it.changed(version, Change.CORRECTION if hour == 3 else Change.UPDATE)
                wire.at += timedelta(hours=1)
            async with running(simulator, port=address.port):
                wire.at += timedelta(minutes=10)
                await it.round()
    assert it.counts()[DeliveryState.SENT] == len(READERS)
    assert it.counts().get(DeliveryState.DOUBTFUL, 0) == 0
    for chat in READERS:
        (message,) = delivery.heard(chat)
        assert not message.text.startswith("Correction")


async def test_a_service_that_starts_again_and_again_tells_everybody_once(store: Store) -> None:
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    async with running(simulator) as address:
        for start in range(8):
            it = delivery_app(store, simulator.token, address.root, HandWire(), owner=f"start {start}")
            delivery = RunningDelivery(it, simulator, address)
            if start == 0:
                delivery.join(*READERS)
                it.news()
            async with it.online():
                if start % 2:
                    it.deliver.close()  # it is stopped before it has begun
                await it.round()
        assert it.counts() == {DeliveryState.SENT: len(READERS)}
        assert all(len(delivery.heard(chat)) == 1 for chat in READERS)


async def test_a_second_service_on_one_database_is_named_and_its_end_too(store: Store) -> None:
    wire, roles = HandWire(), ("collector", "receiver", "sender")
    first, second = (Heartbeat(store, wire, Progress(lambda: 0.0), name, roles, whole=True) for name in ("a", "b"))
    watch = MetricsReader(store, wire.now, wire)
    await first.round()
    assert complaint(await watch.metrics()) == ""
    await second.round()
    assert complaint(await watch.metrics()) == f"{SUBJECT}: two whole services run on this database: stop one"
    await second.end()
    await first.round()
    assert complaint(await watch.metrics()) == ""
    await second.round()
    wire.at += timedelta(minutes=3)  # it was killed
    await first.round()
    assert complaint(await watch.metrics()) == ""


async def test_any_number_of_processes_with_roles_is_no_mistake(store: Store) -> None:
    wire, progress = HandWire(), Progress(lambda: 0.0)
    progress.done(ProcessPart.SEND)
    for name in ("a", "b"):
        await Heartbeat(store, wire, progress, name, ("sender",), whole=False).round()
    metrics = await MetricsReader(store, wire.now, wire).metrics()
    assert complaint(metrics) == ""
    assert metrics.since == {"send": timedelta()}
