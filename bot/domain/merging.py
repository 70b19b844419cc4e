"""What a report adds to an event, and whether phones ring for it.

Merging is a union: reading a report twice changes nothing, and no figure is ever added to another. A figure of one
claimant grows; it never shrinks by itself, since only an editor may call a published figure wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.domain.codes import OFFICIAL, Field, Issue, Qualifier, Response, Scope, Stance, Status
from bot.domain.event import Facts, Source, Stay, begin, figure, grown
from bot.domain.report import Report, Span

T = TypeVar("T")

#: Fields whose first appearance rings, with the reason given.
FIRSTS: tuple[tuple[str, frozenset[Field]], ...] = (
    ("first_detentions", frozenset({Field.DETAINED})),
    ("first_injuries", frozenset({Field.INJURED_PARTICIPANTS, Field.INJURED_POLICE, Field.INJURED_UNSPECIFIED})),
    ("first_deaths", frozenset({Field.KILLED_PARTICIPANTS, Field.KILLED_POLICE, Field.KILLED_UNSPECIFIED})),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Between two states of an event's facts: whether anything changed, whether it rings, and why."""

    changed: bool
    major: bool
    reasons: tuple[str, ...] = ()


def merge(facts: Facts, report: Report, source: Source) -> Facts:
    """The facts with one more report."""
    return unite(facts, begin(report, source))


def unite(facts: Facts, other: Facts) -> Facts:
    """The facts of two events, or of an event and one more report, as one."""
    return replace(
        facts,
        span=facts.span if "day" in facts.pinned else _wider(facts.span, other.span),
        places=facts.places if "places" in facts.pinned else _union(facts.places, other.places, lambda ref: ref.id),
        responses=_union(facts.responses, other.responses, str),
        organisers=_union(facts.organisers, other.organisers, str),
        demands=_union(facts.demands, other.demands, str),
        issue=other.issue if facts.issue in {None, Issue.OTHER} else facts.issue,
        status=facts.status if other.status is Status.UNKNOWN else other.status,
        said=grown(facts.said + other.said),
        sources=_union(facts.sources, other.sources, lambda s: s.url),
        stays=_longer(facts.stays + other.stays),
    )


def follow_up(facts: Facts, report: Report, source: Source) -> Facts:
    """The facts with what a court made of the protest: figures and responses; day and places are not a court's."""
    other = begin(report, source)
    placed = tuple(replace(one, claim=replace(one.claim, places=())) for one in other.said)
    return replace(
        facts,
        responses=_union(facts.responses, other.responses, str),
        said=grown(facts.said + placed),
        sources=_union(facts.sources, other.sources, lambda s: s.url),
    )


def narrowed(report: Report, places: frozenset[str]) -> Report:
    """What a roundup says of some of its places alone; figures that cover more than these are left out."""
    kept = tuple(claim for claim in report.claims if claim.places and set(claim.places) <= places)
    return replace(report, places=tuple(ref for ref in report.places if ref.id in places), claims=kept)


def difference(old: Facts, new: Facts) -> Difference:
    """What a merge changed, by the rules for major updates of design's 'Event, version, alert'."""
    reasons = tuple(reason for reason, holds in _RULES if holds(old, new))
    return Difference(changed=old != new, major=bool(reasons), reasons=reasons)


def _wider(one: Span, other: Span) -> Span:
    if one.precision != other.precision:
        return min(one, other, key=lambda span: span.precision)
    starts = [day for day in (one.start, other.start) if day]
    ends = [day for day in (one.end, other.end) if day]
    return replace(one, start=min(starts, default=None), end=max(ends, default=None))


def _longer(stays: tuple[Stay, ...]) -> tuple[Stay, ...]:
    found: dict[str, Stay] = {}
    for stay in stays:
        known = found.get(stay.place, stay)
        found[stay.place] = Stay(stay.place, min(stay.start, known.start), max(stay.end, known.end))
    return tuple(found.values())


def _union(one: tuple[T, ...], other: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
    return tuple({key(item): item for item in other + one}[k] for k in dict.fromkeys(map(key, one + other)))


def _asserted(facts: Facts, fields: frozenset[Field]) -> bool:
    return any(s.claim.field in fields and s.claim.stance is Stance.ASSERTS for s in facts.said)


def _first(fields: frozenset[Field]) -> Callable[[Facts, Facts], bool]:
    return lambda old, new: _asserted(new, fields) and not _asserted(old, fields)


def _denied(facts: Facts) -> bool:
    return any(s.claim.stance is Stance.DENIES and s.claim.claimant_type in OFFICIAL for s in facts.said)


def _largest(facts: Facts) -> dict[tuple[Field, Scope], int]:
    sizes: dict[tuple[Field, Scope], int] = {}
    for said in facts.said:
        if said.claim.qualifier is not Qualifier.VAGUE:
            key = said.claim.field, said.claim.scope
            sizes[key] = max(sizes.get(key, 0), figure(said.claim))
    return sizes


def _count_grew(old: Facts, new: Facts) -> bool:
    before = _largest(old)
    return any(key in before and n >= before[key] + max(10, before[key] / 2) for key, n in _largest(new).items())


def _force(old: Facts, new: Facts) -> bool:
    return Response.FORCE in new.responses and Response.FORCE not in old.responses


def _ended(old: Facts, new: Facts) -> bool:
    outcome = {Response.CONCESSION, Response.NEGOTIATION, Response.DISPERSAL} & set(new.responses)
    return new.status is Status.ENDED and old.status is not Status.ENDED and bool(outcome)


_RULES: tuple[tuple[str, Callable[[Facts, Facts], bool]], ...] = (
    *((reason, _first(fields)) for reason, fields in FIRSTS),
    ("force_used", _force),
    ("official_denial", lambda old, new: _denied(new) and not _denied(old)),
    ("count_grew", _count_grew),
    ("ended", _ended),
)
