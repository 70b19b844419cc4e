"""What events are searched by: terms of closed lists, and the folded words under which people know them.

A term stands for a place, an action, an organiser, a demand, an issue, a response or an outlet, in every spelling and
language at once: one stored row finds them all, and a spelling added later finds old events too. No word of an article
and no private person is ever a term.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from unicodedata import combining, normalize

from bot.domain import period
from bot.domain.alphabet import TO_LATIN
from bot.domain.event import Facts
from bot.domain.names import NameKind, Names
from bot.domain.period import Period
from bot.domain.place import COUNTRY, Gazetteer, PlaceRef

#: Kinds of terms that nobody searches for: a place and a day that were found wrong.
AWAY, NOT_ON = "away", "not_on"
#: Words of one question, and letters of one word, that are looked at.
MOST_WORDS, LONGEST_WORD = 8, 24
#: What is asked for, folded, fits into a button beside a number and days (Bot API: 64 bytes).
LONGEST_ASKED = 30

_EVERYWHERE = f"place:{COUNTRY}"
#: So many letters must agree; so many may be left over of a known word, and of a typed one.
_ALIKE, _LEFT_OVER, _ENDING = 4, 2, 5
_LATIN = str.maketrans({**TO_LATIN, "ı": "i", "'": "", "’": "", "ʼ": ""})
#: Spellings of one sound, in the order of replacement.
_SOUNDS = (
    *(("shch", "s"), ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("ts", "c")),
    *(("ck", "k"), ("q", "k"), ("w", "v"), ("x", "ks"), ("ya", "a"), ("yu", "u"), ("ia", "a"), ("iu", "u")),
    ("y", "i"),
)
_TWICE = re.compile(r"(.)\1+")
_APART = re.compile(r"[^a-z0-9]+")

_MOST_IN_NAME = 4

#: The first letters of a name → the names.
Beginnings = Mapping[str, list[str]]
#: A term → the words that stand for it, as they are written or as their stems.
Words = Mapping[str, Iterable[str]]


def fold(text: str) -> tuple[str, ...]:
    """The words of a text in plain Latin letters: «Жаңаөзенде» and "Zhanaozen" begin alike."""
    plain = "".join(c for c in normalize("NFKD", text.lower().translate(_LATIN)) if not combining(c))
    return tuple(_sounding(word)[:LONGEST_WORD] for word in _APART.split(plain) if word)


def _sounding(word: str) -> str:
    """One spelling of each sound; folding what is folded changes nothing."""
    plain = word
    for spelling, sound in _SOUNDS:
        plain = plain.replace(spelling, sound)
    plain = _TWICE.sub(r"\1", plain)
    return plain if plain == word else _sounding(plain)


def terms(facts: Facts) -> frozenset[str]:
    """By what an event is found; by a place or a day that was found wrong only matching finds it."""
    kinds: Mapping[str, Iterable[str]] = {
        "place": facts.place_ids,
        AWAY: facts.away,
        NOT_ON: (day.isoformat() for day in facts.not_on),
        "action": (facts.action,),
        "issue": (facts.issue,) if facts.issue else (),
        "response": facts.responses,
        "organiser": facts.organisers,
        "demand": facts.demands,
        "outlet": (source.outlet for source in facts.sources),
    }
    return frozenset(f"{kind}:{code}" for kind, codes in kinds.items() for code in codes)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood: of each group one term must be an event's; no group at all asks for every event."""

    #: What was asked, folded: asks for the same again.
    words: str
    groups: tuple[frozenset[str], ...] = ()
    #: Words that stand for nothing here.
    unknown: tuple[str, ...] = ()
    days: Period | None = None


