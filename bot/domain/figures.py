"""What the claims of an event come to: ranges with their claimants, disputes, and how sure the whole is.

Never a sum: the lowest and the highest inside one scope, each with its claimant; disputed when ranges do not meet or an
official denies; certainty in the three words of OASIS CAP 1.2.

A figure that is probably wrong changes nothing by itself, but an editor should look:

took back  the same claimant is told with less than half; the same outlet has its figure smaller than "about"
alone      fivefold what several sources have, whichever came first
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import inf

from bot.domain.codes import OFFICIAL, ClaimantType, Field, Qualifier, Scope, Stance
from bot.domain.event import Facts, Said
from bot.domain.report import Claim, figure

#: "About 50" and 57 do not contradict each other.
_ABOUT = 0.2


class Certainty(StrEnum):
    """How sure it is that the event happened (CAP 1.2)."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Range:
    """What is said of one field inside one scope and its places: the claims by size, and whether they clash."""

    field: Field
    scope: Scope
    places: frozenset[str]
    said: tuple[Said, ...]
    disputed: bool

    @property
    def lowest(self) -> int | None:
        """The least that anybody says; none when nobody gives a lower bound."""
        return min((s.claim.min for s in self.said if s.claim.min is not None), default=None)

    @property
    def highest(self) -> int | None:
        """The most that anybody says."""
        return max((figure(s.claim) for s in self.said), default=None)


def ranges(facts: Facts) -> tuple[Range, ...]:
    """The figures of an event by field, scope and places, in the order in which they were first told."""
    found: dict[tuple[Field, Scope, frozenset[str]], list[Said]] = {}
    for said in facts.claims:
        claim = said.claim
        if claim.stance is Stance.ASSERTS and (claim.min is not None or claim.max is not None):
            found.setdefault((claim.field, claim.scope, frozenset(claim.places)), []).append(said)
    denied = {s.claim.field for s in facts.claims if _is_official_denial(s.claim)}
    return tuple(
        Range(*key, tuple(sorted(said, key=lambda s: figure(s.claim))), key[0] in denied or _clash(said))
        for key, said in found.items()
    )


def is_disputed(facts: Facts) -> bool:
    """Whether an official denies something of the event, or two claimants cannot both be right."""
    return bool(disputed(facts))


def disputed(facts: Facts) -> frozenset[Field]:
    """The fields of which an official denies something, or of which two claimants cannot both be right."""
    denied = {said.claim.field for said in facts.claims if _is_official_denial(said.claim)}
    return frozenset(denied | {one.field for one in ranges(facts) if one.disputed})


def certainty(facts: Facts) -> Certainty:
    """Observed: seen by a journalist, told by an official or by two independent groups; possible: rumour or denied."""
    asserted = [said.claim for said in facts.claims if said.claim.stance is Stance.ASSERTS]
    types = {claim.claimant_type for claim in asserted}
    if len(facts.groups) > 1 or types & (OFFICIAL | {ClaimantType.JOURNALIST_ON_SCENE}):
        return Certainty.OBSERVED
    denied = any(_is_official_denial(said.claim) for said in facts.claims)
    rumour = bool(types) and types <= {ClaimantType.ANONYMOUS_SOCIAL}
    return Certainty.POSSIBLE if denied or rumour else Certainty.LIKELY


def _is_official_denial(claim: Claim) -> bool:
    return claim.stance is Stance.DENIES and claim.claimant_type in OFFICIAL


def _clash(said: Iterable[Said]) -> bool:
    bounds = [_bounds(one.claim) for one in said]
    return any(one[1] < other[0] or other[1] < one[0] for one, other in combinations(bounds, 2))


def _bounds(claim: Claim) -> tuple[float, float]:
    low, high = claim.min or 0, claim.max if claim.max is not None else inf
    match claim.qualifier:
        case Qualifier.APPROX:
            return low * (1 - _ABOUT), high * (1 + _ABOUT)
        case Qualifier.VAGUE | Qualifier.AT_LEAST | Qualifier.MORE_THAN:
            return low, inf
        case _:
            return low, high


#: An outlet that has a fifth less has corrected itself; another one may have written earlier what it publishes later.
_ITS_OWN, _ANOTHERS = 1.25, 2.0
#: A figure so many times the next one is more often a slip than a crowd; small ones grow so by themselves.
_FIVEFOLD, _SMALL = 5, 10


@dataclass(frozen=True, slots=True)
class SuspectFigure:
    """The figure that stands, and the one that speaks against it."""

    stands: Said
    against: Said


def suspect_figures(before: Facts, report: Facts, after: Facts) -> tuple[SuspectFigure, ...]:
    """What one more report makes doubtful; facts before it, the report's own, and with it. One for each speaker.

    What an editor fixed is in no doubt.
    """
    found: dict[str, SuspectFigure] = {}
    for one in filter(_is_figure, report.said):
        like = [known for known in before.claims if _is_figure(known) and known.alike == one.alike]
        for doubt in (*_took_back(one, like), *_alone(one, like, before, after), *_contradicted(one, like)):
            if not doubt.stands.fixed:
                found.setdefault(doubt.stands.speaker, doubt)
    return tuple(found.values())


def _took_back(one: Said, like: list[Said]) -> Iterator[SuspectFigure]:
    for known in like:
        factor = _ITS_OWN if known.outlet == one.outlet else _ANOTHERS
        if known.speaker == one.speaker and _most(one) * factor < figure(known.claim):
            yield SuspectFigure(known, one)


def _alone(one: Said, like: list[Said], before: Facts, after: Facts) -> Iterator[SuspectFigure]:
    """The report has far more than all that came before it."""
    largest = max(like, key=lambda known: figure(known.claim), default=None)
    stands = next((said for said in after.claims if said.key == one.key), None)
    if largest and stands and len(before.groups) > 1 and _exceeds(stands, largest):
        yield SuspectFigure(stands, largest)


def _contradicted(one: Said, like: list[Said]) -> Iterator[SuspectFigure]:
    """The report is the second one that has far less."""
    for known in like:
        others = {said.outlet for said in (*like, one) if said.speaker != known.speaker and _exceeds(known, said)}
        if one.outlet in others and len(others) > 1:
            yield SuspectFigure(known, one)


def _exceeds(said: Said, other: Said) -> bool:
    more, less = figure(said.claim), _most(other)
    return more >= _FIVEFOLD * less and more >= less + _SMALL


def _is_figure(said: Said) -> bool:
    claim = said.claim
    return claim.stance is Stance.ASSERTS and claim.qualifier is not Qualifier.VAGUE and figure(claim) > 0


def _most(said: Said) -> float:
    """The most that a figure can mean: "at least 20" contradicts no larger one."""
    return inf if said.claim.max is None else said.claim.max
