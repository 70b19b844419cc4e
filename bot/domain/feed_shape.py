"""What a feed's entries usually have: one that loses its texts, its dates or its language still answers, and says less.

As shares of its entries, in 0..1, so that a poll can be held against the polls before it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Self

from bot.domain.alphabet import KAZAKH
from bot.domain.article import Entry

#: A share that has gone from one of these to the other is a change, not a quiet day.
_MOST, _LEAST = 0.8, 0.2
#: Fewer entries tell nothing.
_FEWEST = 3
#: What has been so for so long is how the feed is now.
_SETTLED = timedelta(days=7)
#: In characters: a shorter text is none.
_A_TEXT = 40
_LOOKED_AT = 20
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
#: In characters: so much of a text tells its language.
_BEGINNING = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """Shares of entries with a text, with a date, in Kazakh, in Latin letters; since when it has been another one."""

    text: float = 0.0
    dates: float = 0.0
    kazakh: float = 0.0
    latin: float = 0.0
    changed: datetime | None = None

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Self | None:
        """The shape of a poll; none when it brought too little."""
        seen = entries[:_LOOKED_AT]
        if len(seen) < _FEWEST:
            return None
        return cls(
            text=_share(len(entry.text) >= _A_TEXT for entry in seen),
            dates=_share(entry.published is not None for entry in seen),
            kazakh=_share(not KAZAKH.isdisjoint((entry.title + entry.text[:_BEGINNING]).lower()) for entry in seen),
            latin=_share(_is_latin(entry.title or entry.text[:_BEGINNING]) for entry in seen),
        )

    @classmethod
    def from_json(cls, kept: dict[str, float | str | None] | None) -> Self | None:
        """What `to_json` wrote."""
        if not kept:
            return None
        changed = kept.get("changed")
        shares = {one.name: float(kept.get(one.name) or 0) for one in fields(cls) if one.name != "changed"}
        return cls(**shares, changed=datetime.fromisoformat(str(changed)) if changed else None)

    def to_json(self) -> dict[str, float | str | None]:
        """As it is stored."""
        return asdict(self) | {"changed": self.changed.isoformat() if self.changed else None}


def follow(known: Shape | None, seen: Shape | None, now: datetime) -> tuple[Shape | None, str]:
    """The shape to remember after a poll, and what operators should know of it."""
    if known is None or seen is None:
        return known or seen, ""
    lost = "; ".join(_lost(known, seen))
    if not lost:
        return seen, ""
    since = known.changed or now
    return (seen, "") if now - since >= _SETTLED else (replace(known, changed=since), lost)


def _lost(known: Shape, seen: Shape) -> Iterator[str]:
    if known.text >= _MOST and seen.text <= _LEAST:
        yield "entries have lost their texts"
    if known.dates >= _MOST and seen.dates <= _LEAST:
        yield "entries have lost their dates"
    if _turned(known.kazakh, seen.kazakh) or _turned(known.latin, seen.latin):
        yield "entries are in another language than before"


def _turned(before: float, after: float) -> bool:
    return (before >= _MOST and after <= _LEAST) or (before <= _LEAST and after >= _MOST)


def _share(found: Iterable[bool]) -> float:
    known = list(found)
    return round(sum(known) / len(known), 3)


def _is_latin(words: str) -> bool:
    return words.isascii() or 4 * len(_CYRILLIC.findall(words)) < len(words)
