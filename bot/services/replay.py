"""Articles through reading and matching with nothing stored: which of them tell of one event."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.domain import fingerprint, matching, merging
from bot.domain.article import Article
from bot.domain.event import Change, Event, Source, Version, begin
from bot.domain.fingerprint import Fingerprint
from bot.domain.matching import Asks, Begins, Clues, Joins, Rounds, Unites
from bot.domain.place import Gazetteer
from bot.domain.report import Report
from bot.services.understand import follows_up, tells_enough

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)

Read = Callable[[Article], Report]
Hash = Callable[[Article, str], Fingerprint]


@dataclass(frozen=True, slots=True)
class Replayed:
    """One article and the key of its event; no key when it makes none or an editor would be asked."""

    report: Report
    event: int | None


def replay(
    articles: Iterable[Article], read: Read, hashed: Hash, gazetteer: Gazetteer, *, everything: bool = False
) -> tuple[Replayed, ...]:
    """Replay articles in the order given; `everything` matches each as if it were a report of a protest."""
    table = _Table(gazetteer)
    told: list[tuple[Report, int | None]] = []
    for article in articles:
        report = read(article)
        key = None
        if tells_enough(report):
            key = table.place(article, report, hashed(article, report.lang), loose=everything)
        elif follows_up(report):
            key = table.follow(report, hashed(article, report.lang))
        elif everything:
            key = table.gather(hashed(article, article.lang or report.lang))
        told.append((report, key))
    return tuple(Replayed(report, table.target(key)) for report, key in told)


@dataclass(slots=True)
class _Table:
    """Events laid out for comparing; one known only by its articles has no facts."""

    gazetteer: Gazetteer
    events: dict[int, Event] = field(default_factory=dict)
    prints: dict[int, list[Fingerprint]] = field(default_factory=dict)
    redirect: dict[int, int] = field(default_factory=dict)

    def place(self, article: Article, report: Report, own: Fingerprint, *, loose: bool) -> int | None:
        """The event of a report by all the rules."""
        clues = Clues(self.gazetteer, own, self.prints)
        source = Source(article.source, article.source, report.lang, article.url or article.id, article.published)
        match matching.match(report, self.events.values(), clues):
            case Joins(event=number):
                return self._join(number, report, source, own)
            case Unites(events=(number, *others)):
                for other in others:
                    self._unite(number, other)
                return self._join(number, report, source, own)
            case Rounds(events=numbers):
                return numbers[0]
            case Asks():
                return None
            case Begins() | Unites():
                alike = self.gather(own, only=frozenset(self.prints) - frozenset(self.events)) if loose else None
                number = alike or self._fresh(own)
                version = Version(number, 1, Change.NEW, article.published or _NO_TIME, begin(report, source))
                self.events[number] = Event(number, version)
                return number

    def follow(self, report: Report, own: Fingerprint) -> int | None:
        """The event of which a court speaks, when it is certain."""
        found = matching.match(report, self.events.values(), Clues(self.gazetteer, own, self.prints))
        return found.event if isinstance(found, Joins) else None

    def gather(self, own: Fingerprint, only: frozenset[int] | None = None) -> int:
        """The event whose articles are most alike, or a fresh one."""
        chosen = self.prints if only is None else {number: self.prints[number] for number in only}
        alike = {number: fingerprint.together(own, others) for number, others in chosen.items()}
        best = max(alike, key=lambda number: (alike[number], -number), default=None)
        if best is None or alike[best] <= 0:
            return self._fresh(own)
        self.prints[best].append(own)
        return best

    def target(self, key: int | None) -> int | None:
        """The number under which an event ended."""
        while key in self.redirect:
            key = self.redirect[key]
        return key

    def _fresh(self, own: Fingerprint) -> int:
        number = len(self.prints) + len(self.redirect) + 1
        self.prints[number] = [own]
        return number

    def _join(self, number: int, report: Report, source: Source, own: Fingerprint) -> int:
        event = self.events[number]
        facts = merging.merge(event.facts, report, source)
        self.events[number] = replace(event, version=replace(event.version, facts=facts))
        self.prints[number].append(own)
        return number

    def _unite(self, number: int, other: int) -> None:
        kept, gone = self.events[number], self.events.pop(other)
        facts = merging.unite(kept.facts, gone.facts)
        self.events[number] = replace(kept, version=replace(kept.version, facts=facts))
        self.prints[number] += self.prints.pop(other)
        self.redirect[other] = number
