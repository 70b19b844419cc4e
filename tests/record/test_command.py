"""`protest-alerts export`, as other programs call it: statuses, one line an error, no half file, no readers' key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

FAULTS = [
    (("--format", "xml"), 2, "--format: 'xml' is none of csv, jsonl, geojson, atom, cap"),
    (("--format", "jsonl", "--lang", "de"), 2, "--lang: 'de' is none of kk, ru, en"),
    (("--format", "csv", "--table", "people"), 2, "--table: 'people' is none of events, claims, sources"),
    (("--format", "atom", "--table", "events"), 2, "--table: atom is one document and has no tables"),
    (("--format", "jsonl", "--from", "2019-10-01", "--to", "2019-09-01"), 2, "--from 2019-10-01 is after --to 20"),
    (("--format", "jsonl", "--from", "21.09.2019"), 2, "--from: '21.09.2019' is not a day such as 2019-09-21"),
    (("--format", "jsonl", "--place", "Narnia"), 2, "--place: no place 'Narnia'"),
    (("--format", "jsonl", "--out", "/nowhere/x"), 2, "--out: /nowhere is not a folder"),
    (("--format", "jsonl", "--out", "/"), 2, "--out: / is a folder"),
    (("--format", "csv", "--table", "coverage", "--to", "2001-01-01"), 1, "nothing in the record for this selection"),
    (("--format", "jsonl", "--demo"), 1, "no database there yet"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "status", "said"), FAULTS)
def test_each_fault_is_one_line(
    installation: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, said: str
) -> None:
    assert main.status(["export", *arguments]) == status
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"protest-alerts: {said}")


def test_all_faults_are_told_at_once(installation: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main.status(["export", "--format", "xml", "--lang", "de", "--from", "x", "--place", "Narnia"]) == 2
    assert capfd.readouterr().err.count("\n") == 4


@pytest.mark.parametrize("place", ["almaty", "Алматы", "Алматыда"])
def test_a_place_is_found_by_id_and_in_any_spelling(
    installation: Path, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    assert main.status(["export", "--format", "jsonl", "--place", place]) == 0
    assert json.loads(capfd.readouterr().out.splitlines()[0])["event_id"] == 1


def test_a_file_is_written_whole_and_may_be_read_by_others(installation: Path) -> None:
    target = installation / "claims.csv"
    target.write_text("an earlier export")
    assert main.status(["export", "--format", "csv", "--table", "claims", "--out", str(target)]) == 0
    assert target.read_bytes().startswith(b"event_id,version,")
    assert target.stat().st_mode & 0o777 == 0o644


def test_an_empty_result_leaves_an_earlier_file_as_it_was(installation: Path) -> None:
    target = installation / "coverage.csv"
    target.write_text("an earlier export")
    arguments = ["export", "--format", "csv", "--table", "coverage", "--to", "2001-01-01", "--out", str(target)]
    assert main.status(arguments) == 1
    assert target.read_text() == "an earlier export"
    assert sorted(path.name for path in installation.iterdir() if path.name.startswith(".")) == []


def run(installation: Path, *arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bot", "export", *arguments]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, env=dict(os.environ), **options)  # type: ignore[call-overload,no-any-return]  # as given


def test_a_full_disk_is_one_line_and_no_traceback(installation: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(installation, "--format", "jsonl", stdout=full)
    assert (done.returncode, done.stderr) == (1, "protest-alerts: standard output: No space left on device\n")
    done = run(installation, "--format", "jsonl", "--out", "/dev/full")
    assert (done.returncode, done.stderr) == (1, "protest-alerts: /dev/full: No space left on device\n")
    assert Path("/dev/full").is_char_device()


def test_a_reader_that_hangs_up_is_one_line(installation: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run(installation, "--format", "geojson", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "protest-alerts: standard output: the reader has hung up\n")


def test_a_mistyped_readers_key_does_not_matter(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUBSCRIBER_KEY", "mistyped")
    assert main.status(["export", "--format", "jsonl"]) == 0
    assert capfd.readouterr().err == ""
