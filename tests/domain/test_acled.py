"""What ACLED would call an event, and what it would leave out."""

from dataclasses import replace

import pytest

from bot.domain.acled import event_type, sub_event_type
from bot.domain.codes import Action, Field, Qualifier, Response, Stance
from bot.domain.event import Facts, Said
from bot.domain.report import Claim, Span

RALLY = Facts(Action.RALLY, Span(), ())
HURT = Said(Claim(Field.INJURED_PARTICIPANTS, 3, 3, Qualifier.EXACT), "azattyq")
DENIED = replace(HURT, claim=replace(HURT.claim, stance=Stance.DENIES))
FORCE = replace(RALLY, responses=(Response.FORCE,))


@pytest.mark.parametrize(
    ("facts", "kind", "sub"),
    [
        (RALLY, "Protests", "Peaceful protest"),
        (replace(RALLY, responses=(Response.DETENTIONS,)), "Protests", "Protest with intervention"),
        (FORCE, "Protests", "Protest with intervention"),
        (replace(FORCE, said=(HURT,)), "Protests", "Excessive force against protesters"),
        (replace(FORCE, said=(DENIED,)), "Protests", "Protest with intervention"),
        (replace(RALLY, action=Action.RIOT), "Riots", "Violent demonstration"),
        (replace(RALLY, action=Action.STRIKE), "", ""),
        (replace(RALLY, action=Action.SINGLE_PERSON_PICKET), "", ""),
    ],
)
def test_an_event_has_acleds_type_or_none(facts: Facts, kind: str, sub: str) -> None:
    assert (event_type(facts), sub_event_type(facts)) == (kind, sub)
