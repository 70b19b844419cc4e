"""update → question: all that is kept of an update, and no more than is needed to answer it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.codes import Lang


class RequestKind(StrEnum):
    """What a person did."""

    COMMAND = "command"
    WORDS = "words"
    TAP = "tap"
    #: The bot was blocked, unblocked, added or removed, got or lost a right, or a topic was opened again; `words` is
    #: what it is in the chat from then on.
    MEMBER = "member"
    #: A group became a supergroup; `words` is its new chat id.
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Request:
    """One question from one chat; `words` is what stood after the command, or the data of the tapped button."""

    chat_id: int
    #: The language to answer in when nothing is known of the chat.
    lang: Lang
    words: str = ""
    #: The message whose button was tapped.
    message_id: int | None = None
    kind: RequestKind = RequestKind.COMMAND
    command: str = ""
    #: Id of the tap, to be answered so that the button stops spinning.
    tap: str = ""
    #: Topic of a forum; 0 for none.
    thread: int = 0
    #: A private chat: one person and the bot.
    private: bool = True
    #: Number of the update that it came with; 0 for a question that came with none.
    update: int = 0
    #: What words, a picture or a point mean, as bot/domain/plain_message.py codes it; they themselves go no further.
    heard: str = ""
    #: Who asks in a group, to see whether they administer it: a person, or the group itself; 0 in private.
    asker: int = 0
    #: The message that these words answer, when it is one of ours; 0 for none.
    answers: int = 0

    def __repr__(self) -> str:
        return "Ask()"

    @property
    def erases(self) -> bool:
        """Whether all that is kept of its chat is erased: then nothing of this question may stay in any file."""
        return self.kind is RequestKind.TAP and self.words.partition(":")[0] == "forget"


@dataclass(frozen=True, slots=True)
class TakenRequest:
    """An update taken out of the inbox to be handled."""

    update_id: int
    ask: Request
    #: How often its chat was to get the answer later.
    tries: int = 0
    #: An answer was begun, and nobody knows whether it arrived.
    begun: bool = False


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """One update as it goes into the inbox: a question, or the kind of a fault and never the body."""

    update_id: int
    ask: Request | None
    #: Name of the update's type, and of the error where it could not be read.
    kind: str
    fault: str = ""


#: A question is paid off in so long.
PER_QUESTION = timedelta(seconds=3)
#: So many questions may be owed.
AT_ONCE = 8
#: A tap costs less than a question: choosing places takes many.
TAP_COST = 0.25
#: Never more is owed, so that the chat is heard again soon after it stops.
_LONGEST = PER_QUESTION * AT_ONCE


class BurstVerdict(StrEnum):
    """What becomes of a question."""

    ANSWER = "answer"
    #: It is too much, and the chat is told so: once, until it has waited.
    WAIT = "wait"
    #: It is too much, and the chat knows.
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Burst:
    """When all that a chat asked is paid off, and whether it was told to wait."""

    paid_at: datetime
    told: bool = False


def weighed(burst: Burst | None, cost: float, now: datetime) -> tuple[Burst, BurstVerdict]:
    """The chat after one more question, and what becomes of it."""
    owes = max(burst.paid_at - now, timedelta()) if burst else timedelta()
    fresh = burst is None or not owes
    if owes + PER_QUESTION * cost <= _LONGEST:
        return Burst(
            now + owes + PER_QUESTION * cost, told=bool(burst and burst.told and not fresh)
        ), BurstVerdict.ANSWER
    told = bool(burst and burst.told)
    return Burst(now + owes, told=True), BurstVerdict.SILENCE if told else BurstVerdict.WAIT
