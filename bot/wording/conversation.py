"""What the bot says when it is spoken to: greeting, places, help, privacy, and where it cannot answer."""

from collections.abc import Mapping

from bot.domain.codes import DigestPace, Lang
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
from bot.domain.subscriber import Subscriber
from bot.wording import place_names
from bot.wording.catalogs import Catalogs
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Buttons, plain, render
from bot.wording.locale import Locale, clean

#: Cities on one page of the choice, two a row.
_PAGE = 10

#: Names offered for one that is not known.
_NEAREST = 4

_START = (
    gettext_noop(
        "A digest of media reports on protests in Kazakhstan. Only what has happened or is under way: no calls, no"
        " plans. Automated, may contain errors; we correct them openly."
    ),
    gettext_noop(
        "We keep: chat number (encrypted), language, cities. Not your name or messages."
        " Telegram knows you use this bot; so will anyone who opens your phone."
    ),
    gettext_noop("Stop: /stop · Erase: /forget · More: /privacy"),
)

_HELP = (
    gettext_noop("/latest – the latest events; /latest Almaty – of one place, in any spelling"),
    gettext_noop("/search Almaty strike – events by place, action, organiser, demand or source"),
    gettext_noop("/map – protests by region; /map Almaty – a place by months"),
    gettext_noop("/cities – the places you are told about"),
    gettext_noop("/pace – how often we write"),
    gettext_noop("/event 42 – all that is known of one event"),
    gettext_noop("/sources – the outlets we read"),
    gettext_noop("/language – the language of messages"),
    gettext_noop("/privacy – what is kept of you"),
    gettext_noop("/stop – no more messages"),
    gettext_noop("/forget – erase everything kept of you"),
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
    "This is an automated digest of published reports. We are not a news outlet, belong to nobody we report on,"
    " and are never complete."
)

_PRIVACY = (
    gettext_noop(
        "What we keep: the number of this chat (encrypted), your language, your places, the month of your last visit,"
        " and which of our messages you got, so that a correction reaches you."
    ),
    gettext_noop("What we never keep: your name, your phone number, what you write, where you are."),
    gettext_noop("Telegram knows that you use this bot. So will anyone who opens your phone."),
    gettext_noop(
        "Corrections go to those who were sent an alert. Answers to your questions, forwarded messages and old messages"
        " are not corrected: ask again with /latest."
    ),
    gettext_noop("Erase everything: /forget"),
)

_NOT_UNDERSTOOD = gettext_noop("This was not understood. What you can ask: /help")
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
    CannotPost: gettext_noop("Make the bot an administrator of the channel with the right to post, then again."),
}

_PACES: Mapping[DigestPace, str] = {
    DigestPace.NOW: gettext_noop("at once"),
    DigestPace.HOURLY: gettext_noop("once an hour"),
    DigestPace.DAILY: gettext_noop("once a day"),
}


def start(t: Locale, catalogs: Catalogs) -> Message:
    """Who we are, what is kept and what is not; the three languages always."""
    return render(map(plain, map(t.gettext, _START)), language_buttons(catalogs))


def languages(t: Locale, catalogs: Catalogs) -> Message:
    """The choice of a language."""
    return render((plain(t.gettext("Choose a language:")),), language_buttons(catalogs))


def language_buttons(catalogs: Catalogs) -> Buttons:
    """The languages, each in itself."""
    own = gettext_noop("this language")
    return (tuple(Button(catalogs[lang].gettext(own), f"lang:{lang}") for lang in Lang),)


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


def paces(t: Locale, chosen: DigestPace) -> Message:
    """How often we may write; the chosen pace is marked."""
    asked = t.gettext("How often shall we write? What has happened until then comes in one message.")
    always = t.gettext("Corrections always come at once.")
    labels = {pace: t.gettext(label) for pace, label in _PACES.items()}
    row = tuple(Button(f"✓ {label}" if pace is chosen else label, f"pace:{pace}") for pace, label in labels.items())
    return render((plain(asked), plain(always)), (row,))


def chosen(t: Locale, subscriber: Subscriber) -> Message:
    """What the chat will be told about, and how to change it."""
    if not subscriber.places:
        return render((plain(t.gettext("No place is chosen, so we will tell you nothing. Choose: /cities")),))
    how_often = t.gettext("How often: %(pace)s", pace=t.gettext(_PACES[subscriber.pace]))
    more = t.gettext("Latest: /latest · Change: /cities · Stop: /stop")
    return render((plain(_chosen(t, subscriber.places)), plain(how_often), plain(more)))


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


def privacy(t: Locale) -> Message:
    """What is kept of a reader and what is not."""
    return render(((bold(t.gettext("What is kept of you")),), *map(plain, map(t.gettext, _PRIVACY))))


def forget(t: Locale) -> Message:
    """Before erasing: what it means, and the button that does it."""
    context = t.gettext("Erase everything kept of you? Messages will stop, and no correction can reach you any more.")
    return render((plain(context),), ((Button(t.gettext("Erase"), "forget:yes"),),))


def forgotten(t: Locale) -> Message:
    """Everything kept of a reader is gone."""
    return _said(t.gettext("Erased. Nothing is kept of you. Again: /start"))


def unknown(t: Locale) -> Message:
    """A command that means nothing here."""
    return _said(t.gettext("This command is not known. What you can ask: /help"))


def only_commands(t: Locale) -> Message:
    """To words that are no command."""
    return _said(t.gettext("This bot answers commands: /latest – the latest events; /help – all that you can ask"))


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
    asked = t.gettext("No place called “%(asked)s” is known here.", asked=clean(str(error)))
    nearest = [place for place in error.nearest if place in t.gazetteer][:_NEAREST]
    if not nearest:
        return render((plain(asked), plain(t.gettext("The list of places: /cities"))))
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
    if not chosen:
        return ""
    if COUNTRY in chosen:
        return t.gettext("You will be told about: %(places)s", places=t.gettext("the whole country"))
    return t.gettext("You will be told about: %(places)s", places=place_names.listed(t, _by_size(t, chosen)))


def _by_size(t: Locale, chosen: frozenset[str]) -> list[str]:
    size = {place_id: t.gazetteer[place_id].population for place_id in chosen if place_id in t.gazetteer}
    return [
        place_names.place(t, place_id) for place_id in sorted(size, key=lambda place_id: (-size[place_id], place_id))
    ]


def _said(text: str) -> Message:
    return render((plain(text),))
