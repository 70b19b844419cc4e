"""The map in bot/__init__.py lists exactly what there is."""

import re
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parent.parent
MAP = bot.__doc__ or ""
ROOMS = re.split(r"(?=(?<![\w/.])(?:bot|handlers)/[\w/.]*)", MAP.split("The house;")[1])[1:]


def described(room: str) -> list[str]:
    """The module names after the colon in a room's part of the map."""
    listed = re.split(r"\n +(?:roof|doors|floor \d|beside|data)\b", room)[0].partition(":")[2]
    return sorted(re.findall(r"[a-z_]+", listed))


def modules(folder: Path) -> list[str]:
    """The modules and packages of a folder, by their names."""
    files = [path.stem for path in folder.glob("*.py") if path.name != "__init__.py"]
    return sorted(files + [path.parent.name for path in folder.glob("*/__init__.py")])


def test_the_map_names_every_room_of_the_house() -> None:
    named = {room.split()[0].rstrip("/") for room in ROOMS}
    folders = {f"bot/{path.name}" for path in (ROOT / "bot").iterdir() if path.is_dir() and path.name != "__pycache__"}
    files = {f"bot/{path.name}" for path in (ROOT / "bot").glob("*.py") if path.name != "__init__.py"}
    assert named == folders | files | {"handlers"}


@pytest.mark.parametrize("room", [r for r in ROOMS if r.split()[0].endswith("/") and not r.startswith("bot/data")])
def test_the_map_lists_every_module_of_a_room(room: str) -> None:
    assert described(room) == modules(ROOT / room.split(maxsplit=1)[0])


def test_the_top_level_is_what_the_owner_fixed_and_what_tools_need() -> None:
    allowed = {"bot", "handlers", "locales", "tests", "docs", "alembic.ini", "pyproject.toml", "README.md"}
    allowed |= {"Makefile", "requirements.lock", "LICENSE", "CHANGELOG.md", "Dockerfile", "compose.yaml"}
    made = {"build", "data", "protest_alerts.egg-info"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= allowed | made
