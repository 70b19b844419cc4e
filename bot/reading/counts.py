"""Scene → counts of people: which numerals count people, and what happened to those counted."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.codes import Field, Lang, Qualifier
from bot.reading.claimants import Speakers
from bot.reading.cues import Category, Cue
from bot.reading.figures import ends_clause, is_clock, is_some_of_them, is_unsaid, words_between
from bot.reading.numbers import Number, NumberReader
from bot.reading.scene import Scene
from bot.reading.words import Strength

_UNIT_REACH = 4
_ROLE_REACH = 14
#: More have never gathered in one place of the country; a larger number is its population or money.
_MAX_PEOPLE = 200_000
#: A figure without a noun goes on with the field of one before it that is not of another order.
_ORDER = 20
#: What a single person may be counted for; «one person» otherwise counts nobody.
_FORCED = frozenset({"force", "dispersal", "detentions"})
_OF_ONE = frozenset({"detained", "injured", "killed", "released", "arrested_admin", "fined"})
_PUNISHED = frozenset({"fined", "arrested_admin"})
#: Words of a total, after which a bare number counts those who take part.
_TOTALS = frozenset(
    {"crowd at", "число", "численност", "саны", "number of", "turnout", "estimated", "было=", "алаңдағылар"}
)
_AUXILIARIES = frozenset({"were", "was", "had", "have", "been", "being", "are", "more", "others", "были", "был", "уже"})
_WERE = frozenset({"было", "стало", "около", "примерно", "почти"})
_AUXILIARIES_AT_MOST, _BACK_REACH, _SAID_REACH, _FEW = 2, 4, 5, 5
_NOT = frozenset({"не", "not"})
_WE = frozenset({"олар", "біз", "нас"})
#: What leads to a figure whose noun is not repeated: «полиция — о 45», "police put it at 100".
_LINKS = frozenset({"о", "об", "в", "at", "to", "—"})


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people in a sentence with its field."""

    number: Number
    field: Field
    sentence: int


def counts(scene: Scene, numbers: NumberReader, said: Speakers, start: date | None) -> list[Count]:
    """Every count of people outside background, in the order of the text."""
    found: list[Count] = []
    for s in scene.sentences:
        old = scene.is_background(s) or (scene.is_before(s, start) and not is_since(scene, s))
        if not (old or scene.is_abroad(s)):
            near = any(scene.lang is Lang.KK or one.far <= _BACK_REACH for one in said.get(s, ()))
            found += _counts(scene, numbers, s, attributed=near, before=found[-1] if found else None)
    return found


def is_since(scene: Scene, sentence: int) -> bool:
    """A figure over the days up to now: «с 9 июня … задержаны 957 человек»; not «за последние пять дней» before."""
    words = scene.text.words
    days = scene.days_in(sentence)
    if scene.lang is Lang.KK:
        return any("бері" in words[day.last + 1 : day.last + 3] for day in days)
    return any(day.first and words[day.first - 1] in {"с", "со", "since"} for day in days)


def _counts(
    scene: Scene, numbers: NumberReader, sentence: int, *, attributed: bool, before: Count | None
) -> list[Count]:
    days = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
    found: list[Count] = []
    for number in (_whole(scene, n) for n in scene.numbers_in(sentence)):
        if number.first in days or number.ordinal or not 1 <= number.value <= _MAX_PEOPLE or is_clock(scene, number):
            continue
        if numbers.counts_things(scene.text, number) or is_unsaid(scene, number, sentence):
            continue
        role = _field(scene, number, sentence, attributed=attributed)
        role = role or (_untitled(scene, number, sentence, found[-1] if found else before) if attributed else None)
        if role is not None and not (role is Field.PARTICIPANTS and is_some_of_them(scene, number, sentence)):
            found.append(Count(number, role, sentence))
    return found


def _untitled(scene: Scene, number: Number, sentence: int, last: Count | None) -> Field | None:
    """What a figure without a noun counts, when somebody gives it: what the one before did, else those taking part."""
    if last and _goes_on(scene, number, sentence, last):
        return last.field
    vague = (
        number.qualifier is Qualifier.VAGUE and (number.floor or 0) > _FEW
    )  # "our reporter saw hundreds, many with children"
    said = _is_given(scene, number, sentence) and number.value >= _FEW
    return Field.PARTICIPANTS if (vague or said) and ends_clause(scene, number) else None


