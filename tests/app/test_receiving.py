"""What keeps updates away is one line for operators, and gone when it is over."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError

from bot.domain.errors import StoreUnavailable, TelegramUnavailable
from bot.net.transport import AiohttpRequest
from bot.simulator import Simulator, faults, running
from bot.store.engine import Store
from handlers.update_receiver import obstacle
from tests.delivery.staging import RealWire, delivery_app
from tests.domain.making import NOON
from tests.patience import PATIENT


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (InvalidToken("123:secret"), "Telegram refuses BOT_TOKEN (401)"),
        (
            Conflict("Conflict: terminated by other getUpdates request"),
            "another program receives this bot's updates (409)",
        ),
        (
            Conflict("Conflict: can't use getUpdates method while webhook is active"),
            "Telegram sends this bot's updates",
        ),
        (StoreUnavailable("locked"), "updates cannot be stored: locked"),
        (NetworkError("123:secret"), "no updates: NetworkError"),
    ],
)
def test_each_obstacle_is_named_without_the_token(error: Exception, line: str) -> None:
    assert obstacle(error).startswith(line)
    assert "secret" not in obstacle(error)


async def test_a_second_poller_is_told_in_the_log_and_kept_for_check(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "handlers.update_receiver")
    simulator, line = Simulator(lambda: NOON, repeat_wait=0), AiohttpRequest(1, PATIENT)
    async with running(simulator) as address:
        it = delivery_app(store, simulator.token, address.root, RealWire())
        second = Bot(simulator.token, address.base_url, request=line, get_updates_request=line)
        async with it.telegram.online(receive=True), second as other:
            while not await store.read(lambda tx: tx.warnings.all()):
                with suppress(Conflict):
                    await other.get_updates(timeout=0)
            (sign,) = await store.read(lambda tx: tx.warnings.all())
    assert sign.text.startswith("another program receives")
    assert [r.getMessage() for r in caplog.records].count(sign.text) == 1


@dataclass
class Waits:
    """Waits that take no time; at the third Telegram is back."""

    simulator: Simulator
    store: Store
    seconds: list[float] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.signs += [sign.text for sign in await self.store.read(lambda tx: tx.warnings.all())]
        if len(self.seconds) == 3:
            self.simulator.faults.clear()


async def test_while_telegram_is_away_at_the_start_it_is_tried_again(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "handlers")
    simulator = Simulator(lambda: NOON, repeat_wait=0)
    simulator.faults.add(faults.bad_gateway(), method="getMe", times=None)
    waits = Waits(simulator, store)
    async with running(simulator) as address:
        it = delivery_app(store, simulator.token, address.root, RealWire())
        async with it.telegram.online(receive=True, wait=waits):
            assert not await store.read(lambda tx: tx.warnings.all())
    assert waits.seconds == [1.0, 2.0, 4.0]
    assert set(waits.signs) == {"Telegram cannot be used: NetworkError"}
    tries = [r.getMessage() for r in caplog.records if "the next try is in" in r.getMessage()]
    assert len(tries) == 3


async def test_a_refused_token_is_one_line_at_the_start(store: Store) -> None:
    async with running(Simulator(lambda: NOON)) as address:
        it = delivery_app(store, "123456:other", address.root, RealWire())
        with pytest.raises(TelegramUnavailable, match=r"refuses BOT_TOKEN \(401\)"):
            async with it.telegram.online(receive=True):
                pass
