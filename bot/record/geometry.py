"""Longitude and latitude → the plane of a map: Albers' equal-area conic, since areas are compared on it."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Point = tuple[float, float]

#: Degrees: the two parallels that keep their length, and the middle of the country.
_SOUTH, _NORTH, _LON, _LAT = 42.5, 53.5, 67.0, 48.0
#: Size of the drawing, and how much of it is left free around the country.
WIDTH, HEIGHT, _MARGIN = 960.0, 540.0, 14.0


@dataclass(frozen=True, slots=True)
class Outline:
    """The country, its regions and the land around it as paths of SVG, and where on the drawing a place lies."""

    country: str
    #: By id of the region or of the city of republican rank.
    regions: Mapping[str, str]
    neighbours: str
    scale: float
    left: float
    top: float

    def at(self, lon: float, lat: float) -> Point:
        """A place on the drawing."""
        return _placed(_albers(lon, lat), self.scale, self.left, self.top)


@cache
def outline() -> Outline:
    """The outline of bot/data/outline.json and the borders of bot/data/regions.json, made to fit the drawing."""
    data = _read("outline.json")
    country = _plane(data["country"])
    xs, ys = zip(*(point for ring in country for point in ring), strict=True)
    scale = min((WIDTH - 2 * _MARGIN) / (max(xs) - min(xs)), (HEIGHT - 2 * _MARGIN) / (max(ys) - min(ys)))
    left = WIDTH / 2 - scale * (min(xs) + max(xs)) / 2
    top = HEIGHT / 2 + scale * (min(ys) + max(ys)) / 2
    regions = {name: _path(_plane(rings), scale, left, top) for name, rings in _read("regions.json")["regions"].items()}
    near = _path(_plane(data["neighbours"]), scale, left, top)
    return Outline(_path(country, scale, left, top), regions, near, scale, left, top)


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("bot") / "data" / name).read_text("utf-8"))
    return found


def _plane(rings: Iterable[Sequence[Sequence[float]]]) -> list[list[Point]]:
    return [[_albers(*point) for point in ring] for ring in rings]


def _albers(lon: float, lat: float) -> Point:
    """Snyder, Map Projections: A Working Manual (1987), 14-1 to 14-6, on a sphere of radius 1."""
    south, north = math.radians(_SOUTH), math.radians(_NORTH)
    n = (math.sin(south) + math.sin(north)) / 2
    c = math.cos(south) ** 2 + 2 * n * math.sin(south)
    rho, rho_0 = (math.sqrt(c - 2 * n * math.sin(math.radians(one))) / n for one in (lat, _LAT))
    theta = n * math.radians(lon - _LON)
    return rho * math.sin(theta), rho_0 - rho * math.cos(theta)


def _placed(point: Point, scale: float, left: float, top: float) -> Point:
    """Down is more on a drawing."""
    return round(left + scale * point[0], 1), round(top - scale * point[1], 1)


def _path(rings: Iterable[Sequence[Point]], scale: float, left: float, top: float) -> str:
    return "".join(_ring([_placed(point, scale, left, top) for point in ring]) for ring in rings)


def _ring(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z"