def _is_given(scene: Scene, number: Number, sentence: int) -> bool:
    """A word of saying or counting leads to the number: «насчитали ровно 600»; in Kazakh it follows."""
    said = scene.cues.of(Category.ATTRIBUTION, (sentence,))
    if scene.lang is Lang.KK:
        return any(said)
    leads = number.first - scene.text.openings[sentence] <= _AUXILIARIES_AT_MOST  # «Не больше шестидесяти, — отвечает…»
    return leads or any(0 < number.first - cue.last <= _SAID_REACH for cue in said)


def _whole(scene: Scene, number: Number) -> Number:
    """A range with its second end, so that what follows it is what it counts."""
    closing = next((n for n in scene.numbers_near(number) if n.first > number.last and n.value == number.upper), None)
    return replace(number, last=closing.last, end=closing.end) if closing else number


def _goes_on(scene: Scene, number: Number, sentence: int, last: Count) -> bool:
    """«полиция — о 45», «Полиция сообщила о двух тысячах»: the noun stands with the figure before."""
    alike = last.number.value / _ORDER <= number.value <= last.number.value * _ORDER
    before = scene.text.words[max(0, number.first - 2) : number.first]
    linked = bool(_LINKS.intersection(before)) or (number.first > 0 and "—" in scene.text.gap(number.first - 1))
    said = scene.cues.of(Category.ATTRIBUTION, (sentence,))
    linked = linked or any(0 < number.first - cue.last <= _SAID_REACH for cue in said)
    near = sentence - last.sentence <= 1 and (linked or scene.lang is Lang.KK)
    return number.value > 1 and near and alike and ends_clause(scene, number)


def _field(scene: Scene, number: Number, sentence: int, *, attributed: bool) -> Field | None:
    unit = _unit(scene, number, sentence)
    roles = _roles(scene, number, sentence)
    role = roles[0] if roles else None
    if number.value == 1 and not _counts_one(scene, number, unit, role):
        return None
    alone = _is_one_of(scene, number) or any(_stands_alone(scene, number, one, attributed=attributed) for one in roles)
    alone = alone or _follows_people(scene, number, sentence) or _is_we(scene, number)
    if unit is None and not number.people and not alone:
        return None
    if (role is None or role.tag[1] == "participants") and (
        _is_of_police(scene, number, sentence) or (unit is not None and _is_police(scene, unit, sentence))
    ):
        return None
    if role is None and _is_we(scene, number):
        return Field.PARTICIPANTS
    if role is None:
        return Field.PARTICIPANTS if scene.is_event(sentence) or attributed else None
    if role.tag[1] == "none":
        return None
    behind = (_as_field(scene, one.tag[1], unit, sentence) for one in roles[1:2] if one.first > number.last)
    return _as_field(scene, role.tag[1], unit, sentence) or next(behind, None)


def _is_police(scene: Scene, unit: Cue, sentence: int) -> bool:
    return any(unit.first <= c.first <= unit.last + 1 for c in scene.cues.of(Category.POLICE, (sentence,)))


def _is_of_police(scene: Scene, number: Number, sentence: int) -> bool:
    """Whether the noun stands just before, and speaks for nobody: "the number of policemen at 160"."""
    near = range(number.first - _BACK_REACH, number.first)
    said = any(c.first in near for c in scene.cues.of(Category.ATTRIBUTION, (sentence,)))
    return not said and any(c.last in near for c in scene.cues.of(Category.POLICE, (sentence,)))


def _is_told_of_one(scene: Scene, number: Number) -> bool:
    """«1 человек погиб», «один человек задержан»: the plainest unit directly behind."""
    after = scene.text.words[number.last + 1] if number.last + 1 < len(scene.text) else ""
    return after in {"person", "человек", "человека", "адам", "адамның", "кісі"}


def _counts_one(scene: Scene, number: Number, unit: Cue | None, role: Cue | None) -> bool:
    """One person only where something befell that one: «один человек задержан», «на одного из водителей … штраф»."""
    if role is None or role.tag[1] not in _OF_ONE:
        return False
    if _is_one_of(scene, number):
        return role.tag[1] in _PUNISHED
    return unit is not None and role.tag[1] != "fined" and _is_told_of_one(scene, number)


