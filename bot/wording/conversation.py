"""What the bot says when it is spoken to: greeting, places, help, privacy, and where it cannot answer."""

from collections.abc import Mapping

from bot.domain.errors import (
    AlreadyDecided,
    CannotPost,
    Expired,
    LastOwner,
    NeedsAnother,
    NoSuchEvent,
    NotAdministrator,
    NotAllowed,
    NotBound,
    OutOfDate,
    Retracted,
    Sayable,
    Stopped,
    TooLate,
    UnknownPlace,
)
from bot.domain.message import Button, Message, bold
from bot.domain.place import COUNTRY, PlaceKind
from bot.domain.retention import Retention
from bot.domain.subscriber import Subscriber
from bot.wording import place_names
from bot.wording.alerts import apart
from bot.wording.catalogs import Catalogs
from bot.wording.digest_paces import how_often
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import plain, render
from bot.wording.locale import Locale, clean
from bot.wording.welcome import language_buttons

#: Cities on one page of the choice, two a row.
_PAGE = 10

#: Names offered for one that is not known.
_NEAREST = 4

_HELP = (
    gettext_noop("Type the name of a place: what is going on there"),
    gettext_noop("/latest – the latest events; /latest Almaty 10 – of one place, so many"),
    gettext_noop("/settings – language, places, how often, quiet hours"),
    gettext_noop("/sources – the outlets we read"),
    gettext_noop("/search Almaty strike 2024 – events by place, action, organiser, demand, source or date"),
    gettext_noop("/event 42 – all that is known of one event"),
    gettext_noop("/map – protests by region; /map Almaty – a place by months"),
    gettext_noop("/privacy – what we store about you"),
    gettext_noop("/stop – no more messages; /forget – erase everything"),
)

_EDITORS_HELP = (
    gettext_noop("/queue – what waits for you"),
    gettext_noop("/hold 42 – nothing more is sent about an event; /hold all – about any"),
    gettext_noop("/release 42 – end a hold"),
    gettext_noop("/correct 42 – correct an event"),
    gettext_noop("/retract 42 – retract an event"),
    gettext_noop("/reinstate 42 – take a retraction of today back"),
    gettext_noop("/notice – a message to readers, about no event"),
    gettext_noop("/duty on – your phone rings first; /duty off"),
    gettext_noop("/stats – how long decisions take"),
    gettext_noop("/audit – what was done; /audit 42 – to one event"),
    gettext_noop("/admin – who may decide"),
    gettext_noop("/resign – give up your role"),
    gettext_noop("/why 42 – how an event was read"),
    gettext_noop("/feeds – how each feed is"),
    gettext_noop("/bind @channel kk almaty – tell a public channel of these places in this language"),
    gettext_noop("/unbind @channel – tell a channel nothing more"),
)

#: How a command is written that needs words.
_USAGE: Mapping[str, str] = {
    **dict.fromkeys(
        ("event", "correct", "retract", "why", "release", "reinstate"),
        gettext_noop("Give the number of the event: /%(command)s 42"),
    ),
    "bind": gettext_noop("Give the channel, the language and the places: /%(command)s @channel kk almaty"),
    "unbind": gettext_noop("Give the channel: /%(command)s @channel"),
}

_NOT_US = gettext_noop(
    "This is an automated summary of published reports. We are not a news outlet, belong to nobody we report on,"
    " and are never complete."
)

_KEPT = (
    gettext_noop("number of this chat (encrypted), language, places, other settings: until /forget"),
    gettext_noop("after /stop or when you block the bot: %(closed)s days more"),
    gettext_noop(
        "month of your last visit: without a visit for %(silent)s months we ask, and erase %(answer)s days later"
    ),
    gettext_noop("numbers of the messages you got, so that a correction reaches you: %(messages)s days"),
    gettext_noop("events that you follow or muted: until they are over, at most %(watches)s days"),
    gettext_noop("the number of your message, not its text: %(updates)s days; what you asked: until we answer"),
    gettext_noop("in encrypted backups, after it was erased here: at most %(backups)s days"),
)

