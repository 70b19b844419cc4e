"""What speaks for and against a report and an event being one protest, as one number.

The structured key comes first: day, place, action, organiser, aims, counts with their roles. Names, numbers and words
of the articles come second, as keyed hashes. Vetoes end the weighing: days or places apart, another organiser.
A report is weighed against the event's newest reports, and the one that fits best counts: what the event was called
first must not matter. Every report more can only bring others closer, except by the name of an organiser or by an end.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.codes import Action, Issue, ReportKind, Scope, Stance, Status
from bot.domain.event import Facts, Said
from bot.domain.fingerprint import Fingerprint, likeness, resemblance, shared
from bot.domain.place import Gazetteer, PlaceKind, PlaceRef, Precision
from bot.domain.report import Claim, Report, Span
from bot.domain.review import KILLED

#: From here on a report joins by itself; from here on an editor is asked.
SURE_FROM, LIKELY_FROM = 1.25, 0.5
_VETO = -9.0
_SAME_PEOPLE = 9.0

#: Actions that two reports of one protest may call by each other's names.
ALIKE: tuple[frozenset[Action], ...] = (
    frozenset({Action.GATHERING, Action.RALLY, Action.MARCH, Action.PICKET, Action.SIT_IN, Action.CAMP, Action.RIOT}),
    frozenset({Action.STRIKE, Action.GATHERING, Action.SIT_IN}),
    frozenset({Action.ROAD_BLOCK, Action.GATHERING, Action.RALLY}),
    frozenset({Action.PICKET, Action.SINGLE_PERSON_PICKET}),
    frozenset({Action.STRIKE, Action.RALLY}),
)
#: Actions that go on from day to day: a report of a later day may tell of the same one.
LASTING = frozenset({Action.STRIKE, Action.HUNGER_STRIKE, Action.CAMP, Action.SIT_IN})
#: For so many days after its last report a lasting action is taken to go on.
REACH = 4
_STEM_SHARE = 0.25
#: Articles that have so much in common are about one thing: an aim that differs was misread in one of them.
_ONE_STORY, _MISREAD = 1.25, -1.0
#: The first figure alike, each further one, and no more than this; two that agree are no chance.
_FIGURE, _FIGURE_MORE, _FIGURES_MOST = 0.75, 0.5, 1.75
#: People died: that happens at one protest of a town and day, hardly at two.
_DEATHS = 0.75
#: So much weight of names on both sides and so little in common speaks against one story.
_TALKATIVE, _SILENT = 1.5, 0.5


@dataclass(frozen=True, slots=True)
class Witness:
    """The map, the report's fingerprint, those of the event's articles, and its reports; any may be missing."""

    gazetteer: Gazetteer | None = None
    own: Fingerprint | None = None
    others: tuple[Fingerprint, ...] = ()
    reports: tuple[Report, ...] = ()


def weigh(report: Report, facts: Facts, witness: Witness) -> float:
    """Above SURE_FROM one protest, above LIKELY_FROM perhaps; the parts are summed unless one is a veto."""
    views = [view for view in _views(facts, witness.reports) if not _apart(report, view)]
    if not views:
        return _VETO
    if set(report.organisers) & set(facts.organisers):
        day = max(_day(report, view) for view in views)
        return _SAME_PEOPLE + day if day >= 0 else SURE_FROM - 1 + day
    if report.organisers and facts.organisers:
        return _VETO
    articles = _articles(witness)
    return articles + max(_structured(report, view, articles, witness.gazetteer) for view in views)


def _views(facts: Facts, reports: Collection[Report]) -> Iterator[Facts]:
    """The event as it stands, with what editors put right, and as each of its reports alone has it.

    Of a roundup only what it says of the event's own places.
    """
    yield facts
    known = facts.place_ids | set(facts.away)
    for one in reports:
        places = tuple(ref for ref in one.places if ref.id in known)
        said = tuple(Said(claim, "") for claim in one.claims)
        action = one.action or Action.OTHER
        yield Facts(action, one.span, places, demands=one.demands, issue=one.issue, status=facts.status, said=said)


def _apart(report: Report, view: Facts) -> bool:
    return _day(report, view) <= _VETO or _action(report.action, view.action) <= _VETO


def _structured(report: Report, view: Facts, articles: float, gazetteer: Gazetteer | None) -> float:
    aims, figures = _aims(report, view), _figures(report, view)
    if max(articles, figures) >= _ONE_STORY:
        aims = max(aims, _MISREAD)
    if report.kind is ReportKind.COURT_FOLLOWUP:  # a court's concerns are its own
        aims = max(aims, 0.0)
    day, action, place = _day(report, view), _action(report.action, view.action), _where(report, view, gazetteer)
    return day + action + place + aims + figures + _deaths(report, view)


def _day(report: Report, facts: Facts) -> float:
    spans = (facts.span, *(Span(day, day, 1) for day in facts.not_on))  # others go on telling of a day found wrong
    gap = min((gap for span in spans if (gap := days_apart(report.span, span)) is not None), default=None)
    loosest = max(report.span.precision, facts.span.precision)
    if gap is None:
        return _VETO
    if gap == 0:
        return {1: 0.0, 2: -1.0, 3: -2.0}.get(loosest, -0.25)
    if {report.action, facts.action} <= LASTING and gap <= REACH:
        return -2.0 if facts.status is Status.ENDED else -0.5 - 0.25 * gap
    return -0.75 if gap == 1 and loosest > 1 else _VETO


def days_apart(one: Span, other: Span) -> int | None:
    """Days between two spans, 0 when they meet; none when either is unknown."""
    if one.start is None or other.start is None:
        return None
    return max(0, _between(one.start, other.end or other.start), _between(other.start, one.end or one.start))


def _between(start: date, end: date) -> int:
    return (start - end).days


def _action(one: Action | None, other: Action) -> float:
    if one == other and other is not Action.OTHER:
        return 0.5
    if one is None or Action.OTHER in {one, other}:
        return 0.25
    return 0.0 if any({one, other} <= group for group in ALIKE) else _VETO


def _where(report: Report, facts: Facts, gazetteer: Gazetteer | None) -> float:
    """A place that an editor found wrong is still the event's to those who go on naming it."""
    known = (*facts.places, *(PlaceRef(place) for place in facts.away))
    return max(_place(report.places, places, gazetteer) for places in (facts.places, known))


