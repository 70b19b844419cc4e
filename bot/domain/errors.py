"""What can go wrong, in two families.

HouseError
├── Sayable        the person erred; bot/wording has a sentence for each in three languages
│   ├── UnknownPlace
│   ├── NoSuchEvent
│   ├── Retracted
│   ├── NotUnderstood
│   ├── CannotPost
│   ├── NotBound
│   ├── Expired
│   ├── LastOwner
│   ├── NotAllowed
│   ├── AlreadyDecided
│   ├── NeedsAnother
│   ├── TooLate
│   ├── Stopped
│   └── OutOfDate
└── Operational    the work failed; recorded and shown to operators
    ├── BadConfiguration
    ├── WrongStore
    ├── SubscribersUnreadable
    ├── StoreUnavailable
    ├── Busy
    └── TelegramUnavailable
"""

from datetime import timedelta


class ProtestAlertsError(Exception):
    """Anything this program raises on purpose."""


class Sayable(ProtestAlertsError):
    """The person asked for something that cannot be; it is answered with a sentence."""


class UnknownPlace(Sayable):
    """No place of this name; `nearest` are ids of places whose names look like it, best first."""

    def __init__(self, asked: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(asked)
        self.nearest = nearest


class NoSuchEvent(Sayable):
    """No published event of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"no event No. {number}")
        self.number = number


class Retracted(Sayable):
    """The event was retracted, so nothing of it can be corrected any more."""

    def __init__(self, number: int) -> None:
        super().__init__(f"event No. {number} was retracted")
        self.number = number


class NotUnderstood(Sayable):
    """A command or an argument that means nothing here."""


class CannotPost(Sayable):
    """No channel of this name in which the bot is an administrator that may post."""


class NotBound(Sayable):
    """No channel of this name or number was bound."""


class NotAdministrator(Sayable):
    """Somebody who does not administer a group wants to change what the bot does there."""


class OutOfDate(Sayable):
    """The event has changed since the preview was made; nothing was corrected."""


class Expired(Sayable):
    """The correction was begun too long ago; nothing was corrected."""


class LastOwner(Sayable):
    """Without this owner nobody could choose who else may decide."""


class NotAllowed(Sayable):
    """An editor asks for what only an owner may do."""


class AlreadyDecided(Sayable):
    """Somebody else has decided it meanwhile."""


class NeedsAnother(Sayable):
    """Who proposed something cannot be the one who approves it."""


class TooLate(Sayable):
    """What could be undone for a day is older."""


class Stopped(Sayable):
    """The chat is told nothing, or nothing is kept of it; only its own wish changes that."""


class Operational(ProtestAlertsError):
    """The work failed; the operator is told in one line."""


class BadConfiguration(Operational):
    """Settings that cannot be used; `faults` has one line for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class WrongStore(Operational):
    """A database of another purpose (demo or live), or of another schema."""


class SubscribersUnreadable(Operational):
    """The subscriber key does not open what is stored."""


class StoreUnavailable(Operational):
    """The database takes or gives nothing at the moment: locked, full, or away. The work may be tried again."""


class Busy(Operational):
    """A chat may be written to later: after a pause that Telegram asked for, or (none) when nothing was taken."""

    def __init__(self, pause: timedelta | None) -> None:
        super().__init__("a chat may be written to later")
        self.pause = pause


class TelegramUnavailable(Operational):
    """Telegram refuses the token at the start."""
