"""report → event: one protest that several reports tell of, and its versions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.codes import Action, ClaimantType, Field, Grave, Issue, Response, Scope, Stance, Status
from bot.domain.place import PlaceRef
from bot.domain.report import Claim, Report, Span, figure

#: From this probability on a figure counts as read with certainty.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Source:
    """One article that tells of an event."""

    outlet: str
    #: Outlets of one group are one independent source.
    group: str
    lang: str
    url: str
    published: datetime | None = None
    #: The group of the outlet itself, where the article counts as another one's: it copies or quotes that.
    owner: str = ""
    #: The claimant whose own site this is; "" for a news outlet.
    site_of: str = ""

    @property
    def own_group(self) -> str:
        """Whose outlet it is, whoever it copies or quotes."""
        return self.owner or self.group


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with the outlet that carries it."""

    claim: Claim
    outlet: str
    published: datetime | None = None
    #: Set by an editor: no report replaces it.
    fixed: bool = False
    #: Struck out by an editor: kept only so that no report brings it back.
    dropped: bool = False
    #: Who relays it, sorted: groups of owners, and the claimant itself where its own site says so.
    groups: tuple[str, ...] = ()
    #: Whether the reader was certain of it; not kept in the versions of an event.
    sure: bool = field(default=True, compare=False)

    @property
    def key(self) -> tuple[object, ...]:
        """Who speaks of what, where: two claims of one key are one figure that has grown."""
        return *self.alike, self.speaker, self.claim.stance

    @property
    def speaker(self) -> str:
        """Who says it: a claimant that is known, else whoever the outlet calls by that kind."""
        return self.claim.claimant or f"{self.outlet}:{self.claim.claimant_type}"

    @property
    def alike(self) -> tuple[object, ...]:
        """What may be compared: the same people, in the same scope and places."""
        return self.claim.field, self.claim.scope, frozenset(self.claim.places)

    @property
    def relays(self) -> tuple[str, ...]:
        """Who relays it; of a version of before this was counted its outlet alone."""
        return self.groups or (self.outlet,)


@dataclass(frozen=True, slots=True)
class Relayed:
    """A response of the state, a place or an organiser by its code, the first outlet that told it, and who tells it.

    Those who tell it are groups of owners, sorted.
    """

    what: str
    outlet: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and at what hour it was, in the words of the one article that is named."""

    outlet: str
    url: str
    venue: str = ""
    hour: str = ""
    #: Of the article: its words are for readers of it.
    lang: str = ""
    #: See Report.
    unlisted: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of an event in one of its places: its place-days, ACLED's unit, bounds inclusive."""

    place: str
    start: date
    end: date


class Basis(StrEnum):
    """Why an event is told."""

    #: By the publishing rule: one outlet, or several.
    OUTLETS = "outlets"
    #: Editors have looked at it.
    EDITORS = "editors"
    #: Nobody has: told, if at all, as what an outlet reports, without figures.
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Facts:
    """What one version of an event says."""

    action: Action
    span: Span
    places: tuple[PlaceRef, ...]
    responses: tuple[Response, ...] = ()
    organisers: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    issue: Issue | None = None
    status: Status = Status.UNKNOWN
    said: tuple[Said, ...] = ()
    sources: tuple[Source, ...] = ()
    #: Where reports tell of fewer days in a place than the whole event lasted.
    stays: tuple[Stay, ...] = ()
    #: One for each article that says it.
    settings: tuple[Setting, ...] = ()
    #: What an editor put right and no report changes: "places", "day".
    pinned: tuple[str, ...] = ()
    #: Places that an editor found wrong: other reports go on naming them, and are recognised by them.
    away: tuple[str, ...] = ()
    #: Days that an editor found wrong, for the same reason.
    not_on: tuple[date, ...] = ()
    basis: Basis = Basis.OUTLETS
    #: Something grave is told of it that editors have not decided on: readers are told that they are checking.
    checking: bool = False
    #: Grave kinds that three owners tell and no editor has decided on: told without number, as not checked.
    alleged: tuple[Grave, ...] = ()
    #: Who tells of each response, place and organiser; nothing of those of before this was counted.
    relayed: tuple[Relayed, ...] = ()

    @property
    def claims(self) -> tuple[Said, ...]:
        """What is said and not struck out."""
        return tuple(said for said in self.said if not said.dropped)

    @property
    def groups(self) -> frozenset[str]:
        """The independent sources."""
        return frozenset(source.group for source in self.sources)

    @property
    def several(self) -> bool:
        """Whether there is more than one independent source."""
        return any(source.group != self.sources[0].group for source in self.sources)

    @property
    def place_ids(self) -> frozenset[str]:
        """Ids of the places."""
        return frozenset(ref.id for ref in self.places)

    def only_by(self, what: str) -> str:
        """The outlet that alone of several owners tells of a response, a place or an organiser; "" for what more do."""
        told = next((one for one in self.relayed if one.what == what), None)
        return told.outlet if told and self.several and len(told.groups) == 1 else ""

    def days_at(self, place: str) -> tuple[date, date] | None:
        """The days of the event in one of its places, within those of the whole event; none when no day is known."""
        start, end = self.span.start, self.span.end or self.span.start
        if start is None or end is None:
            return None
        stay = next((stay for stay in self.stays if stay.place == place), None)
        if stay is None or stay.end < start or stay.start > end:
            return start, end
        return max(start, stay.start), min(end, stay.end)


