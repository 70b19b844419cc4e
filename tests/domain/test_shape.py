"""A feed whose entries lose what they had: told for a week, and no quiet day passes for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.article import Entry
from bot.domain.feed_shape import Shape, follow

NOW = datetime(2026, 12, 2, tzinfo=UTC)
RUSSIAN = Entry("k", "", "Митинг в Алматы", "Жители вышли на площадь и просили отменить решение.", NOW)
KAZAKH = replace(RUSSIAN, title="Алматыда наразылық", text="Тұрғындар алаңға шығып, шешімді өзгертуді сұрады.")
ENGLISH = replace(RUSSIAN, title="Rally in Almaty", text="Residents came to the square and asked for a decision.")


def shape(*entries: Entry) -> Shape | None:
    return Shape.of(entries * 5)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (RUSSIAN, RUSSIAN, ""),
        (RUSSIAN, replace(RUSSIAN, text=""), "entries have lost their texts"),
        (RUSSIAN, replace(RUSSIAN, published=None), "entries have lost their dates"),
        (KAZAKH, RUSSIAN, "entries are in another language than before"),
        (RUSSIAN, ENGLISH, "entries are in another language than before"),
        (replace(RUSSIAN, text=""), RUSSIAN, ""),
    ],
)
def test_what_entries_have_lost_is_said(before: Entry, after: Entry, said: str) -> None:
    known, seen = shape(before), shape(after)
    assert follow(known, seen, NOW)[1] == said


def test_a_mixed_feed_and_one_of_few_entries_tell_nothing() -> None:
    assert follow(shape(RUSSIAN, KAZAKH), shape(KAZAKH), NOW)[1] == ""
    assert Shape.of([RUSSIAN, RUSSIAN]) is None
    assert follow(shape(RUSSIAN), None, NOW) == (shape(RUSSIAN), "")


def test_what_has_been_so_for_a_week_is_how_the_feed_is() -> None:
    known, bare, now = shape(RUSSIAN), shape(replace(RUSSIAN, text="")), NOW
    said = []
    for _ in range(9):
        known, complaint = follow(known, bare, now)
        said.append(bool(complaint))
        now += timedelta(days=1)
    assert said == [True] * 7 + [False] * 2


def test_a_shape_comes_back_as_it_was_stored() -> None:
    kept = shape(RUSSIAN, KAZAKH)
    assert kept is not None
    for one in (kept, replace(kept, changed=NOW)):
        assert Shape.from_json(one.to_json()) == one
    assert Shape.from_json(None) is None
