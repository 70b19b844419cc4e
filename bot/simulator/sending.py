"""What a bot says and takes back: send, edit and delete; parameters -> what changes and what is answered."""

from bot.simulator.chats import Chat, ChatType
from bot.simulator.clock import Json
from bot.simulator.entities import FormattedText
from bot.simulator.history import HistoryKind
from bot.simulator.markup import read_markup
from bot.simulator.messages import ChatMessage, Editor, edited_caption, edited_markup, edited_text, refuse_deletion
from bot.simulator.parameters import Parameters
from bot.simulator.pictures import number_of
from bot.simulator.refusals import BadRequest
from bot.simulator.state import ServerState
from bot.simulator.text import read_caption, read_text

NOTHING = FormattedText("")
MOST_DELETED = 100


def send_message(state: ServerState, parameters: Parameters) -> object:
    """A message into a chat."""
    chat = state.chats.writable(parameters.text("chat_id"))
    body = read_text(parameters)
    preview = parameters.mapping("link_preview_options") or {}
    return _send(state, parameters, chat, body=body, preview=preview)


def send_location(state: ServerState, parameters: Parameters) -> object:
    """A point on the map into a chat."""
    chat = state.chats.writable(parameters.text("chat_id"))
    latitude, longitude = (_degrees(parameters, *axis) for axis in (("latitude", 90), ("longitude", 180)))
    point = {"location": {"latitude": latitude, "longitude": longitude}}
    return _send(state, parameters, chat, extra=point)


def send_photo(state: ServerState, parameters: Parameters) -> object:
    """A picture into a chat, with words under it; nobody looks whether it is a picture."""
    chat = state.chats.writable(parameters.text("chat_id"))
    named = parameters.text("photo")
    if not named:
        raise BadRequest("there is no photo in the request")
    return _send(state, parameters, chat, body=read_caption(parameters), extra={"photo": [_picture(named)]})


def edit_message_caption(state: ServerState, parameters: Parameters) -> object:
    """Other words under a picture, or none; buttons that are not given again are gone."""
    message = _target(state, parameters, "message to edit not found")
    caption, markup = read_caption(parameters), read_markup(parameters, inline_only=True)
    return _keep_edited(state, edited_caption(message, caption, markup, _editor(state, message)))


def edit_message_text(state: ServerState, parameters: Parameters) -> object:
    """Another text for a message; buttons that are not given again are gone."""
    message = _target(state, parameters, "message to edit not found")
    body, markup = read_text(parameters), read_markup(parameters, inline_only=True)
    preview = parameters.mapping("link_preview_options") or {}
    return _keep_edited(state, edited_text(message, body, markup, preview, _editor(state, message)))


def edit_message_reply_markup(state: ServerState, parameters: Parameters) -> object:
    """Other buttons for a message, or none."""
    message = _target(state, parameters, "message to edit not found")
    markup = read_markup(parameters, inline_only=True)
    return _keep_edited(state, edited_markup(message, markup, _editor(state, message)))


def delete_message(state: ServerState, parameters: Parameters) -> object:
    """A message away, its own or the reader's, within 48 hours; in a group or channel another's with the right."""
    message = _target(state, parameters, "message to delete not found")
    _refuse_deletion(state, message)
    state.drop(message)
    return True


def delete_messages(state: ServerState, parameters: Parameters) -> object:
    """Up to 100 messages away; those that are not there are passed over."""
    chat = state.chats.writable(parameters.text("chat_id"))
    numbers = parameters.array("message_ids") or []
    if not 1 <= len(numbers) <= MOST_DELETED:
        raise BadRequest("message identifiers are not specified" if not numbers else "too many message identifiers")
    found = [state.messages.get(chat.chat_id, number) for number in numbers if isinstance(number, int)]
    messages = [message for message in found if message is not None]
    for message in messages:
        _refuse_deletion(state, message)
    for message in messages:
        state.drop(message)
    return True


def _send(
    state: ServerState,
    parameters: Parameters,
    chat: Chat,
    *,
    body: FormattedText = NOTHING,
    extra: Json | None = None,
    preview: Json | None = None,
) -> object:
    thread_id = state.topics.writable(chat, parameters.integer("message_thread_id"))
    markup = read_markup(parameters)
    answered = _reply_target(state, chat.chat_id, parameters)
    message = ChatMessage(
        chat_id=chat.chat_id,
        message_id=state.messages.next_id(chat),
        from_bot=True,
        sent_at=state.clock(),
        shown_at=state.screen(),
        body=body,
        markup=markup,
        reply_to=answered.message_id if answered else None,
        silent=parameters.flag("disable_notification"),
        protected=parameters.flag("protect_content"),
        link_preview=preview or {},
        thread_id=thread_id or (answered.thread_id if answered else None),
        extra=extra or {},
    )
    state.keep(message, HistoryKind.SENT)
    return state.message_json(message, answered)


def _picture(named: str) -> Json:
    """One size of a picture: the number that it was sent by, or one made of its address."""
    made = number_of(named)
    unique = made.removeprefix("photo-")[:16]
    return {"file_id": made if "://" in named else named, "file_unique_id": unique, "width": 1280, "height": 720}


def _degrees(parameters: Parameters, name: str, most: int) -> float:
    text = parameters.text(name).strip()
    if not text:
        raise BadRequest(f"{name} is empty")
    try:
        degrees = float(text)
    except ValueError as fault:
        raise BadRequest(f"wrong {name} specified") from fault
    if not -most <= degrees <= most:
        raise BadRequest(f"wrong {name} specified")
    return degrees


def _keep_edited(state: ServerState, edited: ChatMessage) -> object:
    state.keep(edited, HistoryKind.EDITED)
    return state.message_json(edited)


def _editor(state: ServerState, message: ChatMessage) -> Editor:
    chat = state.chat(message.chat_id)
    return Editor(state.clock(), of_others=chat.kind is ChatType.CHANNEL and chat.may("can_edit_messages"))


def _target(state: ServerState, parameters: Parameters, missing: str) -> ChatMessage:
    chat = state.chats.writable(parameters.text("chat_id"))
    if not parameters.text("message_id"):
        raise BadRequest("message identifier is not specified")
    message = state.messages.get(chat.chat_id, parameters.integer("message_id"))
    if message is None:
        raise BadRequest(missing)
    return message


def _refuse_deletion(state: ServerState, message: ChatMessage) -> None:
    chat = state.chat(message.chat_id)
    if not message.from_bot and chat.kind is not ChatType.PRIVATE and not chat.may("can_delete_messages"):
        raise BadRequest("message can't be deleted")
    refuse_deletion(message, state.clock())


def _reply_target(state: ServerState, chat_id: int, parameters: Parameters) -> ChatMessage | None:
    given = parameters.mapping("reply_parameters")
    if not given:
        return None
    reply = Parameters(given)
    elsewhere = reply.text("chat_id") not in {"", str(chat_id)}
    target = None if elsewhere else state.messages.get(chat_id, reply.integer("message_id"))
    if target is None and not reply.flag("allow_sending_without_reply"):
        raise BadRequest("message to be replied not found")
    return target
