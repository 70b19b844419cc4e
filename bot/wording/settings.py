"""All settings of a chat in one message that edits itself: four at first, the others under More."""

from datetime import datetime

from bot.domain.codes import DigestPace
from bot.domain.digest_hours import DAILY_HOURS
from bot.domain.message import Button, Message, bold
from bot.domain.subscriber import Quiet, Subscriber, Wants
from bot.wording import place_names
from bot.wording.alerts import apart
from bot.wording.catalogs import Catalogs
from bot.wording.days import moment
from bot.wording.digest_paces import how_often, pace_name
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Line, plain, render
from bot.wording.locale import Locale, capital
from bot.wording.welcome import language_buttons

#: Quiet hours that are offered.
QUIET = (Quiet(22, 7), Quiet(23, 7), Quiet(0, 8))

_WANTS = {
    Wants.ALL: gettext_noop("every protest"),
    Wants.FORCE: gettext_noop("only detentions and force"),
}


def settings(t: Locale, subscriber: Subscriber, catalogs: Catalogs, now: datetime) -> Message:
    """The four settings that most people change, and the way to the others."""
    rows = (
        (Button(t.gettext("Language"), "set:lang"), Button(t.gettext("Places"), "set:places")),
        (Button(t.gettext("How often"), "set:pace"), Button(t.gettext("Quiet hours"), "set:quiet")),
        (Button(t.gettext("More"), "set:more"),),
    )
    return render(_told(t, subscriber, catalogs, now), rows)


def more(t: Locale, subscriber: Subscriber, catalogs: Catalogs, now: datetime) -> Message:
    """The other settings."""
    wants = Wants.ALL if subscriber.wants is Wants.FORCE else Wants.FORCE
    about = capital(t.gettext("Tell me: %(what)s", what=t.gettext(_WANTS[wants])))
    hidden = t.gettext("Show text at once") if subscriber.discreet else t.gettext("Hide text until tapped")
    resting = subscriber.muted_until is not None and subscriber.muted_until > now
    pause = t.gettext("Go on now") if resting else t.gettext("Pause for a day")
    rows = (
        (Button(about, f"set:wants:{wants}"),),
        (Button(hidden, f"set:discreet:{'off' if subscriber.discreet else 'on'}"),),
        (Button(pause, f"set:pause:{'off' if resting else 'on'}"),),
        (Button(t.gettext("What we store"), "set:privacy"), Button(t.gettext("‹ Back"), "set:back")),
    )
    return render(_told(t, subscriber, catalogs, now, everything=True), rows)


def languages(t: Locale, catalogs: Catalogs) -> Message:
    """The choice of a language, and the way back."""
    rows = (*language_buttons(catalogs, t.lang, "set:lang"), _back(t))
    return render((plain(t.gettext("Choose a language:")),), rows)


def paces(t: Locale, subscriber: Subscriber) -> Message:
    """How often we may write; for a daily digest, at which hour."""
    asked = t.gettext("How often shall we write? What has happened until then comes in one message.")
    always = t.gettext("Corrections always come at once.")
    quick = tuple(_pace(t, subscriber, pace, subscriber.daily_hour) for pace in (DigestPace.NOW, DigestPace.HOURLY))
    daily = tuple((_pace(t, subscriber, DigestPace.DAILY, hour),) for hour in DAILY_HOURS)
    return render((plain(asked), plain(always)), (quick, *daily, _back(t)))


def quiet(t: Locale, subscriber: Subscriber) -> Message:
    """Hours in which messages come without a sound."""
    asked = t.gettext("In quiet hours messages come without a sound. Deaths and the use of firearms ring all the same.")
    offered = tuple(
        Button(_marked(_hours(one), is_on=one == subscriber.quiet), f"set:quiet:{one.since}-{one.until}")
        for one in QUIET
    )
    off = Button(_marked(t.gettext("No quiet hours"), is_on=subscriber.quiet is None), "set:quiet:off")
    return render((plain(asked),), (offered, (off,), _back(t)))


def _told(
    t: Locale, subscriber: Subscriber, catalogs: Catalogs, now: datetime, *, everything: bool = False
) -> tuple[Line, ...]:
    quiet_hours = _hours(subscriber.quiet) if subscriber.quiet else t.gettext("none")
    first = (
        plain(t.gettext("Language: %(language)s", language=catalogs[subscriber.lang].gettext("this language"))),
        plain(t.gettext("Places: %(places)s", places=place_names.chosen(t, subscriber.places) or t.gettext("none"))),
        plain(how_often(t, subscriber)),
        plain(t.gettext("Quiet hours: %(hours)s", hours=quiet_hours)),
    )
    others = (
        plain(t.gettext("We tell: %(what)s", what=t.gettext(_WANTS[subscriber.wants]))),
        plain(t.gettext("Text is hidden until tapped") if subscriber.discreet else ""),
    )
    resting = subscriber.muted_until if subscriber.muted_until and subscriber.muted_until > now else None
    paused = plain(t.gettext("No news until %(moment)s", moment=moment(t, resting)) if resting else "")
    heading = (bold(t.gettext("Settings")),)
    return apart(((heading,), (*first, *(others if everything else ()), paused)))


def _pace(t: Locale, subscriber: Subscriber, pace: DigestPace, hour: int) -> Button:
    is_on = subscriber.pace is pace and (pace is not DigestPace.DAILY or subscriber.daily_hour == hour)
    data = f"set:pace:{pace}:{hour}" if pace is DigestPace.DAILY else f"set:pace:{pace}"
    return Button(_marked(capital(pace_name(t, pace, hour)), is_on=is_on), data)


def _hours(it: Quiet) -> str:
    return f"{it.since:02}:00–{it.until:02}:00"


def _marked(label: str, *, is_on: bool) -> str:
    return f"✓ {label}" if is_on else label


def _back(t: Locale) -> tuple[Button, ...]:
    return (Button(t.gettext("‹ Back"), "set:back"),)
