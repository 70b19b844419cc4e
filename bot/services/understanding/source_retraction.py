"""An outlet edits its article and takes something back → what only it said leaves the event; one transaction is given.

what other reports say too, and what an editor fixed, stays
one figure is taken back ─► it is corrected at once
more than one, and only this outlet tells of the event ─┬► it is hidden, and editors are asked
nothing is left that tells of the event ────────────────┘
nobody stops it for fifteen minutes ─► what was told is corrected, or taken back
the article says some of it again ─► only the rest goes
the article says again what is hidden ─► it is shown again; other outlets' reports begin an event of their own meanwhile
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import merging
from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import local_day
from bot.domain.codes import ReportKind
from bot.domain.correction import Reason
from bot.domain.event import Basis, Change, Event, Facts, Said, begin
from bot.domain.grave_part import without_grave
from bot.domain.merging import Difference
from bot.domain.outlet import Outcome
from bot.domain.review import PARTS, Resolution, Review, Wait
from bot.domain.staff import SOURCE
from bot.services.events import event_versions, unchecked_events
from bot.services.events.context import Context, source_of
from bot.services.events.event_versions import WrittenVersion
from bot.store.facts_json import facts_from_json, facts_to_json
from bot.store.reports import StoredReport
from bot.store.transaction import Tx


def withdraw(tx: Tx, before: StoredReport, context: Context, now: datetime) -> WrittenVersion | None:
    """What an article said in its earlier revision and says no more; its report of the newest one is stored already."""
    event = tx.events.get(before.event) if before.event else None
    if event is None or event.retracted:
        return None
    told = tx.reports.told(event.id)
    if before.article not in {one.article for one in told}:
        asked = (one.id for one in tx.reviews.of_article(before.article) if one.reason in PARTS)
        event_versions.settle(tx, asked, Resolution.WITHDRAWN, now)
    if event.facts.basis is Basis.UNCHECKED:
        return None if told else unchecked_events.decline(tx, event, Resolution.WITHDRAWN, now)
    return take_back(tx, event, [before], told, Reason.SOURCE_WITHDREW, context, now)


def take_back(  # noqa: PLR0917  # the order of all functions of a transaction
    tx: Tx,
    event: Event,
    gone: Sequence[StoredReport],
    told: Sequence[StoredReport],
    reason: Reason,
    context: Context,
    now: datetime,
) -> WrittenVersion | None:
    """What only the reports that are gone said leaves an event, of which the others go on telling."""
    waits = reason is Reason.SOURCE_WITHDREW  # what an editor decides, as a mute, is done at once
    if not told:
        _count(tx, gone, now)
        if waits:
            _hide(tx, event, gone[0].article, now)
            return None
        _end(tx, event, now)
        return event_versions.retract(tx, event, reason, now)
    rest, facts = {one.article: _added(one, event, context) for one in told}, event.facts
    for before in gone:
        facts = merging.without(facts, _added(before, event, context), tuple(rest.values()), rest.get(before.article))
    if facts == event.facts:
        return None
    if merging.same_but_carried(event.facts, facts):
        return event_versions.change(tx, event, facts, Difference(changed=True, major=False), now, quiet=True)
    _count(tx, gone, now)
    if waits and len(event.facts.groups) == 1 and len(_gone(event.facts, facts)) > 1:
        _hide(tx, event, gone[0].article, now, facts)
        return None
    return event_versions.correct(tx, event, facts, reason, now)


def _count(tx: Tx, gone: Sequence[StoredReport], now: datetime) -> None:
    for outlet in {before.outlet for before in gone}:
        tx.outlets.count(outlet, local_day(now), Outcome.TAKEN_BACK)


def _hide(tx: Tx, event: Event, article: int, now: datetime, facts: Facts | None = None) -> None:
    """Nobody sees it until an editor has looked, or time is up; `facts` are what is left of it then."""
    if _taken_back(tx, event):
        return
    tx.events.hold(event.id, held=True)
    left = {"base": event.version.number, "article": article} | ({"left": facts_to_json(facts)} if facts else {})
    tx.reviews.ask(Wait.WITHDRAWN, now, event=event.id, subject=left)
    tx.articles.mend(article, local_day(now))  # readers see a change, told or not


def _taken_back(tx: Tx, event: Event) -> Review | None:
    """What editors are asked about an event that is hidden because its outlet takes it back."""
    waiting = tx.reviews.of_event(event.id) if event.held else ()
    return next((review for review in waiting if review.reason is Wait.WITHDRAWN), None)


def is_gone_for(tx: Tx, event: Event, article: int) -> bool:
    """Whether an event that nobody tells of any more is hidden, so that another article's report does not join it."""
    review = _taken_back(tx, event)
    return review is not None and not review.subject.get("left") and review.subject.get("article") != article


