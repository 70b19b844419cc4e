"""Stems in the lexicon's notation, found in a text in one pass.

An entry is one or more stems matched at the start of a word; "=" ends a whole word; a space means the next word; "_" up
to three words between. All parts of an entry stand in one sentence.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.reading.text import Text, fold

Tag = TypeVar("Tag", bound=Hashable)
_REACH = 3
_KEY = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One stem of an entry; `reach` is how many words may stand before it after the part before."""

    stem: str
    whole: bool
    reach: int

    def fits(self, word: str) -> bool:
        """Whether a folded word is this stem, or begins with it."""
        return word == self.stem if self.whole else word.startswith(self.stem)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Tag]):
    """An entry found: words `first` to `last` inclusive."""

    tag: Tag
    first: int
    last: int
    entry: str


def parts(entry: str) -> tuple[Part, ...]:
    """The parts of an entry; a stem of one letter is a whole word."""
    pieces = re.split(r"([ _])", fold(entry))
    reaches = [0, *(_REACH if mark == "_" else 0 for mark in pieces[1::2])]
    stems = [piece.rstrip(",") for piece in pieces[::2]]
    return tuple(
        Part(stem.removesuffix("="), stem.endswith("=") or len(stem) == 1, reach)
        for stem, reach in zip(stems, reaches, strict=True)
    )


class PhraseIndex(Generic[Tag]):
    """Entries by the first three letters of their first stem, shorter stems by all of theirs."""

    def __init__(self, entries: Iterable[tuple[Tag, str]]) -> None:
        self._long: dict[str, list[tuple[tuple[Part, ...], Tag, str]]] = {}
        self._short: dict[str, list[tuple[tuple[Part, ...], Tag, str]]] = {}
        for tag, entry in entries:
            built = parts(entry)
            start = built[0].stem[:_KEY]
            index = self._long if len(start) == _KEY else self._short
            index.setdefault(start, []).append((built, tag, entry))

    def touches(self, words: Sequence[str]) -> bool:
        """Whether any entry occurs, sentences aside: a cheap look before anything is parsed."""
        return any(
            _follows(words, built, i) for i, word in enumerate(words) for built, _tag, _entry in self._beginning(word)
        )

    def find(self, text: Text, first: int = 0, last: int | None = None) -> list[Hit[Tag]]:
        """Every entry that occurs in words `first` to `last` (exclusive), in order of its first word."""
        words, hits = text.words, []
        for i in range(first, len(words) if last is None else last):
            for built, tag, entry in self._beginning(words[i]):
                end = _rest(text, built, i)
                if end >= 0:
                    hits.append(Hit(tag, i, end, entry))
        return hits

    def _beginning(self, word: str) -> list[tuple[tuple[Part, ...], Tag, str]]:
        """Entries whose first stem fits a word."""
        found = self._long.get(word[:_KEY])
        if found is not None:
            found = [entry for entry in found if entry[0][0].fits(word)]
        if self._short and (short := self._short.get(word[:2]) or self._short.get(word[:1])):
            found = (found or []) + [entry for entry in short if entry[0][0].fits(word)]
        return found or []


def _follows(words: Sequence[str], built: tuple[Part, ...], i: int) -> bool:
    at = i
    for part in built[1:]:
        at = next((j for j in range(at + 1, min(at + 2 + part.reach, len(words))) if part.fits(words[j])), -1)
        if at < 0:
            return False
    return True


def _rest(text: Text, built: tuple[Part, ...], i: int) -> int:
    """The word of the last part when the first stands at word i; -1 when the rest does not follow."""
    at, words, sentence = i, text.words, text.sentence
    for part in built[1:]:
        for j in range(at + 1, min(at + 2 + part.reach, len(words))):
            if part.fits(words[j]) and sentence[j] == sentence[i]:
                at = j
                break
        else:
            return -1
    return at
