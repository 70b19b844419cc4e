"""How much one chat may ask: a few questions at once, then one every few seconds, and "wait" is said once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: A question is paid off in so long.
PER_QUESTION = timedelta(seconds=3)
#: So many questions may be owed.
AT_ONCE = 8
#: A tap costs less than a question: choosing places takes many.
TAP = 0.25
#: Never more is owed, so that the chat is heard again soon after it stops.
_LONGEST = PER_QUESTION * AT_ONCE


class BurstVerdict(StrEnum):
    """What becomes of a question."""

    ANSWER = "answer"
    #: It is too much, and the chat is told so: once, until it has waited.
    WAIT = "wait"
    #: It is too much, and the chat knows.
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Burst:
    """When all that a chat asked is paid off, and whether it was told to wait."""

    paid_at: datetime
    told: bool = False


def weighed(burst: Burst | None, cost: float, now: datetime) -> tuple[Burst, BurstVerdict]:
    """The chat after one more question, and what becomes of it."""
    owes = max(burst.paid_at - now, timedelta()) if burst else timedelta()
    fresh = burst is None or not owes
    if owes + PER_QUESTION * cost <= _LONGEST:
        return Burst(
            now + owes + PER_QUESTION * cost, told=bool(burst and burst.told and not fresh)
        ), BurstVerdict.ANSWER
    told = bool(burst and burst.told)
    return Burst(now + owes, told=True), BurstVerdict.SILENCE if told else BurstVerdict.WAIT
