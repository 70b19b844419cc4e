"""The demo without a page: a whole day, a day that goes on, and the clock behind it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_store
from bot.demo import folder as folders
from bot.demo import play, script
from bot.demo.clock import DayClock
from bot.demo.narrate import untold
from bot.domain.article import Article
from bot.domain.errors import BadConfiguration, WrongStore
from bot.domain.event import Change, Source, Version, begin
from bot.domain.review import ReviewReason
from bot.services.understanding.process_report import Understood
from bot.simulator import Simulator, running
from bot.store.engine import Purpose
from tests.domain.making import report

NOON = datetime(2019, 9, 21, 6, tzinfo=UTC)


async def test_the_day_is_played_to_its_end_and_everybody_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    assert await play.once(tmp_path / "demo", fresh=True, say=said.append)
    assert said[-1].startswith("61 articles, ")
    assert said[-1].endswith("missed nobody")
    told_of_the_rallies = {line.split()[-1] for line in said if "told    event 1: new" in line}
    assert told_of_the_rallies == {"kk", "ru", "en"}
    assert {line.split()[-1] for line in said if "told    event 1: correction" in line} == {"kk", "ru", "en"}

    again: list[str] = []
    assert await play.once(tmp_path / "demo", fresh=False, say=again.append)
    assert len(again) == 1, "a finished day has nothing left to tell"
    with pytest.raises(WrongStore):
        open_store(f"sqlite:///{tmp_path / 'demo' / 'demo.db'}", play.SAMPLE_KEY, Purpose.LIVE)


@pytest.mark.slow
async def test_on_the_hostile_day_one_outlet_is_kept_to_one_alert_an_hour(tmp_path: Path) -> None:
    said: list[str] = []
    assert await play.once(tmp_path / "demo", fresh=True, say=said.append, day=script.DemoDay.HOSTILE)
    told = [line for line in said if "  told " in line and ": new to" in line and line.endswith("in kk")]
    rang = [line.split()[4].rstrip(":") for line in told]
    assert rang == ["1", "2", "4", "13", "14"]  # of the hacked outlet 2 and, two hours later, 13
    assert sum("not told, held" in line for line in said) >= 5
    assert any("waits   event 13: for an editor (edited)" in line for line in said)


@pytest.mark.parametrize(
    ("age", "change", "said"),
    [
        (timedelta(0), {"alerted": True}, ""),
        (timedelta(days=9), {}, "quiet   event 1: not told, old news"),
        (timedelta(0), {}, "quiet   event 1: not told, held or first poll"),
        (timedelta(0), {"waits": ReviewReason.GRAVE}, "waits   event 1: for an editor (grave)"),
        (timedelta(0), {"version": None, "event": None}, ""),
        (
            timedelta(0),
            {"version": None, "event": None, "waits": ReviewReason.UNSURE},
            "waits   the article: for an editor (unsure)",
        ),
    ],
)
def test_the_terminal_says_why_readers_hear_nothing(age: timedelta, change: dict[str, Any], said: str) -> None:
    told = report()
    version = Version(1, 1, Change.NEW, NOON, begin(told, Source("herald", "herald", "en", "")))
    one = Understood(Article("a", "title", "text"), told, 1, version)
    assert untold(replace(one, **change), NOON + age) == said


def test_most_of_the_day_is_not_about_protest_and_every_outlet_speaks() -> None:
    day = script.load()
    assert {item.outlet for item in day.items} == {outlet.id for outlet in day.outlets}
    assert {outlet.lang.value for outlet in day.outlets} == {"kk", "ru", "en"}
    assert day.begins < day.ends


class Wire:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def test_the_day_runs_as_many_times_faster_as_told() -> None:
    wire = Wire()
    day = DayClock(wire, NOON, 60)
    wire.advance(2)
    assert day.now() == NOON + timedelta(minutes=2)
    assert day.until(NOON + timedelta(minutes=5)) == timedelta(seconds=3)
    day.set(speed=240)
    wire.advance(1)
    assert day.now() == NOON + timedelta(minutes=6)


def test_a_paused_day_stands_still_and_a_jump_never_goes_back() -> None:
    wire = Wire()
    day = DayClock(wire, NOON, 60, paused=True)
    wire.advance(5)
    assert day.now() == NOON
    day.jump(NOON + timedelta(hours=1))
    day.jump(NOON)
    assert day.now() == NOON + timedelta(hours=1)
    day.set(paused=False)
    wire.advance(1)
    assert day.now() == NOON + timedelta(hours=1, minutes=1)


def test_moment_and_chats_are_kept_in_the_folder(tmp_path: Path) -> None:
    simulator = Simulator(lambda: NOON)
    simulator.people.join(7, "Kazakh reader", started=True)
    assert folders.moment(tmp_path) is None
    folders.keep(tmp_path, NOON, simulator)
    assert folders.moment(tmp_path) == NOON
    again = Simulator(lambda: NOON)
    folders.restore(tmp_path, again)
    assert [chat.first_name for chat in again.people.chats()] == ["Kazakh reader"]


def test_a_torn_file_is_named(tmp_path: Path) -> None:
    for name in ("clock.json", "simulator.json"):
        (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(folders.DemoUnplayable, match=r"clock\.json"):
        folders.moment(tmp_path)
    with pytest.raises(folders.DemoUnplayable, match=r"simulator\.json"):
        folders.restore(tmp_path, Simulator(lambda: NOON))


def test_two_demos_never_share_a_folder_and_fresh_empties_it(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x", encoding="utf-8")
    with folders.held(tmp_path, fresh=False):
        with pytest.raises(folders.DemoUnplayable, match="another demo"), folders.held(tmp_path, fresh=True):
            pass
        assert (tmp_path / "old").exists()
    with folders.held(tmp_path, fresh=True):
        assert not (tmp_path / "old").exists()


def test_a_folder_that_cannot_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "demo"):
        with pytest.raises(BadConfiguration, match="DATA_DIR"), folders.held(folder, fresh=False):
            pass


async def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    async with running(Simulator(lambda: NOON)) as address:
        with pytest.raises(folders.DemoUnplayable, match=f"port {address.port} is taken"):
            await play.live(tmp_path, address.port, 240, fresh=True, say=lambda _: None)
