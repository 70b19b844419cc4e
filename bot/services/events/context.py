"""What the services of events share: one article as it was read, and what weighing it takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.decision import Thresholds, open_thresholds
from bot.domain.event import Source
from bot.domain.fingerprint import Fingerprint
from bot.domain.grave_part import without_grave
from bot.domain.joining import Joining, centred
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import Report
from bot.domain.vector import Vector
from bot.services.events.event_versions import PublishRules
from bot.store.reports import StoredReport
from bot.store.transaction import Tx


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
    joining: Joining = field(default_factory=Joining)

    def meaning(self, own: Fingerprint, vector: Vector | None) -> Fingerprint:
        """A fingerprint with what its article means, where the encoder and the fitted means know."""
        mean = self.joining.means.get(own.lang)
        return replace(own, vector=centred(vector, mean)) if vector and mean else own

    def meant(self, tx: Tx, prints: Collection[Fingerprint]) -> Mapping[int, Fingerprint]:
        """Fingerprints with what their articles mean, by the numbers of these, as far as vectors are stored."""
        known = {one.article: one for one in prints if one.lang in self.joining.means}
        vectors = tx.vectors.of_articles(known.keys()) if known else {}
        return {number: self.meaning(known[number], vector) for number, vector in vectors.items()}

    def reading(self, told: StoredReport, own: Fingerprint | None, group: str = "") -> ReadArticle:
        """A stored report as it was when it was read; `group` as which it counts, if not its outlet's."""
        return ReadArticle(told.article, told.report, source_of(told, self.names, group), own, told.quiet)


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
