"""What speaks for and against a report and an event being one protest: signs, each with its name, and vetoes.

The structured key comes first: day, place, action, organiser, aims, counts with their roles. Names, numbers and words
of the articles come second, as keyed hashes; last the meaning of their first sentences, as vectors of the encoder.
Vetoes end the weighing: days or places apart, another organiser, another aim. Weights: `bot/domain/match_score.py`.
A report is weighed against the event's newest reports, and the one that fits best counts: what the event was called
first must not matter. Every report more can only bring others closer, except by the name of an organiser or by an end.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.codes import Action, Issue, ReportKind, Scope, Stance, Status
from bot.domain.event import Facts, Said
from bot.domain.fingerprint import Fingerprint, resemblance, shared
from bot.domain.match_score import Known, MatchScore, Signs
from bot.domain.place import COUNTRY, Gazetteer, PlaceKind, PlaceRef, Precision
from bot.domain.report import Claim, Report, Span
from bot.domain.review import KILLED

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
#: A text without a day is dated by its publication: what it tells of was at most so many days from that.
UNDATED_REACH = 2
_UNDATED, _MOST_DAYS = 4, 3
#: Two figures in the same roles are no chance: an aim that differs was misread in one of the reports.
_NO_CHANCE = 2
#: More than this in common says no more.
_MOST_SHARED, _MOST_FIGURES = 4.0, 3
#: Texts published so many days apart hardly tell of one day, whichever day is read from them.
_MOST_TOLD_APART = 4
_DAY_SIGNS = {2: "day_week", 3: "day_month", _UNDATED: "day_published"}
_AIMS_APART, _TOPICS_APART = frozenset({"issue_apart", "demand_apart"}), frozenset({"who_apart", "what_apart"})
_DEEDS_APART = frozenset({"action_alike", "action_apart"})
#: No place that two reports could have in common.
_SOMEWHERE = frozenset({COUNTRY})


class Veto(StrEnum):
    """What keeps a report and an event apart, whatever else they have in common."""

    DAY = "day"
    PLACE = "place"
    ORGANISER = "organiser"
    AIM = "aim"


@dataclass(frozen=True, slots=True)
class Witness:
    """The map, the report's fingerprint, those of the event's articles, its reports and the weights.

    Any may be missing.
    """

    gazetteer: Gazetteer | None = None
    own: Fingerprint | None = None
    others: tuple[Fingerprint, ...] = ()
    reports: tuple[Report, ...] = ()
    match_score: MatchScore = field(default_factory=MatchScore)


@dataclass(frozen=True, slots=True)
class Weighed:
    """How a report fits an event: `over` is 0 and more where it joins by itself, `under` 0 and more where it is likely.

    `parts` is what each sign adds, the largest first; `veto` what keeps the two apart.
    """

    over: float
    under: float
    known: Known = Known.FACTS
    parts: tuple[tuple[str, float], ...] = ()
    veto: Veto | None = None


_FAR = 99.0
#: So far below joining by itself is what an editor is asked about.
_LEAST = 0.01


def weigh(report: Report, facts: Facts, witness: Witness) -> Weighed:
    """The best of what speaks for the two, or the veto that keeps them apart."""
    if _are_others(report, facts):
        return Weighed(-_FAR, -_FAR, veto=Veto.ORGANISER)
    one_organiser = bool(set(report.organisers) & set(facts.organisers))
    views = [_signs(report, view, witness.gazetteer, anywhere=one_organiser) for view in _views(facts, witness.reports)]
    seen = [signs for signs in views if not isinstance(signs, Veto)]
    if not seen:
        return Weighed(-_FAR, -_FAR, veto=next(one for one in views if isinstance(one, Veto)))
    if one_organiser and any(not any(name.startswith(("day", "lasting")) for name in signs) for signs in seen):
        return Weighed(_FAR, _FAR, parts=(("organiser_same", _FAR),))
    texts = _texts(witness, by_rules=report.kind is ReportKind.COURT_FOLLOWUP)
    if is_another_aim(seen, [signs for some in texts.values() for signs in some]):
        return Weighed(-_FAR, -_FAR, veto=Veto.AIM)
    best = max(
        (_best(seen, some, known, witness.match_score) for known, some in texts.items()), key=lambda one: one.over
    )
    linked = not one_organiser and _is_linked_by_one(report, witness.reports)
    return replace(best, over=min(best.over, -_LEAST)) if linked else best


def _is_linked_by_one(report: Report, others: Collection[Report]) -> bool:
    """Whether of several reports of an event one alone, which names several places, shares a place with this report.

    One text on two towns would make one event of all that is told of either: an editor decides.
    """
    near = [other for other in others if other.place_ids & report.place_ids]
    return len(near) == 1 and len(others) > 2 and len(near[0].place_ids) > 1


def _best(views: list[Signs], texts: list[Signs], known: Known, match_score: MatchScore) -> Weighed:
    weights = match_score.sets[known]
    view, text = max(views, key=weights.sum), max(texts, key=weights.sum)
    total = weights.bias + weights.sum(view) + weights.sum(text)
    return Weighed(total - weights.certain, total - weights.likely, known, weights.parts({**view, **text}))


def signs_of(report: Report, facts: Facts, gazetteer: Gazetteer | None) -> Signs | Veto:
    """What a report and an event as it stands have in common, or what keeps them apart; for fitting."""
    if _are_others(report, facts):
        return Veto.ORGANISER
    return _signs(report, facts, gazetteer, anywhere=bool(set(report.organisers) & set(facts.organisers)))


def _are_others(report: Report, facts: Facts) -> bool:
    return bool(report.organisers and facts.organisers and not set(report.organisers) & set(facts.organisers))


def is_another_aim(views: Collection[Signs], texts: Collection[Signs]) -> bool:
    """Whether aims differ in every report, and what is done too, or in every text who acts or what it is about.

    One of these alone is often misread.
    """
    aims = all(
        _AIMS_APART & view.keys() and "organiser_same" not in view and view.get("figures", 0) < _NO_CHANCE
        for view in views
    )
    deeds = all("issue_apart" in view and _DEEDS_APART & view.keys() for view in views)
    return aims and (deeds or all(_TOPICS_APART & text.keys() for text in texts))


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


def _signs(report: Report, view: Facts, gazetteer: Gazetteer | None, *, anywhere: bool) -> Signs | Veto:
    """What the facts of a report and of an event have in common; `anywhere` when their organiser is one."""
    day = _day(report, view)
    if day is None:
        return Veto.DAY
    place = _where(report, view, gazetteer)
    if not place and not anywhere:
        return Veto.PLACE
    figures = _figures(report, view)
    aims = {} if report.kind is ReportKind.COURT_FOLLOWUP else _aims(report, view, misread=figures >= _NO_CHANCE)
    found = {**day, **place, **aims, _action(report.action, view.action): 1.0}
    found |= {"organiser_same": 1.0} if anywhere else {}
    found |= {"figure": 1.0, "figures": float(min(figures, _MOST_FIGURES))} if figures else {}
    return found | ({"deaths": 1.0} if _deaths(report, view) else {})


def _day(report: Report, facts: Facts) -> Signs | None:
    """How the days of the two lie to each other; none when they are apart."""
    spans = (facts.span, *(Span(day, day, 1) for day in facts.not_on))  # others go on telling of a day found wrong
    near = [(gap, span) for span in spans if (gap := days_apart(report.span, span)) is not None]
    if not near:
        return None
    gap, span = min(near, key=lambda one: one[0])
    loosest = max(report.span.precision, span.precision)
    lasting = {report.action, facts.action} <= LASTING
    if gap == 0:
        found = {_DAY_SIGNS[loosest]: 1.0} if loosest in _DAY_SIGNS else {}
        ends = 0 if lasting else min(abs(_last(report.span) - _last(span)), _MOST_DAYS)
        return found | ({"ends_apart": ends / _MOST_DAYS} if ends else {})
    if lasting and gap <= REACH:
        return {"lasting_ended": 1.0} if facts.status is Status.ENDED else {"lasting": 1.0, "days_lasting": float(gap)}
    if loosest == _UNDATED and gap <= UNDATED_REACH:
        return {_off(report.span, span): float(gap)}
    return {"day_off": float(gap)} if loosest > 1 and gap <= 1 else None


def _off(one: Span, other: Span) -> str:
    """A text without a day that came after the other's day may tell of that; one that came before hardly does."""
    if one.precision == other.precision:
        return "day_off"
    undated, dated = (one, other) if one.precision == _UNDATED else (other, one)
    return "day_after" if _last(undated) > _last(dated) else "day_before"


