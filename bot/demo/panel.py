"""The page's panel: speed, pause and the next entry, as the simulator's controls want them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.clock import DayClock
from bot.demo.script import SampleArticle
from bot.domain.clock import almaty

SPEEDS = [60, 240, 960]
#: The pages of the record, beside the chats.
BESIDE = ["Record", "/record/index.html"]


@dataclass(frozen=True, slots=True)
class Panel:
    """Moves the day; `coming` answers the item that comes next, none at the end of the day."""

    day: DayClock
    coming: Callable[[], SampleArticle | None]

    def state(self) -> dict[str, Any]:
        """What the panel shows; the time in Almaty's offset of that day."""
        item = self.coming()
        return {
            "now": self.day.now().astimezone(almaty()).isoformat(),
            "speed": self.day.speed,
            "paused": self.day.paused,
            "next": item.title if item else None,
            "speeds": SPEEDS,
            "beside": BESIDE,
        }

    def set_speed(self, speed: float) -> None:
        """How many times faster than life."""
        self.day.set(speed=speed)

    def pause(self) -> None:
        """Stop the day."""
        self.day.set(paused=True)

    def resume(self) -> None:
        """Let it go on."""
        self.day.set(paused=False)

    def next_event(self) -> None:
        """Go ahead to the next entry."""
        item = self.coming()
        if item:
            self.day.jump(item.at)

    def opened(self) -> None:
        """The first page is there: the day begins."""
        self.resume()
