"""Plain text → words with offsets and sentences; everything else in reading works on these."""

import re
from bisect import bisect_right
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from bot.domain.alphabet import YE, YO

#: A number with inner separators, or a word with inner hyphens and apostrophes; linear, no nesting. What is longer than
#: any word is several words, so that none is costly to compare or to remember.
_WORD = re.compile(r"\d{1,40}(?:[.,]\d{1,40}){0,9}|[^\W\d_]{1,60}(?:['’ʼʻ‑–-][^\W\d_]{1,60}){0,9}")
_FOLD = ((YO, YE), ("’", "'"), ("ʼ", "'"), ("ʻ", "'"), ("‑", "-"), ("–", "-"))
_END = re.compile(r"[.!?…][\"'»”’)\]]*\s|\n")
#: What divides the words that open a line from its rest: «Читайте также: …».
_OPENED = re.compile(r"\s*([^:>»—–|]{2,40}?)\s*(?:[:>»—–|]+\s*(.*))?")
#: A heading with the number of what stands under it: «Комментарии (14)».
_COUNTED = re.compile(r"\s*([^\d:()\[\]]{2,40}?)\s*[:(\[]?\s*\d{0,6}\s*[)\]]?\s*:?\s*")
_LINE = 300
#: No sentence has more words; what is weighed within one stays bounded whatever a text is made of.
_LONGEST = 150
#: «мусора.В акимате»: a full stop without a space ends a sentence behind a word of more letters.
_GLUED = 2


def fold(word: str) -> str:
    """The form in which words are compared: lower case, ё as е, one hyphen, one apostrophe."""
    folded = word.lower()
    for written, meant in _FOLD:  # six searches in C cost a tenth of str.translate
        folded = folded.replace(written, meant)
    return folded


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a text, folded, with code-point offsets; `sentence[i]` is the number of the sentence of word i."""

    raw: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentence: tuple[int, ...]
    #: First word of each sentence.
    openings: tuple[int, ...]
    #: Words before this one are the title.
    body: int = 0

    def __len__(self) -> int:
        return len(self.words)

    def original(self, i: int) -> str:
        """Word i as written."""
        return self.raw[self.starts[i] : self.ends[i]]

    def gap(self, i: int) -> str:
        """What stands between word i and the next one; empty at the end of the text."""
        return self.raw[self.ends[i] : self.starts[i + 1]] if i + 1 < len(self.words) else ""

    def capital(self, i: int) -> bool:
        """Whether word i begins with a capital letter."""
        return self.raw[self.starts[i]].isupper()

    def opens(self, i: int) -> bool:
        """Whether word i is the first of its sentence."""
        return self.openings[self.sentence[i]] == i

    def span(self, sentence: int) -> range:
        """The words of a sentence."""
        last = self.openings[sentence + 1] if sentence + 1 < len(self.openings) else len(self.words)
        return range(self.openings[sentence], last)

    def slice(self, sentence: int) -> str:
        """A sentence as written."""
        words = self.span(sentence)
        return self.raw[self.starts[words[0]] : self.ends[words[-1]]] if words else ""

    def word_at(self, offset: int) -> int:
        """The last word that begins at or before an offset."""
        return bisect_right(self.starts, offset) - 1


@dataclass(frozen=True, slots=True)
class Teasers:
    """Lines that name other articles: headings over lists of headlines, and words that point to one with a colon."""

    headings: frozenset[str]
    pointers: frozenset[str]
    #: Headings over what readers write; nothing below one is the article's.
    comments: frozenset[str] = frozenset()

    def without(self, raw: str) -> str:
        """The text without them: «Читайте также: …»; a list under a heading ends at an empty line or a full stop."""
        kept: list[str] = []
        listing = False
        for line in raw.split("\n"):
            if kept and self._opens_comments(line):
                break
            opened = _OPENED.fullmatch(line[:_LINE])
            words, rest = (fold(opened[1]), opened[2] or "") if opened else ("", "")
            pointing = words in self.headings or (bool(rest) and words in self.pointers)
            heads = pointing and not rest
            listing = heads or (listing and bool(line.strip()) and line.rstrip()[-1:] != ".")
            if not (pointing or listing):
                kept.append(line)
        return "\n".join(kept)

    def _opens_comments(self, line: str) -> bool:
        opened = _COUNTED.fullmatch(line[:_LINE])
        return opened is not None and fold(opened[1]) in self.comments


def words_of(raw: str) -> list[str]:
    """The folded words alone, for the question asked of every article."""
    found: list[str] = _WORD.findall(fold(raw))
    return found


def parse(
    raw: str, title_length: int = 0, most: int | None = None, *, abbreviations: AbstractSet[str] = frozenset()
) -> Text:
    """Words and sentences of a text whose first `title_length` code points are its title; `most` words of it.

    The full stop of an abbreviation ends no sentence.
    """
    spans = [match.span() for match in islice(_WORD.finditer(raw), most)]
    starts, ends = tuple(start for start, _ in spans), tuple(end for _, end in spans)
    folded = fold(raw)
    if len(folded) == len(raw):
        words = tuple(folded[start:end] for start, end in spans)
    else:
        words = tuple(fold(raw[start:end]) for start, end in spans)
    sentence, openings = _sentences(raw, words, (starts, ends), abbreviations)
    return Text(raw, words, starts, ends, sentence, openings, bisect_right(starts, title_length - 1))


def _sentences(
    raw: str, words: tuple[str, ...], spans: tuple[tuple[int, ...], tuple[int, ...]], abbreviations: AbstractSet[str]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts, ends = spans
    numbers: list[int] = []
    openings = [0] if words else []
    for i in range(len(words)):
        if i and (i - openings[-1] >= _LONGEST or _breaks(raw, words[i - 1], (ends[i - 1], starts[i]), abbreviations)):
            openings.append(i)
        numbers.append(len(openings) - 1)
    return tuple(numbers), tuple(openings)


def _breaks(raw: str, before: str, gap: tuple[int, int], abbreviations: AbstractSet[str]) -> bool:
    end, start = gap
    if start - end < 2 and raw[end] != "\n":
        return raw[end] in ".!?…" and raw[end - 1].islower() and raw[start].isupper() and len(before) > _GLUED
    end_mark = _END.search(raw, end, start)
    if end_mark is None:
        return False
    if end_mark.group()[-1] == "\n" or raw[end] != ".":
        return True
    initial = len(before) == 1 and raw[end - 1].isupper()
    return not (initial or before in abbreviations or raw[start].islower())
