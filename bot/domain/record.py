"""event → entry: what the record (exports, pages, maps) gives of an event, and what it keeps back.

`standing` is the one decision on whether an event may be seen at all; `told` the one on which claims may be.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Protocol

from bot.domain.clock import local_day
from bot.domain.codes import Lang
from bot.domain.correction import Reason
from bot.domain.event import Change, Facts, Said
from bot.domain.place import PlaceRef
from bot.domain.report import Span

#: All of the facts that is neither a claim nor a source.
_REST = attrgetter(*(one.name for one in fields(Facts) if one.name not in {"said", "sources"}))
#: No action lasts longer: a span that says so has a misread end.
_LONGEST = 366


class RecordStatus(StrEnum):
    """How an event stands in the record."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    #: It did not happen, or was no protest: its claims are not repeated.
    RETRACTED = "retracted"
    #: Its facts were unsafe: nothing is left of it but number and time.
    WITHDRAWN = "withdrawn"
    #: It is part of another event.
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Step:
    """One version of an event without its facts."""

    number: int
    change: Change
    at: datetime
    reasons: tuple[str, ...] = ()
    corrected: bool = False

    @property
    def unsafe(self) -> bool:
        """Whether what was said before this version must not be repeated."""
        return Reason.SAFETY in self.reasons and self.change in {Change.CORRECTION, Change.RETRACTION}


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it is stored, with all its versions, oldest first; `into` is the event it was merged into, or 0."""

    id: int
    steps: tuple[Step, ...]
    held: bool = False
    retracted: bool = False
    into: int = 0
    #: What an outlet reports and nobody has checked.
    unchecked: bool = False

    @property
    def newest(self) -> Step:
        """The version that holds."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One version of an event as the record gives it."""

    event: int
    standing: RecordStatus
    step: Step
    latest: bool = True
    #: None: nothing of them may be told.
    facts: Facts | None = None
    into: int = 0
    #: All versions up to the newest, oldest first.
    steps: tuple[Step, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether its facts hold: it may be counted."""
        return self.facts is not None and self.standing in {RecordStatus.PUBLISHED, RecordStatus.CORRECTED}

    @property
    def began(self) -> datetime:
        """When the event was first told of."""
        return self.steps[0].at if self.steps else self.step.at

    @property
    def day(self) -> date:
        """The first day of the event; the day it was written down where none is known."""
        known = self.facts.span.start if self.facts else None
        return known or local_day(self.began)


@dataclass(frozen=True, slots=True)
class Leaf:
    """An event that exists for readers, without its facts; of one that was withdrawn or merged no place is told."""

    event: int
    standing: RecordStatus
    step: Step
    day: date
    places: tuple[str, ...] = ()
    into: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """What its pages hang on."""
        return self.event, self.standing.value, self.step.number, self.into


@dataclass(frozen=True, slots=True)
class PlaceDay:
    """One event in one of its places on one day: ACLED's unit. No place means none is known."""

    ref: PlaceRef | None
    day: date
    time_precision: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the record is wanted: days, bounds inclusive; places with all that lies in them (none: all)."""

    start: date | None = None
    end: date | None = None
    places: frozenset[str] | None = None
    versions: bool = False


class Words(Protocol):
    """What the record says in words, in one language."""

    @property
    def lang(self) -> Lang:
        """The language."""
        ...

    def gettext(self, text: str, **values: object) -> str:
        """A text of the catalogs, its placeholders filled."""
        ...

    def place(self, place_id: str) -> str:
        """A place by its present name."""
        ...

    def short_place(self, place_id: str) -> str:
        """A region without the word for region."""
        ...

    def title(self, facts: Facts) -> str:
        """Where and when."""
        ...

    def happened(self, facts: Facts) -> str:
        """What happened, in clauses, without who reports it."""
        ...

    def sentence(self, facts: Facts) -> str:
        """What happened and who reports it."""
        ...

    def figure(self, said: Said, facts: Facts) -> str:
        """One claim with its claimant."""
        ...

    def grouped(self, facts: Facts) -> tuple[tuple[Said, ...], ...]:
        """Claims with the gravest first, those that say the same together."""
        ...

    def statement(self, said: Said, facts: Facts) -> str:
        """One claim without its claimant."""
        ...

    def background(self, facts: Facts) -> tuple[str, ...]:
        """Organisers and reasons, as sentences."""
        ...

    def independent(self, facts: Facts) -> str:
        """How many independent sources there are."""
        ...

    def language(self, lang: str) -> str:
        """A language by its name; empty for one that is none of ours."""
        ...

    def speaker(self, said: Said) -> str:
        """Who makes a claim; never a private person."""
        ...

    def outlet(self, outlet_id: str) -> str:
        """An outlet by its name."""
        ...

    def name(self, name_id: str) -> str | None:
        """An organisation or demand by its name; none when it is not in the names table."""
        ...

    def standing(self, standing: RecordStatus) -> str:
        """How an event stands, in a word."""
        ...

    def change(self, change: Change) -> str:
        """What a version is, in a word."""
        ...

    def why(self, reasons: tuple[str, ...]) -> str:
        """Why a version was made, as a sentence; empty when nothing is known."""
        ...

    def moment(self, at: datetime) -> str:
        """Day with its year and hour, in Kazakhstan."""
        ...

    def day(self, day: date) -> str:
        """A day with its year."""
        ...

    def month(self, day: date) -> str:
        """The month of a day with its year."""
        ...

    def short_month(self, day: date) -> str:
        """The month alone, abbreviated."""
        ...

    def week(self, monday: date) -> str:
        """The days of a week."""
        ...


def standing(event: StoredEvent) -> RecordStatus | None:
    """How an event stands in the record; none: as if it did not exist, since it is held or nobody has checked it.

    What was retracted is said to be so even while it is held: somebody may have an earlier export.
    """
    newest = event.newest
    if event.unchecked:
        return None
    if event.retracted:
        return RecordStatus.WITHDRAWN if newest.unsafe or event.held else RecordStatus.RETRACTED
    if event.into:
        return RecordStatus.MERGED
    if event.held:
        return None
    return RecordStatus.CORRECTED if newest.corrected else RecordStatus.PUBLISHED


def told(facts: Facts) -> tuple[Said, ...]:
    """The claims that readers may see."""
    return facts.claims


def gist(facts: Facts) -> tuple[object, ...]:
    """What happened, and who tells it: the same in versions that differ in figures and further sources only.

    Of claims it has what they are of, of sources the first and whether there are several owners.
    """
    counted = {(said.claim.field, said.claim.stance) for said in facts.said if not said.dropped}
    return _REST(facts), counted, facts.several, facts.sources[:1]


def wanted(event: StoredEvent, *, versions: bool) -> tuple[int, ...]:
    """Numbers of the versions whose facts may be told, oldest first; without `versions` only the newest.

    What was said before an unsafe fact was taken out is never repeated.
    """
    if standing(event) not in {RecordStatus.PUBLISHED, RecordStatus.CORRECTED, RecordStatus.RETRACTED}:
        return ()
    if not versions:
        return (event.newest.number,)
    unsafe = max((step.number for step in event.steps if step.unsafe), default=0)
    return tuple(step.number for step in event.steps if step.number >= unsafe)


def entries(event: StoredEvent, facts: Callable[[int], Facts], *, versions: bool) -> Iterator[RecordEntry]:
    """The event as the record gives it, oldest version first; nothing when it does not exist for readers.

    `facts` answers those of a version by its number and is asked for no other than may be told.
    """
    stands, known = standing(event), wanted(event, versions=versions)
    if stands is None:
        return
    for step in event.steps if versions and known else (event.newest,):
        latest = step is event.newest
        if step.number in known:
            yield RecordEntry(event.id, stands, step, latest, facts(step.number), event.into, event.steps)
        else:
            yield RecordEntry(
                event.id, RecordStatus.WITHDRAWN if known else stands, step, latest, None, event.into, event.steps
            )


def place_days(entry: RecordEntry) -> Iterator[PlaceDay]:
    """An entry by places and days; nothing for one whose facts do not hold.

    A day known only to its week or month stands once, under its first day.
    """
    facts = entry.facts
    if facts is None or not entry.stands:
        return
    span = facts.span if facts.span.start else Span(entry.day, entry.day, 4)
    for ref in facts.places or (None,):
        known = facts.days_at(ref.id) if ref else None
        first, last = known or (entry.day, span.end or entry.day)
        days = min((last - first).days, _LONGEST) if span.precision == 1 else 0
        for more in range(max(days, 0) + 1):
            yield PlaceDay(ref, first + timedelta(days=more), span.precision)
