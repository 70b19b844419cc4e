"""Stems in the lexicon's notation, found in a text in one pass.

An entry is one or more stems matched at the start of a word; "=" ends a whole word; ":" and a lemma behind a stem ask
that the word be a form of it («требу:требовать/v»); a space means the next word; "_" up to three words between. A stem
of two letters is a word or a form of it, where forms are known. All parts of an entry stand in one sentence.
"""

import re
import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from bot.reading.forms import Forms
from bot.reading.text import Text, fold

Tag = TypeVar("Tag", bound=Hashable)
_REACH = 3
_KEY, _SHORT = 3, 2
#: Words of news come back within a few hundred others; thirty times as many saved a seventh of the time and took 50 MB.
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class PhrasePart:
    """One stem of an entry; `reach` is how many words may stand before it after the part before."""

    stem: str
    whole: bool
    reach: int
    #: The lemma that the word has to be a form of, and what knows forms.
    lemma: str = ""
    forms: Forms | None = None

    def fits(self, word: str) -> bool:
        """Whether a folded word is this stem, or begins with it, and is a form of its lemma where it has one."""
        if self.whole or not word.startswith(self.stem):
            return word == self.stem
        return self.forms is None or word == self.stem or self.forms.is_form(word, self.lemma)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Tag]):
    """An entry found: words `first` to `last` inclusive."""

    tag: Tag
    first: int
    last: int
    entry: str


def parts(entry: str, forms: Forms | None = None) -> tuple[PhrasePart, ...]:
    """The parts of an entry; a stem of one letter is a whole word. ValueError for a lemma where no forms are known."""
    folded = fold(entry)
    if " " not in folded and "_" not in folded:  # most entries are one word
        return (_part(folded.rstrip(","), 0, forms),)
    pieces = re.split(r"([ _])", folded)
    reaches = [0, *(_REACH if mark == "_" else 0 for mark in pieces[1::2])]
    return tuple(_part(piece.rstrip(","), reach, forms) for piece, reach in zip(pieces[::2], reaches, strict=True))


def _part(piece: str, reach: int, forms: Forms | None) -> PhrasePart:
    stem, named, lemma = piece.partition(":")
    if named and forms is None:
        raise ValueError(f"{piece}: a lemma where no forms are known")
    whole = stem.endswith("=") or len(stem) == 1
    stem = stem.removesuffix("=")
    checked = bool(named) or (0 < len(stem) <= _SHORT and not whole)
    return PhrasePart(sys.intern(stem), whole, reach, (lemma or stem) if checked else "", forms if checked else None)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Tag]):
    """One entry of an index."""

    parts: tuple[PhrasePart, ...]
    tag: Tag
    written: str


@dataclass(frozen=True, slots=True)
class _Started(Generic[Tag]):
    """Entries that begin like one word: of one stem; those whose second is the next word, by its start; the others."""

    alone: tuple[_Entry[Tag], ...]
    joined: Mapping[str, tuple[_Entry[Tag], ...]]
    loose: tuple[_Entry[Tag], ...]

    def at(self, words: Sequence[str], i: int) -> Iterator[_Entry[Tag]]:
        """Entries of several stems that may stand at word i."""
        if self.joined and i + 1 < len(words):
            yield from self.joined.get(words[i + 1][:_KEY], ())
        yield from self.loose


class PhraseIndex(Generic[Tag]):
    """Entries by the first three letters of their first stem, shorter stems by all of theirs."""

    def __init__(
        self, entries: Iterable[tuple[Tag, str]], forms: Forms | None = None, *, remembered: int = _REMEMBERED
    ) -> None:
        self._by_start: dict[str, list[_Entry[Tag]]] = {}
        for tag, written in entries:
            built = parts(written, forms)
            self._by_start.setdefault(built[0].stem[:_KEY], []).append(_Entry(built, tag, sys.intern(written)))
        #: Words of a language come back again and again, so what begins like one is looked up once.
        self._starting = lru_cache(remembered)(self._beginning)

    def touches(self, words: Sequence[str]) -> bool:
        """Whether any entry occurs, sentences aside: a cheap look before anything is parsed."""
        starting = self._starting
        for i, word in enumerate(words):
            started = starting(word)
            if started and (started.alone or any(_end(words, one.parts, i) >= 0 for one in started.at(words, i))):
                return True
        return False

    def tags(self, words: Sequence[str]) -> set[Tag]:
        """Which tags occur, sentences aside."""
        seen: set[Tag] = set()
        for i, word in enumerate(words):
            if started := self._starting(word):
                seen.update(one.tag for one in started.alone)
                seen.update(one.tag for one in started.at(words, i) if _end(words, one.parts, i) >= 0)
        return seen

    def find(self, text: Text, first: int = 0, last: int | None = None) -> list[Hit[Tag]]:
        """Every entry that occurs in words `first` to `last` (exclusive), in order of its first word."""
        words, sentence, starting = text.words, text.sentence, self._starting
        hits: list[Hit[Tag]] = []
        for i in range(first, len(words) if last is None else last):
            started = starting(words[i])
            if started is None:
                continue
            hits += [Hit(one.tag, i, i, one.written) for one in started.alone]
            for one in started.at(words, i):
                end = _end(words, one.parts, i)
                if end >= 0 and sentence[end] == sentence[i]:
                    hits.append(Hit(one.tag, i, end, one.written))
        return hits

    def _beginning(self, word: str) -> _Started[Tag] | None:
        """Entries whose first stem fits a word."""
        starts = dict.fromkeys((word[:_KEY], word[:2], word[:1]))
        found = [one for start in starts for one in self._by_start.get(start, ()) if one.parts[0].fits(word)]
        if not found:
            return None
        joined: dict[str, list[_Entry[Tag]]] = {}
        loose = []
        for one in (one for one in found if len(one.parts) > 1):
            second = one.parts[1]
            if second.reach == 0 and len(second.stem) >= _KEY:
                joined.setdefault(second.stem[:_KEY], []).append(one)
            else:
                loose.append(one)
        alone = tuple(one for one in found if len(one.parts) == 1)
        return _Started(alone, {start: tuple(ones) for start, ones in joined.items()}, tuple(loose))


def _end(words: Sequence[str], built: tuple[PhrasePart, ...], i: int) -> int:
    """The word of the last part when the first stands at word i; -1 when the rest does not follow."""
    at, many = i, len(words)
    for part in built[1:]:
        for j in range(at + 1, min(at + 2 + part.reach, many)):
            if part.fits(words[j]):
                at = j
                break
        else:
            return -1
    return at
