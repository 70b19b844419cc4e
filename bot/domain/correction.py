"""correction: an editor's change or retraction of an event, with a reason from a closed list.

A draft grows by taps and one typed value, each step stored, until it is whole; then it is applied to the version it was
begun on and to no other.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.domain.codes import Action, Qualifier
from bot.domain.errors import NotUnderstood
from bot.domain.event import Facts, Said, put_right
from bot.domain.place import PlaceRef
from bot.domain.report import Span


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
    SAFETY = "safety"


#: Those that are about the outlets alone: the same protest told by others is news.
BY_OUTLETS = frozenset({Reason.SOURCE_WITHDREW, Reason.OUTLET_MUTED})
#: Those that an editor may give: an outlet takes back by itself, and is muted by itself.
EDITORS_REASONS = tuple(reason for reason in Reason if reason not in BY_OUTLETS)


#: A correction that was begun and not touched for so long is given up.
DRAFT_KEPT = timedelta(hours=24)


class CorrectionField(StrEnum):
    """What of an event an editor may change."""

    CLAIM = "claim"
    PLACES = "places"
    DAY = "day"
    ACTION = "action"
    #: The event as a whole: a retraction.
    WHOLE = "whole"


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

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return (
            self.field is not None
            and self.reason is not None
            and bool(self.value or self.field is CorrectionField.WHOLE)
        )

    @property
    def asks_for_words(self) -> bool:
        """Whether plain words of the editor are the value."""
        return self.field in {CorrectionField.CLAIM, CorrectionField.PLACES, CorrectionField.DAY}

    @property
    def mark(self) -> str:
        """Short and the same for the same draft only: what a button to publish is bound to."""
        return sha256(repr(self).encode()).hexdigest()[:12]


#: What an editor types to say that a claim was never made.
NOTHING = "-"
_FIGURE = re.compile(r"(?P<sign>>=|≥|>|~|≈|<=|≤|<)?\s*(?P<low>\d{1,7})(?:\s*[-–—]\s*(?P<high>\d{1,7}))?(?P<plus>\+)?")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")


def corrected(facts: Facts, draft: Draft, *, places: tuple[PlaceRef, ...] = ()) -> Facts:
    """The facts as the editor wants them; `places` are those that the typed names mean.

    Raises NotUnderstood when the value says nothing for this field, or changes nothing.
    """
    match draft.field:
        case CorrectionField.CLAIM:
            fresh = replace(facts, said=_with_claim(facts.said, draft))
        case CorrectionField.PLACES:
            fresh = _moved(facts, places)
        case CorrectionField.DAY:
            fresh = _dated(facts, day_of(draft.value))
        case CorrectionField.ACTION:
            fresh = replace(facts, action=_action(draft.value))
        case _:
            fresh = facts
    if (
        replace(fresh, pinned=facts.pinned, away=facts.away, not_on=facts.not_on) == facts
        and draft.field is not CorrectionField.WHOLE
    ):
        raise NotUnderstood(draft.value[:20])
    return fresh


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


def _with_claim(said: tuple[Said, ...], draft: Draft) -> tuple[Said, ...]:
    if not 0 <= draft.claim < len(said):
        raise NotUnderstood(str(draft.claim))
    before, wrong, after = said[: draft.claim], said[draft.claim], said[draft.claim + 1 :]
    if draft.value.strip() == NOTHING:
        return (*before, replace(wrong, fixed=True, dropped=True), *after)
    low, high, qualifier = figure_of(draft.value)
    right = replace(wrong.claim, min=low, max=high, qualifier=qualifier, text="")
    if right == replace(wrong.claim, text=""):
        return said
    return (*before, replace(wrong, claim=right, fixed=True), *after)


def _action(text: str) -> Action:
    try:
        return Action(text)
    except ValueError:
        raise NotUnderstood(text[:20]) from None
