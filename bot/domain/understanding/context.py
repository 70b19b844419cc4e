"""One article as it was read, who says so, and the operator's rules, names and weights that judging it takes."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.clock import local_day
from bot.domain.decision import Thresholds, open_thresholds
from bot.domain.event import Facts, Source
from bot.domain.fingerprint import Fingerprint
from bot.domain.grave import without_grave
from bot.domain.match_score import MatchScore, centred
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import Report, StoredReport
from bot.domain.review import Mode
from bot.domain.review_deadlines import ASK_FOR
from bot.domain.vector import Vector

#: Events that ended longer ago are stored but ring no phone.
OLD_NEWS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class PublishRules:
    """What the operator decides."""

    mode: Mode = Mode.AUTO
    old_news: timedelta = OLD_NEWS
    #: So long editors have to answer before a report between the thresholds is listed as not checked.
    ask_for: timedelta = ASK_FOR
    #: Whether an outlet that alone tells more than it usually does is asked about; not where articles are replayed.
    budgets: bool = True


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article, read: what it claims, who says so, and what it may be known by."""

    number: int
    report: Report
    source: Source
    own: Fingerprint | None = None
    quiet: bool = False
    #: The event that an earlier revision of the article was joined to.
    earlier: int | None = None
    #: The event that has its text from another article.
    copied: int = 0
    #: What the encoder made of it; it may lack one that could change what becomes of it.
    vector: Vector | None = None
    lacking: bool = False

    @property
    def safe(self) -> "ReadArticle":
        """The reading with what may be told of it without an editor."""
        return replace(self, report=without_grave(self.report))


@dataclass(frozen=True, slots=True)
class Context:
    """What placing needs besides the report: the names, the map and the operator's rules."""

    names: Names
    gazetteer: Gazetteer | None = None
    rules: PublishRules = field(default_factory=PublishRules)
    #: Of the publishing rule.
    thresholds: Thresholds = field(default_factory=open_thresholds)
    #: The weights by which a report joins an event.
    match_score: MatchScore = field(default_factory=MatchScore)

    def meaning(self, own: Fingerprint, vector: Vector | None) -> Fingerprint:
        """A fingerprint with what its article means, where the encoder and the fitted means know."""
        mean = self.match_score.means.get(own.lang)
        return replace(own, vector=centred(vector, mean)) if vector and mean else own

    def reading(self, told: StoredReport, own: Fingerprint | None, group: str = "") -> ReadArticle:
        """A stored report as it was when it was read; `group` as which it counts, if not its outlet's."""
        return ReadArticle(told.article, told.report, source_of(told, self.names, group), own, told.quiet)


def is_fresh(facts: Facts, now: datetime, old_news: timedelta = OLD_NEWS) -> bool:
    """Whether an event is recent enough to ring for."""
    last_day = facts.span.end or facts.span.start
    return last_day is not None and last_day >= local_day(now - old_news)


def source_of(told: StoredReport, names: Names, group: str = "") -> Source:
    """Who carried a stored report; `group` as which it counts, if that is known."""
    source = source_for(told.report, told.outlet, told.url, told.published, names)
    return as_of(source, group) if group else source


def source_for(report: Report, outlet: str, url: str, published: datetime | None, names: Names) -> Source:
    """Who carries a report: an article that names another outlet counts as that one's."""
    source = Source(outlet, names.group_of(outlet), report.lang, url, published, site_of=names.speaks_at(url))
    return as_of(source, names.group_of(report.cites[0])) if report.cites else source


def as_of(source: Source, group: str) -> Source:
    """A source that counts as one of this group."""
    own = source.own_group
    return replace(source, group=group, owner="" if group == own else own)
