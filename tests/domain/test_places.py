"""Who is concerned by an event at a place."""

from datetime import date

import pytest

from bot.domain.codes import Lang
from bot.domain.place import PlaceRef, Precision
from bot.domain.subscriber import chosen
from tests.domain.making import ASTANA_ONCE, GAZETTEER


@pytest.mark.parametrize(
    ("ref", "audience"),
    [
        (PlaceRef("astana"), {"astana", "kz"}),
        (PlaceRef("konaev"), {"konaev", "almaty-region", "kz"}),
        (PlaceRef("almaty-medeu"), {"almaty", "kz"}),
        (PlaceRef("almaty-region", Precision.REGION), {"almaty-region", "kz"}),
        (PlaceRef("konaev", Precision.REGION), {"almaty-region", "kz"}),
        (PlaceRef("kz", Precision.COUNTRY), {"kz"}),
        (PlaceRef("atlantis"), {"kz"}),
    ],
)
def test_an_event_concerns(ref: PlaceRef, audience: set[str]) -> None:
    assert GAZETTEER.audience([ref]) == audience


def test_who_chose_a_region_sees_its_cities_and_the_country_sees_all() -> None:
    assert GAZETTEER.within(["almaty-region"]) == {"almaty-region", "konaev"}
    assert GAZETTEER.within(["almaty"]) == {"almaty", "almaty-medeu"}
    assert GAZETTEER.within(["kz"]) == set(GAZETTEER.places)


def test_a_district_lies_in_the_region_of_its_city() -> None:
    assert GAZETTEER.region_of("konaev") == "almaty-region"
    assert GAZETTEER.region_of("almaty-medeu") is None


def test_an_old_name_is_borne_between_its_days_only() -> None:
    astana = GAZETTEER["astana"]
    assert astana.name_on(date(2019, 9, 21), Lang.EN) == "Nur-Sultan"
    assert astana.name_on(date(2022, 9, 18), Lang.EN) is None
    assert astana.name_on(date(2019, 9, 21), Lang.RU) is None
    assert ASTANA_ONCE.borne_on(date(2019, 3, 23))


@pytest.mark.parametrize(
    ("before", "tap", "wanted", "after"),
    [
        (set(), "almaty", True, {"almaty"}),
        ({"almaty"}, "almaty", False, set()),
        ({"almaty"}, "astana", True, {"almaty", "astana"}),
        ({"almaty", "astana"}, "kz", True, {"kz"}),
        ({"kz"}, "almaty", True, {"almaty"}),
        ({"kz"}, "almaty", False, {"kz"}),
    ],
)
def test_tapping_a_place_once_or_twice(*, before: set[str], tap: str, wanted: bool, after: set[str]) -> None:
    once = chosen(frozenset(before), tap, wanted=wanted, country="kz")
    assert once == after
    assert chosen(once, tap, wanted=wanted, country="kz") == after
