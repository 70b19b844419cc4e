"""Scene → claims: a number of people, what happened to them, who says so, for which places and days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.codes import ClaimantType, Field, Qualifier, Scope, Stance
from bot.domain.place import Gazetteer, PlaceRef
from bot.domain.report import Claim, Span
from bot.reading.claimants import Claimant, Speakers, claimant_of
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number, NumberReader
from bot.reading.scene import Scene
from bot.reading.words import Strength

_UNIT_REACH = 4
_ROLE_REACH = 14
_CLAUSE = 6
_MAX_PEOPLE = 5_000_000
_TEXT = 120
#: What a single person may be counted for; «one person» otherwise counts nobody.
_FORCED = frozenset({"force", "dispersal", "detentions"})
_OF_ONE = frozenset({"detained", "injured", "killed", "released", "arrested_admin"})


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of people in a sentence with its field."""

    number: Number
    field: Field
    sentence: int


def claims(
    scene: Scene,
    numbers: NumberReader,
    said: Speakers,
    gazetteer: Gazetteer,
    event: tuple[Span, tuple[PlaceRef, ...]],
) -> tuple[Claim, ...]:
    """Every figure of this event; older ones and those that the body attributes better are left out."""
    span, places = event
    counts: list[_Count] = []
    for s in scene.sentences:
        if not (scene.is_background(s) or scene.is_before(s, span.start)):
            counts += _counts(scene, numbers, s, attributed=bool(said.get(s)), before=counts[-1] if counts else None)
    made = []
    for count in counts:
        who = claimant_of(scene, count.number, said.get(count.sentence, ()))
        made.append((_claim(scene, count, who, gazetteer, places), count.sentence))
    return _settled(scene, made)


def _counts(
    scene: Scene, numbers: NumberReader, sentence: int, *, attributed: bool, before: _Count | None
) -> list[_Count]:
    days = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
    found: list[_Count] = []
    for number in scene.numbers:
        if scene.text.sentence[number.first] != sentence or number.first in days or number.ordinal:
            continue
        if not 1 <= number.value <= _MAX_PEOPLE or numbers.counts_things(scene.text, number):
            continue
        role = _field(scene, number, sentence, attributed=attributed)
        if role is None and attributed and before and sentence - before.sentence <= 1 and _ends_clause(scene, number):
            role = before.field
        if role is not None:
            found.append(_Count(number, role, sentence))
    return found


def _field(scene: Scene, number: Number, sentence: int, *, attributed: bool) -> Field | None:
    unit = _unit(scene, number, sentence)
    role = _nearest_role(scene, number, sentence, _ROLE_REACH)
    if number.value == 1 and not (unit and role and role.tag[1] in _OF_ONE and _is_told_of_one(scene, number)):
        return None
    if unit is None and not number.people and (role is None or not _stands_alone(scene, number, role)):
        return None
    if (role is None or role.tag[1] == "participants") and unit is not None and _is_police(scene, unit, sentence):
        return None
    if role is None:
        return Field.PARTICIPANTS if scene.is_event(sentence) or attributed else None
    if role.tag[1] == "none":
        return None
    return _as_field(scene, role.tag[1], unit, sentence)


def _is_police(scene: Scene, unit: Cue, sentence: int) -> bool:
    return any(unit.first <= c.first <= unit.last + 1 for c in scene.cues.of(Category.POLICE, (sentence,)))


def _is_told_of_one(scene: Scene, number: Number) -> bool:
    """«1 человек погиб», «один человек задержан»: the plainest unit directly behind."""
    after = scene.text.words[number.last + 1] if number.last + 1 < len(scene.text) else ""
    return after in {"person", "человек", "адам", "кісі"}


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


def _number_between(scene: Scene, number: Number, cue: Cue) -> bool:
    return any(number.last < other.first < cue.first for other in scene.numbers)


def _nearest_role(scene: Scene, number: Number, sentence: int, reach: int) -> Cue | None:
    """The role word with the fewest words and clause marks between; a participant's verb yields to a stronger one."""
    roles = [cue for cue in scene.cues.of(Category.ROLE, (sentence,)) if _words_between(scene, number, cue) <= reach]
    weighed = [(_words_between(scene, number, c) + (3 if c.tag[1] == "participants" else 0), c.first, c) for c in roles]
    return min(weighed, key=lambda item: item[:2])[2] if weighed else None


def _words_between(scene: Scene, number: Number, cue: Cue) -> int:
    if cue.first > number.last:
        gap, between = cue.first - number.last, scene.text.raw[number.end : scene.text.starts[cue.first]]
    else:
        gap, between = number.first - cue.last, scene.text.raw[scene.text.ends[cue.last] : number.start]
    others = sum(number.last < n.first < cue.first or cue.last < n.first < number.first for n in scene.numbers)
    return gap + _CLAUSE * sum(mark in between for mark in (",", ";", "—", ":")) + _CLAUSE * others


