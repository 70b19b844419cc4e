"""correction: an editor's change or retraction of an event, with a reason from a closed list.

A draft grows by taps and one typed value, each step stored, until it is whole; then it is applied to the version it was
begun on and to no other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from bot.domain.codes import Action, ClaimantType, Qualifier, Response, Scope, Stance
from bot.domain.codes import Field as Counted
from bot.domain.errors import NotUnderstood
from bot.domain.event import Facts, Said, Setting, put_right
from bot.domain.place import PlaceRef, Precision
from bot.domain.report import Span, figure

Coded = TypeVar("Coded", bound=StrEnum)


class Reason(StrEnum):
    """Why a published fact is changed; each has a sentence in three languages."""

    SOURCE_CORRECTED = "source_corrected"
    #: The outlet took it out of its article.
    SOURCE_WITHDREW = "source_withdrew"
    #: Editors trust the outlet no more that alone said it.
    OUTLET_MUTED = "outlet_muted"
    OUR_READING = "our_reading"
    WRONG_PLACE = "wrong_place"
    WRONG_DAY = "wrong_day"
    NOT_ONE_EVENT = "not_one_event"
    NOT_A_PROTEST = "not_a_protest"
    DID_NOT_HAPPEN = "did_not_happen"
    SAFETY = "safety"
    #: A retraction was itself wrong.
    REINSTATED = "reinstated"


#: Those that are about the outlets alone: the same protest told by others is news.
BY_OUTLETS = frozenset({Reason.SOURCE_WITHDREW, Reason.OUTLET_MUTED})
#: Those that an editor may give: an outlet takes back by itself, and what is reinstated says so.
EDITORS_REASONS = tuple(reason for reason in Reason if reason not in {*BY_OUTLETS, Reason.REINSTATED})
#: Those for a whole event, the most common first.
RETRACTION_REASONS = (
    Reason.NOT_A_PROTEST,
    Reason.DID_NOT_HAPPEN,
    Reason.SAFETY,
    Reason.NOT_ONE_EVENT,
    Reason.OUR_READING,
    Reason.WRONG_PLACE,
    Reason.WRONG_DAY,
)
#: A retraction may be taken back for so long.
UNDONE_WITHIN = timedelta(hours=24)


#: A correction that was begun and not touched for so long is given up.
DRAFT_KEPT = timedelta(hours=24)


class CorrectionField(StrEnum):
    """What of an event an editor may change."""

    CLAIM = "claim"
    PLACES = "places"
    DAY = "day"
    HOUR = "hour"
    ACTION = "action"
    RESPONSES = "responses"
    ORGANISER = "organiser"
    #: Of a figure: it is about other places; who says it; whose it is; who denies it.
    SCOPE = "scope"
    CLAIMANT = "claimant"
    WHOSE = "whose"
    DENIAL = "denial"
    #: A figure that was right and has grown since: no error.
    GROWN = "grown"
    #: The event is one that has a number already.
    DUPLICATE = "duplicate"
    #: The event as a whole: a retraction.
    WHOLE = "whole"


#: Fields whose value is typed.
_TYPED = frozenset(
    {
        CorrectionField.CLAIM,
        CorrectionField.GROWN,
        CorrectionField.PLACES,
        CorrectionField.SCOPE,
        CorrectionField.DAY,
        CorrectionField.HOUR,
        CorrectionField.ORGANISER,
        CorrectionField.DUPLICATE,
    }
)
#: Fields of one figure.
OF_A_FIGURE = frozenset(
    {
        CorrectionField.CLAIM,
        CorrectionField.GROWN,
        CorrectionField.SCOPE,
        CorrectionField.CLAIMANT,
        CorrectionField.WHOSE,
        CorrectionField.DENIAL,
    }
)


@dataclass(frozen=True, slots=True)
class CorrectionPart:
    """One change of a correction that has several."""

    field: CorrectionField
    claim: int
    value: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A correction in the making; `value` is what the editor typed or tapped, read only when applied."""

    event: int
    #: The version on the editor's screen: a newer one makes the draft out of date.
    base: int
    field: CorrectionField | None = None
    #: Which claim, counted from 0 in the order of the base version.
    claim: int = 0
    value: str = ""
    reason: Reason | None = None
    #: Changes of the same correction that have their values.
    parts: tuple[CorrectionPart, ...] = ()
    #: An editor's own words, and the language in which they are.
    note: str = ""
    note_lang: str = ""
    #: The next words that the editor types are the note.
    noting: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.has_value and (self.reason is not None or self.is_growth or self.field is CorrectionField.DUPLICATE)

    @property
    def has_value(self) -> bool:
        """Whether it is known what is to be changed, and to what."""
        return bool(self.all_parts) or self.field is CorrectionField.WHOLE

    @property
    def is_growth(self) -> bool:
        """Whether nothing was wrong: figures have grown."""
        parts = self.all_parts
        return bool(parts) and all(part.field is CorrectionField.GROWN for part in parts)

    @property
    def all_parts(self) -> tuple[CorrectionPart, ...]:
        """Every change that has its value."""
        last = (CorrectionPart(self.field, self.claim, self.value),) if self.field and self.value else ()
        return (*self.parts, *last)

    @property
    def asks_for_words(self) -> bool:
        """Whether plain words of the editor are the value."""
        return self.noting or self.field in _TYPED

    @property
    def mark(self) -> str:
        """Short and the same for the same draft only: what a button to publish is bound to."""
        return sha256(repr(self).encode()).hexdigest()[:12]


