"""Scripts over HTTP, under /script/: people and chats, what they do, what the bot did, faults, limits, Stars.

Every body and answer is a JSON object; what cannot be done is answered with `{"error"}` and 400, 404, 409, 413 or 415.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeAlias

from bot.simulator import figures, view
from bot.simulator.chats import Chat, ChatType
from bot.simulator.clock import Json
from bot.simulator.fault_orders import read_order
from bot.simulator.inline import Inline
from bot.simulator.json_in import Given, Wrong
from bot.simulator.limits import RateLimits
from bot.simulator.membership import RIGHTS
from bot.simulator.page_requests import read_press, read_say
from bot.simulator.simulator import Simulator

Script: TypeAlias = Callable[[Simulator, Given], Json]

MOST_PEOPLE = 200_000
MOST_ENTRIES = 1000
LONGEST_WINDOW = 86_400.0

SWITCHES = frozenset({"channels"})
AMOUNTS = frozenset({"lengthen", "jitter", "huge", "whim"})
COUNTS = frozenset({"per_second", "burst", "group_minute", "edits_minute"})
"""Limits that null takes away."""


def add_people(simulator: Simulator, given: Given) -> Json:
    """`count` private chats with consecutive numbers from `chat` on."""
    first, count = given.integer("chat"), given.integer("count", 1)
    if not 1 <= count <= MOST_PEOPLE or first <= 0:
        raise Wrong(400, f"chat must be above 0, count from 1 to {MOST_PEOPLE}")
    name, lang, username = given.text("name", "Reader"), given.text("lang", ""), given.text("username", "")
    started = given.flag("started")
    for chat_id in range(first, first + count):
        _taken(simulator, chat_id)
    for chat_id in range(first, first + count):
        simulator.people.join(chat_id, name, language_code=lang, username=username, started=started)
    return {"chats": count}


def add_group(simulator: Simulator, given: Given) -> Json:
    """A group, supergroup or channel; `bot` is `member`, `administrator` or `away`."""
    chat_id, members = given.integer("chat"), given.integers("members")
    kind = ChatType(given.one_of("kind", "group", "supergroup", "channel", default="supergroup"))
    bot = given.one_of("bot", "member", "administrator", "away", default="member")
    _taken(simulator, chat_id)
    if chat_id >= 0:
        raise Wrong(400, "a group or channel has a number below 0")
    for person in members:
        _chat(simulator, person)
    title, username = given.text("title", "Sample"), given.text("username", "")
    simulator.groups.create(chat_id, title, members, kind=kind, forum=given.flag("forum"), username=username)
    if bot != "away":
        simulator.groups.add_bot(chat_id, rights=RIGHTS if bot == "administrator" or kind is ChatType.CHANNEL else None)
    return view.chat_view(simulator.people, _known(simulator, chat_id))


def add_topic(simulator: Simulator, given: Given) -> Json:
    """A topic of a forum."""
    return simulator.groups.open_topic(_chat(simulator, given.integer("chat")), given.text("name")).json()


def say(simulator: Simulator, given: Given) -> Json:
    """Somebody writes."""
    asked = read_say(given.fields)
    place = {"reply_to": asked.reply_to, "by": asked.by, "thread": asked.thread}
    message = simulator.people.say(_chat(simulator, asked.chat_id), asked.text, **place)
    return {"message": message.message_id}


def start(simulator: Simulator, given: Given) -> Json:
    """Somebody follows a link to the bot."""
    chat_id = _chat(simulator, given.integer("chat"))
    return {"message": simulator.people.start(chat_id, given.text("payload", "")).message_id}


def share_location(simulator: Simulator, given: Given) -> Json:
    """Somebody sends a point on the map."""
    latitude = given.number("latitude", least=-90, most=90)
    longitude = given.number("longitude", least=-180, most=180)
    chat_id, by = _chat(simulator, given.integer("chat")), given.optional("by")
    return {"message": simulator.people.share_location(chat_id, latitude, longitude, by=by).message_id}


def edit(simulator: Simulator, given: Given) -> Json:
    """Somebody changes what was written."""
    chat_id = _chat(simulator, given.integer("chat"))
    return {"message": simulator.people.edit(chat_id, given.integer("message"), given.text("text")).message_id}


def press(simulator: Simulator, given: Given) -> Json:
    """Somebody presses a button; what the bot answers stands in the record."""
    asked = read_press(given.fields)
    tap = simulator.people.press(_chat(simulator, asked.chat_id), asked.message_id, asked.data, by=asked.by)
    return {"query": tap.query_id}


def ask_inline(simulator: Simulator, given: Given) -> Json:
    """Somebody types behind the bot's name."""
    person, text = _chat(simulator, given.integer("chat")), given.text("text")
    return _inline(simulator.people.ask_inline(person, text, offset=given.text("offset", "")))


