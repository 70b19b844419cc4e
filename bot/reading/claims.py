"""Scene → claims: a number of people, what happened to them, who says so, for which places and days."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.codes import ClaimantType, Field, Qualifier, Scope, Stance
from bot.domain.place import Gazetteer, PlaceRef
from bot.domain.report import Claim, Span
from bot.reading.claimants import OWN, PARTICIPANTS, Claimant, Speakers, claimant_of, refers_back
from bot.reading.counts import Count, counts, is_since
from bot.reading.cues import Category
from bot.reading.denials import denials, is_denied
from bot.reading.figure_signs import among, figure_signs
from bot.reading.figures import is_of_us
from bot.reading.numbers import Number, NumberReader
from bot.reading.scene import Scene
from bot.reading.score import Signs
from bot.reading.voices import says_so_itself

_TEXT = 120
_BOUND_BEFORE, _WORDS_AFTER = 2, 3
#: So many places and figures make a list.
_LISTED = 2
_COURT = Claimant("court", ClaimantType.COURT)
_PROSECUTOR = Claimant("prosecutor", ClaimantType.PROSECUTOR)
#: What a court decides.
_DECIDED = frozenset({Field.FINED, Field.ARRESTED_ADMIN, Field.CONVICTED, Field.RELEASED})
#: Beside whom those who came may give a number of their own.
_OTHER_SIDE = frozenset(
    {
        ClaimantType.OUTLET,
        ClaimantType.AKIMAT,
        ClaimantType.POLICE_MVD,
        ClaimantType.EMPLOYER,
        ClaimantType.GOVERNMENT_OTHER,
        ClaimantType.HEALTH_AUTHORITY,
    }
)
#: How a lead sums up what its body counts.
_ROUGH = frozenset({Qualifier.VAGUE, Qualifier.AT_LEAST, Qualifier.MORE_THAN})


@dataclass(frozen=True, slots=True)
class Told:
    """A claim and the signs of its probability; a denial is no figure and has none."""

    claim: Claim
    signs: Signs = field(default_factory=dict)


def claims(
    scene: Scene,
    numbers: NumberReader,
    said: Speakers,
    gazetteer: Gazetteer,
    event: tuple[Span, tuple[PlaceRef, ...]],
    *,
    tried: bool = False,
) -> tuple[Told, ...]:
    """Every figure and denial of this event; older ones and those that the body attributes better are left out.

    What a court decided is its own word, where it is named or is the news (`tried`).
    """
    span, places = event
    made, signs = [], []
    for count in counts(scene, numbers, said, span.start):
        here = said.get(count.sentence, ())
        who = claimant_of(scene, count.number, here)
        carried = all(one.first < 0 for one in here)
        decided = _whose_act(scene, count, tried=tried) if carried or who == OWN else OWN
        who = who if decided == OWN else decided
        if count.field is Field.PARTICIPANTS and who.type in _OTHER_SIDE and says_so_itself(scene, count.number):
            who = PARTICIPANTS
        made.append((_claim(scene, count, who, gazetteer, places), count.sentence))
        elsewhere = _is_elsewhere(scene, count, gazetteer, places)
        signs.append(figure_signs(scene, count, here, made[-1][0], elsewhere=elsewhere))
    denied = [replace(c, places=_named_in(scene, s, gazetteer, places)) for c, s in denials(scene, said, span.start)]
    settled = _settled(scene, made)
    of = {id(claim): found for (claim, _), found in zip(made, signs, strict=True)}
    figures = tuple(Told(claim, among(of[id(claim)], claim, settled)) for claim in settled)
    return (*figures, *(Told(claim) for claim in denied))


def _is_elsewhere(scene: Scene, count: Count, gazetteer: Gazetteer, event: tuple[PlaceRef, ...]) -> bool:
    """Whether the paragraph of a figure names only places that are not of the event."""
    named = {gazetteer.city_of(m.id) for s in scene.paragraph(count.sentence) for m in scene.places_in(s)}
    return bool(named) and not named & {ref.id for ref in event}


def _whose_act(scene: Scene, count: Count, *, tried: bool) -> Claimant:
    """A court's sentence and a prosecutor's charge are their own word; so is "we are ninety"."""
    if count.field is Field.PARTICIPANTS and is_of_us(scene, count.number):
        return PARTICIPANTS
    named = scene.cues.ids(Category.NAME, count.sentence)
    if count.field in _DECIDED and (tried or "court" in named):
        return _COURT
    return _PROSECUTOR if count.field is Field.CHARGED and "prosecutor" in named else OWN


def _claim(scene: Scene, count: Count, who: Claimant, gazetteer: Gazetteer, event: tuple[PlaceRef, ...]) -> Claim:
    low, high = _bounds(count.number)
    of_event = _beside(scene, count.number, gazetteer, event) or _spoken_of(scene, count.sentence, gazetteer, event)
    days = [day.exact for s in _told_in(scene, count.sentence) for day in scene.days_in(s) if day.exact]
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
        stance=Stance.DENIES if is_denied(scene, count.number) else Stance.ASSERTS,
    )


def _spoken_of(scene: Scene, sentence: int, gazetteer: Gazetteer, event: tuple[PlaceRef, ...]) -> list[str]:
    """The places of the event that a figure is of: its sentence's, or those of the one before in its paragraph."""
    if "nationwide" in scene.cues.ids(Category.SCOPE, sentence) and not scene.places_in(sentence):
        return []
    for s in range(sentence, -1, -1):
        named = {gazetteer.city_of(m.id) for m in scene.places_in(s) if not (m.who or m.origin or m.adjective)}
        opening = scene.text.openings[s]
        if named or opening == 0 or "\n" in scene.text.gap(opening - 1):
            return [ref.id for ref in event if ref.id in named]
    return []


