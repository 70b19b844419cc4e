"""To operators: what the bot cannot do, and that it can again."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.clock import almaty
from bot.domain.message import Message
from bot.domain.trouble import Trouble, TroublePeriod
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Line, plain, render
from bot.wording.locale import Locale

_TEXTS: Mapping[Trouble, str] = {
    Trouble.NO_UPDATES: gettext_noop("Nothing that readers write reaches the bot."),
    Trouble.NO_FEEDS: gettext_noop("No source answers: the bot learns nothing new."),
    Trouble.NO_DELIVERY: gettext_noop("Messages to readers do not arrive."),
    Trouble.STORE_FULL: gettext_noop("The database takes nothing, or the disk is nearly full."),
    Trouble.MANY_ALERTS: gettext_noop("Unusually many alerts went out within an hour: see whether they are right."),
}


def begun(t: Locale, periods: Mapping[Trouble, TroublePeriod]) -> Message:
    """What is wrong, since when, and where to look."""
    since = _moment(min(period.since for period in periods.values()))
    where = t.gettext("Since %(moment)s. On the server: protest-alerts check", moment=since)
    return render((*_lines(t, periods), plain(where)))


def over(t: Locale, periods: Mapping[Trouble, TroublePeriod]) -> Message:
    """What was wrong, and from when to when."""
    since = _moment(min(period.since for period in periods.values()))
    until = _moment(max(period.seen for period in periods.values()))
    title = t.gettext("All is well again. It was so from %(since)s to %(until)s:", since=since, until=until)
    return render((plain(title), *_lines(t, periods)))


def _lines(t: Locale, periods: Mapping[Trouble, TroublePeriod]) -> tuple[Line, ...]:
    return tuple(plain(t.gettext(_TEXTS[trouble])) for trouble in Trouble if trouble in periods)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(almaty()):%d.%m %H:%M}"
