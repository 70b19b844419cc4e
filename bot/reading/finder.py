"""What a person typed → a place: any of the three languages, any case form, old names, Latin letters, small slips."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from bot.domain.codes import Lang
from bot.domain.errors import UnknownPlace
from bot.domain.place import Gazetteer, PlaceKind
from bot.reading.placenames import NameIndex, NameRole, PlaceSpelling, spellings
from bot.reading.text import fold

_NEAREST = 3
_LIKE = 0.6
_LONGEST = 80


class PlaceFinder:
    """Names of all places as a person may type them."""

    def __init__(self, gazetteer: Gazetteer, spelling: PlaceSpelling) -> None:
        self._spelling = spelling
        self._gazetteer = gazetteer
        self._exact: dict[str, str] = {}
        self._indices = tuple(NameIndex(gazetteer, lang, spelling) for lang in Lang)
        for place in sorted(gazetteer.places.values(), key=lambda p: (_RANK[p.kind], -p.population)):
            for _lang, name, _present in spellings(place):
                self._exact.setdefault(fold(name), place.id)
            self._exact.setdefault(place.id, place.id)

    def find(self, asked: str) -> str:
        """The id of a place; UnknownPlace with the nearest ids when there is none."""
        found = self.known(asked)
        if found is None:
            raise UnknownPlace(asked, self._nearest(_wanted(asked)))
        return found

    def known(self, asked: str) -> str | None:
        """The id of a place, or none."""
        wanted = _wanted(asked)
        return self._exact.get(wanted) or self._exact.get(wanted.replace(" ", "-")) or self._inflected(wanted)

    def _inflected(self, wanted: str) -> str | None:
        words = tuple(self._without_rank(wanted).split())
        if self._of_region(words):  # «алматинской области» is not the city
            return self._formed(words[:-1], frozenset({PlaceKind.REGION}))
        return self._formed(words, frozenset(PlaceKind)) if words else None

    def _of_region(self, words: Sequence[str]) -> bool:
        return len(words) > 1 and words[-1].startswith(self._spelling.typed_region)

    def _without_rank(self, wanted: str) -> str:
        for word in (*self._spelling.typed_city_before, *self._spelling.typed_in):
            wanted = wanted.removeprefix(word)
        for tail in self._spelling.typed_city_after:
            wanted = wanted.removesuffix(tail)
        return wanted.strip()

    def _formed(self, words: tuple[str, ...], kinds: Collection[PlaceKind]) -> str | None:
        for index in self._indices:
            whole = (form for form in index.at(words[0]) if _whole(form.ends(words, 0), len(words)))
            hits = [form for form in whole if self._gazetteer[form.place].kind in kinds]
            hits.sort(key=lambda form: (form.role is not NameRole.NAME, _RANK[self._gazetteer[form.place].kind]))
            if hits:
                return hits[0].place
        return None

    def _nearest(self, wanted: str) -> tuple[str, ...]:
        close = get_close_matches(wanted, self._exact, n=12, cutoff=_LIKE)
        return tuple(dict.fromkeys(self._exact[name] for name in close))[:_NEAREST]


_RANK = {
    PlaceKind.CITY: 0,
    PlaceKind.SETTLEMENT: 1,
    PlaceKind.COUNTRY: 1,
    PlaceKind.REGION: 2,
    PlaceKind.SITE: 3,
    PlaceKind.DISTRICT: 4,
}


def _wanted(asked: str) -> str:
    return " ".join(fold(asked[:_LONGEST]).replace("_", " ").strip(" .,!?«»\"'").split())


def _whole(end: tuple[int, str] | None, length: int) -> bool:
    return end is not None and end[0] == length - 1
