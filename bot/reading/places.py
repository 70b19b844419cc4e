"""Text → the places of Kazakhstan it names: what lets an ambiguous name in, what keeps a name out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.codes import Lang
from bot.domain.place import Gazetteer, PlaceKind
from bot.reading.grammar import Grammar, WordSet
from bot.reading.placenames import NameIndex, NameRole, PlaceForm, PlaceSpelling
from bot.reading.text import Text, fold

_OPENING, _CLOSING = '«“„"', '»”"'
#: How far a list of regions may reach before its rank: «Абай, Ұлытау, Жетісу және Алматы облыстары».
_LIST = 12
#: What may stand behind a name that another country owns: a rank, «Ресейдің Орал өңірі».
_OF_LANDS = ("region", "district", "foreign_rank", "kept_after")
#: So near behind an ambiguous name its people act; so near before the ends of a road it is named.
_ACTING, _ROAD = 3, 6
#: Words from what joins two ends of a road to the second: "between Astana and Karaganda".
_ENDS = 3
#: A name within quotation marks with so few other words is a firm's, a song's, a movement's.
_QUOTED_WORDS = 4
_DASH_AFTER, _DASH_BEFORE = re.compile(r"\s*[–—-]\s*[^\W\d_]"), re.compile(r"[^\W\d_]\s*[–—-]\s*$")
_WORD, _PARTED = re.compile(r"[^\W\d_]+"), re.compile(r"[-–‑]")
#: What is joined to a name by a hyphen and no longer is a case ending.
_SHORT_ENDING = 4
_WINDOW = 48


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, by words `first` to `last` inclusive."""

    id: str
    first: int
    last: int
    start: int
    end: int
    #: Certain by itself or by what stands beside it.
    strong: bool = True
    #: An inhabitant or thing of the place, the way from it, the way to it, an adjective: not "in" it.
    who: bool = False
    origin: bool = False
    adjective: bool = False
    region: bool = False
    #: An end of a road; what a place is called without its name: елорда.
    road: bool = False
    epithet: bool = False
    #: An adjective or an inhabitant written small: «карагандинский», «алматылық».
    small: bool = False
    #: A namesake in another land: «в Приозерске Ленинградской области».
    elsewhere: bool = False


