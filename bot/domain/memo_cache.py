"""Answers given again while the same values are asked about: versions of one event share most of what they say."""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
#: Objects remembered at once, so that memory stays flat.
_MOST = 4096


class MemoCache:
    """The last answer of each kind, and answers about single objects. What it gives is not to be changed."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[tuple[object, ...], Any]] = {}
        self._about: dict[tuple[str, int], tuple[object, object, Any]] = {}

    def of(self, kind: str, values: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` makes of these values; made again when the last of its kind was made of others."""
        known = self._last.get(kind)
        if known is None or known[0] != values:
            known = self._last[kind] = values, make()
        made: T = known[1]
        return made

    def about(self, kind: str, one: object, beside: object, make: Callable[[], T]) -> T:
        """What `make` makes of this very object, and of what is beside it; hashing the object would cost more."""
        key = kind, id(one)  # the object is kept, so that no other has its number
        known = self._about.get(key)
        if known is None or known[1] != beside:
            if len(self._about) >= _MOST:
                self._about.clear()
            known = self._about[key] = one, beside, make()
        made: T = known[2]
        return made
