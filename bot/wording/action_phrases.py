"""What happened: a closed set of sentences for each action and what the state did, never words of an article."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.codes import Action, Field, Issue, Response, Stance, Status
from bot.domain.event import Facts
from bot.wording.claimant_names import media, outlet
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale
from bot.wording.place_names import places


@dataclass(frozen=True, slots=True)
class ActionPhrases:
    """An action in one place and in several."""

    one: str
    many: str


#: Each action by its name alone.
_KINDS: Mapping[Action, str] = {
    Action.GATHERING: gettext_noop("gathering"),
    Action.RALLY: gettext_noop("rally"),
    Action.MARCH: gettext_noop("march"),
    Action.PICKET: gettext_noop("picket"),
    Action.SINGLE_PERSON_PICKET: gettext_noop("single-person picket"),
    Action.STRIKE: gettext_noop("strike"),
    Action.HUNGER_STRIKE: gettext_noop("hunger strike"),
    Action.ROAD_BLOCK: gettext_noop("road block"),
    Action.SIT_IN: gettext_noop("sit-in"),
    Action.CAMP: gettext_noop("protest camp"),
    Action.RIOT: gettext_noop("unrest"),
    Action.SELF_IMMOLATION: gettext_noop("self-immolation"),
    Action.OTHER: gettext_noop("protest"),
}

_HELD: Mapping[Action, ActionPhrases] = {
    Action.GATHERING: ActionPhrases(gettext_noop("people gathered"), gettext_noop("people gathered in several places")),
    Action.RALLY: ActionPhrases(gettext_noop("people held a rally"), gettext_noop("people held rallies")),
    Action.MARCH: ActionPhrases(gettext_noop("people held a march"), gettext_noop("people held marches")),
    Action.PICKET: ActionPhrases(gettext_noop("people held a picket"), gettext_noop("people held pickets")),
    Action.SINGLE_PERSON_PICKET: ActionPhrases(
        gettext_noop("one person held a picket"), gettext_noop("single-person pickets were held")
    ),
    Action.STRIKE: ActionPhrases(
        gettext_noop("workers went on strike"), gettext_noop("workers went on strike in several places")
    ),
    Action.HUNGER_STRIKE: ActionPhrases(
        gettext_noop("a hunger strike was declared"), gettext_noop("hunger strikes were declared in several places")
    ),
    Action.ROAD_BLOCK: ActionPhrases(gettext_noop("people blocked a road"), gettext_noop("people blocked roads")),
    Action.SIT_IN: ActionPhrases(gettext_noop("people held a sit-in"), gettext_noop("people held sit-ins")),
    Action.CAMP: ActionPhrases(
        gettext_noop("people set up a protest camp"), gettext_noop("people set up protest camps")
    ),
    Action.RIOT: ActionPhrases(gettext_noop("unrest took place"), gettext_noop("unrest took place in several places")),
    Action.SELF_IMMOLATION: ActionPhrases(
        gettext_noop("a self-immolation took place"), gettext_noop("self-immolations took place")
    ),
    Action.OTHER: ActionPhrases(gettext_noop("people held a protest"), gettext_noop("people held protests")),
}

_BROKEN_UP: Mapping[Action, ActionPhrases] = {
    Action.GATHERING: ActionPhrases(
        gettext_noop("police broke up a gathering"), gettext_noop("police broke up gatherings")
    ),
    Action.RALLY: ActionPhrases(gettext_noop("police broke up a rally"), gettext_noop("police broke up rallies")),
    Action.MARCH: ActionPhrases(gettext_noop("police broke up a march"), gettext_noop("police broke up marches")),
    Action.PICKET: ActionPhrases(gettext_noop("police broke up a picket"), gettext_noop("police broke up pickets")),
    Action.OTHER: ActionPhrases(gettext_noop("police broke up a protest"), gettext_noop("police broke up protests")),
}

#: Only where force is reported (Kazakh: күштеп таратты).
_FORCED: Mapping[Action, ActionPhrases] = {
    Action.GATHERING: ActionPhrases(
        gettext_noop("police used force to break up a gathering"),
        gettext_noop("police used force to break up gatherings"),
    ),
    Action.RALLY: ActionPhrases(
        gettext_noop("police used force to break up a rally"), gettext_noop("police used force to break up rallies")
    ),
    Action.MARCH: ActionPhrases(
        gettext_noop("police used force to break up a march"), gettext_noop("police used force to break up marches")
    ),
    Action.PICKET: ActionPhrases(
        gettext_noop("police used force to break up a picket"), gettext_noop("police used force to break up pickets")
    ),
    Action.OTHER: ActionPhrases(
        gettext_noop("police used force to break up a protest"), gettext_noop("police used force to break up protests")
    ),
}

_OPPOSITION_HELD = ActionPhrases(
    gettext_noop("people held an opposition rally"), gettext_noop("people held opposition rallies")
)
_OPPOSITION_BROKEN_UP = ActionPhrases(
    gettext_noop("police broke up an opposition rally"), gettext_noop("police broke up opposition rallies")
)
_OPPOSITION_FORCED = ActionPhrases(
    gettext_noop("police used force to break up an opposition rally"),
    gettext_noop("police used force to break up opposition rallies"),
)

#: The same while it goes on.
_HOLDING: Mapping[Action, ActionPhrases] = {
    Action.GATHERING: ActionPhrases(
        gettext_noop("people are gathering"), gettext_noop("people are gathering in several places")
    ),
    Action.RALLY: ActionPhrases(gettext_noop("people are holding a rally"), gettext_noop("people are holding rallies")),
    Action.MARCH: ActionPhrases(gettext_noop("people are holding a march"), gettext_noop("people are holding marches")),
    Action.PICKET: ActionPhrases(
        gettext_noop("people are holding a picket"), gettext_noop("people are holding pickets")
    ),
    Action.SINGLE_PERSON_PICKET: ActionPhrases(
        gettext_noop("one person is holding a picket"), gettext_noop("single-person pickets are being held")
    ),
    Action.STRIKE: ActionPhrases(
        gettext_noop("workers are on strike"), gettext_noop("workers are on strike in several places")
    ),
    Action.HUNGER_STRIKE: ActionPhrases(
        gettext_noop("people are on hunger strike"), gettext_noop("people are on hunger strike in several places")
    ),
    Action.ROAD_BLOCK: ActionPhrases(
        gettext_noop("people are blocking a road"), gettext_noop("people are blocking roads")
    ),
    Action.SIT_IN: ActionPhrases(
        gettext_noop("people are holding a sit-in"), gettext_noop("people are holding sit-ins")
    ),
    Action.CAMP: ActionPhrases(
        gettext_noop("people are in a protest camp"), gettext_noop("people are in protest camps")
    ),
    Action.RIOT: ActionPhrases(
        gettext_noop("unrest is under way"), gettext_noop("unrest is under way in several places")
    ),
    Action.OTHER: ActionPhrases(
        gettext_noop("people are holding a protest"), gettext_noop("people are holding protests")
    ),
}

_BREAKING_UP: Mapping[Action, ActionPhrases] = {
    Action.GATHERING: ActionPhrases(
        gettext_noop("police are breaking up a gathering"), gettext_noop("police are breaking up gatherings")
    ),
    Action.RALLY: ActionPhrases(
        gettext_noop("police are breaking up a rally"), gettext_noop("police are breaking up rallies")
    ),
    Action.MARCH: ActionPhrases(
        gettext_noop("police are breaking up a march"), gettext_noop("police are breaking up marches")
    ),
    Action.PICKET: ActionPhrases(
        gettext_noop("police are breaking up a picket"), gettext_noop("police are breaking up pickets")
    ),
    Action.OTHER: ActionPhrases(
        gettext_noop("police are breaking up a protest"), gettext_noop("police are breaking up protests")
    ),
}

_FORCING: Mapping[Action, ActionPhrases] = {
    Action.GATHERING: ActionPhrases(
        gettext_noop("police are using force to break up a gathering"),
        gettext_noop("police are using force to break up gatherings"),
    ),
    Action.RALLY: ActionPhrases(
        gettext_noop("police are using force to break up a rally"),
        gettext_noop("police are using force to break up rallies"),
    ),
    Action.MARCH: ActionPhrases(
        gettext_noop("police are using force to break up a march"),
        gettext_noop("police are using force to break up marches"),
    ),
    Action.PICKET: ActionPhrases(
        gettext_noop("police are using force to break up a picket"),
        gettext_noop("police are using force to break up pickets"),
    ),
    Action.OTHER: ActionPhrases(
        gettext_noop("police are using force to break up a protest"),
        gettext_noop("police are using force to break up protests"),
    ),
}

_OPPOSITION_HOLDING = ActionPhrases(
    gettext_noop("people are holding an opposition rally"), gettext_noop("people are holding opposition rallies")
)
_OPPOSITION_BREAKING_UP = ActionPhrases(
    gettext_noop("police are breaking up an opposition rally"),
    gettext_noop("police are breaking up opposition rallies"),
)
_OPPOSITION_FORCING = ActionPhrases(
    gettext_noop("police are using force to break up an opposition rally"),
    gettext_noop("police are using force to break up opposition rallies"),
)

#: What a headline adds to what people did, the first of these.
_LEADING = (Response.FORCE, Response.DISPERSAL, Response.DETENTIONS)
#: A protest is still "going on" so long after the day that was last told of.
_FRESH = timedelta(days=1)
#: Actions that last for days: whether they go on is asked for longer.
_LASTING = frozenset({Action.STRIKE, Action.HUNGER_STRIKE, Action.CAMP, Action.ROAD_BLOCK, Action.SIT_IN})
_LASTS = timedelta(days=7)

#: What else the state did, in this order, each as a clause of its own.
_RESPONSES: Mapping[Response, str] = {
    Response.DISPERSAL: gettext_noop("police broke up the protest"),
    Response.FORCE: gettext_noop("police used force"),
    Response.DETENTIONS: gettext_noop("police detained people"),
    Response.FINES: gettext_noop("fines were imposed"),
    Response.ADMINISTRATIVE_ARRESTS: gettext_noop("administrative arrests were imposed"),
    Response.CRIMINAL_CHARGES: gettext_noop("criminal charges were brought"),
    Response.NEGOTIATION: gettext_noop("talks were held with the protesters"),
    Response.CONCESSION: gettext_noop("demands were met, at least in part"),
    Response.PERMITTED: gettext_noop("the authorities had permitted the protest"),
    Response.DENIED_PERMISSION: gettext_noop("the authorities had refused permission"),
    Response.INTERNET_CUT: gettext_noop("internet access was restricted"),
}

#: The same where one person stood alone.
_TO_ONE: Mapping[Response, str] = {
    Response.DISPERSAL: gettext_noop("police ended the picket"),
    Response.DETENTIONS: gettext_noop("police detained the picketer"),
    Response.FINES: gettext_noop("the picketer was fined"),
    Response.ADMINISTRATIVE_ARRESTS: gettext_noop("the picketer was placed under administrative arrest"),
    Response.CRIMINAL_CHARGES: gettext_noop("the picketer was charged"),
    Response.NEGOTIATION: gettext_noop("talks were held with the picketer"),
}

#: A protest that goes on is not told as broken up.
_AT_PRESENT: Mapping[str, str] = {
    _RESPONSES[Response.DISPERSAL]: gettext_noop("police are breaking up the protest"),
    _TO_ONE[Response.DISPERSAL]: gettext_noop("police are ending the picket"),
}

#: A response that a line of figures tells already is not told twice.
_TOLD_BY: Mapping[Response, Field] = {
    Response.DETENTIONS: Field.DETAINED,
    Response.FINES: Field.FINED,
    Response.ADMINISTRATIVE_ARRESTS: Field.ARRESTED_ADMIN,
    Response.CRIMINAL_CHARGES: Field.CHARGED,
}

_ENDS: Mapping[Status, tuple[str, ...]] = {
    Status.ONGOING: (gettext_noop("the protest continues"),),
    Status.ENDED: (gettext_noop("the protest has ended"),),
}


def acted(t: Locale, action: Action) -> str:
    """What people did, in one place: "people held a rally"."""
    return t.gettext(_HELD[action].one)


def kind(t: Locale, action: Action) -> str:
    """An action by its name: "rally"."""
    return t.gettext(_KINDS[action])


def headline(t: Locale, facts: Facts, today: date) -> str:
    """What happened, or is happening `today`, in one clause or two: "police are breaking up a rally"."""
    now = is_on(facts, today)
    deed = _deed(facts, now=now)
    clause = t.gettext(deed.many if len(facts.places) > 1 else deed.one)
    lead = next((response for response in _LEADING if response in _untold(facts)), None)
    if lead is None:
        return clause
    did = _did(facts, lead)
    return f"{clause}; {t.gettext(_AT_PRESENT.get(did, did) if now else did)}"


def further(t: Locale, facts: Facts) -> str:
    """What else the state did that neither the headline nor a figure tells; "" when nothing."""
    lead = next((response for response in _LEADING if response in _untold(facts)), None)
    rest = _untold(facts) - {lead}
    return "; ".join(t.gettext(_did(facts, response)) for response in _RESPONSES if response in rest)


def is_on(facts: Facts, today: date) -> bool:
    """Whether it goes on, as last reported, and that report is fresh."""
    last = facts.span.end or facts.span.start
    return facts.status is Status.ONGOING and last is not None and today - last <= _FRESH


def state(t: Locale, facts: Facts, today: date) -> str:
    """Whether it goes on: ongoing, over, not known; "" for a protest of another day of which nobody asks that."""
    last = facts.span.end or facts.span.start
    age = today - last if last else None
    match facts.status:
        case Status.ENDED:
            return t.gettext("over")
        case Status.ONGOING:
            return t.gettext("ongoing") if is_on(facts, today) else t.gettext("ongoing when last reported")
        case Status.UNKNOWN:
            asked = _LASTS if facts.action in _LASTING else timedelta()
            return t.gettext("not known whether it goes on") if age is not None and age <= asked else ""


def responded(t: Locale, response: Response) -> str:
    """What the state did, in a clause: "police used force"."""
    return t.gettext(_RESPONSES[response])


def attributed(t: Locale, facts: Facts) -> str:
    """The sentence with those who report it: "RFE/RL: police broke up opposition rallies.".

    What one of several owners alone tells stands in a sentence of its own, with its outlet.
    """
    alone = dict.fromkeys(filter(None, (facts.only_by(one.what) for one in facts.relayed)))
    common = tuple(one for one in facts.responses if not facts.only_by(one)) if alone else facts.responses
    rest = facts if common == facts.responses else replace(facts, responses=common)
    others = [(outlet(t, name), _theirs(t, facts, name)) for name in alone]
    told = [(media(t, facts), what(t, rest)), *((who, did) for who, did in others if did)]
    return " ".join(t.gettext("%(who)s: %(what)s.", who=who, what=did) for who, did in told)


def _theirs(t: Locale, facts: Facts, outlet_id: str) -> str:
    """What this outlet alone tells, in clauses: places, and the state's deeds that no figure tells already."""
    named = () if "places" in facts.pinned else facts.places
    there = [ref.id for ref in named if facts.only_by(ref.id) == outlet_id]
    told = {one for one in facts.responses if facts.only_by(one) == outlet_id} - _by_figures(facts)
    deeds = (t.gettext(_did(facts, response)) for response in _RESPONSES if response in told)
    return "; ".join((*([places(t, there)] if there else []), *deeds))