def _beside(scene: Scene, number: Number, gazetteer: Gazetteer, event: tuple[PlaceRef, ...]) -> list[str]:
    """The one place of a figure's own part of a list: «в Алматы 39, в Астане — 22»."""
    sentence = scene.text.sentence[number.first]
    ids = {ref.id for ref in event}
    named = [(m, gazetteer.city_of(m.id)) for m in scene.places_in(sentence) if not (m.who or m.adjective)]
    named = [(m, place) for m, place in named if place in ids]
    if len({place for _, place in named}) < _LISTED or len(scene.numbers_in(sentence)) < _LISTED:
        return []
    first, last = _part(scene, number)
    others = [n.first for n in scene.numbers_in(sentence) if n.first != number.first and first <= n.first <= last]
    here = [(m, place) for m, place in named if first <= m.first <= last]
    if others and len({place for _, place in here}) > 1:
        until = min((n for n in others if n > number.first), default=last + 1)
        here = [(m, place) for m, place in here if number.last < m.first < until]
    found = list(dict.fromkeys(place for _, place in here))
    return found if len(found) == 1 else []


def _part(scene: Scene, number: Number) -> tuple[int, int]:
    """The first and last word of the part of a sentence that holds a numeral, between commas."""
    text, span = scene.text, scene.text.span(scene.text.sentence[number.first])
    ends = [i for i in span if text.gap(i)[:1] in {",", ";"}]
    first = max((i + 1 for i in ends if i < number.first), default=span.start)
    return first, min((i for i in ends if i >= number.last), default=span.stop - 1)


def _named_in(scene: Scene, sentence: int, gazetteer: Gazetteer, event: tuple[PlaceRef, ...]) -> tuple[str, ...]:
    """Which places of the event a sentence names at all, when not all: «Полиция Актобе заявила, что никого не…»."""
    named = {gazetteer.city_of(mention.id) for mention in scene.places_in(sentence)}
    found = tuple(ref.id for ref in event if ref.id in named)
    return found if len(found) < len(event) else ()


def _told_in(scene: Scene, sentence: int) -> tuple[int, ...]:
    """A sentence, and the next when that gives its source: «Бұл туралы дүйсенбіде айтты» dates it."""
    after = sentence + 1
    return (sentence, after) if after in scene.sentences and refers_back(scene, after) else (sentence,)


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
    """How far a figure reaches; «всего за день в городе» is a city's day, a sum over days is cumulative."""
    scopes = scene.cues.ids(Category.SCOPE, sentence)
    if "nationwide" in scopes and not scene.places_in(sentence):
        return Scope.NATIONWIDE
    if "cumulative" in scopes or is_since(scene, sentence):
        return Scope.CUMULATIVE
    return Scope.CITY_DAY if "city_day" in scopes else Scope.THIS_EVENT


