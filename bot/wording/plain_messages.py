"""Answers to plain messages: questions in words, and what we cannot read. Each says what to do instead."""

from collections.abc import Mapping

from bot.domain.message import Button, Message
from bot.domain.plain_message import Sense
from bot.wording import place_names
from bot.wording.alerts import apart
from bot.wording.digest import headed
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import plain, render
from bot.wording.locale import Locale

_LINES: Mapping[Sense, str] = {
    Sense.THANKS: gettext_noop("Glad to help. The latest: /latest"),
    Sense.HELLO: gettext_noop("Hello! Type the name of a place, for example Almaty, or see /latest and /help"),
    Sense.UNKNOWN: gettext_noop(
        "We did not understand. Type the name of a place, for example Almaty, or see /latest and /help"
    ),
    Sense.LONG: gettext_noop("The message is too long. Type the name of a place, or see /latest and /help"),
    Sense.PHOTO: gettext_noop(
        "We do not look at pictures and do not keep them. Type the name of a place, for example Almaty"
    ),
    Sense.VOICE: gettext_noop(
        "We do not listen to voice messages and do not keep them. Type the name of a place, for example Almaty"
    ),
    Sense.STICKER: gettext_noop("We understand words only. Type the name of a place, for example Almaty"),
    Sense.FILE: gettext_noop("We open no files and keep none. Type the name of a place, for example Almaty"),
    Sense.EDITED: gettext_noop("We do not read a message again when it is edited. Please send it anew."),
    Sense.NOWHERE: gettext_noop("We found no town or village of Kazakhstan near that point. Type the name of a place."),
    Sense.WAIT: gettext_noop("Too many questions at once. Please wait a little and ask again."),
}

_FUTURE = (
    gettext_noop("We do not announce protests: we tell only of what has happened or is under way."),
    gettext_noop("An announcement can put people at risk and be punished by law; besides, plans often change."),
    gettext_noop("What is going on now: /latest"),
)

_SAFE = gettext_noop("Whether it is safe there we cannot say. This is what is known.")
_CALM = gettext_noop(
    "No reports can mean that it is calm, or that nobody has written: we know only what the media report."
)

_NO_CONTACTS = gettext_noop(
    "We are a program that reads news and cannot help those detained. A lawyer and human rights organisations can."
)


def line(t: Locale, sense: Sense) -> Message:
    """The one line that answers what we cannot read, or a courtesy."""
    return render((plain(t.gettext(_LINES.get(sense, _LINES[Sense.UNKNOWN]))),))


def future(t: Locale) -> Message:
    """To a question about what is to come: that we announce nothing, and why."""
    first, why, now = map(t.gettext, _FUTURE)
    return render(apart(((plain(first), plain(why)), (plain(now),))))


def detained(t: Locale) -> Message:
    """To somebody whose people were detained, where the operator has given no contacts."""
    return render((plain(t.gettext(_NO_CONTACTS)),))


def safe(t: Locale, latest: Message) -> Message:
    """To "is it safe": what is known, when it was last checked, and that calm and blindness differ."""
    return headed(headed(latest, t.gettext(_CALM) + "\n"), t.gettext(_SAFE))


def nearly(t: Locale, place: str) -> Message:
    """To what may be the misspelt name of a place."""
    return render((plain(t.gettext("Did you mean:")),), ((Button(place_names.place(t, place), f"latest:{place}:0"),),))


def with_offer(t: Locale, latest: Message, place: str) -> Message:
    """The latest of a place with a button to be told of it from now on."""
    offer = Button(t.gettext("Get alerts: %(place)s", place=place_names.place(t, place)), f"begin:{place}")
    return Message(latest.text, latest.entities, (*latest.buttons, (offer,)))
