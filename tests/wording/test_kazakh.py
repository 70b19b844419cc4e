"""Kazakh texts glue no case ending to a figure or a name: "15-тен", "Astana-да" need a reader's ear, not a program."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.domain.codes import Action, ClaimantType, Field, Lang, Qualifier, Response, Scope, Stance
from bot.domain.correction import Reason
from bot.domain.delivery import Form
from bot.domain.event import Change, Facts
from bot.domain.place import Gazetteer
from bot.domain.report import Claim
from bot.domain.subscriber import Subscriber, Watch
from bot.wording.wording import Wording
from tests.wording.examples import AT, LATER, MINISTRY, NAMES, SEED, catalogs, event, version
from tests.wording.examples import GAZETTEER as PLACES


def in_brackets(names: Mapping[Lang, str]) -> dict[Lang, str]:
    return {lang: f"[{name}]" for lang, name in names.items()}


#: Cases (and the plural) after a figure, with or without a hyphen; "1-нұсқа" is an ordinal before a whole word.
AFTER_A_FIGURE = re.compile(
    r"\d[-–]?(?:[дт][ае]н|н[ае]н|[ғқ]а|[гк]е|[дт][ае]|н[ыі]ң|[дт][ыі]ң|[ндт][ыі]|[бпм]ен|[лдт][ае]р)(?!\w)"
)
AFTER_A_NAME = re.compile(r"\]»?-?\w")

#: Each name in brackets, so that what stands after it is seen.
READER = Subscriber(1, Lang.KK, frozenset({"almaty", "oral"}))
GAZETTEER = Gazetteer({p.id: replace(p, names=in_brackets(p.names), old_names=()) for p in PLACES.places.values()})
WORDING = Wording(
    catalogs(),
    GAZETTEER,
    replace(NAMES, all={name.id: replace(name, names=in_brackets(name.names)) for name in NAMES.all.values()}),
)


def texts(facts: Facts) -> list[str]:
    now = version(facts, Change.CORRECTION, 2, LATER)
    return [
        WORDING.alert(version(facts), Lang.KK).text,
        WORDING.update(version(facts), Lang.KK).text,
        WORDING.edited(now, Lang.KK).text,
        WORDING.correction(version(), now, Reason.OUR_READING, AT, Lang.KK).text,
        WORDING.retraction(version(), now, Reason.SAFETY, AT, Lang.KK).text,
        WORDING.details(event(facts), Lang.KK).text,
        WORDING.latest("almaty", (event(facts),), AT, 3, 9, Lang.KK).text,
        WORDING.chosen(Subscriber(1, Lang.KK, frozenset(GAZETTEER.places))).text,
        WORDING.update(version(facts, Change.UPDATE, 2, LATER), Lang.KK, version()).text,
        WORDING.update(version(SEED, Change.UPDATE, 2, LATER), Lang.KK, version(facts)).text,
        WORDING.edited(version(facts, Change.UPDATE, 2, LATER), Lang.KK, was=Form.UPDATE).text,
        WORDING.digest([version(facts), now], Lang.KK, chosen=True).text,
        WORDING.history(event(facts), (version(), now, version(facts, Change.UPDATE, 3)), Lang.KK).text,
        WORDING.how_often_first(READER, "almaty-alatau").text,
        WORDING.settings(READER, AT).text,
        WORDING.watched(event(facts), Watch.FOLLOW, Lang.KK).text,
        WORDING.privacy(Lang.KK).text,
    ]


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("qualifier", Qualifier)
@pytest.mark.parametrize("stance", Stance)
def test_nothing_is_glued_in_any_claim(field: Field, qualifier: Qualifier, stance: Stance) -> None:
    claim = Claim(field, 15, 57, qualifier, "15", ("almaty",), Scope.NATIONWIDE, LATER.date(), "mvd", stance=stance)
    for text in texts(replace(SEED, said=(replace(MINISTRY, claim=claim),))):
        assert not AFTER_A_FIGURE.search(text)
        assert not AFTER_A_NAME.search(text)


@pytest.mark.parametrize("action", Action)
def test_nothing_is_glued_whatever_happened(action: Action) -> None:
    journalist = replace(MINISTRY.claim, claimant="", claimant_type=ClaimantType.JOURNALIST_ON_SCENE)
    facts = replace(SEED, action=action, responses=tuple(Response), said=(replace(MINISTRY, claim=journalist),))
    for text in texts(facts):
        assert not AFTER_A_FIGURE.search(text)
        assert not AFTER_A_NAME.search(text)


@pytest.mark.parametrize("glued", ["15-тен астам", "50-ге жуық", "20-дан", "57нің"])
def test_the_pattern_for_figures_knows_what_it_forbids(glued: str) -> None:
    assert AFTER_A_FIGURE.search(glued)


@pytest.mark.parametrize("glued", ["[Астана]да", "[RFE/RL]-дің", "«[Алматы]»дан"])
def test_the_pattern_for_names_knows_what_it_forbids(glued: str) -> None:
    assert AFTER_A_NAME.search(glued)
