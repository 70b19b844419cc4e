"""Articles: each stored once, whichever feeds bring it and under whatever guid, and read once a revision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, delete, func, select, update

from bot.domain.article import Article, Entry
from bot.domain.page import is_alike
from bot.store.connect import insert
from bot.store.schema import AnyRow
from bot.store.tables import articles, entries, feeds, reports

#: An article is read again after so many edits that changed what it reports, and no more.
MOST_REVISIONS = 24
#: And after so many of any kind: what its column holds.
_MOST_EDITS = 32_000
#: An article that was edited so often to no effect has a counter or the clock in its text: its page is left in peace
#: for a while before it is fetched again.
_IDLE = 4
_PEACE = timedelta(minutes=15)
#: Rows in one statement.
_AT_ONCE = 500
#: Nobody has read it, and it waits for no page.
_READY = articles.c.read_at.is_(None), articles.c.page_due_at.is_(None)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article under its number; `quiet` when what it tells must ring no phone."""

    number: int
    article: Article
    quiet: bool
    seen_at: datetime
    #: Counts up when the outlet edits it.
    revision: int = 1
    #: The event that its earlier revision was joined to.
    event: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry of a feed, to be stored unless it is known."""

    entry: Entry
    article: Article
    quiet: bool = False
    #: Not to be read before its page was fetched.
    page: bool = False
    #: Nobody knows when it was published.
    undated: bool = False


@dataclass(slots=True)
class KnownEntries:
    """What the store knows of some entries."""

    by_key: dict[str, tuple[int, str]] = field(default_factory=dict)
    by_url: dict[str, int] = field(default_factory=dict)
    by_digest: dict[str, int] = field(default_factory=dict)
    #: Key and digest that this feed last had for an article.
    own: dict[int, tuple[str, str]] = field(default_factory=dict)

    def number(self, entry: Entry) -> int | None:
        """The article of an entry: by its key, else its identity, else its words."""
        by_words = self.by_digest.get(entry.digest) if entry.telling else None
        by_key = self.by_key.get(entry.key)
        return by_key[0] if by_key else self.by_url.get(entry.identity, by_words)

    def is_as_it_was(self, entry: Entry) -> bool:
        """Whether nothing of it has to be written."""
        return self.by_key.get(entry.key, (0, ""))[1] == entry.digest

    def is_edited(self, entry: Entry) -> bool:
        """Whether this feed had other words for the same article."""
        number = self.number(entry)
        before = self.by_key.get(entry.key) or self.own.get(number or 0)
        return before is not None and before[1] not in {"", entry.digest}


def newest_first(items: Iterable[NewEntry]) -> list[NewEntry]:
    """By date; the undated come last, in the order of the feed."""
    return sorted(items, key=lambda item: -item.entry.published.timestamp() if item.entry.published else 0)


def row_of(item: NewEntry, now: datetime) -> dict[str, Any]:
    """A new article's row."""
    article = item.article
    return {
        "identity": article.id,
        "url": item.entry.identity or None,
        "link": article.url,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "lang": article.lang,
        "published": article.published,
        "seen_at": now,
        "quiet": item.quiet,
        "undated": item.undated,
        "page_due_at": now if item.page else None,
    }


def stored_of(row: AnyRow) -> StoredArticle:
    """The article of a row, and the event of its report."""
    article = Article(
        id=row.identity,
        title=row.title,
        text=row.text or "",
        url=row.link or row.url or "",
        source=row.source,
        lang=row.lang,
        published=row.published,
    )
    return StoredArticle(row.id, article, row.quiet or row.undated, row.seen_at, row.revision, row.event_id)


def _outlets_waiting() -> Select[Any]:
    """The outlets that have such articles, each found by one step in an index, and none at the end."""
    first = select(func.min(articles.c.source).label("outlet")).where(*_READY)
    outlets = first.cte("outlets", recursive=True)
    after = select(func.min(articles.c.source)).where(*_READY, articles.c.source > outlets.c.outlet).scalar_subquery()
    return select(outlets.union_all(select(after).where(outlets.c.outlet.is_not(None))).c.outlet)


#: Built once, since building takes as long as asking.
_OUTLETS_WAITING = _outlets_waiting()
_OLDEST = (
    select(articles, reports.c.event_id)
    .join_from(articles, reports, isouter=True)
    .where(*_READY, articles.c.source == bindparam("outlet"))
    .order_by(articles.c.id)
    .limit(bindparam("many"))
)


@dataclass(frozen=True, slots=True)
class StoredEntries:
    """What of a feed's entries was new, and which articles were edited, by number."""

    new: tuple[NewEntry, ...] = ()
    edited: tuple[int, ...] = ()
    #: How many that are new were more than was asked for, and are not known yet.
    left: int = 0


