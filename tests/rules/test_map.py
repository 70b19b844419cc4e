"""The overview in bot/__init__.py names every package and top-level module there is."""

import re
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent
OVERVIEW = bot.__doc__ or ""


def test_the_overview_names_every_package_and_top_level_module() -> None:
    named = {found.rstrip("/") for found in re.findall(r"\b(?:bot/\w+(?:/|\.py)|handlers/)", OVERVIEW)}
    folders = {f"bot/{path.name}" for path in (ROOT / "bot").iterdir() if path.is_dir() and path.name != "__pycache__"}
    files = {f"bot/{path.name}" for path in (ROOT / "bot").glob("*.py") if path.name != "__init__.py"}
    assert named == folders | files | {"handlers"}


def test_the_top_level_is_what_the_owner_fixed_and_what_tools_need() -> None:
    allowed = {"bot", "handlers", "locales", "tests", "docs", "alembic.ini", "pyproject.toml", "README.md"}
    allowed |= {"Makefile", "requirements.lock", "requirements-dev.lock", "LICENSE", "CHANGELOG.md"}
    allowed |= {"CONTRIBUTING.md", "SECURITY.md", "Dockerfile", "compose.yaml", "deploy"}
    made = {"build", "data", "protest_alerts.egg-info"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= allowed | made
