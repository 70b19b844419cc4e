"""Outlets take turns: whatever waits of one, another's article is read next, and none has more than its share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.article import Article, Entry
from bot.domain.codes import ReportKind
from bot.domain.feed import Feed
from bot.domain.names import Names
from bot.domain.report import Report
from bot.services.understanding.understand import A_ROUND, Understand
from bot.store.articles import NewEntry
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.domain.making import NOON, report

OUTLETS = "evil", "arna", "late"


def came(tx: Tx, outlet: str, *names: str) -> None:
    """Articles of an outlet that nobody has read."""
    made = [
        NewEntry(
            Entry(f"{outlet}-{name}", f"https://{outlet}.example/{name}", name, name, NOON),
            Article(f"{outlet}-{name}", name, name, f"https://{outlet}.example/{name}", outlet, None, NOON),
        )
        for name in names
    ]
    tx.articles.keep(outlet, made, NOON)


@dataclass
class Desk:
    """Reads nothing into an article; `meanwhile` happens after the first."""

    store: Store
    meanwhile: Callable[[Tx], None] = lambda _: None
    read: list[str] = field(default_factory=list)

    async def round(self) -> list[str]:
        await Understand(self.store, self._read, Names({}), lambda: NOON).round()
        return self.read

    def _read(self, article: Article) -> Report:
        self.read.append(article.source)
        if len(self.read) == 1:
            with self.store.writing() as tx:
                self.meanwhile(tx)
        return report(kind=ReportKind.NOT_PROTEST, action=None)


async def configured(store: Store) -> None:
    feeds = [Feed(outlet, f"https://{outlet}.example/rss", outlet) for outlet in OUTLETS]
    await store.write(lambda tx: tx.feeds.sync(feeds, NOON))


async def test_a_backlog_delays_anothers_article_by_a_turn_and_not_by_itself(store: Store) -> None:
    await configured(store)
    await store.write(lambda tx: came(tx, "evil", *map(str, range(30))))
    await store.write(lambda tx: came(tx, "arna", "first", "second"))
    read = await Desk(store, lambda tx: came(tx, "late", "news")).round()
    assert read[:4] == ["evil", "arna", "evil", "arna"]
    assert read.index("late") == 5
    assert len(read) == 33


async def test_each_outlets_articles_are_read_in_the_order_in_which_they_came(store: Store) -> None:
    await configured(store)
    await store.write(lambda tx: came(tx, "evil", "1", "2", "3"))
    with store.reading() as tx:
        assert [stored.article.title for stored in tx.articles.unread(9)] == ["1", "2", "3"]
        assert [stored.article.title for stored in tx.articles.unread(9, but={"evil"})] == []


async def test_an_outlet_has_no_more_than_its_share_of_a_round(store: Store) -> None:
    await configured(store)
    await store.write(lambda tx: came(tx, "evil", *map(str, range(A_ROUND + 7))))
    await store.write(lambda tx: came(tx, "arna", "news"))
    desk = Desk(store)
    first = len(await desk.round())
    assert (first, desk.read.count("arna")) == (A_ROUND + 1, 1)
    assert len(await desk.round()) == A_ROUND + 8
