"""A plain message → what it means: a command in words, a place, a question; its words go no further than this."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from unicodedata import category

from bot.domain.alphabet import without_yo
from bot.domain.place import COUNTRY, Gazetteer, PlaceKind
from bot.domain.search import fold

#: Letters of a message that are looked at, and words of it.
LONGEST, _MOST_WORDS = 300, 40
#: Words of the name of a place.
_MOST_IN_NAME = 4
#: A point farther than so many kilometres from any town is no town's.
_FAR = 120.0
_EARTH = 6371.0
_ALIKE = 0.8
_LEAST, _LONGEST_NAME = 5, 30


class Sense(StrEnum):
    """What a message that is no command means."""

    #: The name of a place, or what is going on there.
    PLACE = "place"
    #: What is going on.
    NOW = "now"
    SAFE = "safe"
    FUTURE = "future"
    DETAINED = "detained"
    THANKS = "thanks"
    HELLO = "hello"
    #: It may be the name of a place, misspelt.
    NEARLY = "nearly"
    UNKNOWN = "unknown"
    LONG = "long"
    PHOTO = "photo"
    VOICE = "voice"
    STICKER = "sticker"
    FILE = "file"
    EDITED = "edited"
    #: A point that lies in no place that we know.
    NOWHERE = "nowhere"
    #: A post of a channel, forwarded; the place is the channel's number.
    CHANNEL = "channel"
    #: It asked too much at once.
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class MessageMeaning:
    """The meaning of a message: a command, or a sense with a place; nothing of its words."""

    sense: Sense = Sense.UNKNOWN
    place: str = ""
    command: str = ""

    @property
    def code(self) -> str:
        """The meaning in a word, to be kept until it is answered."""
        return f"{self.sense}:{self.place}"


def meaning_of(code: str) -> MessageMeaning:
    """What a code means."""
    sense, _, place = code.partition(":")
    return MessageMeaning(Sense(sense), place)


@dataclass(frozen=True)
class PlainMessageReader:
    """What messages may mean: `commands` are whole messages, `asks` stems of words, `known` the names of places."""

    gazetteer: Gazetteer
    #: The id of the place that is called so in any case form, or none.
    known: Callable[[str], str | None]
    commands: Mapping[str, tuple[str, ...]]
    asks: Mapping[str, tuple[str, ...]]
    #: Case endings as they sound in plain Latin letters, the longest first.
    endings: tuple[str, ...] = ()

    def words(self, text: str) -> MessageMeaning:
        """What a text means."""
        plain = bare(text[:LONGEST])
        command = self._by_phrase.get(plain) or ("stop" if self._asks("stop", plain) else "")
        if command:
            return MessageMeaning(command=command)
        place = self._place(plain)
        for sense in (Sense.DETAINED, Sense.FUTURE, Sense.SAFE):
            if self._asks(sense, plain):
                return MessageMeaning(sense, place)
        if place:
            return MessageMeaning(Sense.PLACE, place)
        for sense in (Sense.NOW, Sense.THANKS, Sense.HELLO):
            if self._asks(sense, plain):
                return MessageMeaning(sense)
        if len(text) > LONGEST:
            return MessageMeaning(Sense.LONG)
        near = self._nearly(plain)
        return MessageMeaning(Sense.NEARLY, near) if near else MessageMeaning()

    def point(self, lat: float, lon: float) -> MessageMeaning:
        """The town nearest to a point, which goes no further than this."""
        towns = (place for place in self.gazetteer.places.values() if place.kind in _TOWNS)
        placed = ((_distance(lat, lon, one.lat, one.lon), one.id) for one in towns if one.lat and one.lon)
        far, near = min(placed, default=(_FAR, ""))
        return MessageMeaning(Sense.PLACE, near) if near and far < _FAR else MessageMeaning(Sense.NOWHERE)

    def _place(self, plain: str) -> str:
        """The first place that a text names, the longest name first; the country only when there is no other."""
        found = list(self._places(plain.split()[:_MOST_WORDS]))
        return next((place for place in found if place != COUNTRY), found[0] if found else "")

    def _places(self, words: list[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            size, place = self._named(words[at : at + _MOST_IN_NAME])
            if place:
                yield place
            at += size

    def _named(self, words: list[str]) -> tuple[int, str]:
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            place = self.known(name) or self._by_sound(name)
            if place and len(name) > 2:
                return size, place
        return 1, ""

    def _by_sound(self, name: str) -> str | None:
        """A name in other letters, run together or apart, with or without an ending."""
        folded = "".join(fold(name))
        whole = self._sounds.get(folded)
        if whole:
            return whole
        stems = (folded[: -len(end)] for end in self.endings if folded.endswith(end))
        return next((self._sounds[stem] for stem in stems if stem in self._sounds), None)

    def _nearly(self, plain: str) -> str:
        """Of a short text the place whose name it may be."""
        folded = "".join(fold(plain))
        if not _LEAST <= len(folded) <= _LONGEST_NAME or plain.count(" ") > 2:
            return ""
        close = get_close_matches(folded, self._sounds, n=1, cutoff=_ALIKE)
        return self._sounds[close[0]] if close else ""

    def _asks(self, sense: str, plain: str) -> bool:
        return any(f" {stem}" in f" {plain}" for stem in self.asks.get(sense, ()))

    @cached_property
    def _by_phrase(self) -> Mapping[str, str]:
        return {bare(phrase): command for command, phrases in self.commands.items() for phrase in phrases}

    @cached_property
    def _sounds(self) -> Mapping[str, str]:
        """Names as they sound in plain Latin letters; of two places of one sound the larger."""
        found: dict[str, str] = {}
        for place in sorted(self.gazetteer.places.values(), key=lambda one: (one.kind not in _TOWNS, -one.population)):
            spelled = (*place.names.values(), *(old.name for old in place.old_names), *(n for _, n in place.aliases))
            for name in spelled:
                sound = " ".join(fold(name))
                if len(sound) >= _LEAST:
                    found.setdefault(sound.replace(" ", ""), place.id)
        return found


_TOWNS = frozenset({PlaceKind.CITY, PlaceKind.SETTLEMENT})
_NOT_WORDS = re.compile(r"[^\w\s'’?-]+")


def bare(text: str) -> str:
    """A text in small letters, without marks of any kind, words parted by one space."""
    letters = "".join(c for c in without_yo(text.lower()) if category(c) not in {"Cf", "Cc", "So"} or c.isspace())
    plain = " ".join(_NOT_WORDS.sub(" ", letters).split())
    return plain.rstrip("? ") or plain


def _distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points along the earth's surface (haversine)."""
    dlat, dlon = radians(other_lat - lat), radians(other_lon - lon)
    half = sin(dlat / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(dlon / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))
