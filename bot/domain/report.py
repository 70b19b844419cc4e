"""article → report: what one article claims, and the JSON that says so."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.domain.codes import (
    Action,
    ClaimantType,
    Field,
    Grave,
    Issue,
    Qualifier,
    ReportKind,
    Response,
    Scope,
    Stance,
    Status,
)
from bot.domain.place import PlaceRef, Precision

Json = dict[str, Any]
#: A venue or an hour in an article's words is never longer; longer ones are not venues.
LONGEST_WORDS = 80
_MARKUP = frozenset("<>[]{}&*_`|\\@#=~/")


@dataclass(frozen=True, slots=True)
class GraveMention:
    """One kind that a report tells of its event."""

    kind: Grave
    #: Told in a finite main clause about this event, not in passing.
    clear: bool


@dataclass(frozen=True, slots=True)
class Span:
    """When: inclusive days; precision 1 exact day, 2 week, 3 month, 4 the day of publication for want of better."""

    start: date | None = None
    end: date | None = None
    precision: int = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement with its claimant; no places means all places of the event."""

    field: Field
    min: int | None
    max: int | None
    qualifier: Qualifier
    #: The words used, short, in the article's language.
    text: str = ""
    places: tuple[str, ...] = ()
    scope: Scope = Scope.THIS_EVENT
    as_of: date | None = None
    #: Id of the names table, or the label as written, or empty for the article's own outlet.
    claimant: str = ""
    claimant_type: ClaimantType = ClaimantType.OUTLET
    stance: Stance = Stance.ASSERTS
    #: How probable it is that the article says just this; a less probable one than the threshold is not shown.
    probability: float = 1.0
    shown: bool = True


