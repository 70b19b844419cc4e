"""What editors see beside questions and corrections: holds, who is on duty, who did what, and how far a message is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import AuditEntry, Deed
from bot.domain.correction import Reason
from bot.domain.message import Button, Message, bold
from bot.domain.review import Resolution
from bot.wording.correction_dialog import LEAST_COUNTED
from bot.wording.corrections import reason_sentence
from bot.wording.days import hour, moment
from bot.wording.editor_questions import ENDED
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.handles import handle
from bot.wording.layout import Buttons, plain, render
from bot.wording.locale import Locale, clean

_DEEDS: Mapping[Deed, str] = {
    Deed.HELD: gettext_noop("held"),
    Deed.RELEASED: gettext_noop("released"),
    Deed.CORRECTED: gettext_noop("corrected"),
    Deed.UPDATED: gettext_noop("updated"),
    Deed.RETRACTED: gettext_noop("retracted"),
    Deed.REINSTATED: gettext_noop("reinstated"),
    Deed.MERGED: gettext_noop("merged"),
    Deed.SPLIT: gettext_noop("split"),
    Deed.DECIDED: gettext_noop("decided a question"),
    Deed.PROPOSED: gettext_noop("asked for a second editor"),
    Deed.APPROVED: gettext_noop("approved"),
    Deed.CANCELLED: gettext_noop("cancelled"),
    Deed.NOTICE: gettext_noop("sent a notice"),
    Deed.STOPPED: gettext_noop("stopped a correction on its way"),
    Deed.RESUMED: gettext_noop("let a stopped correction go on"),
    Deed.FINISHED: gettext_noop("a correction has reached everybody it can reach"),
    Deed.ERASED: gettext_noop("erased the stored text of earlier versions"),
    Deed.ROLE_GIVEN: gettext_noop("gave a role"),
    Deed.ROLE_TAKEN: gettext_noop("took a role away"),
    Deed.RESIGNED: gettext_noop("gave up the own role"),
}

FIELDS: Mapping[str, str] = {
    "claim": gettext_noop("a figure"),
    "places": gettext_noop("the places"),
    "day": gettext_noop("the day"),
    "hour": gettext_noop("the hour"),
    "action": gettext_noop("what people did"),
    "responses": gettext_noop("what police and authorities did"),
    "organiser": gettext_noop("the organiser"),
    "denial": gettext_noop("a denial"),
    "whole": gettext_noop("the whole event"),
}

_IN_FLIGHT = ngettext_noop(
    "%(n)s message is on its way and cannot be stopped.", "%(n)s messages are on their way and cannot be stopped."
)
_SENT = ngettext_noop("%(n)s message was sent before.", "%(n)s messages were sent before.")
_STOPPED = ngettext_noop("%(n)s waiting message was stopped.", "%(n)s waiting messages were stopped.")
_MINUTES = ngettext_noop("about %(n)s minute left", "about %(n)s minutes left")
_REACHED = ngettext_noop("%(n)s chat", "%(n)s chats")
#: Lines of the audit in one message.
MOST_ENTRIES = 12


def held(t: Locale, event: int, counts: tuple[int, int, int], before: tuple[str, datetime] | None) -> Message:
    """An event, or everything (0), is held; `counts` of messages sent, on their way and stopped.

    `before` names who held it first and when, if somebody did.
    """
    sent, sending, stopped = counts
    head = t.gettext("No. %(event)s is held. Nothing more is sent about it.", event=event)
    if not event:
        head = t.gettext("Everything is held. Nothing is sent about any event.")
    first = t.gettext("Held since %(time)s: %(who)s.", time=hour(before[1]), who=handle(t, before[0])) if before else ""
    flying = t.ngettext(_IN_FLIGHT, sending) if sending else t.gettext("No message is on its way.")
    lines = (first, flying, t.ngettext(_STOPPED, stopped) if stopped else "", t.ngettext(_SENT, sent) if sent else "")
    ends = t.gettext("It ends by a release, a correction or a retraction.")
    return render(((bold(head),), *map(plain, lines), plain(ends if event else "")), _after_hold(t, event))


def _after_hold(t: Locale, event: int) -> Buttons:
    release = Button(t.gettext("Release"), f"release:{event}")
    return ((release,), wrong_buttons(t, event)) if event else ((release,),)


def wrong_buttons(t: Locale, event: int) -> tuple[Button, ...]:
    """Correct and retract."""
    return (Button(t.gettext("Correct"), f"correct:{event}"), Button(t.gettext("Retract"), f"retract:{event}"))


def at_desk(t: Locale, message: Message, event: int, *, retracted: bool) -> Message:
    """A message about an event as it stands in an editor's chat: with what an editor may do about it."""
    row: tuple[Button, ...]
    if retracted:
        row = (Button(t.gettext("Reinstate"), f"reinstate:{event}"),)
    else:
        row = (Button(t.gettext("Hold"), f"hold:{event}"), *wrong_buttons(t, event))
    return replace(message, buttons=(*message.buttons, row))


