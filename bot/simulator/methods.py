"""The Bot API's methods, except getUpdates: parameters -> what changes and what is answered."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.simulator.markup import read_markup
from bot.simulator.messages import Message, edited_markup, edited_text, refuse_deletion
from bot.simulator.parameters import Parameters
from bot.simulator.record import Deed
from bot.simulator.refusals import BadRequest
from bot.simulator.state import State
from bot.simulator.taps import TapAnswer
from bot.simulator.text import read_text

Method: TypeAlias = Callable[[State, Parameters], object]

CHAT_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip  # one action a line would hide that it is one list


def get_me(state: State, _: Parameters) -> object:
    """The bot itself."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**state.bot_now().json(), **abilities}


def delete_webhook(state: State, parameters: Parameters) -> object:
    """There is none; but waiting updates may be dropped."""
    if parameters.flag("drop_pending_updates"):
        state.updates.clear()
    return True


def get_webhook_info(state: State, _: Parameters) -> object:
    """No webhook, and how many updates wait."""
    waiting = state.updates.count(state.clock())
    allowed = {"allowed_updates": list(state.updates.allowed)} if state.updates.allowed else {}
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting, **allowed}


def send_message(state: State, parameters: Parameters) -> object:
    """A message into a chat."""
    chat = state.chats.writable(parameters.text("chat_id"))
    if parameters.integer("message_thread_id"):
        raise BadRequest("message thread not found")
    body, markup = read_text(parameters), read_markup(parameters)
    message = Message(
        chat_id=chat.chat_id,
        reply_to=_reply_target(state, chat.chat_id, parameters),
        message_id=state.messages.next_id(),
        from_bot=True,
        sent_at=state.clock(),
        shown_at=state.screen(),
        body=body,
        markup=markup,
        silent=parameters.flag("disable_notification"),
        protected=parameters.flag("protect_content"),
        link_preview=parameters.mapping("link_preview_options") or {},
    )
    state.keep(message, Deed.SENT)
    return state.message_json(message)


def edit_message_text(state: State, parameters: Parameters) -> object:
    """Another text for a message; buttons that are not given again are gone."""
    message = _target(state, parameters, "message to edit not found")
    body, markup = read_text(parameters), read_markup(parameters, inline_only=True)
    preview = parameters.mapping("link_preview_options") or {}
    edited = edited_text(message, body, markup, preview, state.clock())
    state.keep(edited, Deed.EDITED)
    return state.message_json(edited)


def edit_message_reply_markup(state: State, parameters: Parameters) -> object:
    """Other buttons for a message, or none."""
    message = _target(state, parameters, "message to edit not found")
    edited = edited_markup(message, read_markup(parameters, inline_only=True), state.clock())
    state.keep(edited, Deed.EDITED)
    return state.message_json(edited)


def delete_message(state: State, parameters: Parameters) -> object:
    """A message away, its own or the reader's, within 48 hours."""
    message = _target(state, parameters, "message to delete not found")
    refuse_deletion(message, state.clock())
    state.messages.remove(message)
    state.record.add_act(Deed.DELETED, message.chat_id, message)
    return True


def answer_callback_query(state: State, parameters: Parameters) -> object:
    """The answer to a press: once, within 150 seconds."""
    answer = TapAnswer(parameters.text("text"), parameters.flag("show_alert"), parameters.text("url"))
    tap = state.taps.answer(parameters.text("callback_query_id"), answer, state.clock())
    message = state.messages.get(tap.chat_id, tap.message_id)
    state.record.add_act(Deed.ANSWERED, tap.chat_id, message, answer=answer, detail=tap.data)
    return True


def get_chat(state: State, parameters: Parameters) -> object:
    """What is known of a chat."""
    return state.chats.found(parameters.text("chat_id")).full_json()


def send_chat_action(state: State, parameters: Parameters) -> object:
    """The bot is typing."""
    chat = state.chats.writable(parameters.text("chat_id"))
    action = parameters.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise BadRequest("wrong parameter action in request")
    state.record.add_act(Deed.TYPING, chat.chat_id, detail=action)
    return True


def set_my_commands(state: State, parameters: Parameters) -> object:
    """A command menu for a scope and language."""
    state.profile.set_commands(parameters)
    return True


def get_my_commands(state: State, parameters: Parameters) -> object:
    """The command menu of exactly that scope and language."""
    return [command.json() for command in state.profile.commands(parameters)]


def delete_my_commands(state: State, parameters: Parameters) -> object:
    """No command menu for a scope and language."""
    state.profile.delete_commands(parameters)
    return True


def _setting(part: str) -> Method:
    def set_part(state: State, parameters: Parameters) -> object:
        state.profile.set_text(part, parameters)
        return True

    return set_part


def _target(state: State, parameters: Parameters, missing: str) -> Message:
    chat = state.chats.writable(parameters.text("chat_id"))
    if not parameters.text("message_id"):
        raise BadRequest("message identifier is not specified")
    message = state.messages.get(chat.chat_id, parameters.integer("message_id"))
    if message is None:
        raise BadRequest(missing)
    return message


def _reply_target(state: State, chat_id: int, parameters: Parameters) -> int | None:
    given = parameters.mapping("reply_parameters")
    if not given:
        return None
    reply = Parameters(given)
    elsewhere = reply.text("chat_id") not in {"", str(chat_id)}
    target = None if elsewhere else state.messages.get(chat_id, reply.integer("message_id"))
    if target is None and not reply.flag("allow_sending_without_reply"):
        raise BadRequest("message to be replied not found")
    return target.message_id if target else None


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "getchat": get_chat,
    "sendchataction": send_chat_action,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _setting("name"),
    "setmydescription": _setting("description"),
    "setmyshortdescription": _setting("short_description"),
}
"""By name in small letters: method names are case-insensitive."""
