"""What must wait for an editor, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.codes import Action, Field, Kind, Response, Stance
from bot.domain.grave import Grave as Grave  # noqa: PLC0414  # because callers know it from here
from bot.domain.report import Claim, Report

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
    LOW_CONFIDENCE = "low_confidence"
    #: Deaths, firearms, self-harm or minors, told by one independent source alone.
    GRAVE = "grave"
    #: People were detained before a protest could begin.
    PREVENTED = "prevented"
    REVIEW_MODE = "review_mode"
    #: The only article that told of it was edited and tells of it no more.
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """How a wait ended."""

    PUBLISHED = "published"
    DECLINED = "declined"
    #: A second independent source came.
    SECONDED = "seconded"
    #: Another report made sure to which event this one belongs.
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Review:
    """One wait: of a report (its article's number), or of a whole event that is held (article 0)."""

    id: int
    reason: Wait
    at: datetime
    event: int = 0
    article: int = 0
    decided_at: datetime | None = None
    decision: Decision | None = None


def graves(report: Report, alarms: frozenset[str]) -> frozenset[Grave]:
    """The grave things a report tells, and those that its stored fingerprint has (`alarms`)."""
    found = set(report.grave_kinds) | {grave for grave in Grave if grave in alarms}
    if tells_of_deaths(report.claims):
        found.add(Grave.DEATHS)
    if report.action is Action.SELF_IMMOLATION:
        found.add(Grave.SELF_HARM)
    return frozenset(found)


def tells_of_deaths(claims: Iterable[Claim]) -> bool:
    """Whether any of these claims says that people died."""
    return any(claim.field in KILLED and claim.stance is Stance.ASSERTS for claim in claims)


def is_prevented_with_detentions(report: Report) -> bool:
    """Whether people were taken before a protest that then did not happen."""
    taken = Response.DETENTIONS in report.responses or any(c.field is Field.DETAINED for c in report.claims)
    return report.kind is Kind.PREVENTED_EVENT and taken


def seconded(voices: Iterable[tuple[str, frozenset[Grave]]]) -> frozenset[Grave]:
    """The kinds that two source groups tell; a voice is the group of a report and the grave things in it."""
    groups: dict[Grave, set[str]] = {}
    for group, told in voices:
        for grave in told:
            groups.setdefault(grave, set()).add(group)
    return frozenset(grave for grave, who in groups.items() if len(who) > 1)


def waits(alone: frozenset[Grave], mode: Mode) -> Wait | None:
    """Why what a report tells waits, when it is otherwise sure; `alone` are grave things told by one group only."""
    if mode is Mode.REVIEW:
        return Wait.REVIEW_MODE
    return Wait.GRAVE if alone else None
