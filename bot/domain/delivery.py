"""alert → delivery: one act towards one chat, and what became of it.

waiting ─(a) lease─► sending ─(b)─► sent(message_id)
   ▲                   │ ├─(c)─► gone        the chat is closed to us: blocked, or refused on several days
   └──(f) later ◄──────┘ ├─(d)─► refused     our fault, shown to operators
                         └─(e)─► doubtful    accepted or not? never resent by itself
waiting ─(g)─► superseded   a newer version replaces it
waiting ─(h)─► merged       into the digest that another delivery carries
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.codes import Lang
from bot.domain.sending_pace import LONGEST_PAUSE, backoff, until_asked_again
from bot.domain.subscriber import Quiet


class DeliveryState(StrEnum):
    """Where a delivery stands; only waiting and sending ones can still move."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GONE = "gone"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    SUPERSEDED = "superseded"
    MERGED = "merged"


#: Acts of these states count as "told".
TOLD = frozenset({DeliveryState.SENT, DeliveryState.DOUBTFUL})


class Form(StrEnum):
    """What the act says: a message of one of these forms, or an edit of an earlier one."""

    NEW = "new"
    UPDATE = "update"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One act of one alert to one subscriber; unique by (subscriber, alert, target)."""

    id: int
    subscriber: int
    alert: int
    event: int
    version: int
    form: Form
    state: DeliveryState
    #: 0 for a new message, else the delivery whose message this one edits.
    target: int = 0
    #: The delivery whose message a new message answers; 0 for none.
    answers: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """A version as a chat was told it: when, on the world's clock (none: nobody knows), and whether by an edit."""

    version: int
    at: datetime | None = None
    edit: bool = False


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A leased delivery with all that the sender needs; the chat id is in clear and must not be kept."""

    delivery: Delivery
    chat_id: int
    lang: Lang
    #: message_id of the message to edit, or to answer.
    edits: int | None = None
    answers: int | None = None
    #: What the message to edit was.
    was: Form | None = None
    #: What the chat was told before this one, oldest first, and when it got the message that this one answers.
    told: tuple[Telling, ...] = ()
    told_at: datetime | None = None
    #: Topic of a forum; 0 for none.
    thread: int = 0
    #: A channel: its readers are many, so nothing in it may ask for an answer.
    channel: bool = False
    #: Waited longer than a reader would expect.
    late: bool = False
    #: Its readers want digests: what comes together comes together because they chose so.
    paced: bool = False
    #: Goes without a sound.
    silent: bool = False
    #: An editor's chat: what may be wrong can be held and corrected there.
    desk: bool = False
    #: The version that the message to edit told when it was sent; 0 for no edit.
    since: int = 0
    #: The newest version of the event, which may be newer than what this act tells.
    newest: int = 0
    #: Telegram refused messages to this chat of late.
    troubled: bool = False
    #: Hours in which nothing makes a sound.
    quiet_hours: Quiet | None = None
    #: What is said is hidden until it is tapped.
    discreet: bool = False
    #: (event, version) of all that the message tells of, when it is a digest, newest first.
    digest: tuple[tuple[int, int], ...] = ()

    def __repr__(self) -> str:
        return f"Dispatch(delivery={self.delivery.id})"


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: ask again after this pause, or after one that grows with the attempts.

    `flood` when a limit was passed, `everybody` when the pause is the whole bot's.
    """

    pause: timedelta | None = None
    flood: bool = False
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A person has blocked the bot: nothing more goes to the chat until that is taken back."""

    why: str


@dataclass(frozen=True, slots=True)
class Shut:
    """Telegram does not take it to this chat at present: no right, no such chat, a closed topic; that may pass."""

    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup; the act is to be sent to its new chat id."""

    chat_id: int

    def __repr__(self) -> str:
        return "Moved()"


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take it as it is: a bug of ours."""

    why: str


@dataclass(frozen=True, slots=True)
class Vanished:
    """The message to edit is not there any more: there is nothing left to make right."""

    why: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """No answer came after the request had left: accepted or not, nobody knows."""

    why: str


Outcome = Sent | Later | Gone | Shut | Moved | Refused | Vanished | Doubtful


@dataclass(frozen=True, slots=True)
class Settled:
    """What to write after an outcome; `due_at` only for waiting, `close` when the subscriber is to be closed."""

    state: DeliveryState
    message_id: int | None = None
    due_at: datetime | None = None
    why: str = ""
    close: bool = False
    #: The message that was to be edited is not there any more.
    vanished: bool = False


def settle(outcome: Outcome, now: datetime, attempts: int = 1, *, enough: bool = False) -> Settled:
    """The state after a call to Telegram; `now` on the wire clock, `enough` when a chat was shut on days enough."""
    match outcome:
        case Sent(message_id=message_id):
            return Settled(DeliveryState.SENT, message_id=message_id)
        case Later(pause=pause):
            return Settled(
                DeliveryState.WAITING, due_at=now + (backoff(attempts) if pause is None else min(pause, LONGEST_PAUSE))
            )
        case Shut(why=why) if not enough:
            return Settled(DeliveryState.WAITING, due_at=now + until_asked_again(attempts), why=why)
        case Moved():
            return Settled(DeliveryState.WAITING, due_at=now)
        case Gone(why=why) | Shut(why=why):
            return Settled(DeliveryState.GONE, why=why, close=True)
        case Refused(why=why):
            return Settled(DeliveryState.REFUSED, why=why)
        case Vanished(why=why):
            return Settled(DeliveryState.SUPERSEDED, why=why, vanished=True)
        case Doubtful(why=why):
            return Settled(DeliveryState.DOUBTFUL, why=why)
