"""Faults on purpose: refusals, lost answers and delays, for one chat or for the next calls of a method."""

from dataclasses import dataclass, replace

from bot.simulator.envelope import Reply, refused
from bot.simulator.refusals import InternalError, Refusal, TooManyRequests

BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls a call: `instead` answers without doing it; `dropped` cuts the connection; `delay` in seconds."""

    instead: Reply | None = None
    dropped: bool = False
    delay: float = 0.0

    def upon(self, reply: Reply) -> Reply:
        """The reply after this befell it."""
        return replace(reply, dropped=reply.dropped or self.dropped, delay=reply.delay + self.delay)


def refusing(refusal: Refusal) -> Fault:
    """The call is refused."""
    return Fault(instead=refused(refusal))


def too_many_requests(retry_after: int) -> Fault:
    """429 with so many seconds to wait."""
    return refusing(TooManyRequests(retry_after))


def internal_error() -> Fault:
    """500 in Telegram's envelope."""
    return refusing(InternalError())


def bad_gateway() -> Fault:
    """502 with a page of HTML where JSON is expected."""
    return Fault(instead=Reply(502, BAD_GATEWAY))


def answer_lost() -> Fault:
    """The call is done, then the connection is cut: the bot cannot know."""
    return Fault(dropped=True)


def connection_reset() -> Fault:
    """The connection is cut and nothing is done."""
    return Fault(instead=Reply(500, ""), dropped=True)


def late(seconds: float) -> Fault:
    """The call is done at once, its answer comes late."""
    return Fault(delay=seconds)


@dataclass(slots=True)
class _Order:
    fault: Fault
    method: str | None
    chat_id: int | None
    left: int | None

    def fits(self, method: str, chat_id: int | None) -> bool:
        return self.method in {None, method} and self.chat_id in {None, chat_id} and self.left != 0


class Faults:
    """Faults in waiting; of several that fit a call, the oldest befalls it."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def add(
        self, fault: Fault, *, method: str | None = None, chat_id: int | None = None, times: int | None = 1
    ) -> None:
        """Let a fault befall the next calls: of a method or all, to a chat or all, so many times or always (None)."""
        self._orders.append(_Order(fault, method.lower() if method else None, chat_id, times))

    def clear(self) -> None:
        """Forget all faults."""
        self._orders.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that befalls this call, counted off."""
        order = next((order for order in self._orders if order.fits(method, chat_id)), None)
        if order is None:
            return None
        if order.left is not None:
            order.left -= 1
            self._orders = [each for each in self._orders if each.left != 0]
        return order.fault