def figure(claim: Claim) -> int:
    """The number a claim is ordered by; a vague one by its least."""
    return max(claim.min or 0, claim.max or 0)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text; offsets are code points; `in_title` tells which text."""

    id: str
    start: int
    end: int
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A numeral of any kind."""

    value: int
    qualifier: Qualifier
    start: int
    end: int
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day named in a text; without a year and without a day of publication only month and day are known."""

    date: date | None
    month: int
    day: int
    start: int
    end: int
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every place, numeral and date of a text, whatever its kind."""

    places: tuple[PlaceMention, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What one article claims, or why it is not a report of a protest."""

    id: str
    #: kk, ru, en, or other.
    lang: str
    kind: ReportKind
    #: How probable it is that the article tells of a protest held in Kazakhstan, 0 to 1.
    confidence: float
    action: Action | None = None
    span: Span = field(default_factory=Span)
    places: tuple[PlaceRef, ...] = ()
    claims: tuple[Claim, ...] = ()
    organisers: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    issue: Issue | None = None
    responses: tuple[Response, ...] = ()
    status: Status = Status.UNKNOWN
    #: Where and at what hour, in the article's words; of what has happened only.
    venue: str = ""
    #: The bare consonants of the venue's names that no list has: it is for readers once two owners tell it.
    unlisted: str = ""
    hour: str = ""
    #: Several unrelated things in one text.
    roundup: bool = False
    #: Grave things claimed of this event, each kind once.
    grave: tuple[GraveMention, ...] = ()
    #: Cues and vetoes, readable.
    why: tuple[str, ...] = ()
    #: Outlets of other owners that the article names: it is no source beside them.
    cites: tuple[str, ...] = ()
    #: Whether the encoder had a say in the confidence: its thresholds are others.
    encoded: bool = False

    @property
    def is_protest(self) -> bool:
        """Whether this report makes an event by itself."""
        return self.kind is ReportKind.EVENT_REPORT

    @property
    def place_ids(self) -> frozenset[str]:
        """Ids of the event's places."""
        return frozenset(ref.id for ref in self.places)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """One article's report, who carried it, and where it stands."""

    article: int
    report: Report
    outlet: str
    #: For readers, as the event's sources have it.
    url: str
    published: datetime | None
    quiet: bool
    event: int | None = None
    #: The events of which an editor must choose.
    asks: tuple[int, ...] = ()


def to_json(report: Report) -> Json:
    """The report as the command line answers it (the contract of `protest-alerts read --jsonl`)."""
    return {
        "id": report.id,
        "lang": report.lang,
        "kind": report.kind.value,
        "protest": report.is_protest,
        "confidence": round(report.confidence, 3),
        "action": report.action and report.action.value,
        "date": {"start": _iso(report.span.start), "end": _iso(report.span.end), "precision": report.span.precision},
        "places": [{"id": ref.id, "precision": int(ref.precision)} for ref in report.places],
        "claims": [claim_to_json(claim) for claim in report.claims],
        "organisers": list(report.organisers),
        "demands": list(report.demands),
        "issue": report.issue and report.issue.value,
        "responses": [response.value for response in report.responses],
        "status": report.status.value,
        "venue": report.venue or None,
        "unlisted": report.unlisted or None,
        "hour": report.hour or None,
        "roundup": report.roundup,
        "grave": [mention.kind.value for mention in report.grave],
        "grave_clear": [mention.kind.value for mention in report.grave if mention.clear],
        "why": list(report.why),
        "cites": list(report.cites),
        "encoded": report.encoded,
    }


def says_else(one: Report, other: Report) -> bool:
    """Whether two reports differ in what they claim; why they claim it and how surely does not matter."""
    return _claimed(one) != _claimed(other)


def _claimed(report: Report) -> Json:
    sure = replace(report, claims=tuple(replace(claim, probability=1.0) for claim in report.claims))
    return {name: value for name, value in to_json(sure).items() if name not in {"id", "why", "confidence", "encoded"}}


def from_json(data: Json) -> Report:
    """The report that `to_json` wrote."""
    span = data["date"]
    return Report(
        id=data["id"],
        lang=data["lang"],
        kind=ReportKind(data["kind"]),
        confidence=data["confidence"],
        action=Action(data["action"]) if data["action"] else None,
        span=Span(_day(span["start"]), _day(span["end"]), span["precision"]),
        places=tuple(PlaceRef(ref["id"], Precision(ref["precision"])) for ref in data["places"]),
        claims=tuple(claim_from_json(claim) for claim in data["claims"]),
        organisers=tuple(data["organisers"]),
        demands=tuple(data["demands"]),
        issue=Issue(data["issue"]) if data["issue"] else None,
        responses=tuple(Response(response) for response in data["responses"]),
        status=Status(data["status"]),
        venue=in_words(data.get("venue")),
        unlisted=data.get("unlisted") or "",
        hour=in_words(data.get("hour")),
        roundup=data.get("roundup", False),
        grave=tuple(GraveMention(Grave(kind), kind in data.get("grave_clear", ())) for kind in data.get("grave", ())),
        why=tuple(data["why"]),
        cites=tuple(data.get("cites", ())),
        encoded=data.get("encoded", False),
    )


def in_words(text: str | None) -> str:
    """An article's words as they may be kept: one line without markup, at most 80 code points; else none."""
    plain = " ".join((text or "").split())
    return plain if len(plain) <= LONGEST_WORDS and plain.isprintable() and not _MARKUP & set(plain) else ""


def claim_to_json(claim: Claim) -> Json:
    """One claim as in the contract; an empty claimant is null."""
    return {
        "field": claim.field.value,
        "min": claim.min,
        "max": claim.max,
        "qualifier": claim.qualifier.value,
        "text": claim.text,
        "places": list(claim.places),
        "scope": claim.scope.value,
        "as_of": _iso(claim.as_of),
        "claimant": claim.claimant or None,
        "claimant_type": claim.claimant_type.value,
        "stance": claim.stance.value,
        "probability": claim.probability,
        "shown": claim.shown,
    }


def claim_from_json(data: Json) -> Claim:
    """The claim that `claim_to_json` wrote."""
    return Claim(
        field=Field(data["field"]),
        min=data["min"],
        max=data["max"],
        qualifier=Qualifier(data["qualifier"]),
        text=data["text"],
        places=tuple(data["places"]),
        scope=Scope(data["scope"]),
        as_of=_day(data["as_of"]),
        claimant=data["claimant"] or "",
        claimant_type=ClaimantType(data["claimant_type"]),
        stance=Stance(data["stance"]),
        probability=data.get("probability", 1.0),
        shown=data.get("shown", True),
    )


def mentions_to_json(mentions: Mentions) -> Json:
    """Mentions as in the contract; one found in the title says so."""
    return {
        "places": [{"id": m.id, **_where(m)} for m in mentions.places],
        "numbers": [{"value": m.value, "qualifier": m.qualifier.value, **_where(m)} for m in mentions.numbers],
        "dates": [{**_when(m), **_where(m)} for m in mentions.dates],
    }


def _where(mention: PlaceMention | NumberMention | DateMention) -> Json:
    place: Json = {"start": mention.start, "end": mention.end}
    return place | {"in": "title"} if mention.in_title else place


def _when(mention: DateMention) -> Json:
    return {"date": mention.date.isoformat()} if mention.date else {"month": mention.month, "day": mention.day}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
