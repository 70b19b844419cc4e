"""Numeral → whether those it counts were taken away by doctors, or held before the event: nobody whom it detained.

«Төрт адамды жедел жәрдем алып кетті», "were taken to hospital", «под стражей остаются 19 человек» of an older case,
"spent hours at the railway station". Words: bot/data/claim_grammar.toml.
"""

from collections.abc import Iterator

from bot.domain.codes import Lang
from bot.reading.binding import depends_on_kin
from bot.reading.cues import Category, Cue
from bot.reading.figures import words_between
from bot.reading.nouns import unit_of
from bot.reading.numbers import Number
from bot.reading.scene import Scene

_BEFORE, _BEHIND = 5, 6
#: How near a word of custody tells where those counted are.
_CLAUSE = 7
#: Sentences back in which the detention is told that a word of custody goes on from.
_BACK = 3
_MARKS = frozenset(",;:—–")
_HARMED = frozenset({"injured", "killed"})
_ACTS = _HARMED | {"participants"}


def is_carried(scene: Scene, cue: Cue) -> bool:
    """Whether a word of taking away is done by an ambulance or doctors, or leads to a hospital."""
    if not scene.claim_grammar.fits("carries", scene.text.words[cue.first]):
        return False
    span = scene.text.span(scene.text.sentence[cue.first])
    first, last = cue.first, cue.last
    while first > max(span.start, cue.first - _BEFORE) and not _MARKS & set(scene.text.gap(first - 1)):
        first -= 1
    while last + 1 < min(span.stop, cue.last + 1 + _BEHIND) and not _MARKS & set(scene.text.gap(last)):
        last += 1
    return scene.form("ambulance").search(" ".join(scene.text.words[first : last + 1])) is not None


def is_ill(scene: Scene, cue: Cue) -> bool:
    """«госпитализировали из-за ухудшения здоровья»: who falls ill was hurt by nobody."""
    if cue.tag[1] != "injured" or not scene.claim_grammar.fits("in_hospital", scene.text.words[cue.first]):
        return False
    span = scene.text.span(scene.text.sentence[cue.first])
    return scene.claim_grammar.any_fits("of_health", scene.text.words[span.start : span.stop])


def is_taken_ill(scene: Scene, number: Number) -> bool:
    """Whether doctors took away those whom a numeral counts, and nothing nearer is told of them."""
    cues = [c for c in scene.cues.of(Category.ROLE, (scene.text.sentence[number.first],)) if _is_near(scene, number, c)]
    taken = [c for c in cues if (c.tag[1] == "detained" and is_carried(scene, c)) or is_ill(scene, c)]
    carried = [words_between(scene, number, c) for c in taken]
    if not carried:
        return False
    unit = unit_of(scene, number, scene.text.sentence[number.first])
    last = unit.last if unit is not None else number.last
    told = (c for c in cues if c not in taken and c.tag[1] in _ACTS and _is_verb(scene, last, c))
    return not any(words_between(scene, number, c) <= min(carried) for c in told)


def _is_near(scene: Scene, number: Number, cue: Cue) -> bool:
    return words_between(scene, number, cue) < _CLAUSE + _BEHIND


def _is_verb(scene: Scene, last: int, cue: Cue) -> bool:
    """Whether a word tells what those counted did or suffered, not who they are."""
    if cue.tag[1] != "participants":
        return True
    if scene.lang is Lang.RU:
        return scene.claim_grammar.fits("finite", scene.text.words[cue.first])
    return cue.first > last


def is_held_before(scene: Scene, number: Number) -> bool:
    """Whether those counted are in custody, where a firm's case or a detention of another day put them."""
    sentence = scene.text.sentence[number.first]
    held = [c for c in _in_custody(scene, sentence) if words_between(scene, number, c) < _CLAUSE]
    held = [c for c in held if not scene.claim_grammar.fits("adjective_of_place", scene.text.words[c.last])]
    if not held or _is_hurt(scene, number, min(words_between(scene, number, c) for c in held)):
        return False
    if scene.claim_grammar.any_fits("of_the_firm", scene.text.words[max(0, number.first - 2) : number.last + 4]):
        return True
    told = [c for s in range(max(0, sentence - _BACK), sentence + 1) for c in _roles(scene, s) if _tells(scene, c)]
    old = [_is_of_another_day(scene, c) for c in told]
    return any(old) and all(is_old or depends_on_kin(scene, c) for c, is_old in zip(told, old, strict=True))


def _is_hurt(scene: Scene, number: Number, far: int) -> bool:
    """As in "all six had been beaten in custody": a nearer word tells of harm."""
    cues = scene.cues.of(Category.ROLE, (scene.text.sentence[number.first],))
    return any(c.tag[1] in _HARMED and words_between(scene, number, c) <= far for c in cues)


def is_in_custody(scene: Scene, number: Number) -> bool:
    """«под стражей остаются пять человек»: where those are who were detained before."""
    sentence = scene.text.sentence[number.first]
    return any(words_between(scene, number, c) < _CLAUSE for c in _in_custody(scene, sentence))


def _in_custody(scene: Scene, sentence: int) -> Iterator[Cue]:
    return (c for c in _roles(scene, sentence) if c.entry in scene.listed("custody"))


def _roles(scene: Scene, sentence: int) -> Iterator[Cue]:
    return (c for c in scene.cues.of(Category.ROLE, (sentence,)) if c.tag[1] == "detained")


def _tells(scene: Scene, cue: Cue) -> bool:
    """Whether a word tells that somebody was detained, rather than where they are kept."""
    return not (cue.entry in scene.listed("custody") or cue.entry in scene.listed("held_event") or scene.is_denied(cue))


def _is_of_another_day(scene: Scene, cue: Cue) -> bool:
    """Told in a sentence of the past, of another week or month."""
    sentence = scene.text.sentence[cue.first]
    said = " ".join(scene.text.words[i] for i in scene.text.span(sentence))
    return scene.is_background(sentence) or scene.form("some_time_ago").search(said) is not None


def is_of_other_station(scene: Scene, cue: Cue) -> bool:
    """As in "hours at the railway station": no station of the police."""
    return scene.claim_grammar.any_fits("other_station", scene.text.words[cue.first : cue.last + 1])
