"""Numeral → what happened to those it counts: the nearest word of a role in its clause, and the noun it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.codes import Field, Lang, Qualifier
from bot.reading.binding import ToldOf, is_company, told_of
from bot.reading.casualties import hurt
from bot.reading.cues import Category, Cue
from bot.reading.figures import ends_clause, is_part_kk, words_between
from bot.reading.governed import BEFALLS, Case, case_of, is_demanded, is_joined_to, is_object, main_verb
from bot.reading.nouns import unit_of
from bot.reading.numbers import Number
from bot.reading.role_words import is_no_role
from bot.reading.scene import Scene

_ROLE_REACH = 14
#: What a single person may be counted for; «one person» otherwise counts nobody.
_OF_ONE = frozenset({"detained", "injured", "killed", "released", "arrested_admin", "fined"})
_PUNISHED = frozenset({"fined", "arrested_admin"})
#: What may be told of people who are named by what befell them first: «18 задержанных отпущены».
_LATER = frozenset({"released", "fined", "arrested_admin", "charged", "convicted"})
_FOLLOWS, _OWN, _NEAR_VERB, _CLAUSE = 2, 4, 6, 7
#: A vague word for fewer is no noun: "several joined".
_MANY = 20
_AUXILIARIES_AT_MOST, _BACK_REACH = 3, 4
#: Words from one numeral of a series by towns to the next: «14, в Астане 6».
_SERIES = 4


def field_of(scene: Scene, number: Number, sentence: int, *, attributed: bool) -> Field | None:
    """What befell those whom a numeral counts, or what they did; none where it counts no people of this event."""
    unit = unit_of(scene, number, sentence)
    last = _ends_series(scene, number) if unit is None else None
    if last is not None:
        return field_of(scene, last, sentence, attributed=attributed)
    roles = _roles(scene, number, sentence, unit)
    role, main = roles[0] if roles else None, main_verb(scene, number, unit)
    if is_company(scene, number, unit) or (
        role and role is not main and told_of(scene, number, role, unit) is ToldOf.PAST
    ):
        return None
    if is_demanded(scene, number, unit):
        return None
    roles = [one for one in roles if one is main or told_of(scene, number, one, unit) is ToldOf.HERE]
    if not _counts_people(scene, number, unit, roles, attributed=attributed):
        return None
    if role is None or role.tag[1] == "participants":
        if is_of_police(scene, number, sentence) or (unit is not None and _is_police(scene, unit, sentence)):
            return None
        taking = _is_we(scene, number) or attributed or scene.is_event(sentence) or _are_there(scene, number, sentence)
        acting = case_of(scene, unit) in {None, Case.NOMINATIVE} or _is_seen(scene, number)
        return Field.PARTICIPANTS if role is not None or (taking and acting and not _is_kin(scene, unit)) else None
    return _befell(scene, number, unit, roles, attributed=attributed)


def _ends_series(scene: Scene, number: Number) -> Number | None:
    """The next numeral of a series by towns, whose verb stands last: «Алматыда 14, Астанада 6 адам ұсталды»."""
    sentence = scene.text.sentence[number.first]
    after = next((n for n in scene.numbers_in(sentence) if n.first > number.last), None)
    if after is None or after.first - number.last > _SERIES:
        return None
    named = any(number.last < m.first < after.first for m in scene.places_in(sentence))
    marks = set("".join(scene.text.gap(i) for i in range(number.last, after.first)))
    joined = "," in marks or scene.any_listed("and", scene.text.words[number.last + 1 : after.first])
    return after if named and joined and not marks & set(";:()") else None


@dataclass(frozen=True, slots=True)
class Bound:
    """The noun that a numeral counts, the word that tells of those people, and how far away it stands."""

    noun: Cue | None
    verb: Cue | None
    far: int


def bound(scene: Scene, number: Number, sentence: int) -> Bound:
    """What a numeral is bound to, for weighing it."""
    unit = unit_of(scene, number, sentence)
    roles = _roles(scene, number, sentence, unit)
    verb = roles[0] if roles else None
    return Bound(unit, verb, words_between(scene, number, verb) if verb else 0)


def is_rejected(scene: Scene, number: Number, sentence: int) -> bool:
    """Whether a numeral counts people whom something else befell: nobody who took part."""
    unit = unit_of(scene, number, sentence)
    roles = _roles(scene, number, sentence, unit)
    hurt = bool(roles) and roles[0].tag[1] in {"injured", "killed"}
    return hurt or is_demanded(scene, number, unit)


def _is_seen(scene: Scene, number: Number) -> bool:
    """«тілшіміз 200-ден астам адамды көрді»: whoever counts them does nothing to them."""
    said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[number.first],))
    return any(0 < c.first - number.last <= _NEAR_VERB and scene.claim_grammar.fits("sees", c.entry) for c in said)


def _counts_people(scene: Scene, number: Number, unit: Cue | None, roles: Sequence[Cue], *, attributed: bool) -> bool:
    """Whether a noun of people, or what stands for one, goes with a numeral; one person counts only by a deed."""
    sentence = scene.text.sentence[number.first]
    if number.value == 1 and not _counts_one(scene, number, unit, roles[0] if roles else None):
        return False
    alone = (
        _is_one_of(scene, number)
        or _is_of_them(scene, number)
        or any(_stands_alone(scene, number, one, attributed=attributed) for one in roles)
    )
    alone = alone or _follows_people(scene, number, sentence) or _is_we(scene, number) or is_part_kk(scene, number)
    alone = alone or (attributed and unit is None and _acts_as_people(scene, number, roles))
    return unit is not None or number.people or alone


def _befell(scene: Scene, number: Number, unit: Cue | None, roles: Sequence[Cue], *, attributed: bool) -> Field | None:
    """The field of the first role that has one, where that is more than having come."""
    role, sentence = roles[0], scene.text.sentence[number.first]
    if role.tag[1] == "none":
        last = unit.last if unit is not None else number.last
        told = last < role.first and words_between(scene, number, role) < _CLAUSE  # «привлекаются к ответственности»
        taking = not told and any(one.tag[1] == "participants" and _is_within(one, unit) for one in roles)
        return Field.PARTICIPANTS if taking and (attributed or scene.is_event(sentence)) else None
    if role.tag[1] == "convicted" and any(c.tag[1] == "arrested_admin" for c in roles):
        return Field.ARRESTED_ADMIN  # «приговорил троих к 15 суткам ареста»
    others = (one for one in roles[1:2] if one.first > number.last and one.tag[1] != "participants")
    behind = (_as_field(scene, number, one.tag[1], unit) for one in others)
    return _as_field(scene, number, role.tag[1], unit) or next(behind, None)


def _is_kin(scene: Scene, unit: Cue | None) -> bool:
    """Kin who are only named: "a brother and two sons"."""
    return unit is not None and unit.tag[0] is Category.KIN


def _is_police(scene: Scene, unit: Cue, sentence: int) -> bool:
    return any(unit.first <= c.first <= unit.last + 1 for c in scene.cues.of(Category.POLICE, (sentence,)))


def is_of_police(scene: Scene, number: Number, sentence: int) -> bool:
    """Whether the noun stands just before, and speaks for nobody: "the number of policemen at 160"."""
    near = range(number.first - _BACK_REACH, number.first)
    police = [c for c in scene.cues.of(Category.POLICE, (sentence,)) if c.last in near]
    if any(" ".join(scene.text.words[c.first - 2 : c.first]) in scene.listed("their_total") for c in police):
        return True
    said = any(c.first in near for c in scene.cues.of(Category.ATTRIBUTION, (sentence,)))
    return not said and bool(police)


def _is_told_of_one(scene: Scene, number: Number) -> bool:
    """«1 человек погиб», «один человек задержан»: the plainest unit directly behind."""
    after = scene.text.words[number.last + 1] if number.last + 1 < len(scene.text) else ""
    return bool(scene.form("one_of_people").match(after))


def _counts_one(scene: Scene, number: Number, unit: Cue | None, role: Cue | None) -> bool:
    """One person only where something befell that one: «один человек задержан», «на одного из водителей … штраф»."""
    if role is None or role.tag[1] not in _OF_ONE:
        return False
    between = scene.text.words[number.last + 1 : role.first]
    if (
        role.first > number.last
        and len(between) <= _AUXILIARIES_AT_MOST
        and scene.listed("auxiliaries").issuperset(between)
    ):
        return True  # «один арестован», "one was fined"
    punished = role.tag[1] in _PUNISHED
    if punished and (
        role.last == number.first - 1 or scene.claim_grammar.fits("one_taken", scene.text.words[number.first])
    ):
        return True  # "jailed one for seven days", «біреуін қамады»
    if _is_one_of(scene, number):
        return role.tag[1] in _PUNISHED
    hurt = role.tag[1] in {"injured", "killed"} and unit is not None and _is_crowd(scene, unit, number)
    return unit is not None and role.tag[1] != "fined" and (hurt or _is_told_of_one(scene, number))


def _is_crowd(scene: Scene, unit: Cue, number: Number) -> bool:
    """«один протестующий», "one officer": who they were stands right behind."""
    cues = (*scene.cues.of(Category.CROWD, (scene.text.sentence[number.first],)),)
    police = (*scene.cues.of(Category.POLICE, (scene.text.sentence[number.first],)),)
    return any(unit.first <= cue.first <= unit.last + 1 for cue in (*cues, *police)) and unit.first <= number.last + 2


def _is_of_them(scene: Scene, number: Number) -> bool:
    """«семерых из них», "detained seven of them"."""
    behind = scene.text.words[number.last + 1 : number.last + 3]
    return len(behind) > 1 and behind[0] in scene.listed("of_whom") and behind[1] in scene.listed("of_them")


def _are_there(scene: Scene, number: Number, sentence: int) -> bool:
    """As in "There were seven of them" behind a sentence of what they did."""
    before = scene.text.words[scene.text.openings[sentence] : number.first]
    there = before[:1] and before[0] in scene.listed("there") and scene.any_listed("auxiliary", before[1:2])
    return bool(there) and _is_of_them(scene, number) and sentence > 0 and scene.is_event(sentence - 1)


def _is_one_of(scene: Scene, number: Number) -> bool:
    """«на одного из водителей наложен штраф», "one of the three"."""
    return scene.any_listed("of_whom", scene.text.words[number.last + 1 : number.last + 2])


def _follows_people(scene: Scene, number: Number, sentence: int) -> bool:
    """«людей было 20»: the noun stands before."""
    near = range(number.first - _BACK_REACH, number.first)
    people = any(cue.last in near for cue in scene.cues.of(Category.PEOPLE, (sentence,)))
    return (
        people
        and scene.lang is Lang.RU
        and scene.text.words[number.first - 1] in scene.listed("were")
        and ends_clause(scene, number)
    )


def _is_we(scene: Scene, number: Number) -> bool:
    """«Қазір олар жиырма үш», «нас здесь больше двухсот»."""
    before = scene.text.words[max(0, number.first - _BACK_REACH) : number.first]
    of_us = " ".join(scene.text.words[number.last + 1 : number.last + 3]) in scene.listed("of_us")
    return of_us or (scene.any_listed("we", before) and ends_clause(scene, number))


def _acts_as_people(scene: Scene, number: Number, roles: Sequence[Cue]) -> bool:
    """«ондаған ғана жалгер келгенін»: a noun that no list knows, of whom a Kazakh verb says that they came."""
    if scene.lang is not Lang.KK:
        return False
    reach = range(number.last + 2, number.last + 4)
    verb = next(
        (c for c in roles if c.tag[1] == "participants" and c.first in reach and scene.form("came").match(c.entry)),
        None,
    )
    gaps = [scene.text.gap(i) for i in range(number.last, verb.first)] if verb else [","]
    return not any("," in gap or "." in gap for gap in gaps)


def _roles(scene: Scene, number: Number, sentence: int, unit: Cue | None) -> list[Cue]:
    """The role words in reach, fewest words and clause marks between first; a participant's verb yields to a stronger.

    What is denied is no role («записал имена троих, никого не задержали»), and of two alike the one behind leads.
    """
    weighed, suffers = [], is_object(scene, number, unit)
    for cue in scene.cues.of(Category.ROLE, (sentence,)):
        far = _FOLLOWS if _is_told_behind(scene, unit, cue) else words_between(scene, number, cue)
        of_others = told_of(scene, number, cue, unit) is ToldOf.OTHERS
        if (far <= _ROLE_REACH or _is_main_kk(scene, cue, unit)) and not (of_others or is_no_role(scene, number, cue)):
            taking = cue.tag[1] == "participants"
            if _governs(scene, cue, number):
                far = 0
            if not taking and cue.tag[1] in BEFALLS and cue.first > number.last and suffers:
                far = min(far, _FOLLOWS)
            if taking and _is_main_kk(scene, cue, unit):
                far = min(far, _ROLE_REACH - 3)
            far += (3 if taking else 0) + (_OWN if taking and _is_of_noun(number, cue, unit) else 0)
            weighed.append((far, cue.first < number.first, cue.first, cue))
    found = [item[3] for item in sorted(weighed, key=lambda item: item[:3])]
    held = next(
        (cue for cue in found if cue.entry in scene.listed("held") and words_between(scene, number, cue) < _CLAUSE),
        None,
    )
    if held and found[0].tag[1] == "participants":
        found = [held, *found]
    later = next((cue for cue in found if _befell_later(scene, number, found[0], cue)), None)
    later = later or main_verb(scene, number, unit) or is_joined_to(scene, number)
    found = [later, *found] if later else found
    shared = _shared(scene, number, unit) if not found or found[0].tag[1] not in BEFALLS else None
    return [shared, *found] if shared else found


def _is_main_kk(scene: Scene, cue: Cue, unit: Cue | None) -> bool:
    """«ондаған жұмысшысы …, еңбек жағдайын жақсартуды талап етті»: what ends a Kazakh sentence tells of its subject."""
    if scene.lang is not Lang.KK or unit is None or cue.tag[1] != "participants":
        return False
    sentence = scene.text.sentence[unit.first]
    closes = cue.first > unit.last and cue.last >= scene.text.span(sentence).stop - 2
    if not closes or case_of(scene, unit) is not Case.NOMINATIVE:
        return False
    people = (*scene.cues.of(Category.PEOPLE, (sentence,)), *scene.cues.of(Category.KIN, (sentence,)))
    between = (one for one in people if unit.last < one.first < cue.first)
    return not any(case_of(scene, one) is Case.NOMINATIVE for one in between)


def _governs(scene: Scene, cue: Cue, number: Number) -> bool:
    """A verb right before the figure: "killed at least eight people and wounded", «задержали около 20 человек»."""
    if scene.lang is Lang.KK or cue.last >= number.first or cue.tag[1] == "none" or _is_event_noun(scene, cue):
        return False
    closed = any(scene.text.gap(i).strip(" \xa0") for i in range(cue.last, number.first))
    plain = scene.listed("bounds") | scene.listed("article")
    return not closed and plain.issuperset(scene.text.words[cue.last + 1 : number.first])


def _is_event_noun(scene: Scene, cue: Cue) -> bool:
    """«После акции несколько активистов», "during the march several": a noun, no verb before its figure."""
    words = scene.text.words
    named = scene.lang is Lang.RU or scene.any_listed("determiner", words[max(0, cue.first - 1) : cue.first])
    return named and scene.claim_grammar.fits("event_noun", words[cue.first])


def _shared(scene: Scene, number: Number, unit: Cue | None) -> Cue | None:
    """What befell a pair: "ten protesters and one police officer have died" tells it behind its second noun."""
    if unit is None or scene.text.words[unit.last + 1 : unit.last + 2] not in {(w,) for w in scene.listed("and")}:
        return None
    led = unit.last + 2
    while scene.text.words[led : led + 1] and scene.text.words[led] in scene.listed("bounds"):
        led += 1
    second = next((n for n in scene.numbers_near(number) if n.first == led), None)
    sentence = scene.text.sentence[number.first]
    noun = unit_of(scene, second, sentence) if second is not None else None
    if second is None or noun is None:
        return None
    roles = (cue for cue in _roles(scene, second, sentence, noun) if cue.first > noun.last)
    return next((cue for cue in roles if cue.tag[1] in BEFALLS), None)


def _is_told_behind(scene: Scene, unit: Cue | None, cue: Cue) -> bool:
    """«20 человек, уведённых полицией», "ten people, all of whom were detained"."""
    if unit is None or cue.first <= unit.last or "," not in scene.text.gap(unit.last):
        return False
    between = scene.text.words[unit.last + 1 : cue.first]
    if scene.lang is Lang.RU and not between:
        return bool(scene.form("participle_in_roles").search(scene.text.words[cue.first]))
    if scene.any_listed("police_acts", between[:1]):
        return False  # «собрались 40 медиков, полиция увезла троих»: another clause
    return bool(between) and scene.listed("relative_in_roles").issuperset(between)


def _is_within(cue: Cue, unit: Cue | None) -> bool:
    """Whether a role's word is the noun that is counted: "23 protesters"."""
    return unit is not None and unit.first <= cue.first and cue.last <= unit.last


