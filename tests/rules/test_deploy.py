"""What is deployed names only settings that there are, and commands too."""

import re

import pytest

from bot.config import Settings
from tests.rules.test_overview import ROOT

#: Of python, the C library, PostgreSQL's image and files with secrets.
OTHERS = {
    *("PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "MALLOC_ARENA_MAX"),
    *("POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"),
    *("BOT_TOKEN_FILE", "SUBSCRIBER_KEY_FILE", "DATABASE_URL_FILE"),
}
FILES = {
    "compose.yaml": r"^ +([A-Z][A-Z_]+): ",
    "Dockerfile": r"^(?:ENV| {3}) ([A-Z][A-Z_]+)=",
    "deploy/protest-alerts.service": r"^Environment=([A-Z][A-Z_]+)=",
    "deploy/protest-alerts-backup.service": r"^Environment=([A-Z][A-Z_]+)=",
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_deployed_sets_only_what_is_read(name: str) -> None:
    named = set(re.findall(FILES[name], (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
    known = {field.upper() for field in Settings.model_fields}
    assert named
    assert named - OTHERS <= known
