"""What the services of events share: one article as it was read, and what weighing it takes."""

from dataclasses import dataclass, field, replace

from bot.domain.decision import Thresholds, open_thresholds
from bot.domain.event import Source
from bot.domain.fingerprint import Fingerprint
from bot.domain.grave_part import without_grave
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import Report
from bot.domain.vector import Vector
from bot.services.events.event_versions import PublishRules
from bot.store.reports import StoredReport


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

    def reading(self, told: StoredReport, own: Fingerprint | None, group: str = "") -> ReadArticle:
        """A stored report as it was when it was read; `group` as which it counts, if not its outlet's."""
        return ReadArticle(told.article, told.report, source_of(told, self.names, group), own, told.quiet)


def source_of(told: StoredReport, names: Names, group: str = "") -> Source:
    """Who carried a stored report."""
    return Source(told.outlet, group or names.group_of(told.outlet), told.report.lang, told.url, told.published)
