"""Counts → a map of regions and a chart of weeks or months, as SVG; and SVG → PNG for a photo."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from itertools import combinations

import resvg_py
from markupsafe import Markup

from bot.domain.counts import CountedPeriod, regions
from bot.domain.place import Gazetteer
from bot.domain.record import Words
from bot.record.geometry import HEIGHT, WIDTH, outline
from bot.record.labels import Spot, labelled
from bot.record.templates import environment

#: Radius of a circle for one event, and of the largest one; areas grow with the count between them.
_LEAST, _MOST = 9.0, 42.0
#: Half the width of a digit of a count.
_DIGIT = 6.4
#: Free space between two circles, and how often they are pushed.
_GAP, _STEPS = 3.0, 12
#: The chart's plane, and what is left around it for its labels.
_CHART = (960.0, 300.0)
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 8.0, 16.0, 40.0
#: A photo is drawn twice as large as its plane: Telegram shows at most 1280 across, sharper screens more.
_ZOOM = 1.34


@dataclass(frozen=True, slots=True)
class Bar:
    """One week or month on the chart."""

    label: str
    stretch: CountedPeriod
    x: float
    width: float
    y: float
    height: float
    #: What stands below it, if anything.
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """What stands around a map or chart when it stands alone."""

    title: str
    subtitle: str
    note: str


def spots(counts: Mapping[str, int], words: Words, gazetteer: Gazetteer, links: Mapping[str, str]) -> tuple[Spot, ...]:
    """Every region, the largest circles first, so that small ones lie above them."""
    drawn, most = outline(), max(counts.values(), default=1)
    found = []
    for region in regions(gazetteer):
        place, events = gazetteer[region], counts.get(region, 0)
        if place.lat is None or place.lon is None:
            continue
        x, y = drawn.at(place.lon, place.lat)
        radius = max(_LEAST, _MOST * math.sqrt(events / max(most, 12))) if events else 3.0
        found.append(
            Spot(
                id=region,
                name=words.short_place(region),
                events=events,
                x=x,
                y=y,
                radius=round(radius, 1),
                roomy=radius > _DIGIT * (len(str(events)) + 0.7),
                link=links.get(region, ""),
            )
        )
    return labelled(_apart(sorted(found, key=lambda spot: (-spot.events, spot.id))))


def _apart(found: Sequence[Spot]) -> list[Spot]:
    """Circles that would cover each other are moved apart, none further than its neighbour needs."""
    spots = list(found)
    for _ in range(_STEPS):
        for one, other in combinations(range(len(spots)), 2):
            spots[one], spots[other] = _pushed(spots[one], spots[other])
    return spots


def _pushed(one: Spot, other: Spot) -> tuple[Spot, Spot]:
    across, down = other.x - one.x, other.y - one.y
    distance = math.hypot(across, down) or 1.0
    near = one.radius + other.radius + _GAP - distance
    if near <= 0 or not (one.events and other.events):
        return one, other
    x, y = round(across / distance * near / 2, 1), round(down / distance * near / 2, 1)
    return replace(one, x=one.x - x, y=one.y - y), replace(other, x=other.x + x, y=other.y + y)


def bars(stretches: Sequence[CountedPeriod], words: Words, *, weekly: bool) -> tuple[Bar, ...]:
    """Every stretch with its place on the chart."""
    width, height = _CHART
    step = (width - _LEFT - _RIGHT) / max(1, len(stretches))
    plane = height - _TOP - _BOTTOM
    top = scale([one.events for one in stretches])[-1]
    found = []
    for number, one in enumerate(stretches):
        tall = plane * one.events / top
        label = words.week(one.start) if weekly else words.month(one.start)
        found.append(
            Bar(
                label,
                one,
                round(_LEFT + step * number, 1),
                round(step, 1),
                round(_TOP + plane - tall, 1),
                round(tall, 1),
                _tick(one, stretches[number - 1] if number else None, words, weekly=weekly),
            )
        )
    return tuple(found)


def _tick(one: CountedPeriod, before: CountedPeriod | None, words: Words, *, weekly: bool) -> str:
    """The month below its first week, the year beside its first month."""
    if weekly and before and before.start.month == one.start.month:
        return ""
    if weekly and before is None and one.start.day > 14:
        return ""
    new_year = before is None or before.start.year != one.start.year
    return words.short_month(one.start) + (f" {one.start.year}" if new_year else "")


def scale(values: Sequence[int]) -> tuple[int, ...]:
    """Where the chart's lines stand: whole numbers, four or five of them, up to the highest value or above."""
    most = max([*values, 1])
    step = next(s * 10**power for power in range(7) for s in (1, 2, 5) if s * 10**power * 4 >= most)
    return tuple(range(0, step * -(-most // step) + 1, step))


def map_svg(found: Sequence[Spot], words: Words, about: str, photo: Photo | None = None) -> Markup:
    """The map of regions; `about` says in words what it shows."""
    busy = {spot.id for spot in found if spot.events}
    plane = {"spots": found, "busy": busy, "outline": outline(), "width": WIDTH, "height": HEIGHT}
    return _drawn("map.svg", **plane, about=about, photo=photo, gettext=words.gettext)


def chart_svg(found: Sequence[Bar], words: Words, about: str, photo: Photo | None = None) -> Markup:
    """The chart; `about` says in words what it shows."""
    width, height = _CHART
    plane = height - _TOP - _BOTTOM
    lines = scale([bar.stretch.events for bar in found])
    grid = [(value, round(_TOP + plane * (1 - value / lines[-1]), 1)) for value in lines]
    sides = {"left": _LEFT, "right": width - _RIGHT, "top": _TOP, "base": _TOP + plane}
    values = {"bars": found, "grid": grid, "width": width, "height": height, **sides}
    return _drawn("chart.svg", **values, about=about, photo=photo, gettext=words.gettext)


def _drawn(template: str, **values: object) -> Markup:
    return Markup(environment().get_template(template).render(**values))  # noqa: S704  # the template escapes


def png(svg: str) -> bytes:
    """The picture of an SVG that stands alone; its letters are those of bot/data/fonts."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, zoom=_ZOOM, skip_system_fonts=True, font_files=list(_fonts()), sans_serif_family="Noto Sans"
        )
    )


@cache
def _fonts() -> tuple[str, ...]:
    folder = files("bot") / "data" / "fonts"
    found = []
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        with as_file(folder / name) as path:  # the package lies in a folder, never in a zip
            found.append(str(path))
    return tuple(found)
