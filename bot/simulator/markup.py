"""Keyboards under a message: inline buttons, checked; reply keyboards, only remembered (they forbid an edit)."""

import json
from dataclasses import dataclass, field
from functools import lru_cache

from bot.simulator.clock import Json
from bot.simulator.entities import check_url
from bot.simulator.parameters import Parameters, as_object, required_text, utf8
from bot.simulator.refusals import BadRequest

MOST_DATA_BYTES = 64

ACTIONS = frozenset({
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
})  # fmt: skip  # one action a line would hide that it is one list

_BUTTON = "can't parse inline keyboard button"


@dataclass(frozen=True, slots=True)
class InlineButton:
    """An inline button: what it says, what it does (`action` one of ACTIONS), with what, and how it looks."""

    text: str
    action: str
    value: object
    style: str = ""

    @property
    def callback_data(self) -> str | None:
        """What the bot hears when the button is pressed; None when it does something else."""
        return str(self.value) if self.action == "callback_data" else None

    def json(self) -> Json:
        """As Telegram writes it."""
        style = {"style": self.style} if self.style else {}
        return {"text": self.text, self.action: self.value, **style}


@dataclass(frozen=True, slots=True)
class Markup:
    """What stands under a message: rows of inline buttons, or a reply keyboard in the reader's input field."""

    rows: tuple[tuple[InlineButton, ...], ...] = ()
    reply_keyboard: Json = field(default_factory=dict)

    def json(self) -> Json:
        """Inline buttons as Telegram writes them."""
        return {"inline_keyboard": [[button.json() for button in row] for row in self.rows]}


NO_MARKUP = Markup()


def read_markup(parameters: Parameters, *, inline_only: bool = False) -> Markup:
    """The parameter reply_markup; NO_MARKUP when it is missing or has no buttons.

    Raises BadRequest: in the wording of the server (`BUTTON_DATA_INVALID` for more than 64 bytes of data, ...).
    """
    given = parameters.raw.get("reply_markup")
    if not given:
        return NO_MARKUP
    markup = _read(given if isinstance(given, str) else json.dumps(given))
    if inline_only and markup.reply_keyboard:
        raise BadRequest("inline keyboard expected")
    return markup


@lru_cache(maxsize=1024)
def _read(text: str) -> Markup:
    """A broadcast repeats its buttons, so they are read once."""
    given = Parameters({"reply_markup": text}).mapping("reply_markup")
    if not given:
        return NO_MARKUP
    if "inline_keyboard" not in given:
        return Markup(reply_keyboard=given)
    rows = (_read_row(row) for row in _array(given["inline_keyboard"], "must be of type Array"))
    return Markup(tuple(row for row in rows if row))


def _array(value: object, fault: str) -> list[object]:
    if not isinstance(value, list):
        raise BadRequest(f'field "inline_keyboard" {fault}')
    return value


def _read_row(row: object) -> tuple[InlineButton, ...]:
    cells = _array(row, "must be an Array of Arrays")
    return tuple(_read_button(as_object(cell, f"{_BUTTON}: InlineKeyboardButton must be an Object")) for cell in cells)


def _read_button(given: Json) -> InlineButton:
    text = required_text(given, "text", _BUTTON)
    if not text:
        raise BadRequest("inline keyboard button text must be non-empty")
    action = next((name for name in given if name in ACTIONS and (given[name] or _is_query(name, given))), "")
    if not action:
        raise BadRequest(f"{_BUTTON}: Text buttons are unallowed in the inline keyboard")
    _check_action(action, given)
    return InlineButton(text, action, given[action], str(given.get("style", "")))


def _is_query(name: str, given: Json) -> bool:
    """Whether even an empty text means something."""
    return name.startswith("switch_inline_query") and given[name] is not None


def _check_action(action: str, given: Json) -> None:
    if action == "url":
        check_url(required_text(given, "url", _BUTTON), "Inline keyboard button URL")
    if action == "callback_data" and len(utf8(required_text(given, action, _BUTTON))) > MOST_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
