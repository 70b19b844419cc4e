"""Word forms: whether a word is a form of a lemma, and what kind of form a Russian word is.

Kazakh: a stem with a checked chain of endings (bot/reading/morphology.py). Russian: the dictionary of pymorphy3, asked
about words of candidates only and remembered. English: endings, and a table of irregular forms. A lemma may name its
part of speech behind a stroke: «требовать/v» has finite forms, infinitives and gerunds, «штраф/n» noun forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from bot.domain.codes import Lang
from bot.reading.morphology import Endings, EnglishEndings, KazakhEndings

_REMEMBERED = 1024
_VERB, _NOUN = "v", "n"


class Tense(StrEnum):
    """What a word is as a verb; `NONE` when it is none."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    INFINITIVE = "infinitive"
    GERUND = "gerund"
    PARTICIPLE = "participle"
    NONE = ""


class Forms(Protocol):
    """The word forms of one language."""

    def is_form(self, word: str, lemma: str) -> bool:
        """Whether a folded word is a form of a lemma."""

    def is_noun(self, word: str) -> bool:
        """Whether a folded word is known as a noun before all else; never where there is no dictionary."""


class Dictionary(Protocol):
    """A dictionary of word forms: lemma, part of speech and tense of a word, the likeliest reading first."""

    def readings(self, word: str) -> tuple[tuple[str, str, Tense], ...]:
        """The readings of a folded word; part of speech "v", "n" or another letter."""


class Kazakh:
    """Stems with chains of endings."""

    def __init__(self, endings: KazakhEndings) -> None:
        self._endings = endings
        self.is_form = lru_cache(_REMEMBERED)(self._is_form)

    def _is_form(self, word: str, lemma: str) -> bool:
        """Whether what follows the stem is a chain of endings of a noun or, as "/v" or "/n" asks, of one of the two."""
        stem, _, kind = lemma.partition("/")
        if not word.startswith(stem):
            return False
        rest = word[len(stem) :]
        noun = kind != _VERB and self._endings.noun.fullmatch(rest)
        return bool(noun or (kind != _NOUN and self._endings.verb.fullmatch(rest)))

    def is_noun(self, word: str) -> bool:  # no dictionary of nouns
        """There is no dictionary of nouns."""
        return False


@dataclass(frozen=True)
class Russian:
    """Forms by a dictionary."""

    dictionary: Dictionary

    def is_form(self, word: str, lemma: str) -> bool:
        """Whether any reading of a word has this lemma, and this part of speech where one is named."""
        wanted, _, kind = lemma.partition("/")
        return any(found == wanted and kind in {"", part} for found, part, _ in self.dictionary.readings(word))

    def is_noun(self, word: str) -> bool:
        """Whether the likeliest reading is a noun."""
        readings = self.dictionary.readings(word)
        return bool(readings) and readings[0][1] == _NOUN

    def tense(self, word: str) -> Tense:
        """What the word is as a verb, by its likeliest reading."""
        readings = self.dictionary.readings(word)
        return readings[0][2] if readings else Tense.NONE


@dataclass(frozen=True)
class English:
    """Forms by ending."""

    #: Irregular form → lemma.
    irregular: Mapping[str, str]
    endings: EnglishEndings

    def is_form(self, word: str, lemma: str) -> bool:
        """Whether a word is the lemma with an ending of a verb or a noun, or an irregular form of it."""
        stem = lemma.partition("/")[0]
        if word == stem or self.irregular.get(word) == stem:
            return True
        short = stem[:-1] if stem.endswith(self.endings.dropped) else stem
        if not word.startswith(short):
            return False
        stems = ((stem, self.endings.plain), (short, self.endings.short), (stem + stem[-1], self.endings.doubled))
        return any(word == f"{one}{end}" for one, ends in stems for end in ends)

    def is_noun(self, word: str) -> bool:  # no dictionary of nouns
        """There is no dictionary of nouns."""
        return False


def forms_of(lang: Lang, dictionary: Dictionary, irregular: Mapping[str, str], endings: Endings) -> Forms:
    """What knows the forms of a language."""
    if lang is Lang.RU:
        return Russian(dictionary)
    return Kazakh(endings.kazakh) if lang is Lang.KK else English(irregular, endings.english)
