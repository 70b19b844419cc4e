"""Events from the command line: what is stored and why, what waits, and an editor's decisions, in text and in JSON."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from statistics import median
from typing import TypeVar

from bot import app, config, resources
from bot.domain.audit import AuditEntry
from bot.domain.clock import almaty
from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration, NoSuchEvent, NotUnderstood
from bot.domain.event import Event, Said, Version
from bot.domain.figures import certainty, is_disputed
from bot.domain.place import Gazetteer
from bot.domain.report import Json, StoredReport, claim_to_json
from bot.domain.staff import SERVER, Member, Role
from bot.domain.understanding.context import Context
from bot.installation import SAMPLE_KEY, SteadyClock
from bot.search_words import words_of
from bot.services.editors.holding import Holding
from bot.services.editors.queue import EditorQueue, Waiting
from bot.services.editors.staff import Configured, Staff
from bot.store.engine import Purpose, Store
from bot.store.facts_json import facts_to_json
from bot.store.transaction import Tx

T = TypeVar("T")

#: So far back the time to decision is measured.
OF_LATE = timedelta(days=30)
_COLUMNS = "{:>6}  {:<10}  {:<20}  {:<9}  {:>3}  {}"


@dataclass(frozen=True, slots=True)
class Shown:
    """All there is about one event."""

    event: Event
    history: tuple[Version, ...]
    told: tuple[StoredReport, ...]
    sent: dict[str, int]
    done: tuple[AuditEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueReport:
    """What waits, and the minutes that each decision of late has taken, shortest first."""

    waiting: tuple[Waiting, ...]
    minutes: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median time to decision; there must be one."""
        return median(self.minutes)


@dataclass(frozen=True, slots=True)
class Desk(EditorQueue):
    """The editors' queue, and what else is done at the command line."""

    staff: Staff | None = None

    @property
    def holding(self) -> Holding:
        """Holds."""
        return Holding(self.store, self.clock, self.context.rules)

    @property
    def people(self) -> Staff:
        """Who may decide."""
        return self.staff or Staff(self.store, self.clock)


def with_editors(work: Callable[[Desk], Awaitable[T]], *, demo: bool = False) -> T:
    """Do this at the editors' desk of the live database, or of the demo's."""
    settings = config.read()
    store = _demo_store(settings) if demo else _live_store(settings)
    try:
        return asyncio.run(_do(work, desk(store, settings, demo=demo)))
    finally:
        store.close()


def _live_store(settings: config.Settings) -> Store:
    if settings.subscriber_key is None:
        raise BadConfiguration(("SUBSCRIBER_KEY: missing; make one with: protest-alerts check --new-key",))
    return app.live_store(settings)


def _demo_store(settings: config.Settings) -> Store:
    file = settings.data_dir / "demo" / "demo.db"
    if not file.is_file():
        raise BadConfiguration((f"no demo has been played in {file.parent}; run: protest-alerts demo",))
    return app.open_store(f"sqlite:///{file.absolute()}", SAMPLE_KEY, Purpose.DEMO)


def desk(store: Store, settings: config.Settings, *, demo: bool = False) -> Desk:
    """The editors' desk over a database; the demo's has its own staff, whatever the configuration says."""
    known = resources.load()
    context = Context(known.names, known.gazetteer, app.rules_of(settings), known.thresholds, known.match_score)
    clock = SteadyClock().now
    juniors = dict.fromkeys(settings.editor_ids, Role.EDITOR)
    configured = Configured(juniors | dict.fromkeys(settings.admin_ids, Role.OWNER), settings.editors_group)
    return Desk(store, context, clock, staff=None if demo else Staff(store, clock, configured))


async def _do(work: Callable[[Desk], Awaitable[T]], editors: Desk) -> T:
    return await work(editors)


async def listed(editors: EditorQueue, limit: int, place: str = "") -> tuple[Event, ...]:
    """The newest events, also those that readers do not see; of a place only what readers see."""

    def work(tx: Tx) -> tuple[Event, ...]:
        return tx.events.latest(frozenset({place}), limit) if place else tx.events.newest(limit)

    return await editors.store.read(work)


