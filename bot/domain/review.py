"""What must wait for an editor, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.codes import Field, Stance
from bot.domain.report import Claim

#: Fields of the dead.
KILLED = frozenset({Field.KILLED_PARTICIPANTS, Field.KILLED_POLICE, Field.KILLED_UNSPECIFIED})


class Mode(StrEnum):
    """How much is published without an editor."""

    AUTO = "auto"
    #: Nothing.
    REVIEW = "review"


class Wait(StrEnum):
    """Why something waits."""

    #: Likely a known event, not certainly.
    UNSURE = "unsure"
    #: Between the thresholds of the publishing rule.
    LOW_CONFIDENCE = "low_confidence"
    #: Probable, but read as a plan, a trial, the past or another country.
    ANOTHER_KIND = "another_kind"
    #: No place, day or action.
    INCOMPLETE = "incomplete"
    #: Several unrelated things in one text.
    ROUNDUP = "roundup"
    #: What was done is grave itself: self-immolation.
    GRAVE_ACT = "grave_act"
    #: From an outlet that does not publish by itself yet.
    PROBATION = "probation"
    #: Deaths, firearms, self-harm, minors, torture or a call to come, at an event that is published without them.
    GRAVE = "grave"
    #: People were detained before a protest could begin (only of databases before 0.2).
    PREVENTED = "prevented"
    REVIEW_MODE = "review_mode"
    #: The only article that told of it was edited and tells of it no more.
    WITHDRAWN = "withdrawn"
    #: One owner alone tells a figure far above the others', or a new use of force; the event is told without it.
    JUMP = "jump"
    #: More than its outlet's usual rate.
    OVER_BUDGET = "over_budget"
    #: The article changed readers' messages twice already that day.
    EDITED = "edited"


#: What one article alone adds to an event that is told without it.
PARTS = frozenset({Wait.JUMP, Wait.EDITED})


class Resolution(StrEnum):
    """How a wait ended."""

    PUBLISHED = "published"
    WITHOUT_FIGURES = "without_figures"
    DECLINED = "declined"
    #: The outlet was muted.
    MUTED = "muted"
    #: A second owner made it certain.
    SECONDED = "seconded"
    #: Another report made sure to which event this one belongs.
    JOINED = "joined"
    #: Nobody decided while it was news.
    EXPIRED = "expired"
    #: The outlet took it back.
    WITHDRAWN = "withdrawn"


#: How an editor ends a wait.
BY_EDITORS = frozenset({Resolution.PUBLISHED, Resolution.WITHOUT_FIGURES, Resolution.DECLINED, Resolution.MUTED})


@dataclass(frozen=True, slots=True)
class Review:
    """One wait: of a report (its article's number), or about an event (article 0)."""

    id: int
    reason: Wait
    at: datetime
    event: int = 0
    article: int = 0
    decided_at: datetime | None = None
    resolution: Resolution | None = None
    #: When editors were first told of it, and when it was listed because nobody had answered.
    rung_at: datetime | None = None
    listed_at: datetime | None = None

    @property
    def is_part(self) -> bool:
        """Whether it is about what one article alone adds to an event that is told without it."""
        return bool(self.event) and self.reason in PARTS


def tells_of_deaths(claims: Iterable[Claim]) -> bool:
    """Whether any of these claims says that people died."""
    return any(claim.field in KILLED and claim.stance is Stance.ASSERTS for claim in claims)