def _by_figures(facts: Facts) -> frozenset[Response]:
    told = {s.claim.field for s in facts.claims if s.claim.stance is Stance.ASSERTS}
    return frozenset(response for response, field in _TOLD_BY.items() if field in told)


def what(t: Locale, facts: Facts) -> str:
    """Everything that happened, in clauses: "police broke up a rally; internet access was restricted"."""
    rest = _untold(facts)
    others = (_did(facts, response) for response in _RESPONSES if response in rest) if rest else ()
    return "; ".join(map(t.gettext, (_main_clause(facts), *others, *_end(facts))))


def did(t: Locale, facts: Facts, response: Response) -> str:
    """What the state did, as a clause."""
    return t.gettext(_did(facts, response))


def _did(facts: Facts, response: Response) -> str:
    """What the state did, to a crowd or to one person."""
    alone = facts.action is Action.SINGLE_PERSON_PICKET and len(facts.places) == 1
    return _TO_ONE[response] if alone and response in _TO_ONE else _RESPONSES[response]


def _untold(facts: Facts) -> frozenset[Response]:
    """What the state did that neither the main clause nor a figure tells."""
    if not facts.responses:
        return frozenset()
    return frozenset(facts.responses) - _by_figures(facts) - _in_main_clause(facts)


def _main_clause(facts: Facts) -> str:
    deed = _deed(facts)
    return deed.many if len(facts.places) > 1 else deed.one