class Change(StrEnum):
    """Kind of a version."""

    NEW = "new"
    UPDATE = "update"
    CORRECTION = "correction"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's own words beside a correction, for readers of the language in which they are written."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an event; `major` and `reasons` say whether phones ring, and why."""

    event: int
    number: int
    change: Change
    at: datetime
    facts: Facts
    major: bool = True
    reasons: tuple[str, ...] = ()
    #: Whether this or an earlier version was a correction: readers are shown that for good.
    corrected: bool = False
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One protest with its newest version; its number is never given to another."""

    id: int
    version: Version
    retracted: bool = False
    held: bool = False
    #: Old and without news: a lasting action is taken to have ended.
    closed: bool = False
    #: The event that this one was merged into; 0 for none.
    redirect: int = 0

    @property
    def facts(self) -> Facts:
        """What the newest version says."""
        return self.version.facts


def begin(report: Report, source: Source) -> Facts:
    """The facts of an event of which one report tells."""
    return Facts(
        action=report.action or Action.OTHER,
        span=report.span,
        places=report.places,
        responses=report.responses,
        organisers=report.organisers,
        demands=report.demands,
        issue=report.issue,
        status=report.status,
        said=grown(_said(claim, report, source) for claim in report.claims if claim.shown),
        sources=(source,),
        stays=_stays(report),
        settings=_settings(report, source),
        relayed=tuple(
            Relayed(what, source.outlet, (source.group,))
            for what in (*report.responses, *(ref.id for ref in report.places), *report.organisers)
        ),
    )


def is_outside(claim: Claim) -> bool:
    """Whether somebody other than the press says it, whom two outlets may both relay."""
    return bool(claim.claimant) and claim.claimant_type not in {ClaimantType.OUTLET, ClaimantType.JOURNALIST_ON_SCENE}


def site_of(claim: Claim) -> str:
    """What stands among those who relay a claim for the claimant's own site."""
    return f"site:{claim.claimant}"


def _said(claim: Claim, report: Report, source: Source) -> Said:
    """A claim with who relays it: what an outside claimant says each owner does, be its text a copy or not."""
    group = source.own_group if is_outside(claim) else source.group
    itself = {site_of(claim)} if source.site_of and claim.claimant == source.site_of else set()
    groups, sure = tuple(sorted({group} | itself)), claim.probability >= SURE
    return Said(_settled(claim, report), source.outlet, source.published, groups=groups, sure=sure)


def _settings(report: Report, source: Source) -> tuple[Setting, ...]:
    """Only of what has happened: no place and no hour of what was planned or prevented is ever told."""
    told = report.is_protest and (report.venue or report.hour)
    setting = Setting(source.outlet, source.url, report.venue, report.hour, report.lang, report.unlisted)
    return (setting,) if told else ()


def venues(facts: Facts, lang: str) -> tuple[Setting, ...]:
    """Where in town it was, in one language; a place whose name no list has only where two owners tell it."""
    owners = {source.url: source.group for source in facts.sources}
    known: dict[str, set[str]] = {}
    for one in facts.settings:
        known.setdefault(one.unlisted, set()).add(owners.get(one.url, one.outlet))
    told = (one for one in facts.settings if one.venue and one.lang == lang)
    return tuple(one for one in told if not one.unlisted or len(known[one.unlisted]) > 1)


def _stays(report: Report) -> tuple[Stay, ...]:
    start, end = report.span.start, report.span.end or report.span.start
    if start is None or end is None or report.span.precision > 1:
        return ()
    return tuple(Stay(ref.id, start, end) for ref in report.places)


