"""Is it the same protest? A decision on values: report × candidate events → joins one, begins one, or asks an editor.

The separation rules are GLOCON's and ACLED's: the same action by the same people on the same day (or one continuing
action), in one or more places; other people with other aims make another event. What speaks for and against is
weighed by `bot/domain/match_evidence.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from bot.domain.event import Event, Facts
from bot.domain.fingerprint import Fingerprint
from bot.domain.match_evidence import LASTING, REACH, Weighed, Witness, weigh
from bot.domain.match_score import MatchScore
from bot.domain.place import Gazetteer
from bot.domain.report import Report

__all__ = [
    "LASTING",
    "REACH",
    "Asks",
    "Begins",
    "Joins",
    "MatchVerdict",
    "Matching",
    "Rounds",
    "Unites",
    "compare",
    "match",
]

#: How much better the best of several events must fit before a report is joined to it alone.
_MARGIN = 0.75


class MatchVerdict(StrEnum):
    """How sure it is that a report tells of an event."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class Joins:
    """The report tells of this stored event."""

    event: int


@dataclass(frozen=True, slots=True)
class Unites:
    """The report tells of these stored events as one: same day, action and known organiser; lowest number first."""

    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rounds:
    """A roundup: what it says of the places of each of these events is added to that one, and none are merged."""

    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Begins:
    """The report tells of a protest that is not stored."""


@dataclass(frozen=True, slots=True)
class Asks:
    """Likely one of these, not certainly: an editor decides."""

    events: tuple[int, ...]


Matching = Joins | Unites | Rounds | Begins | Asks

Prints = Mapping[int, Sequence[Fingerprint]]
Reports = Mapping[int, Sequence[Report]]


@dataclass(frozen=True, slots=True)
class Clues:
    """What helps to compare besides the report itself: map, weights, its fingerprint, and what each event has."""

    gazetteer: Gazetteer | None = None
    own: Fingerprint | None = None
    prints: Prints = field(default_factory=dict)
    reports: Reports = field(default_factory=dict)
    match_score: MatchScore = field(default_factory=MatchScore)

    def witness(self, event: int) -> Witness:
        """What speaks for or against one event."""
        told = tuple(one for one in self.reports.get(event, ()) if one.is_protest)  # a court's day is hearsay
        return self.seen_by(self.own, self.prints.get(event, ()), told)

    def seen_by(self, own: Fingerprint | None, prints: Sequence[Fingerprint], reports: Sequence[Report]) -> Witness:
        """What speaks for or against an event of which these are the articles."""
        return Witness(self.gazetteer, own, tuple(prints), tuple(reports), self.match_score)


NO_CLUES = Clues()


def match(report: Report, candidates: Iterable[Event], clues: Clues = NO_CLUES) -> Matching:
    """Which stored event a report tells of; of several that fit alike an editor chooses."""
    known = {event.id: event for event in candidates}
    weights = {number: weigh(report, event.facts, clues.witness(number)) for number, event in known.items()}
    certain = tuple(sorted(number for number, weight in weights.items() if weight.over >= 0))
    likely = tuple(sorted(number for number, weight in weights.items() if weight.under >= 0 > weight.over))
    if len(certain) > 1:
        return _several(report, {number: known[number].facts for number in certain}, weights)
    if certain:
        return Joins(certain[0])
    return Asks(likely) if likely else Begins()


def compare(report: Report, facts: Facts, witness: Witness | None = None) -> MatchVerdict:
    """How sure it is that a report and an event tell of one protest."""
    weight = weigh(report, facts, witness or Witness())
    if weight.over >= 0:
        return MatchVerdict.CERTAIN
    return MatchVerdict.LIKELY if weight.under >= 0 else MatchVerdict.UNLIKELY


def _several(report: Report, found: Mapping[int, Facts], weights: Mapping[int, Weighed]) -> Matching:
    numbers = tuple(found)
    if report.organisers and all(_may_be_theirs(report, facts) for facts in found.values()):
        return Unites(numbers)
    if all(not one.place_ids & other.place_ids for one, other in combinations(found.values(), 2)):
        return Rounds(numbers)
    best, second = sorted((weights[number].over for number in numbers), reverse=True)[:2]
    if best - second >= _MARGIN:
        return Joins(max(numbers, key=lambda number: weights[number].over))
    return Asks(numbers)


def _may_be_theirs(report: Report, facts: Facts) -> bool:
    """Had the report come first, the event's reports would have joined it: the order must not matter."""
    return not facts.organisers or bool(set(report.organisers) & set(facts.organisers))
