"""What happened: a closed set of sentences for each action and what the state did, never words of an article."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.codes import Action, Field, Issue, Response, Stance, Status
from bot.domain.event import Facts
from bot.wording.claimant_names import media
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale


@dataclass(frozen=True, slots=True)
class ActionPhrases:
    """An action in one place and in several."""

    one: str
    many: str


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


def responded(t: Locale, response: Response) -> str:
    """What the state did, in a clause: "police used force"."""
    return t.gettext(_RESPONSES[response])


def attributed(t: Locale, facts: Facts) -> str:
    """The sentence with those who report it: "RFE/RL: police broke up opposition rallies."."""
    return t.gettext("%(who)s: %(what)s.", who=media(t, facts), what=what(t, facts))


def what(t: Locale, facts: Facts) -> str:
    """Everything that happened, in clauses: "police broke up a rally; internet access was restricted"."""
    told = {s.claim.field for s in facts.claims if s.claim.stance is Stance.ASSERTS}
    said_by_figures = {response for response, field in _TOLD_BY.items() if field in told}
    rest = set(facts.responses) - said_by_figures - _in_main_clause(facts)
    clauses = [_main_clause(facts), *(_did(facts, response) for response in _RESPONSES if response in rest)]
    return "; ".join(t.gettext(clause) for clause in (*clauses, *_end(facts)))


def _did(facts: Facts, response: Response) -> str:
    """What the state did, to a crowd or to one person."""
    alone = facts.action is Action.SINGLE_PERSON_PICKET and len(facts.places) == 1
    return _TO_ONE[response] if alone and response in _TO_ONE else _RESPONSES[response]


def _main_clause(facts: Facts) -> str:
    deed = _deed(facts)
    return deed.many if len(facts.places) > 1 else deed.one


def _deed(facts: Facts) -> ActionPhrases:
    main = _in_main_clause(facts)
    if _is_opposition(facts):
        return {0: _OPPOSITION_HELD, 1: _OPPOSITION_BROKEN_UP, 2: _OPPOSITION_FORCED}[len(main)]
    return {0: _HELD, 1: _BROKEN_UP, 2: _FORCED}[len(main)][facts.action]


def _in_main_clause(facts: Facts) -> frozenset[Response]:
    if facts.action not in _BROKEN_UP or Response.DISPERSAL not in facts.responses:
        return frozenset()
    return frozenset({Response.DISPERSAL, Response.FORCE} & set(facts.responses))


def _is_opposition(facts: Facts) -> bool:
    """A rally about politics that has a named organiser; nothing else is given that name."""
    return facts.action is Action.RALLY and facts.issue is Issue.POLITICAL and bool(facts.organisers)


def _end(facts: Facts) -> tuple[str, ...]:
    if Response.DISPERSAL in facts.responses:  # whether people stayed or came back, few reports say
        return ()
    return _ENDS.get(facts.status, ())