class PlaceReader:
    """Places in texts of one language."""

    def __init__(
        self,
        lang: Lang,
        gazetteer: Gazetteer,
        grammar: Grammar,
        spelling: PlaceSpelling,
        foreign: WordSet | None = None,
    ) -> None:
        self._lang = lang
        self._gazetteer = gazetteer
        self._grammar = grammar
        #: Other countries and their towns, by name.
        self._foreign = foreign or WordSet.of(())
        self._index = NameIndex(gazetteer, lang, spelling)
        self._adjective = spelling.endings.russian.adjective
        self._epithets = self._index.epithets()

    def find(self, text: Text) -> list[Mention]:
        """Places in order; a weak mention is taken where the text also names its region, a district where its city."""
        caseless = not any(text.capital(i) for i in range(min(len(text), 200)))
        found: list[Mention] = []
        i = 0
        while i < len(text):
            here = self._at(text, i, caseless=caseless)
            found += [replace(mention, small=False) for mention in here] if caseless else here
            i = max((mention.last for mention in here), default=i) + 1
        return self._settled(_without_namesakes(found))

    def _at(self, text: Text, i: int, *, caseless: bool) -> list[Mention]:
        word = text.words[i]
        if word[0].isdecimal():
            return []
        named = caseless or text.capital(i)
        hits = [hit for hit in self._hits(text, i) if named or self._small(word, hit)]
        if not hits:
            return self._inside(text, i, caseless=caseless) if named and "-" in word else []
        ranked = [m for form, last, tail in hits if (m := self._ranked(text, i, last, form, tail))]
        if ranked:
            return ranked[:1] if self._gazetteer[ranked[0].id].kind is PlaceKind.REGION else ranked
        plain = [m for form, last, tail in hits if (m := self._plain(text, i, last, form, tail, caseless=caseless))]
        return plain[:1]

    def _small(self, word: str, hit: tuple[PlaceForm, int, str]) -> bool:
        """What is written small: елорда, an adjective of a town, its inhabitants; no mountains and no common words."""
        form, _last, tail = hit
        if form.epithet:
            return word.startswith(self._epithets)
        if form.context or self._grammar["vague_adjectives"].has(word):
            return False
        ending = form.ending.fullmatch(tail) if form.ending and tail and form.role is NameRole.NAME else None
        return form.role is NameRole.ADJECTIVE or bool(ending and ending.groupdict().get("who"))

    def _hits(self, text: Text, i: int) -> list[tuple[PlaceForm, int, str]]:
        found = []
        for form in self._index.at(text.words[i]):
            end = form.ends(text.words, i)
            if end is not None:
                found.append((form, *end))
        return found

    def _inside(self, text: Text, i: int, *, caseless: bool) -> list[Mention]:
        """Names joined by a hyphen: «Астана-Алматы», "Almaty-based"; not what else bears the name: «-Камчатский»."""
        if _quoted_alone(text, i, i, spaced=False):
            return []  # «Семей-Монолит»
        found: list[Mention] = []
        at = text.starts[i]
        for number, part in enumerate(_PARTED.split(text.original(i))):
            form = self._joined(part)
            based = not number and self._is_based(text, i)
            if form:
                road = self._grammar["road_words"].any_of((*text.words[i - 1 : i], *text.words[i + 1 : i + 2]))
                found.append(Mention(form.place, i, i, at, at + len(part), origin=based, road=road))
            elif number and not self._is_based(text, i) and self._bears(part, caseless=caseless):
                return [replace(mention, elsewhere=True) for mention in found]
            at += len(part) + 1
        return found

    def _joined(self, part: str) -> PlaceForm | None:
        word = fold(part)
        fits = (f for f in self._index.at(word) if f.role is NameRole.NAME and not f.context and f.ends((word,), 0))
        return next(fits, None)

    def _is_based(self, text: Text, i: int) -> bool:
        """Whether the first part of a joined word only says where the rest is from: "Almaty-based"."""
        parts = _PARTED.split(text.words[i])
        return len(parts) == 2 and self._grammar["based"].has(parts[1])

    def _bears(self, part: str, *, caseless: bool) -> bool:
        """Whether the rest of a joined word makes it another name: an adjective, or a firm's small letters."""
        return self._grammar["joined_namesake"].has(fold(part)) or (
            part[:1].islower() and len(part) > _SHORT_ENDING and not caseless
        )

    def _ranked(self, text: Text, i: int, last: int, form: PlaceForm, tail: str) -> Mention | None:
        """A region or a district: the rank stands after the name, in Russian also before it."""
        if form.role is NameRole.WHOLE:
            return _mention(text, form, i, last, tail)
        if form.role not in {NameRole.REGION, NameRole.DISTRICT} or (tail and form.lang is Lang.KK):
            return None
        rank = self._grammar["district" if form.role is NameRole.DISTRICT else "region"]
        after = last + 1
        if after < len(text) and rank.has(text.words[after]) and not text.gap(last).strip(" \xa0"):
            return _mention(text, form, i, after, "")
        if (
            self._lang is Lang.RU
            and i
            and not self._rank_is_taken(text, i)
            and rank.has(text.words[i - 1])
            and not text.gap(i - 1).strip(" ")
        ):
            return _mention(text, form, i, last, "")
        return self._listed(text, i, last, form, rank)

    def _rank_is_taken(self, text: Text, i: int) -> bool:
        """«в Алмалинском районе Алматы»: the rank belongs to the adjective before it."""
        return i > 1 and text.words[i - 2].endswith(self._adjective) and text.capital(i - 2)

    def _listed(self, text: Text, i: int, last: int, form: PlaceForm, rank: WordSet) -> Mention | None:
        """«Павлодар мен Қостанай облыстары», «в Карагандинской и Акмолинской областях»."""
        if form.role is not NameRole.REGION or text.words[max(0, i - 2) : i] == ("city", "of"):
            return None
        at = last + 1
        for _ in range(_LIST):
            if at >= len(text):
                return None
            if rank.has(text.words[at]):
                vague = self._grammar["compass"].has(text.words[at - 1])
                many = self._grammar["many_regions"].has(text.words[at])
                plural = not vague and (many or self._pairs(text, last, at, form))
                return _mention(text, form, i, last, "") if plural and at > last + 1 else None
            names = [
                end for other, end, _tail in self._hits(text, at) if other.role in {NameRole.REGION, NameRole.WHOLE}
            ]
            if not (names or self._grammar["list_fillers"].has(text.words[at].strip("-"))):
                return None
            at = max(names, default=at) + 1
        return None

    def _pairs(self, text: Text, last: int, at: int, form: PlaceForm) -> bool:
        """«Атырау және Маңғыстау облысында»: one rank for two, unless the first is a city of republican rank."""
        joined = at == last + 3 and self._grammar["pair_joins"].has(text.words[last + 1])
        return joined and self._gazetteer[form.place].kind is PlaceKind.REGION and form.place != "almaty-region"

    def _plain(self, text: Text, i: int, last: int, form: PlaceForm, tail: str, *, caseless: bool) -> Mention | None:
        mention = _mention(text, form, i, last, tail)
        if self._is_of_country(text, i, last) or self._ranked_elsewhere(text, i, last, form):
            return replace(mention, elsewhere=True)
        if form.role not in {NameRole.NAME, NameRole.ADJECTIVE} or self._blocked(text, i, last, form, tail):
            return None
        if not caseless and (self._in_a_name(text, i, last, tail) or self._is_village(text, i, last, form)):
            return None
        if not caseless and self._elsewhere(text, i, last):
            return replace(mention, elsewhere=True)
        if form.role is NameRole.ADJECTIVE:
            after = text.words[last + 1] if last + 1 < len(text) else ""
            ranks = (self._grammar[name] for name in ("region", "district", "foreign_rank"))
            if form.context or any(rank.has(after) for rank in ranks):
                return None
            return replace(mention, adjective=True)
        strong = self._strong(text, i, last, form, caseless=caseless)
        if not strong and self._grammar["given_names"].has(text.words[i]):
            return None
        return replace(mention, strong=strong, road=self._ends_road(text, i, last))

    def _blocked(self, text: Text, i: int, last: int, form: PlaceForm, tail: str) -> bool:
        before = text.words[i - 1] if i and text.sentence[i - 1] == text.sentence[i] else ""
        after = text.words[last + 1] if last + 1 < len(text) and text.sentence[last + 1] == text.sentence[i] else ""
        if before and self._grammar["block_before"].has(before):
            return True
        if form.context and self._grammar["institute"].has(after):
            return True
        if after and not text.gap(last).strip(" \xa0"):
            if any(self._grammar[rank].has(after) for rank in ("region", "district")) and not tail:
                return True
            if (not tail or self._lang is not Lang.KK) and self._grammar["block_after"].has(after):
                return form.context or not self._grammar["kept_after"].has(after)
        return _quoted_alone(text, i, last, spaced=form.context)

    def _in_a_name(self, text: Text, i: int, last: int, tail: str) -> bool:
        """Within quotation marks and a few words: a firm, a song, a movement: «АрселорМиттал Теміртау»."""
        line = text.raw.rfind("\n", 0, text.starts[i]) + 1
        before = text.raw[max(line, text.starts[i] - _WINDOW) : text.starts[i]]
        after = text.raw[text.ends[last] : text.ends[last] + _WINDOW]
        opened = max(before.rfind(mark) for mark in _OPENING)
        closed = min((at for mark in _CLOSING if (at := after.find(mark)) >= 0), default=-1)
        if opened < 0 or closed < 0 or any(mark in before[opened + 1 :] for mark in _CLOSING) or "\n" in after[:closed]:
            return False
        others = len(_WORD.findall(before[opened:])) + len(_WORD.findall(after[:closed]))
        inside = self._grammar["in_place"]
        stays = inside.has(text.words[last]) if self._lang is Lang.KK else i > 0 and inside.has(text.words[i - 1])
        return 0 < others <= _QUOTED_WORDS and not (stays and (tail or self._lang is not Lang.KK))

    def _is_village(self, text: Text, i: int, last: int, form: PlaceForm) -> bool:
        """A village that bears a town's name: «в селе Актобе», «Ақтөбе ауылының», "the village of Aktobe"."""
        if self._gazetteer[form.place].kind is not PlaceKind.CITY:
            return False
        before = [word for word in text.words[max(0, i - 2) : i] if word != "of"]
        after = text.words[last + 1 : last + 2] if not text.gap(last).strip(" \xa0") else ()
        said = bool(before) and self._grammar["village_before"].has(before[-1])
        return said or self._grammar["village_after"].any_of(after)

    def _elsewhere(self, text: Text, i: int, last: int) -> bool:
        """A namesake in another country: «в Приозерске Ленинградской области», "Petropavlovsk, Russia"."""
        after = range(last + 1, min(last + 5, len(text)))
        if self._lang is Lang.KK:
            ranked = self._grammar["foreign_rank"].any_of(text.words[last + 1 : last + 2])  # «Алтай республикасы»
            return ranked or (i > 1 and self._is_other_land(text, i - 2, i - 1))
        if self._lang is Lang.RU:
            return len(after) > 1 and self._is_other_land(text, last + 1, last + 2)
        region = self._grammar["region"]
        lands = [at for at in after if text.sentence[at] == text.sentence[last] and region.has(text.words[at])]
        if lands and text.words[last + 1] in {"in", "of"}:
            return self._is_other_land(text, lands[0] - 1, lands[0])
        aside = bool(after) and text.gap(last).strip() == "," and self._foreign.has(text.words[last + 1])
        return aside and bool(text.gap(last + 1).strip() or last + 2 == len(text))

    def _is_of_country(self, text: Text, i: int, last: int) -> bool:
        """Another country owns the land named: "Russia's Altai region", «Ресейдің Алтай өлкесі»; not its consulate."""
        if not i or text.sentence[i - 1] != text.sentence[i] or self._lang is Lang.RU:
            return False
        after, ends = text.words[last + 1 : last + 2], bool(text.gap(last).strip(" \xa0")) or last + 1 == len(text)
        if not ends and not any(self._grammar[rank].any_of(after) for rank in _OF_LANDS):
            return False
        word = text.words[i - 1].removesuffix("'s").removesuffix("\N{RIGHT SINGLE QUOTATION MARK}s")
        owns = word != text.words[i - 1] if self._lang is Lang.EN else self._grammar["genitive_kk"].has(word)
        return owns and self._foreign.has(word)

    def _ranked_elsewhere(self, text: Text, i: int, last: int, form: PlaceForm) -> bool:
        """A district named after a namesake: «в Приозерском районе Ленинградской области»."""
        rank = last + 1
        ranked = rank < len(text) and self._grammar["district"].has(text.words[rank])
        return ranked and form.role is NameRole.ADJECTIVE and self._elsewhere(text, i, rank)

    def _is_other_land(self, text: Text, name: int, rank: int) -> bool:
        """Whether a name and a rank beside it are a land that this country neither has nor had."""
        word = text.words[name]
        if not text.capital(name) or text.gap(name).strip(" \xa0") or text.sentence[name] != text.sentence[rank]:
            return False
        ranks = (self._grammar["region"], self._grammar["foreign_rank"])
        shaped = self._lang is not Lang.RU or self._grammar["genitive"].has(word)
        known = self._grammar["home_regions"].has(word) or bool(self._hits(text, name))
        return shaped and any(r.has(text.words[rank]) for r in ranks) and not known

    def _strong(self, text: Text, i: int, last: int, form: PlaceForm, *, caseless: bool) -> bool:
        if self._lang is Lang.KK and form.place == "oral" and caseless:
            return False
        if text.opens(i) and self._grammar["opens_as_common"].has(text.words[i]):
            return False
        given = self._grammar["given_names"].has(text.words[i])
        if given:
            named = last + 1 < len(text) and text.capital(last + 1) and not text.gap(last).strip()
            return not named and i > 0 and self._grammar["in_place"].has(text.words[i - 1])
        if not form.context:
            return True
        before = text.words[i - 1] if i else ""
        after = text.words[last + 1] if last + 1 < len(text) else ""
        if after and self._grammar["evidence_after"].has(after):
            return True
        if self._grammar["surname_case"].has(text.words[last]):
            return False
        if self._lang is Lang.KK:  # «Сәтбаевта кеншілер ереуілге шықты»
            near = text.words[last + 1 : min(last + 1 + _ACTING, text.span(text.sentence[last]).stop)]
            return self._grammar["in_place"].has(text.words[last]) and self._grammar["acting_after"].any_of(near)
        return self._grammar["evidence_before"].has(before)

    def _ends_road(self, text: Text, i: int, last: int) -> bool:
        """A road by its ends: «Көкшетау – Атбасар» тасжолы, трасса Риддер — граница, the Almaty–Astana highway."""
        after = _DASH_AFTER.match(text.raw, text.ends[last])
        before = _DASH_BEFORE.search(text.raw[max(0, text.starts[i] - _WINDOW) : text.starts[i]])
        road = self._grammar["road_words"]
        ahead = text.words[last + 1 + bool(after) : last + 2 + bool(after)]
        behind = text.words[max(0, i - 1 - bool(before)) : max(0, i - bool(before))]
        return (bool(after or before) and (road.any_of(ahead) or road.any_of(behind))) or self._is_between(text, i)

    def _is_between(self, text: Text, i: int) -> bool:
        """An end of a road: "the highway between Astana and Karaganda", «соединяющую Алматы и Тараз»."""
        near = range(max(text.span(text.sentence[i]).start, i - _ROAD), i)
        between = next((at for at in reversed(near) if self._grammar["road_between"].has(text.words[at])), None)
        ends = between is not None and i - between <= _ENDS
        return ends and self._grammar["road_words"].any_of(text.words[near.start : between])

    def _settled(self, found: Sequence[Mention]) -> list[Mention]:
        strong = {mention.id for mention in found if mention.strong}
        regions = strong | {self._gazetteer.region_of(p) or "" for p in strong if p in self._gazetteer}
        kept = []
        for mention in found:
            place = self._gazetteer[mention.id]
            if place.kind is PlaceKind.DISTRICT:
                if place.region in strong or self._only_one(place.id):
                    kept.append(mention)
            elif mention.strong or mention.id in strong or (place.region in regions and place.region in strong):
                kept.append(replace(mention, strong=True))
        return kept

    def _only_one(self, district: str) -> bool:
        """Whether no other place of the gazetteer bears the name of a district."""
        name = self._gazetteer[district].names[self._lang].split()[0][:6].lower()
        alike = [p for p in self._gazetteer.places.values() if p.names[self._lang].lower().startswith(name)]
        return len(alike) == 1


