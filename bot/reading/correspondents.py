"""A correspondent in a sentence → whose: the article's own, or that of another outlet, known or not."""

import re
from dataclasses import replace

from bot.domain.codes import Lang
from bot.domain.names import Name, Names
from bot.reading.cues import Cue
from bot.reading.scene import Scene
from bot.reading.text import words_of

#: The id of a correspondent of an outlet that nobody here knows, and that is not called by a fit name.
ANOTHER = "another outlet"
_AFTER = re.compile(r"\s?[«\"“]([^«»\"“”\n]{2,60})[»\"”]")
_BEFORE = re.compile(r"[«\"“]([^«»\"“”\n]{2,60})[»\"”]\s?$")
_LABEL = 80


def as_written(outlet: Name) -> Name:
    """An outlet of no known forms, found in articles by its names; one that only a bracket tells apart is not."""
    if outlet.forms is not None:
        return outlet
    named = (" ".join(words_of(name)) for name in outlet.names.values() if "(" not in name)
    forms = tuple(dict.fromkeys(filter(None, named)))
    return replace(outlet, forms=dict.fromkeys(Lang, forms))


def another(scene: Scene, cue: Cue, names: Names) -> str:
    """The name of the outlet, not known here, whose correspondent a cue is; "" where it is the article's own."""
    words = scene.text.words
    if any(scene.form("ours").match(word) for word in words[max(0, cue.first - 1) : cue.last + 1]):
        return ""
    told = _before if scene.lang is Lang.KK else _behind
    label = told(scene, cue)
    return (label if names.is_label(label) else ANOTHER) if label else ""


def _behind(scene: Scene, cue: Cue) -> str:
    """«корреспондента газеты «Неизвестная»», "a correspondent for the Unknown Times", "a Times correspondent"."""
    text, at = scene.text, cue.last + 1
    linked = scene.lang is Lang.RU
    if scene.lang is Lang.EN:
        if cue.first and _names(scene, cue.first - 1):
            return text.original(cue.first - 1)
        linked = text.words[at : at + 1] != () and text.words[at] in scene.listed("correspondent_of")
        at += linked
        at += text.words[at : at + 1] != () and text.words[at] in scene.listed("article")
    if not linked or any(text.gap(i).strip(' \xa0«"“') for i in range(cue.last, at)):
        return ""
    other = _fits(scene, at, scene.form("other"))
    medium = _fits(scene, at + other, scene.form("medium"))
    if other and medium:
        return ANOTHER
    last = at + medium - 1
    if quoted := _AFTER.match(text.raw[text.ends[last] : text.ends[last] + _LABEL]):
        return quoted[1].strip()
    named = last + 1 < len(text) and _names(scene, last + 1)
    latin = named and text.words[last + 1].isascii()
    return text.original(last + 1) if named and (scene.lang is Lang.EN or medium or latin) else ""


def _before(scene: Scene, cue: Cue) -> str:
    """«Белгісіз» газетінің тілшісі, «жергілікті газет тілшісі»."""
    text, at = scene.text, cue.first - 1
    medium = at >= 0 and _fits(scene, at, scene.form("medium"))
    at -= medium
    if medium and _fits(scene, at, scene.form("other")):
        return ANOTHER
    start = text.starts[at + 1]
    if quoted := _BEFORE.search(text.raw[max(0, start - _LABEL) : start]):
        return quoted[1].strip()
    return text.original(at) if at >= 0 and not text.gap(at).strip() and _names(scene, at) else ""


def _fits(scene: Scene, i: int, pattern: re.Pattern[str]) -> bool:
    return 0 <= i < len(scene.text) and bool(pattern.match(scene.text.words[i]))


def _names(scene: Scene, i: int) -> bool:
    """A word with a capital that opens no sentence and is no place."""
    text = scene.text
    placed = any(mention.first <= i <= mention.last for mention in scene.places_in(text.sentence[i]))
    return text.capital(i) and not text.opens(i) and not placed