def _stands_alone(scene: Scene, number: Number, role: Cue) -> bool:
    """A number without a noun: «задержали 57», "57 detained", "the number of those detained at 57"."""
    beside = role.first in {number.last + 1, number.last + 2} or role.last in {
        number.first - 1,
        number.first - 2,
        number.first - 3,
    }
    if role.tag[1] == "participants":
        return _ends_clause(scene, number) and role.entry in {
            "crowd at",
            "число",
            "численност",
            "саны",
            "number of",
            "turnout",
        }
    ends = _ends_clause(scene, number)
    told_of = ends and role.last < number.first and number.qualifier is not Qualifier.AT_MOST
    return told_of or (beside and (ends or role.first == number.last + 1))


def _ends_clause(scene: Scene, number: Number) -> bool:
    gap = scene.text.gap(number.last)
    return number.last + 1 >= len(scene.text) or gap.strip(" \xa0")[:1] in {".", ",", ";", "—", "\n", "!", "?"}


def _as_field(scene: Scene, role: str, unit: Cue | None, sentence: int) -> Field | None:
    if role not in {"injured", "killed"}:
        return Field(role)
    near = range(max(0, sentence - 1), min(sentence + 2, len(scene.text.openings)))
    forced = any(scene.cues.ids(Category.RESPONSE, s) & _FORCED for s in near)
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


def _claim(scene: Scene, count: _Count, who: Claimant, gazetteer: Gazetteer, event: tuple[PlaceRef, ...]) -> Claim:
    low, high = _bounds(count.number)
    named = [gazetteer.city_of(m.id) for m in scene.places_in(count.sentence) if not (m.who or m.origin or m.adjective)]
    of_event = [ref.id for ref in event if ref.id in named]
    days = [day.exact for day in scene.days_in(count.sentence) if day.exact]
    return Claim(
        field=count.field,
        min=low,
        max=high,
        qualifier=count.number.qualifier,
        text=_words(scene, count.number),
        places=tuple(of_event) if 0 < len(of_event) < len(event) else (),
        scope=_scope(scene, count.sentence),
        as_of=max(days, default=None),
        claimant=who.id,
        claimant_type=who.type,
        stance=Stance.ASSERTS,
    )


def _bounds(number: Number) -> tuple[int | None, int | None]:
    match number.qualifier:
        case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
            return number.value, None
        case Qualifier.AT_MOST:
            return None, number.value
        case Qualifier.VAGUE:
            return number.floor, None
        case Qualifier.RANGE:
            return number.value, number.upper
        case _:
            return number.value, number.value


def _scope(scene: Scene, sentence: int) -> Scope:
    scopes = scene.cues.ids(Category.SCOPE, sentence)
    if "nationwide" in scopes and not scene.places_in(sentence):
        return Scope.NATIONWIDE
    return Scope.CUMULATIVE if "cumulative" in scopes else Scope.THIS_EVENT


def _words(scene: Scene, number: Number) -> str:
    """The words used: the numeral with what bounds it and the next words, short."""
    text, words = scene.text, scene.text.span(scene.text.sentence[number.first])
    first = max(words.start, number.first - 2) if number.qualifier is not Qualifier.EXACT else number.first
    last = min(words.stop - 1, number.last + 3)
    return text.raw[text.starts[first] : text.ends[last]][:_TEXT]


def _settled(scene: Scene, made: Sequence[tuple[Claim, int]]) -> tuple[Claim, ...]:
    """What the title or the lead sums up without a source yields to what the body attributes; no claim stands twice."""
    attributed = {c.field for c, _ in made if c.claimant or c.claimant_type is not ClaimantType.OUTLET}
    in_body = {c.field for c, s in made if s not in scene.title}
    exact = {c.field for c, s in made if c.qualifier is not Qualifier.VAGUE and s not in scene.title}
    kept: dict[tuple[object, ...], Claim] = {}
    for claim, sentence in made:
        own = not claim.claimant and claim.claimant_type is ClaimantType.OUTLET
        summed = own and claim.field in attributed and sentence in scene.head
        titled = sentence in scene.title and claim.field in in_body
        vague = claim.qualifier is Qualifier.VAGUE and claim.field in exact
        if not (summed or titled or vague):
            key = (claim.field, claim.min, claim.max, claim.claimant, claim.places)
            kept.setdefault(key, claim)
    return _without_echoes(tuple(kept.values()))


def _without_echoes(claims_: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """A figure repeated without its source, or without its places, is the same figure."""

    def echoes(one: Claim, other: Claim) -> bool:
        same = (one.field, one.min, one.max) == (other.field, other.min, other.max)
        own = one.claimant_type is ClaimantType.OUTLET and not one.claimant
        return (
            one is not other
            and same
            and own
            and (other.claimant_type is not ClaimantType.OUTLET or bool(other.claimant))
        )

    return tuple(replace(c) for c in claims_ if not any(echoes(c, other) for other in claims_))