def _place(one: tuple[PlaceRef, ...], other: tuple[PlaceRef, ...], gazetteer: Gazetteer | None) -> float:
    """Same place 1, two districts of one city or a region and its city less, elsewhere against."""
    here, there = {ref.id for ref in one}, {ref.id for ref in other}
    if here & there:
        vague = all(_is_vague(ref) for ref in one if ref.id in there)
        return 0.25 if vague else 1.0
    if gazetteer is None or not here or not there:
        return _VETO
    if _cities(here, gazetteer) & _cities(there, gazetteer):
        return 0.25 if _districts(here, gazetteer) and _districts(there, gazetteer) else 1.0
    return 0.25 if _region_holds(here, there, gazetteer) or _region_holds(there, here, gazetteer) else -2.0


def around(places: frozenset[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Where an event must lie to be weighed at all, unless its organiser is known: same city or region."""
    cities = _cities(set(places), gazetteer)
    regions = {region for city in cities if (region := gazetteer.region_of(city))}
    near = {p for p in gazetteer.places if gazetteer.city_of(p) in cities or gazetteer.region_of(p) in cities}
    return places | near | regions


def found_by(places: Collection[str], organisers: Collection[str]) -> frozenset[str]:
    """By what a report that waits for its event is found, and what an event finds it by."""
    return frozenset({*(f"place:{place}" for place in places), *(f"organiser:{one}" for one in organisers)})


def _is_vague(ref: PlaceRef) -> bool:
    return ref.precision >= Precision.REGION


def _cities(places: set[str], gazetteer: Gazetteer) -> set[str]:
    return {gazetteer.city_of(place) for place in places if place in gazetteer}


def _districts(places: set[str], gazetteer: Gazetteer) -> bool:
    return all(place in gazetteer and gazetteer[place].kind is PlaceKind.DISTRICT for place in places)


def _region_holds(regions: set[str], towns: set[str], gazetteer: Gazetteer) -> bool:
    whole = {place for place in regions if place in gazetteer and gazetteer[place].kind is PlaceKind.REGION}
    return bool(whole & {gazetteer.region_of(town) for town in towns if town in gazetteer})


def _aims(report: Report, facts: Facts) -> float:
    if set(report.demands) & set(facts.demands):
        return 0.75
    issues = {issue for issue in (report.issue, facts.issue) if issue and issue is not Issue.OTHER}
    if len(issues) == 2:
        return -2.25
    if report.demands and facts.demands:
        return -1.0
    return 0.5 if len(issues) == 1 and report.issue == facts.issue else 0.0


def _figures(report: Report, facts: Facts) -> float:
    """The same figures in the same roles, other than very small or round ones; the whole country's are everybody's."""
    told = {_figure(claim) for claim in report.claims if claim.scope is not Scope.NATIONWIDE}
    alike = told & {_figure(said.claim) for said in facts.said if said.claim.scope is not Scope.NATIONWIDE}
    telling = sum(1 for _, number in alike if number > 3 and number % 10)
    return min(_FIGURE + _FIGURE_MORE * (telling - 1), _FIGURES_MOST) if telling else 0.0


def _deaths(report: Report, facts: Facts) -> float:
    both = any(map(_kills, report.claims)) and any(_kills(said.claim) for said in facts.said)
    return _DEATHS if both else 0.0


def _kills(claim: Claim) -> bool:
    here = claim.scope in {Scope.THIS_EVENT, Scope.CITY_DAY}
    return here and claim.field in KILLED and claim.stance is Stance.ASSERTS


def _figure(claim: Claim) -> tuple[str, int]:
    return claim.field.value, claim.min or 0


def _articles(witness: Witness) -> float:
    """What the articles themselves have in common; nothing when either side has no fingerprint."""
    own, others = witness.own, witness.others
    if own is None or not others:
        return 0.0
    both = max(shared(own, other) for other in others)
    alike = max(resemblance(own, other) for other in others)
    told = min(0.6 * both, 1.8) + (min(4 * (alike - _STEM_SHARE), 2.0) if alike > _STEM_SHARE else 0.0)
    return told + max(_topics(own, other) for other in others) + max(_silence(own, other) for other in others)


def _topics(own: Fingerprint, other: Fingerprint) -> float:
    """Miners and bus drivers are other people, though both strike in one town in one week."""
    return _overlap(own.who, other.who, 0.75, -1.75) + _overlap(own.what, other.what, 0.5, -0.5)


def _overlap(one: frozenset[int], other: frozenset[int], alike: float, apart: float) -> float:
    if not one or not other:
        return 0.0
    common = len(one & other) / min(len(one), len(other))
    return alike * common if common else apart


def _silence(own: Fingerprint, other: Fingerprint) -> float:
    """Both name many, and nobody in common: other people. Less sure across languages, where spellings differ."""
    if min(sum(own.names.values()), sum(other.names.values())) < _TALKATIVE or shared(own, other) >= _SILENT:
        return 0.0
    if likeness(own, other) > 0:
        return 0.0
    return -1.5 if own.lang == other.lang else -0.75
