"""The fitted score by which a report joins an event: its signs, its weights and its vetoes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Action, Field, Issue, ReportKind
from bot.domain.fingerprint import Fingerprint
from bot.domain.match_evidence import Veto, Weighed, Witness, weigh
from bot.domain.match_score import BadWeights, Known, MatchScore, Weights, by_rules, centred
from bot.domain.matching import Clues, Joins, MatchVerdict, compare, match
from bot.domain.place import COUNTRY, PlaceRef, Precision
from bot.domain.report import Report, Span
from bot.resources import load
from tests.domain.making import DAY, GAZETTEER, claim, event, facts, report

JOINING = load().match_score
LATER, TOMORROW = DAY + timedelta(days=1), DAY + timedelta(days=2)
STORY = dict.fromkeys(range(30), 1.0)
TEXT = Fingerprint("ru", {1: 1.4, 2: 1.0}, {}, STORY, day=DAY.toordinal())
#: The same story in Kazakh and another one, by the names that both have and by what they mean.
IN_KAZAKH = Fingerprint("kk", {1: 1.4, 2: 1.0}, {}, dict.fromkeys(range(100, 130), 1.0), day=DAY.toordinal())
OTHERS = Fingerprint("kk", {7: 1.4, 8: 1.0}, {}, dict.fromkeys(range(200, 230), 1.0), day=DAY.toordinal())
UNDATED = Span(LATER, LATER, 4)
ANYWHERE = (PlaceRef(COUNTRY, Precision.COUNTRY),)


def weighed(one: Report, other: Report, own: Fingerprint = TEXT, theirs: Fingerprint = IN_KAZAKH) -> Weighed:
    known = Witness(GAZETTEER, own, (theirs,), (other,), JOINING)
    return weigh(one, facts(places=other.places, span=other.span, action=other.action, issue=other.issue), known)


def meaning(own: Fingerprint, *numbers: float) -> Fingerprint:
    return replace(own, vector=centred((*numbers, *[0.0] * (4 - len(numbers))), (0.0,) * 4))


def test_a_text_without_a_day_may_tell_of_the_day_before_rather_than_of_the_day_after() -> None:
    told = report(span=UNDATED)
    next_day = replace(TEXT, day=LATER.toordinal())
    before = weighed(told, report(), next_day)
    after = weighed(told, report(span=Span(TOMORROW, TOMORROW, 1)), next_day)
    assert before.veto is None
    assert before.over > after.over


def test_a_text_published_days_later_is_of_another_day_whatever_day_is_read_from_it() -> None:
    late = replace(TEXT, day=DAY.toordinal() + 4)
    assert weighed(report(), report(), late).over < weighed(report(), report()).over - 1


def test_what_names_no_place_but_the_country_is_asked_about_rather_than_joined() -> None:
    near, country = weighed(report(), report()), weighed(report(places=ANYWHERE), report())
    assert country.veto is None
    assert country.over < near.over - 1


def test_the_same_meaning_joins_across_languages_what_other_words_leave_open() -> None:
    own, theirs = replace(TEXT, names={}), replace(IN_KAZAKH, names={})
    without = weighed(report(issue=None), report(issue=None), own, theirs)
    alike = weighed(report(issue=None), report(issue=None), meaning(own, 1, 0.5), meaning(theirs, 1, 0.6))
    apart = weighed(report(issue=None), report(issue=None), meaning(own, 1, 0), meaning(theirs, -1, 0.1))
    assert (without.known, alike.known) == (Known.WORDS, Known.VECTORS)
    assert alike.over > without.over > apart.over
    assert alike.over > 0 > apart.under


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        ({"organisers": ("oyan",)}, {"organisers": ("dvk",)}, Veto.ORGANISER),
        ({"places": (PlaceRef("astana"),)}, {}, Veto.PLACE),
        ({"span": Span(LATER, LATER, 1)}, {}, Veto.DAY),
        ({"span": Span()}, {}, Veto.DAY),
    ],
)
def test_another_organiser_place_or_day_keeps_apart_even_one_text(
    one: dict[str, Any], other: dict[str, Any], veto: Veto
) -> None:
    same = meaning(TEXT, 1, 0.5)
    witness = Witness(GAZETTEER, same, (same,), (), JOINING)
    assert weigh(report(**one), facts(**other), witness).veto is veto
    assert compare(report(**one), facts(**other), witness) is MatchVerdict.UNLIKELY


def test_another_aim_of_other_people_keeps_apart_and_one_of_these_alone_does_not() -> None:
    miners, drivers = replace(TEXT, who=frozenset({1})), replace(IN_KAZAKH, who=frozenset({2}))
    labour, politics = report(issue=Issue.LABOUR), report(issue=Issue.POLITICAL)
    assert weighed(labour, politics, miners, drivers).veto is Veto.AIM
    assert weighed(labour, politics, miners, IN_KAZAKH).veto is None
    assert weighed(labour, labour, miners, drivers).veto is None


def test_another_action_with_another_aim_is_another_event_and_one_of_these_alone_may_be_a_misreading() -> None:
    rally = report(action=Action.RALLY, issue=Issue.ELECTIONS)
    assert weighed(report(action=Action.STRIKE, issue=Issue.LABOUR), rally).veto is Veto.AIM
    assert weighed(report(action=Action.STRIKE, issue=Issue.ELECTIONS), rally).veto is None
    assert weighed(report(action=Action.RALLY, issue=Issue.LABOUR), rally).veto is None
    assert weighed(report(action=Action.STRIKE, issue=None), rally).veto is None


def test_of_two_protests_of_one_town_and_day_the_one_in_like_words_is_joined() -> None:
    clues = Clues(GAZETTEER, TEXT, {3: (OTHERS,), 7: (replace(TEXT, article=1),)}, {}, JOINING)
    assert match(report(), (event(3), event(7)), clues) == Joins(7)


def test_what_a_court_made_of_a_protest_is_joined_by_the_rules_however_late_it_tells() -> None:
    late = replace(TEXT, words={}, day=DAY.toordinal() + 9)
    court = report(kind=ReportKind.COURT_FOLLOWUP, action=None, claims=(claim(5, field=Field.CONVICTED),))
    found = weighed(court, report(), late)
    assert (found.known, found.over >= 0) == (Known.FACTS, True)


def test_every_part_of_a_score_is_told_and_they_sum_to_it() -> None:
    found = weighed(report(action=Action.MARCH), report())
    weights = JOINING.sets[found.known]
    assert {"place_same", "action_alike", "names"} <= {name for name, _ in found.parts}
    assert sum(value for _, value in found.parts) + weights.bias - weights.certain == pytest.approx(found.over)


@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4), st.lists(st.floats(-1, 1), min_size=4, max_size=4))
def test_a_direction_has_length_one_or_is_none(vector: list[float], mean: list[float]) -> None:
    found = centred(tuple(vector), tuple(mean))
    assert not found or sum(one * one for one in found) == pytest.approx(1)
    assert centred((*vector, 0.5), tuple(mean)) == ()


def test_without_fitted_weights_the_rules_hold() -> None:
    assert MatchScore().best(Known.VECTORS) is Known.FACTS
    assert MatchScore({Known.FACTS: by_rules(), Known.WORDS: by_rules()}).best(Known.VECTORS) is Known.WORDS


def test_thresholds_out_of_order_are_refused() -> None:
    with pytest.raises(BadWeights, match="not in order"):
        Weights(0.0, {}, certain=0.5, likely=0.5)
