"""Scene → counts of people: which numerals count people, and what happened to those counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.domain.codes import Field, Lang, Qualifier
from bot.reading.binding import counts_dependents, is_to_be_freed
from bot.reading.casualties import hurt
from bot.reading.claimants import QUOTED, Speakers
from bot.reading.cues import Category
from bot.reading.dates import Day
from bot.reading.denials import is_denied, is_unconfirmed
from bot.reading.figures import (
    aside_year,
    ends_clause,
    is_clock,
    is_in_turn,
    is_inverted,
    is_kind_of_them,
    is_of_a_name,
    is_of_earlier,
    is_of_some,
    is_of_theirs,
    is_part_kk,
    is_some_of_them,
    is_unsaid,
    is_whole_of,
)
from bot.reading.not_held import is_held_before, is_in_custody, is_taken_ill
from bot.reading.not_here import why_not_here
from bot.reading.not_participants import (
    is_brought_to_court,
    is_no_participant,
    is_remaining,
    is_share_of_things,
    is_some_of,
    is_stood_up_for,
    refers_to_things,
)
from bot.reading.nouns import unit_of
from bot.reading.numbers import Number, NumberReader
from bot.reading.roles import field_of, is_of_police, is_rejected
from bot.reading.scene import Scene

#: An article counts people so often at most: a list of all towns has fewer figures, and what is made of these is
#: compared with each other.
_MOST_COUNTS = 60
#: More have never gathered in one place of the country; a larger number is its population or money.
_MAX_PEOPLE = 200_000
#: A figure without a noun goes on with the field of one before it that is not of another order.
_ORDER = 20
_AUXILIARIES_AT_MOST, _BACK_REACH, _SAID_REACH, _FEW = 2, 4, 5, 5
_JOINED = 4
_HARMED = ("injured", "killed")
#: How far "among them" reaches: to whoever takes part; of others only to the number right behind it.
_ROLE_REACH, _NEXT = 14, 3


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people in a sentence with its field."""

    number: Number
    field: Field
    sentence: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A numeral that could be a claim: what it counts, or why it is none."""

    number: Number
    sentence: int
    field: Field | None = None
    why: str = ""


def counts(scene: Scene, numbers: NumberReader, said: Speakers, start: date | None) -> list[Count]:
    """The counts of people outside background, in the order of the text, sixty at most."""
    found = (Count(c.number, c.field, c.sentence) for c in candidates(scene, numbers, said, start) if c.field)
    return list(islice(found, _MOST_COUNTS))


def candidates(scene: Scene, numbers: NumberReader, said: Speakers, start: date | None) -> Iterator[Candidate]:
    """Every numeral of an article, until sixty count people; what is background counts nobody of the event."""
    found: list[Count] = []
    for s in scene.sentences:
        if len(found) >= _MOST_COUNTS:
            return
        old = scene.is_background(s) or (scene.is_before(s, start) and not is_since(scene, s))
        old = old or is_of_earlier(scene, s)
        until = aside_year(scene, s) if old else len(scene.text)
        if not until or scene.is_abroad(s):
            why = "another country" if until else "the background"
            yield from (Candidate(number, s, why=why) for number in scene.numbers_in(s))
            continue
        near = any(one.far < (QUOTED if scene.lang is Lang.KK else _BACK_REACH + 1) for one in said.get(s, ()))
        for one in _candidates(scene, numbers, s, attributed=near, before=found):
            told = one if one.number.first < until else replace(one, field=None, why="the background")
            if told.field:
                found.append(Count(told.number, told.field, s))
            yield told


def is_since(scene: Scene, sentence: int) -> bool:
    """A figure over the days up to now: «с 9 июня … задержаны 957 человек»; not «за последние пять дней» before."""
    words = scene.text.words
    days = scene.days_in(sentence)
    if scene.lang is Lang.KK:
        return any(scene.any_listed("since_after", words[day.last + 1 : day.last + 3]) for day in days)
    return any(day.first and words[day.first - 1] in scene.listed("since_before") for day in days)


def _candidates(
    scene: Scene, numbers: NumberReader, sentence: int, *, attributed: bool, before: Sequence[Count]
) -> Iterator[Candidate]:
    days = {i for day in scene.days_in(sentence) if _is_dated(scene, day) for i in range(day.first, day.last + 1)}
    known, last = tuple(before), before[-1] if before else None
    found: list[Count] = []
    for number in (_whole(scene, n) for n in scene.numbers_in(sentence)):
        if why := "a day" if number.first in days else _why_not(scene, numbers, number, sentence):
            yield Candidate(number, sentence, why=why)
            continue
        role = _field(scene, number, sentence, [*found, last], attributed=attributed)
        if role is None or (role is Field.PARTICIPANTS and is_no_participant(scene, number, sentence)):
            yield Candidate(number, sentence, why="no people of this event")
        elif role.value.startswith(_HARMED) and is_denied(scene, number):
            yield Candidate(number, sentence, why="denied")  # "Police denied that two women had been beaten"
        elif _is_counted_already(scene, number, role, [*found, last]) or _is_of_held_before(
            scene, number, role, [*known, *found]
        ):
            yield Candidate(number, sentence, why="some of those counted")
        else:
            found.append(Count(number, role, sentence))
            yield Candidate(number, sentence, role)


def _why_not(scene: Scene, numbers: NumberReader, number: Number, sentence: int) -> str:
    """Why a numeral can count nobody here, by what stands around it; "" where it may."""
    if number.ordinal or not 1 <= number.value <= _MAX_PEOPLE:
        return "an ordinal" if number.ordinal else "too many"
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("an hour, an age or a mark", lambda: is_clock(scene, number)),
        ("a thing", lambda: numbers.counts_things(scene.text, number)),
        ("taken back", lambda: is_unsaid(scene, number, sentence)),
        ("not confirmed", lambda: is_unconfirmed(scene, number)),
        ("all there are", lambda: is_whole_of(scene, number)),
        ("those whose kin came", lambda: counts_dependents(scene, number)),
        ("whose things are there", lambda: is_of_theirs(scene, number)),
        ("those others stand up for", lambda: is_stood_up_for(scene, number, sentence)),
        ("some of those things", lambda: is_share_of_things(scene, numbers, number)),
        ("things named before", lambda: refers_to_things(scene, number)),
        ("those to be freed", lambda: is_to_be_freed(scene, number)),
        ("part of a name", lambda: is_of_a_name(scene, number)),
        ("an order, no number", lambda: is_in_turn(scene, number)),
        ("taken away by doctors", lambda: is_taken_ill(scene, number)),
        ("held before", lambda: is_held_before(scene, number)),
    )
    return next((why for why, holds in checks if holds()), "") or why_not_here(scene, number)


def _field(
    scene: Scene, number: Number, sentence: int, told: Sequence[Count | None], *, attributed: bool
) -> Field | None:
    """What a numeral counts, by its noun and verb; without them by who gives it or by the figure before."""
    here = [count for count in told[:-1] if count]
    role = field_of(scene, number, sentence, attributed=attributed)
    bare = role is None or (role is Field.PARTICIPANTS and _is_of_held(scene, number, sentence))
    if attributed and bare and not is_rejected(scene, number, sentence):
        role = _untitled(scene, number, sentence, here[-1] if here else told[-1])
    if here and role in {None, Field.PARTICIPANTS}:
        role = _joined(scene, number, here[-1]) or role
    return role


def _is_counted_already(scene: Scene, number: Number, role: Field, told: Sequence[Count | None]) -> bool:
    """Whether those are some of whom a figure before counts all: "among them three women"."""
    sentence = scene.text.sentence[number.first]
    known = [count for count in told if count and count.field is role]
    reach = _ROLE_REACH if role is Field.PARTICIPANTS else _NEXT if known else 0
    taking = role is Field.PARTICIPANTS and (scene.lang is Lang.RU or is_part_kk(scene, number))
    fewer = taking or any(c.number.value > number.value for c in known)
    part = is_some_of_them(scene, number, sentence, reach) or (fewer and is_of_some(scene, number, sentence))
    return part or is_kind_of_them(scene, number)


def _is_of_held_before(scene: Scene, number: Number, role: Field, known: Sequence[Count]) -> bool:
    """Some of more detained people that are counted before: "five of those held", «остальных троих доставили в суд»."""
    if role is not Field.DETAINED or not any(c.field is role and c.number.value > number.value for c in known):
        return False
    some = is_some_of(scene, number) or is_remaining(scene, number) or is_in_custody(scene, number)
    return some or is_brought_to_court(scene, number)


def _is_dated(scene: Scene, day: Day) -> bool:
    """Whether a day is one: the English months that are verbs too have a capital ("arrested two march leaders")."""
    text, verbs = scene.text, scene.listed("month_or_verb")
    return all(text.capital(i) or text.words[i] not in verbs for i in range(day.first, day.last + 1))


def _untitled(scene: Scene, number: Number, sentence: int, last: Count | None) -> Field | None:
    """What a figure without a noun counts, when somebody gives it: what the one before did, else those taking part."""
    if is_of_police(scene, number, sentence):
        return None
    if _is_of_held(scene, number, sentence):
        return Field.DETAINED
    if last and _goes_on(scene, number, sentence, last):
        return last.field
    vague = (
        number.qualifier is Qualifier.VAGUE and (number.floor or 0) > _FEW
    )  # "our reporter saw hundreds, many with children"
    said = _is_given(scene, number, sentence) and number.value >= _FEW
    return Field.PARTICIPANTS if (vague or said) and ends_clause(scene, number) else None


def _joined(scene: Scene, number: Number, last: Count) -> Field | None:
    """«ранены 12 полицейских и 20 протестующих», «задержали шестерых, мы насчитали 15»: as the one before."""
    words = scene.text.words
    if last.field is Field.PARTICIPANTS:
        return None
    near = number.first - last.number.last <= _JOINED and words[number.first - 1] in scene.listed("and_in_counts")
    if near and last.field.value.startswith(("injured", "killed")):
        return hurt(scene, number, last.field.value.partition("_")[0], unit_of(scene, number, last.sentence))
    span = scene.text.span(last.sentence)
    until = span.stop if scene.lang is Lang.KK else number.first
    counted = scene.any_listed("counted", words[last.number.last + 1 : until])
    return last.field if counted and (scene.lang is Lang.KK or ends_clause(scene, number)) else None


def _is_of_held(scene: Scene, number: Number, sentence: int) -> bool:
    """«число задержанных не называют; по данным активистов, их не менее 30»."""
    if _told_at_once(scene, number, sentence):
        return True
    of_them = scene.any_listed("their_number", scene.text.words[number.first - 3 : number.first]) or any(
        c.entry in scene.listed("number_of") and 0 < number.first - c.last <= _SAID_REACH
        for c in scene.cues.of(Category.ATTRIBUTION, (sentence,))
    )
    roles = [
        c.tag[1] for c in scene.cues.of(Category.ROLE, (sentence,)) if c.entry not in scene.listed("numbered_in_counts")
    ]
    return of_them and ends_clause(scene, number) and bool(roles) and set(roles) == {"detained"}


def _told_at_once(scene: Scene, number: Number, sentence: int) -> bool:
    """«Several men were detained. The police put the number at three»: of whom the sentence before tells."""
    before = sentence - 1
    if before not in scene.sentences or "\n" in scene.text.gap(scene.text.openings[sentence] - 1):
        return False
    if _answers(scene, number, before):
        return True
    here = {c.tag[1] for c in scene.cues.of(Category.ROLE, (sentence,)) if c.entry not in scene.listed("number_of")} - {
        "participants"
    }
    told = {c.tag[1] for c in scene.cues.of(Category.ROLE, (before,))}
    numbered = any(c.entry in scene.listed("number_of") for c in scene.cues.of(Category.ATTRIBUTION, (sentence,)))
    numbered = numbered or scene.any_listed("counted", (scene.text.words[i] for i in scene.text.span(sentence)))
    return (
        numbered
        and not here - {"fined", "released"}
        and "detained" in told
        and "participants" not in told
        and (
            ends_clause(scene, number)
            or scene.any_listed("and_alone", scene.text.words[number.last + 1 : number.last + 2])
        )
    )


def _answers(scene: Scene, number: Number, before: int) -> bool:
    """«О числе доставленных говорить отказались. Правозащитница насчитала одиннадцать»; nothing else is told there."""
    sentence = scene.text.sentence[number.first]
    own = [
        c
        for c in scene.cues.of(Category.ROLE, (sentence,))
        if not scene.any_listed("counted", scene.text.words[c.first : c.last + 1])
    ]
    asked = " ".join(scene.text.words[i] for i in scene.text.span(before))
    return not own and ends_clause(scene, number) and bool(scene.form("number_of_held").search(asked))


def _is_given(scene: Scene, number: Number, sentence: int) -> bool:
    """A word of saying or counting leads to the number: «насчитали ровно 600»; in Kazakh it follows."""
    said = scene.cues.of(Category.ATTRIBUTION, (sentence,))
    if scene.lang is Lang.KK:
        return any(said)
    opening = scene.text.words[scene.text.openings[sentence] : number.first]
    leads = len(opening) <= _AUXILIARIES_AT_MOST and scene.listed("bounds").issuperset(
        opening
    )  # «Не больше шестидесяти, — отвечает…»
    return leads or any(0 < number.first - cue.last <= _SAID_REACH for cue in said)


def _whole(scene: Scene, number: Number) -> Number:
    """A range with its second end, so that what follows it is what it counts; «человек тридцать» is about thirty."""
    if is_inverted(scene, number):
        return replace(number, qualifier=Qualifier.APPROX, people=True)
    if number.upper is None:
        return number
    closing = next((n for n in scene.numbers_near(number) if n.first > number.last and n.value == number.upper), None)
    return replace(number, last=closing.last, end=closing.end) if closing else number


def _goes_on(scene: Scene, number: Number, sentence: int, last: Count) -> bool:
    """«полиция — о 45», «Полиция сообщила о двух тысячах»: the noun stands with the figure before."""
    alike = last.number.value / _ORDER <= number.value <= last.number.value * _ORDER
    before = scene.text.words[max(0, number.first - 2) : number.first]
    after = scene.text.words[number.last + 1 : number.last + 2]
    listed = bool(after) and after[0] in scene.listed("names") and last.field is Field.DETAINED
    linked = (
        listed
        or bool(scene.listed("links").intersection(before))
        or (number.first > 0 and "—" in scene.text.gap(number.first - 1))
    )
    told = bool(scene.listed("links").intersection(before[-1:])) and any(
        cue.last == number.first - 2 for cue in scene.cues.of(Category.NAME, (sentence,))
    )  # "and police at 700 filled the square"
    said = scene.cues.of(Category.ATTRIBUTION, (sentence,))
    linked = linked or any(0 < number.first - cue.last <= _SAID_REACH for cue in said)
    near = sentence - last.sentence <= 1 and (linked or scene.lang is Lang.KK)
    return number.value > 1 and near and alike and (listed or told or ends_clause(scene, number))