def holds(t: Locale, rows: Sequence[tuple[int, str, datetime]]) -> Message:
    """Everything that is held: event (0: all), by whom, since when."""
    if not rows:
        return render((plain(t.gettext("Nothing is held.")),))
    lines = [plain(_held_line(t, *row)) for row in rows]
    buttons = tuple((Button(_release_label(t, event), f"release:{event}"),) for event, _, _ in rows[:10])
    return render(((bold(t.gettext("Held now")),), *lines), buttons)


def _release_label(t: Locale, event: int) -> str:
    return t.gettext("Release No. %(event)s", event=event) if event else t.gettext("Release everything")


def _held_line(t: Locale, event: int, by: str, at: datetime) -> str:
    what = t.gettext("No. %(event)s", event=event) if event else t.gettext("everything")
    return t.gettext("%(what)s · since %(time)s · %(who)s", what=what, time=hour(at), who=handle(t, by))


def reminder(t: Locale, event: int, by: str, at: datetime) -> Message:
    """Something is held for a quarter of an hour."""
    head = t.gettext("Still held: %(what)s", what=_held_line(t, event, by, at))
    return render(((bold(head),),), _after_hold(t, event))


def released(t: Locale, event: int) -> Message:
    """A hold is over."""
    if not event:
        return render((plain(t.gettext("Messages are sent again.")),))
    return render((plain(t.gettext("No. %(event)s is released. Messages about it are sent again.", event=event)),))


def duty(t: Locale, handles: Iterable[str]) -> Message:
    """Who is on duty."""
    on = [handle(t, one) for one in handles]
    if not on:
        return render((plain(t.gettext("Nobody is on duty: questions ring everybody at once.")),))
    text = t.gettext("On duty: %(who)s. After ten minutes a question rings everybody.", who=", ".join(on))
    return render((plain(text),))


def staff(t: Locale, handles: Iterable[str]) -> Message:
    """Who may decide, and how an owner changes that."""
    return render(
        (
            (bold(t.gettext("Who may decide")),),
            *(plain("• " + handle(t, one)) for one in handles),
            plain(t.gettext("/admin add 123456 – the Telegram number of the new editor")),
            plain(t.gettext("/admin remove 2 – the number of the role")),
        )
    )


def role_given(t: Locale, who: str) -> Message:
    """Somebody may decide from now on."""
    text = t.gettext("%(who)s may decide from now on. Ask them to send /start and /help here.", who=handle(t, who))
    return render((plain(text),))


def role_taken(t: Locale, who: str) -> Message:
    """Somebody may decide nothing more."""
    return render((plain(t.gettext("%(who)s may decide nothing more.", who=handle(t, who))),))


def resigned(t: Locale) -> Message:
    """To somebody who gave up the own role."""
    text = t.gettext("You have no role here any more. The questions in this chat were emptied.")
    return render((plain(text),))


def emptied(t: Locale) -> Message:
    """What stands in the place of a question in a chat without a role."""
    return render((plain("…"),))


def later(t: Locale, number: int, until: datetime) -> Message:
    """A question was put off in this chat."""
    text = t.gettext("Question %(number)s: later, at %(time)s", number=number, time=hour(until))
    return render((plain(text),), ((Button(t.gettext("Show it now"), f"q:show:{number}"),),))


def done(t: Locale, number: int) -> Message:
    """What is left of a question after an hour."""
    return render((plain(t.gettext("done · %(number)s", number=number)),))


def audit(t: Locale, entries: Sequence[AuditEntry], *, event: int = 0, older: int = 0) -> Message:
    """The newest deeds, of one event if it is named; `older` continues before that number."""
    head = t.gettext("No. %(event)s: what was done", event=event) if event else t.gettext("What was done")
    lines = [plain(_entry_line(t, one)) for one in entries] or [plain(t.gettext("Nothing yet."))]
    more = ((Button(t.gettext("Earlier"), f"audit:{event}:{older}"),),) if older else ()
    return render(((bold(head),), *lines), more)


