"""Writes as values → rows, in their order; one transaction is given."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.event import Facts, Version
from bot.domain.review import ReviewReason
from bot.domain.understanding.writes import (
    NEW_EVENT,
    AskAboutWithdrawal,
    AwaitEvent,
    AwaitNoEvent,
    CountEdit,
    CountMend,
    CountOutcome,
    DecideReview,
    DropVector,
    EndHold,
    EndReviews,
    EraseEvent,
    HoldEvent,
    JoinReport,
    MergeEvent,
    NarrowWithdrawal,
    NoteFigure,
    NotifyEditors,
    OfferEvents,
    OpenReview,
    PageOutlet,
    RecordDeed,
    SaveFingerprint,
    SaveReport,
    SaveVector,
    TellVersion,
    TrustOutlet,
    Write,
    WriteVersion,
)
from bot.store.facts_json import facts_to_json
from bot.store.transaction import Tx

_OfEvent = TellVersion | HoldEvent | EndHold | EraseEvent | MergeEvent | NoteFigure


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """A version, and whether readers hear of it."""

    version: Version
    alerted: bool


@dataclass(slots=True)
class Written:
    """The versions that were written, each beside what it was written from."""

    versions: list[tuple[WriteVersion, WrittenVersion]] = field(default_factory=list)

    def of(self, asked: WriteVersion | None) -> WrittenVersion | None:
        """What was written of one of the versions."""
        return next((written for one, written in self.versions if one is asked), None)

    def event(self, number: int) -> int:
        """The number of an event, of one that was begun too."""
        if number != NEW_EVENT:
            return number
        return next(written.version.event for one, written in self.versions if one.event == NEW_EVENT)


def write(tx: Tx, writes: Iterable[Write], now: datetime) -> Written:
    """Write all this down."""
    done = Written()
    for one in writes:
        if isinstance(one, WriteVersion):
            done.versions.append((one, _version(tx, one, now)))
        elif isinstance(one, _OfEvent):
            _event(tx, one, done, now)
        elif isinstance(one, OpenReview | AskAboutWithdrawal | NarrowWithdrawal | NotifyEditors):
            _asked(tx, one, done, now)
        elif isinstance(one, EndReviews | DecideReview | RecordDeed):
            _decided(tx, one, now)
        elif isinstance(one, CountOutcome | TrustOutlet | PageOutlet):
            _outlet(tx, one, now)
        elif isinstance(one, SaveReport | JoinReport | OfferEvents | AwaitEvent | AwaitNoEvent):
            _report(tx, one, done, now)
        else:
            _article(tx, one, done, now)
    return done


def _version(tx: Tx, one: WriteVersion, now: datetime) -> WrittenVersion:
    if one.event == NEW_EVENT:
        version = tx.events.create(one.facts, now)
    else:
        version = tx.events.add_version(
            *(one.event, one.change, one.facts, now),
            major=one.major,
            reasons=one.reasons,
            author=one.author,
            note=one.note,
        )
    if one.alert:
        tx.alerts.add(version, one.alert.due, alone=one.alert.alone)
    return WrittenVersion(version, alerted=one.alert is not None)


def _event(
    tx: Tx, one: TellVersion | HoldEvent | EndHold | EraseEvent | MergeEvent | NoteFigure, done: Written, now: datetime
) -> None:
    match one:
        case TellVersion(version, alert, digests):
            tx.alerts.add(version, alert.due, digests=digests, alone=alert.alone)
        case HoldEvent(event, held):
            tx.events.hold(done.event(event), held=held)
        case EndHold(event):
            tx.holds.end(event)
        case EraseEvent(event):
            tx.events.erase(event)
        case MergeEvent(event, into):
            tx.alerts.drop(event)
            tx.events.redirect(event, into)
            tx.reports.move([told.article for told in tx.reports.told(event)], into)
            tx.reviews.move(event, into)
        case NoteFigure(event, doubt):
            tx.suspect_figures.note(event, doubt, now)


def _asked(
    tx: Tx, one: OpenReview | AskAboutWithdrawal | NarrowWithdrawal | NotifyEditors, done: Written, now: datetime
) -> None:
    match one:
        case OpenReview(reason, event, article, quiet, subject):
            number = done.event(event)
            tx.reviews.ask(reason, now, event=number, article=article, quiet=quiet, subject=subject)
        case AskAboutWithdrawal(event, base, article, left):
            tx.reviews.ask(ReviewReason.WITHDRAWN, now, event=event, subject=_subject(base, article, left))
        case NarrowWithdrawal(review, base, article, left):
            tx.reviews.narrow(review, _subject(base, article, left))
        case NotifyEditors(event):
            tx.reviews.notify(event)


def _decided(tx: Tx, one: EndReviews | DecideReview | RecordDeed, now: datetime) -> None:
    match one:
        case EndReviews(how, reasons, event, article, itself):
            tx.reviews.end(reasons, how, now, event=event, article=article, itself=itself)
        case DecideReview(review, how, by):
            tx.reviews.decide(review, how, now, by)
        case RecordDeed(entry):
            tx.audit.add(entry, now)


def _subject(base: int, article: int, left: Facts | None) -> dict[str, Any]:
    """What a question about a withdrawal is about."""
    return {"base": base, "article": article} | ({"left": facts_to_json(left)} if left else {})


def _outlet(tx: Tx, one: CountOutcome | TrustOutlet | PageOutlet, now: datetime) -> None:
    match one:
        case CountOutcome(outlet, day, outcome):
            tx.outlets.count(outlet, day, outcome)
        case TrustOutlet(outlet, standing):
            tx.outlets.set(outlet, standing, now)
        case PageOutlet(outlet, day):
            tx.outlets.page(outlet, day)


def _report(
    tx: Tx, one: SaveReport | JoinReport | OfferEvents | AwaitEvent | AwaitNoEvent, done: Written, now: datetime
) -> None:
    match one:
        case SaveReport(article, report, event, asks, decision):
            number = done.event(event) if event else None
            tx.reports.save(article, report, now, event=number, asks=asks, decision=decision)
        case JoinReport(article, event):
            tx.reports.move([article], done.event(event))
        case OfferEvents(article, events):
            tx.reports.ask(article, events)
        case AwaitEvent(article, terms, days):
            tx.reports.wait(article, terms, days, now)
        case AwaitNoEvent(article):
            tx.reports.settle([article])


def _article(
    tx: Tx, one: SaveFingerprint | SaveVector | DropVector | CountEdit | CountMend, done: Written, now: datetime
) -> None:
    match one:
        case SaveFingerprint(article, event, own):
            tx.fingerprints.save(article, done.event(event), own, now)
        case SaveVector(article, vector):
            tx.vectors.save(article, vector, now)
        case DropVector(article):
            tx.vectors.drop(article)
        case CountEdit(article, changed):
            tx.articles.read_again(article, changed=changed)
        case CountMend(article, day):
            tx.articles.mend(article, day)
