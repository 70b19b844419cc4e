"""Circles → circles with names: each name stands where it covers least, the largest circles choose first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.record.geometry import HEIGHT, WIDTH, Point

#: Width and height of a letter of a name, and how far it stands from its circle.
_WIDE, _HIGH, _AWAY = 8.6, 15.0, 4.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One region on the map; a circle with its name beside it."""

    id: str
    name: str
    events: int
    x: float
    y: float
    radius: float
    #: Whether the count fits within its circle.
    roomy: bool
    #: Where its name stands, and which of its ends is there: start, middle or end.
    label: Point = (0.0, 0.0)
    anchor: str = "middle"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> float:
        """How much of it another one takes."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


def labelled(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """The same with names, which avoid circles, each other and the edge of the drawing as well as may be."""
    circles = {spot.id: _circle(spot) for spot in spots}
    taken: list[Box] = []
    named = []
    for spot in spots:
        others = [*taken, *(circle for name, circle in circles.items() if name != spot.id)]
        best = min(_places(spot), key=lambda one: _cost(_box(one), others))
        taken.append(_box(best))
        named.append(best)
    return tuple(named)


def _places(spot: Spot) -> Iterator[Spot]:
    """Below, above, to the right, to the left; the first of equals is taken."""
    r = spot.radius
    yield replace(spot, label=(spot.x, round(spot.y + r + _HIGH, 1)), anchor="middle")
    yield replace(spot, label=(spot.x, round(spot.y - r - _AWAY - 1, 1)), anchor="middle")
    yield replace(spot, label=(round(spot.x + r + _AWAY, 1), spot.y + 5), anchor="start")
    yield replace(spot, label=(round(spot.x - r - _AWAY, 1), spot.y + 5), anchor="end")


def _cost(box: Box, others: Iterable[Box]) -> float:
    outside = max(0, -box.left) + max(0, box.right - WIDTH) + max(0, -box.top) + max(0, box.bottom - HEIGHT)
    return outside * _HIGH * 2 + sum(box.shared(other) for other in others)


def _box(spot: Spot) -> Box:
    letters = len(spot.name) + (0 if spot.roomy or not spot.events else 1 + len(str(spot.events)))
    width, (x, y) = letters * _WIDE, spot.label
    left = {"start": x, "middle": x - width / 2, "end": x - width}[spot.anchor]
    return Box(left, y - _HIGH + 3, left + width, y + 4)


def _circle(spot: Spot) -> Box:
    return Box(spot.x - spot.radius, spot.y - spot.radius, spot.x + spot.radius, spot.y + spot.radius)
