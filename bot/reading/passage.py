"""Scene → where an event is told when the lead is about something else: a feature, a portrait, an office's release."""

from bot.reading.cues import Category
from bot.reading.scene import Scene
from bot.reading.words import CueKind, Strength

_BEFORE, _AFTER, _DAY_BEFORE = 2, 3, 5
#: What a sentence may not be about, to tell of an event of the day.
_OTHERWISE = frozenset({"planned", "prevented", "hearsay", "refutes", "unreal", "court", "topic", "statistics"})
_STRONG = frozenset({Strength.S})


def may_be_told_below(scene: Scene) -> bool:
    """Whether the cues alone leave open that an event is told after the lead."""
    return any(_tells(scene, s) and _is_asked(scene, s) for s in _below(scene))


def told_below(scene: Scene) -> range | None:
    """The first passage after the lead with people, a deed, a demand or an answer to it, and a day of the news."""
    for s in _below(scene):
        if _tells(scene, s) and _is_asked(scene, s) and _is_of_the_day(scene, s):
            return range(max(len(scene.title), s - 1), min(s + _AFTER, len(scene.sentences)))
    return None


def _below(scene: Scene) -> range:
    return range(len(scene.lead), len(scene.sentences))


def _around(scene: Scene, sentence: int) -> range:
    return range(max(len(scene.title), sentence - _BEFORE), min(sentence + _AFTER, len(scene.sentences)))


def _tells(scene: Scene, sentence: int) -> bool:
    """A deed of people in earnest, here and not of the past."""
    if not scene.is_event(sentence) or _OTHERWISE & scene.cues.ids(Category.MARKER, sentence):
        return False
    return not any(scene.cues.of(Category.NEGATIVE, (sentence,)))


def _is_asked(scene: Scene, sentence: int) -> bool:
    """People in the passage, and what they ask or what was done to them."""
    near = _around(scene, sentence)
    asked = scene.cues.has(CueKind.DEMAND, *near) or any(
        scene.cues.marked(m, *near) for m in ("demanding", "grievance")
    )
    forced = scene.cues.has(CueKind.RESPONSE, *near, strengths=_STRONG)
    return scene.cues.has(CueKind.ACTOR, *near) and (asked or forced)


def _is_of_the_day(scene: Scene, sentence: int) -> bool:
    if scene.is_background(sentence) or scene.is_abroad(sentence):
        return False
    near = range(max(len(scene.title), sentence - _DAY_BEFORE), min(sentence + 2, len(scene.sentences)))
    return _is_live(scene, sentence) or any(scene.is_recent(day) for s in near for day in scene.days_in(s))


def _is_live(scene: Scene, sentence: int) -> bool:
    """An entry of a live report: «14:30 …»."""
    opening = scene.text.openings[sentence]
    return scene.text.words[opening].isdecimal() and scene.text.gap(opening) == ":"