def weigh_again(tx: Tx, number: int, article: int, context: Context, now: datetime) -> WrittenVersion | None:
    """A report joined an event: if that is hidden because its outlet takes back what it said, it may be shown again.

    It is when all that was taken back is told again, or all but one figure, which goes at once; so do more when
    another owner tells of it too. Else only what is still taken back goes when time is up.
    """
    event = tx.events.get(number)
    review = _taken_back(tx, event) if event else None
    if event is None or review is None or tx.holds.of(number):
        return None
    left = review.subject.get("left")
    lost = _gone(event.facts, facts_from_json(left)) if left else _unfixed(event.facts)
    told = {_figure(one) for report in tx.reports.told(number) for one in _added(report, event, context).said}
    lost -= told
    if len(lost) > 1 and len(event.facts.groups) == 1:
        _narrow(tx, review, event, lost)
        return None
    if not lost:
        tx.articles.mend(article, local_day(now))
        event_versions.release(tx, number, Resolution.JOINED, now, context.rules)
        return None
    tx.events.hold(number, held=False)
    event_versions.settle(tx, [review.id], Resolution.WITHDRAWN, now)
    facts = _left(event.facts, lost)
    return event_versions.correct(tx, replace(event, held=False), facts, Reason.SOURCE_WITHDREW, now)


def _narrow(tx: Tx, review: Review, event: Event, lost: set[tuple[object, ...]]) -> None:
    """Some of what was taken back is told again: only the rest goes when time is up, which runs as before."""
    left = facts_to_json(_left(event.facts, lost))
    tx.reviews.narrow(review.id, dict(review.subject) | {"base": event.version.number, "left": left})


def _left(facts: Facts, lost: set[tuple[object, ...]]) -> Facts:
    return replace(facts, said=tuple(one for one in facts.said if one.fixed or _figure(one) not in lost))


def time_is_up(tx: Tx, review: Review, now: datetime) -> WrittenVersion | None:
    """Nobody stopped what an outlet takes back: those who were told hear of it; none when the event has changed."""
    event = tx.events.get(review.event)
    if event is None or event.retracted or review.subject.get("base") != event.version.number:
        return None
    left = review.subject.get("left")
    if not left and tx.reports.told(event.id):
        return None
    facts, change = (facts_from_json(left), Change.CORRECTION) if left else (event.facts, Change.RETRACTION)
    reasons = (Reason.SOURCE_WITHDREW.value,)
    version = tx.events.add_version(event.id, change, facts, now, major=True, reasons=reasons)
    tx.events.hold(event.id, held=False)
    if tx.alerts.last(event.id):
        tx.alerts.add(version)
    tx.reviews.decide(review.id, Resolution.WITHDRAWN, now, SOURCE)
    deed = Deed.CORRECTED if left else Deed.RETRACTED
    entry = AuditEntry(deed, SOURCE, event.id, event.version.number, version.number, reason=reasons[0])
    tx.audit.add(replace(entry, reached=tx.deliveries.told(event.id)), now)
    return WrittenVersion(version, alerted=True)


def _gone(before: Facts, after: Facts) -> set[tuple[object, ...]]:
    """The figures that are not what they were."""
    return {_figure(said) for said in before.claims} - {_figure(said) for said in after.claims}


def _unfixed(facts: Facts) -> set[tuple[object, ...]]:
    """All figures but those that an editor has put right."""
    return {_figure(said) for said in facts.claims if not said.fixed}


def _figure(said: Said) -> tuple[object, ...]:
    return said.key, said.claim.min, said.claim.max


def _end(tx: Tx, event: Event, now: datetime) -> None:
    """Nothing waits for an editor about what is no event any more."""
    waiting = (review.id for review in tx.reviews.of_event(event.id) if not review.article or review.reason in PARTS)
    event_versions.settle(tx, waiting, Resolution.WITHDRAWN, now)


def _added(told: StoredReport, event: Event, context: Context) -> Facts:
    """What a report brought to its event: a court's figures only, as `merging.follow_up` takes them."""
    group = next((source.group for source in event.facts.sources if source.url == told.url), "")
    facts = begin(without_grave(told.report), source_of(told, context.names, group))
    if told.report.kind is not ReportKind.COURT_FOLLOWUP:
        return facts
    said = tuple(replace(one, claim=replace(one.claim, places=())) for one in facts.said)
    return replace(facts, places=(), organisers=(), demands=(), stays=(), said=said)
