"""Text → cues: every word of the lists that matters, found in one pass, gathered by sentence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes import Lang
from bot.domain.names import Names
from bot.reading.forms import Forms
from bot.reading.grammar import WordSet
from bot.reading.phrases import Hit, PhraseIndex
from bot.reading.text import Text
from bot.reading.word_pairs import Half, PairFinder
from bot.reading.words import Concept, CueKind, LangNumerals, Lexicon, Pair, Strength


class Category(StrEnum):
    """Which list a cue is from."""

    CONCEPT = "concept"
    NEGATIVE = "negative"
    MARKER = "marker"
    RESPONSE = "response"
    ISSUE = "issue"
    NAME = "name"
    ROLE = "role"
    SCOPE = "scope"
    ATTRIBUTION = "attribution"
    POLICE = "police"
    CROWD = "crowd"
    PEOPLE = "people"
    KIN = "kin"
    CLAUSE = "clause"
    HALF = "half"


Tag = tuple[Category, str]
Cue = Hit[Tag]
#: Words of a title and lead.
_LEAD = 120
#: So many words are remembered in the large indexes, and where every article is looked through.
_OF_ALL = 8192
#: Markers that together, with people, make a protest told without its words.
_PLAIN, _ACTOR = ("acts", "targets", "grievance"), "actor"
_LOOKALIKES = (Category.MARKER, "lookalikes")
_PERSONS = (Category.MARKER, "persons")
_CONVICTS, _COURT = (Category.MARKER, "convicts"), (Category.MARKER, "court")
#: Lists whose words a lookalike may hold by chance.
_ABOUT = frozenset({Category.CONCEPT, Category.RESPONSE, Category.ROLE})
_POINTS = {
    (CueKind.ACTION, Strength.S): 3.0,
    (CueKind.ACTION, Strength.M): 1.5,
    (CueKind.ACTION, Strength.W): 0.5,
    (CueKind.RESPONSE, Strength.S): 1.5,
    (CueKind.RESPONSE, Strength.M): 0.7,
    (CueKind.ACTOR, Strength.M): 1.0,
    (CueKind.ACTOR, Strength.W): 0.5,
    (CueKind.DEMAND, Strength.M): 0.5,
    (CueKind.DEMAND, Strength.W): 0.5,
}


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of a text, and by sentence."""

    all: tuple[Cue, ...]
    tags: Mapping[int, frozenset[Tag]]
    concepts: Mapping[str, Concept]
    #: By list and sentence.
    by_list: Mapping[tuple[Category, int], tuple[Cue, ...]]

    def of(self, category: Category, sentences: Iterable[int] | None = None) -> Iterator[Cue]:
        """Cues of one list, in the whole text or in some sentences."""
        if sentences is None:
            return (cue for cue in self.all if cue.tag[0] is category)
        listed = self.by_list
        return (cue for s in sentences for cue in listed.get((category, s), ()))

    def told_in(self, sentence: int) -> list[Cue]:
        """All cues of a sentence, in its order."""
        found = (cue for category in Category for cue in self.by_list.get((category, sentence), ()))
        return sorted(found, key=lambda cue: cue.first)

    def ids(self, category: Category, *sentences: int) -> frozenset[str]:
        """Which of a list occur in these sentences."""
        return frozenset(tag[1] for s in sentences for tag in self.tags.get(s, ()) if tag[0] is category)

    def marked(self, marker: str, *sentences: int) -> bool:
        """Whether a marker occurs in one of these sentences."""
        wanted = (Category.MARKER, marker)
        return any(wanted in self.tags.get(s, ()) for s in sentences)

    def entries(self, category: Category, name: str, *sentences: int) -> tuple[str, ...]:
        """The entries that were found, for saying why."""
        found = (cue.entry for cue in self.of(category, sentences) if cue.tag[1] == name)
        return tuple(dict.fromkeys(found))

    def score(self, sentences: Iterable[int], without: AbstractSet[str] = frozenset()) -> float:
        """The lexicon's score of some sentences together, `without` some concepts; a candidate has 2 or more."""
        chosen = tuple(sentences)
        found = [self.concepts[name] for name in self.ids(Category.CONCEPT, *chosen) - without]
        points = sum(_POINTS.get(key, 0.0) for key in {(concept.kind, concept.strength) for concept in found})
        negative = len({cue.entry for cue in self.of(Category.NEGATIVE, chosen)})
        return points - (0.0, 2.5, 3.5)[min(negative, 2)]

    def actions(self, sentence: int, *strengths: Strength) -> tuple[Cue, ...]:
        """Cues of what people did."""
        return tuple(
            cue
            for cue in self.by_list.get((Category.CONCEPT, sentence), ())
            if (concept := self.concepts[cue.tag[1]]).kind is CueKind.ACTION and concept.strength in strengths
        )

    def is_action(self, cue: Cue) -> bool:
        """Whether a cue names what people did, in a strong or a medium word."""
        concept = self.concepts.get(cue.tag[1]) if cue.tag[0] is Category.CONCEPT else None
        return concept is not None and concept.kind is CueKind.ACTION and concept.strength is not Strength.W

    def is_actor(self, cue: Cue) -> bool:
        """Whether a cue names people who act."""
        return cue.tag[0] is Category.CONCEPT and self.concepts[cue.tag[1]].kind is CueKind.ACTOR

    def has(self, kind: CueKind, *sentences: int, strengths: frozenset[Strength] = frozenset(Strength)) -> bool:
        """Whether a concept of a kind occurs in these sentences."""
        concepts = (self.concepts[name] for name in self.ids(Category.CONCEPT, *sentences))
        return any(concept.kind is kind and concept.strength in strengths for concept in concepts)


