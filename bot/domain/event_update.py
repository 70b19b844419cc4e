"""What a report adds to an event, and whether phones ring for it.

Merging is a union: reading a report twice changes nothing, and no figure is ever added to another. A figure of one
claimant grows when two owners relay the larger one; what one owner alone relays stands beside what others do. The
article that brought a figure lowers it, when its outlet mends it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.domain.codes import OFFICIAL, Field, Issue, Qualifier, ReportKind, Response, Scope, Stance, Status
from bot.domain.event import Basis, Facts, Relayed, Said, Setting, Source, Stay, begin, grown, put_right
from bot.domain.place import COUNTRY, PlaceRef
from bot.domain.report import Claim, Report, Span, figure

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
    """The facts with one more report, whatever its kind."""
    if report.kind is ReportKind.COURT_FOLLOWUP:
        return follow_up(facts, report, source)
    return unite(facts, begin(report, source))


def unite(facts: Facts, other: Facts) -> Facts:
    """The facts of two events, or of an event and one more report, as one."""
    return replace(
        facts,
        span=facts.span if "day" in facts.pinned else _wider(facts.span, other.span),
        places=facts.places if "places" in facts.pinned else _places(facts, other),
        responses=_responses(facts, other),
        organisers=(
            facts.organisers if "organisers" in facts.pinned else _union(facts.organisers, other.organisers, str)
        ),
        demands=_union(facts.demands, other.demands, str),
        issue=other.issue if facts.issue in {None, Issue.OTHER} else facts.issue,
        status=facts.status if other.status is Status.UNKNOWN else other.status,
        said=grown(facts.said + _right(facts, other)),
        sources=_union(facts.sources, other.sources, lambda s: s.url),
        stays=_longer(facts.stays + other.stays),
        settings=_settings(facts, other),
        away=tuple(sorted({*facts.away, *other.away})),
        not_on=tuple(sorted({*facts.not_on, *other.not_on})),
        basis=other.basis if facts.basis is Basis.UNCHECKED else facts.basis,
        checking=facts.checking or other.checking,
        alleged=_union(facts.alleged, other.alleged, str),
        relayed=relayed(facts.relayed + other.relayed),
    )


def _places(facts: Facts, other: Facts) -> tuple[PlaceRef, ...]:
    """The places of both; the whole country is none once a nearer one is known."""
    both = _union(facts.places, other.places, lambda ref: ref.id)
    return tuple(ref for ref in both if ref.id != COUNTRY) or both


def relayed(told: Iterable[Relayed]) -> tuple[Relayed, ...]:
    """Each once, with all who tell of it."""
    found: dict[str, Relayed] = {}
    for one in told:
        known = found.get(one.what, one)
        found[one.what] = replace(known, groups=tuple(sorted({*known.groups, *one.groups})))
    return tuple(found.values())


def _responses(facts: Facts, other: Facts) -> tuple[Response, ...]:
    return facts.responses if "responses" in facts.pinned else _union(facts.responses, other.responses, str)


def _settings(facts: Facts, other: Facts) -> tuple[Setting, ...]:
    """The hour that an editor put right is kept, and no article adds another."""
    if "hour" not in facts.pinned:
        return _newest(facts.settings + other.settings)
    others = tuple(replace(one, hour="") for one in other.settings)
    return _newest(tuple(one for one in others if one.venue) + facts.settings)


def _right(facts: Facts, other: Facts) -> tuple[Said, ...]:
    """What other reports say of a place that an editor found wrong, they say of the right ones."""
    right = tuple(ref.id for ref in facts.places)
    return tuple(put_right(said, right, facts.away) for said in other.said)


def without(facts: Facts, gone: Facts, rest: Sequence[Facts], again: Facts | None = None) -> Facts:
    """The facts without what only one report brought, after its outlet took it back; `rest` are all that stand.

    `again` is what the same article says now, one of the rest: then only figures can go, those of which it says
    nothing at all any more and those it has lowered. What an editor fixed stays; what an editor moved to the right
    places is found there.
    """
    gone, rest = replace(gone, said=_right(facts, gone)), [replace(one, said=_right(facts, one)) for one in rest]
    now = replace(again, said=_right(facts, again)).said if again else ()
    spoken = {(one.claim.field, one.claim.stance) for one in now}
    keys = {one.key for one in gone.said if (one.claim.field, one.claim.stance) not in spoken}
    keys |= {one.key for one in gone.said for other in now if one.key == other.key and _lower(other.claim, one.claim)}
    kept = tuple(one for one in facts.said if one.fixed or one.key not in keys)
    most = {key: max(figure(one.claim) for one in facts.said if one.key == key) for key in {s.key for s in facts.said}}
    again_told = (one for other in rest for one in other.said if one.key in keys)
    back = tuple(one for one in again_told if figure(one.claim) <= most.get(one.key, -1))  # not what an editor is asked
    told = {setting.url for setting in gone.settings} - {setting.url for one in rest for setting in one.settings}
    settings = tuple(setting for setting in facts.settings if setting.url not in told)
    left = replace(facts, said=grown(kept + back), settings=settings)
    return left if again else _unsourced(left, gone, rest)


def _lower(now: Claim, before: Claim) -> bool:
    return now.max is not None and before.min is not None and now.max < before.min


def _unsourced(facts: Facts, gone: Facts, rest: Sequence[Facts]) -> Facts:
    """The facts without the source itself, and without places and names that only it had."""
    places = _left(facts.places, gone.places, [one.places for one in rest], lambda ref: ref.id)
    return replace(
        facts,
        places=facts.places if "places" in facts.pinned or not places else places,
        responses=(
            facts.responses
            if "responses" in facts.pinned
            else _left(facts.responses, gone.responses, [one.responses for one in rest], str)
        ),
        organisers=(
            facts.organisers
            if "organisers" in facts.pinned
            else _left(facts.organisers, gone.organisers, [one.organisers for one in rest], str)
        ),
        demands=_left(facts.demands, gone.demands, [one.demands for one in rest], str),
        sources=_left(facts.sources, gone.sources, [one.sources for one in rest], lambda source: source.url),
        relayed=tuple(_still(one, rest) for one in facts.relayed if _still(one, rest).groups),
    )


def _still(one: Relayed, rest: Iterable[Facts]) -> Relayed:
    """Something as those who are left tell of it."""
    told = [other for facts in rest for other in facts.relayed if other.what == one.what]
    first = told[0].outlet if told and one.outlet not in {other.outlet for other in told} else one.outlet
    return Relayed(one.what, first, tuple(sorted({group for other in told for group in other.groups})))


def _left(
    known: tuple[T, ...], gone: tuple[T, ...], rest: Iterable[tuple[T, ...]], key: Callable[[T], str]
) -> tuple[T, ...]:
    lost = set(map(key, gone)) - {key(item) for items in rest for item in items}
    return tuple(item for item in known if key(item) not in lost)


def same_but_carried(old: Facts, new: Facts) -> bool:
    """Whether nothing differs but which outlet carries a figure: readers were told nothing that is wrong."""
    bare = replace(old, said=()) == replace(new, said=())
    return bare and set(map(_told, old.said)) == set(map(_told, new.said))


def _told(said: Said) -> tuple[object, ...]:
    claim = said.claim
    words = claim.text if claim.qualifier is Qualifier.VAGUE else ""
    return said.key, claim.min, claim.max, claim.qualifier, claim.as_of, words, claim.shown, said.fixed, said.dropped


def follow_up(facts: Facts, report: Report, source: Source) -> Facts:
    """The facts with what a court made of the protest: figures and responses; day and places are not a court's."""
    other = begin(report, source)
    placed = tuple(replace(one, claim=replace(one.claim, places=())) for one in other.said)
    return replace(
        facts,
        responses=_responses(facts, other),
        said=grown(facts.said + placed),
        sources=_union(facts.sources, other.sources, lambda s: s.url),
        relayed=relayed(facts.relayed + other.relayed),
    )


def narrowed(report: Report, places: frozenset[str]) -> Report:
    """What a roundup says of some of its places alone, and of the whole country; of other places it is left out."""
    kept = tuple(one for one in report.claims if (set(one.places) <= places if one.places else _is_wide(one)))
    refs = tuple(ref for ref in report.places if ref.id in places)
    return replace(report, places=refs, claims=kept, venue="", hour="")


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


def _newest(settings: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """What each article says of place and hour, as last read; by address, so that reading it again changes nothing."""
    by_url = {setting.url: setting for setting in settings}
    return tuple(by_url[url] for url in sorted(by_url))


def _union(one: tuple[T, ...], other: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
    """Each once, in the order in which they came; of two with one key the first."""
    found: dict[str, T] = {}
    for item in one + other:
        found.setdefault(key(item), item)
    return tuple(found.values())


def _asserted(facts: Facts, fields: frozenset[Field]) -> bool:
    here = (said.claim for said in facts.said if not _is_wide(said.claim))
    return any(claim.field in fields and claim.stance is Stance.ASSERTS for claim in here)


def _is_wide(claim: Claim) -> bool:
    """A figure of the whole country is told beside each event of a roundup, and is no first of any of them."""
    return claim.scope is Scope.NATIONWIDE


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