_PRIVACY = (
    gettext_noop("What we never keep: your name, your phone number, what you write, where you are."),
    gettext_noop("Telegram knows that you use this bot. So will anyone who opens your phone."),
    gettext_noop(
        "Corrections go to those who were sent an alert. Answers to your questions, forwarded messages and old messages"
        " are not corrected: ask again with /latest."
    ),
    gettext_noop("Erase everything: /forget"),
)

_NOT_UNDERSTOOD = gettext_noop("We did not understand. What you can ask: /help")
_SORRY: Mapping[type[Sayable], str] = {
    OutOfDate: gettext_noop("The event has changed since this preview. Nothing was corrected: please start again."),
    NotAdministrator: gettext_noop("In a group only its administrators can change what the bot sends."),
    Expired: gettext_noop("This correction was begun more than a day ago. Nothing was corrected: please start again."),
    NotBound: gettext_noop("No such channel is bound. Its @name or number: /unbind @name, /unbind -100123"),
    LastOwner: gettext_noop("This is the only owner: without one nobody could choose who may decide."),
    NotAllowed: gettext_noop("Only an owner may do this."),
    AlreadyDecided: gettext_noop("Somebody else has decided this meanwhile."),
    NeedsAnother: gettext_noop("You proposed this yourself: another editor has to agree."),
    TooLate: gettext_noop("This can be undone for one day, and not where people's safety was the reason."),
    CannotPost: gettext_noop(
        "Make the bot an administrator of the channel with the right to post, then send the command again."
    ),
}


def languages(t: Locale, catalogs: Catalogs) -> Message:
    """The choice of a language."""
    return render((plain(t.gettext("Choose a language:")),), language_buttons(catalogs, t.lang))


