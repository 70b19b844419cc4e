"""The Bot API's methods, except getUpdates: parameters -> what changes and what is answered."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeAlias

from bot.simulator import sending, topics
from bot.simulator.callback_queries import TapAnswer
from bot.simulator.chats import Chat, ChatType, MemberStatus
from bot.simulator.history import HistoryKind
from bot.simulator.http_reply import DescribedResult
from bot.simulator.membership import bot_member, person_member
from bot.simulator.parameters import Parameters
from bot.simulator.refusals import BadRequest, TooManyRequests
from bot.simulator.state import ServerState
from bot.simulator.webhook import Webhook, read_webhook

Method: TypeAlias = Callable[[ServerState, Parameters], object]

BETWEEN_WEBHOOKS = timedelta(seconds=1)

CHAT_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip  # one action a line would hide that it is one list


def get_me(state: ServerState, _: Parameters) -> object:
    """The bot itself."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return {**state.bot_now().json(), **abilities}


def set_webhook(state: ServerState, parameters: Parameters) -> object:
    """Updates go to an address from here on; an empty one deletes it. At most once a second."""
    webhook, now = read_webhook(parameters), state.clock()
    if state.hook.set_at is not None and now - state.hook.set_at < BETWEEN_WEBHOOKS:
        raise TooManyRequests(1)
    kinds = parameters.array("allowed_updates")
    if kinds is not None:
        state.updates.allow(kinds)
    return _place(state, parameters, webhook)


def delete_webhook(state: ServerState, parameters: Parameters) -> object:
    """Updates wait for getUpdates again; they may be dropped."""
    return _place(state, parameters, None)


def get_webhook_info(state: ServerState, _: Parameters) -> object:
    """The webhook, how many updates wait, and what went wrong last."""
    return state.hook.json(state.updates, state.clock())


def answer_callback_query(state: ServerState, parameters: Parameters) -> object:
    """What somebody sees who pressed a button."""
    answer = TapAnswer(parameters.text("text"), parameters.flag("show_alert"), parameters.text("url"))
    tap = state.taps.answer(parameters.text("callback_query_id"), answer, state.clock())
    message = state.messages.get(tap.chat_id, tap.message_id)
    state.record.add_act(HistoryKind.ANSWERED, tap.chat_id, message, answer=answer, detail=tap.data)
    return True


def answer_inline_query(state: ServerState, parameters: Parameters) -> object:
    """What somebody may choose from who typed behind the bot's name."""
    query = state.inlines.answer(parameters, state.clock())
    state.record.add_act(HistoryKind.OFFERED, query.person_id, detail=query.text)
    return True


def get_chat(state: ServerState, parameters: Parameters) -> object:
    """What is known of a chat."""
    return state.chats.reachable(parameters.text("chat_id")).full_json()


def get_chat_member(state: ServerState, parameters: Parameters) -> object:
    """The bot or a person in a chat."""
    chat, user_id = state.chats.reachable(parameters.text("chat_id")), parameters.integer("user_id")
    if user_id == state.bot.user_id:
        return bot_member(chat, state.bot_now())
    person = state.chats.get(user_id)
    if person is None or person.kind is not ChatType.PRIVATE:
        raise BadRequest("member not found" if user_id else "invalid user_id specified")
    return person_member(chat, person)


def get_chat_administrators(state: ServerState, parameters: Parameters) -> object:
    """Who keeps a group or channel."""
    chat = _shared(state, parameters)
    people = [person_member(chat, state.chat(user_id)) for user_id in chat.administrators]
    return [*people, *([] if chat.rights is None else [bot_member(chat, state.bot_now())])]


def get_chat_member_count(state: ServerState, parameters: Parameters) -> object:
    """How many are in a chat, the bot among them."""
    chat = state.chats.reachable(parameters.text("chat_id"))
    return 2 if chat.kind is ChatType.PRIVATE else len(chat.members) + 1


def leave_chat(state: ServerState, parameters: Parameters) -> object:
    """The bot goes away by itself."""
    chat = _shared(state, parameters)
    state.move(chat, MemberStatus.LEFT, by=None)
    return True


def send_chat_action(state: ServerState, parameters: Parameters) -> object:
    """The bot is typing."""
    chat = state.chats.writable(parameters.text("chat_id"))
    action = parameters.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise BadRequest("wrong parameter action in request")
    state.record.add_act(HistoryKind.TYPING, chat.chat_id, detail=action)
    return True


def set_my_commands(state: ServerState, parameters: Parameters) -> object:
    """A command menu for a scope and language."""
    state.profile.set_commands(parameters)
    return True


def get_my_commands(state: ServerState, parameters: Parameters) -> object:
    """The command menu of exactly that scope and language."""
    return [command.json() for command in state.profile.commands(parameters)]


def delete_my_commands(state: ServerState, parameters: Parameters) -> object:
    """No command menu for a scope and language."""
    state.profile.delete_commands(parameters)
    return True


def get_my_star_balance(state: ServerState, _: Parameters) -> object:
    """How many whole Stars are left, and the rest in billionths."""
    tenths = state.gate.tenths
    rest = {"nanostar_amount": tenths % 10 * 100_000_000} if tenths % 10 else {}
    return {"amount": tenths // 10, **rest}


def _setting(part: str) -> Method:
    def set_part(state: ServerState, parameters: Parameters) -> object:
        state.profile.set_text(part, parameters)
        return True

    return set_part


def _getting(part: str) -> Method:
    def get_part(state: ServerState, parameters: Parameters) -> object:
        default = state.bot.name if part == "name" else ""
        return {part: state.profile.text(part, parameters.text("language_code")) or default}

    return get_part


def _place(state: ServerState, parameters: Parameters, webhook: Webhook | None) -> object:
    if parameters.flag("drop_pending_updates"):
        state.updates.clear()
    return DescribedResult(state.hook.place(webhook, state.clock()))


def _shared(state: ServerState, parameters: Parameters) -> Chat:
    chat = state.chats.reachable(parameters.text("chat_id"))
    if chat.kind is ChatType.PRIVATE:
        raise BadRequest("there are no administrators in the private chat")
    return chat


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "sendlocation": sending.send_location,
    "sendphoto": sending.send_photo,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "deletemessages": sending.delete_messages,
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "getchatmembercount": get_chat_member_count,
    "leavechat": leave_chat,
    "sendchataction": send_chat_action,
    "createforumtopic": topics.create,
    "editforumtopic": topics.rename,
    "closeforumtopic": topics.close,
    "reopenforumtopic": topics.reopen,
    "deleteforumtopic": topics.delete,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "getmystarbalance": get_my_star_balance,
    **{f"setmy{part.replace('_', '')}": _setting(part) for part in ("name", "description", "short_description")},
    **{f"getmy{part.replace('_', '')}": _getting(part) for part in ("name", "description", "short_description")},
}
"""By name in small letters: method names are case-insensitive."""

SENDING = frozenset({"sendmessage", "sendlocation", "sendphoto"})
"""Methods that count as sends."""
