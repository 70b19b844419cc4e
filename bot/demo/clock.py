"""The day clock: the world's time as the demo plays it."""

from datetime import datetime, timedelta

from bot.domain.clock import Clock


class DayClock:
    """Runs `speed` times as fast as the wire's clock, stands still when paused, and may jump ahead."""

    def __init__(self, wire: Clock, start: datetime, speed: float, *, paused: bool = False) -> None:
        self._wire = wire
        self._base = start
        self._since = wire()
        self._speed = speed
        self._paused = paused

    def now(self) -> datetime:
        """The moment of the day, in UTC."""
        if self._paused:
            return self._base
        return self._base + (self._wire() - self._since) * self._speed

    @property
    def speed(self) -> float:
        """How many times faster than life."""
        return self._speed

    @property
    def paused(self) -> bool:
        """Whether the day stands still."""
        return self._paused

    def set(self, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Change the speed, or stop and go; the moment stays."""
        self._settle(self.now())
        self._speed = self._speed if speed is None else speed
        self._paused = self._paused if paused is None else paused

    def jump(self, moment: datetime) -> None:
        """Go ahead to a moment; never back."""
        self._settle(max(self.now(), moment))

    def until(self, moment: datetime) -> timedelta:
        """How long a wait that is on the wire's clock."""
        return (moment - self.now()) / self._speed

    def _settle(self, moment: datetime) -> None:
        self._base, self._since = moment, self._wire()
