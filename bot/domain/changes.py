"""Between two states of facts: what a reader who was told the one has to hear of the other, first things first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from bot.domain.codes import Field, Grave, Response, Stance, Status
from bot.domain.event import Basis, Facts, Said
from bot.domain.report import figure

#: What a figure tells already.
_TOLD_BY = {
    Response.DETENTIONS: Field.DETAINED,
    Response.FINES: Field.FINED,
    Response.ADMINISTRATIVE_ARRESTS: Field.ARRESTED_ADMIN,
    Response.CRIMINAL_CHARGES: Field.CHARGED,
}
_LIFE = frozenset({Field.KILLED_PARTICIPANTS, Field.KILLED_POLICE, Field.KILLED_UNSPECIFIED})
_LIMB = frozenset({Field.INJURED_PARTICIPANTS, Field.INJURED_POLICE, Field.INJURED_UNSPECIFIED})


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is new, or has another size than before; a denial too."""

    said: Said
    before: Said | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Places that were not told before, in the event's order."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateChange:
    """It goes on, or is over; nobody said so before."""

    status: Status


@dataclass(frozen=True, slots=True)
class ResponseChange:
    """What the state did and was not told to have done."""

    response: Response


@dataclass(frozen=True, slots=True)
class Alleged:
    """Grave kinds that outlets report and nobody has checked."""

    kinds: tuple[Grave, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The editors have looked at it."""


@dataclass(frozen=True, slots=True)
class SecondOwner:
    """Outlets of another owner tell it too."""


Change = FigureChange | Places | StateChange | ResponseChange | Alleged | Checked | SecondOwner


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A change, and how soon it is to be said: the lowest first."""

    rank: int
    change: Change = field(compare=False)


def changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    """What `after` says and `before` did not, the gravest first; what an editor took away is a correction's to say."""
    found = (*_figures(before, after), *_places(before, after), *_deeds(before, after), *_standing(before, after))
    return tuple(one.change for one in sorted(found, key=attrgetter("rank")))


def _figures(before: Facts, after: Facts) -> Iterable[_Ranked]:
    """A figure takes the place of one that nobody gives any more; beside one that stands it is another figure."""
    told = {(said.key, _size(said)) for said in before.claims}
    stand = {(said.key, _size(said)): said for said in reversed(after.claims)}
    for (key, size), said in reversed(stand.items()):
        if (key, size) in told:
            continue
        gone = [one for one in before.claims if one.key == key and (key, _size(one)) not in stand]
        was = gone[-1] if gone else None
        yield _Ranked(_weight(said, was), FigureChange(said, was))


def _size(said: Said) -> tuple[object, ...]:
    return said.claim.min, said.claim.max, said.claim.qualifier


def _weight(said: Said, was: Said | None) -> int:
    """Deaths, injuries, denials, liberty, and last how many took part; a figure nobody gave before before one grown."""
    claim = said.claim
    if claim.field in _LIFE:
        return 0
    if claim.field in _LIMB:
        return 2
    if claim.stance is Stance.DENIES:
        return 6
    if claim.field is Field.PARTICIPANTS:
        return 14 if was else 15
    grown = was is not None and figure(was.claim) < figure(claim)
    return (7 if grown else 8) if claim.field is Field.DETAINED else 9


def _places(before: Facts, after: Facts) -> Iterable[_Ranked]:
    fresh = tuple(ref.id for ref in after.places if ref.id not in before.place_ids)
    if fresh:
        yield _Ranked(5, Places(fresh))


def _deeds(before: Facts, after: Facts) -> Iterable[_Ranked]:
    first = {Response.FORCE: 3, Response.DISPERSAL: 4, Response.DETENTIONS: 10}
    counted = {said.claim.field for said in after.claims if said.claim.stance is Stance.ASSERTS}
    by_figures = {response for response, field in _TOLD_BY.items() if field in counted}
    for response in after.responses:
        if response not in before.responses and response not in by_figures:
            yield _Ranked(first.get(response, 12), ResponseChange(response))


def _standing(before: Facts, after: Facts) -> Iterable[_Ranked]:
    if after.alleged and set(after.alleged) - set(before.alleged):
        yield _Ranked(1, Alleged(after.alleged))
    if after.status is not before.status and after.status is not Status.UNKNOWN:
        yield _Ranked(11, StateChange(after.status))
    if after.basis is Basis.EDITORS and before.basis is not Basis.EDITORS:
        yield _Ranked(9, Checked())
    if len(after.groups) > 1 >= len(before.groups):
        yield _Ranked(17, SecondOwner())
