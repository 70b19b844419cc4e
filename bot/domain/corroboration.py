"""What one owner alone does not add to an event that is known: a figure far above what others have, a new use of force.

An editor is asked about it, or a second owner in its own words tells it too, or the claimant's own site does. A pure
count over the facts of all stored reports of the event, each with the owner as whom it counts
(bot/services/understanding/source_independence.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.codes import Field, Qualifier, Response, Scope, Stance
from bot.domain.event import Facts, Said, is_outside, site_of
from bot.domain.report import Report, figure

#: A figure so many times the largest that others have, and so much above it.
_TIMES, _MORE = 3, 50
#: So many owners are enough.
_ENOUGH = 2
#: Figures up to this may be the same by chance.
_COMMON = 20
_HERE = frozenset({Scope.THIS_EVENT, Scope.CITY_DAY})


@dataclass(frozen=True, slots=True)
class Counted:
    """What of one more report may be added, what of earlier ones it confirms, and whether something is left over."""

    added: Facts
    confirmed: tuple[Facts, ...] = ()
    left_over: bool = False


def asks(facts: Facts, part: Facts) -> bool:
    """Whether a report says something that one owner alone does not add."""
    return any(_is_jump(one, facts, part) for one in part.said) or _is_new_force(facts, part)


def counted(facts: Facts, part: Facts, heard: Sequence[Facts]) -> Counted:
    """One more report of an event, of which the others are `heard`: as their facts, each of one source."""
    if not asks(facts, part):
        return Counted(part)
    everybody = (*heard, part)
    forced = _is_new_force(facts, part) and _owners(one for one in everybody if Response.FORCE in one.responses)
    said = tuple(one for one in part.said if not _is_jump(one, facts, part) or _is_told(one, facts, everybody))
    added = replace(part, said=said) if forced is False or len(forced) >= _ENOUGH else _without_force(part, said)
    confirmed = (_confirmed(facts, one, everybody) for one in heard)
    again = tuple(one for one in confirmed if one.said or one.responses)
    return Counted(added, again, left_over=added != part)


def left_over(facts: Facts, heard: Iterable[Facts]) -> tuple[Facts, ...]:
    """What of all that was heard was not added: what an editor who says yes adds."""
    return tuple(_only(facts, one, tuple(_jumps(facts, one)), force=_is_new_force(facts, one)) for one in heard)


def unusual(report: Report) -> frozenset[tuple[Field, int]]:
    """Figures that nobody but the outlet itself gives, and that two who count do not both arrive at."""
    own = (one for one in report.claims if one.stance is Stance.ASSERTS and one.shown and not is_outside(one))
    exact = (one for one in own if one.qualifier is Qualifier.EXACT and figure(one) > _COMMON and figure(one) % 10)
    return frozenset((one.field, figure(one)) for one in exact)


def _confirmed(facts: Facts, earlier: Facts, everybody: Sequence[Facts]) -> Facts:
    """What of an earlier report was left over and is told by enough owners now."""
    said = tuple(one for one in _jumps(facts, earlier) if _is_told(one, facts, everybody))
    tell = _owners(one for one in everybody if Response.FORCE in one.responses)
    return _only(facts, earlier, said, force=_is_new_force(facts, earlier) and len(tell) >= _ENOUGH)


def _only(facts: Facts, part: Facts, said: tuple[Said, ...], *, force: bool) -> Facts:
    """The event with nothing said and done but this."""
    relayed = tuple(one for one in part.relayed if force and one.what == Response.FORCE)
    responses = (Response.FORCE,) if force else ()
    return replace(facts, said=said, responses=responses, relayed=relayed, checking=False, alleged=())


def _without_force(part: Facts, said: tuple[Said, ...]) -> Facts:
    return replace(
        part,
        said=said,
        responses=tuple(one for one in part.responses if one is not Response.FORCE),
        relayed=tuple(one for one in part.relayed if one.what != Response.FORCE),
    )


def _jumps(facts: Facts, part: Facts) -> Iterator[Said]:
    return (one for one in part.said if _is_jump(one, facts, part))


def _is_jump(one: Said, facts: Facts, part: Facts) -> bool:
    """Far above the largest that other owners have, or if there is none the largest of its own; not told yet."""
    like = [known for known in facts.claims if _subject(known) == _subject(one) and figure(known.claim)]
    own = {group for source in part.sources for group in (source.group, source.own_group)}
    told = any(known.key == one.key and figure(known.claim) >= figure(one.claim) for known in like)
    if not like or told or one.claim.stance is not Stance.ASSERTS:
        return False
    most = max(figure(known.claim) for known in [k for k in like if set(k.relays) - own] or like)
    return figure(one.claim) > max(_TIMES * most, most + _MORE)


def _is_told(one: Said, facts: Facts, everybody: Iterable[Facts]) -> bool:
    """Whether enough owners give a figure of that size, one read with certainty, or the claimant itself does."""
    jumps = [(part, said) for part in everybody for said in _jumps(facts, part) if _subject(said) == _subject(one)]
    sure = any(said.sure for _, said in jumps)  # else one misreading of them all may be behind it
    return site_of(one.claim) in one.groups or (sure and len(_owners(part for part, _ in jumps)) >= _ENOUGH)


def _is_new_force(facts: Facts, part: Facts) -> bool:
    return Response.FORCE in part.responses and Response.FORCE not in facts.responses


def _owners(parts: Iterable[Facts]) -> frozenset[str]:
    return frozenset(source.group for part in parts for source in part.sources[:1])


def _subject(said: Said) -> tuple[Field, Scope, Stance]:
    scope = Scope.THIS_EVENT if said.claim.scope in _HERE else said.claim.scope
    return said.claim.field, scope, said.claim.stance
