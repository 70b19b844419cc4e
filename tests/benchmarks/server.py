"""The simulator in a process of its own, so that a benchmark does not share its interpreter: prints its port.

What it saw it writes at the end, when its standard input closes: one line of JSON.
"""

import asyncio
import gc
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.simulator import ChatMessage, RateLimits, Simulator, faults, figures, running
from bot.simulator.standalone import RARELY


async def main(chats: int, delay: float, limits: RateLimits) -> None:
    gc.set_threshold(*RARELY)  # what the record keeps is kept on purpose
    simulator = Simulator(lambda: datetime.now(UTC), limits=limits, record_cap=2_000_000, repeat_wait=0)
    for chat in range(1, chats + 1):
        simulator.people.join(chat, "Sample reader", started=True)
    if delay:
        simulator.faults.add(faults.late(delay), times=None, method="sendMessage")
    async with running(simulator) as address:
        say({"root": address.root, "token": simulator.token})
        await serve(simulator)


async def serve(simulator: Simulator) -> None:
    """Lines of standard input: say CHAT (answers the seconds until the bot's answer), flood CHAT SECONDS, figures.

    And mix QUESTIONS, a list in JSON of when, by whom, of what kind and in which words: answers the seconds of each.
    """
    while line := (await asyncio.to_thread(sys.stdin.readline)).split():
        match line:
            case ["say", chat]:
                say(await asked(simulator, int(chat)))
            case ["mix", *questions]:
                say(await mixed(simulator, json.loads(" ".join(questions))))
            case ["flood", chat, seconds]:
                simulator.faults.add(faults.too_many_requests(int(seconds)), method="sendMessage", chat_id=int(chat))
                say(None)
            case _:
                say(seen(simulator))


async def asked(simulator: Simulator, chat: int) -> float:
    before = len(simulator.people.history(chat))
    said = simulator.people.say(chat, "/latest").sent_at
    async with asyncio.timeout(60):
        await simulator.record.until(lambda: bool(answers(simulator, chat, before)))
    return (answers(simulator, chat, before)[0].sent_at - said).total_seconds()


async def mixed(simulator: Simulator, questions: Sequence[tuple[float, int, str, str]]) -> list[tuple[str, float]]:
    """Each question is asked at its moment, however long the others wait."""
    asking = [asyncio.create_task(later(simulator, *question)) for question in questions]
    return [(question[2], await task) for question, task in zip(questions, asking, strict=True)]


async def later(simulator: Simulator, seconds: float, chat: int, kind: str, words: str) -> float:
    """The seconds until something new stands in the chat."""
    await asyncio.sleep(seconds)
    async with asyncio.timeout(60):
        return await (tapped(simulator, chat, words) if kind == "tap" else told(simulator, chat, words))


async def told(simulator: Simulator, chat: int, words: str) -> float:
    before = heard(simulator, chat)
    said = simulator.people.say(chat, words).sent_at
    await simulator.record.until(lambda: heard(simulator, chat) > before)
    return (simulator.people.history(chat)[-1].sent_at - said).total_seconds()


async def tapped(simulator: Simulator, chat: int, data: str) -> float:
    """The button is one of the newest message that has it; what it asks for comes as a message."""
    message = next(one for one in reversed(simulator.people.history(chat)) if one.has_button(data))
    before, pressed = heard(simulator, chat), datetime.now(UTC)
    simulator.people.press(chat, message.message_id, data)
    await simulator.record.until(lambda: heard(simulator, chat) > before)
    return (simulator.people.history(chat)[-1].sent_at - pressed).total_seconds()


def heard(simulator: Simulator, chat: int) -> int:
    return sum(message.from_bot for message in simulator.people.history(chat))


def answers(simulator: Simulator, chat: int, before: int) -> list[ChatMessage]:
    """What the bot said to a chat beyond the first so many messages; the broadcast's message may be among them."""
    return [m for m in simulator.people.history(chat)[before:] if m.from_bot and "Latest" in m.text]


def seen(simulator: Simulator) -> dict[str, object]:
    moments = sorted(act.at for act in figures.sends(simulator.record))
    refused = sum(call.reply.status == 429 for call in simulator.record.calls("sendMessage"))
    return {
        "sent": len(moments),
        "seconds": (moments[-1] - moments[0]).total_seconds() if moments else 0.0,
        "most": figures.busiest(moments, 1.0),
        "refused": refused,
        "at": {act.chat_id: act.at.timestamp() for act in figures.sends(simulator.record)},
    }


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    count, late, strict = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "strict"
    asyncio.run(main(count, late, RateLimits(per_second=30, burst=3, group_minute=20) if strict else RateLimits()))
