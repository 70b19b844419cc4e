"""The command line as other programs call it: exit statuses, one line an error, JSON as promised."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.store.vault import Vault

ARTICLE = "Rally in Almaty\n\nPolice detained 57 people at a rally in Almaty on September 21, the ministry said."
LINE = {"id": "a", "title": "Rally in Almaty", "text": ARTICLE, "published": "2019-09-21T18:00:00+06:00"}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in ("BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "FEEDS", "ADMIN_IDS", "SUBSCRIBER_KEY", "WEB_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return monkeypatch


def written(folder: Path, text: str, name: str = "article.txt") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def lines(*articles: object) -> str:
    return "\n".join(article if isinstance(article, str) else json.dumps(article) for article in articles)


def test_a_plain_file_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["read", written(tmp_path, ARTICLE), "--published", "2019-09-21"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["id"], answer["protest"], answer["date"]["start"]) == ("article", True, "2019-09-21")
    assert {"id", "lang", "kind", "protest", "confidence", "action", "date", "places", "claims"} <= answer.keys()
    assert {"organisers", "demands", "issue", "responses", "status", "why"} <= answer.keys()
    assert "mentions" not in answer


def test_json_lines_are_answered_in_order_with_mentions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, lines(LINE, "", {"id": "b", "title": "Weather", "text": "Rain in Oral."}))
    assert cli.status(["read", file, "--jsonl", "--mentions"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], second["id"]) == ("a", "b")
    assert (first["protest"], second["protest"]) == (True, False)
    assert {"id": "almaty", "start": 9, "end": 15, "in": "title"} in first["mentions"]["places"]


def test_standard_input_is_read(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environment.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    assert cli.status(["read", "--explain"]) == 0
    assert "event_report" in capsys.readouterr().out


BAD_LINES = [
    "{",
    "[]",
    '{"id": "x", "text": {}}',
    '{"id": "x", "published": "yesterday"}',
    '{"published": "0001-01-01T00:00"}',
]


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str) -> None:
    assert cli.status(["read", written(tmp_path, lines(bad, LINE)), "--jsonl"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "a"
    assert err.startswith("protest-alerts: line 1: ")
    assert err.count("\n") == 1


def test_replay_gives_two_reports_of_one_event_one_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, lines(LINE, {**LINE, "id": "b"}, {"id": "c", "title": "Weather", "text": "Rain."}))
    assert cli.status(["replay", file]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert answers[0]["event"] == answers[1]["event"] is not None
    assert answers[2]["event"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "--nonsense"],
        ["nonsense"],
        ["read", "/no/such/file"],
        ["read", "--lang", "tlh"],
        ["read", __file__, "--published", "xx"],
        ["replay"],
        ["demo", "--port", "x"],
        ["run"],
        ["run", "--role", "x"],
        ["poll"],
    ],
)
def test_wrong_usage_is_status_two_with_one_line_for_each_fault(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.status(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert all(line.startswith("protest-alerts: ") for line in err.splitlines())


def test_wrong_configuration_is_status_two(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environment.setenv("ADMIN_IDS", "1;2")
    environment.setenv("BOT_TOKEN", "nonsense")
    assert cli.status(["run", "--role", "x"]) == 2
    told = [line.split(":")[1].strip() for line in capsys.readouterr().err.splitlines()]
    assert told == ["--role", "BOT_TOKEN", "ADMIN_IDS", "SUBSCRIBER_KEY"]


def test_migrate_makes_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["migrate"]) == 0
    assert capsys.readouterr().out.startswith("schema ")


def test_check_finds_what_is_missing_and_then_nothing(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.status(["check"]) == 1
    assert "BOT_TOKEN" in capsys.readouterr().err
    assert cli.status(["check", "--new-key"]) == 0
    environment.setenv("SUBSCRIBER_KEY", capsys.readouterr().out.strip())
    environment.setenv("BOT_TOKEN", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11")
    assert cli.status(["check"]) == 0
    assert "UTC+5:00:00" in capsys.readouterr().out


def test_a_demo_database_is_never_live(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.app import open_store
    from bot.store.engine import Purpose

    url = f"sqlite:///{tmp_path / 'demo.db'}"
    open_store(url, Vault.new_key(), Purpose.DEMO).close()
    environment.setenv("DATABASE_URL", url)
    environment.setenv("SUBSCRIBER_KEY", Vault.new_key())
    assert cli.status(["poll"]) == 1
    assert cli.status(["migrate"]) == 1


def test_python_dash_m_bot_is_the_same_and_help_imports_no_roof() -> None:
    code = "import sys; from bot import cli; s = cli.status(['--help']); sys.exit(s or 'sqlalchemy' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert shown.returncode == 0
    assert "demo" in shown.stdout
    same = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, check=False, text=True)
    assert same.stdout.splitlines()[1:] == shown.stdout.splitlines()[1:]
