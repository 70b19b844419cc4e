"""Places by name, in the nominative: nothing is ever inflected."""

import re
from collections.abc import Collection, Iterable
from datetime import date

from bot.domain.event import Facts, Setting, venues
from bot.domain.place import COUNTRY, PlaceRef, Precision
from bot.domain.report import LONGEST_WORDS
from bot.wording.claimant_names import outlet
from bot.wording.days import span
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale, clean

#: A list of places names this many; the rest are counted.
MOST_PLACES = 10
#: So many articles are quoted on where in town it was, and so many on the hour.
MOST_SETTINGS = 3
#: Letters of a place in town in an alert.
_LONGEST_VENUE = 60
#: An hour as on a clock of twenty-four hours, and words that say that it is of another.
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)")
_HALVES = re.compile(r"[ap]\.?m\b", re.IGNORECASE)


def place(t: Locale, place_id: str) -> str:
    """A place's present name, a district's with its city; an id unknown to the gazetteer stands for itself."""
    if place_id not in t.gazetteer:
        return clean(place_id)
    known = t.gazetteer[place_id]
    name = known.names[t.lang]
    city = t.gazetteer.city_of(place_id)
    if city != place_id and city in t.gazetteer:
        return f"{name} ({t.gazetteer[city].names[t.lang]})"
    return name


def places(t: Locale, ids: Iterable[str]) -> str:
    """Places as a list; a long one ends with the number left out."""
    return listed(t, [place(t, place_id) for place_id in ids])


def title(t: Locale, facts: Facts, most: int = MOST_PLACES) -> str:
    """Where and when: "Astana (then Nur-Sultan), Almaty · 21 September 2019"."""
    return f"{named(t, facts, most)} · {span(t, facts.span)}"


def named(t: Locale, facts: Facts, most: int = MOST_PLACES) -> str:
    """The places of an event by name: "Astana (then Nur-Sultan), Almaty"."""
    names = [_then(t, ref, facts.span.start) for ref in facts.places]
    return listed(t, names, most) or t.gettext("place not known")


def scenery(t: Locale, facts: Facts) -> tuple[str, ...]:
    """The hour, and where in town, for an alert: what all who tell it agree on.

    A place in town is told in an article's words, and so only to readers of its language. No place stands beside those
    that an editor put right. An hour is told where it is written as on a clock, or in the reader's language.
    """
    there = () if "places" in facts.pinned or len(facts.places) != 1 else venues(facts, t.lang)
    found = {one.venue.casefold(): one.venue for one in there}
    venue = clean(next(iter(found.values())), _LONGEST_VENUE) if len(found) == 1 else ""
    return tuple(filter(None, (_clock(t, facts), venue)))


def _clock(t: Locale, facts: Facts) -> str:
    told = {one.hour for one in facts.settings if one.hour}
    clocks = {found.group().replace(".", ":") if found else "" for found in map(_CLOCK.search, told)}
    if len(clocks) == 1 and "" not in clocks and not any(map(_HALVES.search, told)):
        return clocks.pop()
    own = {one.hour.casefold() for one in facts.settings if one.hour and one.lang == t.lang}
    return clean(own.pop(), _LONGEST_VENUE) if len(own) == len(told) == 1 else ""


def settings(t: Locale, facts: Facts) -> tuple[str, ...]:
    """Where in town and at what hour, in the words of an article that says it.

    No place stands beside those that an editor put right: the article may have told of another town. A place is told to
    readers of the article's language only.
    """
    order = {source.url: place for place, source in enumerate(facts.sources)}
    told = sorted(facts.settings, key=lambda one: order.get(one.url, len(order)))
    there = () if "places" in facts.pinned else venues(facts, t.lang)
    place = gettext_noop("Place, as reported: %(words)s (%(source)s)")
    hour = gettext_noop("Time, as reported: %(words)s (%(source)s)")
    return (
        *_reported(t, place, [(one.venue, one.outlet) for one in told if one in there]),
        *_reported(t, hour, [(_readable(t, one), one.outlet) for one in told]),
    )


def _readable(t: Locale, one: Setting) -> str:
    """An hour in the words of an article of the reader's language, or as on a clock."""
    found = _CLOCK.search(one.hour)
    clock = found.group() if found else ""
    if one.lang == t.lang or not one.lang:
        plainly = one.hour.casefold() == t.gettext("at %(clock)s", clock=clock).casefold()
        return clock if plainly else one.hour
    return found.group() if found and not _HALVES.search(one.hour) else ""


def _reported(t: Locale, text: str, told: list[tuple[str, str]]) -> Iterable[str]:
    first = {words.casefold(): (words, source) for words, source in reversed(told) if words}
    for words, source in list(reversed(first.values()))[:MOST_SETTINGS]:
        yield t.gettext(text, words=clean(words, LONGEST_WORDS), source=outlet(t, source))


def in_order(facts: Facts, ids: Collection[str]) -> tuple[str, ...]:
    """These places in the order in which the event names them; others come last."""
    known = [ref.id for ref in facts.places if ref.id in ids]
    return (*known, *(place_id for place_id in ids if place_id not in known))


def chosen(t: Locale, ids: Collection[str]) -> str:
    """The places that a chat chose, from the largest; "" for none."""
    if COUNTRY in ids:
        return t.gettext("the whole country")
    size = {place_id: t.gazetteer[place_id].population for place_id in ids if place_id in t.gazetteer}
    return listed(t, [place(t, one) for one in sorted(size, key=lambda one: (-size[one], one))])


def listed(t: Locale, names: list[str], most: int = MOST_PLACES) -> str:
    """Names with commas; a long list ends with the number left out."""
    shown = ", ".join(names[:most])
    rest = len(names) - most
    return t.gettext("%(list)s and %(n)s more", list=shown, n=t.number(rest)) if rest > 0 else shown


def _then(t: Locale, ref: PlaceRef, day: date | None) -> str:
    name = place(t, ref.id)
    old = t.gazetteer[ref.id].name_on(day, t.lang) if day and ref.id in t.gazetteer else None
    if old:
        return t.gettext("%(place)s (then %(old)s)", place=name, old=old)
    return t.gettext("%(place)s (nearby)", place=name) if ref.precision is Precision.NEAR else name
