"""`check` asks Telegram and each feed, and believes no token by its form alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import config
from bot.cli.check import Finding
from bot.cli.check_outside import _asked, _introduced
from bot.net.bot_profile import BotProfile, fetch_bot_profile
from bot.simulator import Address, Simulator, faults, running
from bot.store.chat_id_encryption import ChatIdEncryption
from tests.domain.making import NOON

_FEED = """[[feed]]
id = "arna"
url = "http://127.0.0.1:9/rss"
outlet = "azattyq"
"""


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Simulator, Address]]:
    simulator = Simulator(lambda: NOON)
    async with running(simulator) as address:
        yield simulator, address


async def test_a_token_that_telegram_does_not_know_is_refused(telegram: tuple[Simulator, Address]) -> None:
    _, address = telegram
    known = await fetch_bot_profile("123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", address.root, ())
    assert known == BotProfile(refused=True)
    (said,) = _introduced(known)
    assert said.wrong
    assert "refuses BOT_TOKEN" in said.text


async def test_the_bots_name_and_its_settings_are_asked(telegram: tuple[Simulator, Address]) -> None:
    simulator, address = telegram
    known = await fetch_bot_profile(simulator.token, address.root, (-1009999999999,))
    assert known.name
    assert not known.webhook
    assert known.channels == ("the bot is not in it",)


async def test_a_telegram_that_is_away_is_named(telegram: tuple[Simulator, Address]) -> None:
    simulator, address = telegram
    simulator.faults.add(faults.bad_gateway(), method="getMe", times=None)
    known = await fetch_bot_profile(simulator.token, address.root, ())
    assert known == BotProfile(away="NetworkError")
    assert [str(one) for one in _introduced(known)] == ["wrong  Telegram does not answer: NetworkError"]


@pytest.mark.parametrize(
    ("known", "wrong", "odd"),
    [
        (BotProfile(name="b"), 0, 0),
        (BotProfile(name="b", webhook=True), 1, 0),
        (BotProfile(name="b", reads_groups=True, inline=True), 0, 2),
        (BotProfile(name="b", channels=("",)), 0, 0),
        (BotProfile(name="b", channels=("", "the bot lacks the right to edit")), 2, 0),
    ],
)
def test_what_an_operator_has_to_do_is_told_apart(known: BotProfile, wrong: int, odd: int) -> None:
    said: list[Finding] = list(_introduced(known))
    assert (sum(one.wrong for one in said), sum(one.odd for one in said)) == (wrong, odd)


async def test_an_installation_is_asked_about_from_end_to_end(
    telegram: tuple[Simulator, Address], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    simulator, address = telegram
    (tmp_path / "feeds.toml").write_text(_FEED, encoding="utf-8")
    for name, value in {
        "BOT_TOKEN": simulator.token,
        "BOT_API_URL": address.root,
        "DATA_DIR": str(tmp_path / "data"),
        "FEEDS": str(tmp_path / "feeds.toml"),
        "SUBSCRIBER_KEY": ChatIdEncryption.new_key(),
    }.items():
        monkeypatch.setenv(name, value)
    said = [str(one) for one in await _asked(config.for_service())]
    assert said[0].startswith("well   Telegram knows this bot as @")
    assert "wrong  0 of 1 feeds answer now" in said
    assert any(one.startswith("odd    feed arna: never worked") for one in said)
