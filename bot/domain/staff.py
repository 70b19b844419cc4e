"""staff: the owners and editors, each known by role and number and never by a name."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do: an owner everything, an editor everything but choosing who else may."""

    OWNER = "owner"
    EDITOR = "editor"


#: Who acts in the audit besides staff: somebody at the command line, the program itself, an outlet.
SERVER, PROGRAM, SOURCE = "server", "program", "source"
#: In the place of a person's number: whoever corrects at the command line.
AT_THE_SERVER = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff; `person` is the number of the private chat, and must not be shown or logged."""

    number: int
    role: Role
    person: int
    on_duty: bool = False

    def __repr__(self) -> str:
        return f"Member({self.handle})"

    @property
    def handle(self) -> str:
        """Role and number, in which the audit names who acted: "editor 2"."""
        return f"{self.role.value} {self.number}"