async def sought(editors: EditorQueue, words: str, limit: int) -> tuple[Event, ...]:
    """What /search finds; NotUnderstood when a word stands for nothing."""
    known = resources.load()
    asked = words_of(known.gazetteer, known.names).understand(words)
    if asked.unknown or not asked.groups:
        raise NotUnderstood(f"--find: nothing is known by {words!r}")
    return (await editors.store.read(lambda tx: tx.search.find(asked.groups, limit))).events


async def shown(editors: EditorQueue, number: int) -> Shown:
    """One event with its versions, its reports and what was sent."""

    def work(tx: Tx) -> Shown:
        event = tx.events.get(number)
        if event is None:
            raise NoSuchEvent(number)
        sent = tx.events.sent(event.id)
        return Shown(
            event,
            tx.events.history(event.id),
            tx.reports.told(event.id),
            {s.value: n for s, n in sent.items()},
            tx.audit.of_event(event.id),
        )

    return await editors.store.read(work)


def list_lines(events: Sequence[Event]) -> list[str]:
    """Events as a table."""
    head = _COLUMNS.format("event", "day", "action", "state", "src", "places")
    return [head, *(_COLUMNS.format(*_cells(event)) for event in events)]


def list_json(events: Sequence[Event]) -> Json:
    """Events as JSON."""
    return {"events": [_event_json(event) for event in events]}


async def queue(editors: EditorQueue) -> QueueReport:
    """What waits, and how long editors have taken to decide of late."""
    since = editors.clock() - OF_LATE
    times = await editors.store.read(lambda tx: tx.reviews.times(since))
    return QueueReport(await editors.waiting(), tuple(time.total_seconds() / 60 for time in times))


def queue_lines(it: QueueReport) -> list[str]:
    """What waits, one line each, and the time to decision."""
    slow = f"{len(it.minutes)} decided, median {it.median:.0f} min, slowest {max(it.minutes):.0f}" if it.minutes else ""
    waiting = [_waiting_line(one) for one in it.waiting] or ["nothing waits"]
    return [*waiting, f"the last {OF_LATE.days} days: {slow or 'none decided'}"]


def queue_json(it: QueueReport) -> Json:
    """What waits and the time to decision, as JSON."""
    median_minutes = round(it.median, 1) if it.minutes else None
    decided = {"days": OF_LATE.days, "decided": len(it.minutes), "median_minutes": median_minutes}
    return {"waiting": [_waiting_json(one) for one in it.waiting], "decisions": decided}


def show_lines(it: Shown) -> list[str]:
    """One event in plain lines: facts, claims, versions, articles, messages."""
    facts = it.event.facts
    head = f"event {it.event.id}: {_state(it.event)}, {facts.action.value}, {_days(it.event)}, {_places(it.event)}"
    sure = f"  {certainty(facts).value}{', disputed' if is_disputed(facts) else ''}, {len(facts.groups)} independent"
    versions = [f"  version {v.number}  {_moment(v.at)}  {_what(v)}" for v in it.history]
    articles = [f"  article {one.article}  {one.outlet}  {one.url}" for one in it.told]
    sent = [f"  {state}  {many}" for state, many in sorted(it.sent.items())]
    done = [f"  {entry_line(one)}" for one in it.done]
    return [head, sure, *map(_claim_line, facts.said), *versions, *articles, *sent, *done]


def show_json(it: Shown) -> Json:
    """One event as JSON."""
    return _event_json(it.event) | {
        "versions": [_version_json(version) for version in it.history],
        "articles": [{"article": t.article, "outlet": t.outlet, "url": t.url, "lang": t.report.lang} for t in it.told],
        "sent": it.sent,
        "audit": [entry_json(one) for one in it.done],
    }


async def audit(editors: EditorQueue, event: int, limit: int) -> tuple[AuditEntry, ...]:
    """The newest deeds, of one event if it is named."""
    return await editors.store.read(lambda tx: tx.audit.newest(limit, event=event))


async def restaffed(editors: Desk, add: int, remove: int, *, owner: bool) -> tuple[Member, ...]:
    """Somebody is of the staff, or is no more; answers who is then."""
    if editors.staff:
        await editors.staff.sync()
    if add:
        await editors.people.add(SERVER, add, Role.OWNER if owner else Role.EDITOR)
    if remove:
        await editors.people.remove(SERVER, remove)
    return await editors.people.all()


