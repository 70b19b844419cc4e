"""What only staff may ask: the member who asks is looked up at every question, and others find nothing here."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.domain.errors import NotUnderstood
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.staff import Member
from handlers.reader_taps import Answer

Code = TypeVar("Code", bound=StrEnum)

Command = Callable[[Request, Member], Awaitable[Message]]
Tap = Callable[[Request, Member, list[str]], Awaitable[Answer]]


class EditorHandlers(Protocol):
    """Some of the editors' commands and buttons."""

    def commands(self) -> Mapping[str, Command]:
        """Who answers which command."""
        ...

    def verbs(self) -> Mapping[str, Tap]:
        """Who answers which button, by the first word of its data."""
        ...


def one_of(codes: type[Code], name: str) -> Code:
    """The code of this name; NotUnderstood for any other word."""
    try:
        return codes(name)
    except ValueError:
        raise NotUnderstood(name[:20]) from None


def arguments_of(arguments: list[str], many: int) -> list[str]:
    """So many arguments of a button, empty ones where it has fewer."""
    return [*arguments, *[""] * many][:many]
