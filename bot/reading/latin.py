"""Kazakh in Latin letters → Cyrillic, so that one set of words reads both (the alphabet drafts of 2018 and 2021)."""

import re
from collections.abc import Mapping
from typing import Any

from bot.reading.patterns import compiled, exactly, expanded


class KazakhLatin:
    """Letters and what they become, by bot/data/languages.toml."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        exactly(data, ("from", "to", "vowels", "together", "glide"))
        letters = dict(zip(data["from"], data["to"], strict=True))
        self._table = str.maketrans(letters | {latin.upper(): letter.upper() for latin, letter in letters.items()})
        pieces = {"vowels": f"[{data['vowels']}]"}
        self._together = tuple((_pattern(written, pieces), letters) for written, letters in data["together"])
        self._glide, self._short_i = _pattern(data["glide"][0], pieces), str(data["glide"][1])

    def to_cyrillic(self, text: str, *, same_length: bool = False) -> str:
        """The text in Cyrillic; with `same_length` letter by letter, so that offsets hold."""
        written = text.translate(self._table)
        if not same_length:
            for pattern, letters in self._together:
                written = pattern.sub(letters, written)
        return self._glide.sub(self._short_i, written)


def _pattern(written: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    return compiled(written, expanded({"": written}, pieces)[""])
