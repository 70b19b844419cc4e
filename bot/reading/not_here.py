"""Numeral → whether it counts those who may come, who work or live there, who sought help: none of those who came.

«Акимат согласовал площадку на 200 человек», "5,000 people will come next time", «Продавцов на рынке 430»,
«за помощью обратились девять человек». Words: bot/data/claim_grammar.toml.
"""

from bot.domain.codes import Lang, Qualifier
from bot.reading.cues import Category
from bot.reading.nouns import unit_of
from bot.reading.numbers import Number
from bot.reading.scene import Scene

_BEFORE, _BEHIND, _FEW = 7, 6, 20
_OLDEST, _LATEST, _DIGITS = 1900, 2099, 4
_MARKS = frozenset(",;:—–")
_HEALTH = "health_ministry"


def is_permitted(scene: Scene, number: Number) -> bool:
    """«разрешение на 150 человек», "approved for up to 300", «300 адамға арналған»: so many may come, or have room."""
    if scene.lang is Lang.KK:
        return scene.form("permitted_behind").search(_behind(scene, number)) is not None
    return scene.form("permitted_for").search(_before(scene, number)) is not None


def is_to_come(scene: Scene, number: Number) -> bool:
    """«в следующий раз придут пять тысяч», "700 workers would join": who is expected."""
    before, behind = _before(scene, number), _behind(scene, number)
    if scene.lang is Lang.KK:
        text = scene.text
        opening = " ".join(text.words[text.openings[text.sentence[number.first]] : number.first])
        ahead = scene.form("ahead").search(opening) is not None
        return ahead and scene.form("comes").search(behind) is not None
    return scene.form("to_come").search(f"{before} # {behind}") is not None


def is_staff(scene: Scene, number: Number) -> bool:
    """«Продавцов на рынке, по сведениям дирекции, 380», "the market has 380 traders": all who work there."""
    if scene.form("staff_before").search(_before(scene, number)):
        return scene.lang is not Lang.KK or scene.form("there_are").search(_behind(scene, number)) is not None
    return scene.lang is Lang.RU and _is_total(scene, number)


def _is_total(scene: Scene, number: Number) -> bool:
    """A sentence that opens with the people counted, and tells of them no more than where they are."""
    text, sentence = scene.text, scene.text.sentence[number.first]
    opening = text.openings[sentence]
    noun = scene.form("total_of").search(text.words[opening])
    people = any(c.first == opening for c in scene.cues.of(Category.PEOPLE, (sentence,)))
    acts = any(c.tag[1] != "none" for c in scene.cues.of(Category.ROLE, (sentence,)))
    return bool(noun) and people and not acts and number.first > opening


def is_seeking_help(scene: Scene, number: Number) -> bool:
    """«По данным больницы, за помощью обратились семь человек»: who came to doctors did not come to protest."""
    sentence = scene.text.sentence[number.first]
    said = f"{_before(scene, number)} # {_behind(scene, number)}"
    return scene.form("seeks_help").search(said) is not None and _HEALTH in scene.cues.ids(Category.NAME, sentence)


def is_speaking_against(scene: Scene, number: Number) -> bool:
    """«Тыңдауда бірнеше адам қарсы сөйледі»: a few who speak at a meeting are no protest."""
    if number.qualifier is not Qualifier.VAGUE or (number.floor or 0) >= _FEW:
        return False
    return scene.form("speaks_against").search(f"{_before(scene, number)} # {_behind(scene, number)}") is not None


def is_year(scene: Scene, number: Number) -> bool:
    """«В 2011-м волнения», «2024»: four digits without people behind them."""
    written = not number.in_words and _OLDEST <= number.value <= _LATEST
    digits = scene.text.raw[number.start : number.start + _DIGITS].isdecimal()
    unit = unit_of(scene, number, scene.text.sentence[number.first])
    return written and digits and (unit is None or unit.first > number.last + 2)


def is_left_behind(scene: Scene, number: Number) -> bool:
    """«үш баласы қалған», «остались трое детей», "leaves two children": whose, and none of those who came."""
    said = f"{_before(scene, number)} # {_behind(scene, number)}"
    return scene.form("left_behind").search(said) is not None


def is_asked_after(scene: Scene, number: Number) -> bool:
    """«Қалған 10 мұнайшы қайда?», "Where are the other ten?": a question counts nobody."""
    sentence = scene.text.sentence[number.first]
    if not scene.text.raw[scene.text.ends[scene.text.span(sentence)[-1]] :].startswith("?"):
        return False
    said = _behind(scene, number) if scene.lang is Lang.KK else _before(scene, number)
    return scene.form("asked_after").search(said) is not None


def _before(scene: Scene, number: Number) -> str:
    """The words of its clause before a numeral, seven at most."""
    text, first = scene.text, number.first
    start = max(text.openings[text.sentence[first]], first - _BEFORE)
    while first > start and not _MARKS & set(text.gap(first - 1)):
        first -= 1
    return " ".join(text.words[first : number.first])


def _behind(scene: Scene, number: Number) -> str:
    """The words of its clause behind a numeral, six at most."""
    text, last = scene.text, number.last
    stop = min(text.span(text.sentence[last]).stop, number.last + 1 + _BEHIND)
    while last + 1 < stop and not _MARKS & set(text.gap(last)):
        last += 1
    return " ".join(text.words[number.last + 1 : last + 1])
