"""How much one chat may ask: a few at once, then one every few seconds; it is told to wait once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import AT_ONCE, PER_QUESTION, Burst, BurstVerdict, weighed

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def asked(gaps: list[float], cost: float = 1.0) -> list[BurstVerdict]:
    burst: Burst | None = None
    verdicts, at = [], NOW
    for gap in gaps:
        at += timedelta(seconds=gap)
        burst, verdict = weighed(burst, cost, at)
        verdicts.append(verdict)
    return verdicts


def test_forty_at_once_get_a_few_answers_and_one_wait() -> None:
    verdicts = asked([0] * 40)
    assert verdicts == [BurstVerdict.ANSWER] * AT_ONCE + [BurstVerdict.WAIT] + [BurstVerdict.SILENCE] * (39 - AT_ONCE)


def test_who_has_waited_is_heard_again_and_may_be_told_to_wait_again() -> None:
    verdicts = asked([0] * 10 + [PER_QUESTION.total_seconds() * AT_ONCE] + [0] * AT_ONCE)
    assert verdicts[10] is BurstVerdict.ANSWER
    assert verdicts[-1] is BurstVerdict.WAIT


@given(st.lists(st.floats(0, 60), max_size=60))
def test_over_any_time_no_more_is_answered_than_is_paid_off(gaps: list[float]) -> None:
    answered = sum(verdict is BurstVerdict.ANSWER for verdict in asked(gaps))
    assert answered <= AT_ONCE + sum(gaps) / PER_QUESTION.total_seconds() + 1


@given(st.lists(st.floats(3.01, 60), max_size=60))
def test_who_asks_slowly_is_always_answered(gaps: list[float]) -> None:
    assert set(asked(gaps)) <= {BurstVerdict.ANSWER}
