"""When digests go out: the hours to choose from, the one unless another is chosen, and how long until the next."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.clock import almaty
from bot.domain.codes import DigestPace

#: The hours of Kazakhstan's day at which a daily digest may go out, and the one unless another is chosen.
DAILY_HOURS = (7, 9, 13, 18, 21)
DEFAULT_DAILY_HOUR = 9


def waits(today: datetime) -> Mapping[DigestPace, timedelta]:
    """How long news of this moment waits for the next digest of each pace; corrections wait for none."""
    here = today.astimezone(almaty())
    hour = here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return {
        DigestPace.NOW: timedelta(),
        DigestPace.HOURLY: hour - here,
        DigestPace.DAILY: until_hour(today, DEFAULT_DAILY_HOUR),
    }


def until_hour(today: datetime, hour: int) -> timedelta:
    """How long it is until the next such hour of Kazakhstan's day."""
    here = today.astimezone(almaty())
    then = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (then if here < then else then + timedelta(days=1)) - here
