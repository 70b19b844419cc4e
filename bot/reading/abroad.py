"""Scene → whether the event happened in another country."""

from collections.abc import Sequence

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue
from bot.reading.predicates import clause_of
from bot.reading.scene import Scene
from bot.reading.words import CueKind, Strength

#: Before a consulate the country behind a demand is its topic: "to free their relatives in China".
_ASKED = 14
#: So near behind a country's adjective stands its consulate: "at the Chinese general consulate".
_OWNED = 3


def foreign(scene: Scene, events: tuple[int, ...]) -> str:
    """Why the event is another country's; empty when it is not."""
    here = any(scene.places_in(s) for s in scene.head) or any(scene.places_in(s) for s in events)
    abroad = [s for s in (*scene.head, *events) if scene.is_abroad(s) and _lands(scene, s)]
    acting = events or tuple(s for s in scene.head if scene.cues.actions(s, Strength.S, Strength.M))
    if (abroad and not here) or (acting and all(scene.is_abroad(s) and _lands(scene, s) for s in acting)):
        return "another country: " + ", ".join(scene.cues.entries(Category.MARKER, "foreign", *abroad)[:3])
    if _begins_abroad(scene, acting):
        return "begins in another country"
    titled = any(_is_abroad(scene, s) for s in scene.title)
    told = [s for s in events if not scene.is_background(s)] or events
    if titled and all(not _stays(scene, s) or _abroad_first(scene, s) for s in told):
        return "another country in the title"
    return ""


def _begins_abroad(scene: Scene, acting: tuple[int, ...]) -> bool:
    """«В Нукусе … На улицы вышли тысячи»: one deed abroad, the others nowhere else, and none of them the title's."""
    told = [s for s in acting if s not in scene.title]
    here = [s for s in acting if s in told or not _abroad_first(scene, s)]
    return any(_is_abroad(scene, s) for s in told) and not any(_stays(scene, s) for s in here)


def _is_abroad(scene: Scene, sentence: int) -> bool:
    return bool(_lands(scene, sentence)) and not _stays(scene, sentence)


def _stays(scene: Scene, sentence: int) -> bool:
    """A place here that is not where somebody is from: "Eight climbers from Almaty"."""
    words, ways = scene.text.words, scene.grammar["ways_from"]
    named = [m for m in scene.places_in(sentence) if not (m.who or m.origin or m.first in scene.asides)]
    acting = _acting_words(scene, sentence)
    if any(i in acting for i in _lands(scene, sentence)):
        named = [m for m in named if m.first in acting]  # «Омск вышел на митинг, Петропавловск платит по-старому»
    return any(not ways.any_of(words[m.first - 1 : m.first]) for m in named)


def _acting_words(scene: Scene, sentence: int) -> frozenset[int]:
    """The words of the clauses of a sentence in which people act."""
    deeds = scene.cues.actions(sentence, Strength.S, Strength.M)
    return frozenset(i for deed in deeds for i in clause_of(scene.text, deed.first, deed.last))


def _abroad_first(scene: Scene, sentence: int) -> bool:
    """«rallied in Brussels … against officials in Nur-Sultan»."""
    lands = _lands(scene, sentence)
    return bool(lands) and min(lands) < min((place.first for place in scene.places_in(sentence)), default=min(lands))


def _lands(scene: Scene, sentence: int) -> list[int]:
    """Other countries where something may happen: not a consulate's, nor a war's, nor "against Moscow's choice"."""
    marks = tuple(scene.cues.of(Category.MARKER, (sentence,)))
    beside = [c.first for c in marks if c.tag[1] in {"consular", "war", "target"}]
    asked = [c.first for c in marks if c.tag[1] == "demanding"] if scene.cues.marked("consular", *scene.head) else []
    near = {i for i in _lands_at(marks) if any(abs(i - b) <= 2 for b in beside) and not _is_there(scene, i, beside)}
    return [i for i in _lands_at(marks) if i not in near and not any(0 < i - a <= _ASKED for a in asked)]


def _lands_at(marks: Sequence[Cue]) -> list[int]:
    """The words that name another country."""
    return [cue.first for cue in marks if cue.tag[1] == "foreign"]


def _is_there(scene: Scene, land: int, beside: Sequence[int]) -> bool:
    """Whether a consulate stands in another country: "the embassy in Warsaw", «Варшавадағы елшілігі»."""
    words, within = scene.text.words, scene.grammar["within"]
    if scene.lang is Lang.KK:
        return within.has(words[land])
    return within.any_of(words[land - 1 : land]) and not any(0 < b - land <= _OWNED for b in beside)


def names_action(scene: Scene) -> bool:
    """Whether the title or lead names an action in its own sense, strong or met with force."""
    forced = scene.cues.has(CueKind.RESPONSE, *scene.head, strengths=frozenset({Strength.S}))
    forced = forced or any(_is_abroad(scene, s) for s in scene.title)
    wanted = (Strength.S, *((Strength.M,) if forced else ()))
    return any(scene.cues.actions(s, *wanted) and not other_sense(scene, s) for s in scene.head)


def other_sense(scene: Scene, sentence: int) -> bool:
    """A negative context that is not just a foreign place."""
    abroad = {cue.first for cue in scene.cues.of(Category.MARKER, (sentence,)) if cue.tag[1] == "foreign"}
    return any(cue.first not in abroad for cue in scene.cues.of(Category.NEGATIVE, (sentence,)))