def _is_of_noun(number: Number, cue: Cue, unit: Cue | None) -> bool:
    """Whether a word tells with the noun who is counted: "23 strike activists"."""
    return unit is not None and number.last < cue.first and cue.last <= unit.last


def _is_whole(scene: Scene, number: Number) -> bool:
    """«Трое из десяти задержанных оштрафованы»: the verb tells of those before."""
    words, led = scene.text.words, number.first - 1
    while led > 0 and words[led] in scene.listed("determiner_of_whole"):
        led -= 1
    return (
        led > 0 and words[led] in scene.listed("of_whom") and any(n.last == led - 1 for n in scene.numbers_near(number))
    )


def _befell_later(scene: Scene, number: Number, first: Cue, cue: Cue) -> bool:
    """«Все 18 задержанных отпущены», «ұсталған 18 адам босатылды»: the verb tells it, not the noun."""
    if first.tag[1] != "detained" or cue.tag[1] not in _LATER or cue is first or _is_whole(scene, number):
        return False
    if cue.last < number.first:  # «обвинение предъявлено 28 задержанным»
        behind = (
            first.first == number.last + 1 and scene.form("named_by").search(scene.text.words[first.first]) is not None
        )
        return behind and number.first - cue.last <= _FOLLOWS
    noun = (
        first.first in range(number.last + 1, number.last + 3)
        if scene.lang is not Lang.KK
        else (first.last == number.first - 1)
    )
    named = noun and scene.form("named_by").search(scene.text.words[first.last]) is not None
    return named and cue.first - number.last <= _NEAR_VERB and words_between(scene, number, cue) <= _NEAR_VERB + 1


