"""A chat that has to wait keeps nobody else waiting, and no question is answered twice."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import Doubtful, Gone, Later, Outcome, Sent
from bot.domain.errors import Busy
from bot.domain.message import Message
from bot.domain.request import Request, RequestKind, StoredUpdate
from bot.services.delivery.reply_sender import TRIES, ReplySender
from bot.services.readers.inbox import UpdateInbox
from bot.store.engine import Store
from handlers.conversation import Conversation
from handlers.update_receiver import Answer, answer_next
from tests.delivery.staging import EDITOR, HandWire, RunningDelivery, running_delivery
from tests.patience import GUARD

FLOODING, OTHER = 1, 2
PAUSE = timedelta(seconds=29)
MESSAGE = Message("sample")


@dataclass
class Answers:
    """A Telegram that answers each chat as told, and remembers to whom something was sent."""

    of: dict[int, Outcome]
    sent: list[int] = field(default_factory=list)

    async def send(self, chat_id: int, message: Message, *, answers: int | None = None, thread: int = 0) -> Outcome:
        self.sent.append(chat_id)
        return self.of.get(chat_id, Sent(1))


@dataclass(frozen=True, slots=True)
class Desk:
    """An inbox and who answers what is in it."""

    inbox: UpdateInbox
    answer: Answer

    async def next(self) -> bool:
        return await answer_next(self.inbox, self.answer)


def desk(store: Store, telegram: Answers) -> Desk:
    """Each question is answered with one message."""
    wire = HandWire()
    reply = ReplySender(store, telegram, wire)  # type: ignore[arg-type]  # only what is sent counts here

    async def handle(ask: Request) -> None:
        await reply.send(ask.chat_id, MESSAGE)

    return Desk(UpdateInbox(store, wire), handle)


def asked(*chats: int) -> list[StoredUpdate]:
    return [
        StoredUpdate(number, Request(chat, Lang.EN, command="help"), "message") for number, chat in enumerate(chats, 1)
    ]


async def handled(answering: Desk) -> None:
    while await answering.next():
        pass


async def test_who_asks_after_a_chat_that_has_to_wait_is_answered_at_once(store: Store) -> None:
    telegram = Answers({FLOODING: Later(PAUSE, flood=True)})
    answering = desk(store, telegram)
    inbox = answering.inbox
    before = inbox.wire.now()
    await inbox.keep(asked(FLOODING, FLOODING, OTHER))
    await handled(answering)
    assert telegram.sent == [FLOODING, OTHER]
    assert inbox.wire.now() == before


async def test_the_chat_that_had_to_wait_is_answered_when_the_pause_is_over(store: Store) -> None:
    telegram = Answers({FLOODING: Later(PAUSE, flood=True)})
    answering = desk(store, telegram)
    inbox = answering.inbox
    await inbox.keep(asked(FLOODING, FLOODING))
    await handled(answering)
    telegram.of.clear()
    await inbox.wire.sleep(PAUSE.total_seconds() - 1)
    await handled(answering)
    assert telegram.sent == [FLOODING]
    await inbox.wire.sleep(1)
    await handled(answering)
    assert telegram.sent == [FLOODING] * 3
    with store.reading() as tx:
        assert tx.inbox.waiting() == 0


@pytest.mark.parametrize("pause", [PAUSE, None])
async def test_an_answer_is_given_up_after_some_tries(store: Store, pause: timedelta | None) -> None:
    telegram = Answers({FLOODING: Later(pause, flood=pause is not None)})
    answering = desk(store, telegram)
    inbox = answering.inbox
    await inbox.keep(asked(FLOODING))
    for _ in range(2 * TRIES):
        await handled(answering)
        await inbox.wire.sleep(PAUSE.total_seconds())
    assert telegram.sent == [FLOODING] * TRIES
    with store.reading() as tx:
        assert (tx.inbox.waiting(), tx.inbox.parked()) == (0, ())


async def test_who_would_have_to_wait_too_long_is_not_answered(store: Store) -> None:
    telegram = Answers({FLOODING: Later(timedelta(minutes=5), flood=True)})
    answering = desk(store, telegram)
    inbox = answering.inbox
    await inbox.keep(asked(FLOODING))
    await handled(answering)
    with store.reading() as tx:
        assert tx.inbox.waiting() == 0


async def test_an_answer_that_takes_longer_than_the_hands_hold_is_begun_by_nobody_else(store: Store) -> None:
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def handle(ask: Request) -> None:
        begun.set()
        await let_go.wait()

    wire = HandWire()
    slow = UpdateInbox(store, wire, lease=timedelta(seconds=0.03))
    other = desk(store, Answers({}))
    await slow.keep(asked(OTHER))
    answering = asyncio.create_task(answer_next(slow, handle))
    await begun.wait()
    for _ in range(20):
        wire.at += slow.lease
        async with asyncio.timeout(GUARD):
            while await store.read(lambda tx: tx.inbox.due_since(wire.at)):
                pass
        assert not await answer_next(UpdateInbox(store, wire), other.answer)
    let_go.set()
    assert await answering


async def test_a_message_that_nobody_asked_for_is_sent_again_after_the_pause(store: Store) -> None:
    telegram = Answers({FLOODING: Later(PAUSE, flood=True)})
    wire = HandWire()
    await ReplySender(store, telegram, wire).insist(FLOODING, MESSAGE)  # type: ignore[arg-type]  # as above
    assert telegram.sent == [FLOODING] * TRIES


async def complain(place: RunningDelivery, telegram: Answers) -> None:
    """A reader taps the button of an error; the answers go through this Telegram."""
    conversation: Conversation = place.app.telegram.reception.answer.__self__  # type: ignore[attr-defined]  # bound
    reply = ReplySender(place.app.store, telegram, place.app.wire)  # type: ignore[arg-type]  # as above
    await replace(conversation, reply=reply).handle(
        Request(OTHER, Lang.EN, words="err:1", kind=RequestKind.TAP, tap="1")
    )


async def test_a_complaint_is_noted_only_when_editors_were_told(store: Store) -> None:
    async with running_delivery(store) as place:
        place.app.news("almaty")
        with pytest.raises(Busy):  # and is so handled again
            await complain(place, Answers({EDITOR: Later(PAUSE, flood=True)}))
        for outcome, sent in (
            (Gone("blocked"), [EDITOR, OTHER]),
            (Doubtful("no answer"), [EDITOR, OTHER]),
            (Sent(1), [OTHER]),
        ):
            telegram = Answers({EDITOR: outcome})
            await complain(place, telegram)
            assert telegram.sent == sent
