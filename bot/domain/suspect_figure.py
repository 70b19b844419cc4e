"""A figure that is probably wrong: nothing changes by itself, but an editor should look.

took back  the same claimant is told with less than half; the same outlet has its figure smaller than "about"
alone      fivefold what several sources have, whichever came first
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from bot.domain.codes import Qualifier, Stance
from bot.domain.event import Facts, Said
from bot.domain.report import figure

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
