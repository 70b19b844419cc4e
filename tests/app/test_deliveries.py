"""What an operator sees of messages and does about them, at the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_store
from bot.cli import check, main
from bot.domain.codes import Lang
from bot.domain.delivery import Doubtful, Refused, settle
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose
from tests.store.samples import MORNING, begun, waiting


@pytest.fixture(autouse=True)
def unknown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation with two messages of which nobody knows, and one that was refused."""
    key, url = ChatIdEncryption.new_key(), f"sqlite:///{tmp_path / 'live.db'}"
    for name, value in {"SUBSCRIBER_KEY": key, "DATABASE_URL": url, "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    store = open_store(url, key, Purpose.LIVE)
    with store.writing() as tx:
        waiting(tx, 3)
        first, second, third = (one.delivery.id for one in begun(tx))
        for number in (first, second):
            tx.deliveries.settle(number, settle(Doubtful("TimeoutError"), MORNING), datetime.now(UTC))
        tx.deliveries.settle(third, settle(Refused("KeyError"), MORNING), datetime.now(UTC))
    store.close()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main.status(["deliveries", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_doubtful_messages_are_listed_newest_first_and_no_chat_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    listed = said(capsys, "doubtful")
    assert [line.split() for line in listed] == [[n, "event", "1", "version", "1", "new"] for n in ("2", "1")]
    assert "100" not in " ".join(listed)


def test_one_is_sent_again_or_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "resend", "1") == ["1 message will be sent again"]
    assert [line.split()[0] for line in said(capsys, "doubtful")] == ["2"]
    assert said(capsys, "resend", "--all") == ["1 message will be sent again"]
    assert said(capsys, "doubtful") == []


def test_a_number_that_is_not_doubtful_is_named_and_the_others_are_sent(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["deliveries", "resend", "4", "2"]) == 1
    out, err = capsys.readouterr()
    assert out == "1 message will be sent again\n"
    assert err == "protest-alerts: no doubtful message No. 4\n"
    assert [line.split()[0] for line in said(capsys, "doubtful")] == ["1"]


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["x"]])
def test_resend_wants_numbers_or_all(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main.status(["deliveries", "resend", *arguments]) == 2
    assert capsys.readouterr().err.startswith("protest-alerts: ")


def test_counts_say_how_many_stand_where_and_who_takes_none(capsys: pytest.CaptureFixture[str]) -> None:
    with check._live() as store, store.writing() as tx:
        tx.subscribers.refuse(1, "Chat not found", MORNING)
        channel = tx.subscribers.open(-1001, Lang.KK, channel=True)
        tx.subscribers.refuse(channel.id, "TOPIC_CLOSED", MORNING)
    listed = said(capsys, "counts")
    assert [line.split() for line in listed if line.startswith("doubtful")] == [["doubtful", "2"]]
    assert listed[-2:] == ["1 channel takes no messages: TOPIC_CLOSED", "1 chat takes no messages: Chat not found"]
    assert main.status(["check"]) == 1
    err = capsys.readouterr().err
    assert "wrong  1 channel takes no messages: TOPIC_CLOSED" in err
    assert "odd    1 chat takes no messages: Chat not found" in err


def test_check_names_the_doubtful_and_why_others_were_refused(capsys: pytest.CaptureFixture[str]) -> None:
    main.status(["check"])
    err = capsys.readouterr().err
    assert "2 deliveries doubtful" in err
    assert "deliveries refused: KeyError, once" in err
