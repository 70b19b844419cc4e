"""The first steps: a language, a place, how often; then what is on there now, how an alert looks, and how to stop."""

from collections.abc import Sequence

from bot.domain.codes import DigestPace, Lang
from bot.domain.digest_hours import DEFAULT_DAILY_HOUR
from bot.domain.message import Button, Message, bold
from bot.domain.place import COUNTRY, PlaceKind
from bot.domain.subscriber import Subscriber
from bot.wording import place_names
from bot.wording.alerts import apart
from bot.wording.catalogs import Catalogs
from bot.wording.digest_paces import how_often, pace_name
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Buttons, Line, plain, render
from bot.wording.locale import Locale, capital

#: Cities offered at first, two a row; the others by region, or typed.
_BIG = 10

ABOUT = (
    gettext_noop(
        "A summary of media reports on protests in Kazakhstan. Only what has happened or is under way: no calls, no"
        " plans. Automated, may contain errors; we correct them openly."
    ),
    gettext_noop(
        "We keep: chat number (encrypted), language, cities. Not your name or messages."
        " Telegram knows you use this bot; so will anyone who opens your phone."
    ),
    gettext_noop("Stop: /stop · Erase: /forget · More: /privacy"),
)

_WHICH_LANGUAGE = gettext_noop("Which language shall we write in?")
_EXAMPLE = (
    gettext_noop("Example of an alert (made up):"),
    gettext_noop("Almaty: people are holding a rally"),
    gettext_noop("ongoing · Police: 12 people detained · source: link to the article"),
)


def start(t: Locale, catalogs: Catalogs) -> Message:
    """Who we are, what is kept and what is not; the question for a language, in each of them."""
    asked = " · ".join(catalogs[lang].gettext(_WHICH_LANGUAGE) for lang in _suggested(t.lang))
    blocks = (*((plain(t.gettext(text)),) for text in ABOUT), (plain(asked),))
    return render(apart(blocks), language_buttons(catalogs, t.lang))


def language_buttons(catalogs: Catalogs, suggested: Lang, verb: str = "lang") -> Buttons:
    """The languages, each in itself, the suggested one first and alone."""
    own = gettext_noop("this language")
    first, *others = (Button(catalogs[lang].gettext(own), f"{verb}:{lang}") for lang in _suggested(suggested))
    return (first,), tuple(others)


def _suggested(first: Lang) -> tuple[Lang, ...]:
    return first, *(lang for lang in Lang if lang is not first)


def which_place(t: Locale) -> Message:
    """The question for a place: big cities, the whole country, by region; a name or a location will do."""
    asked = t.gettext("Which place shall we watch? Tap it, type its name, or send your location.")
    point = t.gettext("Of a location we take the name of the place at once; the point itself is not kept.")
    towns = [place for place in t.gazetteer.places.values() if place.kind is PlaceKind.CITY]
    big = [one.id for one in sorted(towns, key=lambda place: (-place.population, place.id))[:_BIG]]
    rows = (*pairs(t, big, "begin"), _whole(t), _by_region(t))
    return render((plain(asked), plain(point)), tuple(filter(None, rows)))


def which_region(t: Locale) -> Message:
    """The regions by name."""
    regions = [place for place in t.gazetteer.places.values() if place.kind is PlaceKind.REGION]
    named = [one.id for one in sorted(regions, key=lambda place: place.names[t.lang])]
    back = (Button(t.gettext("‹ Back"), "begin:back"),)
    return render((plain(t.gettext("In which region?")),), (*pairs(t, named, "begin:in"), back))


def in_region(t: Locale, region: str) -> Message:
    """The towns of a region, and the region as a whole."""
    inside = [p for p in t.gazetteer.places.values() if p.region == region and p.kind is not PlaceKind.DISTRICT]
    towns = [one.id for one in sorted(inside, key=lambda place: (-place.population, place.id))][:20]
    whole = (Button(t.gettext("The whole region"), f"begin:{region}"),)
    back = (Button(t.gettext("‹ Back"), "begin:regions"),)
    asked = t.gettext("%(region)s: which place?", region=place_names.place(t, region))
    return render((plain(asked),), (whole, *pairs(t, towns, "begin"), back))


def pairs(t: Locale, ids: Sequence[str], verb: str) -> Buttons:
    """Places as buttons, two a row."""
    buttons = [Button(place_names.place(t, one), f"{verb}:{one}") for one in ids]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def how_often_first(t: Locale, subscriber: Subscriber, place: str) -> Message:
    """A place is chosen: how often, and whether its region too."""
    noted = t.gettext("You get alerts about: %(places)s", places=place_names.chosen(t, subscriber.places))
    asked = t.gettext("How often shall we write? Corrections always come at once.")
    rows: list[tuple[Button, ...]] = [
        tuple(
            Button(capital(pace_name(t, pace, DEFAULT_DAILY_HOUR)), f"go:{pace}")
            for pace in (DigestPace.NOW, DigestPace.HOURLY)
        ),
        (Button(capital(pace_name(t, DigestPace.DAILY, DEFAULT_DAILY_HOUR)), f"go:{DigestPace.DAILY}"),),
    ]
    region = t.gazetteer.region_of(place) if place in t.gazetteer else None
    if region and region in t.gazetteer and region not in subscriber.places:
        rows.append((Button(t.gettext("Also: %(place)s", place=place_names.place(t, region)), f"begin:also:{region}"),))
    rows.append((Button(t.gettext("One more place"), "begin:back"),))
    return render(((bold(noted),), plain(asked)), tuple(rows))


def begun(t: Locale, subscriber: Subscriber, now: Message, channels: Sequence[str]) -> Message:
    """All is set: what was chosen, what is on there now, how an alert looks, how to stop; the public channel."""
    chosen = t.gettext("You get alerts about: %(places)s", places=place_names.chosen(t, subscriber.places))
    told: tuple[Line, ...] = ((bold(chosen),), plain(how_often(t, subscriber)))
    example = tuple(plain(t.gettext(text)) for text in _EXAMPLE)
    public = t.gettext("Public channel: %(names)s", names=", ".join(channels)) if channels else ""
    more = (plain(public), plain(t.gettext("Change: /settings · Stop: /stop · Questions: /help")))
    return render(apart((told, (plain(now.text),), example, more)))


def keyboard(t: Locale) -> Message:
    """Two buttons below the input field, in a message of their own: it is never edited."""
    labels = t.gettext("Latest news"), t.gettext("Settings")
    return Message(t.gettext("Tap one of the buttons below or type the name of a place."), keyboard=labels)


def greeting(t: Locale) -> Message:
    """To a group that the bot was added to."""
    about = t.gettext("This group can get alerts about protests in Kazakhstan, as media report them.")
    how = t.gettext("Only its administrators can set this up: /start. In a group with topics each topic has its own.")
    seen = t.gettext("We read commands only, and keep nothing of what is written here.")
    return render((plain(about), plain(how), plain(seen)))


def _whole(t: Locale) -> tuple[Button, ...]:
    return (Button(t.gettext("The whole country"), f"begin:{COUNTRY}"),) if COUNTRY in t.gazetteer else ()


def _by_region(t: Locale) -> tuple[Button, ...]:
    known = any(place.kind is PlaceKind.REGION for place in t.gazetteer.places.values())
    return (Button(t.gettext("By region"), "begin:regions"),) if known else ()
