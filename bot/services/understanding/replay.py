"""Articles through the services that store them, on a database in memory: which of them tell of one event.

The same code decides, joins and asks as in the service; nothing is stored and nobody is told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from bot.domain import fingerprint
from bot.domain.article import Article, Entry
from bot.domain.decision import Circumstances, Judgement, OutletStanding, judge
from bot.domain.fingerprint import Fingerprint
from bot.domain.report import Report
from bot.domain.understanding.context import Context, ReadArticle, source_for
from bot.services.understanding.process_report import belongs, record
from bot.services.understanding.read_with_encoder import Opinion, ReadWithEncoder
from bot.store.articles import StoredArticle
from bot.store.memory import in_memory
from bot.store.transaction import Tx

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_FEED = "replay"

Read = Callable[[Article], Report]
Hash = Callable[[Article, str], Fingerprint]


@dataclass(frozen=True, slots=True)
class Replayed:
    """One article, the key of its event, also when editors are asked first, and what becomes of it.

    No key when it tells of none, when an editor has to choose, or when nothing is made of it.
    """

    report: Report
    event: int | None
    judged: Judgement


def replay(
    articles: Iterable[Article],
    read: Read,
    hashed: Hash,
    context: Context,
    *,
    everything: bool = False,
    trusted: Mapping[str, OutletStanding] = MappingProxyType({}),
    with_encoder: ReadWithEncoder | None = None,
) -> tuple[Replayed, ...]:
    """Replay articles in the order given; `everything` matches each as if it were a report of a protest.

    An article alone is judged as if its outlet were known, unless `trusted` says otherwise, and within its budget.
    """
    given = list(articles)
    context = replace(context, rules=replace(context.rules, budgets=False))
    opinions = [with_encoder.of(article) if with_encoder else Opinion(read(article)) for article in given]
    reports = [opinion.report for opinion in opinions]
    prints = [hashed(article, report.lang) for article, report in zip(given, reports, strict=True)]
    with in_memory() as tx:
        for outlet, how in trusted.items():
            tx.outlets.set(outlet, how, _NO_TIME)
        events = _placed(tx, given, opinions, prints, context)
    keys = _grouped(events, prints) if everything else events
    at = [Circumstances(trusted.get(article.source, OutletStanding.KNOWN)) for article in given]
    judged = [judge(report, context.thresholds, given_at) for report, given_at in zip(reports, at, strict=True)]
    return tuple(Replayed(report, keys.get(position), judged[position]) for position, report in enumerate(reports))


def _placed(
    tx: Tx, articles: Sequence[Article], opinions: Sequence[Opinion], prints: Sequence[Fingerprint], context: Context
) -> dict[int, int]:
    """The event of each article that has one, by its position."""
    numbers: dict[int, int] = {}
    asked: list[ReadArticle] = []
    for position, (article, opinion) in enumerate(zip(articles, opinions, strict=True)):
        report = opinion.report
        now = (article.published or _NO_TIME) + timedelta(minutes=1)
        stored = _stored(tx, position, article, now)
        numbers[stored.number] = position
        url = article.url or f"{_FEED}:{position}"
        source = source_for(report, article.source, url, article.published, context.names)
        own = replace(prints[position], article=stored.number)
        reading = ReadArticle(stored.number, report, source, own, vector=opinion.vector)
        done = record(tx, stored, reading, context, now)
        asked += [reading] if done and done.waits and done.event is None else []
    return dict(_found(tx, numbers)) | dict(_waiting(tx, asked, numbers, context))


def _waiting(
    tx: Tx, asked: Iterable[ReadArticle], numbers: Mapping[int, int], context: Context
) -> Iterator[tuple[int, int]]:
    """The events that certainly are told of by what editors are asked about first."""
    for reading in asked:
        (told,) = tx.reports.of_articles([reading.number])
        event = None if told.event else belongs(tx, reading, context, _NO_TIME)
        if event:
            yield numbers[reading.number], event


def _found(tx: Tx, numbers: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    known = sorted(numbers)
    for start in range(0, len(known), 500):
        for told in tx.reports.of_articles(known[start : start + 500]):
            event = tx.events.get(told.event) if told.event else None
            if event:
                yield numbers[told.article], event.id


def _stored(tx: Tx, position: int, article: Article, now: datetime) -> StoredArticle:
    """Each line is an article of its own, whatever its address."""
    entry = Entry(key=f"{position}", link="", title=article.title, text=article.text)
    tx.articles.add(f"{_FEED} {position}", entry, replace(article, id=f"{position}", url=""), now)
    (stored,) = tx.articles.unread(1)
    return stored


def _grouped(events: Mapping[int, int], prints: Sequence[Fingerprint]) -> dict[int, int]:
    """The events, and each article without one beside the articles that it is most alike, if it is alike any."""
    groups: dict[int, list[Fingerprint]] = {}
    for position, event in events.items():
        groups.setdefault(event, []).append(prints[position])
    keys = dict(events)
    for position, own in enumerate(prints):
        if position not in events:
            alike = {key: fingerprint.together(own, others) for key, others in groups.items()}
            best = max(alike, key=lambda key: (alike[key], -key), default=None)
            if best is None or alike[best] <= 0:
                best = max(groups, default=0) + 1
            groups.setdefault(best, []).append(own)
            keys[position] = best
    return keys
