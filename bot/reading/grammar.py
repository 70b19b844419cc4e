"""Closed classes of words in one language, from bot/data/grammar.toml: ranks of places, ends of verbs, negations.

An entry is the start of a word; "=" ends an entry that is the whole word; "*" before an ending stands for each letter
that a word has before it at least.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.codes import Lang
from bot.reading.text import fold
from bot.reading.words import Stems


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words known whole, by their start, or by their ending."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    #: Ending, and how many letters stand before it at least.
    ends: tuple[tuple[str, int], ...]
    #: The endings alone, to ask of all at once.
    tails: tuple[str, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[str]) -> "WordSet":
        """A set from the entries of a data file."""
        folded = [fold(entry) for entry in entries]
        ends = [(entry.lstrip("*"), len(entry) - len(entry.lstrip("*"))) for entry in folded if entry[:1] == "*"]
        plain = [entry for entry in folded if entry[:1] != "*"]
        return cls(
            frozenset(entry[:-1] for entry in plain if entry.endswith("=")),
            tuple(entry for entry in plain if not entry.endswith("=")),
            tuple(ends),
            tuple(end for end, _ in ends),
        )

    def has(self, word: str) -> bool:
        """Whether a folded word is one of these."""
        if word in self.whole or word.startswith(self.starts):
            return True
        if not word.endswith(self.tails):
            return False
        return any(word.endswith(end) and len(word) >= len(end) + least for end, least in self.ends)

    def any_of(self, words: Iterable[str]) -> bool:
        """Whether one of these words is one of these."""
        return any(map(self.has, words))


#: The classes that bot/data/grammar.toml has; no more and no fewer.
CLASSES = frozenset(
    (
        "region",
        "district",
        "many_regions",
        "evidence_before",
        "evidence_after",
        "block_before",
        "block_after",
        "kept_after",
        "village_before",
        "village_after",
        "institute",
        "road_words",
        "list_fillers",
        "compass",
        "pair_joins",
        "based",
        "joined_namesake",
        "foreign_rank",
        "home_regions",
        "given_names",
        "opens_as_common",
        "surname_case",
        "vague_adjectives",
        "genitive",
        "near",
        "origin_before",
        "origin_after",
        "ways",
        "ways_from",
        "distance",
        "road_before",
        "road_on",
        "not_before",
        "not_after",
        "city_before",
        "inhabitant",
        "origin_rank",
        "within",
        "in_place",
        "way_to",
        "highway",
        "past",
        "year_before",
        "year_after",
        "permitted",
        "nth_day",
        "genitive_kk",
        "year_said",
        "square",
        "dated_tail",
        "without",
        "road_between",
        "disaster",
        "acting_after",
        "auxiliary",
        "converb",
        "besides",
        "shown",
        "possible",
        "asks",
        "weekday",
        "bygone",
        "people_by_ending",
        "things_by_ending",
        "adjective_of_people",
    )
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The classes of one language by name."""

    classes: Mapping[str, WordSet]

    def __getitem__(self, name: str) -> WordSet:
        return self.classes[name]

    @classmethod
    def of(cls, lang: Lang, classes: Mapping[str, Stems]) -> "Grammar":
        """The classes of a language; ValueError when the data has other classes than are known."""
        if set(classes) != CLASSES:
            raise ValueError(f"classes {sorted(set(classes) ^ CLASSES)}")
        return cls({name: WordSet.of(stems[lang]) for name, stems in classes.items()})