@dataclass(frozen=True, slots=True)
class AwaitedPage:
    """An article whose page is to be fetched, and how."""

    number: int
    url: str
    text: str
    tries: int
    proxy: str = ""
    title: str = ""
    source: str = ""
    published: datetime | None = None
    undated: bool = False
    #: Whether the text is its page's already.
    from_page: bool = False


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page tells of its article; no text, no date, no address: as before."""

    text: str | None = None
    title: str = ""
    published: datetime | None = None
    #: The identity of the page's address, where it is its outlet's own.
    address: str = ""
    fault: str = ""


class ArticleRepository:
    """The articles of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, feed_id: str, entry: Entry, article: Article, now: datetime, *, quiet: bool = False) -> bool:
        """Store what a feed brought; true when the article is new."""
        return bool(self.keep(feed_id, [NewEntry(entry, article, quiet)], now).new)

    def keep(
        self,
        feed_id: str,
        items: Sequence[NewEntry],
        now: datetime,
        *,
        editable: timedelta = timedelta(days=14),
        most: int | None = None,
    ) -> StoredEntries:
        """Store a feed's entries, of one outlet; keys must differ from one another, and so must identities.

        An entry is known by its key, else by its identity, else by its words. An identity is its outlet's own: what
        another outlet has stored under it is known by it no more. Of new entries the `most` newest are taken. An
        article first seen longer than `editable` ago is not read again, whatever happens to it.
        """
        self._take_turns(feed_id)
        pieces = (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE))
        parts = [(part, self._known(feed_id, part)) for part in pieces]
        unknown = [item for part, known in parts for item in part if known.number(item.entry) is None]
        left = {item.entry.key for item in newest_first(unknown)[most:]} if most is not None else set()
        kept = [
            self._keep(feed_id, [item for item in part if item.entry.key not in left], known, now, now - editable)
            for part, known in parts
        ]
        new = tuple(item for one in kept for item in one.new)
        return StoredEntries(new, tuple(number for one in kept for number in one.edited), len(left))

    def unread(self, limit: int, *, but: Collection[str] = ()) -> tuple[StoredArticle, ...]:
        """Articles that nobody has read and that wait for no page: the oldest of every outlet, then each one's next.

        So many of each outlet at most, and none of the outlets of `but`; the time it takes does not grow with what
        waits.
        """
        waiting = [one for one in self._connection.scalars(_OUTLETS_WAITING) if one is not None and one not in but]
        rows = {one: self._connection.execute(_OLDEST, {"outlet": one, "many": limit}).all() for one in waiting}
        turns = sorted((turn, row.id, row) for found in rows.values() for turn, row in enumerate(found))
        return tuple(stored_of(row) for _, _, row in turns)

    def unread_since(self) -> datetime | None:
        """Since when the oldest article that could be read and never was waits; edited ones were seen long ago."""
        fresh = articles.c.revision == 1
        since: datetime | None = self._connection.scalar(select(func.min(articles.c.seen_at)).where(*_READY, fresh))
        return since

    def unread_count(self) -> int:
        """How many could be read."""
        return self._connection.scalar(select(func.count()).select_from(articles).where(*_READY)) or 0

    def pages_count(self) -> int:
        """How many wait for their page."""
        waiting = articles.c.page_due_at.is_not(None)
        return self._connection.scalar(select(func.count()).select_from(articles).where(waiting)) or 0

    def is_read(self, number: int, revision: int | None = None) -> bool:
        """Whether a report of this article is stored, or it was edited since this revision."""
        wanted = select(articles.c.read_at, articles.c.revision).where(articles.c.id == number)
        row = self._connection.execute(wanted).one_or_none()
        return row is not None and (row.read_at is not None or revision not in {None, row.revision})

    def read_again(self, number: int, *, changed: bool) -> None:
        """Count an edit by what it did: one that changed no report counts towards nothing."""
        values = {"changes": articles.c.changes + 1, "idle": 0} if changed else {"idle": articles.c.idle + 1}
        self._connection.execute(update(articles).where(articles.c.id == number).values(values))

    def mended(self, number: int, day: date) -> int:
        """How often an edit of this article changed readers' messages on a day."""
        wanted = select(articles.c.mended).where(articles.c.id == number, articles.c.mended_on == day)
        return self._connection.scalar(wanted) or 0

    def mend(self, number: int, day: date) -> None:
        """An edit of this article changed readers' messages."""
        more = case((articles.c.mended_on == day, articles.c.mended + 1), else_=1)
        changed = update(articles).where(articles.c.id == number)
        self._connection.execute(changed.values(mended=more, mended_on=day))

    def read_anew(self, number: int) -> None:
        """Read this article once more, whatever its edits have changed that day."""
        changed = update(articles).where(articles.c.id == number)
        self._connection.execute(changed.values(mended=0, read_at=None))

    def get(self, number: int) -> StoredArticle | None:
        """One article by its number."""
        joined = select(articles, reports.c.event_id).join_from(articles, reports, isouter=True)
        row = self._connection.execute(joined.where(articles.c.id == number)).one_or_none()
        return stored_of(row) if row else None

    def drop_text(self, before: datetime) -> int:
        """Forget the words of articles first seen before this moment, read or not; answers how many."""
        old = articles.c.text.is_not(None), articles.c.seen_at < before
        return self._connection.execute(update(articles).where(*old).values(text=None, title="")).rowcount

    def awaiting_page(self, now: datetime, limit: int, *, of_each: int | None = None) -> tuple[AwaitedPage, ...]:
        """Articles whose page should be fetched: the longest due of every outlet, then each one's next; so many."""
        longest_due = articles.c.page_due_at, articles.c.id
        turn = func.row_number().over(partition_by=articles.c.source, order_by=longest_due).label("turn")
        due = select(articles.c.id, turn).where(articles.c.page_due_at <= now).subquery()
        proxy = select(func.max(feeds.c.proxy)).join_from(entries, feeds).where(entries.c.article_id == articles.c.id)
        wanted = select(articles, proxy.scalar_subquery().label("proxy")).join(due, due.c.id == articles.c.id)
        fair = wanted.where(due.c.turn <= (of_each or limit)).order_by(due.c.turn, *longest_due)
        rows = self._connection.execute(fair.limit(limit))
        return tuple(_awaited(row) for row in rows)

    def put_page(self, number: int, found: PageContent, now: datetime) -> None:
        """The article has what its page tells, and its title too where it had none. It may be read.

        One that its outlet has stored before, under the address that the page gives as its own, is not read again.
        """
        titled = func.coalesce(func.nullif(articles.c.title, ""), found.title)
        values: dict[str, Any] = {"page_due_at": None, "page_tries": 0, "page_fault": found.fault, "title": titled}
        if found.text is not None:
            values |= {"text": found.text, "from_page": True}
        if found.published:
            values |= {"published": found.published, "undated": False}
        self._connection.execute(update(articles).where(articles.c.id == number).values(values))
        if found.address:
            self._settle(number, found.address, now)

    def page_failed(self, number: int, again_at: datetime | None, fault: str = "") -> None:
        """Try again then, or never: the article may be read as it is; `fault` says why, for operators."""
        tries = articles.c.page_tries + 1 if again_at else 0
        values = {"page_due_at": again_at, "page_tries": tries, "page_fault": fault}
        self._connection.execute(update(articles).where(articles.c.id == number).values(values))

    def pages_given_up(self, before: datetime) -> int:
        """Let articles be read as they are whose page is due since before this moment; answers how many."""
        late = update(articles).where(articles.c.page_due_at < before)
        return self._connection.execute(late.values(page_due_at=None, page_tries=0)).rowcount

    def page_faults(self, since: datetime) -> dict[tuple[str, str], int]:
        """How often the page of an article first seen since then was not taken, by outlet and by reason."""
        chosen = articles.c.page_fault != "", articles.c.seen_at >= since
        wanted = select(articles.c.source, articles.c.page_fault, func.count()).where(*chosen)
        rows = self._connection.execute(wanted.group_by(articles.c.source, articles.c.page_fault))
        return {(source, fault): many for source, fault, many in rows}

    def _settle(self, number: int, address: str, now: datetime) -> None:
        """Know an article by the address of its page; one that is known there already is what its entries mean."""
        own = select(articles.c.url, articles.c.title, articles.c.source).where(articles.c.id == number)
        it = self._connection.execute(own).one()
        if it.url == address:
            return
        there = select(articles.c.id, articles.c.title, articles.c.source).where(articles.c.url == address)
        other = self._connection.execute(there).one_or_none()
        if other is None:
            self._connection.execute(update(articles).where(articles.c.id == number).values(url=address))
        elif other.source == it.source and is_alike(other.title, it.title):
            meant = update(entries).where(entries.c.article_id == number).values(article_id=other.id)
            self._connection.execute(meant)
            self._connection.execute(update(articles).where(articles.c.id == number).values(read_at=now))

    def _take_turns(self, feed_id: str) -> None:
        """Two processes that poll one feed must not both find an entry missing; SQLite has one writer anyway."""
        self._connection.execute(select(feeds.c.id).where(feeds.c.id == feed_id).with_for_update())

    def _keep(
        self, feed_id: str, items: Sequence[NewEntry], known: KnownEntries, now: datetime, since: datetime
    ) -> StoredEntries:
        numbers = self._insert((item for item in items if known.number(item.entry) is None), now)
        edited = [item for item in items if known.is_edited(item.entry)]
        self._relink(feed_id, known, [item for item in items if not known.is_as_it_was(item.entry)], numbers)
        revised = [n for item in edited if (n := self._revise(known.number(item.entry), item, now, since))]
        return StoredEntries(tuple(item for item in items if item.entry.key in numbers), tuple(revised))

    def _known(self, feed_id: str, items: Sequence[NewEntry]) -> KnownEntries:
        own = select(entries.c.key, entries.c.article_id, entries.c.digest).where(entries.c.feed_id == feed_id)
        keys = [item.entry.key for item in items]
        rows = self._connection.execute(own.where(entries.c.key.in_(keys))).all()
        known = KnownEntries({row.key: (row.article_id, row.digest) for row in rows})
        rest = [item.entry for item in items if item.entry.key not in known.by_key]
        if rest:
            urls = [entry.identity for entry in rest if entry.identity]
            known.by_url = self._own(urls, items[0].article.source) if urls else {}
            told = [entry.digest for entry in rest if entry.telling and entry.identity not in known.by_url]
            same = self._connection.execute(own.where(entries.c.digest.in_(told))).all() if told else ()
            known.by_digest = {row.digest: row.article_id for row in same}
            mine = own.where(entries.c.article_id.in_({*known.by_url.values(), *known.by_digest.values()}))
            known.own = {r.article_id: (r.key, r.digest) for r in self._connection.execute(mine)}
        return known

    def _own(self, urls: Sequence[str], source: str) -> dict[str, int]:
        """The articles of an outlet at these addresses; what others have stored there gives the address up."""
        there = select(articles.c.url, articles.c.id, articles.c.source).where(articles.c.url.in_(urls))
        rows = self._connection.execute(there).all()
        others = [row.id for row in rows if row.source != source]
        if others:
            self._connection.execute(update(articles).where(articles.c.id.in_(others)).values(url=None))
        return {row.url: row.id for row in rows if row.source == source}

    def _insert(self, items: Iterable[NewEntry], now: datetime) -> dict[str, int]:
        """The numbers of the articles that were not there, by their entries' keys."""
        rows = [row_of(item, now) for item in items]
        if not rows:
            return {}
        added = insert(self._connection, articles).on_conflict_do_nothing(index_elements=["url"])
        returned = self._connection.execute(added.returning(articles.c.id, articles.c.identity), rows)
        return {row.identity: row.id for row in returned}

    def _relink(self, feed_id: str, known: KnownEntries, items: Iterable[NewEntry], numbers: Mapping[str, int]) -> None:
        """Point these entries to their articles; a key that took another's place in the feed takes its row."""
        rows, gone = [], []
        for item in items:
            entry = item.entry
            number = known.number(entry) or numbers.get(entry.key) or self._at(entry.identity)
            if number is not None:
                rows.append({"feed_id": feed_id, "key": entry.key, "article_id": number, "digest": entry.digest})
                gone += [known.own[number][0]] if number in known.own else []
        if gone:
            self._connection.execute(delete(entries).where(entries.c.feed_id == feed_id, entries.c.key.in_(gone)))
        if rows:
            added = insert(self._connection, entries)
            again = added.on_conflict_do_update(
                index_elements=["feed_id", "key"], set_={"digest": added.excluded.digest}
            )
            self._connection.execute(again, rows)

    def _revise(self, number: int | None, item: NewEntry, now: datetime, since: datetime) -> int | None:
        """Let an edited article be read again; a text that came from its page stays until the page was fetched."""
        values = {
            "title": item.article.title,
            "text": func.coalesce(case((articles.c.from_page, articles.c.text)), item.article.text),
            "revision": articles.c.revision + 1,
            "read_at": None,
            "page_due_at": self._page_due(now) if item.page else None,
            "page_tries": 0,
        }
        counted = articles.c.changes < MOST_REVISIONS, articles.c.revision < _MOST_EDITS
        may = articles.c.id == number, *counted, articles.c.seen_at >= since
        return number if self._connection.execute(update(articles).where(*may).values(values)).rowcount else None

    @staticmethod
    def _page_due(now: datetime) -> ColumnElement[datetime]:
        """When to fetch the page of an edited article; one that waits already waits no longer."""
        idle = case((articles.c.idle < _IDLE, now), else_=now + _PEACE)
        return func.coalesce(articles.c.page_due_at, idle)

    def _at(self, url: str) -> int | None:
        return self._connection.scalar(select(articles.c.id).where(articles.c.url == url)) if url else None


def _awaited(row: AnyRow) -> AwaitedPage:
    return AwaitedPage(
        number=row.id,
        url=row.link or row.url or "",
        text=row.text or "",
        tries=row.page_tries,
        proxy=row.proxy or "",
        title=row.title,
        source=row.source,
        published=row.published,
        undated=row.undated,
        from_page=row.from_page,
    )
