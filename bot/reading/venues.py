"""Sentence → the venue it tells, in its own words: «у здания акимата», "on Republic Square", «әкімдік алдында».

Only closed kinds of places are taken, with what tells them apart: an adjective, whose they are, a place of the
gazetteer, a name in quotation marks, or a name that squares and streets bear. So no name of a person comes in: in
Russian «на площади» may stand before anybody's, which is why only known names follow it there.

Each word is written as one letter for its list, and one mark for what stands behind it; a venue is a pattern of these.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from bot.domain.codes import Lang
from bot.reading.phrases import Hit, PhraseIndex
from bot.reading.text import Text
from bot.reading.words import Stems, Venues

#: B leads, R follows, A a venue by itself, N one that needs more, K one whose name stands before it, S one whose name
#: stands behind it, M an adjective, O whose it is, X a known name, P a place, Q in quotation marks, C a capital, J a
#: word that joins.
_PATTERNS = {
    Lang.KK: re.compile(r"(?:(?:[MXOPQANK](?:-J)?-)|C-(?=K)){0,6}[ANK](?:-R)?"),
    Lang.RU: re.compile(r"(?:B-)+(?:[MXP]-){0,3}(?:S-C|[ANS](?:(?:-[JB]){0,2}-[MANSOXPQ]){0,6})"),
    Lang.EN: re.compile(
        r"(?:B-)+(?:J-)?(?:N-(?:B-)+(?:J-)?)?(?:(?:[MXPCNAKO]-){0,4}K(?:(?:-J){0,2}-[OMXPK]){0,5}"
        r"|(?:[MXPNAO]-){0,4}[AN](?:(?:-J){1,2}(?:-[MXPO]){0,3}-[ANKO])?)"
    ),
}
#: «у офиса компании в Алматы»: the town is told elsewhere.
_TOWN = re.compile(r"(?:B+P+)+$")
_KINDS = {"A", "N", "K", "S"}
_QUOTED = re.compile(r"[«“\"][\w .№-]{2,40}[»”\"]")
_JOINED = re.compile(r"[»”\"]?[ \xa0]*[«“\"]?")
#: What follows a name that is somebody's: «на проспекте Иванов выступил».
_VERB = re.compile(r"..(?:л[аои]?|л[аи]сь|лся|[еи]т|[ую]т|ят|ется)$")
_CASE = re.compile(r"(?:[нғгқкдт][ае]|нда|нде|[дтн][ае]н|[мбп]ен)$")
_IN = re.compile(r"(?:[дт][ае]н?|[ғгқк][ае]|н[ае]н|і[кқ]тер)$")
_LOCATED = re.compile(r"[дт][ае]н?$")
_ACCUSATIVE = re.compile(r"[дн][ыі]$")
_BEARING = re.compile(r"^(?:алаң|даңғыл|көше|саяба|ескерткіш|монумент|театр)[гқк]?с?[ыі]")
#: In an office people also say things: «в акимате сообщили».
_INSIDE = ("в", "во", "in", "at")
_SAID_REACH = 4


def venues_of(data: Mapping[str, Any], stems: Callable[[Any], Stems]) -> Venues:
    """The words as their file writes them."""
    return Venues(**{name: stems(entry) for name, entry in data.items()})


class VenueFinder:
    """Venues in one language."""

    def __init__(self, lang: Lang, venues: Venues) -> None:
        self._lang = lang
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

    def find(self, text: Text, sentence: int, placed: AbstractSet[int], said: AbstractSet[int]) -> str:
        """The first venue of a sentence as written, on one line; else none.

        `placed` are words that name places of the gazetteer, `said` words of saying.
        """
        words = text.span(sentence)
        hits = self._index.find(text, words.start, words.stop)
        if not any(hit.tag in _KINDS for hit in hits):
            return ""
        codes = self._codes(text, words, placed, self._best(hits))
        for match in _PATTERNS[self._lang].finditer("".join(codes)):
            lists = _TOWN.sub("", match.group()[::2])
            first = words.start + match.start() // 2
            last = first + len(lists) - 1
            if self._is_told(text, last, lists) and not self._is_said(text, first, last, said):
                return _written(text, first, last)
        return ""

    def _is_told(self, text: Text, last: int, codes: str) -> bool:
        """Whether it is more than a kind of place: an office by itself, or a square with what tells it apart."""
        if self._lang is Lang.KK and codes[-1] != "R":
            word = text.words[last]
            if not (_CASE.search(word) or (codes[-1] != "A" and _ACCUSATIVE.search(word))):
                return False
        own = codes.strip("BRJ")
        return "A" in own or len(own) > 1

    def _is_said(self, text: Text, first: int, last: int, said: AbstractSet[int]) -> bool:
        inside = text.words[first] in _INSIDE if self._lang is not Lang.KK else True
        return inside and any(i in said for i in range(first - _SAID_REACH, last + 1 + _SAID_REACH))

    def _best(self, hits: Iterable[Hit[str]]) -> dict[int, Hit[str]]:
        """For each word the first list that it begins an entry of, and the longest entry of that."""
        best: dict[int, Hit[str]] = {}
        for hit in hits:
            best[hit.first] = min(best.get(hit.first, hit), hit, key=lambda one: (self._rank[one.tag], -one.last))
        return best

    def _codes(self, text: Text, words: range, placed: AbstractSet[int], best: Mapping[int, Hit[str]]) -> list[str]:
        quoted = [m.span() for m in _QUOTED.finditer(text.raw, text.starts[words[0]], text.ends[words[-1]])]
        codes: list[str] = []
        while len(codes) < len(words):
            i = words.start + len(codes)
            hit = best.get(i)
            code, length = (self._kind(text, i, hit.tag), hit.last - i + 1) if hit else ("", 1)
            if any(start < text.starts[i] < end for start, end in quoted):
                code, length = "Q", 1
            elif code in {"", "M", "X"} and i in placed and not (self._lang is Lang.KK and _IN.search(text.words[i])):
                code, length = "P", 1
            codes += [(code or self._capital(text, i)) + _mark(text, k) for k in range(i, i + length)]
        return codes

    def _kind(self, text: Text, i: int, code: str) -> str:
        """A kind of place that bears the name before it: "Republic Square", «Республика алаңы»."""
        if code in _KINDS and self._lang is Lang.EN and text.capital(i):
            return "K"
        if code == "X" and self._lang is Lang.KK and _LOCATED.search(text.words[i]):
            return "."  # «Астанада» is where the town is, no name of a square
        return "K" if code == "N" and self._lang is Lang.KK and _BEARING.match(text.words[i]) else code

    def _capital(self, text: Text, i: int) -> str:
        after = text.words[i + 1] if i + 1 < len(text) else ""
        named = text.capital(i) and not text.opens(i) and not text.words[i].endswith("'s")
        if self._lang is Lang.RU and (_VERB.search(after) or (after and text.capital(i + 1))):
            return "."
        return "C" if named else "."


def _written(text: Text, first: int, last: int) -> str:
    """The words on one line, with the quotation marks of a name that begins or ends them."""
    start, end = text.starts[first], text.ends[last]
    told = text.raw[start:end]
    start -= "»" in told and "«" not in told
    end += "«" in told and "»" not in told
    return " ".join(text.raw[start:end].split())


def _mark(text: Text, i: int) -> str:
    return "-" if _JOINED.fullmatch(text.gap(i)) else "|"