class CueFinder:
    """The lists of one language."""

    def __init__(self, lang: Lang, lexicon: Lexicon, names: Names, numerals: LangNumerals, forms: Forms) -> None:
        self._concepts = {concept.id: concept for concept in lexicon.concepts}
        actions = [concept for concept in lexicon.concepts if concept.kind is CueKind.ACTION]
        strong = [concept for concept in actions if concept.strength is not Strength.W]
        self._gate = PhraseIndex[str](
            ((concept.id, stem) for concept in strong for stem in concept.stems[lang]), forms, remembered=_OF_ALL
        )
        actors = [stem for c in lexicon.concepts if c.kind is CueKind.ACTOR for stem in c.stems[lang]]
        plain = {name: lexicon.markers[name][lang] for name in _PLAIN} | {_ACTOR: tuple(actors)}
        self._pairs = PairFinder(
            lang, lexicon.pairs, {name: WordSet.of(stems[lang]) for name, stems in lexicon.grammar.items()}
        )
        halves = [((Category.HALF, _written(half)), stem) for half, stem in self._pairs.halves]
        marks = [((Category.MARKER, name), stem) for name, stems in plain.items() for stem in stems]
        self._lead = PhraseIndex[Tag]((*marks, *halves), forms, remembered=_OF_ALL)
        entries = (*_entries(lang, lexicon, names, numerals), *halves)
        self._index = PhraseIndex[Tag](entries, forms, remembered=_OF_ALL)

    def may_matter(self, words: Sequence[str]) -> bool:
        """Whether a text names any action, or opens with people, a grievance and where they turn to: the cheap look."""
        return self._gate.touches(words) or self._is_plain(self._lead.tags(words[:_LEAD]))

    def _is_plain(self, seen: set[Tag]) -> bool:
        if (Category.MARKER, _ACTOR) not in seen:
            return False
        told = all((Category.MARKER, name) in seen for name in _PLAIN)
        return told or self._pairs.has_both({_read(tag[1]) for tag in seen if tag[0] is Category.HALF})

    def find(self, text: Text) -> Cues:
        """All cues, without those inside a lookalike."""
        seen = self._index.find(text)
        hits = [hit for hit in seen if hit.tag[0] is not Category.HALF]
        alike, convicts = _words(hits, _LOOKALIKES), _words(hits, _CONVICTS)
        hits = [hit for hit in hits if hit.tag != _COURT or hit.first not in convicts]
        found = sorted((*hits, *self._deeds(text, seen)), key=lambda hit: hit.first)
        kept = tuple(hit for hit in found if hit.tag[0] not in _ABOUT or not {hit.first, hit.last} & alike)
        tags: dict[int, set[Tag]] = defaultdict(set)
        by_list: dict[tuple[Category, int], list[Cue]] = defaultdict(list)
        for hit in kept:
            s = text.sentence[hit.first]
            tags[s].add(hit.tag)
            by_list[hit.tag[0], s].append(hit)
        told = {s: frozenset(found) for s, found in tags.items()}
        return Cues(kept, told, self._concepts, {key: tuple(cues) for key, cues in by_list.items()})

    def _deeds(self, text: Text, hits: Sequence[Cue]) -> Iterator[Cue]:
        """Deeds told by pairs of words, with people in the sentence or beside it."""
        peopled = {text.sentence[hit.first] for hit in hits if self._is_people(hit)}
        halves = (Hit(_read(h.tag[1]), h.first, h.last, h.entry) for h in hits if h.tag[0] is Category.HALF)
        for deed in self._pairs.join(text, halves):
            s = text.sentence[deed.first]
            if not deed.tag.concept or {s - 1, s, s + 1} & peopled:
                for tag in _made(deed.tag):
                    yield Hit(tag, deed.first, deed.last, deed.entry)

    def _is_people(self, hit: Cue) -> bool:
        concept = self._concepts.get(hit.tag[1]) if hit.tag[0] is Category.CONCEPT else None
        return hit.tag == _PERSONS or (concept is not None and concept.kind is CueKind.ACTOR)