def _words(scene: Scene, number: Number) -> str:
    """The words used: the numeral with what bounds it and the next words of its clause; never who says so."""
    text, words = scene.text, scene.text.span(scene.text.sentence[number.first])
    first = last = number.first
    while number.qualifier is not Qualifier.EXACT and first > max(words.start, number.first - _BOUND_BEFORE):
        if not _is_plain(scene, first - 1, first - 1):
            break
        first -= 1
    last = number.last
    while last + 1 < min(words.stop, number.last + 1 + _WORDS_AFTER) and _is_plain(scene, last, last + 1):
        last += 1
    return text.raw[text.starts[first] : text.ends[last]][:_TEXT]


def _is_plain(scene: Scene, i: int, word: int) -> bool:
    """No clause mark after word i, and `word` no name nor word of saying: «20 человек, сообщил Иванов»."""
    text = scene.text
    if text.gap(i).strip(" \xa0") or (text.capital(word) and not text.opens(word)):
        return False
    said = scene.cues.of(Category.ATTRIBUTION, (text.sentence[word],))
    return not any(cue.first <= word <= cue.last for cue in said)


def _settled(scene: Scene, made: Sequence[tuple[Claim, int]]) -> tuple[Claim, ...]:
    """What the title or the lead sums up without a source yields to what the body attributes; no claim stands twice."""
    attributed = _attributed(claim for claim, _ in made)
    in_body = {_kind(c) for c, s in made if s not in scene.title}
    exact = {_kind(c) for c, s in made if c.qualifier is not Qualifier.VAGUE and s not in scene.title}
    told = {(c.min, c.max) for c, s in made if s not in scene.title and c.field is not Field.PARTICIPANTS}
    kept: dict[tuple[object, ...], Claim] = {}
    for claim, sentence in made:
        kind = _kind(claim)
        values = attributed.get(kind, ())
        rough = claim.qualifier in _ROUGH or sentence in scene.title or _is_near(claim, values)
        summed = _is_own(claim) and kind in attributed and sentence in scene.head and rough
        alike = claim.field is Field.PARTICIPANTS and (claim.min, claim.max) in told  # "Rights Group Lists 15"
        titled = sentence in scene.title and (kind in in_body or alike)
        vague = claim.qualifier is Qualifier.VAGUE and kind in exact and _is_own(claim)
        aside = sentence not in scene.head and _is_few(claim, values)
        if not (summed or titled or vague or aside):
            kept.setdefault((*kind, claim.min, claim.max, claim.claimant, claim.places), claim)
    return _without_echoes(tuple(kept.values()))


def _attributed(claims: Iterable[Claim]) -> Mapping[tuple[Field, Scope], Sequence[int]]:
    """The figures that somebody gives, smallest first, by what they count; of a kind told without one, none."""
    found: dict[tuple[Field, Scope], list[int]] = {}
    for claim in claims:
        if not _is_own(claim):
            found.setdefault(_kind(claim), []).extend([claim.min] if claim.min else [])
    return {kind: sorted(values) for kind, values in found.items()}


def _is_few(claim: Claim, values: Sequence[int]) -> bool:
    """A handful that nobody vouches for, where somebody counts all: "it began with two women"."""
    few = claim.field is Field.PARTICIPANTS and claim.min is not None
    return few and _is_own(claim) and bool(values) and (claim.min or 0) * 2 <= values[-1]


def _is_near(claim: Claim, values: Sequence[int]) -> bool:
    """Whether somebody gives nearly the same figure: «полсотни водителей … «Нас тут пятьдесят два»»."""
    if not claim.min:
        return False
    at = bisect_left(values, claim.min)
    return any(abs(value - claim.min) * 4 <= claim.min for value in values[max(0, at - 1) : at + 1])


def _kind(claim: Claim) -> tuple[Field, Scope]:
    """Figures of different scope are never compared."""
    return claim.field, claim.scope


def _is_own(claim: Claim) -> bool:
    """Said by the article itself."""
    return not claim.claimant and claim.claimant_type is ClaimantType.OUTLET


def _without_echoes(told: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """A figure repeated without its source, or without its places, is the same figure."""
    given = {(c.field, c.min, c.max) for c in told if not _is_own(c)}
    return tuple(c for c in told if not (_is_own(c) and (c.field, c.min, c.max) in given))