def choose_inline(simulator: Simulator, given: Given) -> Json:
    """Somebody sends a result of an inline query into a chat."""
    query = _asked(simulator, given)
    chat_id = _chat(simulator, given.integer("chat"))
    return {"message": simulator.people.choose_inline(query, given.text("result"), chat_id).message_id}


def stand(simulator: Simulator, given: Given) -> Json:
    """The bot's place in a chat changes."""
    chat, groups, people = _known(simulator, given.integer("chat")), simulator.groups, simulator.people
    chat_id = chat.chat_id
    changes: Mapping[str, Callable[[], object]] = {
        "block": lambda: people.block(chat_id),
        "unblock": lambda: people.unblock(chat_id),
        "deactivate": lambda: people.deactivate(chat_id),
        "add": lambda: groups.add_bot(chat_id, rights=RIGHTS if chat.kind is ChatType.CHANNEL else None),
        "promote": lambda: groups.promote_bot(chat_id),
        "demote": lambda: groups.promote_bot(chat_id, None),
        "restrict": lambda: groups.restrict_bot(chat_id),
        "kick": lambda: groups.kick_bot(chat_id),
        "delete": lambda: groups.delete(chat_id),
        "migrate": lambda: groups.migrate(chat_id, _free(simulator, given.integer("to"))),
    }
    changes[given.one_of("do", *changes)]()
    return view.chat_view(people, _known(simulator, chat_id))


def order_fault(simulator: Simulator, given: Given) -> Json:
    """A fault befalls the next calls."""
    simulator.faults.order(read_order(given.fields))
    return list_faults(simulator, given)


def list_faults(simulator: Simulator, _: Given) -> Json:
    """What is in waiting, and the limits in force."""
    orders = [
        {"kind": order.name, "method": order.method, "chat": order.chat_id, "times": order.left, "share": order.share}
        for order in simulator.faults.waiting
    ]
    return {"faults": orders, "limits": asdict(simulator.gate.limits), "stars": simulator.gate.tenths / 10}


def clear_faults(simulator: Simulator, given: Given) -> Json:
    """No faults any more."""
    simulator.faults.clear()
    return list_faults(simulator, given)


def set_limits(simulator: Simulator, given: Given) -> Json:
    """`{"preset": "telegram" | "none"}` and single values beside it."""
    given.only("preset", *(field.name for field in fields(RateLimits)))
    preset = given.one_of("preset", "telegram", "none", default="telegram")
    base = asdict(RateLimits.telegram() if preset == "telegram" else RateLimits())
    simulator.gate.impose(RateLimits(**{name: _limit(given, name, value) for name, value in base.items()}))
    return list_faults(simulator, given)


def set_stars(simulator: Simulator, given: Given) -> Json:
    """So many Stars to pay with."""
    simulator.gate.tenths = round(given.number("stars") * 10)
    return list_faults(simulator, given)


def show_chats(simulator: Simulator, _: Given) -> Json:
    """Every chat without its messages."""
    return {"chats": [view.chat_view(simulator.people, chat) for chat in simulator.people.chats()]}


def show_messages(simulator: Simulator, given: Given) -> Json:
    """A chat as its readers see it."""
    history = simulator.people.history(_chat(simulator, given.integer("chat")))
    return {"messages": [view.message_view(message) for message in history]}


