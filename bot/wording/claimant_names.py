"""Who says so, by name, in the nominative. Labels that may name a private person are left out."""

from collections.abc import Iterable, Mapping

from bot.domain.alphabet import is_cyrillic
from bot.domain.codes import ClaimantType
from bot.domain.event import Facts, Said
from bot.domain.names import NameKind
from bot.domain.report import Claim
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale, clean

_ROLES: Mapping[ClaimantType, str] = {
    ClaimantType.POLICE_MVD: gettext_noop("Police"),
    ClaimantType.AKIMAT: gettext_noop("Local authorities (akimat)"),
    ClaimantType.PROSECUTOR: gettext_noop("Prosecutor's office"),
    ClaimantType.COURT: gettext_noop("Court"),
    ClaimantType.HEALTH_AUTHORITY: gettext_noop("Health authorities"),
    ClaimantType.GOVERNMENT_OTHER: gettext_noop("State body"),
    ClaimantType.EMPLOYER: gettext_noop("Employer"),
    ClaimantType.ORGANISER: gettext_noop("Organisers"),
    ClaimantType.PARTICIPANT_EYEWITNESS: gettext_noop("Participants and eyewitnesses"),
    ClaimantType.RELATIVE_LAWYER: gettext_noop("Relatives and lawyers"),
    ClaimantType.NGO_MONITOR: gettext_noop("Rights monitors"),
    ClaimantType.JOURNALIST_ON_SCENE: gettext_noop("Correspondent"),
    ClaimantType.OUTLET: gettext_noop("Media outlet"),
    ClaimantType.ANONYMOUS_SOCIAL: gettext_noop("Social media, unverified"),
}

#: Roles in which people speak for themselves: a label as written could be somebody's name.
_PRIVATE = frozenset(
    {
        ClaimantType.PARTICIPANT_EYEWITNESS,
        ClaimantType.RELATIVE_LAWYER,
        ClaimantType.ANONYMOUS_SOCIAL,
        ClaimantType.ORGANISER,
        ClaimantType.JOURNALIST_ON_SCENE,
    }
)


#: Roles whose names are plurals in Russian: a verb beside them is one too.
_SEVERAL = frozenset(
    {
        ClaimantType.HEALTH_AUTHORITY,
        ClaimantType.ORGANISER,
        ClaimantType.PARTICIPANT_EYEWITNESS,
        ClaimantType.RELATIVE_LAWYER,
        ClaimantType.NGO_MONITOR,
        ClaimantType.ANONYMOUS_SOCIAL,
    }
)


def role(t: Locale, kind: ClaimantType) -> str:
    """The name of a role: "Police"."""
    return t.gettext(_ROLES[kind])


def outlet(t: Locale, outlet_id: str) -> str:
    """An outlet's name for readers; one that is not in the names table stands for itself."""
    return t.name(outlet_id) or clean(outlet_id)


def media(t: Locale, facts: Facts) -> str:
    """Who tells of the event: its only outlet by name, several independent ones together."""
    if len(facts.groups) == 1:
        return outlet(t, facts.sources[0].outlet)
    return t.gettext("Media reports")


def according(t: Locale, facts: Facts, only_by: str = "") -> str:
    """The same within a sentence, "according to RFE/RL"; `only_by` is the outlet that alone says it."""
    if only_by or len(facts.groups) == 1:
        return t.gettext("according to %(outlet)s", outlet=_set_off(outlet(t, only_by or facts.sources[0].outlet)))
    return t.gettext("according to media reports")


def speaker(t: Locale, *said: Said, carried_by: bool = False, labels: bool = True) -> str:
    """The claimant of a figure that several may carry.

    `carried_by` adds the outlets where a mere role is ambiguous, and the outlet that alone relays what a name says.
    Without `labels` one that the names table does not have is told by role alone.
    """
    claim = said[0].claim
    name = t.name(claim.claimant) if claim.claimant else None
    match claim.claimant_type:
        case ClaimantType.JOURNALIST_ON_SCENE if whose := list(filter(None, (_whose(t, one) for one in said))):
            theirs = dict.fromkeys(_set_off(outlet(t, one)) for one in whose)
            return t.gettext("%(outlet)s correspondent", outlet=", ".join(theirs))
        case ClaimantType.OUTLET if not claim.claimant:
            return _outlets(t, (one.outlet for one in said))
        case kind:
            named = name or (_labelled(t, kind, claim.claimant) if labels else role(t, kind))
    carried = ", ".join(carriers(t, *said)) if carried_by else ""
    return f"{named} ({carried})" if carried else named


def carriers(t: Locale, *said: Said) -> tuple[str, ...]:
    """The outlets named beside a claimant: of a mere role, or the outlet that alone relays what a name says."""
    claim = said[0].claim
    if claim.claimant_type is ClaimantType.OUTLET and not claim.claimant:
        return ()
    lone = len({group for one in said for group in one.groups}) == 1 and not any(one.fixed for one in said)
    told = dict.fromkeys(outlet(t, one.outlet) for one in said if one.outlet)
    return tuple(told) if lone or not claim.claimant else ()


def are_several(t: Locale, claim: Claim) -> bool:
    """Whether a claimant is told as several people: a role such as "Organisers" that bears no name."""
    return claim.claimant_type in _SEVERAL and not (claim.claimant and t.name(claim.claimant))


def _whose(t: Locale, said: Said) -> str:
    """The outlet of a correspondent: as the claim names it, or that carries it; "" where it is another's."""
    if not said.claim.claimant:
        return said.outlet
    known = t.names.get(said.claim.claimant)
    if known is None:
        return ""
    return known.id if known.kind is NameKind.OUTLET else said.outlet


def _set_off(name: str) -> str:
    """A name beside other words of a sentence: Cyrillic ones stand in quotes, abbreviations and Latin ones do not."""
    cyrillic = any(map(is_cyrillic, name))
    own, bracket, more = name.partition(" (")
    return f"«{own}»{bracket}{more}" if cyrillic and not name.isupper() else name


def _outlets(t: Locale, ids: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(outlet(t, one) for one in ids))


def _labelled(t: Locale, kind: ClaimantType, label: str) -> str:
    written = clean(label)
    if kind in _PRIVATE or not t.names.is_label(written):
        return role(t, kind)
    return t.gettext("%(role)s “%(label)s”", role=role(t, kind), label=written)
