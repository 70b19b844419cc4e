"""The command line as other programs call it: exit statuses, one line an error, JSON as promised."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.store.chat_id_encryption import ChatIdEncryption

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
    assert main.status(["read", written(tmp_path, ARTICLE), "--published", "2019-09-21"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["id"], answer["protest"], answer["date"]["start"]) == ("article", True, "2019-09-21")
    assert {"id", "lang", "kind", "protest", "confidence", "action", "date", "places", "claims"} <= answer.keys()
    assert {"organisers", "demands", "issue", "responses", "status", "why"} <= answer.keys()
    assert "mentions" not in answer


def test_json_lines_are_answered_in_order_with_mentions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, lines(LINE, "", {"id": "b", "title": "Weather", "text": "Rain in Oral."}))
    assert main.status(["read", file, "--jsonl", "--mentions"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], second["id"]) == ("a", "b")
    assert (first["protest"], second["protest"]) == (True, False)
    assert {"id": "almaty", "start": 9, "end": 15, "in": "title"} in first["mentions"]["places"]


def test_standard_input_is_read(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environment.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    assert main.status(["read", "--explain"]) == 0
    assert "event_report" in capsys.readouterr().out


BAD_LINES = [
    "{",
    "[]",
    '{"id": "x", "text": {}}',
    '{"id": "x", "published": "yesterday"}',
    '{"published": "0001-01-01T00:00"}',
    '{"title": 5}',
    '{"id": true}',
    '{"lang": "de"}',
    '{"lang": ["kk"]}',
    "[" * 100_000,
    f'{{"id": {"9" * 5000}}}',
]


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str) -> None:
    assert main.status(["read", written(tmp_path, lines(bad, LINE)), "--jsonl"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "a"
    assert err.startswith("protest-alerts: line 1: ")
    assert err.count("\n") == 1
    assert err.count("line ") == 1


def test_an_article_may_be_named_by_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["read", written(tmp_path, lines({**LINE, "id": 7, "lang": ""})), "--jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "7"


def test_a_reader_of_the_answers_who_has_read_enough_is_no_fault(tmp_path: Path) -> None:
    file = written(tmp_path, lines(*[{"id": str(number), "title": "Rain " * 100} for number in range(2000)]))
    command = [sys.executable, "-m", "bot", "read", "--jsonl", "--explain", file]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert json.loads(program.stdout.readline())["id"] == "0"
        program.stdout.close()
        assert program.stderr.read() == ""
    assert program.returncode == main.WORK_FAILED


def test_replay_gives_two_reports_of_one_event_one_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, lines(LINE, {**LINE, "id": "b"}, {"id": "c", "title": "Weather", "text": "Rain."}))
    assert main.status(["replay", file]) == 0
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
        ["simulator", "--faults", "/no/such/file"],
        ["feeds", "add", "notaurl"],
        ["feeds", "add", "ftp://outlet.example/"],
        ["events", "merge", "1"],
        ["events", "merge", "1", "1"],
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
    assert main.status(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert all(line.startswith("protest-alerts: ") for line in err.splitlines())


@pytest.mark.parametrize("group", [[], ["events"], ["feeds"], ["deliveries"]])
def test_a_group_of_commands_alone_says_what_there_is(capsys: pytest.CaptureFixture[str], group: list[str]) -> None:
    assert main.status(group) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Commands:" in err.splitlines()


def test_what_cannot_be_opened_is_named_by_its_option(capsys: pytest.CaptureFixture[str]) -> None:
    main.status(["simulator", "--faults", "/no/such/file"])
    assert capsys.readouterr().err == "protest-alerts: --faults: /no/such/file: No such file or directory\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["events", "show", "5"], "no event No. 5"),
        (["events", "merge", "1", "2"], "no event No. 1"),
        (["events", "hold", "3"], "no event No. 3"),
        (["events", "list", "--find", "крокодил"], "--find: nothing is known by 'крокодил'"),
    ],
)
def test_what_is_not_there_is_said_in_words(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    environment.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())
    assert main.status(command) == 1
    assert capsys.readouterr().err == f"protest-alerts: {said}\n"


def test_a_round_in_which_no_feed_answers_is_work_that_failed(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    feed = '[[feed]]\nid = "{0}"\nurl = "http://127.0.0.1/{0}"\noutlet = "vlast"\n'
    environment.setenv("FEEDS", written(tmp_path, feed.format("one") + feed.format("two"), "feeds.toml"))
    environment.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())
    assert main.status(["poll"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "one: forbidden address (not an address of the public internet)"
    assert told[2] == "2 feeds polled, 0 articles new, 0 read, 0 versions made"


def test_the_demo_minds_nothing_but_its_folder(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("BOT_TOKEN", "ADMIN_IDS", "WEB_ADDRESS"):
        environment.setenv(name, "nonsense")
    environment.setenv("DATA_DIR", written(tmp_path, "not a folder"))
    assert main.status(["demo", "--once"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "DATA_DIR" in line


def test_wrong_configuration_is_status_two(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environment.setenv("ADMIN_IDS", "1;2")
    environment.setenv("BOT_TOKEN", "nonsense")
    assert main.status(["run", "--role", "x"]) == 2
    told = [line.split(":")[1].strip() for line in capsys.readouterr().err.splitlines()]
    assert told == ["--role", "BOT_TOKEN", "ADMIN_IDS", "SUBSCRIBER_KEY"]


@pytest.mark.parametrize(
    "command", [["check"], ["migrate"], ["feeds", "list"], ["events", "list"], ["poll"], ["demo", "--once"]]
)
@pytest.mark.parametrize("folder", ["{file}", "{file}/inside", "/proc/nowhere"])
def test_a_folder_that_cannot_be_is_wrong_configuration(
    environment: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    command: list[str],
    folder: str,
) -> None:
    environment.setenv("DATA_DIR", folder.format(file=written(tmp_path, "not a folder")))
    environment.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())
    assert main.status(command) == (
        1 if command == ["check"] else 2
    )  # a finding of the check, not a fault of its usage
    told = [line for line in capsys.readouterr().err.splitlines() if "DATA_DIR" in line]
    assert len(told) == 1


def test_migrate_makes_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["migrate"]) == 0
    assert capsys.readouterr().out.startswith("schema ")


def test_check_finds_what_is_missing_and_then_nothing(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(["check"]) == 1
    assert "BOT_TOKEN" in capsys.readouterr().err
    assert main.status(["check", "--new-key"]) == 0
    environment.setenv("SUBSCRIBER_KEY", capsys.readouterr().out.strip())
    environment.setenv("BOT_TOKEN", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11")
    assert main.status(["check", "--offline"]) == 0
    out, err = capsys.readouterr()
    assert "UTC+5 " in out
    assert [line[:16] for line in err.splitlines()] == ["odd    0 admins:", "odd    without e", "odd    there was"]
    environment.setenv("ADMIN_IDS", "7")
    assert main.status(["check", "--offline"]) == 0
    out, err = capsys.readouterr()
    assert "1 admin\n" in out
    assert err == "", "the database is there"


def test_a_demo_database_is_never_live(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.app import open_store
    from bot.store.engine import Purpose

    url = f"sqlite:///{tmp_path / 'demo.db'}"
    open_store(url, ChatIdEncryption.new_key(), Purpose.DEMO).close()
    environment.setenv("DATABASE_URL", url)
    environment.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())
    assert main.status(["poll"]) == 1
    assert main.status(["migrate"]) == 1


def test_python_dash_m_bot_is_the_same_and_help_imports_no_application() -> None:
    code = "import sys; from bot.cli.main import status; sys.exit(status(['--help']) or 'sqlalchemy' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert shown.returncode == 0
    assert "demo" in shown.stdout
    same = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, check=False, text=True)
    assert same.stdout.splitlines()[1:] == shown.stdout.splitlines()[1:]