def _stands_alone(scene: Scene, number: Number, role: Cue, *, attributed: bool) -> bool:
    """A number without a noun: «задержали 57», "57 were detained", "the number of those detained at 57"."""
    between = scene.text.words[number.last + 1 : role.first]
    if role.tag[1] == "participants":
        behind = (
            role.first > number.last
            and len(between) <= _AUXILIARIES_AT_MOST
            and scene.listed("auxiliaries").issuperset(between)
        )
        many = number.qualifier is Qualifier.VAGUE and (number.floor or 0) >= _MANY and scene.lang is Lang.EN
        drawn = (
            role.last < number.first and scene.claim_grammar.fits("draws", role.entry) and _governs(scene, role, number)
        )
        if many and (drawn or (behind and scene.claim_grammar.fits("joins", role.entry))):
            return True  # "thousands rallied", "the march drew hundreds"
        led = role.last < number.first and scene.listed("bounds").issuperset(
            scene.text.words[role.last + 1 : number.first]
        )
        ahead = led and ends_clause(scene, number)  # «пришли 130», «собралось около 150»
        return (attributed and (behind or ahead)) or (
            ends_clause(scene, number) and role.entry in scene.listed("totals")
        )
    if (
        role.first > number.last
        and len(between) <= _AUXILIARIES_AT_MOST
        and scene.listed("auxiliaries").issuperset(between)
    ):
        return True
    before = number.first - _BACK_REACH <= role.last < number.first
    return (
        ends_clause(scene, number)
        and (before or number.qualifier is not Qualifier.AT_MOST)
        and role.first < (number.last + _BACK_REACH)
    )


def _as_field(scene: Scene, number: Number, role: str, unit: Cue | None) -> Field | None:
    if role in {"injured", "killed"}:
        return hurt(scene, number, role, unit)
    return None if role == "none" else Field(role)
