"""bot/data/codebook.toml → what the columns of the exports mean."""

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from bot.data_files import in_file, read_toml
from bot.domain.codebook import Codebook, Column, Table
from bot.domain.codes import Lang


def read_codebook(folder: Traversable) -> Codebook:
    """What the columns of the exports mean; BadData when the file is wrong."""
    made: Codebook = in_file("codebook.toml", lambda: _codebook(read_toml(folder / "codebook.toml")))
    return made


def _codebook(data: Mapping[str, Any]) -> Codebook:
    columns = {
        name: Column(name, row["type"], _in_three(row), row.get("acled", ""), row.get("plover", ""))
        for name, row in data["columns"].items()
    }
    tables = {
        name: Table(name, _in_three(row), tuple(columns[column] for column in row["columns"]))
        for name, row in data["tables"].items()
    }
    return Codebook(tables)


def _in_three(row: Mapping[str, str]) -> dict[Lang, str]:
    return {lang: row[lang.value] for lang in Lang}
