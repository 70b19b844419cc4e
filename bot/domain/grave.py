"""What is never told by itself: claims and deeds at this event that an editor must see first.

The reader finds them (bot/reading); here is what they are, and what is left of a report without them.
"""

from dataclasses import replace

from bot.domain.codes import Action, Field, Grave, Response, Stance
from bot.domain.report import Claim, Report, figure
from bot.domain.review import KILLED, tells_of_deaths

#: Kinds at which injuries are grave too.
_HARMS = frozenset({Grave.FIREARM_INJURIES, Grave.FIREARMS, Grave.TORTURE, Grave.MINORS})
_INJURED = frozenset({Field.INJURED_PARTICIPANTS, Field.INJURED_POLICE, Field.INJURED_UNSPECIFIED})


def graves(report: Report) -> frozenset[Grave]:
    """The grave things that a report claims of this event."""
    found = {mention.kind for mention in report.grave}
    if tells_of_deaths(report.claims):
        found.add(Grave.DEATHS)
    if report.action is Action.SELF_IMMOLATION:
        found.add(Grave.SELF_HARM)
    return frozenset(found)


def clear_graves(report: Report) -> frozenset[Grave]:
    """Those that it tells in its own words in a finite main clause about this event."""
    return frozenset(mention.kind for mention in report.grave if mention.clear)


def grave_claims(report: Report) -> tuple[Claim, ...]:
    """The figures of a report that are of something grave."""
    kinds = graves(report)
    return tuple(claim for claim in report.claims if _is_grave(claim, kinds, report))


def without_grave(report: Report) -> Report:
    """The report with what may be told without an editor."""
    kinds = graves(report)
    if not kinds:
        return report
    told = grave_claims(report)
    harmed = bool(kinds & {Grave.FIREARMS, Grave.FIREARM_INJURIES, Grave.TORTURE})
    calls = Grave.CALL in kinds
    return replace(
        report,
        claims=tuple(claim for claim in report.claims if claim not in told),
        responses=tuple(one for one in report.responses if not (harmed and one is Response.FORCE)),
        venue="" if calls else report.venue,
        hour="" if calls else report.hour,
    )


def _is_grave(claim: Claim, kinds: frozenset[Grave], report: Report) -> bool:
    if claim.stance is not Stance.ASSERTS:
        return False
    if claim.field in _INJURED:
        return bool(kinds & _HARMS)
    if claim.field is Field.DETAINED and Grave.MINORS in kinds:  # the smaller one may be that of the minors
        return any(figure(other) > figure(claim) for other in report.claims if other.field is Field.DETAINED)
    return claim.field in KILLED
