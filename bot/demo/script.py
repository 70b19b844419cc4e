"""The sample day: one TOML file an outlet, read into entries in the order of their coming."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.domain.clock import utc
from bot.domain.codes import Lang
from bot.domain.names import Name, NameKind

DATA = Path(__file__).parent.parent / "data"
FOLDER = DATA / "day"


class DemoDay(StrEnum):
    """A day that can be played."""

    SAMPLE = "sample"
    #: One outlet is hacked and invents, and three are honest.
    HOSTILE = "hostile"

    @property
    def folder(self) -> Path:
        """Where its outlets' files lie."""
        return FOLDER if self is DemoDay.SAMPLE else DATA / self.value


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet with one feed."""

    id: str
    lang: Lang
    form: str
    name: Name


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One article, and when the feed first carries it (UTC); `entry` is the entry it edits, or its own id."""

    id: str
    outlet: str
    at: datetime
    title: str
    text: str
    entry: str


@dataclass(frozen=True, slots=True)
class Script:
    """All that happens."""

    outlets: tuple[Outlet, ...]
    items: tuple[SampleArticle, ...]

    @property
    def begins(self) -> datetime:
        """A little before the first item."""
        return self.items[0].at

    @property
    def ends(self) -> datetime:
        """When the last item comes."""
        return self.items[-1].at


def load(folder: Path = FOLDER) -> Script:
    """The day as it lies in the folder."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    items = [item for file in files for item in _items(file)]
    return Script(
        outlets=tuple(_outlet(file["outlet"]) for file in files),
        items=tuple(sorted(items, key=lambda item: (item.at, item.id))),
    )


def _outlet(row: dict[str, Any]) -> Outlet:
    names = {lang: row["names"][lang.value] for lang in Lang}
    name = Name(row["id"], NameKind.OUTLET, names, group=row["group"])
    return Outlet(row["id"], Lang(row["lang"]), row["format"], name)


def _items(file: dict[str, Any]) -> list[SampleArticle]:
    outlet = file["outlet"]["id"]
    return [
        SampleArticle(row["id"], outlet, utc(row["at"]), row["title"], row["text"], row.get("edits", row["id"]))
        for row in file.get("entry", [])
    ]
