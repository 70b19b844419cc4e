"""Who says so, by name, in the nominative. Labels that may name a private person are left out."""

from collections.abc import Mapping

from bot.domain.codes import ClaimantType
from bot.domain.event import Facts, Said
from bot.domain.names import NameKind
from bot.wording.marks import gettext_noop
from bot.wording.tongue import Tongue, clean

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


def role(t: Tongue, kind: ClaimantType) -> str:
    """The name of a role: "Police"."""
    return t.gettext(_ROLES[kind])


def outlet(t: Tongue, outlet_id: str) -> str:
    """An outlet's name for readers; one that is not in the names table stands for itself."""
    return t.name(outlet_id) or clean(outlet_id)


def media(t: Tongue, facts: Facts) -> str:
    """Who tells of the event: its only outlet by name, several independent ones together."""
    if len(facts.groups) == 1:
        return outlet(t, facts.sources[0].outlet)
    return t.gettext("Media reports")


def speaker(t: Tongue, said: Said, *, carried_by: bool = False) -> str:
    """The claimant of a figure; `carried_by` adds the outlet where a mere role would be ambiguous."""
    claim = said.claim
    name = t.name(claim.claimant) if claim.claimant else None
    match claim.claimant_type:
        case ClaimantType.JOURNALIST_ON_SCENE if name or said.outlet:
            return _correspondent(t, said)
        case ClaimantType.OUTLET if not claim.claimant:
            return outlet(t, said.outlet)
        case kind:
            named = name or _labelled(t, kind, claim.claimant)
    return f"{named} ({outlet(t, said.outlet)})" if carried_by and not claim.claimant and said.outlet else named


def _correspondent(t: Tongue, said: Said) -> str:
    known = t.names.get(said.claim.claimant)
    whose = known.id if known and known.kind is NameKind.OUTLET else said.outlet
    return t.gettext("%(outlet)s correspondent", outlet=outlet(t, whose))


def _labelled(t: Tongue, kind: ClaimantType, label: str) -> str:
    written = clean(label)
    if not written or kind in _PRIVATE:
        return role(t, kind)
    return t.gettext("%(role)s “%(label)s”", role=role(t, kind), label=written)
