"""The gazetteer → written forms: an index by the first two letters, so that a text is passed once.

Russian forms are made from the declension class, Kazakh ones by the suffix pattern; English has the possessive.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domain.alphabet import KAZAKH
from bot.domain.codes import Lang
from bot.domain.place import COUNTRY, Gazetteer, Place, PlaceKind
from bot.reading.morphology import Declensions, Endings
from bot.reading.patterns import compiled, exactly
from bot.reading.text import fold

_REMEMBERED = 1024


class NameRole(StrEnum):
    """What a form says: a town, its adjective, a region's name without its rank, a district's."""

    NAME = "name"
    ADJECTIVE = "adjective"
    REGION = "region"
    DISTRICT = "district"
    #: A region's abbreviation or a name that needs no rank beside it.
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """One written form: folded first word (exact, or a stem with an ending pattern) and the words that follow it."""

    place: str
    role: NameRole
    lang: Lang
    stem: str
    rest: tuple[str, ...] = ()
    ending: re.Pattern[str] | None = None
    #: Needs evidence beside it.
    context: bool = False
    #: Not a name but what a place is called: елорда, "the capital"; written small.
    epithet: bool = False

    def ends(self, words: tuple[str, ...], i: int) -> tuple[int, str] | None:
        """The last word of this form when it stands at word i, and its ending; None when it does not."""
        last = i + len(self.rest)
        if last >= len(words) or (self.rest and words[i] != self.stem):
            return None
        if self.rest and words[i + 1 : last] != self.rest[:-1]:
            return None
        word, stem = words[last], (self.rest[-1] if self.rest else self.stem)
        if not word.startswith(stem):
            return None
        tail = word[len(stem) :]
        if self.ending is None:
            return (last, "") if tail in {"", "'s", "'"} else None
        return (last, tail) if self.ending.fullmatch(tail) else None


@dataclass(frozen=True, slots=True)
class PlaceSpelling:
    """How the names of places are inflected, and what stands around them, in all languages."""

    endings: Endings
    #: Words of a region's or a district's name that are not the name itself.
    rank: re.Pattern[str]
    #: What a person types around a name: how the word for a region begins; before a city, behind it; "in".
    typed_region: tuple[str, ...]
    typed_city_before: tuple[str, ...]
    typed_city_after: tuple[str, ...]
    typed_in: tuple[str, ...]


def place_spelling_of(data: Mapping[str, Mapping[str, list[str]]], endings: Endings) -> PlaceSpelling:
    """The words as bot/data/place_ranks.toml writes them; ValueError where a list is missing or unknown."""
    exactly(data, ("rank", "typed_region", "typed_city_before", "typed_city_after", "typed_in"))
    lists = {name: tuple(word for lang in Lang for word in entry[lang.value]) for name, entry in data.items()}
    ranks = "|".join(map(re.escape, sorted(lists.pop("rank"), key=len, reverse=True)))
    return PlaceSpelling(endings, compiled("rank", rf"\s*\b(?:{ranks})(?!\w)\s*"), **lists)


class NameIndex:
    """Forms of one reading language by the first two letters."""

    def __init__(self, gazetteer: Gazetteer, lang: Lang, spelling: PlaceSpelling) -> None:
        self._by_start: dict[str, list[PlaceForm]] = {}
        for place in gazetteer.places.values():
            if place.id != COUNTRY:
                for form in _forms(place, lang, spelling):
                    self._by_start.setdefault(form.stem[:2], []).append(form)
        for forms in self._by_start.values():
            forms.sort(key=lambda form: (-len(form.rest), -len(form.stem)))
        self.at = lru_cache(_REMEMBERED)(self._beginning)

    def epithets(self) -> tuple[str, ...]:
        """The stems that are written small."""
        return tuple({form.stem for forms in self._by_start.values() for form in forms if form.epithet})

    def _beginning(self, word: str) -> tuple[PlaceForm, ...]:
        """Forms whose stem a folded word begins with."""
        return tuple(form for form in self._by_start.get(word[:2], ()) if word.startswith(form.stem))


def spellings(place: Place) -> Iterator[tuple[Lang, str, bool]]:
    """Every name of a place with its language, and whether it is the present one."""
    for lang, name in place.names.items():
        yield lang, name, True
    for lang, name in place.aliases:
        yield lang, name, False
    for old in place.old_names:
        yield old.lang, old.name, False


def _forms(place: Place, lang: Lang, spelling: PlaceSpelling) -> Iterator[PlaceForm]:
    seen: set[tuple[str, ...]] = set()
    for written, name, present in spellings(place):
        bare = name.strip()
        if bare in place.no_match or not _readable(bare, written, lang):
            continue
        for form in _named(place, written, bare, spelling, present=present):
            key = (form.stem, *form.rest, form.role.value, form.ending.pattern if form.ending else "")
            if key not in seen:
                seen.add(key)
                yield form
    if place.ru_adj and lang is Lang.RU:
        role = NameRole.REGION if place.kind is PlaceKind.REGION else NameRole.ADJECTIVE
        yield from (
            PlaceForm(place.id, role, lang, fold(place.ru_adj) + end, context=_context(place, lang))
            for end in spelling.endings.russian.adjective
        )
        yield from _inhabitants(place, spelling.endings.russian)


def _inhabitants(place: Place, russian: Declensions) -> Iterator[PlaceForm]:
    """Who lives in a town whose name is no common word: «алматинцы», «шымкентцев»."""
    found = russian.inhabitants_of(fold(place.ru_adj or ""))
    if found and place.kind is PlaceKind.CITY and not _context(place, Lang.RU):
        yield PlaceForm(place.id, NameRole.NAME, Lang.RU, found[0], ending=found[1])


def _readable(name: str, written: Lang, lang: Lang) -> bool:
    """A Russian text may write a name in Kazakh letters; otherwise a text uses names of its own language."""
    if written is lang:
        return True
    special = bool(KAZAKH & set(name.lower()))
    return (lang is Lang.RU and written is Lang.KK and special) or (
        lang is Lang.KK and written is Lang.RU and "-" in name
    )


def _named(place: Place, written: Lang, spelled: str, spelling: PlaceSpelling, *, present: bool) -> Iterator[PlaceForm]:
    name, epithet = fold(spelled), spelled[:1].islower()
    bare = spelling.rank.sub(" ", name).strip()
    role = {PlaceKind.REGION: NameRole.REGION, PlaceKind.DISTRICT: NameRole.DISTRICT}.get(place.kind, NameRole.NAME)
    if place.kind is PlaceKind.REGION and bare == name:
        role = NameRole.WHOLE
    context = _context(place, written)
    *lead, last = bare.split()
    stems: list[tuple[tuple[str, ...], re.Pattern[str] | None]]
    if written is Lang.KK:
        stems = [((*lead, last), spelling.endings.kazakh.of_place(last))]
    elif written is Lang.RU:
        russian = spelling.endings.russian
        declension = place.ru_decl if present and role is NameRole.NAME else _ru_class(role, last, russian)
        stems = [((*lead, form), None) for form in _ru_words(role, last, declension, russian)]
    else:
        stems = [((*lead, last), None)]
    for words, ending in stems:
        yield PlaceForm(place.id, role, written, words[0], tuple(words[1:]), ending, context, epithet)


def _ru_class(role: NameRole, last: str, russian: Declensions) -> str:
    return "indecl" if role is NameRole.WHOLE else russian.guessed(last)


def _ru_words(role: NameRole, last: str, declension: str, russian: Declensions) -> tuple[str, ...]:
    if role in {NameRole.REGION, NameRole.DISTRICT} and last.endswith(russian.of_ranks):
        return tuple(last[:-2] + ending for ending in russian.adjective)
    return russian.forms(last, declension)


def _context(place: Place, lang: Lang) -> bool:
    return place.match in {"context", f"context:{lang.value}"}