def show_record(simulator: Simulator, given: Given) -> Json:
    """What happened after a number, at most 1000 lines at a time."""
    entries = simulator.record.since(given.integer("after", 0))[:MOST_ENTRIES]
    shown = [view.entry_view(entry) for entry in entries]
    return {"entries": shown, "last": simulator.record.last, "dropped": simulator.record.dropped}


def show_figures(simulator: Simulator, given: Given) -> Json:
    """How fast, to whom, what twice: of all sends in the record, or of those to one chat."""
    window, chat_id = given.number("window", 1.0, least=0.001, most=LONGEST_WINDOW), given.optional("chat")
    per_chat, record = figures.sends_per_chat(simulator.record), simulator.record
    sends = sum(per_chat.values()) if chat_id is None else per_chat.get(chat_id, 0)
    twice = [
        {"chat": chat, "text": text, "times": times}
        for (chat, text), times in figures.duplicates(record).items()
        if chat_id in {None, chat}
    ]
    most = figures.most_sends_within(record, window, chat_id=chat_id)
    whole = {"sends": sends, "chats": len(per_chat), "window": window, "most_in_window": most}
    return {**whole, "duplicates": twice, "statuses": figures.statuses(record), "dropped": record.dropped}


def show_order(simulator: Simulator, given: Given) -> Json:
    """The texts that a chat got, in the order of their coming."""
    return {"texts": list(figures.order(simulator.record, _chat(simulator, given.integer("chat"))))}


def show_inline(simulator: Simulator, given: Given) -> Json:
    """An inline query and its results, when the bot has answered."""
    return _inline(_asked(simulator, given))


SCRIPTS: Mapping[tuple[str, str], Script] = {
    ("POST", "people"): add_people,
    ("POST", "groups"): add_group,
    ("POST", "topics"): add_topic,
    ("POST", "say"): say,
    ("POST", "start"): start,
    ("POST", "location"): share_location,
    ("POST", "edit"): edit,
    ("POST", "press"): press,
    ("POST", "inline"): ask_inline,
    ("POST", "choose"): choose_inline,
    ("POST", "standing"): stand,
    ("POST", "faults"): order_fault,
    ("DELETE", "faults"): clear_faults,
    ("GET", "faults"): list_faults,
    ("POST", "limits"): set_limits,
    ("POST", "stars"): set_stars,
    ("GET", "chats"): show_chats,
    ("GET", "messages"): show_messages,
    ("GET", "record"): show_record,
    ("GET", "figures"): show_figures,
    ("GET", "order"): show_order,
    ("GET", "inline"): show_inline,
}
"""By HTTP method and the name behind /script/; docs/simulator.md has an example of each."""


def _limit(given: Given, name: str, base: object) -> Any:
    if name not in given.fields:
        return base
    if name in SWITCHES:
        return given.flag(name)
    if name in COUNTS and given.fields[name] is None:
        return None
    return given.number(name) if name in AMOUNTS else given.integer(name)


def _asked(simulator: Simulator, given: Given) -> Inline:
    query = simulator.state.inlines.get(str(given.fields.get("query", "")))
    if query is None:
        raise Wrong(404, "there is no such query")
    return query


def _inline(query: Inline) -> Json:
    results = None if query.results is None else list(query.results)
    return {"query": query.query_id, "results": results, "next_offset": query.next_offset}


def _chat(simulator: Simulator, chat_id: int) -> int:
    _known(simulator, chat_id)
    return chat_id


def _known(simulator: Simulator, chat_id: int) -> Chat:
    chat = simulator.state.chats.get(chat_id)
    if chat is None:
        raise Wrong(404, "there is no such chat")
    return chat


def _taken(simulator: Simulator, chat_id: int) -> None:
    if simulator.state.chats.get(chat_id) is not None:
        raise Wrong(409, f"chat {chat_id} is there already")


def _free(simulator: Simulator, chat_id: int) -> int:
    _taken(simulator, chat_id)
    return chat_id