def places(t: Locale, chosen: frozenset[str], page: int, *, regions: bool) -> Message:
    """The whole country, and cities from the largest or regions by name, ten a page; the chosen ones are marked."""
    offered, mark = (_regions(t), "r") if regions else (_cities(t), "")
    last = max(0, (len(offered) - 1) // _PAGE)
    page = min(max(page, 0), last)
    shown = offered[page * _PAGE : (page + 1) * _PAGE]
    here = f"{mark}{page}"
    rows: list[tuple[Button, ...]] = [(_toggle(t, COUNTRY, chosen, here),)] if COUNTRY in t.gazetteer else []
    rows += [tuple(_toggle(t, place, chosen, here) for place in shown[i : i + 2]) for i in range(0, len(shown), 2)]
    rows += [row for row in (_turning(page, last, mark), _other_list(t, regions=regions)) if row]
    rows.append((Button(t.gettext("Done"), "done"),))
    return render((plain(t.gettext("Which places shall we tell you about?")), plain(_chosen(t, chosen))), tuple(rows))


def _other_list(t: Locale, *, regions: bool) -> tuple[Button, ...]:
    """From cities to regions and back."""
    if regions:
        return (Button(t.gettext("Cities"), "page:0"),)
    return (Button(t.gettext("Regions"), "page:r0"),) if _regions(t) else ()


def chosen(t: Locale, subscriber: Subscriber) -> Message:
    """What the chat will be told about, and how to change it."""
    if not subscriber.places:
        return render((plain(t.gettext("No place is chosen, so we will tell you nothing. Choose: /cities")),))
    more = t.gettext("Latest: /latest · Change: /settings · Stop: /stop")
    return render((plain(_chosen(t, subscriber.places)), plain(how_often(t, subscriber)), plain(more)))


def stopped(t: Locale) -> Message:
    """No more messages."""
    return _said(t.gettext("You will get no more messages. Again: /start · Erase everything kept: /forget"))


def asleep(t: Locale) -> Message:
    """To a tap on an old button of a chat that is told nothing: what was closed stays closed until it is asked for."""
    text = t.gettext("Messages to this chat are stopped, so nothing was changed. Do you want them again?")
    return render((plain(text),), ((Button(t.gettext("Start again"), "again"),),))


def help_(t: Locale, *, editor: bool) -> Message:
    """What can be asked; an editor is told of the editors' commands too."""
    readers, editors = map(t.gettext, _HELP), map(t.gettext, _EDITORS_HELP)
    more = ((bold(t.gettext("For editors only")),), *map(plain, editors)) if editor else ()
    return render(((bold(t.gettext("What you can ask")),), *map(plain, readers), *more, plain(t.gettext(_NOT_US))))


def usage(t: Locale, command: str) -> Message | None:
    """How a command is written that needs words; none for one that needs none."""
    return _said(t.gettext(_USAGE[command], command=command)) if command in _USAGE else None


def privacy(t: Locale, keep: Retention) -> Message:
    """What is kept of a reader, each with its period, and what is not."""
    days = {
        "closed": keep.closed.days,
        "silent": keep.silent_months,
        "answer": keep.answer.days,
        "messages": keep.message_ids.days,
        "watches": keep.watches.days,
        "updates": keep.updates.days,
        "backups": keep.backups.days,
    }
    kept = (plain("• " + t.gettext(text, **days)) for text in _KEPT)
    rest = (plain(t.gettext(text)) for text in _PRIVACY)
    return render(apart((((bold(t.gettext("What we store about you")),), *kept), rest)))


def forget(t: Locale) -> Message:
    """Before erasing: what it means, and the buttons that do it."""
    context = t.gettext("Erase everything kept of you? Messages will stop, and no correction can reach you any more.")
    stays = t.gettext("Our messages stay in this chat; those of the last 48 hours we can delete too.")
    rows = (
        (Button(t.gettext("Erase"), "forget:yes"),),
        (Button(t.gettext("Erase, and delete messages of 48 hours"), "forget:all"),),
    )
    return render((plain(context), plain(stays)), rows)


def forgotten(t: Locale) -> Message:
    """Everything kept of a reader is gone."""
    return _said(t.gettext("Erased. Nothing is kept of you. Again: /start"))


def unknown(t: Locale) -> Message:
    """A command that means nothing here."""
    return _said(t.gettext("This command is not known. What you can ask: /help"))


def thanks_for_report(t: Locale) -> Message:
    """An error was reported."""
    return _said(t.gettext("Thank you. The editors will look at it; if something is wrong, you will get a correction."))


def sorry(t: Locale, error: Sayable) -> Message:
    """Why a question cannot be answered, and what to do instead."""
    match error:
        case UnknownPlace():
            return _unknown_place(t, error)
        case NoSuchEvent(number=number):
            return _said(t.gettext("There is no event No. %(event)s. The latest: /latest", event=number))
        case Retracted(number=number):
            return _said(t.gettext("No. %(event)s was retracted: nothing of it stands any more.", event=number))
        case Stopped():
            return asleep(t)
    return _said(t.gettext(_SORRY.get(type(error), _NOT_UNDERSTOOD)))


def _unknown_place(t: Locale, error: UnknownPlace) -> Message:
    asked = t.gettext("We do not know a place called “%(asked)s”.", asked=clean(str(error)))
    nearest = [place for place in error.nearest if place in t.gazetteer][:_NEAREST]
    if not nearest:
        return render((plain(asked), plain(t.gettext("Choose from the list of places: /cities"))))
    buttons = tuple((Button(place_names.place(t, place), f"latest:{place}:0"),) for place in nearest)
    return render((plain(asked), plain(t.gettext("Did you mean:"))), buttons)


def _cities(t: Locale) -> list[str]:
    cities = [place for place in t.gazetteer.places.values() if place.kind is PlaceKind.CITY]
    return [place.id for place in sorted(cities, key=lambda place: (-place.population, place.id))]


def _regions(t: Locale) -> list[str]:
    regions = [place for place in t.gazetteer.places.values() if place.kind is PlaceKind.REGION]
    return [place.id for place in sorted(regions, key=lambda place: place.names[t.lang])]


def _toggle(t: Locale, place: str, chosen: frozenset[str], page: str) -> Button:
    name = t.gettext("The whole country") if place == COUNTRY else place_names.place(t, place)
    here = place in chosen
    return Button(f"✓ {name}" if here else name, f"place:{place}:{'off' if here else 'on'}:{page}")


def _turning(page: int, last: int, mark: str) -> tuple[Button, ...]:
    back = (Button("‹", f"page:{mark}{page - 1}"),) if page > 0 else ()
    return (*back, Button("›", f"page:{mark}{page + 1}")) if page < last else back


def _chosen(t: Locale, chosen: frozenset[str]) -> str:
    return t.gettext("You get alerts about: %(places)s", places=place_names.chosen(t, chosen)) if chosen else ""


def _said(text: str) -> Message:
    return render((plain(text),))
