"""report → publish, ask or drop: the rule above all others, one pure function with its reasons.

A false alert is worse than a late one. The probability is the reader's (`Report.confidence`); thresholds are data
(bot/data/decision.toml, written by `make fit`) with the date, the sets and the figures they were set by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.codes import Action, Lang
from bot.domain.errors import Operational
from bot.domain.report import Report
from bot.domain.review import Mode


class BadThresholds(Operational):
    """Thresholds that are out of order."""


class Decision(StrEnum):
    """What becomes of a report."""

    PUBLISH = "publish"
    ASK = "ask"
    DROP = "drop"


class OutletStanding(StrEnum):
    """How far an outlet is trusted to publish by itself."""

    KNOWN = "known"
    PROBATION = "probation"
    MUTED = "muted"


class Why(StrEnum):
    """The reason of a decision."""

    SURE = "sure"
    KNOWN_EVENT = "known_event"
    LOW_CONFIDENCE = "low_confidence"
    UNLIKELY = "unlikely"
    INCOMPLETE = "incomplete"
    ANOTHER_KIND = "another_kind"
    ROUNDUP = "roundup"
    GRAVE_ACT = "grave_act"
    PROBATION = "probation"
    MUTED = "muted"
    REVIEW_MODE = "review_mode"
    OVER_BUDGET = "over_budget"


#: Acts that an editor sees before anybody else does.
_GRAVE_ACTS = frozenset({Action.SELF_IMMOLATION})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities: asked from `ask`, published by itself from `publish` (by language), unanswered pushed from `push`.

    A question rings from `ring`; below, it waits in the list of questions alone.

    BadThresholds when they are out of order or a language is missing.
    """

    ask: float
    push: float
    publish: Mapping[str, float]
    ring: float = 0.0
    #: Those of reports in which the encoder had a say; none: the same.
    encoded: "Thresholds | None" = None

    def __post_init__(self) -> None:
        least, most = min(self.publish.values(), default=0.0), max(self.publish.values(), default=0.0)
        if set(self.publish) != set(Lang) or not 0 < self.ask < self.push <= least <= most < 1 or self.ring > least:
            given = ", ".join(f"{lang} {value}" for lang, value in sorted(self.publish.items()))
            raise BadThresholds(
                f"ask {self.ask}, ring {self.ring}, push {self.push}, publish {given}: not in order between 0 and 1"
            )

    def of(self, report: Report) -> "Thresholds":
        """The thresholds for a report, by whether the encoder had a say in it."""
        return self.encoded if self.encoded and report.encoded else self

    def publish_from(self, lang: str) -> float:
        """From here on a report in this language is published by itself; of any other language none is."""
        return self.publish.get(lang, 1.0)

    def middle(self, lang: str) -> float:
        """From here on the report of a second owner makes a first one certain."""
        return (self.ask + self.publish_from(lang)) / 2


def open_thresholds() -> Thresholds:
    """Half for everything: where no fitted ones are given."""
    return Thresholds(0.25, 0.5, dict.fromkeys(Lang, 0.5))


#: Reasons to ask that come of a text which is not understood well.
_MAY_BE_QUIET = frozenset({Why.LOW_CONFIDENCE, Why.ANOTHER_KIND, Why.INCOMPLETE, Why.ROUNDUP})


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """What is already known of the event that a report tells of: groups of owners that are sure enough of it."""

    #: Groups of owners, none the report's own, whose reports are at or above the middle between the thresholds.
    owners: frozenset[str] = frozenset()
    #: Readers see the event already.
    published: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision with its reasons, the weightiest first."""

    decision: Decision
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision depends on besides the report."""

    standing: OutletStanding = OutletStanding.KNOWN
    known: KnownEvent = field(default_factory=KnownEvent)
    mode: Mode = Mode.AUTO
    #: Its outlet tells far more by itself than it usually does.
    over_budget: bool = False


def is_complete(report: Report) -> bool:
    """Whether a report says what was done, when and where."""
    return bool(report.action and report.span.start and report.places)


def is_second_owner(report: Report, thresholds: Thresholds, standing: OutletStanding = OutletStanding.KNOWN) -> bool:
    """Whether a report may make another owner's certain: known, complete, and above the middle."""
    sure = report.confidence >= thresholds.of(report).middle(report.lang) and not report.roundup
    return sure and is_complete(report) and standing is OutletStanding.KNOWN


def notifies_editors(report: Report, why: Why, thresholds: Thresholds) -> bool:
    """Whether editors are notified of a question, or find it in their list."""
    return report.confidence >= thresholds.of(report).ring or why not in _MAY_BE_QUIET


def judge(report: Report, thresholds: Thresholds, given: Circumstances | None = None) -> Judgement:
    """What becomes of a report, without its grave part; by default as if its outlet were known and it stood alone."""
    at = given or Circumstances()
    if at.standing is OutletStanding.MUTED:
        return Judgement(Decision.DROP, (Why.MUTED,))
    limits = thresholds.of(report)
    if report.confidence < limits.ask:
        return Judgement(Decision.DROP, (Why.UNLIKELY,))
    doubts = tuple(_doubts(report, at))
    seconded = (at.known.published or bool(at.known.owners)) and is_second_owner(report, thresholds, at.standing)
    sure = report.confidence >= limits.publish_from(report.lang) and report.is_protest
    if doubts or not (sure or seconded):
        return Judgement(Decision.ASK, doubts or (Why.LOW_CONFIDENCE if report.is_protest else Why.ANOTHER_KIND,))
    return Judgement(Decision.PUBLISH, (Why.SURE,) if sure else (Why.KNOWN_EVENT,))


def _doubts(report: Report, at: Circumstances) -> list[Why]:
    """Why a report asks, however probable it is."""
    told = (
        (Why.INCOMPLETE, not is_complete(report)),
        (Why.ROUNDUP, report.roundup),
        (Why.GRAVE_ACT, report.action in _GRAVE_ACTS and not at.known.published),
        (Why.PROBATION, at.standing is OutletStanding.PROBATION),
        (Why.OVER_BUDGET, at.over_budget),
        (Why.REVIEW_MODE, at.mode is Mode.REVIEW),
    )
    return [why for why, holds in told if holds]