def is_forceful(facts: Facts) -> bool:
    """Whether people were detained, punished or hurt, or force was used."""
    harmed = any(said.claim.stance is Stance.ASSERTS and said.claim.field in _HARM for said in facts.claims)
    return harmed or bool(facts.alleged) or bool(_FORCE & set(facts.responses))


def is_gravest(facts: Facts) -> bool:
    """Whether it tells of deaths or firearms: that rings at any hour."""
    killed = any(said.claim.stance is Stance.ASSERTS and said.claim.field in KILLED for said in facts.claims)
    return killed or bool({Grave.DEATHS, Grave.FIREARMS, Grave.FIREARM_INJURIES} & set(facts.alleged))


KILLED = frozenset({Field.KILLED_PARTICIPANTS, Field.KILLED_POLICE, Field.KILLED_UNSPECIFIED})


def tells_of_detentions(facts: Facts) -> bool:
    """Whether it tells that people were detained or arrested."""
    counted = any(said.claim.stance is Stance.ASSERTS and said.claim.field in _HELD for said in facts.claims)
    return counted or bool({Response.DETENTIONS, Response.ADMINISTRATIVE_ARRESTS} & set(facts.responses))


_HELD = frozenset({Field.DETAINED, Field.ARRESTED_ADMIN})
_FORCE = frozenset({Response.FORCE, Response.DISPERSAL, Response.DETENTIONS, Response.ADMINISTRATIVE_ARRESTS})
_HARM = frozenset(Field) - {Field.PARTICIPANTS}


def unchecked(facts: Facts) -> Facts:
    """What may be told of an event that nobody has checked: what was done, where and when, and who reports it."""
    return Facts(
        facts.action,
        facts.span,
        facts.places,
        issue=facts.issue,
        sources=facts.sources,
        stays=facts.stays,
        basis=Basis.UNCHECKED,
    )


def _settled(claim: Claim, report: Report) -> Claim:
    """A claim about all places of its report says which, since its event may come to have more.

    How probable it was is the report's: two reports of one figure say the same.
    """
    here = claim.scope in {Scope.THIS_EVENT, Scope.CITY_DAY}
    places = claim.places if claim.places or not here else tuple(ref.id for ref in report.places)
    return replace(claim, places=places, probability=1.0)


def put_right(said: Said, right: Collection[str], wrong: Collection[str]) -> Said:
    """A claim that spoke of wrong places speaks of those of its places that are not, or of all the right ones."""
    if not set(said.claim.places) & set(wrong):
        return said
    kept = tuple(place for place in said.claim.places if place not in wrong)
    return replace(said, claim=replace(said.claim, places=kept or tuple(right)))


def grown(said: Iterable[Said]) -> tuple[Said, ...]:
    """What stands of all that is said: of one speaker and subject a figure that two owners relay ends smaller ones.

    What one owner alone relays stands beside what others do. Of one owner the largest figure stands; of the same
    figure the version that came first. What an editor fixed stands alone.
    """
    found: dict[object, list[Said]] = {}
    for one in said:
        found.setdefault(one.key, []).append(one)
    return tuple(one for like in found.values() for one in (_fixed(like) if any(s.fixed for s in like) else _top(like)))


def _fixed(like: Iterable[Said]) -> tuple[Said, ...]:
    """Each figure that an editor fixed, once."""
    best: dict[object, Said] = {}
    for one in like:
        if one.fixed:
            key = figure(one.claim), one.dropped
            best[key] = max(best.get(key, one), one, key=_weight)
    return tuple(best.values())


def _top(like: Sequence[Said]) -> tuple[Said, ...]:
    """The largest figure, and beside it the largest that another owner stands for if that is less."""
    largest: dict[str, int] = {}
    for one in like:
        for group in one.relays:
            largest[group] = max(largest.get(group, 0), figure(one.claim))
    sizes = sorted(largest.values(), reverse=True)
    return tuple(_version(like, size, largest) for size in sorted(set(sizes[:2]), reverse=True))


def _version(like: Iterable[Said], size: int, largest: Mapping[str, int]) -> Said:
    """One figure as it was told first, with all who relay it and nothing larger."""
    told = [one for one in like if figure(one.claim) == size]
    groups = sorted({group for one in told for group in one.relays if largest[group] == size})
    return replace(max(told, key=_weight), groups=tuple(groups))


def _weight(said: Said) -> tuple[bool, int, float, str]:
    earliness = -said.published.timestamp() if said.published else float("-inf")
    # the last only so that no tie is left to chance; it knows nothing of who else says it
    return said.fixed, figure(said.claim), earliness, repr(replace(said, groups=()))
