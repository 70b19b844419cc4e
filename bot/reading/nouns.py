"""A noun behind a numeral → whether its ending names people, where no list knows it."""

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.phrases import Hit
from bot.reading.scene import Scene


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
