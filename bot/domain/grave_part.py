"""What is never told by itself: claims and deeds at this event that an editor must see first.

The reader finds them (bot/reading); here is what they are, and what is left of a report without them.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.codes import Action, Field, Response, Stance
from bot.domain.grave import Grave
from bot.domain.report import Claim, Report
from bot.domain.review import KILLED

_INJURED = frozenset({Field.INJURED_PARTICIPANTS, Field.INJURED_POLICE, Field.INJURED_UNSPECIFIED})


def graves(report: Report) -> frozenset[Grave]:
    """The grave things that a report claims of this event."""
    found = {mention.kind for mention in report.grave}
    if any(is_grave(claim, found) for claim in report.claims if claim.field in KILLED):
        found.add(Grave.DEATHS)
    if report.action is Action.SELF_IMMOLATION:
        found.add(Grave.SELF_HARM)
    return frozenset(found)


def clear_graves(report: Report) -> frozenset[Grave]:
    """Those that it tells in its own words in a finite main clause about this event."""
    return frozenset(mention.kind for mention in report.grave if mention.clear)


def is_grave(claim: Claim, kinds: Iterable[Grave]) -> bool:
    """Whether a figure is of something grave, where its report tells these kinds."""
    if claim.stance is not Stance.ASSERTS:
        return False
    told = set(kinds)
    if claim.field in _INJURED:
        return bool(told & {Grave.FIREARM_INJURIES, Grave.FIREARMS, Grave.TORTURE, Grave.MINORS})
    return claim.field in KILLED or claim.grave


def grave_claims(report: Report) -> tuple[Claim, ...]:
    """The figures of a report that are of something grave."""
    kinds = graves(report)
    return tuple(claim for claim in report.claims if is_grave(claim, kinds))


def without_grave(report: Report) -> Report:
    """The report with what may be told without an editor."""
    kinds = graves(report)
    if not kinds:
        return report
    kept = tuple(claim for claim in report.claims if not is_grave(claim, kinds))
    force = () if kinds & {Grave.FIREARMS, Grave.FIREARM_INJURIES, Grave.TORTURE} else (Response.FORCE,)
    responses = tuple(one for one in report.responses if one is not Response.FORCE or one in force)
    calls = Grave.CALL in kinds
    return replace(
        report,
        claims=kept,
        responses=responses,
        venue="" if calls else report.venue,
        hour="" if calls else report.hour,
    )
