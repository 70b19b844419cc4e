"""Word of saying → whether somebody says something there: no adjective, no passive without a source, no placard.

"The alleged abuse", "were reported injured", «деген жазу ұстап», «митинг өтеді деп белгіленген жер» tell of nobody who
speaks. Words: bot/data/claim_grammar.toml.
"""

from collections.abc import Iterator

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue
from bot.reading.scene import Scene

#: How far before the pronoun the number of those stands who say something.
_COUNTED = 4
#: The same of whom a name is called.
_WHOM = 5


def sayings(scene: Scene, sentence: int) -> Iterator[Cue]:
    """The words of saying of a sentence that have a speaker."""
    return (cue for cue in scene.cues.of(Category.ATTRIBUTION, (sentence,)) if is_saying(scene, cue))


def is_saying(scene: Scene, cue: Cue) -> bool:
    """Whether a word tells that somebody says or counts; not what those counted say in a clause of relation."""
    if scene.lang is not Lang.KK and _is_said_by_counted(scene, cue):
        return False
    if scene.lang is Lang.EN:
        return not (_is_adjective(scene, cue) or _is_of_whom(scene, cue))
    if scene.lang is Lang.RU:
        return not (
            (cue.first == cue.last and scene.claim_grammar.fits("gerund", scene.text.words[cue.first]))
            or _is_of_whom(scene, cue)
        )
    return _is_told_kk(scene, cue)


def _is_said_by_counted(scene: Scene, cue: Cue) -> bool:
    """«Шесть человек, которые утверждают», "six people who say": who they are, no word for their number."""
    words, led = scene.text.words, cue.first - 1
    if led < 1 or words[led] not in scene.listed("who_says"):
        return False
    near = (n for n in scene.numbers_in(scene.text.sentence[cue.first]) if not n.ordinal)
    return any(0 < led - n.last <= _COUNTED and n.value > 1 for n in near)


def _is_of_whom(scene: Scene, cue: Cue) -> bool:
    """«которого правозащитники называют политзаключённым»: what somebody is called, not how many."""
    words = scene.text.words
    whom = scene.claim_grammar.any_fits("of_whom_called", words[max(0, cue.first - _WHOM) : cue.first])
    counted = any(cue.last < n.first <= cue.last + 4 for n in scene.numbers_in(scene.text.sentence[cue.first]))
    return whom and scene.claim_grammar.fits("calls", words[cue.first]) and not counted


def _is_adjective(scene: Scene, cue: Cue) -> bool:
    """As in "an estimated 200", "the alleged abuse", "widely seen as", "were reported injured", "reportedly"."""
    words, lists = scene.text.words, scene.claim_grammar.words
    word, before, after = words[cue.first], words[max(0, cue.first - 1) : cue.first], words[cue.last + 1 : cue.last + 2]
    taken = word in lists["counted_as"] and after == ("as",) and words[cue.last + 2 : cue.last + 3] != ("well",)
    if word.endswith("ly") or taken:
        return True
    if word not in lists["said_of"] or cue.first != cue.last:
        return False
    if before and (before[0] in lists["determiner"] or before[0].endswith("ly")):
        return True
    passive = (
        bool(before) and before[0] in lists["auxiliary"] and not lists["source"] & {*words[cue.last + 1 : cue.last + 4]}
    )
    return passive or scene.claim_grammar.any_fits("done", after)


def _is_told_kk(scene: Scene, cue: Cue) -> bool:
    """A finite verb, or a form that a verb of saying follows: no participle before its noun, no other converb."""
    text, grammar = scene.text, scene.claim_grammar
    word, after = text.words[cue.last], text.words[cue.last + 1 : cue.last + 2]
    if grammar.fits("no_saying", word) or _is_idiom(scene, cue):
        return False
    if word in scene.listed("thus") and _names(scene, cue.last + 1):
        return False
    ends = (
        not after
        or bool(text.gap(cue.last).strip(' \xa0"»”'))
        or text.sentence[cue.last + 1] != text.sentence[cue.first]
    )
    if ends or after[0] in scene.listed("goes_on") or _begins_saying(scene, cue.last + 1):
        return True
    if word in scene.listed("thus"):
        return True
    return not (grammar.fits("before_noun", word) or (grammar.fits("converb", word) and cue.first == cue.last))


def _names(scene: Scene, i: int) -> bool:
    """«деп аталған», «деп көрсеткен орындарда»: what it is called; but «деп көрсеткен» ends what somebody said."""
    text = scene.text
    if not scene.claim_grammar.fits("named_as", text.words[i]):
        return False
    closed = i + 1 >= len(text) or bool(text.gap(i).strip(' \xa0"»”'))
    return not (closed and _begins_saying(scene, i))


def _begins_saying(scene: Scene, i: int) -> bool:
    said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[i],))
    return any(cue.first == i for cue in said)


def _is_idiom(scene: Scene, cue: Cue) -> bool:
    """«қол жеткізді», «жауап ала алмады»: words of saying that with others tell of something else."""
    words = scene.text.words
    if words[max(0, cue.first - 1) : cue.first] in {(word,) for word in scene.listed("idiom_before")}:
        return True
    alone = cue.entry in scene.listed("answer")
    return alone and not scene.claim_grammar.any_fits("gives", words[cue.last + 1 : cue.last + 2])
