"""Words of a numeral → its value: what may follow what, and how it adds up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BIG = 1000
_TEN = 10
#: «выросло до 13», «300-ге дейін өсті»: what it came to, no bound.
_CAME_TO = re.compile(
    r"(?:вырос|увелич|возрос|дош|сократ|уменьш|снизи|упал|довел|поднял|өс|көбей|артты|артқан|азай|қысқар|ұлғай|жетті|жеткен)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a numeral."""

    value: float
    scale: bool = False
    #: The numeral ends here: it carries an ending.
    closed: bool = False
    ordinal: bool = False
    vague: bool = False
    word: bool = True
    floor: int | None = None


def continues(pieces: Sequence[Piece], piece: Piece, gap: str) -> bool:
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


def value_of(pieces: Sequence[Piece]) -> int:
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


def came_to(words: Sequence[str]) -> bool:
    """Whether one of these words says that a figure grew or fell to what stands beside it."""
    return any(_CAME_TO.match(word) for word in words)
