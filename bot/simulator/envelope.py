"""What goes back over HTTP: the result or the refusal in Telegram's envelope, and what befalls it on the way."""

from dataclasses import dataclass, field

from bot.simulator.refusals import Refusal
from bot.simulator.wire import Json


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer; `delay` is in seconds, `dropped` means that the connection is cut instead of answering."""

    status: int
    body: Json | str
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    dropped: bool = False


def accepted(result: object) -> Reply:
    """Status 200 and the result."""
    return Reply(200, {"ok": True, "result": result})


def refused(refusal: Refusal) -> Reply:
    """Status = error_code; a 429 also carries the header Retry-After."""
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    retry_after = refusal.parameters.get("retry_after")
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Reply(refusal.code, body, headers)
