"""Files of bot/data as they are read: TOML and JSON, and one error that names file and entry."""

import json
import tomllib
from importlib.resources.abc import Traversable
from typing import Any

from bot.domain.errors import BadConfiguration


class BadData(BadConfiguration):
    """A file of bot/data that cannot be used; the message names file and entry."""

    def __init__(self, fault: str) -> None:
        super().__init__((fault,))


def read_toml(file: Traversable) -> dict[str, Any]:
    """A TOML file; BadData when there is none or it is written wrongly."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadData(f"{file.name}: {error}") from error


def read_json(file: Traversable) -> dict[str, Any]:
    """A JSON file with an object; BadData when there is none or it is written wrongly."""
    try:
        data = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadData(f"{file.name}: {error}") from error
    return data if isinstance(data, dict) else {}


def in_file(name: str, build: Any) -> Any:
    """What `build` answers; its error is BadData about this file or entry."""
    try:
        return build()
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadData(f"{name}: {type(error).__name__} {error}") from error