#: What an editor types to say that a claim was never made.
NOTHING = "-"
_FIGURE = re.compile(r"(?P<sign>>=|≥|>|~|≈|<=|≤|<)?\s*(?P<low>\d{1,7})(?:\s*[-–—]\s*(?P<high>\d{1,7}))?(?P<plus>\+)?")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


@dataclass(frozen=True, slots=True)
class Looking:
    """How typed names are understood: places, and organisations by their ids in the names table."""

    places: Callable[[str], tuple[PlaceRef, ...]]
    organiser: Callable[[str], str] = str


def corrected(
    facts: Facts, draft: Draft, *, places: tuple[PlaceRef, ...] = (), looking: Looking | None = None
) -> Facts:
    """The facts as the editor wants them; `places` are those that the typed names mean, or `looking` finds them.

    Raises NotUnderstood when a value says nothing for its field, or changes nothing.
    """
    known = looking or Looking(lambda _: places)
    named = (
        (CorrectionPart(CorrectionField.PLACES, 0, draft.value),)
        if places and draft.field is CorrectionField.PLACES
        else ()
    )
    fresh = facts
    for part in draft.all_parts or named:
        changed = _applied(fresh, part, known)
        if replace(changed, pinned=fresh.pinned, away=fresh.away, not_on=fresh.not_on) == fresh:
            raise NotUnderstood(part.value[:20])
        fresh = changed
    if fresh is facts and draft.field is not CorrectionField.WHOLE:
        raise NotUnderstood(draft.value[:20])
    return fresh


def _applied(facts: Facts, part: CorrectionPart, looking: Looking) -> Facts:
    """One change; what is of a figure changes what is said, the rest the event."""
    match part.field:
        case CorrectionField.CLAIM:
            return replace(facts, said=_with_claim(facts.said, part))
        case CorrectionField.GROWN:
            return replace(facts, said=_grown(facts.said, part))
        case CorrectionField.SCOPE:
            return _elsewhere(facts, part, looking.places(part.value))
        case CorrectionField.CLAIMANT | CorrectionField.WHOSE | CorrectionField.DENIAL:
            return replace(facts, said=_retold(facts.said, part))
        case CorrectionField.PLACES:
            return _moved(facts, looking.places(part.value))
        case CorrectionField.DAY:
            return _dated(facts, day_of(part.value))
    return _of_the_event(facts, part, looking)


def _of_the_event(facts: Facts, part: CorrectionPart, looking: Looking) -> Facts:
    match part.field:
        case CorrectionField.HOUR:
            return _timed(facts, hour_of(part.value))
        case CorrectionField.ACTION:
            return replace(facts, action=_code(Action, part.value))
        case CorrectionField.RESPONSES:
            return replace(facts, responses=responses_of(part.value), pinned=_pinned(facts, "responses"))
        case CorrectionField.ORGANISER:
            named = () if part.value.strip() == NOTHING else (looking.organiser(part.value),)
            return replace(facts, organisers=named, pinned=_pinned(facts, "organisers"))
    return facts


def kinds_of(facts: Facts) -> tuple[str, ...]:
    """What kinds of things are told of an event, as codes that may stand among a version's reasons."""
    return ("of:place", "of:day", *dict.fromkeys(f"of:{said.claim.field.value}" for said in facts.claims))


def responses_of(value: str) -> tuple[Response, ...]:
    """Codes parted by commas, in the order of the closed list; "-" for none."""
    named = {_code(Response, name) for name in value.split(",") if name and name != NOTHING}
    return tuple(one for one in Response if one in named)


def hour_of(text: str) -> str:
    """A typed hour as 14:05, empty for "-"; NotUnderstood for anything else."""
    if text.strip() == NOTHING:
        return ""
    found = _HOUR.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise NotUnderstood(text[:20])
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def figure_of(text: str) -> tuple[int | None, int | None, Qualifier]:
    """What a typed figure means: 67, ~50, >50, >=20 or 20+, <=30, 20-30; NotUnderstood for anything else."""
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        raise NotUnderstood(text[:20])
    low, high = int(found["low"]), found["high"]
    sign = ">=" if found["plus"] else (found["sign"] or "").replace("≥", ">=").replace("≤", "<=").replace("≈", "~")
    if high:
        return min(low, int(high)), max(low, int(high)), Qualifier.RANGE
    match sign:
        case ">=":
            return low, None, Qualifier.AT_LEAST
        case ">":
            return low, None, Qualifier.MORE_THAN
        case "~":
            return low, low, Qualifier.APPROX
        case "<=" | "<":
            return None, low, Qualifier.AT_MOST
    return low, low, Qualifier.EXACT


