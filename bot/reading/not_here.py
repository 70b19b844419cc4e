"""Numeral → why it counts none of those who came: they may come, work there, sought help of doctors, or are a year.

«Акимат согласовал площадку на 200 человек», "5,000 people will come next time", «Продавцов на рынке 430»,
«за помощью обратились девять человек». Words: bot/data/claim_grammar.toml.
"""

from dataclasses import dataclass

from bot.domain.codes import Lang
from bot.reading.cues import Category
from bot.reading.nouns import unit_of
from bot.reading.numbers import Number
from bot.reading.scene import Scene

_BEFORE, _BEHIND, _FEW = 9, 6, 20
_OLDEST, _LATEST, _DIGITS = 1900, 2099, 4
_MARKS = frozenset(",;:—–")
_HEALTH = "health_ministry"


@dataclass(frozen=True, slots=True)
class _Around:
    """A numeral with the words of its clause before it, nine at most, and behind it, six at most."""

    number: Number
    before: str
    behind: str

    @property
    def both(self) -> str:
        """Both, with the numeral as "#"."""
        return f"{self.before} # {self.behind}"


def why_not_here(scene: Scene, number: Number) -> str:
    """Why a numeral counts nobody who came, by the words around it; "" where it may."""
    at = _Around(number, _before(scene, number), _behind(scene, number))
    if _is_year(scene, number):
        return "a year"
    if scene.form("left_behind").search(at.both):  # «үш баласы қалған», «остались трое детей», "leaves two children"
        return "left behind"
    checks = (
        ("who may come", _is_permitted),
        ("who will come", _is_to_come),
        ("asked after", _is_asked_after),
        ("who work there", _is_staff),
        ("who came to doctors", _is_seeking_help),
        ("who speak at a meeting", _is_speaking_against),
        ("whose kin came", _is_of_kin),
        ("who hurt themselves", _is_hurting_themselves),
        ("who are taken home", _is_taken_home),
        ("whom a denial names", _is_only_denied),
        ("whom a case names", _is_of_case),
        ("whom statistics count", _is_of_statistics),
        ("who came before", _is_of_earlier),
    )
    return next((why for why, holds in checks if holds(scene, at)), "")


def _is_permitted(scene: Scene, at: _Around) -> bool:
    """«разрешение на 150 человек», "approved for up to 300", «300 адамға арналған»: so many may come, or have room."""
    if scene.lang is Lang.KK:
        return scene.form("permitted_behind").search(at.behind) is not None
    return scene.form("permitted_for").search(at.before) is not None


def _is_to_come(scene: Scene, at: _Around) -> bool:
    """«в следующий раз придут пять тысяч», "700 workers would join": who is expected."""
    if scene.lang is not Lang.KK:
        return scene.form("to_come").search(at.both) is not None
    if not scene.form("comes").search(at.behind):
        return False
    text, first = scene.text, at.number.first
    return scene.form("ahead").search(" ".join(text.words[text.openings[text.sentence[first]] : first])) is not None


def _is_staff(scene: Scene, at: _Around) -> bool:
    """«Продавцов на рынке, по сведениям дирекции, 380», "the market has 380 traders": all who work there."""
    if scene.form("staff_before").search(at.before):
        return scene.lang is not Lang.KK or scene.form("there_are").search(at.behind) is not None
    return scene.form("number_of_others").search(at.before) is not None or (
        scene.lang is Lang.RU and _is_total(scene, at.number)
    )


def _is_total(scene: Scene, number: Number) -> bool:
    """A sentence that opens with the people counted, and tells of them no more than where they are."""
    text, sentence = scene.text, scene.text.sentence[number.first]
    opening = text.openings[sentence]
    if number.first == opening or not scene.form("total_of").search(text.words[opening]):
        return False
    people = any(c.first == opening for c in scene.cues.of(Category.PEOPLE, (sentence,)))
    return people and not any(c.tag[1] != "none" for c in scene.cues.of(Category.ROLE, (sentence,)))


