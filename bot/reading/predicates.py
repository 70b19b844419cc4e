"""Deeds of a sentence → frames: who does what in which form, where, when, for what; what governs each deed.

A deed is a cue of what people do. It is held where a verb of the past or of what goes on tells it in a clause of its
own, named where it is only a noun, and governed where a word of its clause makes it announced, allowed, a right, a
condition, tried, unreal or only referred to. The words are data: bot/data/governing_words.toml.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue, Cues
from bot.reading.dates import Day
from bot.reading.forms import Forms, Russian, Tense
from bot.reading.grammar import Grammar, WordSet
from bot.reading.places import Mention
from bot.reading.text import Text
from bot.reading.words import CueKind, Stems, Strength

#: How far a word may govern a deed, and how far behind it; how far from its verb a noun may stand.
_BEFORE, _BEHIND, _VERB = 9, 4, 6
#: So far before a Kazakh participle a day is its own: «1 шілдеде қаза тапқан».
_OWN_DAY = 2
#: How near before a deed stands what only refers to it, and what it is blamed for.
_REFERRED = 3
#: No clause of cause or time is taken to be longer.
_LONGEST_ASIDE = 30
_BREAKS = frozenset(',;:—–()«»“”"')


class State(StrEnum):
    """How a deed is told."""

    HELD = "held"
    #: It only says who somebody is: «митингіге шыққан тұрғындар», «вышедшие на площадь».
    OF_PEOPLE = "of_people"
    NAMED = "named"
    AHEAD = "ahead"
    ALLOWED = "allowed"
    RIGHT = "right"
    CONDITION = "condition"
    TRIED = "tried"
    UNREAL = "unreal"
    REFERRED = "referred"
    DENIED = "denied"
    #: Told of the police: «полиция перекрыла дорогу», «жолын жасақ бөгеді».
    BY_POLICE = "by_police"


#: Deeds that a word of their clause governs.
GOVERNED = tuple(state for state in State if state not in {State.HELD, State.OF_PEOPLE, State.NAMED, State.BY_POLICE})
#: What is governed so did not happen, as far as its clause says.
UNHELD = frozenset({State.AHEAD, State.ALLOWED, State.RIGHT, State.CONDITION, State.UNREAL, State.DENIED})
#: What the police do as well as people.
_OF_BOTH = frozenset({"roadblock", "obstruct"})
CLASSES = frozenset(
    (
        "ahead",
        "allowed",
        "right",
        "condition",
        "tried",
        "unreal",
        "referred",
        "relative",
        "behind",
        "blamed_for",
        "helping",
        "verbal_noun",
        "time_participle",
        "asides",
        "asides_after",
        "time",
        "hour",
        "kin_of",
        "those_who",
        "participle",
        "those",
        "present",
        "object",
        "actors",
        "bystanders",
        "police",
    )
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One deed: the concept and its words `first` to `last`, how it is told, and what stands in its clause."""

    deed: str
    first: int
    last: int
    state: State
    #: The word that governs it, or that tells it as held.
    by: str = ""
    #: Who acts, where and when, outside clauses of cause and time; whether something is asked for.
    who: str = ""
    where: tuple[str, ...] = ()
    when: str = ""
    aim: bool = False


class Scenery(Protocol):
    """What a frame needs of a scene."""

    @property
    def text(self) -> Text:
        """The words."""

    @property
    def cues(self) -> Cues:
        """What was found in them."""

    def is_denied(self, cue: Cue) -> bool:
        """Whether a cue is denied."""

    def places_in(self, sentence: int) -> tuple[Mention, ...]:
        """Places named in a sentence."""

    def days_in(self, sentence: int) -> tuple[Day, ...]:
        """Days named in a sentence."""


def predicates_of(lang: Lang, data: Mapping[str, Stems]) -> Mapping[str, WordSet]:
    """The classes of a language; ValueError when the data has other classes than are known."""
    if set(data) != CLASSES:
        raise ValueError(f"classes {sorted(set(data) ^ CLASSES)}")
    return {name: WordSet.of(stems[lang]) for name, stems in data.items()}


