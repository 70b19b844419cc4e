"""What a decision has written down, as values: bot/services/events/write.py applies them in their order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain.audit import AuditEntry
from bot.domain.decision import Decision, OutletStanding
from bot.domain.event import Change, Facts, Note, Version
from bot.domain.figures import SuspectFigure
from bot.domain.fingerprint import Fingerprint
from bot.domain.outlet import NOBODY, Alone, Outcome
from bot.domain.report import Report
from bot.domain.review import Resolution, ReviewReason
from bot.domain.vector import Vector

#: The event that the same list of writes begins; its number is known when it is written.
NEW_EVENT = -1


@dataclass(frozen=True, slots=True)
class WriteAlert:
    """The alert of a version: after a pause, and whose sole word it is."""

    due: datetime | None = None
    alone: Alone = NOBODY


@dataclass(frozen=True, slots=True)
class WriteVersion:
    """The next version of an event, or the first one of NEW_EVENT; without an alert nobody hears of it."""

    event: int
    change: Change
    facts: Facts
    major: bool = True
    reasons: tuple[str, ...] = ()
    alert: WriteAlert | None = None
    #: The chat of the editor who made it, and what readers of one language are told beside it.
    author: int | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class TellVersion:
    """Readers are told of a version that is stored already; `digests`: only readers of digests."""

    version: Version
    alert: WriteAlert
    digests: bool = False


@dataclass(frozen=True, slots=True)
class HoldEvent:
    """An event is hidden from readers, or shown."""

    event: int
    held: bool


@dataclass(frozen=True, slots=True)
class EndHold:
    """No editor holds an event any more."""

    event: int


@dataclass(frozen=True, slots=True)
class EraseEvent:
    """Of all versions of an event nothing is left that anybody said."""

    event: int


@dataclass(frozen=True, slots=True)
class MergeEvent:
    """An event is part of another one from now on, with its reports and with what waits about it."""

    event: int
    into: int


@dataclass(frozen=True, slots=True)
class OpenReview:
    """Something waits for an editor: an event, or an article's report."""

    reason: ReviewReason
    event: int = 0
    article: int | None = None
    quiet: bool = False
    subject: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskAboutWithdrawal:
    """Editors are asked about an event that its outlet's article takes back: all of it, or all but what is left.

    `base` is the version that is taken back.
    """

    event: int
    base: int
    article: int
    left: Facts | None = None


@dataclass(frozen=True, slots=True)
class NarrowWithdrawal:
    """Of what an article takes back some is told again: less is asked, by this question; see AskAboutWithdrawal."""

    review: int
    base: int
    article: int
    left: Facts


@dataclass(frozen=True, slots=True)
class EndReviews:
    """What waits for these reasons about an event, or about an article's report, is over.

    `itself`: only what is about the event itself, and not about a report that may belong to it.
    """

    how: Resolution
    reasons: frozenset[ReviewReason]
    event: int = 0
    article: int = 0
    itself: bool = False


@dataclass(frozen=True, slots=True)
class DecideReview:
    """One question is decided; `by` is who did."""

    review: int
    how: Resolution
    by: str


@dataclass(frozen=True, slots=True)
class RecordDeed:
    """What was done to an event stands in the audit."""

    entry: AuditEntry


@dataclass(frozen=True, slots=True)
class NotifyEditors:
    """Editors are notified of what waits about an event, if it was quiet."""

    event: int


@dataclass(frozen=True, slots=True)
class NoteFigure:
    """A figure of an event is probably wrong."""

    event: int
    doubt: SuspectFigure


@dataclass(frozen=True, slots=True)
class CountOutcome:
    """One more report of an outlet came to this on a day."""

    outlet: str
    day: date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TrustOutlet:
    """An outlet is trusted so far from now on."""

    outlet: str
    standing: OutletStanding


@dataclass(frozen=True, slots=True)
class PageOutlet:
    """Editors are told of an outlet's rate on a day."""

    outlet: str
    day: date


@dataclass(frozen=True, slots=True)
class SaveReport:
    """What an article claims, where it went and how it was judged."""

    article: int
    report: Report
    event: int | None
    asks: tuple[int, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class SaveFingerprint:
    """By what an article is recognised, beside its event; 0 while none is chosen, and for a copy."""

    article: int
    event: int
    own: Fingerprint


@dataclass(frozen=True, slots=True)
class SaveVector:
    """What the encoder made of an article; none: it is to be read again."""

    article: int
    vector: Vector | None


@dataclass(frozen=True, slots=True)
class DropVector:
    """An article that was edited wants no vector any more."""

    article: int


@dataclass(frozen=True, slots=True)
class CountEdit:
    """An article was edited, and its report changed by that or not."""

    article: int
    changed: bool


@dataclass(frozen=True, slots=True)
class CountMend:
    """An edit of an article changes readers' messages on a day."""

    article: int
    day: date


@dataclass(frozen=True, slots=True)
class JoinReport:
    """A stored report belongs to an event."""

    article: int
    event: int


@dataclass(frozen=True, slots=True)
class OfferEvents:
    """An editor must choose from these events by now."""

    article: int
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AwaitEvent:
    """No event is certain for a report: it is found by these terms on these days, bounds inclusive."""

    article: int
    terms: frozenset[str]
    days: tuple[date, date]


@dataclass(frozen=True, slots=True)
class AwaitNoEvent:
    """A report waits for no event any more."""

    article: int


Write = (
    WriteVersion
    | TellVersion
    | HoldEvent
    | EndHold
    | EraseEvent
    | MergeEvent
    | OpenReview
    | AskAboutWithdrawal
    | NarrowWithdrawal
    | EndReviews
    | DecideReview
    | RecordDeed
    | NotifyEditors
    | NoteFigure
    | CountOutcome
    | TrustOutlet
    | PageOutlet
    | SaveReport
    | SaveFingerprint
    | SaveVector
    | DropVector
    | CountEdit
    | CountMend
    | JoinReport
    | OfferEvents
    | AwaitEvent
    | AwaitNoEvent
)
Writes = tuple[Write, ...]
