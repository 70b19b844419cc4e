"""Articles through reading and matching with nothing stored: which of them tell of one event.

As in the service, a report that is not sure waits, and is weighed again whenever an event has grown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.domain import fingerprint, matching, merging
from bot.domain.article import Article
from bot.domain.event import Change, Event, Facts, Source, Version, begin
from bot.domain.fingerprint import Fingerprint
from bot.domain.matching import Begins, Clues, Joins, Matching, Rounds, Unites, Verdict
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """One article as it is laid on the table."""

    article: Article
    report: Report
    own: Fingerprint


def replay(
    articles: Iterable[Article], read: Read, hashed: Hash, gazetteer: Gazetteer, *, everything: bool = False
) -> tuple[Replayed, ...]:
    """Replay articles in the order given; `everything` matches each as if it were a report of a protest."""
    table = _Table(gazetteer)
    reports: list[Report] = []
    for position, article in enumerate(articles):
        report = read(article)
        reports.append(report)
        if tells_enough(report) or follows_up(report):
            table.lay(position, _Piece(article, report, hashed(article, report.lang)), loose=everything)
        elif everything:
            table.keys[position] = table.gather(hashed(article, article.lang or report.lang))
    return tuple(Replayed(report, table.target(position)) for position, report in enumerate(reports))


@dataclass(slots=True)
class _Table:
    """Events laid out for comparing; one known only by its articles has no facts."""

    gazetteer: Gazetteer
    events: dict[int, Event] = field(default_factory=dict)
    prints: dict[int, list[Fingerprint]] = field(default_factory=dict)
    reports: dict[int, list[Report]] = field(default_factory=dict)
    redirect: dict[int, int] = field(default_factory=dict)
    #: The event of each article that has one, and the articles that wait for one, by their position in the row.
    keys: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, _Piece] = field(default_factory=dict)

    def lay(self, position: int, piece: _Piece, *, loose: bool) -> None:
        """Put a report where it belongs by all the rules, then what waited near it."""
        found = self._matched(piece)
        if isinstance(found, Begins) and tells_enough(piece.report):
            self.keys[position] = self._begin(piece, loose=loose)
        else:
            self._settle(position, piece, found)
        if position in self.keys:
            self._gather(self.keys[position])

    def gather(self, own: Fingerprint, only: frozenset[int] | None = None) -> int:
        """The event whose articles are most alike, or a fresh one."""
        chosen = self.prints if only is None else {number: self.prints[number] for number in only}
        alike = {number: fingerprint.together(own, others) for number, others in chosen.items()}
        best = max(alike, key=lambda number: (alike[number], -number), default=None)
        if best is None or alike[best] <= 0:
            best = len(self.prints) + len(self.redirect) + 1
        self.prints.setdefault(best, []).append(own)
        return best

    def target(self, position: int) -> int | None:
        """The number under which the event of an article ended."""
        key = self.keys.get(position)
        while key in self.redirect:
            key = self.redirect[key]
        return key

    def _matched(self, piece: _Piece) -> Matching:
        return matching.match(piece.report, self.events.values(), self._clues(piece))

    def _gather(self, number: int) -> None:
        growing = [number]
        while growing:
            grown = growing.pop()
            near = [one for one in self.waiting.items() if self._is_certain(one[1], grown)]
            for position, piece in near:
                if self._settle(position, piece, self._matched(piece)):
                    growing.append(self.keys[position])

    def _is_certain(self, piece: _Piece, number: int) -> bool:
        event, witness = self.events.get(number), self._clues(piece).witness(number)
        return event is not None and matching.compare(piece.report, event.facts, witness) is Verdict.CERTAIN

    def _clues(self, piece: _Piece) -> Clues:
        return Clues(self.gazetteer, piece.own, self.prints, self.reports)

    def _settle(self, position: int, piece: _Piece, found: Matching) -> bool:
        """Whether the event is certain; until then the report waits."""
        number = self._certain(piece, found)
        if number is None:
            self.waiting[position] = piece
            return False
        self.waiting.pop(position, None)
        self.keys[position] = number
        return True

    def _certain(self, piece: _Piece, found: Matching) -> int | None:
        match found:
            case Joins(event=number) if follows_up(piece.report):
                return number
            case Joins(event=number):
                return self._join(number, piece)
            case Unites(events=(number, *others)) if tells_enough(piece.report):
                for other in others:
                    self._unite(number, other)
                return self._join(number, piece)
            case Rounds(events=numbers) if tells_enough(piece.report):
                return numbers[0]
            case _:
                return None

    def _begin(self, piece: _Piece, *, loose: bool) -> int:
        only = frozenset() if not loose else frozenset(self.prints) - frozenset(self.events)
        number = self.gather(piece.own, only)
        version = Version(number, 1, Change.NEW, piece.article.published or _NO_TIME, begin(piece.report, _of(piece)))
        self.events[number] = Event(number, version)
        self.reports[number] = [piece.report]
        return number

    def _join(self, number: int, piece: _Piece) -> int:
        event = self.events[number]
        self._store(event, merging.merge(event.facts, piece.report, _of(piece)))
        self.prints[number].append(piece.own)
        self.reports[number].append(piece.report)
        return number

    def _unite(self, number: int, other: int) -> None:
        kept, gone = self.events[number], self.events.pop(other)
        self._store(kept, merging.unite(kept.facts, gone.facts))
        self.prints[number] += self.prints.pop(other)
        self.reports[number] += self.reports.pop(other)
        self.redirect[other] = number

    def _store(self, event: Event, facts: Facts) -> None:
        self.events[event.id] = replace(event, version=replace(event.version, facts=facts))


def _of(piece: _Piece) -> Source:
    article = piece.article
    return Source(article.source, article.source, piece.report.lang, article.url or article.id, article.published)