def _mention(text: Text, form: PlaceForm, i: int, last: int, tail: str) -> Mention:
    groups = form.ending.fullmatch(tail) if form.ending and tail else None
    found = groups.groupdict() if groups else {}
    return Mention(
        form.place,
        i,
        last,
        text.starts[i],
        text.ends[last],
        who=bool(found.get("who")),
        origin=bool(found.get("from")),
        region=form.role in {NameRole.REGION, NameRole.WHOLE},
        epithet=form.epithet,
        small=not form.epithet and not text.capital(i),
    )


def _without_namesakes(found: Sequence[Mention]) -> list[Mention]:
    """A name that the text gives to a place of another land means that one everywhere in it."""
    elsewhere = {mention.id for mention in found if mention.elsewhere}
    return [mention for mention in found if mention.id not in elsewhere]


def _quoted_alone(text: Text, i: int, last: int, *, spaced: bool) -> bool:
    """A bare name in quotation marks is a club, a firm or a hall: «Астана», ФК «Шахтёр», " esil " in tokenised text."""
    before = text.raw[max(0, text.starts[i] - 2) : text.starts[i]]
    after = text.raw[text.ends[last] : text.ends[last] + 2]
    opened, closed = before[-1:] or "x", after[:1] or "x"
    if spaced and opened == closed == " ":
        opened, closed = before[:1] or "x", after[-1:]
    return opened in _OPENING and closed in _CLOSING and bool(closed)


def ids(mentions: Iterable[Mention]) -> frozenset[str]:
    """The places named."""
    return frozenset(mention.id for mention in mentions)
