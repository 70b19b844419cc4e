"""Sentence vectors: what the encoder makes of a text, as numbers and as it lies in the database."""

from dataclasses import dataclass
from math import isfinite
from struct import Struct

Vector = tuple[float, ...]
#: Numbers in a vector of multilingual-e5-small.
DIMENSIONS = 384
#: Half floats, little end first: 768 bytes. Three digits are more than the fitted weights need.
_PACKED = Struct(f"<{DIMENSIONS}e")


@dataclass(frozen=True, slots=True)
class OpeningVectors:
    """What the encoder makes of an article's opening: of title and lead together, and of the title alone."""

    whole: Vector
    title: Vector


def unpacked(body: bytes) -> Vector:
    """The vector that `packed` wrote; ValueError when it is none."""
    if len(body) != _PACKED.size:
        raise ValueError(f"{len(body)} bytes instead of {_PACKED.size}")
    found = _PACKED.unpack(body)
    if not all(map(isfinite, found)):
        raise ValueError("not finite")
    return found


def packed(vector: Vector) -> bytes:
    """768 bytes."""
    return _PACKED.pack(*vector)


def dot(one: Vector, other: Vector) -> float:
    """The scalar product: of two vectors of the encoder, which have length one, their cosine."""
    return sum(map(float.__mul__, one, other))