def _deed(facts: Facts, *, now: bool = False) -> ActionPhrases:
    main = len(_in_main_clause(facts))
    if _is_opposition(facts):
        at_present = (_OPPOSITION_HOLDING, _OPPOSITION_BREAKING_UP, _OPPOSITION_FORCING)
        return (at_present if now else (_OPPOSITION_HELD, _OPPOSITION_BROKEN_UP, _OPPOSITION_FORCED))[main]
    past = (_HELD, _BROKEN_UP, _FORCED)[main][facts.action]
    return (_HOLDING, _BREAKING_UP, _FORCING)[main].get(facts.action, past) if now else past


def _in_main_clause(facts: Facts) -> frozenset[Response]:
    if Response.DISPERSAL not in facts.responses or facts.action not in _BROKEN_UP:
        return frozenset()
    return frozenset({Response.DISPERSAL, Response.FORCE} & set(facts.responses))


def _is_opposition(facts: Facts) -> bool:
    """A rally about politics that has a named organiser; nothing else is given that name."""
    return facts.action is Action.RALLY and facts.issue is Issue.POLITICAL and bool(facts.organisers)


def _end(facts: Facts) -> tuple[str, ...]:
    if Response.DISPERSAL in facts.responses:  # whether people stayed or came back, few reports say
        return ()
    return _ENDS.get(facts.status, ())