class Predicates:
    """Finds the deeds of sentences and what governs them, in one language."""

    def __init__(self, lang: Lang, words: Mapping[str, WordSet], grammar: Grammar, forms: Forms) -> None:
        self._lang = lang
        self._words = words
        self._grammar = grammar
        self._forms = forms

    def deeds(self, scene: Scenery, sentence: int, aside: AbstractSet[int]) -> tuple[Frame, ...]:
        """The deeds of a sentence in strong or medium words, in order."""
        text, cues = scene.text, scene.cues
        found = cues.actions(sentence, Strength.S, Strength.M)
        told = (cue for cue in cues.of(Category.MARKER, (sentence,)) if cue.tag[1] == "occurred")
        happened = frozenset(i for cue in told for i in range(cue.first, cue.last + 1))
        subjects = self._subjects(scene, sentence)
        frames = [self._frame(text, cue, happened, denied=scene.is_denied(cue)) for cue in found]
        frames = [self._headlined(text, frame, subjects) for frame in frames]
        return tuple(self._filled(scene, sentence, _as_within(frame, frames), aside) for frame in frames)

    def _subjects(self, scene: Scenery, sentence: int) -> frozenset[int]:
        """The last words of people named in an English title, whose verb is in the present: "Villagers block road"."""
        if self._lang is not Lang.EN or scene.text.openings[sentence] >= scene.text.body:
            return frozenset()
        people = (c for c in scene.cues.told_in(sentence) if c.tag[0] in {Category.PEOPLE, Category.CROWD})
        actors = (c for c in scene.cues.told_in(sentence) if scene.cues.is_actor(c))
        return frozenset(cue.last for cue in (*people, *actors))

    def _headlined(self, text: Text, frame: Frame, subjects: AbstractSet[int]) -> Frame:
        """A deed right behind its people in an English title is told as held."""
        before = text.words[frame.first - 1] if frame.first else ""
        open_to = frame.state is State.NAMED or (frame.state is State.REFERRED and frame.by == before)
        told = open_to and frame.first - 1 in subjects and frame.first not in subjects
        return replace(frame, state=State.HELD, by=text.words[frame.first]) if told else frame

    def _filled(self, scene: Scenery, sentence: int, frame: Frame, aside: AbstractSet[int]) -> Frame:
        """A frame with who acts, where, when and whether something is asked for, by its sentence outside asides."""
        cues = [cue for cue in scene.cues.told_in(sentence) if cue.first not in aside]
        where = (m.id for m in scene.places_in(sentence) if m.first not in aside and not (m.who or m.origin))
        when = (str(d.exact) for d in scene.days_in(sentence) if d.exact and d.first not in aside)
        return replace(
            frame,
            who=next((_words(scene.text, cue) for cue in cues if self._acts(scene, cue, frame)), ""),
            where=tuple(dict.fromkeys(where)),
            when=next(when, ""),
            aim=any(c.tag == (Category.MARKER, "demanding") for c in cues) or scene.cues.has(CueKind.DEMAND, sentence),
        )

    def _acts(self, scene: Scenery, cue: Cue, frame: Frame) -> bool:
        """Whether a cue names people who may do the deed: in Kazakh «адамдарға», «мұнайшыларды» do nothing."""
        people = scene.cues.is_actor(cue) or cue.tag[0] in {Category.PEOPLE, Category.CROWD}
        last = scene.text.words[cue.last]
        return (
            people and cue.first != frame.first and not any(self._words[n].has(last) for n in ("object", "bystanders"))
        )

    def asides(self, scene: Scenery, sentence: int) -> frozenset[int]:
        """Words of a sentence in clauses of cause, time and relation: their places and days are not the deeds'.

        "three days after five children died in a fire in Zhanatas"; none where a deed itself stands in it.
        """
        text, span = scene.text, scene.text.span(sentence)
        dated = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
        deeds = {
            i for cue in scene.cues.actions(sentence, Strength.S, Strength.M) for i in range(cue.first, cue.last + 1)
        }
        found = self._of_kin(scene, sentence, deeds)
        for i in span:
            if self._words["asides"].has(text.words[i]):
                found |= self._aside(text, range(i, span.stop), deeds)
            elif self._closes(text, i):
                found |= self._aside(text, range(i, span.start - 1, -1), deeds)
            elif self._is_time_of(text, i, span) and i not in dated:
                begun = max((at for at in dated if at < i), default=span.start - 1)
                found |= self._aside(text, range(i, begun, -1), deeds)
            elif i not in deeds and self._parts(text.words[i]):
                days = {day.last for day in scene.days_in(sentence) if i - day.last > _OWN_DAY}
                found |= self._around_participle(text, i, span, deeds, days)
        return frozenset(found)

    def _of_kin(self, scene: Scenery, sentence: int, deeds: AbstractSet[int]) -> set[int]:
        """What is told of those whose kin act: "relatives of January 2022 victims picket"."""
        text, stop = scene.text, scene.text.span(sentence).stop
        behind = (c.last + 1 for c in scene.cues.of(Category.KIN, (sentence,)))
        opened = (at for at in behind if self._words["kin_of"].any_of(text.words[at : at + 1]))
        return {i for at in opened for i in self._aside(text, range(at, stop), deeds)}

    def _closes(self, text: Text, i: int) -> bool:
        """Whether a word closes a clause of cause or time; of an hour it does not: «түстен кейін»."""
        return self._words["asides_after"].has(text.words[i]) and not (i and self._words["hour"].has(text.words[i - 1]))

    def _is_time_of(self, text: Text, i: int, span: range) -> bool:
        """«съезд болған күні»: a word of time behind a participle closes what is told of that time."""
        before = text.words[i - 1] if i > span.start else ""
        return bool(before) and self._words["time"].has(text.words[i]) and self._words["participle"].has(before)

    def _parts(self, word: str) -> bool:
        return self._words["participle"].has(word) and not self._words["time_participle"].has(word)

    def _aside(self, text: Text, words: range, deeds: AbstractSet[int]) -> set[int]:
        """The words of an aside, to the mark or the deed that ends it."""
        found: set[int] = set()
        for i in words:
            if i in deeds:
                return found if len(found) > _REFERRED else set()
            found.add(i)
            if len(found) > _LONGEST_ASIDE or self._ends(text, i, forward=words.step > 0):
                break
        return found

    def _ends(self, text: Text, i: int, *, forward: bool) -> bool:
        """Whether a mark behind a word ends an aside; no comma before a name does: "in the capital, Nur-Sultan"."""
        marks = _BREAKS & set(text.gap(i if forward else i - 1))
        named = forward and i + 1 < len(text) and text.capital(i + 1)
        return bool(marks) and not (named and marks == {","})

    def _around_participle(  # a word, its sentence and what stands there
        self, text: Text, i: int, span: range, deeds: AbstractSet[int], days: AbstractSet[int]
    ) -> set[int]:
        """«сгоревшего 13 сентября», «13 қыркүйекте өртенген базар»: what a participle takes, unless a deed is near.

        Of `days` far before it the sentence tells: «1 шілдеде қаңтарда қаза тапқандардың анасы».
        """
        back = self._lang is Lang.KK
        reach = _BEHIND if self._words["those"].has(text.words[i]) else 2
        near = range(max(span.start, i - reach), i + 1) if back else range(i, min(span.stop, i + _BEHIND + 1))
        kept: set[int] = set()
        for j in reversed(near) if back else near:
            if j in deeds:
                return set()
            if back and j in days:
                break
            kept.add(j)
            if _BREAKS & set(text.gap(j - 1 if back else j)):
                break
        return set() if back and deeds & {i + 1, i + 2} else kept

    def _frame(self, text: Text, cue: Cue, happened: frozenset[int], *, denied: bool) -> Frame:
        state, by = self._state(text, cue, happened)
        if cue.tag[1] in _OF_BOTH and (acting := self._police(text, cue)):
            state, by = State.BY_POLICE, acting
        return Frame(cue.tag[1], cue.first, cue.last, State.DENIED if denied else state, by)

    def _police(self, text: Text, cue: Cue) -> str:
        """The police as those who do it: before the verb in Kazakh and English, on either side in Russian."""
        clause = clause_of(text, cue.first, cue.last)
        before = text.words[clause.start : cue.last if self._lang is Lang.KK else cue.first]
        behind = text.words[cue.last + 1 : min(clause.stop, cue.last + 1 + _BEHIND)] if self._lang is Lang.RU else ()
        return next((word for word in (*behind, *reversed(before)) if self._words["police"].has(word)), "")

    def _state(self, text: Text, cue: Cue, happened: frozenset[int]) -> tuple[State, str]:
        clause = clause_of(text, cue.first, cue.last)
        governed = next(self._governing(text, cue, clause), None)
        if governed:
            return governed
        own = [i for i in range(cue.first, cue.last + 1) if self.is_finite(text, i)]
        near = [i for i in clause if i in happened and self._is_told_by(text, i, clause) and self._tells(cue, i)]
        held = own or near
        if self._words["actors"].has(text.words[cue.last]):
            return State.OF_PEOPLE, text.words[cue.last]  # «ереуілшілерді», «проблемы бастующих»
        if self._names_people(text, cue, clause) or ((own or not held) and self._is_of_people(text, cue, clause)):
            return State.OF_PEOPLE, text.words[cue.last]
        return (State.HELD, text.words[held[0]]) if held else (State.NAMED, "")

    def _names_people(self, text: Text, cue: Cue, clause: range) -> bool:
        """In Kazakh a participle behind the deed and before those it names: «ереуілге шыққан мұнайшыларды қолдап»."""
        behind = cue.last + 1
        if behind < clause.stop and self._words["those_who"].has(text.words[behind]):
            return True
        named = self._lang is Lang.KK and behind + 1 < clause.stop and self._parts(text.words[behind])
        return named and self._words["object"].has(text.words[behind + 1])

    def _is_of_people(self, text: Text, cue: Cue, clause: range) -> bool:
        """Whether a participle tells the deed: before a noun in Kazakh, wherever it stands in Russian."""
        if self._lang is Lang.KK:
            return cue.last + 1 < clause.stop and self._parts(text.words[cue.last])
        return any(self._tense(text, i) is Tense.PARTICIPLE for i in range(cue.first, cue.last + 1))

    def _is_told_by(self, text: Text, i: int, clause: range) -> bool:
        """Whether a verb tells what its clause tells; a participle before a noun only says which: «өткен жиын»."""
        before_noun = self._lang is Lang.KK and i + 1 < clause.stop and self._words["participle"].has(text.words[i])
        return self.is_finite(text, i) and not before_noun

    def _tells(self, cue: Cue, i: int) -> bool:
        """Whether a verb stands where it can tell a noun: behind it in Kazakh, on either side elsewhere."""
        return 0 < i - cue.last <= _VERB if self._lang is Lang.KK else -_VERB <= i - cue.last <= _VERB

    def _governing(self, text: Text, cue: Cue, clause: range) -> Iterator[tuple[State, str]]:
        before = range(max(clause.start, cue.first - _BEFORE), cue.first)
        behind = range(cue.last + 1, min(clause.stop, cue.last + 1 + _BEHIND))
        if self._lang is Lang.KK:
            yield from self._governing_behind(text, cue, before, behind)
            return
        yield from self._first(text, before, (State.UNREAL, State.CONDITION))
        near = before[-_REFERRED:]
        if not any(self._is_past(text, i) for i in range(cue.first, cue.last + 1)):
            opened = self._after_verb(text, before)
            yield from self._first(text, opened, (State.ALLOWED, State.RIGHT))
            if self._words["blamed_for"].any_of(text.words[i] for i in near):
                yield from self._first(text, before, (State.TRIED,))
            yield from self._first(text, opened, (State.AHEAD,))
            yield from ((State.AHEAD, text.words[i]) for i in behind if self._words["behind"].has(text.words[i]))
        yield from ((State.REFERRED, text.words[i]) for i in before if self._words["relative"].has(text.words[i]))
        yield from self._first(text, near, (State.REFERRED,))

    def _governing_behind(self, text: Text, cue: Cue, before: range, behind: range) -> Iterator[tuple[State, str]]:
        """In Kazakh what governs stands in the deed's own last word or behind it."""
        inside = range(cue.first, cue.last + 1)
        told = next((i for i in behind if self._is_past(text, i) and not self._governs(text, i)), behind.stop)
        yield from self._first(text, before, (State.UNREAL,))
        yield from self._first(text, (*inside, *behind), (State.CONDITION, State.ALLOWED, State.RIGHT))
        yield from self._first(text, (*inside, *range(behind.start, told)), (State.AHEAD,))
        yield from self._first(text, behind[:_REFERRED], (State.TRIED, State.REFERRED))

    def _is_past(self, text: Text, i: int) -> bool:
        helped = i > 0 and self._words["helping"].has(text.words[i - 1])
        return self._tense(text, i) is Tense.PAST and not helped

    def _after_verb(self, text: Text, before: range) -> range:
        """The words before a deed from the last verb of the past on, which has a clause of its own."""
        past = (i for i in reversed(before) if self._is_past(text, i) and not self._governs(text, i))
        last = next(past, None)
        return before if last is None else range(last + 1, before.stop)

    def _governs(self, text: Text, i: int) -> bool:
        return any(self._words[state.value].has(text.words[i]) for state in GOVERNED if state is not State.DENIED)

    def _first(self, text: Text, words: Sequence[int], states: Sequence[State]) -> Iterator[tuple[State, str]]:
        for state in states:
            known = self._words[state.value]
            hit = next((i for i in words if known.has(text.words[i])), None)
            if hit is not None:
                yield state, text.words[hit]

    def is_finite(self, text: Text, i: int) -> bool:
        """Whether a word is a verb of the past or of what goes on, and no participle before a noun."""
        return self._tense(text, i) in {Tense.PAST, Tense.PRESENT, Tense.GERUND}

    def _tense(self, text: Text, i: int) -> Tense:
        word = text.words[i]
        if isinstance(self._forms, Russian):
            return self._forms.tense(word)
        if self._words["present"].has(word):
            return Tense.PRESENT
        past = self._grammar["past"].has(word) and not self._words["verbal_noun"].has(word)
        return Tense.PAST if past else Tense.NONE


def clause_of(text: Text, first: int, last: int) -> range:
    """The words around a deed up to the next mark that parts clauses, on both sides."""
    span = text.span(text.sentence[first])
    start, stop = first, last + 1
    while start > span.start and not _BREAKS & set(text.gap(start - 1)):
        start -= 1
    while stop < span.stop and not _BREAKS & set(text.gap(stop - 1)):
        stop += 1
    return range(start, stop)


def _as_within(frame: Frame, frames: Sequence[Frame]) -> Frame:
    """A deed whose words are part of a longer one is told as that one: «наразылық» within «наразылық білдірген»."""
    around = [f for f in frames if f.first <= frame.first and frame.last <= f.last and f.deed == frame.deed]
    longest = max(around, key=lambda f: f.last - f.first)
    return replace(frame, state=longest.state, by=longest.by)


def _words(text: Text, cue: Cue) -> str:
    return " ".join(text.words[cue.first : cue.last + 1])