def _entry_line(t: Locale, one: AuditEntry) -> str:
    when = moment(t, one.at) if one.at else ""
    parts = (
        when,
        handle(t, one.actor),
        t.gettext(_DEEDS[one.deed]),
        t.gettext("No. %(event)s", event=one.event) if one.event else "",
        _versions(one),
        _how(t, one),
        ", ".join(t.gettext(FIELDS[name]) for name in one.fields if name in FIELDS),
        _reached(t, one.reached) if one.reached is not None else "",
    )
    return " · ".join(part for part in parts if part)


def _reached(t: Locale, chats: int) -> str:
    return t.ngettext(_REACHED, chats) if chats >= LEAST_COUNTED else t.gettext("fewer than 20 chats")


def _versions(one: AuditEntry) -> str:
    return f"{one.before} → {one.after}" if one.after else ""


def _how(t: Locale, one: AuditEntry) -> str:
    if one.deed is Deed.DECIDED and one.reason in set(Resolution):
        question = t.gettext("Question %(number)s", number=one.review)
        return f"{question}: {t.gettext(ENDED[Resolution(one.reason)])}"
    if one.reason in set(Reason):
        return reason_sentence(t, Reason(one.reason))
    return handle(t, one.subject) if one.subject else ""


def progress(t: Locale, event: int, version: int, counts: Mapping[str, int], minutes: int, *, stopped: bool) -> Message:
    """How far a correction has come; `counts` of what was sent, is to go, is gone, doubtful and refused."""
    head = t.gettext("Published: No. %(event)s, version %(version)s.", event=event, version=version)
    left = t.ngettext(_MINUTES, minutes) if counts["to_go"] and not stopped else ""
    state = t.gettext("Stopped. Who has not got it still sees the wrong version.") if stopped else left
    label, verb = (t.gettext("Go on"), "go") if stopped else (t.gettext("Stop"), "stop")
    return render(
        (plain(head), plain(_counted(t, counts)), plain(state)), ((Button(label, f"run:{verb}:{event}:{version}"),),)
    )


def outcome(t: Locale, event: int, version: int, counts: Mapping[str, int], took: timedelta) -> Message:
    """A correction has reached everybody whom it can reach."""
    head = t.gettext("Done: No. %(event)s, version %(version)s.", event=event, version=version)
    lines = (
        _counted(t, counts),
        t.gettext("It took %(minutes)s min.", minutes=t.number(max(1, round(took.total_seconds() / 60)))),
        t.gettext("Gone: the chat has blocked the bot or is no more.") if counts["gone"] else "",
        t.gettext("Doubtful: it may or may not have arrived; nothing is sent twice.") if counts["doubtful"] else "",
    )
    return render(((bold(head),), *map(plain, lines)))


def _counted(t: Locale, counts: Mapping[str, int]) -> str:
    """How many messages; a chat gets two of them at most, and of few chats nobody is told how many they are."""
    if sum(counts.values()) < 2 * LEAST_COUNTED:
        return t.gettext("fewer than 40 messages")
    said = t.gettext(
        "sent %(sent)s · to go %(to_go)s · gone %(gone)s · doubtful %(doubtful)s",
        **{name: t.number(counts[name]) for name in ("sent", "to_go", "gone", "doubtful")},
    )
    refused = t.gettext("refused %(n)s", n=t.number(counts["refused"])) if counts["refused"] else ""
    return " · ".join(part for part in (said, refused) if part)


def stats(t: Locale, waiting: int, oldest: timedelta | None, times: Mapping[int, Sequence[timedelta]]) -> Message:
    """How long decisions take; `times` by how many days they reach back, shortest first."""
    longest = t.gettext("the longest for %(minutes)s min", minutes=_minutes(t, oldest)) if oldest is not None else ""
    now = t.gettext("Questions that wait: %(n)s", n=t.number(waiting))
    lines = [plain(" · ".join(part for part in (now, longest) if part))]
    for days, took in times.items():
        lines.append(plain(_times(t, days, took)))
    return render(((bold(t.gettext("From waiting to decision")),), *lines))


def _times(t: Locale, days: int, took: Sequence[timedelta]) -> str:
    since = t.gettext("%(days)s days", days=t.number(days))
    if not took:
        return t.gettext("%(since)s: none decided", since=since)
    return t.gettext(
        "%(since)s: %(many)s decided, half within %(median)s min, nine of ten within %(most)s min",
        since=since,
        many=t.number(len(took)),
        median=_minutes(t, took[(len(took) - 1) // 2]),
        most=_minutes(t, took[(len(took) * 9 - 1) // 10]),
    )


def _minutes(t: Locale, took: timedelta) -> str:
    return t.number(round(took.total_seconds() / 60))


def quoted(text: str) -> str:
    """An editor's words on one line."""
    return clean(text, 1000)
