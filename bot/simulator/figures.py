"""What a test wants to know of a record: how fast, how often, twice, in which order."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.simulator.history import History, HistoryEntry, HistoryKind


def sends(record: History) -> tuple[HistoryEntry, ...]:
    """Every message that the bot sent."""
    return record.acts(HistoryKind.SENT)


def busiest(moments: Iterable[datetime], window: float) -> int:
    """The highest number of moments in any half-open window of so many seconds."""
    span, inside, most = timedelta(seconds=window), deque[datetime](), 0
    for moment in sorted(moments):
        inside.append(moment)
        while moment - inside[0] >= span:
            inside.popleft()
        most = max(most, len(inside))
    return most


def most_sends_within(record: History, window: float, *, chat_id: int | None = None) -> int:
    """The highest number of sends in any window of so many seconds, to all chats or one."""
    return busiest((act.at for act in record.acts(HistoryKind.SENT, chat_id=chat_id)), window)


def sends_per_chat(record: History) -> Mapping[int, int]:
    """How many messages each chat got."""
    return Counter(act.chat_id for act in sends(record))


def duplicates(record: History) -> Mapping[tuple[int, str], int]:
    """Texts that a chat got more than once: (chat, text) -> how often."""
    counted = Counter((act.chat_id, act.message.text) for act in sends(record) if act.message)
    return {key: count for key, count in counted.items() if count > 1}


def order(record: History, chat_id: int) -> tuple[str, ...]:
    """The texts that a chat got, in the order of their coming."""
    return tuple(act.message.text for act in record.acts(HistoryKind.SENT, chat_id=chat_id) if act.message)


def statuses(record: History) -> Mapping[str, Mapping[str, int]]:
    """How often each method was answered with each HTTP status; `lost` where the answer was cut off."""
    counted: dict[str, Counter[str]] = {}
    for call in record.calls():
        answer = "lost" if call.reply.dropped else str(call.reply.status)
        counted.setdefault(call.method, Counter())[answer] += 1
    return counted
