"""What a reader who was told one state of an event has to hear of another."""

from dataclasses import replace

from hypothesis import given, settings

from bot.domain.changes import Checked, FigureChange, Places, ResponseChange, SecondOwner, StateChange, changes
from bot.domain.codes import Field, Response, Status
from bot.domain.event import Basis, Facts
from bot.domain.place import PlaceRef
from tests.wording.examples import MINISTRY, RFERL, SEED
from tests.wording.test_limits import FACTS

CALM = replace(SEED, status=Status.UNKNOWN)


def test_the_gravest_change_comes_first() -> None:
    dead = replace(MINISTRY, claim=replace(MINISTRY.claim, field=Field.KILLED_UNSPECIFIED, min=1, max=1))
    grown = replace(MINISTRY, claim=replace(MINISTRY.claim, min=97, max=97))
    after = replace(
        CALM,
        said=(grown, CALM.said[1], dead),
        places=(*CALM.places, PlaceRef("oral")),
        responses=(*CALM.responses, Response.FORCE),
        status=Status.ENDED,
        basis=Basis.EDITORS,
        sources=(RFERL, replace(RFERL, group="vlast", url="https://vlast.kz/1")),
    )
    kinds = [type(one) for one in changes(CALM, after)]
    assert kinds == [FigureChange, ResponseChange, Places, FigureChange, Checked, StateChange, SecondOwner]


def test_a_figure_tells_what_it_was() -> None:
    grown = replace(MINISTRY, claim=replace(MINISTRY.claim, min=97, max=97))
    (change,) = changes(CALM, replace(CALM, said=(grown, CALM.said[1])))
    assert change == FigureChange(grown, MINISTRY)


def test_detentions_that_a_figure_tells_are_not_told_twice() -> None:
    before = replace(CALM, said=(), responses=())
    assert all(
        isinstance(one, FigureChange) for one in changes(before, replace(CALM, responses=(Response.DETENTIONS,)))
    )


@settings(max_examples=30, deadline=None)
@given(FACTS)
def test_nothing_has_changed_between_one_state_and_itself(facts: Facts) -> None:
    said = {one.key: one for one in facts.said}
    assert changes(replace(facts, said=tuple(said.values())), replace(facts, said=tuple(said.values()))) == ()
