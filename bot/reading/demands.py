"""Scene → what people ask for: demands named behind a word of asking, in a title, in what is cried or written up."""

from collections.abc import Iterable, Iterator

from bot.domain.codes import Action, Issue, Lang
from bot.domain.names import NameKind, Names
from bot.reading.cues import Category, Cue
from bot.reading.scene import Scene
from bot.reading.words import Strength

#: What a demand is about.
ISSUE_OF = {
    "pay_rise": Issue.LABOUR,
    "unpaid_wages": Issue.LABOUR,
    "working_conditions": Issue.LABOUR,
    "jobs": Issue.LABOUR,
    "housing": Issue.HOUSING,
    "land": Issue.LAND,
    "prices": Issue.PRICES_SERVICES,
    "water_supply": Issue.PRICES_SERVICES,
    "roads": Issue.PRICES_SERVICES,
    "benefits": Issue.PRICES_SERVICES,
    "education_health": Issue.PRICES_SERVICES,
    "environment": Issue.ENVIRONMENT,
    "nuclear_plant": Issue.ENVIRONMENT,
    "womens_rights": Issue.WOMEN,
    "political_prisoners": Issue.POLITICAL,
    "political_situation": Issue.POLITICAL,
    "reforms": Issue.POLITICAL,
    "free_assembly": Issue.POLITICAL,
    "resignation": Issue.POLITICAL,
    "fair_elections": Issue.ELECTIONS,
    "fair_trial": Issue.JUSTICE,
    "anti_torture": Issue.JUSTICE,
    "chinese_investment": Issue.FOREIGN_INFLUENCE,
    "war_foreign": Issue.OTHER,
}
#: Demands whose words tell as often who stands somewhere, and where: pensioners, a school, a road.
_SETTING = frozenset({"benefits", "education_health", "roads"})
#: Concepts of what a crowd cries, or has written up.
_CRIES = frozenset({"chant", "banner"})
_STRIKES = frozenset({Action.STRIKE, Action.HUNGER_STRIKE})


def demands(scene: Scene, names: Names, act: Action) -> tuple[str, ...]:
    """Demands named where people ask; failing these, where they act; failing these, in the lead.

    A school beside a strike's demands of pay and work is where people work; violence at home is no torture.
    """
    asking = [s for s in scene.sentences if scene.cues.marked("demanding", s) and not scene.is_past(s)]
    acting = [s for s in scene.sentences if not scene.is_background(s) and scene.cues.actions(s, Strength.S)]
    crying = [s for s in scene.sentences if scene.cues.ids(Category.CONCEPT, s) & _CRIES and not scene.is_past(s)]
    asked = [*_cues(scene, scene.title), *(cue for s in asking for cue in _asked(scene, s)), *_cried(scene, crying)]
    told = [c for pool in (asking, acting, scene.head) for c in [_cues(scene, pool)]]
    for pool in (asked, *([c for c in one if c.tag[1] not in _SETTING] for one in told)):
        named = tuple(dict.fromkeys(cue.tag[1] for cue in pool if _is_demand(names, cue)))
        if named:
            return _meant(named, act)
    return ()


def _cues(scene: Scene, sentences: Iterable[int]) -> list[Cue]:
    return list(scene.cues.of(Category.NAME, dict.fromkeys(sentences)))


def _cried(scene: Scene, crying: Iterable[int]) -> list[Cue]:
    """What stands in quotation marks where people cry or hold something up: «скандировали: «Отпустите невиновных»»."""
    return [cue for cue in _cues(scene, crying) if _is_quoted(scene, cue)]


def _is_quoted(scene: Scene, cue: Cue) -> bool:
    text = scene.text
    before = text.raw[text.starts[text.openings[text.sentence[cue.first]]] - 1 : text.starts[cue.first]]
    opened = before.count("«") + before.count("“") > before.count("»") + before.count("”")
    return opened or before.count('"') % 2 == 1


def _asked(scene: Scene, sentence: int) -> Iterator[Cue]:
    """What stands where the object of "demand" stands: behind it, in Kazakh before it."""
    marks = [c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "demanding"]
    for cue in scene.cues.of(Category.NAME, (sentence,)):
        if scene.lang is Lang.KK:
            if any(cue.first <= mark.last for mark in marks):
                yield cue
        elif any(cue.last >= mark.first for mark in marks):
            yield cue


def _is_demand(names: Names, cue: Cue) -> bool:
    name = names.get(cue.tag[1])
    return name is not None and name.kind is NameKind.DEMAND


def _meant(named: tuple[str, ...], act: Action) -> tuple[str, ...]:
    labour = tuple(n for n in named if ISSUE_OF.get(n) is Issue.LABOUR)
    if act in _STRIKES and labour:
        return labour
    if "womens_rights" in named:
        return tuple(n for n in named if n not in {"anti_torture", "war_foreign"})
    return named
