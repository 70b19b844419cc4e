"""Publish, ask or drop: one pure function, as a table; and the laws that hold for any report."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Action, Lang, ReportKind
from bot.domain.decision import (
    BadThresholds,
    Circumstances,
    Decision,
    KnownEvent,
    OutletStanding,
    Thresholds,
    Why,
    judge,
    notifies_editors,
)
from bot.domain.report import Report, Span
from bot.domain.review import Mode
from tests.domain.making import report

LIMITS = Thresholds(ask=0.2, push=0.6, publish={"kk": 0.75, "ru": 0.76, "en": 0.7})
PUBLISH, ASK, DROP = Decision.PUBLISH, Decision.ASK, Decision.DROP
SEEN = KnownEvent(frozenset({"other"}), published=True)


def sure(confidence: float = 0.9, **more: object) -> Report:
    return report(confidence=confidence, **more)


@pytest.mark.parametrize(
    ("told", "at", "decision", "why"),
    [
        (sure(), Circumstances(), PUBLISH, Why.SURE),
        (sure(0.70), Circumstances(), PUBLISH, Why.SURE),
        (sure(0.70, lang="ru"), Circumstances(), ASK, Why.LOW_CONFIDENCE),
        (sure(0.69), Circumstances(), ASK, Why.LOW_CONFIDENCE),
        (sure(0.20), Circumstances(), ASK, Why.LOW_CONFIDENCE),
        (sure(0.19), Circumstances(), DROP, Why.UNLIKELY),
        (sure(0.99, lang="other"), Circumstances(), ASK, Why.LOW_CONFIDENCE),
        (sure(kind=ReportKind.COURT_FOLLOWUP), Circumstances(), ASK, Why.ANOTHER_KIND),
        (sure(kind=ReportKind.NOT_PROTEST, confidence=0.1), Circumstances(), DROP, Why.UNLIKELY),
        (sure(places=()), Circumstances(), ASK, Why.INCOMPLETE),
        (sure(span=Span()), Circumstances(), ASK, Why.INCOMPLETE),
        (sure(action=None), Circumstances(), ASK, Why.INCOMPLETE),
        (sure(roundup=True), Circumstances(), ASK, Why.ROUNDUP),
        (sure(action=Action.SELF_IMMOLATION), Circumstances(), ASK, Why.GRAVE_ACT),
        (sure(), Circumstances(OutletStanding.PROBATION), ASK, Why.PROBATION),
        (sure(), Circumstances(OutletStanding.MUTED), DROP, Why.MUTED),
        (sure(), Circumstances(mode=Mode.REVIEW), ASK, Why.REVIEW_MODE),
        # a second owner, or a report of what readers see already, from the middle of the thresholds on
        (sure(0.45), Circumstances(known=KnownEvent(frozenset({"other"}))), PUBLISH, Why.KNOWN_EVENT),
        (sure(0.45), Circumstances(known=KnownEvent(published=True)), PUBLISH, Why.KNOWN_EVENT),
        (sure(0.44), Circumstances(known=SEEN), ASK, Why.LOW_CONFIDENCE),
        (sure(0.9, roundup=True), Circumstances(known=SEEN), ASK, Why.ROUNDUP),
        (sure(0.45), Circumstances(OutletStanding.PROBATION, SEEN), ASK, Why.PROBATION),
        (sure(0.45), Circumstances(known=SEEN, mode=Mode.REVIEW), ASK, Why.REVIEW_MODE),
    ],
)
def test_what_becomes_of_a_report(told: Report, at: Circumstances, decision: Decision, why: Why) -> None:
    judged = judge(told, LIMITS, at)
    assert (judged.decision, judged.why[0]) == (decision, why)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(list(Lang)), st.sampled_from(list(OutletStanding)))
def test_more_probable_is_never_less_told(one: float, other: float, lang: Lang, standing: OutletStanding) -> None:
    order = [DROP, ASK, PUBLISH]
    low, high = sorted((one, other))
    at = Circumstances(standing)
    less, more = (judge(sure(p, lang=lang.value), LIMITS, at).decision for p in (low, high))
    assert order.index(less) <= order.index(more)


@given(st.floats(0, 1), st.sampled_from(({"places": ()}, {"roundup": True})), st.sampled_from(list(OutletStanding)))
def test_what_is_incomplete_or_a_roundup_is_never_published(
    confidence: float, lacking: dict[str, object], standing: OutletStanding
) -> None:
    doubtful = sure(confidence, **lacking)
    assert judge(doubtful, LIMITS, Circumstances(standing, SEEN)).decision is not PUBLISH


@given(st.floats(0, 1))
def test_the_grave_part_changes_no_decision(confidence: float) -> None:
    plain = sure(confidence)
    assert judge(plain, LIMITS) == judge(replace(plain, claims=()), LIMITS)


@pytest.mark.parametrize(
    ("confidence", "why", "rung"),
    [
        (0.4, Why.LOW_CONFIDENCE, True),
        (0.39, Why.LOW_CONFIDENCE, False),
        (0.39, Why.ANOTHER_KIND, False),
        (0.39, Why.INCOMPLETE, False),
        (0.39, Why.ROUNDUP, False),
        (0.3, Why.GRAVE_ACT, True),
        (0.3, Why.PROBATION, True),
        (0.3, Why.REVIEW_MODE, True),
    ],
)
def test_editors_are_rung_for_what_is_probable_or_needs_them_anyway(confidence: float, why: Why, rung: bool) -> None:
    assert notifies_editors(sure(confidence), why, replace(LIMITS, ring=0.4)) is rung


def test_questions_ring_below_what_is_published_by_itself() -> None:
    with pytest.raises(BadThresholds, match="ring"):
        replace(LIMITS, ring=0.71)


@pytest.mark.parametrize(
    ("ask", "push", "publish"),
    [
        (0.0, 0.6, {"kk": 0.7, "ru": 0.7, "en": 0.7}),
        (0.6, 0.6, {"kk": 0.7, "ru": 0.7, "en": 0.7}),
        (0.2, 0.8, {"kk": 0.7, "ru": 0.9, "en": 0.9}),
        (0.2, 0.6, {"kk": 0.7, "ru": 1.0, "en": 0.7}),
        (0.2, 0.6, {"kk": 0.7, "ru": 0.7}),
    ],
)
def test_thresholds_out_of_order_are_refused(ask: float, push: float, publish: dict[str, float]) -> None:
    with pytest.raises(BadThresholds, match="not in order"):
        Thresholds(ask, push, publish)
