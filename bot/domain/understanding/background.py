"""What is stored and bears on one report: bot/store/background.py loads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.decision import OutletStanding
from bot.domain.event import Basis, Event
from bot.domain.matching import NO_CLUES, Clues
from bot.domain.outlet import CONFIRMED, Rate
from bot.domain.report import StoredReport
from bot.domain.review import Review, ReviewReason


@dataclass(frozen=True, slots=True)
class OutletHistory:
    """What is known of the outlet that carries a report."""

    outlet: str
    standing: OutletStanding = OutletStanding.KNOWN
    #: On probation: how many of its reports other owners have confirmed since.
    confirmed: int = 0
    #: The events that it alone tells; none where they are so few that nothing needs to be compared.
    rate: Rate | None = None
    #: Whether editors were told of its rate today.
    paged: bool = False

    @property
    def earned(self) -> OutletStanding:
        """Its standing; on probation it becomes known when others confirmed enough of its reports."""
        enough = self.standing is OutletStanding.PROBATION and self.confirmed >= CONFIRMED
        return OutletStanding.KNOWN if enough else self.standing


@dataclass(frozen=True, slots=True)
class Beside:
    """What is stored beside one event: its reports, and what waits or waited for an editor about it."""

    reports: tuple[StoredReport, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def waiting(self) -> tuple[Review, ...]:
        """What waits."""
        return tuple(one for one in self.reviews if one.resolution is None)

    def ended(self, *reasons: ReviewReason) -> tuple[Review, ...]:
        """What waited for these reasons and is decided."""
        return tuple(one for one in self.reviews if one.resolution is not None and one.reason in reasons)

    def but(self, article: int) -> tuple[StoredReport, ...]:
        """The reports without one article's."""
        return tuple(one for one in self.reports if one.article != article)


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Background:
    """What is stored and bears on one report: its outlet, the events that it may tell of, and its earlier revision."""

    outlet: OutletHistory
    #: In the order of their numbers.
    events: tuple[Event, ...] = ()
    clues: Clues = NO_CLUES
    #: Addresses for readers of the articles by which the events are recognised.
    urls: Mapping[int, str] = field(default_factory=dict)
    #: Of those events where the decision depends on it (`bot.domain.understanding.candidate_events.lacking`).
    beside: Mapping[int, Beside] = field(default_factory=dict)
    #: Outlets that are not known to be trusted.
    standings: Mapping[str, OutletStanding] = field(default_factory=dict)
    #: What the article said in its earlier revision, and how often its edits changed readers' messages today.
    before: StoredReport | None = None
    edits: int = 0

    @property
    def asked(self) -> tuple[Event, ...]:
        """The events that nobody has checked."""
        return tuple(one for one in self.events if one.facts.basis is Basis.UNCHECKED and not one.retracted)

    @property
    def shown(self) -> tuple[Event, ...]:
        """The other ones."""
        asked = self.asked
        return tuple(one for one in self.events if one not in asked)

    def event(self, number: int) -> Event:
        """One of the events."""
        return next(one for one in self.events if one.id == number)

    def of(self, number: int) -> Beside:
        """What is stored beside one of the events."""
        return self.beside.get(number, NOTHING)

    def standing(self, outlet: str) -> OutletStanding:
        """How far an outlet is trusted."""
        own = outlet == self.outlet.outlet
        return self.outlet.standing if own else self.standings.get(outlet, OutletStanding.KNOWN)

    def promoted(self) -> "Background":
        """With the outlet as what it has earned."""
        return replace(self, outlet=replace(self.outlet, standing=self.outlet.earned))
