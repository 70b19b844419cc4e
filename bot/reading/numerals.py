"""Words of a numeral → its value: what may follow what, and how it adds up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.reading.patterns import compiled, exactly

_BIG = 1000
_FORMS = ("more_than", "approx", "about_so_many", "genitive", "measure", "plural", "possessed", "came_to", "rough")
_OWN_FORMS = ("adjective", "tail", "noun")
_RANGES = ("range_and", "range_between", "range_or", "range_to", "range_until", "range_from")
_LISTS = ("links", "until", "turned", "cardinal", "of", "within", *_RANGES)
_TEN = 10


@dataclass(frozen=True, slots=True)
class NumeralPiece:
    """One word of a numeral."""

    value: float
    scale: bool = False
    #: The numeral ends here: it carries an ending.
    closed: bool = False
    ordinal: bool = False
    vague: bool = False
    word: bool = True
    floor: int | None = None


def continues(pieces: Sequence[NumeralPiece], piece: NumeralPiece, gap: str) -> bool:
    """Whether a word belongs to the numeral before it: forty + two, two + thousand, but not five + six."""
    if pieces[-1].vague and not pieces[-1].scale:
        return piece.scale and piece.value >= _TEN  # «несколько десятков», "a few dozen"
    if gap.strip(" \xa0\u202f") or pieces[-1].closed or (piece.vague and not piece.scale):
        return False
    last = pieces[-1]
    if piece.scale:
        return True
    if piece.value == 0.5:
        return True
    if not piece.word or not last.word:
        return last.scale and last.value >= _BIG and piece.value < last.value
    return last.value > piece.value and _room(last.value) > piece.value


def _room(value: float) -> int:
    """How much may follow: a unit after 40, below 100 after 100, below 1000 after 1000, nothing after 11."""
    if value >= 20 and value < 100:
        return 10 if value % 10 == 0 else 0
    if value == 10:
        return 10
    if value >= 100:
        return next(power for power in (10**12, 10**9, 10**6, 1000, 100) if value % power == 0 or power == 100)
    return 0


def value_of(pieces: Sequence[NumeralPiece]) -> int:
    """What the words of a numeral add up to."""
    total = current = 0.0
    for piece in pieces:
        if piece.scale and piece.value >= _BIG:
            total += (current or 1) * piece.value
            current = 0.0
        elif piece.scale:
            current = (current or 1) * piece.value if current < 100 else current + piece.value
        elif piece.value == 0.5 and not current:
            total *= 1.5
        else:
            current += piece.value
    return round(total + current)


def number_forms(shared: Mapping[str, str], own: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """The patterns around numerals, of all languages and of one; ValueError when one is missing or wrong."""
    exactly(shared, _FORMS)
    exactly(own, _OWN_FORMS)
    return {name: compiled(name, written) for name, written in (*shared.items(), *own.items())}


def number_lists(data: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """The whole words around numerals; ValueError when a list is missing."""
    exactly(data, _LISTS)
    return {name: frozenset(words) for name, words in data.items()}
