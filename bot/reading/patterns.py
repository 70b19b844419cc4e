"""Patterns as the data files write them: Python's notation, in which <name> stands for an earlier pattern or piece."""

import re
from collections.abc import Iterable, Mapping

#: Fits nothing: the pattern of a name that a language leaves empty.
NEVER = "(?!)"
#: A piece in angle brackets; «(?P<name>…)» and «(?<=…)» are not.
_PIECE = re.compile(r"(?<!P)<(\w+)>")


def expanded(written: Mapping[str, str], pieces: Mapping[str, str] | None = None) -> dict[str, str]:
    """Patterns with their pieces filled in, in order; ValueError where a piece is not there (yet)."""
    known = dict(pieces or {})
    for name, pattern in written.items():
        if missing := set(_PIECE.findall(pattern)) - set(known):
            raise ValueError(f"{name}: no piece {sorted(missing)} before it")
        known[name] = _PIECE.sub(lambda found: f"(?:{known[found[1]]})", pattern)
    return known


def compiled(name: str, written: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """One pattern, which fits nothing when it is empty; ValueError says what is wrong with it."""
    try:
        return re.compile(written or NEVER, flags)
    except re.error as error:
        raise ValueError(f"{name}: {error}") from error


def exactly(data: Mapping[str, object], names: Iterable[str]) -> None:
    """ValueError when a table has other names than these, or fewer."""
    if odd := set(data) ^ set(names):
        raise ValueError(f"missing or unknown: {sorted(odd)}")
