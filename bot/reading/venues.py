"""Sentence → the venue it tells, in its own words: «у здания акимата», "on Republic Square", «әкімдік алдында».

Only closed kinds of places are taken, with what tells them apart: an adjective, whose they are, a place of the
gazetteer, or a name that squares and streets bear. So no name of a person comes in: in Russian «на площади» may stand
before anybody's, which is why only known names follow it there. A street's name that no list has is told apart: it is
for readers once two owners tell it. Nothing in quotation marks or beside a word that may be a person's name is taken,
and no street with the number of a house.

Each word is written as one letter for its list, and one mark for what stands behind it; a venue is a pattern of these.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from bot.domain.codes import Lang
from bot.reading.patterns import compiled, exactly
from bot.reading.phrases import Hit, PhraseIndex
from bot.reading.quotes import quoted
from bot.reading.skeletons import Skeletons
from bot.reading.text import Text
from bot.reading.words import Stems, Venues

#: B leads, R follows, A a venue by itself, N one that needs more, K one whose name stands before it, S one whose name
#: stands behind it, M an adjective, O whose it is, X a known name, P a place, C a capital, J a word that joins; Q, in
#: quotation marks, is in none.
_PATTERNS = {
    Lang.KK: re.compile(r"(?:(?:[MXOPANK](?:-J)?-)|C-(?=K)){0,6}[ANK](?:-R)?"),
    Lang.RU: re.compile(r"(?:B-)+(?:[MXP]-){0,3}(?:S-C|[ANS](?:(?:-[JB]){0,2}-[MANSOXP]){0,6})"),
    Lang.EN: re.compile(
        r"(?:B-)+(?:J-)?(?:N-(?:B-)+(?:J-)?)?(?:(?:[MXPCNAKO]-){0,4}K(?:(?:-J){0,2}-[OMXPK]){0,5}"
        r"|(?:[MXPNAO]-){0,4}[AN](?:(?:-J){1,2}(?:-[MXPO]){0,3}-[ANKO])?)"
    ),
}
#: «у офиса компании в Алматы»: the town is told elsewhere.
_TOWN = re.compile(r"(?:B+P+)+$")
_KINDS = {"A", "N", "K", "S"}
_JOINED = re.compile(r"[»”\"]?[ \xa0]*[«“\"]?")
_FORMS = ("verb", "case", "there", "located", "accusative", "bearing")
_SAID_REACH = 4
#: How far before a venue the word for a house or a flat may stand: «у дома 5 на улице Абая».
_HOUSE_REACH = 3
_TO_HOUSE = re.compile(r"[ \xa0,№#]*(?:-[ \xa0])?")


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue in the words of its sentence, on one line."""

    words: str = ""
    #: The bare consonants of its names that no list has.
    unlisted: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the words of a sentence, by their numbers: places of the gazetteer, and words of saying."""

    placed: AbstractSet[int]
    said: AbstractSet[int]
    #: Days, organisations, countries: what may begin with a capital and is no person's name.
    nobodys: AbstractSet[int]
    days: AbstractSet[int]


def venues_of(data: Mapping[str, Any], stems: Callable[[Any], Stems]) -> Venues:
    """The words as their file writes them."""
    lists = {name: stems(entry) for name, entry in data.items() if name not in {"forms", "inside"}}
    exactly(data["forms"], _FORMS)
    forms = {name: compiled(name, written) for name, written in data["forms"].items()}
    inside = frozenset(word for words in stems(data["inside"]).values() for word in words)
    return Venues(**lists, forms=forms, inside=inside)


class VenueFinder:
    """Venues in one language."""

    def __init__(self, lang: Lang, venues: Venues, skeletons: Skeletons) -> None:
        self._lang = lang
        self._skeletons = skeletons
        self._forms, self._inside = venues.forms, venues.inside
        lists = (
            ("B", venues.before),
            ("R", venues.after),
            ("J", venues.joins),
            ("A", venues.alone),
            ("S", venues.streets),
            ("N", venues.named),
            ("M", venues.modifiers),
            ("X", venues.names),
            ("O", venues.of),
        )
        self._rank = {code: rank for rank, (code, _) in enumerate(lists)}
        self._index = PhraseIndex[str]((code, stem) for code, stems in lists for stem in stems[lang])
        self._roads = PhraseIndex[str](("road", stem) for stem in venues.roads[lang])
        self._houses = PhraseIndex[str](("house", stem) for stem in venues.houses[lang])

    def find(self, text: Text, sentence: int, around: Around) -> Venue:
        """The first venue of a sentence; else none."""
        words = text.span(sentence)
        hits = self._index.find(text, words.start, words.stop)
        if not any(hit.tag in _KINDS for hit in hits):
            return Venue()
        codes = self._codes(text, sentence, around.placed, self._best(hits))
        for match in _PATTERNS[self._lang].finditer("".join(codes)):
            lists = _TOWN.sub("", match.group()[::2])
            first = words.start + match.start() // 2
            last = first + len(lists) - 1
            told = self._is_told(text, last, lists) and not self._is_said(text, first, last, around.said)
            if told and self._is_public(text, range(first, last + 1), codes, around):
                unlisted = (first + at for at, code in enumerate(lists) if code == "C")
                return Venue(
                    _written(text, first, last),
                    " ".join(self._skeletons.of(text.words[i], self._lang) for i in unlisted),
                )
        return Venue()

    def _is_public(self, text: Text, venue: range, codes: Sequence[str], around: Around) -> bool:
        """Whether neither a name nor a house stands beside it."""
        words = text.span(text.sentence[venue.start])
        beside = [i for i in (venue.start - 1, venue.stop) if i in words and _is_joined(text, i, venue)]
        if any(self._may_be_a_name(text, i, codes[i - words.start], around) for i in beside):
            return False
        return not self._has_house(text, venue, words, around)

    def _may_be_a_name(self, text: Text, i: int, code: str, around: Around) -> bool:
        """In quotation marks, or with a capital that nothing known explains."""
        known = i in around.placed or i in around.nobodys or code[0] not in {".", "C"}
        return code[0] == "Q" or (text.capital(i) and not text.opens(i) and not known)

    def _has_house(self, text: Text, venue: range, words: range, around: Around) -> bool:
        """The number of a house behind a street, or the word for a house or a flat near any venue."""
        near = range(max(words.start, venue.start - _HOUSE_REACH), min(words.stop, venue.stop + 2))
        if any(hit.first not in venue for hit in self._houses.find(text, near.start, near.stop)):
            return True
        after = venue.stop
        numbered = after in words and text.words[after][0].isdecimal() and after not in around.days
        street = any(hit.first in venue for hit in self._roads.find(text, venue.start, venue.stop))
        return street and numbered and bool(_TO_HOUSE.fullmatch(text.gap(after - 1)))

    def _is_told(self, text: Text, last: int, codes: str) -> bool:
        """Whether it is more than a kind of place: an office by itself, or a square with what tells it apart."""
        if self._lang is Lang.KK and codes[-1] != "R":
            word = text.words[last]
            if not (self._forms["case"].search(word) or (codes[-1] != "A" and self._forms["accusative"].search(word))):
                return False
        own = codes.strip("BRJ")
        return "A" in own or len(own) > 1

    def _is_said(self, text: Text, first: int, last: int, said: AbstractSet[int]) -> bool:
        inside = text.words[first] in self._inside if self._lang is not Lang.KK else True
        return inside and any(i in said for i in range(first - _SAID_REACH, last + 1 + _SAID_REACH))

    def _best(self, hits: Iterable[Hit[str]]) -> dict[int, Hit[str]]:
        """For each word the first list that it begins an entry of, and the longest entry of that."""
        best: dict[int, Hit[str]] = {}
        for hit in hits:
            best[hit.first] = min(best.get(hit.first, hit), hit, key=lambda one: (self._rank[one.tag], -one.last))
        return best

    def _codes(self, text: Text, sentence: int, placed: AbstractSet[int], best: Mapping[int, Hit[str]]) -> list[str]:
        words, marked = text.span(sentence), quoted(text, sentence)
        codes: list[str] = []
        while len(codes) < len(words):
            i = words.start + len(codes)
            hit = best.get(i)
            code, length = (self._kind(text, i, hit.tag), hit.last - i + 1) if hit else ("", 1)
            if any(start <= text.starts[i] < end for start, end in marked):
                code, length = "Q", 1
            elif code in {"", "M", "X"} and i in placed and not self._is_there(text.words[i]):
                code, length = "P", 1
            codes += [(code or self._capital(text, i)) + _mark(text, k) for k in range(i, i + length)]
        return codes

    def _is_there(self, word: str) -> bool:
        """A Kazakh place with an ending: where or whither, no part of a name."""
        return self._lang is Lang.KK and self._forms["there"].search(word) is not None

    def _kind(self, text: Text, i: int, code: str) -> str:
        """A kind of place that bears the name before it: "Republic Square", «Республика алаңы»."""
        if code in _KINDS and self._lang is Lang.EN and text.capital(i):
            return "K"
        if code == "X" and self._lang is Lang.EN and not text.capital(i):
            return "."  # "a victory in the square"
        if code == "X" and self._lang is Lang.KK and self._forms["located"].search(text.words[i]):
            return "."  # «Астанада» is where the town is, no name of a square
        return "K" if code == "N" and self._lang is Lang.KK and self._forms["bearing"].search(text.words[i]) else code

    def _capital(self, text: Text, i: int) -> str:
        after = text.words[i + 1] if i + 1 < len(text) else ""
        named = text.capital(i) and not text.opens(i) and not text.words[i].endswith("'s")
        if self._lang is Lang.RU and (self._forms["verb"].search(after) or (after and text.capital(i + 1))):
            return "."
        return "C" if named else "."


def _written(text: Text, first: int, last: int) -> str:
    """The words on one line."""
    return " ".join(text.raw[text.starts[first] : text.ends[last]].split())


def _is_joined(text: Text, i: int, venue: range) -> bool:
    """Whether nothing but spaces and quotation marks parts a word from the venue that it stands beside."""
    return bool(_JOINED.fullmatch(text.gap(min(i, venue.stop - 1))))


def _mark(text: Text, i: int) -> str:
    return "-" if _JOINED.fullmatch(text.gap(i)) else "|"
