"""Endings: the Kazakh suffix pattern of a stem, and the Russian forms of a name by its declension class.

Two properties of a written Kazakh stem decide its endings: the last sound (V vowel, N nasal, R r and glides, L l, Z z
and zh, T voiceless) and the vowel row (back, front, or both for loans). Accepts 793 of 794 forms of an independent
generator. All letters stand in bot/data/endings.toml.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.reading.patterns import compiled, exactly, expanded

_VOICELESS = "T"
_CASES = ("genitive", "accusative", "locative", "ablative", "instrumental", "belonging")
_CHAINS = ("noun", "verb", "numeral", "ordinal", "month")
#: All there can be: six sounds, three rows, with a link or not.
_KINDS = 36


class KazakhEndings:
    """What may follow a Kazakh stem: whole chains by kind of word, and the endings of a place's name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        exactly(data, ("pieces", "chains", "last_letters", "first_letters", "rows", "row_of", "place"))
        exactly(data["chains"], _CHAINS)
        self._pieces = expanded(data["pieces"])
        chains = expanded(data["chains"], self._pieces)
        self.noun, self.verb, self.numeral, self.ordinal, self.month = (
            compiled(name, chains[name]) for name in _CHAINS
        )
        self._sounds = {letter: sound for sound, letters in data["last_letters"].items() for letter in letters}
        self._first: Mapping[str, Mapping[str, str]] = data["first_letters"]
        for letters in self._first.values():
            exactly(letters, _CASES)
        self._rows: Mapping[str, Mapping[str, str]] = data["rows"]
        self._both, self._back = (compiled(row, data["row_of"][row]) for row in ("both", "back"))
        self._vowels: str = data["row_of"]["vowels"]
        self._back_vowels: str = data["row_of"]["back_vowels"]
        self._place: Mapping[str, Any] = data["place"]
        self._ending = lru_cache(_KINDS)(self._place_ending)
        self._ending(_VOICELESS, "both", linked=True)  # a fault of the file is said when it is read

    def of_place(self, stem: str) -> re.Pattern[str]:
        """The ending pattern of a folded place name; its groups `from`, `to` and `who` say what an ending means."""
        sound = self._sounds.get(stem[-1], _VOICELESS)
        return self._ending(sound, self._row(stem), linked=stem.endswith(self._place["linked_behind"]))

    def _row(self, stem: str) -> str:
        if self._both.search(stem):
            return "both"
        if self._back.search(stem):
            return "back"
        last = next((letter for letter in reversed(stem) if letter in self._vowels), "")
        return "back" if not last or last in self._back_vowels else "front"

    def _place_ending(self, sound: str, row: str, *, linked: bool) -> re.Pattern[str]:
        letters = self._rows[row]
        dative = letters["k" if sound == _VOICELESS else "g"]
        joint = "" if sound == "V" else letters["y"]
        known = {**self._pieces, **self._first[sound], **letters, "dative": dative, "joint": joint}
        endings = [*self._place["endings"], *([self._place["linked"]] if linked else [])]
        options = expanded({str(i): ending for i, ending in enumerate(endings)}, known)
        return compiled("place", "(?:" + "|".join(options[str(i)] for i in range(len(endings))) + ")?")


@lru_cache(_KINDS)
def _who(endings: tuple[str, ...]) -> re.Pattern[str]:
    return compiled("inhabitants", "(?P<who>" + "|".join(map(re.escape, endings)) + ")")


@dataclass(frozen=True, slots=True)
class Declensions:
    """The forms of Russian names: letters cut off and endings by class, classes by last letter, ends of adjectives."""

    classes: Mapping[str, tuple[int, tuple[str, ...]]]
    by_last_letter: Mapping[str, str]
    adjective: tuple[str, ...]
    #: How the adjective of a region's or a district's name ends, in the nominative.
    of_ranks: tuple[str, ...]
    #: What an adjective of a town loses, and what makes its inhabitants of the rest; women of some only.
    cut_from_adjective: str = ""
    inhabitants: tuple[str, ...] = ()
    women: tuple[str, ...] = ()
    women_behind: str = ""

    def inhabitants_of(self, adjective: str) -> tuple[str, re.Pattern[str]] | None:
        """The stem and the endings of a town's inhabitants, by the stem of its adjective: «алматинск» → «алматинцы»."""
        stem = adjective.removesuffix(self.cut_from_adjective)
        if not self.inhabitants or stem == adjective:
            return None
        women = self.women if stem.endswith(self.women_behind) else ()
        return stem, _who((*self.inhabitants, *women))

    def forms(self, name: str, declension: str) -> tuple[str, ...]:
        """All case forms of a folded name; an unknown class declines not at all."""
        if declension == "m_first":
            first, _, rest = name.partition("-")
            return tuple(f"{form}-{rest}" for form in self.forms(first, "m_hard"))
        cut, endings = self.classes.get(declension, (0, ("",)))
        stem = name[: len(name) - cut] if cut else name
        return tuple(dict.fromkeys(stem + ending for ending in endings))

    def guessed(self, name: str) -> str:
        """The class of an alias or an old name, by its last letter."""
        return self.by_last_letter.get(name[-1:], "m_hard")


@dataclass(frozen=True, slots=True)
class EnglishEndings:
    """Endings of verbs and nouns: behind a stem, behind one that loses its last letter, behind one that doubles it."""

    dropped: tuple[str, ...]
    plain: tuple[str, ...]
    short: tuple[str, ...]
    doubled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings of the three languages; Russian has a dictionary for all but names of places."""

    kazakh: KazakhEndings
    russian: Declensions
    english: EnglishEndings


def endings_of(data: Mapping[str, Any]) -> Endings:
    """The endings as bot/data/endings.toml writes them; ValueError where a part is missing or wrong."""
    exactly(data, ("kazakh", "russian", "english"))
    exactly(data["english"], ("dropped", "plain", "short", "doubled"))
    russian = data["russian"]
    exactly(russian, ("by_last_letter", "adjective", "of_ranks", "classes", "inhabitants"))
    who = russian["inhabitants"]
    exactly(who, ("behind", "anyone", "woman", "woman_behind"))
    classes = {name: (int(one["cut"]), tuple(one["endings"])) for name, one in russian["classes"].items()}
    declensions = Declensions(
        classes,
        dict(russian["by_last_letter"]),
        tuple(russian["adjective"]),
        tuple(russian["of_ranks"]),
        who["behind"],
        tuple(who["anyone"]),
        tuple(who["woman"]),
        who["woman_behind"],
    )
    english = EnglishEndings(**{name: tuple(ends) for name, ends in data["english"].items()})
    return Endings(KazakhEndings(data["kazakh"]), declensions, english)
