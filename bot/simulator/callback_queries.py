"""Pressed buttons: each press may be answered once, within 150 seconds."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.simulator.refusals import BadRequest

ANSWERABLE_FOR = timedelta(seconds=150)
MOST_CHARACTERS = 200
"""Of the notice that answers a press."""

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class TapAnswer:
    """What the reader sees after the press: nothing, a passing notice, or an alert box."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True)
class Tap:
    """One press of a button; `answer` is None until the bot has answered."""

    query_id: str
    chat_id: int
    message_id: int
    data: str
    pressed_at: datetime
    person_id: int
    answer: TapAnswer | None = None
    _done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    async def answered(self) -> TapAnswer:
        """Wait for the bot's answer."""
        await self._done.wait()
        return self.answer or TapAnswer()

    def settle(self, answer: TapAnswer) -> None:
        """Take the bot's answer."""
        self.answer = answer
        self._done.set()


class CallbackQueries:
    """All presses by the id of their callback query."""

    def __init__(self) -> None:
        self._taps: dict[str, Tap] = {}
        self._next = 1

    @property
    def last_id(self) -> int:
        """The highest number that a press was given; 0 when none was."""
        return self._next - 1

    def unanswered(self) -> tuple[Tap, ...]:
        """The presses that the bot has not answered, oldest first."""
        return tuple(tap for tap in self._taps.values() if tap.answer is None)

    def restore(self, taps: Iterable[Tap], last_id: int) -> None:
        """Have these presses and no others; numbers go on from the last."""
        self._taps, self._next = {tap.query_id: tap for tap in taps}, last_id + 1

    def press(self, chat_id: int, message_id: int, data: str, now: datetime, person_id: int) -> Tap:
        """A press at this moment."""
        tap = Tap(str(self._next), chat_id, message_id, data, now, person_id)
        self._taps[tap.query_id] = tap
        self._next += 1
        return tap

    def answer(self, query_id: str, answer: TapAnswer, now: datetime) -> Tap:
        """Answer a press.

        Raises BadRequest: when it is unknown, answered already or too old, or the notice is too long.
        """
        tap = self._taps.get(query_id)
        if tap is None or tap.answer is not None or now - tap.pressed_at >= ANSWERABLE_FOR:
            raise BadRequest(TOO_OLD)
        if len(answer.text) > MOST_CHARACTERS:
            raise BadRequest("MESSAGE_TOO_LONG")
        tap.settle(answer)
        return tap
