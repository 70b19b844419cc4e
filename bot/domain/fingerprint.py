"""What two articles have in common by their keyed hashes alone: names, numbers, words; no name can be read from it.

The weights and thresholds were chosen on 219 real news articles in three languages (docs/events.md has the figures).
Rarity is fixed when an article is hashed: the first report of a day has no others to count in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

#: Shared weight of names and numbers from which two articles tell one story, and the least part of the poorer one.
ENOUGH, PART = 2.4, 0.25
#: Cosine of word prefixes from which two texts of one language tell one story, and from which one copies the other.
SAME_STORY, COPY = 0.40, 0.72
#: So poor an article is measured as if it named this much: one common name must not be all of it.
_POOREST = 3.0
_PART_SCALE = 20.0
#: How far a pair may speak against itself in an average.
_AGAINST = -3.0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Keyed hashes of one article with their weights; never the words themselves."""

    lang: str
    #: Skeletons of names: weight by length, by rarity and by place in the text.
    names: Mapping[int, float] = field(default_factory=dict)
    #: Numerals: round and small ones weigh little.
    numbers: Mapping[int, float] = field(default_factory=dict)
    #: Word prefixes of the title, counted twice, and the lead.
    words: Mapping[int, float] = field(default_factory=dict)
    #: Who acts and what it is about, by a closed list of topics: the same in every language.
    who: frozenset[int] = frozenset()
    what: frozenset[int] = frozenset()
    #: Number of the stored article; 0 for one that is not stored.
    article: int = 0
    #: Day of publication, as `date.toordinal`; 0 where it is not known.
    day: int = 0
    #: What it means, less what all texts of its language mean, in length 1; empty where the encoder gave none.
    vector: tuple[float, ...] = ()

    @property
    def weight(self) -> float:
        """How much there is to compare."""
        return sum(self.names.values()) + sum(self.numbers.values())


def shared(one: Fingerprint, other: Fingerprint) -> float:
    """The weight of names and numbers that both have, whatever their languages."""
    return _common(one.names, other.names) + _common(one.numbers, other.numbers)


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Above 0: by itself enough to call it one story; from -3 upwards otherwise."""
    both = shared(one, other)
    part = both / max(min(one.weight, other.weight), _POOREST)
    by_names = min(both - ENOUGH, _PART_SCALE * (part - PART))
    by_words = _PART_SCALE * (resemblance(one, other) - SAME_STORY)
    return max(by_names, by_words, _AGAINST)


def together(one: Fingerprint, others: Iterable[Fingerprint]) -> float:
    """The mean likeness to the articles of an event (average link); the least there is when it has none."""
    found = [likeness(one, other) for other in others]
    return sum(found) / len(found) if found else _AGAINST


def resemblance(one: Fingerprint, other: Fingerprint) -> float:
    """Cosine of the words of two texts of one language; 0 across languages."""
    if one.lang != other.lang or not one.words or not other.words:
        return 0.0
    dot = sum(weight * other.words[word] for word, weight in one.words.items() if word in other.words)
    return dot / sqrt(_square(one.words) * _square(other.words))


def is_copy(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether one text is the other's, a little changed: then the two are one source, whoever prints them."""
    return resemblance(one, other) >= COPY


def _common(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    return sum(sqrt(weight * other[token]) for token, weight in one.items() if token in other)


def _square(weights: Mapping[int, float]) -> float:
    return sum(weight * weight for weight in weights.values())
