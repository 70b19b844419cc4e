"""An outlet edits its article and takes something back → what only it said leaves the event.

what other reports say too, and what an editor fixed, stays
one figure is taken back ─► it is corrected at once
more than one, and only this outlet tells of the event ─┬► it is hidden, and editors are asked
nothing is left that tells of the event ────────────────┘
the article says some of it again ─► only the rest goes
the article says again what is hidden ─► it is shown again; other outlets' reports begin an event of their own meanwhile
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import event_update
from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.event import Change, Event, Facts, Said, begin
from bot.domain.event_update import Difference
from bot.domain.grave import without_grave
from bot.domain.outlet import Outcome
from bot.domain.report import StoredReport
from bot.domain.review import PARTS, Resolution, ReviewReason
from bot.domain.staff import SOURCE
from bot.domain.understanding import versions
from bot.domain.understanding.candidate_events import is_court
from bot.domain.understanding.context import Context, source_of
from bot.domain.understanding.versions import ChangedEvent
from bot.domain.understanding.writes import (
    AskAboutWithdrawal,
    CountMend,
    CountOutcome,
    DecideReview,
    EndReviews,
    HoldEvent,
    NarrowWithdrawal,
    RecordDeed,
    WriteAlert,
    Writes,
    WriteVersion,
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an event is hidden: an article takes back all of it, or all but what is left; and the question about that."""

    review: int
    article: int
    left: Facts | None = None


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event with the reports that tell of it, and what became of it."""

    event: Event
    reports: tuple[StoredReport, ...]
    #: Readers were told of it.
    alerted: bool = False
    #: It is hidden since its outlet takes back what it said.
    withdrawal: Withdrawal | None = None
    #: An editor holds it.
    stopped: bool = False


def take_back(
    known: ToldEvent, gone: Sequence[StoredReport], reason: Reason, context: Context, now: datetime
) -> ChangedEvent:
    """What only the reports that are gone said leaves an event, of which the others go on telling."""
    event, waits = known.event, reason is Reason.SOURCE_WITHDREW  # what an editor decides, as a mute, is done at once
    if not known.reports:
        return (_hidden(known, gone, now) if waits else _ended(known, reason, now)).after(_counted(gone, now))
    facts = _without(known, gone, context)
    if facts == event.facts:
        return ChangedEvent(event)
    if event_update.same_but_carried(event.facts, facts):
        return versions.change(event, facts, Difference(changed=True, major=False), now, quiet=True)
    if waits and len(event.facts.groups) == 1 and len(_gone(event.facts, facts)) > 1:
        return _hidden(known, gone, now, facts).after(_counted(gone, now))
    return versions.correct(event, facts, reason, now).after(_counted(gone, now))


def _without(known: ToldEvent, gone: Sequence[StoredReport], context: Context) -> Facts:
    """The facts of an event without what only these reports brought."""
    event = known.event
    rest, facts = {one.article: _added(one, event, context) for one in known.reports}, event.facts
    for before in gone:
        facts = event_update.without(
            facts, _added(before, event, context), tuple(rest.values()), rest.get(before.article)
        )
    return facts


def _counted(gone: Sequence[StoredReport], now: datetime) -> Writes:
    outlets = sorted({before.outlet for before in gone})
    return tuple(CountOutcome(outlet, local_day(now), Outcome.TAKEN_BACK) for outlet in outlets)


def _hidden(known: ToldEvent, gone: Sequence[StoredReport], now: datetime, left: Facts | None = None) -> ChangedEvent:
    """Nobody sees it until an editor has looked, or time is up; `left` is what is left of it then."""
    event, article = known.event, gone[0].article
    if known.withdrawal:
        return ChangedEvent(event)
    asked = AskAboutWithdrawal(event.id, event.version.number, article, left)
    mend = CountMend(article, local_day(now))  # readers see a change, told or not
    return ChangedEvent(replace(event, held=True), (HoldEvent(event.id, held=True), asked, mend))


def _ended(known: ToldEvent, reason: Reason, now: datetime) -> ChangedEvent:
    """Nothing waits for an editor about what is no event any more."""
    number, how = known.event.id, Resolution.WITHDRAWN
    itself, parts = (
        EndReviews(how, frozenset(ReviewReason), event=number, itself=True),
        EndReviews(how, PARTS, event=number),
    )
    return versions.retract(known.event, reason, now, alerted=known.alerted).after((itself, parts))


def lost(known: ToldEvent, context: Context) -> set[tuple[object, ...]] | None:
    """The figures of an event that its outlet takes back and no report tells any more.

    None of an event that is not hidden for that, or that an editor holds; empty when all is told again.
    """
    event = known.event
    if known.withdrawal is None or known.stopped:
        return None
    left = known.withdrawal.left
    gone = _gone(event.facts, left) if left else _unfixed(event.facts)
    return gone - {_figure(one) for report in known.reports for one in _added(report, event, context).said}


def without_lost(known: ToldEvent, gone: set[tuple[object, ...]], now: datetime) -> ChangedEvent:
    """A hidden event is shown without these figures: with one less, or with more if another owner tells of it too.

    Else only they go when time is up, which runs as before.
    """
    event = known.event
    left = replace(event.facts, said=tuple(one for one in event.facts.said if one.fixed or _figure(one) not in gone))
    if known.withdrawal and len(gone) > 1 and len(event.facts.groups) == 1:
        asked = known.withdrawal
        return ChangedEvent(event, (NarrowWithdrawal(asked.review, event.version.number, asked.article, left),))
    shown = HoldEvent(event.id, held=False)
    ended = EndReviews(Resolution.WITHDRAWN, frozenset({ReviewReason.WITHDRAWN}), event=event.id)
    return versions.correct(replace(event, held=False), left, Reason.SOURCE_WITHDREW, now).after((shown, ended))


def time_is_up(known: ToldEvent, base: int, now: datetime, *, reached: int) -> ChangedEvent:
    """Nobody stopped what an outlet takes back: those who were told hear of it.

    Nothing is written when the event has changed since `base`, its version that is taken back. `reached`: how many
    chats were told.
    """
    event, asked = known.event, known.withdrawal
    if asked is None or event.retracted or base != event.version.number or (not asked.left and known.reports):
        return ChangedEvent(event)
    facts, how, deed = (
        (asked.left, Change.CORRECTION, Deed.CORRECTED)
        if asked.left
        else (event.facts, Change.RETRACTION, Deed.RETRACTED)
    )
    reason = Reason.SOURCE_WITHDREW.value
    alert = WriteAlert() if known.alerted else None
    written = WriteVersion(event.id, how, facts, major=True, reasons=(reason,), alert=alert)
    entry = AuditEntry(deed, SOURCE, event.id, base, base + 1, reason=reason, reached=reached)
    ended = DecideReview(asked.review, Resolution.WITHDRAWN, SOURCE)
    after = replace(event, held=False, retracted=how is Change.RETRACTION)
    return ChangedEvent(after, (written, HoldEvent(event.id, held=False), ended, RecordDeed(entry)), written)


def _gone(before: Facts, after: Facts) -> set[tuple[object, ...]]:
    """The figures that are not what they were."""
    return {_figure(said) for said in before.claims} - {_figure(said) for said in after.claims}


def _unfixed(facts: Facts) -> set[tuple[object, ...]]:
    """All figures but those that an editor has put right."""
    return {_figure(said) for said in facts.claims if not said.fixed}


def _figure(said: Said) -> tuple[object, ...]:
    return said.key, said.claim.min, said.claim.max


def _added(told: StoredReport, event: Event, context: Context) -> Facts:
    """What a report brought to its event: a court's figures only, as `merging.follow_up` takes them."""
    group = next((source.group for source in event.facts.sources if source.url == told.url), "")
    facts = begin(without_grave(told.report), source_of(told, context.names, group))
    if not is_court(told.report):
        return facts
    said = tuple(replace(one, claim=replace(one.claim, places=())) for one in facts.said)
    return replace(facts, places=(), organisers=(), demands=(), stays=(), said=said)