def _written(half: Half) -> str:
    return f"{half[0]} {int(half[1])}"


def _read(tag: str) -> Half:
    number, _, side = tag.partition(" ")
    return int(number), side == "1"


def _made(pair: Pair) -> Iterator[Tag]:
    if pair.concept:
        yield Category.CONCEPT, pair.concept
    if pair.role:
        yield Category.ROLE, pair.role
    if pair.response:
        yield Category.RESPONSE, pair.response


def _words(hits: Iterable[Cue], tag: Tag) -> frozenset[int]:
    return frozenset(i for hit in hits if hit.tag == tag for i in range(hit.first, hit.last + 1))


def _entries(lang: Lang, lexicon: Lexicon, names: Names, numerals: LangNumerals) -> Iterator[tuple[Tag, str]]:
    for concept in lexicon.concepts:
        yield from _tagged(Category.CONCEPT, concept.id, concept.stems[lang])
    for category, lists in (
        (Category.MARKER, lexicon.markers),
        (Category.RESPONSE, lexicon.responses),
        (Category.ISSUE, lexicon.issues),
        (Category.ROLE, lexicon.claims.roles),
        (Category.SCOPE, lexicon.claims.scopes),
        (Category.CLAUSE, lexicon.claims.clauses),
    ):
        for name, stems in lists.items():
            yield from _tagged(category, name, stems[lang])
    yield from _tagged(Category.NEGATIVE, "", lexicon.negative[lang])
    yield from _tagged(Category.ATTRIBUTION, "", lexicon.claims.attribution[lang])
    yield from _tagged(Category.POLICE, "", lexicon.claims.police[lang])
    yield from _tagged(Category.CROWD, "", lexicon.claims.crowd[lang])
    yield from _tagged(Category.PEOPLE, "", numerals.people)
    yield from _tagged(Category.KIN, "", lexicon.claims.kin[lang])
    for known in names.all.values():
        yield from _tagged(Category.NAME, known.id, (known.forms or {}).get(lang, ()))


def _tagged(category: Category, name: str, stems: Iterable[str]) -> Iterator[tuple[Tag, str]]:
    tag = (category, name)  # one for all
    return ((tag, stem) for stem in stems)