@dataclass(frozen=True)
class Vocabulary:
    """Which folded name stands for which terms; `parts` are single words of longer names, `ignored` say nothing."""

    names: Mapping[str, frozenset[str]]
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    #: Beginnings of the names of the months.
    months: tuple[tuple[str, ...], ...] = ()

    def understand(self, text: str, today: date | None = None) -> Asked:
        """What a text asks for, in any spelling, case or language; `today` tells which March is meant."""
        rest, days = period.read(text, self.months, today) if today else (text, None)
        asked = self._words(rest)
        return replace(asked, words=f"{asked.words} {days.code}".strip(), days=days) if days else asked

    def _words(self, text: str) -> Asked:
        typed = _short(fold(text))
        read = tuple(self._read(typed))
        unknown = tuple(word for word, meant in read if not meant and len(word) >= _ALIKE)
        groups = {meant for _, meant in read if meant and _EVERYWHERE not in meant}
        return Asked(" ".join(typed), tuple(sorted(groups, key=sorted)), unknown)

    def _read(self, typed: tuple[str, ...]) -> Iterator[tuple[str, frozenset[str]]]:
        """The longest names first; a word of none stands alone."""
        while typed:
            many, meant = self._longest(typed)
            if meant or not self._says_nothing(typed[0]):
                yield " ".join(typed[:many]), meant
            typed = typed[many:]

    def _longest(self, typed: tuple[str, ...]) -> tuple[int, frozenset[str]]:
        for many in range(min(_MOST_IN_NAME, len(typed)), 0, -1):
            if meant := self._meant(" ".join(typed[:many]), self._names_by_beginning, self.names):
                return many, meant
        dull = self._says_nothing(typed[0])
        return 1, frozenset() if dull else self._meant(typed[0], self._parts_by_beginning, self.parts)

    def _says_nothing(self, word: str) -> bool:
        return word in self.ignored or any(_likeness(word, dull) for dull in self.ignored)

    def _meant(self, typed: str, by_beginning: Beginnings, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
        if typed in known:
            return known[typed]
        spaces = typed.count(" ")
        candidates = (name for name in by_beginning.get(typed[:_ALIKE], ()) if name.count(" ") >= spaces)
        near = {name: _likeness(typed, name) for name in candidates}
        best = max(near.values(), default=0)
        return frozenset().union(*(known[name] for name, like in near.items() if like == best > 0))

    @cached_property
    def _names_by_beginning(self) -> Beginnings:
        return _by_beginning(self.names)

    @cached_property
    def _parts_by_beginning(self) -> Beginnings:
        return _by_beginning(self.parts)


def vocabulary(
    gazetteer: Gazetteer, names: Names, more: Words, ignored: Iterable[str] = (), months: Sequence[Sequence[str]] = ()
) -> Vocabulary:
    """All names of places, organisers, demands and outlets, and `more` words for other terms."""
    dull = frozenset(word for text in ignored for word in fold(text))
    whole: defaultdict[str, set[str]] = defaultdict(set)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for written, meant in (*_places(gazetteer), *_names(names), *_more(more)):
        words = fold(written)
        whole[" ".join(words)] |= meant
        for word in {word for word in words if len(words) > 1 and len(word) > 2} - dull:
            parts[word] |= meant
    return Vocabulary(_frozen(whole), _frozen(parts), dull, tuple(map(tuple, months)))


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(meant) for word, meant in found.items() if len(word) > 1}


def _places(gazetteer: Gazetteer) -> Iterable[tuple[str, set[str]]]:
    """A city is asked for with its districts, a region with all that lies in it."""
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for place_id in gazetteer.places:
        for wider in gazetteer.audience([PlaceRef(place_id)]) - {COUNTRY} | {place_id}:
            inside[wider].add(f"place:{place_id}")
    for place in gazetteer.places.values():
        spellings = *place.names.values(), *(old.name for old in place.old_names), *(name for _, name in place.aliases)
        for written in spellings:
            yield written, inside[place.id]


def _names(names: Names) -> Iterable[tuple[str, set[str]]]:
    kinds = {NameKind.ORGANISATION: "organiser", NameKind.DEMAND: "demand", NameKind.OUTLET: "outlet"}
    for name in names.all.values():
        if name.kind in kinds:
            forms = () if name.kind is NameKind.OUTLET else (name.forms or {}).values()
            for written in (name.id, *name.names.values(), *(form for of_lang in forms for form in of_lang)):
                yield written, {f"{kinds[name.kind]}:{name.id}"}


def _more(words: Words) -> Iterable[tuple[str, set[str]]]:
    return ((written, {term}) for term, spellings in words.items() for written in spellings)


def _likeness(typed: str, known: str) -> int:
    """How many first letters agree, when what is left over may be an ending; else 0."""
    pairs = zip(typed, known, strict=False)
    same = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(typed), len(known)))
    if same < _ALIKE:
        return 0
    ending = _ENDING if same == len(known) else _LEFT_OVER
    begun = same == len(typed)
    return same if begun or (len(typed) - same <= ending and len(known) - same <= _LEFT_OVER) else 0


def _by_beginning(names: Iterable[str]) -> Beginnings:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name[:_ALIKE]].append(name)
    return found


def _short(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = words[:MOST_WORDS]
    return kept if len(" ".join(kept)) <= LONGEST_ASKED else _short(kept[:-1])