def _is_seeking_help(scene: Scene, at: _Around) -> bool:
    """«По данным больницы, за помощью обратились семь человек»: who came to doctors did not come to protest."""
    sought = scene.form("seeks_help").search(at.both) is not None
    return sought and _HEALTH in scene.cues.ids(Category.NAME, scene.text.sentence[at.number.first])


def _is_speaking_against(scene: Scene, at: _Around) -> bool:
    """«Тыңдауда бірнеше адам қарсы сөйледі»: a few who speak at a meeting are no protest."""
    few = (at.number.floor or at.number.value) < _FEW
    return few and scene.form("speaks_against").search(at.both) is not None


def _is_asked_after(scene: Scene, at: _Around) -> bool:
    """«Қалған 10 мұнайшы қайда?», "Where are the other ten?": a question counts nobody."""
    end = scene.text.ends[scene.text.span(scene.text.sentence[at.number.first])[-1]]
    if scene.text.raw[end : end + 1] != "?":
        return False
    return scene.form("asked_after").search(at.behind if scene.lang is Lang.KK else at.before) is not None


def _is_of_kin(scene: Scene, at: _Around) -> bool:
    """As in "relatives of some of the 46 miners killed"."""
    return scene.form("of_kin").search(at.before) is not None


def _is_hurting_themselves(scene: Scene, at: _Around) -> bool:
    """«трое нанесли себе порезы», "five cut their wrists": an editor decides about them, they are no crowd."""
    return scene.form("hurt_themselves").search(at.behind) is not None


def _is_taken_home(scene: Scene, at: _Around) -> bool:
    """As in "leaving parents to take some 90 children home"."""
    return scene.form("taken_home").search(at.both) is not None


def _is_only_denied(scene: Scene, at: _Around) -> bool:
    """«опровергли сообщения, что задержаны восемь человек»: what is only denied counts nobody."""
    if scene.lang is Lang.RU:  # a comma stands before «что», so the clause alone does not show it
        opening = scene.text.openings[scene.text.sentence[at.number.first]]
        beside = " ".join(scene.text.words[opening : at.number.first])
    else:
        beside = at.behind if scene.lang is Lang.KK else at.before
    return scene.form("denied_that").search(beside) is not None


def _is_of_case(scene: Scene, at: _Around) -> bool:
    """«дела, по которым 15 жителей получили сроки», "a case in which nine were sentenced"."""
    return scene.form("of_case").search(at.before) is not None


def _is_of_statistics(scene: Scene, at: _Around) -> bool:
    """«С начала года 340 человек признаны банкротами», «тыңдауға 112 адам қатысты»: a sentence of no deed of these."""
    sentence = scene.text.sentence[at.number.first]
    otherwise = scene.cues.marked("statistics", sentence) or scene.form("at_hearing").search(at.both) is not None
    return otherwise and not scene.is_event(sentence) and not scene.holds(sentence)


def _is_of_earlier(scene: Scene, at: _Around) -> bool:
    """«На прошлой неделе бастовали 150, сегодня собрались сорок»: of the week before, where others are counted."""
    if not scene.form("week_before").search(at.both):
        return False
    others = (n for s in scene.head for n in scene.numbers_in(s) if n.first != at.number.first)
    told = (n for n in others if unit_of(scene, n, scene.text.sentence[n.first]) is not None)
    return any(not scene.form("week_before").search(f"{_before(scene, n)} {_behind(scene, n)}") for n in told)


def _is_year(scene: Scene, number: Number) -> bool:
    """«В 2011-м волнения», «2024»: four digits without people behind them."""
    if number.in_words or not _OLDEST <= number.value <= _LATEST:
        return False
    unit = unit_of(scene, number, scene.text.sentence[number.first])
    digits = scene.text.raw[number.start : number.start + _DIGITS].isdecimal()
    return digits and (unit is None or unit.first > number.last + 2)


def _before(scene: Scene, number: Number) -> str:
    """The words of its clause before a numeral, nine at most."""
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