async def unheld(editors: Desk, number: int) -> None:
    """An editor's hold is over; what the program itself held is for the release that follows."""
    with suppress(NoSuchEvent):
        await editors.holding.release(SERVER, number)


def entry_line(one: AuditEntry) -> str:
    """One deed in a line."""
    parts = (
        _moment(one.at) if one.at else "",
        one.actor,
        one.deed.value,
        f"event {one.event}" if one.event else "",
        f"version {one.before} to {one.after}" if one.before and one.after else "",
        f"question {one.review}" if one.review else "",
        one.subject,
        one.reason,
        " ".join(one.fields),
        f"{one.reached} chats" if one.reached is not None else "",
    )
    return "  ".join(part for part in parts if part)


def entry_json(one: AuditEntry) -> Json:
    """One deed as JSON."""
    return {
        "at": one.at.isoformat() if one.at else None,
        "by": one.actor,
        "deed": one.deed.value,
        "event": one.event or None,
        "before": one.before or None,
        "after": one.after or None,
        "question": one.review or None,
        "subject": one.subject,
        "reason": one.reason,
        "fields": list(one.fields),
        "reached": one.reached,
    }


def _moment(at: datetime) -> str:
    """A moment in Kazakhstan."""
    return f"{at.astimezone(almaty()):%Y-%m-%d %H:%M}"


def _cells(event: Event) -> tuple[object, ...]:
    facts = event.facts
    return (
        event.id,
        str(facts.span.start or "unknown"),
        facts.action.value,
        _state(event),
        len(facts.groups),
        _places(event),
    )


def _state(event: Event) -> str:
    if event.redirect:
        return f"in {event.redirect}"
    marks = ((event.retracted, "retracted"), (event.held, "held"), (event.closed, "closed"))
    return next((word for is_so, word in marks if is_so), "published")


def _places(event: Event) -> str:
    return ", ".join(_place(ref.id) for ref in event.facts.places)


def _place(place: str) -> str:
    known = _gazetteer()
    return known[place].names[Lang.EN] if place in known else place


@cache
def _gazetteer() -> Gazetteer:
    return resources.load().gazetteer


def _days(event: Event) -> str:
    start, end = event.facts.span.start, event.facts.span.end
    return f"{start}" if end in {None, start} else f"{start} to {end}"


def _what(version: Version) -> str:
    loud = "rings" if version.major else "quiet"
    return " ".join([version.change.value, loud, *version.reasons])


def _claim_line(said: Said) -> str:
    claim = said.claim
    mark = " dropped" if said.dropped else " fixed" if said.fixed else ""
    where = ", ".join(map(_place, claim.places)) or "everywhere"
    who = claim.claimant or claim.claimant_type.value
    return f"  {claim.field.value} {claim.min}..{claim.max} {claim.scope.value} ({where}) {who}, {said.outlet}{mark}"


def _event_json(event: Event) -> Json:
    facts = event.facts
    return {
        "event": event.id,
        "state": _state(event),
        "version": event.version.number,
        "certainty": certainty(facts).value,
        "disputed": is_disputed(facts),
        "groups": sorted(facts.groups),
        "facts": facts_to_json(facts),
    }


def _version_json(version: Version) -> Json:
    return {
        "number": version.number,
        "change": version.change.value,
        "at": version.at.isoformat(),
        "major": version.major,
        "reasons": list(version.reasons),
        "claims": [claim_to_json(said.claim) for said in version.facts.claims],
    }


def _waiting_line(one: Waiting) -> str:
    review = one.review
    asked = f"event {review.event}" if review.event else "a fresh event"
    about = f"article {review.article} of {one.told.outlet}" if one.told else "all of it"
    return f"{review.id:>5}  {_moment(review.at)}  {review.reason.value:<14}  {asked}: {about}"


def _waiting_json(one: Waiting) -> Json:
    review = one.review
    return {
        "review": review.id,
        "reason": review.reason.value,
        "since": review.at.isoformat(),
        "event": review.event or None,
        "article": review.article or None,
        "asks": list(one.told.asks) if one.told else [],
        "url": one.told.url if one.told else "",
    }
