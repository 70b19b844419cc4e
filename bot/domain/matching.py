"""Is it the same protest? A decision on values: report × candidate events → joins one, begins one, or asks an editor.

The separation rules are GLOCON's and ACLED's: the same action by the same people on the same day (or one continuing
action), in one or more places; other people with other aims make another event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes import Action, Issue
from bot.domain.event import Event, Facts
from bot.domain.report import Report, Span

#: Actions that two reports of one protest may call by each other's names.
ALIKE: tuple[frozenset[Action], ...] = (
    frozenset({Action.GATHERING, Action.RALLY, Action.MARCH, Action.PICKET, Action.SIT_IN, Action.CAMP, Action.RIOT}),
    frozenset({Action.STRIKE, Action.GATHERING, Action.SIT_IN}),
    frozenset({Action.ROAD_BLOCK, Action.GATHERING, Action.RALLY}),
)


class Verdict(StrEnum):
    """How sure it is that a report tells of an event."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class Joins:
    """The report tells of this stored event."""

    event: int


@dataclass(frozen=True, slots=True)
class Begins:
    """The report tells of a protest that is not stored."""


@dataclass(frozen=True, slots=True)
class Asks:
    """Likely one of these, not certainly: an editor decides."""

    events: tuple[int, ...]


Matching = Joins | Begins | Asks


def match(report: Report, candidates: Iterable[Event]) -> Matching:
    """Which event a report tells of; among several certain ones the lowest number."""
    verdicts = {event.id: compare(report, event.facts) for event in candidates}
    certain = _those(verdicts, Verdict.CERTAIN)
    likely = _those(verdicts, Verdict.LIKELY)
    if certain:
        return Joins(certain[0])
    return Asks(likely) if likely else Begins()


def compare(report: Report, facts: Facts) -> Verdict:
    """Day and action must agree, then the people: one known organiser is one protest in however many places.

    Where the organiser is not known to be the same, the place must agree too, and another organiser or aim vetoes.
    """
    if not _days_meet(report.span, facts.span) or not _alike(report.action, facts.action):
        return Verdict.UNLIKELY
    if not set(report.organisers) & set(facts.organisers) and _others(report, facts):
        return Verdict.UNLIKELY
    return Verdict.CERTAIN if max(report.span.precision, facts.span.precision) == 1 else Verdict.LIKELY


def _those(verdicts: dict[int, Verdict], wanted: Verdict) -> tuple[int, ...]:
    return tuple(sorted(event for event, verdict in verdicts.items() if verdict is wanted))


def _days_meet(one: Span, other: Span) -> bool:
    if one.start is None or other.start is None:
        return False
    return one.start <= (other.end or other.start) and other.start <= (one.end or one.start)


def _alike(one: Action | None, other: Action) -> bool:
    if one is None or one == other or Action.OTHER in {one, other}:
        return True
    return any({one, other} <= group for group in ALIKE)


def _others(report: Report, facts: Facts) -> bool:
    elsewhere = not report.place_ids & facts.place_ids
    other_people = _apart(set(report.organisers), set(facts.organisers))
    return elsewhere or other_people or _apart(_aims(report.issue), _aims(facts.issue))


def _aims(issue: Issue | None) -> set[str]:
    return {issue} if issue and issue is not Issue.OTHER else set()


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one) and bool(other) and not one & other
