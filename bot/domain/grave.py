"""What is never told by itself: the grave things that a report may claim of its event."""

from dataclasses import dataclass
from enum import StrEnum


class Grave(StrEnum):
    """A claim or a deed at this event that an editor decides about."""

    DEATHS = "deaths"
    FIREARM_INJURIES = "firearm_injuries"
    FIREARMS = "firearms"
    SELF_HARM = "self_harm"
    #: Detained or hurt.
    MINORS = "minors"
    #: Torture, and beating in custody.
    TORTURE = "torture"
    #: A call to come, at a time or to a place, addressed to readers.
    CALL = "call"


@dataclass(frozen=True, slots=True)
class GraveMention:
    """One kind that a report tells of its event."""

    kind: Grave
    #: Told in a finite main clause about this event, not in passing.
    clear: bool
