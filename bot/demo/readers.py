"""The sample readers: plainly samples, each subscribes by tapping what a person would tap."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.codes import Lang
from bot.simulator import ChatMessage, HistoryKind, Simulator

_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class SampleReader:
    """One chat of the demo."""

    chat_id: int
    name: str
    lang: Lang
    places: tuple[str, ...]
    editor: bool = False


READERS = (
    SampleReader(1001, "Kazakh reader", Lang.KK, ("kz",)),
    SampleReader(1002, "Russian reader", Lang.RU, ("almaty", "aktobe")),
    SampleReader(1003, "English reader", Lang.EN, ("kz",)),
    SampleReader(1009, "Editor", Lang.EN, ("kz",), editor=True),
)
EDITORS = tuple(reader.chat_id for reader in READERS if reader.editor)


def join(simulator: Simulator) -> None:
    """Put the readers' chats into the simulator, unless they are there; nobody has pressed Start yet."""
    known = {chat.chat_id for chat in simulator.people.chats()}
    for reader in READERS:
        if reader.chat_id in known:
            continue
        simulator.people.join(reader.chat_id, reader.name, language_code=reader.lang.value)


async def subscribe(simulator: Simulator) -> None:
    """Let every reader press Start and choose a language and places."""
    await asyncio.gather(*(_subscribe(simulator, reader) for reader in READERS))


async def _subscribe(simulator: Simulator, reader: SampleReader) -> None:
    people, chat = simulator.people, reader.chat_id
    people.say(chat, "/start")
    language = f"lang:{reader.lang.value}"
    people.press(chat, (await _message_with(simulator, chat, language)).message_id, language)
    for number, place in enumerate(reader.places):
        for button in (*(("begin:back",) if number else ()), f"begin:{place}"):
            people.press(chat, (await _message_with(simulator, chat, button)).message_id, button)
            await _until_edited(simulator, chat)
    people.press(chat, (await _message_with(simulator, chat, "go:now")).message_id, "go:now")
    await _until(simulator, lambda: _latest_with(simulator, chat, "go:now") is None)


async def _message_with(simulator: Simulator, chat_id: int, data: str) -> ChatMessage:
    await _until(simulator, lambda: _latest_with(simulator, chat_id, data) is not None)
    found = _latest_with(simulator, chat_id, data)
    if found is None:
        raise LookupError(data)
    return found


def _latest_with(simulator: Simulator, chat_id: int, data: str) -> ChatMessage | None:
    messages = reversed(simulator.people.history(chat_id))
    return next((m for m in messages if m.from_bot and m.has_button(data)), None)


async def _until_edited(simulator: Simulator, chat_id: int) -> None:
    seen = len(simulator.record.acts(HistoryKind.EDITED, chat_id=chat_id))
    await _until(simulator, lambda: len(simulator.record.acts(HistoryKind.EDITED, chat_id=chat_id)) > seen)


async def _until(simulator: Simulator, condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE):
        await simulator.record.until(condition)
