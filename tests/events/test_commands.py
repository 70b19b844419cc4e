"""`events` on the command line: what is stored, what waits, and an editor's decisions."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import status
from bot.domain.place import PlaceRef
from bot.store.engine import Purpose, Store
from tests.domain.making import claim, report
from tests.events.staging import Newsroom

UNSURE = report(claims=(claim(1),), places=(PlaceRef("konaev"),), confidence=0.3)


@pytest.fixture
def stored(sqlite_url: str, subscriber_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two rallies and a report that is not sure."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SUBSCRIBER_KEY", subscriber_key)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    newsroom = Newsroom(store)
    told = [("arna", report(claims=(claim(57),))), ("arna", report(places=(PlaceRef("astana"),))), ("herald", UNSURE)]
    asyncio.run(newsroom.tell_all(told))
    store.close()


@pytest.fixture
def out(capsys: pytest.CaptureFixture[str], stored: None) -> pytest.CaptureFixture[str]:
    return capsys


def answer(out: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert status(["events", *arguments, "--json"]) == 0
    return json.loads(out.readouterr().out)


def test_events_are_listed_with_what_readers_do_not_see(out: pytest.CaptureFixture[str]) -> None:
    events = answer(out, "list")["events"]
    assert [(event["event"], event["state"]) for event in events] == [(3, "held"), (2, "published"), (1, "published")]
    assert status(["events", "list", "--place", "almaty"]) == 0
    head, *lines = out.readouterr().out.splitlines()
    assert head.split()[0] == "event"
    assert [line.split()[:2] for line in lines] == [["1", "2019-09-21"]]


def test_events_are_found_by_words(out: pytest.CaptureFixture[str]) -> None:
    assert [event["event"] for event in answer(out, "list", "--find", "митинги в Астане")["events"]] == [2]
    assert status(["events", "list", "--find", "крокодил"]) == 1
    assert "крокодил" in out.readouterr().err


def test_one_event_is_shown_with_claims_versions_articles_and_messages(out: pytest.CaptureFixture[str]) -> None:
    shown = answer(out, "show", "1")
    assert shown["facts"]["said"][0]["claim"]["min"] == 57
    assert [version["change"] for version in shown["versions"]] == ["new"]
    assert [article["outlet"] for article in shown["articles"]] == ["arna"]
    assert shown["sent"] == {}
    assert status(["events", "show", "1"]) == 0
    assert "detained 57..57" in out.readouterr().out


def test_what_waits_is_published_or_declined(out: pytest.CaptureFixture[str]) -> None:
    (waiting,) = answer(out, "list", "--queue")["waiting"]
    assert (waiting["reason"], waiting["event"]) == ("low_confidence", 3)
    assert status(["events", "publish", str(waiting["review"])]) == 0
    out.readouterr()
    assert answer(out, "show", "3")["state"] == "published"
    decisions = answer(out, "list", "--queue")["decisions"]
    assert (decisions["decided"], decisions["days"]) == (1, 30)
    assert status(["events", "list", "--queue"]) == 0
    assert out.readouterr().out.splitlines()[-1].startswith("the last 30 days: 1 decided, median ")
    assert status(["events", "decline", str(waiting["review"])]) == 1


def test_events_are_merged_held_and_released(out: pytest.CaptureFixture[str]) -> None:
    assert status(["events", "merge", "2", "1"]) == 0
    out.readouterr()
    assert answer(out, "show", "2")["event"] == 1
    assert status(["events", "hold", "1"]) == 0
    out.readouterr()
    assert answer(out, "show", "1")["state"] == "held"
    assert status(["events", "release", "1"]) == 0
    assert status(["events", "split", "1", "2"]) == 0
    out.readouterr()
    assert answer(out, "list")["events"][0]["event"] == 4


def test_everything_is_held_and_released_and_the_audit_says_so(out: pytest.CaptureFixture[str]) -> None:
    done = answer(out, "hold", "--all")
    assert done == {"held": "all", "sent": 0, "sending": 0, "waiting": 0}
    assert [(one["event"], one["by"]) for one in answer(out, "hold")["holds"]] == [(None, "server")]
    assert {event["state"] for event in answer(out, "list", "--place", "almaty")["events"]} == {"published"}
    assert status(["events", "hold"]) == 0
    assert out.readouterr().out.startswith("everything  since ")
    assert answer(out, "release", "--all") == {"released": "all"}
    assert status(["events", "release", "--all"]) == 1
    assert len(out.readouterr().err.splitlines()) == 1
    audit = [(one["deed"], one["by"], one["subject"]) for one in answer(out, "audit")["audit"]]
    assert audit == [("released", "server", "all"), ("held", "server", "all")]


@pytest.mark.parametrize("arguments", [["hold", "1", "--all"], ["release"], ["release", "1", "--all"]])
def test_a_hold_is_of_one_event_or_of_all(out: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert status(["events", *arguments]) != 0
    assert out.readouterr().err.splitlines()[-1].endswith("give the number of an event, or --all")


def test_a_correction_on_its_way_is_stopped_and_goes_on(out: pytest.CaptureFixture[str]) -> None:
    answer(out, "correct", "1", "--figure", "57=75", "--reason", "our_reading", "--yes")
    for wanted, stopped in (("stop", True), ("stop", True), ("resume", False)):
        done = answer(out, wanted, "1")
        assert (done["event"], done["version"], done["stopped"]) == (1, 2, stopped)
    assert status(["events", "stop", "1"]) == 0
    assert out.readouterr().out.startswith("event 1 version 2: stopped; 0 sent, ")
    audit = [(one["deed"], one["by"], one["after"]) for one in answer(out, "show", "1")["audit"][-3:]]
    assert audit == [("stopped", "server", 2), ("resumed", "server", 2), ("stopped", "server", 2)]


@pytest.mark.parametrize(
    "arguments",
    [["show", "99"], ["hold", "99"], ["split", "1", "77"], ["publish", "99"], ["stop", "99"], ["stop", "3"]],
)
def test_what_is_not_there_is_told_in_one_line(out: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert status(["events", *arguments]) == 1
    assert len(out.readouterr().err.splitlines()) == 1


def test_a_figure_is_corrected_after_a_preview(out: pytest.CaptureFixture[str]) -> None:
    wanted = ("correct", "1", "--figure", "57=75", "--reason", "our_reading")
    seen = answer(out, *wanted)
    assert (seen["version"], seen["base"]) == (None, 1)
    assert set(seen["preview"]) == {"kk", "ru", "en"}
    assert "57" in seen["preview"]["ru"]
    assert "fewer than 20 chats" in seen["told"]
    assert status(["events", *wanted, "--base", "9", "--yes"]) == 1
    out.readouterr()
    assert answer(out, *wanted, "--base", "1", "--yes")["version"] == 2
    shown = answer(out, "show", "1")
    assert [one["min"] for one in shown["versions"][-1]["claims"]] == [75]
    assert (shown["audit"][-1]["by"], shown["audit"][-1]["reason"]) == ("server", "our_reading")


def test_several_fields_are_corrected_in_one_go(out: pytest.CaptureFixture[str]) -> None:
    fields = ("--set", "places=Astana, Shymkent", "--set", "grown:0=90", "--set", "responses=fines")
    done = answer(out, "correct", "1", *fields, "--reason", "wrong_place", "--yes")
    assert (done["version"], "Shymkent" in done["preview"]["en"]) == (2, True)
    assert {"places", "responses"} <= set(answer(out, "show", "1")["audit"][-1]["fields"])


def test_what_is_retracted_is_reinstated_by_two(out: pytest.CaptureFixture[str]) -> None:
    assert status(["events", "retract", "1", "--reason", "not_a_protest"]) == 0
    assert "nothing was retracted" in out.readouterr().out
    assert answer(out, "retract", "1", "--reason", "not_a_protest", "--yes")["version"] == 2
    waits = answer(out, "reinstate", "1")
    assert (waits["deed"], waits["by"], bool(waits["due"])) == ("reinstated", "server", True)
    assert status(["events", "approve", str(waits["review"])]) == 1  # whoever proposed it is no second one
    assert status(["events", "cancel", str(waits["review"])]) == 0
    out.readouterr()
    assert [one["deed"] for one in answer(out, "audit")["audit"]][:2] == ["cancelled", "proposed"]


def test_own_words_and_notices_wait_for_a_second_one(out: pytest.CaptureFixture[str]) -> None:
    wanted = ("correct", "1", "--figure", "57=75", "--reason", "our_reading", "--note", "en: Sorry.", "--yes")
    done = answer(out, *wanted)
    assert (done["version"], done["waits"]["deed"]) == (None, "corrected")
    assert "Sorry." in done["preview"]["en"]
    assert "Sorry." not in done["preview"]["ru"]
    typed = "almaty\nru: Бот переезжает.\nen: The bot moves house."
    assert answer(out, "notice", typed)["waits"] is None
    assert answer(out, "notice", typed, "--yes")["waits"]["deed"] == "notice"
    assert status(["events", "notice", typed]) == 0
    assert "[ru]\nСообщение редакции" in out.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["correct", "1", "--figure", "9=8", "--reason", "our_reading"],
        ["correct", "1", "--reason", "our_reading"],
        ["correct", "1", "--set", "colour=red", "--reason", "our_reading"],
        ["correct", "1", "--figure", "57=75", "--reason", "boredom"],
        ["retract", "99", "--reason", "not_a_protest", "--yes"],
        ["reinstate", "1"],
        ["notice", "all"],
    ],
)
def test_what_cannot_be_corrected_is_told_in_one_line(out: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert status(["events", *arguments]) != 0
    assert len(out.readouterr().err.splitlines()) == 1
