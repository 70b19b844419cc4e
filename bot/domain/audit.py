"""audit: what staff, outlets and the program did to events and to who may do it; rows are added and never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """What was done."""

    HELD = "held"
    RELEASED = "released"
    CORRECTED = "corrected"
    UPDATED = "updated"
    RETRACTED = "retracted"
    REINSTATED = "reinstated"
    MERGED = "merged"
    SPLIT = "split"
    #: A question was decided; `reason` says how.
    DECIDED = "decided"
    PROPOSED = "proposed"
    APPROVED = "approved"
    CANCELLED = "cancelled"
    NOTICE = "notice"
    #: A correction was stopped on its way, or goes on.
    STOPPED = "stopped"
    RESUMED = "resumed"
    #: A correction has reached everybody whom it can reach.
    FINISHED = "finished"
    ERASED = "erased"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    RESIGNED = "resigned"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed; `before` and `after` are versions of the event, 0 for none."""

    deed: Deed
    #: Role and number ("editor 2"), "server", "program" or "source".
    actor: str
    event: int = 0
    before: int = 0
    after: int = 0
    #: The question that was decided; 0 for none.
    review: int = 0
    #: Of what else: a role, an outlet, an event.
    subject: str = ""
    reason: str = ""
    #: Names of what was changed in the event, without values.
    fields: tuple[str, ...] = ()
    #: How many chats it was for, as far as that was known then.
    reached: int | None = None
    id: int = 0
    at: datetime | None = None
