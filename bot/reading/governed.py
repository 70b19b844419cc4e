"""Numeral and its noun → what governs them: the case of a Kazakh noun, a verb behind a clause of relation, a demand.

"Eight people demonstrating against the law were detained": the participle tells who they are, the verb what befell
them.
«мұнайшыны полиция ұстады»: in the accusative they suffer it, in the nominative they do it. Words:
bot/data/claim_grammar.toml.
"""

from enum import Enum

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene

#: How far behind its noun a verb stands that a clause of relation parts from it.
_MAIN_VERB = 30
_MARKS = frozenset(",;:—–")
#: What befalls people.
BEFALLS = frozenset({"detained", "released", "fined", "arrested_admin", "charged", "convicted", "injured", "killed"})
_DEMANDED = 12
_SUBJECT = 3


class Case(Enum):
    """The case of a Kazakh noun, as far as it matters who does what."""

    NOMINATIVE = "nominative"
    ACCUSATIVE = "accusative"
    GENITIVE = "genitive"
    #: Dative, locative, ablative, instrumental.
    OTHER = "other"


def case_of(scene: Scene, unit: Cue | None) -> Case | None:
    """The case of a noun of people, told by what follows its stem; None where there is no noun, or no Kazakh."""
    if unit is None or scene.lang is not Lang.KK:
        return None
    rest = _ending(scene, unit)
    if rest is None:
        return None
    all_of = scene.text.words[unit.last + 1 : unit.last + 2]
    if scene.claim_grammar.any_fits("all_of", all_of):  # «адамның бәрі»
        rest = all_of[0]
    for case in (Case.GENITIVE, Case.ACCUSATIVE, Case.OTHER):
        if scene.claim_grammar.fits(f"ending_{case.value}", rest):
            return case
    return Case.NOMINATIVE


def _ending(scene: Scene, unit: Cue) -> str | None:
    word, stem = scene.text.words[unit.last], unit.entry.rpartition(" ")[2].removesuffix("=")
    if word.startswith(stem) and word != stem:
        return word[len(stem) :]
    found = scene.form("people_suffix").search(word)
    if found:
        return word[found.end() :]
    return "" if word == stem else None


def is_object(scene: Scene, number: Number, unit: Cue | None) -> bool:
    """Whether those counted suffer what a verb behind them tells: the accusative, of a pair that of its second noun."""
    case = case_of(scene, unit)
    if case is Case.ACCUSATIVE:
        return True
    if unit is None:
        return scene.lang is Lang.KK and scene.claim_grammar.fits("accusative_numeral", scene.text.words[number.last])
    if case is not Case.NOMINATIVE or scene.text.words[unit.last + 1 : unit.last + 2] not in _joining(scene):
        return False
    near = scene.text.words[unit.last + 2 : unit.last + 9]
    return scene.claim_grammar.any_fits("accusative_person", near)


def _joining(scene: Scene) -> set[tuple[str, ...]]:
    return {(word,) for word in scene.listed("and")}


def main_verb(scene: Scene, number: Number, unit: Cue | None) -> Cue | None:
    """The verb of what befell those of whom a participle or a clause of relation right behind the noun tells more."""
    if unit is None or scene.lang is Lang.KK or not _is_told_more(scene, unit):
        return None
    sentence = scene.text.sentence[number.first]
    others = [n.first for n in scene.numbers_near(number) if n.first > unit.last]
    roles = (cue for cue in scene.cues.of(Category.ROLE, (sentence,)) if cue.tag[1] in BEFALLS)
    near = (cue for cue in roles if unit.last + 1 < cue.first <= unit.last + _MAIN_VERB and _is_finite(scene, cue))
    if scene.lang is Lang.RU:  # behind the comma that closes what is told of the noun
        near = (cue for cue in near if any("," in scene.text.gap(i) for i in range(unit.last + 1, cue.first)))
    cue = min(near, key=lambda cue: cue.first, default=None)
    if cue is None or any(i < cue.first and _is_counting(scene, i) for i in others):
        return None
    return None if _has_subject(scene, unit, cue) else cue


def _has_subject(scene: Scene, unit: Cue, cue: Cue) -> bool:
    """Whether others stand right before the verb: "people attending watched as activists were detained"."""
    people = (*scene.cues.of(Category.PEOPLE, (scene.text.sentence[unit.first],)),)
    near = (one for one in people if unit.last < one.first and cue.first - _SUBJECT <= one.last < cue.first)
    if scene.lang is Lang.RU:  # «в поддержку активиста Петрова, задержаны»: behind a comma it is no subject
        near = (one for one in near if not any("," in scene.text.gap(i) for i in range(one.last, cue.first)))
    return any(near)


