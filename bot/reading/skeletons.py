"""A name in Kazakh, Russian or English → its consonants in plain Latin, the same from each of the three."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.domain.alphabet import TO_SOUNDS, is_cyrillic
from bot.domain.codes import Lang
from bot.reading.patterns import compiled, exactly
from bot.reading.text import fold

_LATIN = str.maketrans(dict(TO_SOUNDS))
#: Spellings of one sound, in the order of replacement: dzh before zh, sh after shch.
_SOUNDS = (
    *(("shch", "s"), ("sch", "s"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("sh", "s")),
    *(("ch", "c"), ("tc", "c"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("q", "k"), ("ya", "a"), ("ia", "a")),
    *(("yu", "u"), ("iu", "u"), ("x", "ks"), ("w", "v"), ("y", "i"), ("ts", "s"), ("tz", "s"), ("ce", "se")),
    ("ci", "si"),
)
_TWICE = re.compile(r"(.)\1+")
_DROPPED = re.compile(r"[^a-z]|h")
_VOWELS = re.compile(r"[aeiou]")
_SHORTEST_STEM = 3
_REMEMBERED = 4096


class Skeletons:
    """Skeletons of names, by the endings and the well-known names of bot/data/name_skeletons.toml."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        exactly(data, ("endings", "well_known"))
        exactly(data["endings"], (Lang.KK, Lang.RU))
        exactly(data["well_known"], Lang)
        self._kazakh, self._russian = (compiled(lang, data["endings"][lang]) for lang in (Lang.KK, Lang.RU))
        self._of = lru_cache(_REMEMBERED)(self._skeleton)
        #: Names that any day's news may have.
        self.well_known = frozenset(self.of(word, lang) for lang, words in data["well_known"].items() for word in words)

    def of(self, word: str, lang: str) -> str:
        """First letter and consonants; empty when the word has no letters."""
        return self._of(fold(word).partition("'")[0].replace("-", ""), lang)

    def _skeleton(self, word: str, lang: str) -> str:
        stem = self._stem(word, lang).translate(_LATIN) if any(map(is_cyrillic, word)) else word
        for spelling, sound in _SOUNDS:
            stem = stem.replace(spelling, sound)
        plain = _TWICE.sub(r"\1", _DROPPED.sub("", stem))
        return _TWICE.sub(r"\1", plain[:1] + _VOWELS.sub("", plain[1:]))

    def _stem(self, word: str, lang: str) -> str:
        if lang != Lang.KK:
            return self._russian.sub("", word) if len(word) > _SHORTEST_STEM + 1 else word
        for _ in range(2):
            ending = self._kazakh.search(word)
            if ending is None or ending.start() < _SHORTEST_STEM:
                break
            word = word[: ending.start()]
        return word
