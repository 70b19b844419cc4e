"""What must wait for an editor, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.codes import Field, Stance
from bot.domain.report import Claim

#: Fields of the dead.
KILLED = frozenset({Field.KILLED_PARTICIPANTS, Field.KILLED_POLICE, Field.KILLED_UNSPECIFIED})


class Mode(StrEnum):
    """How much is published without an editor."""

    AUTO = "auto"
    #: Nothing.
    REVIEW = "review"


class ReviewReason(StrEnum):
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

    #: A reader finds an error in an event.
    COMPLAINT = "complaint"
    #: A figure is probably wrong.
    WRONG_FIGURE = "slip"
    #: A feed that used to answer has stopped.
    FEED_DOWN = "dark"
    #: An outlet publishes far more than it may: nothing sets it, but the schema of 0.1.0 allows it in stored rows.
    OUTLET_ALONE = "wild"
    #: What an editor wants to do needs a second one.
    APPROVAL = "approval"


#: What one article alone adds to an event that is told without it.
PARTS = frozenset({ReviewReason.JUMP, ReviewReason.EDITED})


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
    #: An editor has seen it and there is nothing to do.
    SEEN = "seen"
    #: The event was corrected or retracted meanwhile.
    CORRECTED = "corrected"
    APPROVED = "approved"
    CANCELLED = "cancelled"
    #: The feed answers again.
    BACK = "back"


#: What editors are asked beside whether a report is told: no report and no release of an event ends these.
NOT_ABOUT_REPORTS = frozenset(
    {
        ReviewReason.COMPLAINT,
        ReviewReason.WRONG_FIGURE,
        ReviewReason.FEED_DOWN,
        ReviewReason.OUTLET_ALONE,
        ReviewReason.APPROVAL,
    }
)

#: How an editor ends a wait.
BY_EDITORS = frozenset({Resolution.PUBLISHED, Resolution.WITHOUT_FIGURES, Resolution.DECLINED, Resolution.MUTED})


@dataclass(frozen=True, slots=True)
class Review:
    """One wait: of a report (its article's number), or about an event (article 0)."""

    id: int
    reason: ReviewReason
    at: datetime
    event: int = 0
    article: int = 0
    decided_at: datetime | None = None
    resolution: Resolution | None = None
    #: When editors were first told of it, and when it was listed because nobody had answered.
    notified_at: datetime | None = None
    listed_at: datetime | None = None
    #: Who decided, by role and number.
    decided_by: str = ""
    #: What it is about where that is no article.
    subject: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_part(self) -> bool:
        """Whether it is about what one article alone adds to an event that is told without it."""
        return bool(self.event) and self.reason in PARTS


def tells_of_deaths(claims: Iterable[Claim]) -> bool:
    """Whether any of these claims says that people died."""
    return any(claim.field in KILLED and claim.stance is Stance.ASSERTS for claim in claims)
