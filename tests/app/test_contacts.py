"""DETAINED_HELP: a file of the operator's, checked whole."""

from datetime import date
from pathlib import Path

import pytest

from bot import config
from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration

GOOD = 'checked = 2026-11-30\nkk = "Қоңырау шалыңыз"\nru = "Позвоните"\nen = "Call"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "help.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_gives_a_day_and_a_text_a_language(tmp_path: Path) -> None:
    found = config.contacts(written(tmp_path, GOOD))
    assert found is not None
    assert found.checked == date(2026, 11, 30)
    assert found.texts[Lang.RU] == "Позвоните"
    assert config.contacts(None) is None


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", 4),
        (GOOD.replace("2026-11-30", '"yesterday"'), 1),
        (GOOD.replace("2026-11-30", "2026-11-30T10:00:00"), 1),
        (GOOD.replace('"Call"', '""'), 1),
        (GOOD.replace("Call", "x" * 4000), 1),
        ("checked = ", 1),
    ],
)
def test_each_fault_of_the_file_is_named(tmp_path: Path, text: str, faults: int) -> None:
    with pytest.raises(BadConfiguration) as caught:
        config.contacts(written(tmp_path, text))
    assert len(caught.value.faults) == faults
    assert all(fault.startswith("DETAINED_HELP: ") for fault in caught.value.faults)
