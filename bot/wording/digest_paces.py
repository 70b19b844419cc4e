"""How often we write, in words."""

from collections.abc import Mapping

from bot.domain.codes import DigestPace
from bot.domain.subscriber import Subscriber
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale

_PACES: Mapping[DigestPace, str] = {
    DigestPace.NOW: gettext_noop("at once"),
    DigestPace.HOURLY: gettext_noop("once an hour"),
}
_DAILY: Mapping[int, str] = {
    7: gettext_noop("once a day, at seven in the morning"),
    9: gettext_noop("once a day, at nine in the morning"),
    13: gettext_noop("once a day, at one in the afternoon"),
    18: gettext_noop("once a day, at six in the evening"),
    21: gettext_noop("once a day, at nine in the evening"),
}


def pace_name(t: Locale, pace: DigestPace, hour: int) -> str:
    """A pace; a daily digest with its hour."""
    if pace is not DigestPace.DAILY:
        return t.gettext(_PACES[pace])
    return t.gettext(_DAILY[hour]) if hour in _DAILY else t.gettext("once a day")


def how_often(t: Locale, subscriber: Subscriber) -> str:
    """The pace of a chat, as a line."""
    return t.gettext("How often: %(pace)s", pace=pace_name(t, subscriber.pace, subscriber.daily_hour))
