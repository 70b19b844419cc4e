"""Numeral of people hurt or killed → whose: of the police, of those taking part, or not said; none of an accident."""

from bot.domain.codes import Field, Lang
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene
from bot.reading.words import Strength

_FORCED = frozenset({"force", "dispersal", "detentions"})
#: Deeds in which people may die.
_DEADLY = frozenset({"riot", "storm", "immolation", "hunger", "fasting"})


def hurt(scene: Scene, number: Number, role: str, unit: Cue | None) -> Field | None:
    """The field of people `role` (injured, killed); without force or people acting it is an accident: none."""
    if role == "killed" and not _is_violent(scene, number):
        return None
    whose = _whose(scene, number, unit)
    if whose == "unspecified" and _is_accident(scene, number):
        return None
    return Field(f"{role}_{whose}") if whose != "unspecified" or _is_of_the_event(scene, number) else None


def is_loss(scene: Scene, cue: Cue) -> bool:
    """«пострадавшие от пирамиды», «тасқыннан зардап шеккен», "hurt by the tariff": they lost, and nobody hurt them."""
    words = scene.text.words
    if cue.tag[1] not in {"injured", "killed"} or not scene.claim_grammar.fits("loses", words[cue.first]):
        return False
    behind = " ".join(words[cue.last + 1 : cue.last + 6])
    if scene.lang is Lang.KK:
        before = " ".join(words[max(0, cue.first - 3) : cue.first])
        return scene.form("whose_loss").search(f"{before} # {behind}") is not None
    return scene.form("of_what").search(behind) is not None


def _is_accident(scene: Scene, number: Number) -> bool:
    """Whether a crash, a blast, a fire or a war stands in their sentence or the one before it."""
    sentence = scene.text.sentence[number.first]
    opening = scene.text.openings[sentence]
    together = opening > 0 and "\n" not in scene.text.gap(opening - 1)
    near = (sentence - 1, sentence) if together else (sentence,)
    return any("accident" in scene.cues.ids(Category.CLAUSE, s) for s in near)


def _is_violent(scene: Scene, number: Number) -> bool:
    """Whether force, a riot, a fire or a hunger strike is told of this event; a country's dead and others' are none."""
    sentence = scene.text.sentence[number.first]
    if "nationwide" in scene.cues.ids(Category.SCOPE, sentence) or _is_abroad(scene, number):
        return False
    forced = any(
        "force" in scene.cues.ids(Category.RESPONSE, s) for s in scene.paragraph(sentence) if not scene.is_background(s)
    )
    return forced or bool(_DEADLY & scene.cues.ids(Category.CONCEPT, sentence, *scene.head))


def _is_abroad(scene: Scene, number: Number) -> bool:
    """Whether the nearest country named before, in this sentence or the last, is another one."""
    here = scene.text.sentence[number.first]
    near = (max(0, here - 1), here)
    foreign = [
        c.first for c in scene.cues.of(Category.MARKER, near) if c.tag[1] == "foreign" and c.first < number.first
    ]
    places = [m.first for s in near for m in scene.places_in(s) if m.first < number.first]
    return bool(foreign) and max(foreign) > max(places, default=-1)


def _is_of_the_event(scene: Scene, number: Number) -> bool:
    forced = any(scene.cues.ids(Category.RESPONSE, s) & _FORCED for s in scene.sentences if not scene.is_background(s))
    forced = forced or bool({"riot", "storm", "immolation"} & scene.cues.ids(Category.CONCEPT, *scene.head))
    return forced or bool(scene.cues.actions(scene.text.sentence[number.first], Strength.S, Strength.M))


def _whose(scene: Scene, number: Number, unit: Cue | None) -> str:
    sentence = scene.text.sentence[number.first]
    if unit is not None:
        beside = range(unit.first, unit.last + 2)
        if any(c.first in beside for c in scene.cues.of(Category.POLICE, (sentence,))) or _are_theirs(scene, unit):
            return "police"
        if any(c.first in beside for c in scene.cues.of(Category.CROWD, (sentence,))):
            return "participants"
    return "police" if _goes_on_with_police(scene, number) else "unspecified"


def _are_theirs(scene: Scene, unit: Cue) -> bool:
    """«двое сотрудников получили ушибы», "two of its officers", where the police are named: policemen."""
    sentence = scene.text.sentence[unit.first]
    named = scene.cues.ids(Category.NAME, max(0, sentence - 1), sentence) & {"police", "mvd"}
    return bool(named) and scene.text.words[unit.first].startswith(tuple(scene.listed("staff")))


def _goes_on_with_police(scene: Scene, number: Number) -> bool:
    """«Пламя сбили полицейские. Двое из них получили ожоги»: of whom the sentence before tells."""
    sentence = scene.text.sentence[number.first]
    back = " ".join(scene.text.words[number.last + 1 : number.last + 3]) in scene.listed("of_them_behind")
    before = max(0, sentence - 1)
    police = any(scene.cues.of(Category.POLICE, (before,))) and not any(scene.cues.of(Category.CROWD, (before,)))
    return back and police