def _last(span: Span) -> int:
    last = span.end or span.start
    return last.toordinal() if last else 0


def days_apart(one: Span, other: Span) -> int | None:
    """Days between two spans, 0 when they meet; none when either is unknown."""
    if one.start is None or other.start is None:
        return None
    return max(0, _between(one.start, other.end or other.start), _between(other.start, one.end or one.start))


def _between(start: date, end: date) -> int:
    return (start - end).days


def _action(one: Action | None, other: Action) -> str:
    if one == other and other is not Action.OTHER:
        return "action_same"
    if one is None or Action.OTHER in {one, other}:
        return "action_unknown"
    return "action_alike" if any({one, other} <= group for group in ALIKE) else "action_apart"


def _where(report: Report, facts: Facts, gazetteer: Gazetteer | None) -> Signs:
    """How the places lie to each other, nothing when they are apart.

    A place that an editor found wrong is still the event's to those who go on naming it.
    """
    here, known = frozenset(report.places), (*facts.places, *(PlaceRef(place) for place in facts.away))
    found = _place(here, frozenset(known), gazetteer)
    if found != "place_same":
        return {found: 1.0} if found else {}
    ids, theirs = report.place_ids, facts.place_ids
    more = 1 - len(ids & theirs) / len(ids | theirs) if ids | theirs else 0.0
    return {found: 1.0, "place_more": more} if more else {found: 1.0}