def _is_counting(scene: Scene, i: int) -> bool:
    """Whether people are counted at a numeral: a day or an age between a noun and its verb parts nothing."""
    sentence = scene.text.sentence[i]
    return any(0 < cue.first - i <= 2 for cue in scene.cues.of(Category.PEOPLE, (sentence,)))


def _is_told_more(scene: Scene, unit: Cue) -> bool:
    """As in "people demonstrating", "people who had gathered", «активистов, вышедших»."""
    behind = scene.text.words[unit.last + 1 : unit.last + 2]
    if scene.lang is Lang.EN:
        return bool(scene.listed("relative") & {*behind}) or scene.claim_grammar.any_fits("participle", behind)
    relative = scene.listed("relative") & {*behind}
    return "," in scene.text.gap(unit.last) and bool(relative or scene.claim_grammar.any_fits("participle", behind))


def _is_finite(scene: Scene, cue: Cue) -> bool:
    """As in "were detained", «задержаны», «задержала полиция»: not "detained activists"."""
    words = scene.text.words
    if scene.lang is Lang.EN:
        return bool(scene.listed("auxiliary") & {*words[max(0, cue.first - 2) : cue.first]})
    return scene.claim_grammar.fits("finite", words[cue.first])


def is_demanded(scene: Scene, number: Number, unit: Cue | None) -> bool:
    """Whether those counted are only asked for: «20 адамды қайта алуды талап етеді», "demand to rehire 20 workers"."""
    sentence = scene.text.sentence[number.first]
    asked = [cue for cue in scene.cues.of(Category.CLAUSE, (sentence,)) if cue.tag[1] == "asked"]
    if scene.lang is Lang.KK:
        behind = [cue for cue in asked if 0 < cue.first - number.last <= _DEMANDED]
        return any(_is_led_to(scene, number, unit, cue) for cue in behind)
    return any(_governs(scene, cue, number, unit) for cue in asked)


def _is_led_to(scene: Scene, number: Number, unit: Cue | None, asked: Cue) -> bool:
    """An object and an infinitive before the word of asking, with no end of a clause between."""
    last = unit.last if unit is not None else number.last
    between = range(last + 1, asked.first)
    closed = any("," in scene.text.gap(i) for i in range(number.last, asked.first - 1))
    wanted = any(scene.claim_grammar.fits("infinitive", scene.text.words[i]) for i in between)
    return wanted and not closed and is_object(scene, number, unit)


def _governs(scene: Scene, asked: Cue, number: Number, unit: Cue | None) -> bool:
    """A word of asking before the numeral in its clause, with what is asked for between them."""
    words, between = scene.text.words, range(asked.last + 1, number.first)
    if not 0 < len(between) <= _DEMANDED or any(
        _MARKS & set(scene.text.gap(i)) for i in range(asked.last, number.first)
    ):
        return False
    roles = (cue.first for cue in scene.cues.of(Category.ROLE, (scene.text.sentence[number.first],)))
    if scene.listed("and") & {*words[between.start : between.stop]} and any(i in between for i in roles):
        return False  # "called on them to disperse and detained seven"
    infinitive = any(scene.claim_grammar.fits("infinitive", words[i]) for i in between)
    noun = any(scene.claim_grammar.fits("demanded", words[i]) for i in between)
    return (infinitive or noun) and not _acts(scene, number, unit)


def _acts(scene: Scene, number: Number, unit: Cue | None) -> bool:
    """Whether a verb of taking part stands right behind the noun: "in support of the jailed 300 people rallied"."""
    last = unit.last if unit is not None else number.last
    sentence = scene.text.sentence[number.first]
    roles = (cue for cue in scene.cues.of(Category.ROLE, (sentence,)) if cue.tag[1] == "participants")
    return any(0 < cue.first - last <= 2 for cue in roles)


def is_joined_to(scene: Scene, number: Number) -> Cue | None:
    """What befell somebody whom those counted are named with: "was detained along with 20 protesters"."""
    words, led = scene.text.words, number.first
    while led and words[led - 1] in scene.listed("bounds"):
        led -= 1
    if words[max(0, led - 2) : led] not in _pairs(scene):
        return None
    roles = scene.cues.of(Category.ROLE, (scene.text.sentence[number.first],))
    before = [cue for cue in roles if cue.tag[1] in BEFALLS and cue.last < led - 2]
    return max(before, key=lambda cue: cue.last, default=None)


def _pairs(scene: Scene) -> set[tuple[str, ...]]:
    return {tuple(pair.split()) for pair in scene.listed("along_with")}
