"""A request's parameters, however they came: text of a form or query, or values of a JSON body."""

import json
from collections.abc import Mapping

from bot.simulator.clock import Json
from bot.simulator.refusals import BadRequest


class Parameters:
    """Reads parameters as the Bot API server does: a number may be text, an object may be JSON text."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self.raw: Json = raw if type(raw) is dict else dict(raw)

    def text(self, name: str) -> str:
        """The parameter as text; empty when it is missing."""
        value = self.raw.get(name)
        if isinstance(value, str):
            return value
        if type(value) is int:
            return str(value)
        return "" if value is None else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a number; the default when it is missing or no number."""
        value = self.raw.get(name)
        if value is None or type(value) is int:
            return default if value is None else value
        try:
            return int(self.text(name).strip())
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the parameter says yes: `true`, `yes` or a number other than 0, as the server reads them."""
        if name not in self.raw:
            return False
        value = self.text(name).strip().lower()
        return value not in {"", "0", "false", "no"}

    def value(self, name: str) -> object:
        """The parameter as a JSON value; None when it is missing or empty.

        Raises BadRequest: when the text is not JSON.
        """
        raw = self.raw.get(name)
        if not isinstance(raw, str):
            return raw
        if not raw.strip():
            return None
        try:
            parsed: object = json.loads(raw)
        except (ValueError, RecursionError) as fault:
            raise BadRequest(f"can't parse {name} JSON object") from fault
        return parsed

    def mapping(self, name: str) -> Json | None:
        """The parameter as a JSON object; None when it is missing."""
        value = self.value(name)
        if value is None:
            return None
        return as_object(value, f"object expected as {name.replace('_', ' ')}")

    def array(self, name: str) -> list[object] | None:
        """The parameter as a JSON array; None when it is missing."""
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, list):
            raise BadRequest(f"{name} must be an Array")
        return value


def as_object(value: object, message: str) -> Json:
    """The value, when it is an object; else a refusal with the message."""
    if not isinstance(value, dict):
        raise BadRequest(message)
    return value


def required_text(owner: Json, name: str, fault: str) -> str:
    """A field that must be there and be text; `fault` stands before what is wrong with it."""
    if name not in owner:
        raise BadRequest(f'{fault}: Can\'t find field "{name}"')
    value: object = owner[name]
    if not isinstance(value, str):
        raise BadRequest(f'{fault}: Field "{name}" must be of type String')
    return value


def required_integer(owner: Json, name: str, fault: str) -> int:
    """A field that must be there and be a whole number; `fault` stands before what is wrong with it."""
    if name not in owner:
        raise BadRequest(f'{fault}: Can\'t find field "{name}"')
    value: object = owner[name]
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f'{fault}: Field "{name}" must be of type Number')
    return value


def utf8(text: str) -> bytes:
    """The text's bytes; a refusal when half a character is among them."""
    try:
        return text.encode()
    except UnicodeEncodeError as fault:
        raise BadRequest("strings must be encoded in UTF-8") from fault
