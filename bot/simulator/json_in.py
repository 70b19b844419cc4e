"""JSON or TOML that nobody has looked at yet, read field by field; whatever is wrong is said plainly."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Wrong(Exception):
    """A request that should not have been made; `status` is the HTTP status of the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Given:
    """One object. Every reader raises Wrong (400): what is missing, of another type or out of bounds."""

    fields: Mapping[str, Any]

    @classmethod
    def of(cls, body: object) -> "Given":
        """The object that a body is."""
        if not isinstance(body, dict):
            raise Wrong(400, "the body must be an object")
        return cls(body)

    def only(self, *names: str) -> "Given":
        """Itself, when it has no other fields than these."""
        unknown = sorted(set(self.fields) - set(names))
        if unknown:
            raise Wrong(400, f"unknown: {', '.join(unknown)}; known: {', '.join(names)}")
        return self

    def text(self, name: str, default: str | None = None) -> str:
        """A text without halves of characters."""
        value = self._value(name, default)
        if not isinstance(value, str):
            raise Wrong(400, f"{name} must be text")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise Wrong(400, f"{name} has half a character in it")
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(400, f"{name} must be a whole number")
        return value

    def optional(self, name: str) -> int | None:
        """A whole number, or None when it is missing or null."""
        return None if self.fields.get(name) is None else self.integer(name)

    def number(self, name: str, default: float | None = None, *, least: float = 0.0, most: float = math.inf) -> float:
        """A finite number within bounds."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise Wrong(400, f"{name} must be a number")
        if not least <= value <= most:
            raise Wrong(400, f"{name} must be from {least:g} to {most:g}")
        return float(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.fields.get(name, default)
        if not isinstance(value, bool):
            raise Wrong(400, f"{name} must be true or false")
        return value

    def integers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers, empty when it is missing."""
        values = self.fields.get(name, [])
        if not isinstance(values, list) or not all(type(value) is int for value in values):
            raise Wrong(400, f"{name} must be a list of whole numbers")
        return tuple(values)

    def one_of(self, name: str, *choices: str, default: str | None = None) -> str:
        """One of the words."""
        value = self.text(name, default)
        if value not in choices:
            raise Wrong(400, f"{name} must be one of {', '.join(choices)}")
        return value

    def _value(self, name: str, default: object) -> object:
        value = self.fields.get(name)
        return default if value is None else value
