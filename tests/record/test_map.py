"""The map: the regions of today with their true borders, and what had events is tinted."""

import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

import pytest

from bot.domain.codes import Lang
from bot.domain.counts import region_of, regions
from bot.domain.place import Gazetteer, Place, PlaceKind
from bot.record import picture
from bot.record.geometry import outline
from bot.services.record.export import Export

Ring = Sequence[Sequence[float]]
#: An oil field at sea.
AT_SEA = "kashagan-field"


@pytest.fixture(scope="module")
def borders() -> dict[str, list[Ring]]:
    found: dict[str, list[Ring]] = json.loads((files("bot") / "data" / "regions.json").read_text("utf-8"))["regions"]
    return found


def within(lon: float, lat: float, rings: Sequence[Ring]) -> bool:
    """Whether a ray to the east crosses the borders an odd number of times."""
    crossed = 0
    for ring in rings:
        for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
            crossed += (y > lat) != (v > lat) and lon < (u - x) * (lat - y) / (v - y) + x
    return crossed % 2 == 1


def located(gazetteer: Gazetteer) -> Iterator[tuple[Place, float, float]]:
    for place in gazetteer.places.values():
        if place.lat is not None and place.lon is not None and place.kind is not PlaceKind.COUNTRY:
            yield place, place.lon, place.lat


def test_every_region_and_city_of_republican_rank_has_borders(small: Export, borders: dict[str, list[Ring]]) -> None:
    assert set(borders) == set(regions(small.gazetteer)) == set(outline().regions)


def test_every_place_lies_in_its_region_and_in_no_other(small: Export, borders: dict[str, list[Ring]]) -> None:
    there = {
        place.id: [name for name, rings in borders.items() if within(lon, lat, rings)]
        for place, lon, lat in located(small.gazetteer)
    }
    assert there.pop(AT_SEA) == []
    assert {one: found for one, found in there.items() if found != [region_of(one, small.gazetteer)]} == {}


@pytest.mark.parametrize("lang", Lang)
def test_what_had_events_is_tinted_and_the_source_of_borders_is_named(small: Export, lang: Lang) -> None:
    words = small.words[lang]
    found = picture.spots({"abai-region": 2, "astana": 1}, words, small.gazetteer, {})
    drawn = picture.map_svg(found, words, "map")
    assert (drawn.count('class="region"'), drawn.count('class="region some"')) == (18, 2)
    tinted = re.findall(r'class="region some" d="([^"]+)"', drawn)
    assert set(tinted) == {outline().regions["abai-region"], outline().regions["astana"]}
    assert "OpenStreetMap" in words.gettext("Borders © OpenStreetMap contributors.")
