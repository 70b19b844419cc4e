"""Our codes → ACLED's, where they mean the same (ACLED codebook, 2019 and later). What ACLED does not code is empty.

ACLED codes neither strikes nor hunger strikes by themselves, only the crowds they bring together, and no protest of
fewer than three people.
"""

from bot.domain.codes import Action, Field, Response, Stance
from bot.domain.event import Facts

#: UN M49 number and ACLED's name of the part of the world.
ISO, COUNTRY, REGION = 398, "Kazakhstan", "Caucasus and Central Asia"
_NOT_CODED = frozenset(
    {Action.STRIKE, Action.HUNGER_STRIKE, Action.SELF_IMMOLATION, Action.SINGLE_PERSON_PICKET, Action.OTHER}
)
_INTERVENED = frozenset({Response.DISPERSAL, Response.DETENTIONS, Response.FORCE})
_HURT = frozenset(
    {Field.KILLED_PARTICIPANTS, Field.KILLED_UNSPECIFIED, Field.INJURED_PARTICIPANTS, Field.INJURED_UNSPECIFIED}
)


def event_type(facts: Facts) -> str:
    """ACLED's event_type."""
    if facts.action is Action.RIOT:
        return "Riots"
    return "" if facts.action in _NOT_CODED else "Protests"


def sub_event_type(facts: Facts) -> str:
    """ACLED's sub_event_type: force is excessive where somebody says that it hurt or killed."""
    kind = event_type(facts)
    if kind != "Protests":
        return "Violent demonstration" if kind else ""
    if Response.FORCE in facts.responses and _HURT & _asserted(facts):
        return "Excessive force against protesters"
    return "Protest with intervention" if _INTERVENED & set(facts.responses) else "Peaceful protest"


def _asserted(facts: Facts) -> frozenset[Field]:
    return frozenset(said.claim.field for said in facts.claims if said.claim.stance is Stance.ASSERTS)
