"""Numeral → what it is not, and what stands around it: hours, ages, figures taken back, the end of a clause."""

import re

from bot.domain.codes import Lang, Qualifier
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene
from bot.reading.text import Text

_CLAUSE, _ROLE_REACH = 6, 14
_MINUTES, _HOURS = 60, 12
_KIN = frozenset({"family", "mother", "father", "grandmother", "grandfather", "woman", "man"})
#: «саны 58 екенін», «бары 23 деп»: nothing follows the number but what says so.
_COPULA = re.compile(r"(?:екен|болды|болған|болып|деп$|деді|дейді|деген|деуде|ғана$)")
_NOT_BEFORE = frozenset({"не", "not", "вместо"})


def is_clock(scene: Scene, number: Number) -> bool:
    """An hour: «14:30», «в 9.15» at the head of a live report's entry."""
    text = scene.text
    after = text.gap(number.last) if number.last + 1 < len(text) else ""
    before = text.gap(number.first - 1) if number.first else ""
    if (after == ":" and text.words[number.last + 1].isdecimal()) or (before == ":" and number.value < _MINUTES):
        return True
    led = text.words[number.first - 1] if number.first else ""
    if led in {"past", "like"} or (number.last + 1 < len(text) and text.words[number.last + 1] == "past"):
        return True
    if text.words[number.last + 1 : number.last + 3] == ("in", "the") and number.value <= _HOURS:
        return True  # "three in the afternoon"
    kin = led == "of" and text.words[max(0, number.first - 2)] in _KIN
    return scene.lang is Lang.EN and (
        kin or (led == "at" and number.value <= _HOURS) or led == "aged" or _is_age(text, number)
    )


def _is_age(text: Text, number: Number) -> bool:
    """«Serik Baimuratov, 66, who»."""
    named = number.first > 0 and text.capital(number.first - 1) and text.gap(number.first - 1) == ", "
    return named and text.gap(number.last)[:1] in {",", "."}


def is_unsaid(scene: Scene, number: Number, sentence: int) -> bool:
    """The second end of a range; a figure that is taken back: «57, а не 570», «570 емес», one called mistaken."""
    text = scene.text
    before = text.words[number.first - 1] if number.first else ""
    after = text.words[number.last + 1 : number.last + 3]
    closes_range = any(n.upper == number.value and n.last < number.first for n in scene.numbers_near(number))
    if (
        closes_range
        or before in _NOT_BEFORE
        or "емес" in after
        or text.words[max(0, number.first - 2) : number.first] == ("instead", "of")
    ):
        return True
    wrong = (c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "mistaken")
    return any(words_between(scene, number, cue) < _CLAUSE for cue in wrong)


def is_some_of_them(scene: Scene, number: Number, sentence: int) -> bool:
    """«среди них двое детей», "among them three grandmothers"."""
    marks = scene.cues.of(Category.MARKER, (sentence,))
    return any(c.tag[1] == "subset" and 0 < number.first - c.last <= _ROLE_REACH for c in marks)


def ends_clause(scene: Scene, number: Number) -> bool:
    """Whether nothing follows a number but what bounds it: «саны 300-ден асты»."""
    last = number.last + (number.qualifier is not Qualifier.EXACT and scene.lang is Lang.KK)
    if last + 1 >= len(scene.text):
        return True
    gap = scene.text.gap(min(last, len(scene.text) - 1))
    copula = scene.lang is Lang.KK and bool(_COPULA.match(scene.text.words[last + 1]))
    return copula or gap.strip(' \xa0»”"’')[:1] in {".", ",", ";", "—", "–", "\n", "!", "?"} or "\n" in gap


def words_between(scene: Scene, number: Number, cue: Cue) -> int:
    """How far a word stands from a numeral: words, and more for clause marks and other numerals between."""
    if cue.first > number.last:
        gap, between = cue.first - number.last, scene.text.raw[number.end : scene.text.starts[cue.first]]
    else:
        gap, between = number.first - cue.last, scene.text.raw[scene.text.ends[cue.last] : number.start]
    others = sum(
        number.last < n.first < cue.first or cue.last < n.first < number.first for n in scene.numbers_near(number)
    )
    joined = any(word in between for word in (" and ", " и ", " және "))
    return gap + joined + _CLAUSE * sum(mark in between for mark in (",", ";", "—", ":")) + _CLAUSE * others
