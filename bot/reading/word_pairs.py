"""Cues → deeds told by two words that stand apart, in either order: «на смену … не вышли», "sat … on the road"."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from bot.domain.codes import Lang
from bot.reading.grammar import WordSet
from bot.reading.phrases import Hit
from bot.reading.text import Text
from bot.reading.words import Pair, Stems

#: How the entry of a pair is written.
PAIRED = " + "
#: Number of the pair, and whether it is its other half.
Half = tuple[int, bool]


def pairs_of(data: Mapping[str, Any], stems: Callable[[Any], Stems]) -> tuple[Pair, ...]:
    """The pairs as the lexicon's file writes them."""
    return tuple(
        Pair(
            concept=one.get("concept", ""),
            role=one.get("role", ""),
            response=one.get("response", ""),
            reach=one["reach"],
            one=stems(one["one"]),
            other=stems(one["other"]),
        )
        for one in data.values()
    )


class PairFinder:
    """The pairs of one language."""

    def __init__(self, lang: Lang, pairs: Sequence[Pair], grammar: Mapping[str, WordSet] | None = None) -> None:
        self._lang = lang
        self._pairs = tuple(pairs)
        #: Words that say what people are without, not what they do: «жарықсыз отыр».
        self._without = self._of(grammar, "without")
        #: A verb that only says that another goes on, and the form of that other: «талап етіп отыр».
        self._auxiliary, self._converb = self._of(grammar, "auxiliary"), self._of(grammar, "converb")
        self._farthest = max((pair.reach for pair in pairs), default=0)
        self.halves = tuple(
            ((i, side), stem)
            for i, pair in enumerate(pairs)
            for side, stems in ((False, pair.one), (True, pair.other))
            for stem in stems[lang]
        )

    @staticmethod
    def _of(grammar: Mapping[str, WordSet] | None, name: str) -> WordSet:
        return grammar[name] if grammar else WordSet.of(())

    def has_both(self, seen: AbstractSet[Half]) -> bool:
        """Whether both halves of any pair were seen."""
        return any((number, not side) in seen for number, side in seen)

    def join(self, text: Text, halves: Iterable[Hit[Half]]) -> Iterator[Hit[Pair]]:
        """Every deed at the words from one half to the other; halves in the order of the text."""
        waiting: list[Hit[Half]] = []
        for half in halves:
            waiting = [h for h in waiting if self._reaches(text, h, half)]
            yield from self._joined(text, waiting, half)
            if not any(h.tag == half.tag and h.first == half.first for h in waiting):
                waiting.append(half)

    def _reaches(self, text: Text, before: Hit[Half], half: Hit[Half]) -> bool:
        return half.first - before.last <= self._farthest and text.sentence[before.first] == text.sentence[half.first]

    def _joined(self, text: Text, before: Iterable[Hit[Half]], half: Hit[Half]) -> Iterator[Hit[Pair]]:
        number, side = half.tag
        pair = self._pairs[number]
        for other in before:
            near = other.tag == (number, not side) and 0 < half.first - other.last <= pair.reach
            if near and self._is_one(text, other, half):
                yield Hit(pair, other.first, half.last, f"{other.entry}{PAIRED}{half.entry}")

    def _is_one(self, text: Text, first: Hit[Half], second: Hit[Half]) -> bool:
        """Whether two halves are of one clause: no colon between; in Kazakh a verb ends its clause at a comma."""
        between = text.raw[text.ends[first.last] : text.starts[second.first]]
        verb = second if first.tag[1] else first
        before = text.words[max(0, verb.first - 1) : verb.first]
        beside = before if self._lang is Lang.KK else text.words[verb.last + 1 : verb.last + 2]
        if self._without.any_of(beside):
            return False
        if self._auxiliary.has(text.words[verb.first]) and self._converb.any_of(before):
            return False
        ended = self._lang is Lang.KK and verb is first and "," in between
        return not (ended or ":" in between or ";" in between)
