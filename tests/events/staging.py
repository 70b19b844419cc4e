"""The stage of understanding alone: reports are given, not read, and what is written is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.article import Article, Entry
from bot.domain.decision import Thresholds, open_thresholds
from bot.domain.event import Event
from bot.domain.feed import Feed
from bot.domain.fingerprint import Fingerprint
from bot.domain.names import Names
from bot.domain.place import Gazetteer, PlaceKind
from bot.domain.report import Report
from bot.domain.review import Mode
from bot.domain.understanding.context import Context, PublishRules
from bot.resources import load
from bot.services.editors.queue import EditorQueue
from bot.services.understanding.process_report import Understood
from bot.services.understanding.understand import Understand
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.domain.making import GAZETTEER, NOON, place

NOBODY = Names({})
JOINING = load().match_score
AUEZOV = place("almaty-auezov", PlaceKind.DISTRICT, "almaty")
MAP = Gazetteer({**GAZETTEER.places, AUEZOV.id: AUEZOV})


@dataclass
class Newsroom:
    """Outlets publish reports one by one; each outlet is its own source."""

    store: Store
    mode: Mode = Mode.AUTO
    now: datetime = NOON
    thresholds: Thresholds = field(default_factory=open_thresholds)
    reports: dict[str, Report] = field(default_factory=dict)
    prints: dict[str, Fingerprint] = field(default_factory=dict)

    @property
    def rules(self) -> PublishRules:
        return PublishRules(self.mode)

    @property
    def desk(self) -> EditorQueue:
        return EditorQueue(self.store, Context(NOBODY, MAP, self.rules, self.thresholds, JOINING), lambda: self.now)

    async def tell(self, outlet: str, report: Report, own: Fingerprint | None = None) -> Understood:
        """One article with this report comes in and is understood."""
        name = f"{outlet}-{len(self.reports)}"
        self.reports[name], self.prints[name] = replace(report, id=name), own or Fingerprint(report.lang)
        url = f"https://{outlet}.example/{name}"

        def collect(tx: Tx) -> None:
            tx.feeds.sync((Feed(outlet, f"https://{outlet}.example/rss", outlet),), self.now)
            article = Article(name, name, name, url, outlet, None, self.now)
            tx.articles.add(outlet, Entry(name, url, name, name, self.now), article, self.now)

        await self.store.write(collect)
        (done,) = await self.understand.round()
        return done

    async def tell_all(self, told: Iterable[tuple[str, Report]]) -> list[Understood]:
        return [await self.tell(outlet, report) for outlet, report in told]

    @property
    def understand(self) -> Understand:
        return Understand(
            self.store,
            lambda article: self.reports[article.title],
            NOBODY,
            lambda: self.now,
            lambda article, _lang: self.prints[article.title],
            MAP,
            self.rules,
            self.thresholds,
            match_score=JOINING,
        )

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)

    def event(self, number: int) -> Event:
        with self.store.reading() as tx:
            event = tx.events.get(number)
        assert event is not None
        return event

    def to_readers(self) -> list[int]:
        """The events that readers see."""
        with self.store.reading() as tx:
            return [event.id for event in tx.events.latest(None, 99)]

    def going_out(self) -> list[tuple[int, int]]:
        """Event and version of the alerts that are to be expanded."""
        with self.store.reading() as tx:
            return [(alert.event, alert.version) for alert in tx.alerts.unfinished(99)]

    def told(self) -> None:
        """Everything that was to be told is told."""
        with self.store.writing() as tx:
            for alert in tx.alerts.unfinished(99):
                tx.alerts.advance(alert.id, 0, done=True)

    def waiting(self) -> list[tuple[str, int]]:
        """Reason and event of what waits for an editor."""
        with self.store.reading() as tx:
            return [(review.reason.value, review.event) for review in tx.reviews.open()]


def figures(event: Event) -> list[int]:
    return sorted(said.claim.min or 0 for said in event.facts.said)
