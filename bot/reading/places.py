"""Text → the places of Kazakhstan it names: what lets an ambiguous name in, what keeps a name out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.codes import Lang
from bot.domain.place import Gazetteer, PlaceKind
from bot.reading.morphology import ADJECTIVE
from bot.reading.placenames import Form, NameIndex, Role
from bot.reading.text import Text

_RANKS = {
    Lang.KK: (re.compile(r"обл[ыа]с|обл$"), re.compile(r"аудан")),
    Lang.RU: (re.compile(r"област|обл$"), re.compile(r"район")),
    Lang.EN: (re.compile(r"(?:region|oblast|province)"), re.compile(r"district")),
}
_EVIDENCE_BEFORE = {
    Lang.KK: re.compile(r"^(?:қала\w*|шаһар\w*|кент\w*)$"),
    Lang.RU: re.compile(
        r"^(?:город\w*|г|акимат\w*|аким\w*|моногород\w*|станци\w*|поселк\w*|поселок|селе|село|села|в|из|до|под|около|во)$"
    ),
    Lang.EN: re.compile(r"^(?:in|from|near|at|outside|of|before|to|around|city|town)$"),
}
#: Prepositions are evidence only for names that are not also common words or rivers.
_EVIDENCE_AFTER = {
    Lang.KK: re.compile(
        r"^(?:қала\w*|шаһар\w*|кент\w*|ауыл\w*|станса\w*|бекет\w*|вокзал\w*|әкім\w*|әуежай\w*|маслихат\w*|тұрғын\w*)$"
    ),
    Lang.RU: re.compile(r"^(?:город\w*)$"),
    Lang.EN: re.compile(r"^(?:city|town|residents|akimat)$"),
}
_BLOCK_BEFORE = {
    Lang.KK: re.compile(r"^(?:шығыс|оңтүстік|солтүстік|ескі)$"),
    Lang.RU: re.compile(
        r"^(?:ул|улиц\w*|проспект\w*|пр|мкр|микрорайон\w*|площад\w*|парк\w*|имени|им|озер\w*|рек[аиеу]|хребт\w*|хребет|гор[аыуе]|восточн\w*|фк|хк|бк|канал\w*|театр\w*|большо\w*)$"
    ),
    Lang.EN: re.compile(r"^(?:east|lake|mount|fc|river|street)$"),
}
_BLOCK_AFTER = {
    Lang.KK: re.compile(
        r"^(?:көше\w*|даңғыл\w*|атында\w*|алаң\w*|өзен\w*|көл(?:і\w*|дің)?|теңіз\w*|тау(?:ы\w*|лар\w*)?|батыр\w*|театр\w*|университет\w*|полигон\w*|өңір\w*|федерал\w*|балет\w*|моторс\w*|хаб\w*|сити\w*)$"
    ),
    Lang.RU: re.compile(r"^(?:море|моря|моторс|арена|хаб|холл|опера|балет|федеральн\w*|хребет|регион\w*)$"),
    Lang.EN: re.compile(r"^(?:sea|street|avenue|motors|hub|arena|ballet|square|mountains|river|lake|polygon|opera)$"),
}
#: «Алматы сәулет институты» is in Almaty; a name that may be a person's is the institute's own.
_INSTITUTE = re.compile(r"^institut")
_BASED = re.compile(r"^-(?:based|born)$")
_OPENING, _CLOSING = '«“„"', '»”"'
#: How far a list of regions may reach before its rank: «Абай, Ұлытау, Жетісу және Алматы облыстары».
_LIST = 12
#: What may stand between the names of a list besides names: «Қарағанды, Ақмола, Солтүстік Қазақстан … облыстары».
_FILLERS = """
    мен бен пен және и and солтүстік оңтүстік шығыс батыс қазақстан north south east west kazakhstan kazakhstani
    северо южно восточно западно
    """
_FILL = frozenset(_FILLERS.split())
_COMPASS = frozenset({"солтүстік", "оңтүстік", "шығыс", "батыс", "north", "south", "east", "west"})
_PLURAL = re.compile(r"облыстар|област(?:и|ях|ей|ям|ями)$|обл$|regions|oblasts|provinces")
#: «Атырау және Маңғыстау облысында»: one rank for two, unless the first is a city of republican rank.
_PAIR = frozenset({"мен", "бен", "пен", "және"})
#: A road by its ends: «Көкшетау – Атбасар» тасжолы, трасса Риддер — граница, the Almaty–Astana highway.
_ROAD = r"(?:тас ?жол|трасс|автожол|теміржол|күре ?жол|автодорог|дорог[аеиу]|шоссе|highway|motorway|railway|road)"
_ROAD_AFTER = re.compile(rf"(?:\s*[–—-]\s*[^\W\d_]+)?\s*[»\"”]?\s+{_ROAD}", re.IGNORECASE)
_ROAD_BEFORE = re.compile(rf"{_ROAD}\w*\s+[«\"“]?(?:[^\W\d_]+\s*[–—-]\s*)?$", re.IGNORECASE)
_DASH_AFTER, _DASH_BEFORE = re.compile(r"\s*[–—-]\s*[^\W\d_]"), re.compile(r"[^\W\d_]\s*[–—-]\s*$")
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


class PlaceReader:
    """Places in texts of one language."""

    def __init__(self, lang: Lang, gazetteer: Gazetteer) -> None:
        self._lang = lang
        self._gazetteer = gazetteer
        self._index = NameIndex(gazetteer, lang)
        self._epithets = self._index.epithets()

    def find(self, text: Text) -> list[Mention]:
        """Places in order; a weak mention is taken where the text also names its region, a district where its city."""
        caseless = not any(text.capital(i) for i in range(min(len(text), 200)))
        found: list[Mention] = []
        i = 0
        while i < len(text):
            here = self._at(text, i, caseless=caseless)
            found += here
            i = max((mention.last for mention in here), default=i) + 1
        return self._settled(found)

    def _at(self, text: Text, i: int, *, caseless: bool) -> list[Mention]:
        word = text.words[i]
        named = caseless or text.capital(i)
        if not (named or word.startswith(self._epithets)) or word[0].isdecimal():
            return []
        hits = [hit for hit in self._hits(text, i) if named or hit[0].epithet]
        if not hits and "-" in word:
            return self._inside(text, i)
        ranked = [m for form, last, tail in hits if (m := self._ranked(text, i, last, form, tail))]
        if ranked:
            return ranked[:1] if self._gazetteer[ranked[0].id].kind is PlaceKind.REGION else ranked
        plain = [m for form, last, tail in hits if (m := self._plain(text, i, last, form, tail, caseless=caseless))]
        return plain[:1]

    def _hits(self, text: Text, i: int) -> list[tuple[Form, int, str]]:
        found = []
        for form in self._index.at(text.words[i]):
            end = form.ends(text.words, i)
            if end is not None:
                found.append((form, *end))
        return found

    def _inside(self, text: Text, i: int) -> list[Mention]:
        """Names joined by a hyphen: «Астана-Алматы», "Almaty-based"."""
        found: list[Mention] = []
        at = text.starts[i]
        for part in re.split(r"[-–‑]", text.original(i)):
            word = part.lower().replace("ё", "е")
            based = bool(_BASED.match(text.words[i][len(part) :])) if at == text.starts[i] else False
            for form in self._index.at(word):
                if form.role is Role.NAME and not form.context and form.ends((word,), 0):
                    found.append(Mention(form.place, i, i, at, at + len(part), origin=based))
                    break
            at += len(part) + 1
        return found

    def _ranked(self, text: Text, i: int, last: int, form: Form, tail: str) -> Mention | None:
        """A region or a district: the rank stands after the name, in Russian also before it."""
        if form.role is Role.WHOLE:
            return _mention(text, form, i, last, tail)
        rank = _RANKS[self._lang][1 if form.role is Role.DISTRICT else 0]
        if form.role not in {Role.REGION, Role.DISTRICT} or (tail and form.lang is Lang.KK):
            return None
        after = last + 1
        if after < len(text) and rank.match(text.words[after]) and not text.gap(last).strip(" \xa0"):
            return _mention(text, form, i, after, "")
        if (
            self._lang is Lang.RU
            and i
            and not self._rank_is_taken(text, i)
            and rank.match(text.words[i - 1])
            and not text.gap(i - 1).strip(" ")
        ):
            return _mention(text, form, i, last, "")
        return self._listed(text, i, last, form, rank)

    def _rank_is_taken(self, text: Text, i: int) -> bool:
        """«в Алмалинском районе Алматы»: the rank belongs to the adjective before it."""
        return i > 1 and text.words[i - 2].endswith(ADJECTIVE) and text.capital(i - 2)

    def _listed(self, text: Text, i: int, last: int, form: Form, rank: re.Pattern[str]) -> Mention | None:
        """«Павлодар мен Қостанай облыстары», «в Карагандинской и Акмолинской областях»."""
        if form.role is not Role.REGION or text.words[max(0, i - 2) : i] == ("city", "of"):
            return None
        at = last + 1
        for _ in range(_LIST):
            if at >= len(text):
                return None
            if rank.match(text.words[at]):
                vague = text.words[at - 1] in _COMPASS
                plural = not vague and (_PLURAL.match(text.words[at]) or self._pairs(text, last, at, form))
                return _mention(text, form, i, last, "") if plural and at > last + 1 else None
            names = [end for other, end, _tail in self._hits(text, at) if other.role in {Role.REGION, Role.WHOLE}]
            if not (names or text.words[at].strip("-") in _FILL):
                return None
            at = max(names, default=at) + 1
        return None

    def _pairs(self, text: Text, last: int, at: int, form: Form) -> bool:
        joined = at == last + 3 and text.words[last + 1] in _PAIR
        return joined and self._gazetteer[form.place].kind is PlaceKind.REGION and form.place != "almaty-region"

    def _plain(self, text: Text, i: int, last: int, form: Form, tail: str, *, caseless: bool) -> Mention | None:
        if form.role not in {Role.NAME, Role.ADJECTIVE} or self._blocked(text, i, last, form, tail):
            return None
        mention = _mention(text, form, i, last, tail)
        if form.role is Role.ADJECTIVE:
            after = text.words[last + 1] if last + 1 < len(text) else ""
            if form.context or any(rank.match(after) for rank in _RANKS[Lang.RU]):
                return None
            return replace(mention, adjective=True)
        strong = self._strong(text, i, last, form, tail, caseless=caseless)
        return replace(mention, strong=strong, road=_ends_road(text, i, last))

    def _blocked(self, text: Text, i: int, last: int, form: Form, tail: str) -> bool:
        before = text.words[i - 1] if i and text.sentence[i - 1] == text.sentence[i] else ""
        after = text.words[last + 1] if last + 1 < len(text) and text.sentence[last + 1] == text.sentence[i] else ""
        if before and _BLOCK_BEFORE[self._lang].match(before):
            return True
        if form.context and _INSTITUTE.match(after):
            return True
        if after and not text.gap(last).strip(" \xa0"):
            if any(rank.match(after) for rank in _RANKS[self._lang]) and not tail:
                return True
            if (not tail or self._lang is not Lang.KK) and _BLOCK_AFTER[self._lang].match(after):
                return not (self._lang is Lang.KK and re.match(r"көшелер|өңір", after) and not form.context)
        return _quoted_alone(text, i, last, spaced=form.context)

    def _strong(self, text: Text, i: int, last: int, form: Form, tail: str, *, caseless: bool) -> bool:
        if self._lang is Lang.KK and form.place == "oral" and (caseless or (tail == "ды" and text.opens(i))):
            return False
        if not form.context:
            return not (
                form.place == "semey" and form.stem == "семей" and not tail and self._lang is Lang.RU and text.opens(i)
            )
        before = text.words[i - 1] if i else ""
        after = text.words[last + 1] if last + 1 < len(text) else ""
        if after and _EVIDENCE_AFTER[self._lang].match(after):
            return True
        if self._lang is Lang.RU and re.search(r"(?:ым)$", text.words[last]) and form.stem.endswith("ым"):
            return False
        return bool(_EVIDENCE_BEFORE[self._lang].match(before)) and (self._lang is not Lang.KK)

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


def _mention(text: Text, form: Form, i: int, last: int, tail: str) -> Mention:
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
        region=form.role in {Role.REGION, Role.WHOLE},
        epithet=form.epithet,
    )


def _quoted_alone(text: Text, i: int, last: int, *, spaced: bool) -> bool:
    """A bare name in quotation marks is a club, a firm or a hall: «Астана», ФК «Шахтёр», " esil " in tokenised text."""
    before = text.raw[max(0, text.starts[i] - 2) : text.starts[i]]
    after = text.raw[text.ends[last] : text.ends[last] + 2]
    opened, closed = before[-1:] or "x", after[:1] or "x"
    if spaced and opened == closed == " ":
        opened, closed = before[:1] or "x", after[-1:]
    return opened in _OPENING and closed in _CLOSING and bool(closed)


def _ends_road(text: Text, i: int, last: int) -> bool:
    after = text.raw[text.ends[last] : text.ends[last] + _WINDOW]
    before = text.raw[max(0, text.starts[i] - _WINDOW) : text.starts[i]]
    joined = _DASH_AFTER.match(after) or _DASH_BEFORE.search(before)
    return bool(joined) and bool(_ROAD_AFTER.match(after) or _ROAD_BEFORE.search(before))


def ids(mentions: Iterable[Mention]) -> frozenset[str]:
    """The places named."""
    return frozenset(mention.id for mention in mentions)