def day_of(text: str) -> date:
    """A typed day, 2019-09-21 or 21.09.2019; NotUnderstood for anything else."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise NotUnderstood(text[:20])


def _moved(facts: Facts, places: tuple[PlaceRef, ...]) -> Facts:
    """The event elsewhere: its claims speak of those of their places that are right, or of all that are."""
    right = [ref.id for ref in places]
    wrong = {*facts.away, *facts.place_ids} - set(right)
    said = tuple(put_right(one, right, wrong) for one in facts.said)
    return replace(facts, places=places, said=said, pinned=_pinned(facts, "places"), away=tuple(sorted(wrong)))


def _dated(facts: Facts, day: date) -> Facts:
    told = {*facts.not_on, *(known for known in (facts.span.start, facts.span.end) if known)}
    return replace(facts, span=Span(day, day, 1), pinned=_pinned(facts, "day"), not_on=tuple(sorted(told - {day})))


def _pinned(facts: Facts, what: str) -> tuple[str, ...]:
    return tuple(sorted({*facts.pinned, what}))


def _timed(facts: Facts, hour: str) -> Facts:
    """The hour as an editor has it, in the name of the first article."""
    others = tuple(replace(one, hour="") for one in facts.settings)
    source = facts.sources[0] if facts.sources else None
    first = others[0] if others else Setting(source.outlet, source.url, lang=source.lang) if source else None
    if first is None:
        raise NotUnderstood(hour)
    settings = (replace(first, hour=hour), *others[1:])
    kept = tuple(one for one in settings if one.hour or one.venue)
    return replace(facts, settings=kept, pinned=_pinned(facts, "hour"))


def _at(said: tuple[Said, ...], part: CorrectionPart) -> Said:
    if not 0 <= part.claim < len(said):
        raise NotUnderstood(str(part.claim))
    return said[part.claim]


def _put(said: tuple[Said, ...], part: CorrectionPart, *fresh: Said) -> tuple[Said, ...]:
    """The claim in its place, and what is new at the end: the places of the others do not change."""
    return (*said[: part.claim], fresh[0], *said[part.claim + 1 :], *fresh[1:])


def _with_claim(said: tuple[Said, ...], part: CorrectionPart) -> tuple[Said, ...]:
    wrong = _at(said, part)
    if part.value.strip() == NOTHING:
        return _put(said, part, replace(wrong, fixed=True, dropped=True))
    low, high, qualifier = figure_of(part.value)
    right = replace(wrong.claim, min=low, max=high, qualifier=qualifier, text="")
    if right == replace(wrong.claim, text=""):
        return said
    return _put(said, part, replace(wrong, claim=right, fixed=True))


def _grown(said: tuple[Said, ...], part: CorrectionPart) -> tuple[Said, ...]:
    """A figure was right and is larger now; reports may raise it further."""
    known = _at(said, part)
    low, high, qualifier = figure_of(part.value)
    larger = replace(known.claim, min=low, max=high, qualifier=qualifier, text="")
    if figure(larger) <= figure(known.claim):
        raise NotUnderstood(part.value[:20])
    return _put(said, part, replace(known, claim=larger))


def _retold(said: tuple[Said, ...], part: CorrectionPart) -> tuple[Said, ...]:
    """A figure by another claimant, of other people, or one that somebody denies; the wrong one stays struck out."""
    wrong = _at(said, part)
    match part.field:
        case CorrectionField.CLAIMANT:
            right = replace(wrong.claim, claimant="", claimant_type=_code(ClaimantType, part.value))
        case CorrectionField.WHOSE:
            right = replace(wrong.claim, field=_code(Counted, part.value))
        case _:
            who = _code(ClaimantType, part.value)
            denial = replace(wrong.claim, stance=Stance.DENIES, claimant="", claimant_type=who, text="")
            return (*said, replace(wrong, claim=denial, fixed=True))
    if right == wrong.claim:
        return said
    return _put(said, part, replace(wrong, fixed=True, dropped=True), replace(wrong, claim=right, fixed=True))


def _elsewhere(facts: Facts, part: CorrectionPart, places: tuple[PlaceRef, ...]) -> Facts:
    """A figure that is right and of other places: these are the event's too, the whole country is none."""
    wrong = _at(facts.said, part)
    wide = any(ref.precision is Precision.COUNTRY for ref in places)
    ids = () if wide else tuple(ref.id for ref in places)
    scope = Scope.NATIONWIDE if wide else Scope.THIS_EVENT if wrong.claim.scope is Scope.NATIONWIDE else None
    right = replace(wrong.claim, places=ids, scope=scope or wrong.claim.scope)
    if right == wrong.claim:
        return facts
    said = _put(facts.said, part, replace(wrong, fixed=True, dropped=True), replace(wrong, claim=right, fixed=True))
    more = tuple(ref for ref in places if not wide and ref.id not in facts.place_ids)
    return replace(facts, said=said, places=facts.places + more)


def _code(codes: type[Coded], name: str) -> Coded:
    try:
        return codes(name)
    except ValueError:
        raise NotUnderstood(name[:20]) from None
