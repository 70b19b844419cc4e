"""A file of thresholds of another schema or out of order: `check` and `run` say so in one line, with status 2."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
KEY = "A" * 43 + "="


def broken(folder: Path, old: str, new: str) -> None:
    """A copy of the program whose thresholds are wrong."""
    for package in ("bot", "handlers", "locales"):
        shutil.copytree(ROOT / package, folder / package)  # with what is compiled already
    file = folder / "bot" / "data" / "decision.toml"
    text = file.read_text(encoding="utf-8")
    assert re.search(old, text, re.MULTILINE)
    file.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "old", "new", "said"),
    [
        ("check", "^push = .*$", "push = 0.95", "not in order between 0 and 1"),
        ("run", "^schema = .*$", "schema = 1", "schema 1 instead of 2"),
    ],
)
def test_wrong_thresholds_are_one_line_and_nothing_starts(
    tmp_path: Path, command: str, old: str, new: str, said: str
) -> None:
    broken(tmp_path, old, new)
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path),
        "DATA_DIR": str(tmp_path),
        "BOT_TOKEN": TOKEN,
        "SUBSCRIBER_KEY": KEY,
    }
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from bot.cli.main import main; sys.exit(main())", command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert sum(said in line for line in (done.stdout + done.stderr).splitlines()) == 1
