"""python-telegram-bot, unpatched, against the simulator: one bot from /start to a pressed button."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    ReplyParameters,
)
from telegram import MessageEntity as PtbEntity
from telegram import Update as PtbUpdate
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.simulator import Address, ChatType, Simulator, TapAnswer, faults, running
from bot.simulator.membership import RIGHTS

READER = 7
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Толығырақ", callback_data="more")]])


@pytest.fixture
def simulator() -> Simulator:
    """On the real clock, since python-telegram-bot's own waits are real; without the wait for a repeated poll."""
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0, strict=True)
    simulator.people.join(READER, "Kazakh reader", language_code="kk", started=True)
    return simulator


@pytest.fixture
async def address(simulator: Simulator) -> AsyncIterator[Address]:
    async with running(simulator) as address:
        yield address


@pytest.fixture
async def client(simulator: Simulator, address: Address) -> AsyncIterator[Bot]:
    async with Bot(simulator.token, base_url=address.base_url) as client:
        yield client


async def echo(update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(update.effective_message.text or "", reply_markup=KEYBOARD)


async def start(update: PtbUpdate, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"сәлем {' '.join(context.args or [])}")


async def tell_more(update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Міне")
    await update.callback_query.edit_message_text("толық мәтін")


async def note_change(update: PtbUpdate, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.my_chat_member is not None
    context.bot_data["status"] = update.my_chat_member.new_chat_member.status
    await context.bot.get_me()


@pytest.fixture
async def echo_bot(simulator: Simulator, address: Address) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    application = Application.builder().token(simulator.token).base_url(address.base_url).build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(tell_more))
    application.add_handler(ChatMemberHandler(note_change))
    assert application.updater is not None
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=PtbUpdate.ALL_TYPES)
        yield application
        await application.updater.stop()
        await application.stop()


async def test_an_echo_bot_answers_and_its_buttons_work(simulator: Simulator, echo_bot: object) -> None:
    people, record = simulator.people, simulator.record
    people.say(READER, "/start city_almaty")
    people.say(READER, "Алматы 🙂")
    await record.until(lambda: len(people.history(READER)) == 4)
    seen = [message.text for message in people.history(READER) if message.from_bot]
    assert sorted(seen) == ["Алматы 🙂", "сәлем city_almaty"]

    echoed = next(message for message in people.history(READER) if message.buttons)
    tap = people.press(READER, echoed.message_id, "more")
    assert await tap.answered() == TapAnswer("Міне")
    await record.until(lambda: people.history(READER)[-1].edited)
    assert people.history(READER)[-1].text == "толық мәтін"
    assert people.history(READER)[-1].buttons == ()


async def test_a_bot_hears_that_it_is_blocked(
    simulator: Simulator, echo_bot: Application[Any, Any, Any, Any, Any, Any]
) -> None:
    simulator.people.block(READER)
    await simulator.record.until(lambda: "status" in echo_bot.bot_data)
    assert echo_bot.bot_data["status"] == "kicked"


async def test_every_method_speaks_python_telegram_bots_language(simulator: Simulator, client: Bot) -> None:
    people = simulator.people
    bold = [PtbEntity("bold", 0, 6)]
    sent = await client.send_message(READER, "Митинг", entities=bold, reply_markup=KEYBOARD, disable_notification=True)
    assert sent.entities == tuple(bold)
    answer = await client.send_message(READER, "Түзету", reply_parameters=ReplyParameters(sent.message_id))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.message_id == sent.message_id
    edited = await client.edit_message_text("Митинг 2", READER, sent.message_id, reply_markup=KEYBOARD)
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    await client.edit_message_reply_markup(READER, sent.message_id)
    await client.send_chat_action(READER, "typing")
    await client.delete_message(READER, answer.message_id)
    assert [(message.text, message.buttons) for message in people.history(READER)] == [("Митинг 2", ())]
    assert (await client.get_chat(READER)).first_name == "Kazakh reader"
    assert (await client.get_webhook_info()).pending_update_count == 0


async def test_the_profile_is_set_by_language(simulator: Simulator, client: Bot) -> None:
    commands = [BotCommand("latest", "соңғы")]
    await client.set_my_commands(commands, BotCommandScopeChat(READER), language_code="kk")
    assert await client.get_my_commands(BotCommandScopeChat(READER), "kk") == tuple(commands)
    assert [command.description for command in simulator.people.menu(READER)] == ["соңғы"]
    await client.delete_my_commands(BotCommandScopeChat(READER), "kk")
    assert simulator.people.menu(READER) == ()
    await client.set_my_description("Сипаттама", "kk")
    await client.set_my_short_description("Қысқа", "kk")
    await client.set_my_name("Атау")
    assert simulator.people.profile_text("short_description", "kk") == "Қысқа"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.too_many_requests(7), RetryAfter),
        (faults.internal_error(), NetworkError),
        (faults.bad_gateway(), NetworkError),
        (faults.answer_lost(), NetworkError),
        (faults.connection_reset(), NetworkError),
    ],
)
async def test_a_fault_is_the_error_that_the_field_knows(
    simulator: Simulator,
    client: Bot,
    fault: faults.InjectedFault,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else RetryAfter warns that its number will become a timedelta
    simulator.faults.add(fault, method="sendMessage")
    with pytest.raises(error):
        await client.send_message(READER, "Митинг")


async def test_refusals_are_the_errors_that_the_field_knows(simulator: Simulator, client: Bot) -> None:
    sent = await client.send_message(READER, "Митинг")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await client.edit_message_text("Митинг", READER, sent.message_id)
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await client.send_message(
            READER, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x" * 65)]])
        )
    simulator.people.block(READER)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await client.send_message(READER, "x")
    with pytest.raises(EndPointNotFound):
        await client.do_api_request("sendHologram")


async def test_a_wrong_token_is_told_at_once(address: Address) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:other", base_url=address.base_url):
            pass


async def test_a_second_instance_is_a_conflict_for_the_first(simulator: Simulator, client: Bot) -> None:
    first = asyncio.create_task(client.get_updates(timeout=50))
    async with Bot(simulator.token, base_url=client.base_url.removesuffix(simulator.token)) as second:
        await simulator.record.until(lambda: bool(simulator.record.calls("getMe")))
        waiting = asyncio.create_task(second.get_updates(offset=1, timeout=50))
        with pytest.raises(Conflict):
            await first
        simulator.people.say(READER, "оян")
        assert len(await waiting) == 1


async def test_the_simulator_can_stop_and_start_again_with_its_chats(simulator: Simulator) -> None:
    simulator.people.say(READER, "күт")
    for _ in range(2):
        async with running(simulator) as address, Bot(simulator.token, base_url=address.base_url) as client:
            assert [update.message and update.message.text for update in await client.get_updates()] == ["күт"]


async def test_groups_topics_and_members_are_what_the_library_expects(simulator: Simulator, client: Bot) -> None:
    simulator.groups.create(-1001, "Editors", [READER], forum=True)
    simulator.groups.add_bot(-1001, rights=RIGHTS)
    topic = await client.create_forum_topic(-1001, "Алматы")
    sent = await client.send_message(
        -1001, "<b>Митинг</b>", parse_mode="HTML", message_thread_id=topic.message_thread_id
    )
    assert (sent.message_thread_id, sent.chat.is_forum) == (topic.message_thread_id, True)
    owner, own = await client.get_chat_administrators(-1001)
    assert (owner.status, own.status, own.user.id) == ("creator", "administrator", client.id)
    assert (await client.get_chat_member(-1001, READER)).status == "creator"
    for change in (simulator.groups.restrict_bot, simulator.groups.kick_bot, simulator.groups.add_bot):
        change(-1001)
    updates = await client.get_updates(timeout=0)
    seen = [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member]
    assert seen == ["administrator", "restricted", "kicked", "member"]


async def test_a_migrated_group_raises_with_its_new_id(simulator: Simulator, client: Bot) -> None:
    simulator.groups.create(-5, "Neighbours", [READER], kind=ChatType.GROUP)
    simulator.groups.add_bot(-5)
    simulator.groups.migrate(-5, -1005)
    with pytest.raises(ChatMigrated) as refusal:
        await client.send_message(-5, "x")
    assert refusal.value.new_chat_id == -1005


async def test_inline_queries_points_and_stars_are_what_the_library_expects(simulator: Simulator, client: Bot) -> None:
    simulator.people.share_location(READER, 43.24, 76.95)
    query = simulator.people.ask_inline(READER, "алм")
    said, asked = await client.get_updates(timeout=0)
    assert said.message is not None
    assert said.message.location is not None
    assert said.message.location.latitude == 43.24
    assert asked.inline_query is not None
    await asked.inline_query.answer([InlineQueryResultArticle("1", "Алматы", InputTextMessageContent("Алматы"))])
    assert simulator.people.choose_inline(query, "1", READER).text == "Алматы"
    assert (await client.send_location(READER, 43.24, 76.95)).location is not None
    assert (await client.get_my_star_balance()).amount == 0
    assert (await client.get_webhook_info()).url == ""


async def test_a_picture_is_uploaded_and_its_caption_edited(client: Bot) -> None:
    sent = await client.send_photo(READER, b"\x89PNG of a map", caption="570")
    assert (len(sent.photo), sent.caption) == (1, "570")
    edited = await client.edit_message_caption(READER, sent.message_id, caption="57")
    assert isinstance(edited, Message)
    assert edited.caption == "57"
