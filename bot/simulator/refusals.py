"""What Telegram says when it will not: one small tree, each with its code, wording and parameters.

Refusal
├── BadRequest 400 (MigratedChat carries migrate_to_chat_id)
├── Unauthorized 401
├── Forbidden 403
├── MethodNotFound 404
├── Conflict 409
├── TooManyRequests 429 (carries retry_after)
├── InternalError 500
└── NotSimulated 501 (the simulator's own)

Wording as in the source of the Bot API server: a prefix, then the message with its first letter lowered, unless the
second character is "_" or a capital (`BUTTON_DATA_INVALID` stays as it is).
"""

from collections.abc import Mapping

from bot.simulator.clock import Json


class CannotDo(Exception):
    """What a person asked for cannot be done in a real client either."""


class Refusal(Exception):
    """A request that Telegram answers with `ok: false`."""

    code = 400
    prefix = "Bad Request"

    def __init__(self, message: str = "", *, parameters: Mapping[str, int] | None = None) -> None:
        self.description = f"{self.prefix}: {_lowered(message)}" if message else self.prefix
        self.parameters: Json = dict(parameters or {})
        super().__init__(self.description)


class BadRequest(Refusal):
    """The request itself is wrong."""


class MigratedChat(BadRequest):
    """The group became a supergroup with another id."""

    def __init__(self, migrate_to_chat_id: int) -> None:
        message = "group chat was upgraded to a supergroup chat"
        super().__init__(message, parameters={"migrate_to_chat_id": migrate_to_chat_id})


class Unauthorized(Refusal):
    """The token is not the bot's."""

    code = 401
    prefix = "Unauthorized"


class Forbidden(Refusal):
    """The chat does not want the bot."""

    code = 403
    prefix = "Forbidden"


class MethodNotFound(Refusal):
    """There is no such method."""

    code = 404
    prefix = "Not Found"

    def __init__(self) -> None:
        super().__init__("method not found")


class NotSimulated(Refusal):
    """Telegram has such a method, this simulator has not."""

    code = 501
    prefix = "Not Implemented"

    def __init__(self) -> None:
        super().__init__("the simulator does not have this method of the Bot API")


class Conflict(Refusal):
    """Another poller took over."""

    code = 409
    prefix = "Conflict"


class TooManyRequests(Refusal):
    """A limit is passed; come back after so many seconds."""

    code = 429
    prefix = "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}", parameters={"retry_after": retry_after})


class InternalError(Refusal):
    """Telegram itself failed."""

    code = 500
    prefix = "Internal Server Error"


def _lowered(message: str) -> str:
    keep = len(message) > 1 and (message[1] == "_" or message[1].isupper())
    return message if keep else message[:1].lower() + message[1:]