def _place(one: frozenset[PlaceRef], other: frozenset[PlaceRef], gazetteer: Gazetteer | None) -> str:
    """The same place; two districts of one city, a region and its city, the country and a place of it; or apart."""
    here, there = {ref.id for ref in one}, {ref.id for ref in other}
    shared_here = (here & there) - _SOMEWHERE
    if shared_here:
        vague = all(_is_vague(ref) for ref in one if ref.id in shared_here)
        return "place_region" if vague else "place_same"
    if gazetteer and here and there and _cities(here, gazetteer) & _cities(there, gazetteer) - _SOMEWHERE:
        return "place_districts" if _districts(here, gazetteer) and _districts(there, gazetteer) else "place_same"
    if gazetteer and (_region_holds(here, there, gazetteer) or _region_holds(there, here, gazetteer)):
        return "place_region"
    return "place_country" if COUNTRY in here | there and here and there else ""


def around(places: frozenset[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Where an event must lie to be weighed at all, unless its organiser is known: same city or region, or anywhere."""
    if COUNTRY in places:
        return frozenset({*gazetteer.places, *places})
    cities = _cities(set(places), gazetteer)
    regions = {region for city in cities if (region := gazetteer.region_of(city))}
    near = {p for p in gazetteer.places if gazetteer.city_of(p) in cities or gazetteer.region_of(p) in cities}
    return places | near | regions | _SOMEWHERE


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


def _aims(report: Report, facts: Facts, *, misread: bool) -> Signs:
    """What the two are for; `misread` when so much else agrees that an aim that differs hardly is one."""
    if set(report.demands) & set(facts.demands):
        return {"demand_same": 1.0}
    issues = {issue for issue in (report.issue, facts.issue) if issue and issue is not Issue.OTHER}
    if len(issues) == 2:
        return {"demand_apart" if misread else "issue_apart": 1.0}
    if report.demands and facts.demands:
        return {"demand_apart": 1.0}
    return {"issue_same": 1.0} if len(issues) == 1 and report.issue == facts.issue else {}


def _figures(report: Report, facts: Facts) -> int:
    """The same figures in the same roles, other than very small or round ones; the whole country's are everybody's."""
    told = {_figure(claim) for claim in report.claims if claim.scope is not Scope.NATIONWIDE}
    alike = told & {_figure(said.claim) for said in facts.said if said.claim.scope is not Scope.NATIONWIDE}
    return sum(1 for _, number in alike if number > 3 and number % 10)


def _deaths(report: Report, facts: Facts) -> bool:
    """People died: that happens at one protest of a town and day, hardly at two."""
    return any(map(_kills, report.claims)) and any(_kills(said.claim) for said in facts.said)


def _kills(claim: Claim) -> bool:
    here = claim.scope in {Scope.THIS_EVENT, Scope.CITY_DAY}
    return here and claim.field in KILLED and claim.stance is Stance.ASSERTS


def _figure(claim: Claim) -> tuple[str, int]:
    return claim.field.value, claim.min or 0


def _texts(witness: Witness, *, by_rules: bool) -> Mapping[Known, list[Signs]]:
    """What the article has in common with each of the event's, by how much is known of the two.

    `by_rules` for what a court made of a protest: it is told later, in other words, and the weights are of news.
    """
    found: dict[Known, list[Signs]] = {}
    for other in witness.others if witness.own else ():
        if witness.own:
            signs = text_signs(witness.own, other)
            known = Known.FACTS if by_rules else witness.match_score.best(_known(witness.own, other))
            found.setdefault(known, []).append(signs)
    return found or {Known.FACTS: [{}]}


def _known(own: Fingerprint, other: Fingerprint) -> Known:
    if own.vector and other.vector:
        return Known.VECTORS
    return Known.WORDS if own.words and other.words else Known.FACTS


def text_signs(own: Fingerprint, other: Fingerprint) -> Signs:
    """What two articles have in common."""
    names = shared(own, other)
    found = {
        "names": min(names, _MOST_SHARED),
        **_overlap(own.who, other.who, "who"),
        **_overlap(own.what, other.what, "what"),
    }
    if own.lang == other.lang:
        found |= {"one_language": 1.0, "words": resemblance(own, other)}
    if own.day and other.day and own.day != other.day:
        found["told_apart"] = min(abs(own.day - other.day), _MOST_TOLD_APART) / _MOST_TOLD_APART
    if own.vector and other.vector:
        found["meaning" if own.lang == other.lang else "meaning_across"] = sum(
            map(float.__mul__, own.vector, other.vector)
        )
    return found


def _overlap(one: frozenset[int], other: frozenset[int], name: str) -> Signs:
    """Miners and bus drivers are other people, though both strike in one town in one week."""
    if not one or not other:
        return {}
    common = len(one & other) / min(len(one), len(other))
    return {f"{name}_same": common} if common else {f"{name}_apart": 1.0}
