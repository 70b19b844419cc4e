"""An article laid open: its words with every cue, number, day and place, and what each sentence is about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol, TypeVar

from bot.domain.codes import Lang
from bot.reading.claim_grammar import ClaimGrammar
from bot.reading.cues import Category, Cue, Cues
from bot.reading.dates import Day
from bot.reading.forms import Forms
from bot.reading.grammar import Grammar
from bot.reading.numbers import Number
from bot.reading.phrases import Hit
from bot.reading.places import Mention
from bot.reading.predicates import UNHELD, Frame, State
from bot.reading.text import Text
from bot.reading.words import CueKind, Strength

#: A day before this is background to news of a publication day.
RECENT = timedelta(days=9)
#: Without a day of publication any year that is spelled out marks the past: news of the day names none.
_ANY_YEAR = 2100
_OPENING, _DENIAL_REACH = 5, 3
_FOUR_DIGITS = 1000
#: What may be so without anybody's will.
_UNWILLED = frozenset({"roadblock", "underground", "fasting", "withheld", "token", "tyres"})
#: What people do every day as well: a protest only where people ask for something or are angry.
_EVERYDAY = frozenset({"withheld", "token", "tyres"})
_STRONG = frozenset({Strength.S})
_STANDING = frozenset({Strength.M})
_HEAD_SENTENCES, _HEAD_WORDS, _FEW_WORDS = 3, 90, 3


class _Placed(Protocol):
    @property
    def first(self) -> int: ...


Found = TypeVar("Found", bound=_Placed)


def by_sentence(text: Text, found: Iterable[Found]) -> Mapping[int, tuple[Found, ...]]:
    """What was found in a text, by the sentence it begins in."""
    groups: dict[int, list[Found]] = {}
    for one in found:
        groups.setdefault(text.sentence[one.first], []).append(one)
    return {sentence: tuple(group) for sentence, group in groups.items()}


@dataclass(frozen=True, slots=True)
class Scene:
    """All that was found in one article; numerals, days and places by sentence."""

    lang: Lang
    grammar: Grammar
    forms: Forms
    text: Text
    cues: Cues
    numbers: Mapping[int, tuple[Number, ...]]
    days: Mapping[int, tuple[Day, ...]]
    places: Mapping[int, tuple[Mention, ...]]
    published: date | None
    #: Months named without a day, by sentence and word.
    months: Mapping[int, Mapping[int, int]]
    #: Where the event is told, when that is not the lead.
    told: range | None = None
    #: Frames found, by sentence (bot/reading/frames.py).
    frames: Mapping[int, tuple[Hit[str], ...]] = field(default_factory=dict)
    #: What people do and what governs it, by sentence (bot/reading/predicates.py).
    deeds: Mapping[int, tuple[Frame, ...]] = field(default_factory=dict)
    #: Words in clauses of cause, time and relation, whose places and days are not the deeds'.
    asides: frozenset[int] = frozenset()
    #: Word forms for the rules about claims.
    claim_grammar: ClaimGrammar = field(default_factory=ClaimGrammar)

    @property
    def title(self) -> range:
        """Sentences of the title."""
        return range(self.text.sentence[self.text.body - 1] + 1) if self.text.body else range(0)

    @property
    def head(self) -> Sequence[int]:
        """Sentences of the title and of the lead, or of where else the event is told."""
        return (*self.title, *self.told) if self.told else self.lead

    @property
    def lead(self) -> range:
        """Sentences of the title and the lead."""
        last, told = len(self.title), 0
        while last < len(self.text.openings) and told < _HEAD_SENTENCES:
            if self.text.openings[last] - self.text.body > _HEAD_WORDS:
                break
            told += len(self.text.span(last)) > _FEW_WORDS  # "15:10", «Сейсенбі, 05:50» tell nothing
            last += 1
        return range(last)

    @property
    def sentences(self) -> range:
        """All sentences."""
        return range(len(self.text.openings))

    def listed(self, name: str) -> frozenset[str]:
        """The words of a list of the grammar in the language of the article."""
        return self.claim_grammar.words[name]

    def any_listed(self, name: str, words: Iterable[str]) -> bool:
        """Whether one of some words is in a list of the grammar."""
        return not self.claim_grammar.words[name].isdisjoint(words)

    def form(self, name: str) -> re.Pattern[str]:
        """The pattern of a word form of the grammar."""
        return self.claim_grammar.forms[name]

    def paragraph(self, sentence: int) -> range:
        """The sentences of the paragraph that a sentence stands in, of those told of; a title is one of its own."""
        first, last = sentence, sentence
        while first > self.sentences.start and not self._breaks_before(first):
            first -= 1
        while last + 1 < self.sentences.stop and not self._breaks_before(last + 1):
            last += 1
        return range(first, last + 1)

    def _breaks_before(self, sentence: int) -> bool:
        opening = self.text.openings[sentence]
        return opening == 0 or "\n" in self.text.gap(opening - 1)

    def days_in(self, sentence: int) -> tuple[Day, ...]:
        """Days named in a sentence."""
        return self.days.get(sentence, ())

    def places_in(self, sentence: int) -> tuple[Mention, ...]:
        """Places named in a sentence."""
        return self.places.get(sentence, ())

    def numbers_in(self, sentence: int) -> tuple[Number, ...]:
        """Numerals of a sentence."""
        return self.numbers.get(sentence, ())

    def framed(self, sentence: int) -> tuple[Hit[str], ...]:
        """Frames found in a sentence."""
        return self.frames.get(sentence, ())

    def numbers_near(self, number: Number) -> tuple[Number, ...]:
        """Numerals of the sentence of a numeral."""
        return self.numbers_in(self.text.sentence[number.first])

    def is_recent(self, day: Day) -> bool:
        """Whether a day can be the day of the news."""
        if self.published is None:
            return not day.dated
        return day.exact is not None and self.published - RECENT <= day.exact <= self.published + timedelta(days=1)

    def is_ahead(self, sentence: int) -> bool:
        """Whether the only days a sentence names are still to come."""
        days = [day.exact for day in self.days_in(sentence) if day.exact]
        return bool(days and self.published) and all(self.published and day > self.published for day in days)

    def is_background(self, sentence: int) -> bool:
        """A sentence about the past: an old day, another month, an anniversary."""
        days = self.days_in(sentence)
        if any(self._is_old(day) and day.dated for day in days):
            return True  # "On April 24, 2016, a Sunday"
        if any(self.is_recent(day) for day in days):
            return False
        old_days = any(self._is_old(day) for day in days)
        old_days = old_days or any(day.dated for day in days if not self.published)
        return old_days or self._other_month(sentence) or self._is_of_old_year(sentence) or self._told_as_past(sentence)

    def _is_old(self, day: Day) -> bool:
        return day.exact is not None and self.published is not None and day.exact < self.published - RECENT

    def is_past(self, sentence: int) -> bool:
        """Background for certain: an anniversary's words, or an old year."""
        return self.is_background(sentence) and (self._told_as_past(sentence) or self.names_old_year(sentence))

    def opens_with_past(self, sentence: int) -> bool:
        """Whether the first words of a sentence set it in the past: «Тридцать четыре года назад…»."""
        words = self.text.span(sentence)
        first = range(words.start, words.start + _OPENING)
        marked = any(
            c.first in first and c.tag[1] in {"background", "memory"}
            for c in self.cues.of(Category.MARKER, (sentence,))
        )
        return self.is_past(sentence) and (
            marked or any(n.first in first and self._is_year(n) for n in self.numbers_in(sentence))
        )

    def is_before(self, sentence: int, start: date | None) -> bool:
        """Whether all days of a sentence lie before a day."""
        days = [day.exact for day in self.days_in(sentence) if day.exact]
        return bool(start and days and max(days) < start)

    def _told_as_past(self, sentence: int) -> bool:
        """Words of the past; what is remembered or shown is of the past unless something is done there."""
        if self.cues.marked("on_anniversary", sentence) and self.holds(sentence) and not self.names_old_year(sentence):
            return False  # «В годовщину вторжения житель Уральска встал у консульства»
        told = (c.first for c in self.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "background")
        marked = any(not (i in self.asides and self.holds(sentence)) for i in told)
        return marked or (self.cues.marked("memory", sentence) and not self.holds(sentence))

    def _other_month(self, sentence: int) -> bool:
        held = self.holds(sentence)
        months = {month for i, month in self.months.get(sentence, {}).items() if not (held and i in self.asides)}
        return bool(months) and self.published is not None and self.published.month not in months

    def old_words(self, sentence: int) -> set[int]:
        """Words of a sentence that set what stands beside them in another time: old years, other months, old days."""
        this_year = self.published.year if self.published else _ANY_YEAR
        found = {n.first for n in self.numbers_in(sentence) if 1900 <= n.value < this_year and self._is_year(n)}
        months = self.months.get(sentence, {})
        if self.published is not None:
            found |= {i for i, month in months.items() if month != self.published.month}
        return found | {day.first for day in self.days_in(sentence) if self._is_old(day)}

    def names_old_year(self, sentence: int) -> bool:
        """A year before that of publication, alone: «в 2011 году», "since 2019"."""
        return any(map(self._is_old_year, self.numbers_in(sentence)))

    def _is_of_old_year(self, sentence: int) -> bool:
        """An old year, and not only beside a deed that is held: "rallied … against the party that rules since 1999"."""
        years = [n for n in self.numbers_in(sentence) if self._is_old_year(n)]
        return bool(years) and not (self.holds(sentence) and all(n.first in self.asides for n in years))

    def _is_old_year(self, number: Number) -> bool:
        this_year = self.published.year if self.published else _ANY_YEAR
        return 1900 <= number.value < this_year and self._is_year(number)

    def _is_year(self, number: Number) -> bool:
        after = self.text.words[number.last + 1] if number.last + 1 < len(self.text) else ""
        before = self.text.words[number.first - 1] if number.first else ""
        dated = number.value >= _FOUR_DIGITS and number.ordinal and not number.in_words  # «Верный, 1905-й»
        said = self.grammar["year_before"].has(before) or self.grammar["year_after"].has(after)
        return said or (dated and self.lang is not Lang.EN)

    def is_event(self, sentence: int) -> bool:
        """Whether a sentence tells of people acting: a strong cue, or a medium one with company; and no veto."""
        strong = any(not self._is_closure(c, sentence) for c in self.cues.actions(sentence, Strength.S))
        medium = self.cues.actions(sentence, Strength.M)
        if not strong and not (medium and self._company(sentence, medium)):
            return self.gathers(sentence)
        negative = any(self.cues.of(Category.NEGATIVE, (sentence,)))
        return not negative or (strong and self._company(sentence, medium) >= 2)

    def gathers(self, sentence: int) -> bool:
        """People who do something together somewhere, and a grievance in the lead: a protest told without its words."""
        marks = self.cues.ids(Category.MARKER, sentence)
        peopled = self.cues.has(CueKind.ACTOR, *range(max(0, sentence - 1), sentence + 1), *self.title)
        if not {"acts", "targets"} <= marks or not peopled:
            return False
        unwilled = any(self._is_closure(cue, sentence) for cue in self.cues.actions(sentence, Strength.S))
        unmeant = {"unreal", "closure", "planned"} & marks or any(self.cues.of(Category.NEGATIVE, (sentence,)))
        near = self.lead if sentence in self.lead else range(sentence, min(sentence + 3, len(self.sentences)))
        return not (unwilled or unmeant) and self.cues.marked("grievance", *near)

    def _company(self, sentence: int, medium: tuple[Cue, ...]) -> int:
        strong = frozenset({Strength.S, Strength.M})
        return (
            self.cues.has(CueKind.RESPONSE, *self._told_with(sentence), strengths=strong)
            + self.cues.has(CueKind.ACTOR, sentence)
            + (self.cues.has(CueKind.DEMAND, sentence) or self._asks(sentence, medium))
            + (len({cue.tag[1] for cue in self.cues.actions(sentence, *Strength)}) > 1)
        )

    def _told_with(self, sentence: int) -> Iterable[int]:
        """A title is told on by its lead: «Талдықорғандағы тәртіпсіздік» … 46 адам ұсталды."""
        return self.head if sentence in self.title else (sentence,)

    def _asks(self, sentence: int, medium: tuple[Cue, ...]) -> bool:
        """A demand told in other words than the cue it stands by: a ministry that "demanded" is no crowd."""
        own = {i for cue in medium for i in range(cue.first, cue.last + 1)}
        marks = self.cues.of(Category.MARKER, (sentence,))
        return any(cue.tag[1] == "demanding" and cue.first not in own for cue in marks)

    def _is_closure(self, cue: Cue, sentence: int) -> bool:
        """What may be so without anybody's will or demand: a road shut by snow, miners cut off, a diet."""
        if cue.tag[1] not in _UNWILLED:
            return False
        told = {c.tag[1] for c in self.cues.actions(sentence, Strength.S, Strength.M)} - _UNWILLED
        if cue.tag[1] != "roadblock":
            return not (told or self._is_meant(cue, sentence))
        near = [s for s in (sentence - 1, sentence, sentence + 1) if s in self.head] or [sentence]
        if self.cues.marked("closure", *near, *self.title):
            return not told
        peopled = self.cues.has(CueKind.ACTOR, *near) or self.cues.has(CueKind.RESPONSE, *near, strengths=_STRONG)
        return not (told or peopled)

    def _is_meant(self, cue: Cue, sentence: int) -> bool:
        """Whether people ask for something by what they do, or are angry; a crowd that eats nothing needs no words."""
        asked = self.cues.has(CueKind.DEMAND, *self.head) or self.cues.marked("demanding", *self.head)
        if cue.tag[1] in _EVERYDAY:
            near = [s for s in (sentence - 1, sentence, sentence + 1) if s in self.sentences]
            peopled = self.cues.has(CueKind.ACTOR, *near) or self.cues.marked("persons", *near)
            return peopled and (asked or self.cues.marked("grievance", *self.head))
        crowd = cue.tag[1] == "fasting" and self.cues.has(CueKind.ACTOR, *self.head, strengths=_STANDING)
        return asked or crowd

    def unmeant(self) -> frozenset[str]:
        """Concepts of everyday life that are named, and nowhere as a protest."""
        told = [(cue, s) for s in self.head for cue in self.cues.actions(s, Strength.S) if cue.tag[1] in _EVERYDAY]
        return frozenset(c.tag[1] for c, _ in told) - {c.tag[1] for c, s in told if not self._is_closure(c, s)}

    def is_met(self, sentence: int) -> bool:
        """Whether the state meets people with force, detains or punishes them, in plain words."""
        return self.cues.has(CueKind.RESPONSE, sentence, strengths=_STRONG)

    def is_denied(self, cue: Cue) -> bool:
        """«митинг болған жоқ», "deny rally": not what happened."""
        markers = self.cues.of(Category.MARKER, (self.text.sentence[cue.first],))
        near = [c for c in markers if c.tag[1] == "denial" and abs(c.first - cue.last) <= _DENIAL_REACH]
        return any(not self._is_of_permit(c) for c in near)

    def _is_of_permit(self, denial: Cue) -> bool:
        """What was held without a permit was held: "the rally had not been permitted"."""
        around = self.text.words[max(0, denial.first - 2) : denial.last + 4]
        return self.grammar["permitted"].any_of(around)

    def holds(self, sentence: int) -> bool:
        """Whether a deed is told as held, in a clause of its own that nothing governs."""
        return any(frame.state in {State.HELD, State.OF_PEOPLE} for frame in self.deeds.get(sentence, ()))

    def unheld(self, sentence: int) -> State | None:
        """How a sentence governs all its deeds, so that none of them is told as a thing that happened."""
        states = [frame.state for frame in self.deeds.get(sentence, ())]
        return states[0] if states and all(state in UNHELD or state is State.TRIED for state in states) else None

    def is_here(self, sentence: int) -> bool:
        """Whether a sentence names Kazakhstan or a place in it."""
        return bool(self.places_in(sentence)) or self.cues.marked("country", sentence)

    def is_abroad(self, sentence: int) -> bool:
        """Whether a sentence names another country and no place of this one."""
        return self.cues.marked("foreign", sentence) and not self.places_in(sentence)
