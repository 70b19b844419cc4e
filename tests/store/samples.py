"""Values that the store's tests store: one rally in Almaty on 21 September 2019, and what hangs on it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.alert import Alert, PlannedAct
from bot.domain.article import Article, Entry
from bot.domain.codes import Action, ClaimantType, Field, Lang, Qualifier, ReportKind, Response, Status
from bot.domain.delivery import Dispatch, Form
from bot.domain.event import Change, Facts, Said, Source, Version
from bot.domain.feed import Feed
from bot.domain.place import PlaceRef, Precision
from bot.domain.report import Claim, Report, Span
from bot.domain.sending_pace import SendingPace
from bot.domain.subscriber import Subscriber
from bot.store.transaction import Tx

DAY = date(2019, 9, 21)
MORNING = datetime(2019, 9, 21, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=45)
#: No chat has to rest, so that what is due is begun.
PACE = SendingPace(per_second=1000, batch=1000, per_chat=timedelta(), per_group=timedelta(), lease=LEASE)

FEED = Feed("sample", "https://sample.example/rss", "sample_outlet", Lang.RU, timedelta(minutes=10))
DETAINED = Claim(
    Field.DETAINED, 20, None, Qualifier.AT_LEAST, "не менее 20", ("almaty",), claimant_type=ClaimantType.POLICE_MVD
)
FACTS = Facts(
    action=Action.RALLY,
    span=Span(DAY, DAY, 1),
    places=(PlaceRef("almaty"), PlaceRef("almaty_region", Precision.REGION)),
    responses=(Response.DETENTIONS,),
    organisers=("dvk",),
    status=Status.ENDED,
    said=(Said(DETAINED, "sample_outlet", MORNING),),
    sources=(Source("sample_outlet", "sample_group", "ru", "https://sample.example/1", MORNING),),
)
REPORT = Report("one", "ru", ReportKind.EVENT_REPORT, 0.9, Action.RALLY, Span(DAY, DAY, 1), FACTS.places, (DETAINED,))


def facts(*places: str, start: date | None = DAY, end: date | None = None) -> Facts:
    """The rally at other places or on other days."""
    return replace(FACTS, places=tuple(map(PlaceRef, places or ("almaty",))), span=Span(start, end, 1))


def entry(key: str = "one", link: str = "https://sample.example/1") -> Entry:
    return Entry(key, link, "Митинг в Алматы", "Задержаны не менее 20 человек.", MORNING, identity=link)


def article(of: Entry) -> Article:
    return Article(of.key, of.title, of.text, of.link, FEED.outlet, FEED.lang, of.published)


def collected(tx: Tx, *keys: str, now: datetime = MORNING) -> list[bool]:
    """Articles that the sample feed brought, each at an address of its own."""
    tx.feeds.sync([FEED], now)
    brought = [entry(key, f"https://sample.example/{key}") for key in keys]
    return [tx.articles.add(FEED.id, one, article(one), now) for one in brought]


def people(tx: Tx, count: int, *places: str) -> list[Subscriber]:
    """Subscribers of Almaty or of these places, with chat ids from 1001."""
    opened = [tx.subscribers.open(1001 + n, Lang.RU) for n in range(count)]
    chosen = [replace(one, places=frozenset(places or ("almaty",))) for one in opened]
    for one in chosen:
        tx.subscribers.save(one, MORNING)
    return chosen


def next_alert(tx: Tx, version: Version, change: Change = Change.UPDATE) -> Alert:
    """The alert of one more version."""
    later = tx.events.add_version(version.event, change, version.facts, MORNING, major=True, reasons=())
    return tx.alerts.add(later)


def waiting(tx: Tx, count: int = 1, *, priority: int = 1, due_at: datetime = MORNING) -> Alert:
    """A fresh alert with one NEW message waiting for each of so many people."""
    alert = tx.alerts.add(tx.events.create(FACTS, MORNING))
    tx.deliveries.add_all((alert, one.id, PlannedAct(Form.NEW), due_at, priority) for one in people(tx, count))
    return alert


def begun(tx: Tx, ids: Iterable[int] | None = None, *, owner: str = "me", now: datetime = MORNING) -> list[Dispatch]:
    """What is waiting and due, leased and begun."""
    leased = tx.deliveries.lease(owner, now, now + LEASE, 1000)
    return list(tx.deliveries.begin(tuple(ids or leased), owner, now, PACE).dispatches)
