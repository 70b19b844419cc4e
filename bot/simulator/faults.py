"""Faults on purpose: refusals, lost answers and delays, for one chat or for the next calls of a method."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.simulator.http_reply import HttpReply, page_of_html, refused
from bot.simulator.refusals import InternalError, Refusal, TooManyRequests

BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"


STALL = 3600.0
"""Seconds; longer than any client waits."""


@dataclass(frozen=True, slots=True)
class InjectedFault:
    """What befalls a call: `instead` answers without doing it; `dropped` cuts the connection; `delay` in seconds."""

    instead: HttpReply | None = None
    dropped: bool = False
    delay: float = 0.0

    def upon(self, reply: HttpReply) -> HttpReply:
        """The reply after this befell it."""
        return replace(reply, dropped=reply.dropped or self.dropped, delay=reply.delay + self.delay)


def refusing(refusal: Refusal) -> InjectedFault:
    """The call is refused."""
    return InjectedFault(instead=refused(refusal))


def too_many_requests(retry_after: int) -> InjectedFault:
    """429 with so many seconds to wait."""
    return refusing(TooManyRequests(retry_after))


def internal_error() -> InjectedFault:
    """500 in Telegram's envelope."""
    return refusing(InternalError())


def bad_gateway() -> InjectedFault:
    """502 with a page of HTML where JSON is expected."""
    return InjectedFault(instead=page_of_html(502, BAD_GATEWAY))


def answer_lost() -> InjectedFault:
    """The call is done, then the connection is cut: the bot cannot know."""
    return InjectedFault(dropped=True)


def connection_reset() -> InjectedFault:
    """The connection is cut and nothing is done."""
    return InjectedFault(instead=page_of_html(500, ""), dropped=True)


def stalled() -> InjectedFault:
    """Nothing is done and nothing comes back for an hour, as on a poll whose connection has died unseen."""
    return InjectedFault(instead=page_of_html(504, ""), dropped=True, delay=STALL)


def late(seconds: float) -> InjectedFault:
    """The call is done at once, its answer comes late."""
    return InjectedFault(delay=seconds)


@dataclass(frozen=True, slots=True)
class Order:
    """Whom a fault befalls: calls of a method or all, to a chat or all, so many or always (None), all or a share."""

    fault: InjectedFault
    name: str = ""
    method: str | None = None
    chat_id: int | None = None
    left: int | None = 1
    share: float = 1.0

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether a call is meant."""
        return self.method in {None, method} and self.chat_id in {None, chat_id}


class Faults:
    """Faults in waiting; of several that fit a call, the oldest befalls it. `chance` decides on shares."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._orders: list[Order] = []

    @property
    def waiting(self) -> tuple[Order, ...]:
        """What is in waiting, oldest first."""
        return tuple(self._orders)

    def add(
        self,
        fault: InjectedFault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        share: float = 1.0,
    ) -> None:
        """Let a fault befall the next calls: of a method or all, to a chat or all, so many times or always (None)."""
        self.order(Order(fault, "", method, chat_id, times, share))

    def order(self, order: Order) -> None:
        """Let a fault befall the calls that an order means."""
        self._orders.append(replace(order, method=order.method.lower() if order.method else None))

    def clear(self) -> None:
        """Forget all faults."""
        self._orders.clear()

    def take(self, method: str, chat_id: int | None) -> InjectedFault | None:
        """The fault that befalls this call, counted off."""
        for index, order in enumerate(self._orders):
            if order.fits(method, chat_id) and (order.share >= 1 or self._chance() < order.share):
                self._count_off(index, order)
                return order.fault
        return None

    def _count_off(self, index: int, order: Order) -> None:
        if order.left is not None:
            self._orders[index : index + 1] = [replace(order, left=order.left - 1)] if order.left > 1 else []
