"""Numeral → the noun of people that it counts: of a list, or by its ending; not one that only tells of another."""

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.phrases import Hit
from bot.reading.scene import Scene

_UNIT_REACH = 4
_APOSTROPHES = frozenset("'’")


def people_by_ending(scene: Scene, number: Number) -> Cue | None:
    """«12 аппаратчиков», "40 rigbuilders", «15 жонғышы»: the noun right behind, or behind one adjective."""
    text, i = scene.text, number.last + 1
    if (
        scene.lang is Lang.RU
        and i < len(text)
        and scene.form("adjective").search(text.words[i])
        and not _names(scene, i)
    ):
        i += 1
    apart = any(text.gap(j).strip() for j in range(number.last, i)) or i >= len(text)
    same = not apart and text.sentence[i] == text.sentence[number.first]
    return Hit((Category.PEOPLE, ""), i, i, text.words[i]) if same and _names(scene, i) else None


def _names(scene: Scene, i: int) -> bool:
    word = scene.text.words[i]
    return bool(scene.form("endings").match(word)) and not scene.form("things").match(word)


def unit_of(scene: Scene, number: Number, sentence: int) -> Cue | None:
    """The noun of people that a numeral counts."""
    reach = range(number.last + 1, number.last + 1 + _UNIT_REACH)
    named = (*scene.cues.of(Category.PEOPLE, (sentence,)), *scene.cues.of(Category.KIN, (sentence,)))
    for cue in sorted(named, key=lambda cue: cue.first):
        between = scene.text.raw[number.end : scene.text.starts[cue.first]]
        if (
            cue.first in reach
            and not any(mark in between for mark in ",;:.()—")
            and not _number_between(scene, number, cue)
        ):
            if not _is_attribute(scene, cue):
                return cue
            owned = any(one.first == cue.last + 1 for one in named)
            if scene.lang is Lang.EN and not owned:
                return None  # "120 traders' stalls before people came"; but "20 killed miners' relatives"
    named_so = people_by_ending(scene, number)
    return None if named_so is None or _is_attribute(scene, named_so) else named_so


def _is_attribute(scene: Scene, noun: Cue) -> bool:
    """«120 торговых мест», "12 workers' dormitories", «15 жұмысшы жатақханасы»: it only tells of the noun behind it."""
    text = scene.text
    if scene.lang is Lang.RU:
        return scene.claim_grammar.fits("attribute", text.words[noun.last])
    if noun.last + 1 >= len(text) or text.sentence[noun.last] != text.sentence[noun.last + 1]:
        return False
    if scene.lang is Lang.EN:
        possessive = scene.form("owner").search(text.words[noun.last]) or text.gap(noun.last)[:1] in _APOSTROPHES
        return bool(possessive) or _is_singular_before_things(scene, noun)
    return text.gap(noun.last) == " " and scene.claim_grammar.fits("thing_of_people", text.words[noun.last + 1])


def _is_singular_before_things(scene: Scene, noun: Cue) -> bool:
    """As in "30 miner housing units": of people the noun stands in the plural."""
    text, i = scene.text, noun.last
    behind = text.words[i + 1 : i + 3]
    plural = scene.claim_grammar.fits("plural_of_people", text.words[i])
    return not plural and text.gap(i) == " " and scene.claim_grammar.any_fits("things_of_people", behind)


def _number_between(scene: Scene, number: Number, cue: Cue) -> bool:
    return any(number.last < other.first < cue.first for other in scene.numbers_near(number))
