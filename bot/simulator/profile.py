"""The bot's profile: command menus by scope and language, name and descriptions by language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.simulator.chats import Chat, ChatType
from bot.simulator.clock import Json
from bot.simulator.parameters import Parameters, as_object, required_text
from bot.simulator.refusals import BadRequest

MOST_COMMANDS = 100
MOST_DESCRIPTION = 256
LENGTHS = {"name": 64, "description": 512, "short_description": 120}
"""Longest text of each part of the profile, in characters."""

SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")

Scope: TypeAlias = tuple[str, str, str]
"""Type, chat_id and user_id, empty where the type has none."""

DEFAULT: Scope = ("default", "", "")
ALL_PRIVATE: Scope = ("all_private_chats", "", "")


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the command menu; the name without its slash."""

    name: str
    description: str

    def json(self) -> Json:
        """As Telegram writes it."""
        return {"command": self.name, "description": self.description}


class Profile:
    """What setMyCommands, setMyName and the like have left."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], tuple[Command, ...]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    @property
    def menus(self) -> Mapping[tuple[Scope, str], tuple[Command, ...]]:
        """Every menu by scope and language."""
        return self._menus

    @property
    def texts(self) -> Mapping[tuple[str, str], str]:
        """Every text by part and language."""
        return self._texts

    def restore(
        self, menus: Mapping[tuple[Scope, str], tuple[Command, ...]], texts: Mapping[tuple[str, str], str]
    ) -> None:
        """Have these menus and texts and no others."""
        self._menus, self._texts = dict(menus), dict(texts)

    def set_commands(self, parameters: Parameters) -> None:
        """Replace the menu of a scope and language."""
        self._menus[_place(parameters)] = _read_commands(parameters)

    def delete_commands(self, parameters: Parameters) -> None:
        """Drop the menu of a scope and language."""
        self._menus.pop(_place(parameters), None)

    def commands(self, parameters: Parameters) -> tuple[Command, ...]:
        """The menu of exactly this scope and language."""
        return self._menus.get(_place(parameters), ())

    def menu(self, chat: Chat, person_id: int, language: str) -> tuple[Command, ...]:
        """The menu that a person sees in a chat: the narrowest scope first, his language before none."""
        places = ((scope, each) for scope in _scopes(chat, person_id) for each in (language, ""))
        return next((menu for place in places if (menu := self._menus.get(place))), ())

    def set_text(self, part: str, parameters: Parameters) -> None:
        """Set name, description or short_description for a language."""
        text = parameters.text(part)
        if len(text) > LENGTHS[part]:
            raise BadRequest(f"BOT_{part.upper()}_INVALID")
        self._texts[part, _language(parameters)] = text

    def text(self, part: str, language: str) -> str:
        """Name, description or short_description as a reader of that language sees it; empty when there is none."""
        return self._texts.get((part, language)) or self._texts.get((part, ""), "")


def _scopes(chat: Chat, person_id: int) -> Iterator[Scope]:
    """In the order in which Telegram looks for a menu."""
    here = str(chat.chat_id)
    if chat.kind is ChatType.PRIVATE:
        yield from (("chat", here, ""), ALL_PRIVATE, DEFAULT)
        return
    administers = person_id in chat.administrators
    yield "chat_member", here, str(person_id)
    yield from [("chat_administrators", here, "")] * administers
    yield "chat", here, ""
    yield from [("all_chat_administrators", "", "")] * administers
    yield from (("all_group_chats", "", ""), DEFAULT)


def _place(parameters: Parameters) -> tuple[Scope, str]:
    return _read_scope(parameters), _language(parameters)


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise BadRequest("invalid language code specified")
    return code


def _read_scope(parameters: Parameters) -> Scope:
    fault = "can't parse BotCommandScope"
    given = parameters.mapping("scope")
    if given is None:
        return DEFAULT
    kind = required_text(given, "type", fault)
    if kind in SCOPES:
        return kind, "", ""
    if kind not in CHAT_SCOPES:
        raise BadRequest(f"{fault}: Unsupported type specified")
    names = ("chat_id", "user_id") if kind == "chat_member" else ("chat_id",)
    ids = [_required_id(given, name, fault) for name in names]
    return kind, ids[0], ids[1] if kind == "chat_member" else ""


def _required_id(given: Json, name: str, fault: str) -> str:
    if name not in given:
        raise BadRequest(f'{fault}: Can\'t find field "{name}"')
    return str(given[name])


def _read_commands(parameters: Parameters) -> tuple[Command, ...]:
    given = parameters.array("commands") or []
    if len(given) > MOST_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    return tuple(_read_command(as_object(item, "can't parse BotCommand: expected an Object")) for item in given)


def _read_command(given: Json) -> Command:
    fault = "can't parse BotCommand"
    name = required_text(given, "command", fault).removeprefix("/")
    description = required_text(given, "description", fault)
    if not _NAME.fullmatch(name):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MOST_DESCRIPTION:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, description)
