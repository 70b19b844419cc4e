"""Which words about a place in town are for readers of a language."""

from dataclasses import replace

import pytest

from bot.domain.event import Facts, Setting, venues
from tests.domain.making import facts, source

KNOWN, STREET = "на площади Республики", "на проспекте Баймуратова"


def told(*settings: Setting, owner_of_twin: str = "twin") -> Facts:
    """An event with these, of three outlets."""
    sources = source("arna"), source("evil"), source("twin", owner_of_twin)
    return replace(facts(), sources=sources, settings=settings)


def setting(outlet: str, venue: str, lang: str = "ru", unlisted: str = "") -> Setting:
    return Setting(outlet, source(outlet).url, venue, "", lang, unlisted)


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (told(setting("evil", KNOWN)), [KNOWN]),
        (told(setting("evil", "on Republic Square", "en")), []),
        (told(setting("evil", "")), []),
        (told(setting("evil", STREET, unlisted="bmrtv")), []),
        (told(setting("evil", STREET, unlisted="bmrtv"), setting("arna", "на проспекте Иванова", unlisted="ivnv")), []),
        (
            told(setting("evil", STREET, unlisted="bmrtv"), setting("arna", "on Baimuratov Avenue", "en", "bmrtv")),
            [STREET],
        ),
        (
            told(
                setting("evil", STREET, unlisted="bmrtv"),
                setting("twin", STREET, unlisted="bmrtv"),
                owner_of_twin="evil",
            ),
            [],
        ),
    ],
)
def test_a_place_is_told_in_the_readers_language_and_under_a_name_that_two_owners_know(
    event: Facts, shown: list[str]
) -> None:
    assert [one.venue for one in venues(event, "ru")] == shown
