"""article → report → event → alert: read each new article and store what it adds, in one transaction.

What is stored of a report is decided in process_report.py. Serialised by one lock in the database, so that two
processes cannot make two events of one protest. Outlets take turns: however much waits of one, another's article is
read next.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.decision import Thresholds, open_thresholds
from bot.domain.fingerprint import Fingerprint
from bot.domain.match_score import MatchScore
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import Report
from bot.domain.understanding.candidate_events import follows_up
from bot.domain.understanding.context import Context, PublishRules, ReadArticle, source_for
from bot.services.understanding.process_report import Understood, record
from bot.services.understanding.read_with_encoder import Opinion, ReadWithEncoder
from bot.store.articles import StoredArticle
from bot.store.engine import Store
from bot.store.transaction import Tx

#: Outlets take turns: so many articles of each are read before it is asked anew who waits, so that a backlog of one
#: delays another's article by the time of these.
_A_TURN = 2
#: Of one outlet so many are read in a round; its rest waits for the next, while the other stages get on.
A_ROUND = 200
#: So many articles that lack a vector are read again in a round.
_AGAIN = 20
#: The subject under which operators see that the encoder is absent.
ENCODER = "encoder"

Read = Callable[[Article], Report]
Hash = Callable[[Article, str], Fingerprint]


@dataclass(frozen=True, slots=True)
class Understand:
    """The stage with all it needs; without `hashed` articles are compared by their facts alone."""

    store: Store
    read: Read
    names: Names
    clock: Clock
    hashed: Hash | None = None
    gazetteer: Gazetteer | None = None
    rules: PublishRules = field(default_factory=PublishRules)
    thresholds: Thresholds = field(default_factory=open_thresholds)
    #: Without it articles are judged by the rules alone.
    with_encoder: ReadWithEncoder | None = None
    match_score: MatchScore = field(default_factory=MatchScore)

    @property
    def context(self) -> Context:
        """What placing a report takes."""
        return Context(self.names, self.gazetteer, self.rules, self.thresholds, self.match_score)

    async def round(self) -> tuple[Understood, ...]:
        """Read what nobody has read, outlets by turns and each one's oldest first; pauses that are over end.

        An outlet's share of a round is bounded.
        """
        now = self.clock()
        await self.store.write(lambda tx: tx.alerts.end_pauses(now))
        if self.with_encoder:
            await self._catch_up(self.with_encoder, now)
        done: list[Understood] = []
        had: Counter[str] = Counter()
        while unread := await self._next(had):
            done += [one for stored in unread if (one := await self._one(stored))]
            had.update(stored.article.source for stored in unread)
        return tuple(done)

    async def _catch_up(self, with_encoder: ReadWithEncoder, now: datetime) -> None:
        """Operators see whether the encoder is absent; what was read without it is read again once it is back."""
        fault = with_encoder.encoder.fault
        said, lacking = await self.store.read(lambda tx: (_said(tx), tx.vectors.lacking(_AGAIN)))
        if fault != said:
            await self.store.write(lambda tx: tx.warnings.show(ENCODER, fault, now, mild=True))
        if not lacking:
            return
        is_back: bool = await asyncio.to_thread(with_encoder.encoder.is_back)
        if is_back:
            await self.store.write(lambda tx: tx.vectors.read_again(lacking))

    async def _next(self, had: Mapping[str, int]) -> tuple[StoredArticle, ...]:
        served = frozenset(outlet for outlet, many in had.items() if many >= A_ROUND)
        return await self.store.read(lambda tx: tx.articles.unread(_A_TURN, but=served))

    async def _one(self, stored: StoredArticle) -> Understood | None:
        reading = await asyncio.to_thread(self._reading, stored)
        now = self.clock()
        return await self.store.write(lambda tx: record(tx, stored, reading, self.context, now), alone="understand")

    def _reading(self, stored: StoredArticle) -> ReadArticle:
        article, given = stored.article, _by_now(stored.article, self.clock())
        opinion = self.with_encoder.of(given) if self.with_encoder else Opinion(self.read(given))
        report = opinion.report
        matters = report.confidence >= self.thresholds.of(report).ask or follows_up(report)
        own = self.hashed(article, report.lang) if self.hashed and matters else None
        source = source_for(report, article.source, article.url, article.published, self.names)
        return ReadArticle(
            *(stored.number, report, source, own, stored.quiet, stored.event),
            vector=opinion.vector,
            lacking=opinion.lacking,
        )


def _said(tx: Tx) -> str:
    """What operators see of the encoder."""
    return next((one.text for one in tx.warnings.all() if one.subject == ENCODER), "")


def _by_now(article: Article, now: datetime) -> Article:
    """An article published by now: what is past is judged by the clock and not by what a feed says of tomorrow."""
    ahead = article.published is not None and article.published > now
    return replace(article, published=now) if ahead else article