def _is_one_of(scene: Scene, number: Number) -> bool:
    """«на одного из водителей наложен штраф», "one of the three"."""
    return scene.text.words[number.last + 1 : number.last + 2] in {("из",), ("of",)}


def _unit(scene: Scene, number: Number, sentence: int) -> Cue | None:
    reach = range(number.last + 1, number.last + 1 + _UNIT_REACH)
    for cue in scene.cues.of(Category.PEOPLE, (sentence,)):
        between = scene.text.raw[number.end : scene.text.starts[cue.first]]
        if (
            cue.first in reach
            and not any(mark in between for mark in ",;:.()—")
            and not _number_between(scene, number, cue)
        ):
            return cue
    return None


def _follows_people(scene: Scene, number: Number, sentence: int) -> bool:
    """«людей было 20»: the noun stands before."""
    near = range(number.first - _BACK_REACH, number.first)
    people = any(cue.last in near for cue in scene.cues.of(Category.PEOPLE, (sentence,)))
    return (
        people and scene.lang is Lang.RU and scene.text.words[number.first - 1] in _WERE and ends_clause(scene, number)
    )


def _is_we(scene: Scene, number: Number) -> bool:
    """«Қазір олар жиырма үш», «нас тут пятьдесят два»."""
    before = scene.text.words[max(0, number.first - 2) : number.first]
    return bool(_WE.intersection(before)) and ends_clause(scene, number)


def _number_between(scene: Scene, number: Number, cue: Cue) -> bool:
    return any(number.last < other.first < cue.first for other in scene.numbers_near(number))


def _roles(scene: Scene, number: Number, sentence: int) -> list[Cue]:
    """The role words in reach, fewest words and clause marks between first; a participant's verb yields to a stronger.

    What is denied is no role («записал имена троих, никого не задержали»), and of two alike the one behind leads.
    """
    weighed = []
    for cue in scene.cues.of(Category.ROLE, (sentence,)):
        far = words_between(scene, number, cue)
        unlike = cue.tag[1] == "none" and scene.text.words[max(0, cue.first - 1)] in _NOT
        if far <= _ROLE_REACH and not (unlike or (cue.tag[1] == "detained" and scene.is_denied(cue))):
            weighed.append((far + (3 if cue.tag[1] == "participants" else 0), cue.first < number.first, cue.first, cue))
    return [item[3] for item in sorted(weighed, key=lambda item: item[:3])]


def _stands_alone(scene: Scene, number: Number, role: Cue, *, attributed: bool) -> bool:
    """A number without a noun: «задержали 57», "57 were detained", "the number of those detained at 57"."""
    between = scene.text.words[number.last + 1 : role.first]
    if role.tag[1] == "participants":
        behind = role.first > number.last and len(between) <= _AUXILIARIES_AT_MOST and _AUXILIARIES.issuperset(between)
        ahead = role.last == number.first - 1 and ends_clause(scene, number)  # «пришли 130»
        return (attributed and (behind or ahead)) or (ends_clause(scene, number) and role.entry in _TOTALS)
    if role.first > number.last and len(between) <= _AUXILIARIES_AT_MOST and _AUXILIARIES.issuperset(between):
        return True
    before = number.first - _BACK_REACH <= role.last < number.first
    return (
        ends_clause(scene, number)
        and (before or number.qualifier is not Qualifier.AT_MOST)
        and role.first < (number.last + _BACK_REACH)
    )


def _as_field(scene: Scene, role: str, unit: Cue | None, sentence: int) -> Field | None:
    if role not in {"injured", "killed"}:
        return None if role == "none" else Field(role)
    near = range(max(0, sentence - 1), min(sentence + 2, len(scene.text.openings)))
    forced = any(scene.cues.ids(Category.RESPONSE, s) & _FORCED for s in near)
    forced = forced or bool({"riot", "immolation"} & scene.cues.ids(Category.CONCEPT, *scene.head))
    if not (forced or scene.cues.actions(sentence, Strength.S, Strength.M)):
        return None
    who = "unspecified"
    if unit is not None:
        beside = range(unit.first, unit.last + 2)
        if any(c.first in beside for c in scene.cues.of(Category.POLICE, (sentence,))):
            who = "police"
        elif any(c.first in beside for c in scene.cues.of(Category.CROWD, (sentence,))):
            who = "participants"
    return Field(f"{role}_{who}")
