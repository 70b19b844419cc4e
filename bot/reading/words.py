"""What reading knows of words: values that the roof fills from bot/data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.codes import Lang
from bot.reading.claim_grammar import ClaimGrammar
from bot.reading.morphology import KazakhEndings
from bot.reading.skeletons import Skeletons
from bot.reading.times_of_day import HourReader

#: Entries in the lexicon's notation, by language code.
Stems = Mapping[str, tuple[str, ...]]


class CueKind(StrEnum):
    """What a concept tells: what people did, what the state did, who, what for."""

    ACTION = "action"
    RESPONSE = "response"
    ACTOR = "actor"
    DEMAND = "demand"


class Strength(StrEnum):
    """Strong is enough alone, medium needs another cue, weak only adds."""

    S = "S"
    M = "M"
    W = "W"


@dataclass(frozen=True, slots=True)
class Concept:
    """One language-independent idea with its stems."""

    id: str
    kind: CueKind
    strength: Strength
    stems: Stems


@dataclass(frozen=True, slots=True)
class Pair:
    """Two halves of one deed, in either order and up to `reach` words apart, and what they make.

    A concept; of the state's deeds also what befell those counted beside it, and a response.
    """

    concept: str
    role: str
    response: str
    reach: int
    one: Stems
    other: Stems


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Words around a number of people."""

    roles: Mapping[str, Stems]
    police: Stems
    crowd: Stems
    scopes: Mapping[str, Stems]
    attribution: Stems
    #: Nouns of those who belong to somebody: relatives, friends, lawyers.
    kin: Stems
    #: Words that open a clause of cause, of relation or of a demand.
    clauses: Mapping[str, Stems]


@dataclass(frozen=True, slots=True)
class FrameWords:
    """Word classes, and frames written in their names (bot/reading/frames.py), by the name of what they tell."""

    classes: Mapping[str, Stems]
    frames: Mapping[str, Stems]


@dataclass(frozen=True, slots=True)
class Venues:
    """Words around the place and the hour of an event, kept as text."""

    before: Stems
    after: Stems
    alone: Stems
    named: Stems
    streets: Stems
    roads: Stems
    houses: Stems
    modifiers: Stems
    of: Stems
    names: Stems
    joins: Stems
    begins: Stems
    ahead: Stems
    #: Patterns of words, by name.
    forms: Mapping[str, re.Pattern[str]]
    #: "In", before an office in which things are also said.
    inside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word list that tells what a text is about."""

    concepts: tuple[Concept, ...]
    pairs: tuple[Pair, ...]
    negative: Stems
    markers: Mapping[str, Stems]
    responses: Mapping[str, Stems]
    issues: Mapping[str, Stems]
    claims: ClaimWords
    venues: Venues
    denials: FrameWords
    grave: FrameWords
    hours: Mapping[Lang, HourReader]
    #: How names are compared across languages.
    skeletons: Skeletons
    #: Words whose full stop ends no sentence.
    abbreviations: frozenset[str] = frozenset()
    #: Closed classes (bot/reading/grammar.py).
    grammar: Mapping[str, Stems] = field(default_factory=dict)
    #: What governs a deed (bot/reading/predicates.py).
    predicates: Mapping[str, Stems] = field(default_factory=dict)
    #: Irregular English forms: form → lemma.
    irregular: Mapping[str, str] = field(default_factory=dict)
    #: What the rules about claims look at, by language.
    claim_grammar: Mapping[str, ClaimGrammar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LangNumerals:
    """Numerals of one language: whole words (kk: stems) with values, and the words that bound a number."""

    units: Mapping[str, int]
    scales: Mapping[str, int]
    multiples: Mapping[str, int]
    ordinals: Mapping[str, int]
    collective: Mapping[str, int]
    vague: Mapping[str, int]
    #: Vague words that a scale may follow: "tens of thousands".
    many: Mapping[str, int]
    half: frozenset[str]
    not_numerals: frozenset[str]
    #: Qualifier code → phrases; after the numeral, and before it.
    after: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]
    skip: tuple[str, ...]
    people: tuple[str, ...]
    #: What may stand between a numeral and its noun.
    epithets: tuple[str, ...]
    #: Patterns, whole words and scales around numerals by name; most hold in a text of any language.
    forms: Mapping[str, re.Pattern[str]]
    beside: Mapping[str, frozenset[str]]
    one_scale: Mapping[str, int]
    #: What may stand behind a numeral and its ending.
    particle: str
    #: What Kazakh words carry.
    endings: KazakhEndings


@dataclass(frozen=True, slots=True)
class DayWords:
    """Whole words around days, which hold in a text of any language; of Kazakh also ends and beginnings of words."""

    range: frozenset[str]
    until_before: frozenset[str]
    until_after: frozenset[str]
    in_month: frozenset[str]
    of_month: frozenset[str]
    weekday_endings: frozenset[str]
    kk_genitive: frozenset[str]
    kk_in_month: tuple[str, ...]
    kk_month: str
    kk_year: str
    kk_year_short: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months, weekdays and relative days, by language."""

    months: Stems
    abbreviations: Stems
    month_endings_ru: frozenset[str]
    weekdays: Stems
    weekday_adjectives: Stems
    weekday_not: Stems
    #: Days from publication → stems.
    relative: Mapping[int, Stems]
    #: Days in one of what is counted back → whole words; and what stands behind them.
    counted_back: Mapping[int, Stems]
    ago: Stems
    future: Stems
    bound_before: Stems
    bound_after: Stems
    bound_between: Stems
    words: DayWords
    #: What Kazakh words carry.
    endings: KazakhEndings


@dataclass(frozen=True, slots=True)
class Numerals:
    """Numerals and the calendar of the three languages."""

    langs: Mapping[str, LangNumerals]
    calendar: Calendar
