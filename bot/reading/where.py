"""Scene → the places of the event itself, told from places merely named."""

import re
from collections.abc import Iterable
from datetime import date

from bot.domain.codes import Lang
from bot.domain.place import CAPITAL, COUNTRY, Gazetteer, PlaceKind, PlaceRef, Precision
from bot.reading.cues import Category
from bot.reading.places import Mention
from bot.reading.scene import Scene
from bot.reading.words import Strength

#: Behind a name that opens the text: a dash, or a date that a mark ends.
_DATELINE = re.compile(r"^[\s,.]{0,3}(?:\d{1,2}\s[^\W\d_]+(?:\s\d{4})?[^\S\n]*[.,—–-]|[—–-]{1,2}\s)")
#: A sentence of a name and a date closes a teaser: «Астана, 25 февраля 2013 года.»
_CLOSING_WORDS, _CLOSING_SENTENCES = 6, 2
#: Of so many towns people may be said to be, where no town is named.
_TOWNS_OF_PEOPLE = 2
#: Words between a preposition and a name: "in the city of Taraz".
_FEW_BEFORE = 4
#: Words from one name of a list to the next.
_JOINED = 2
#: So far behind a Kazakh name stands what befell it: «Арыс қаласындағы қойма жарылысы».
_FEW_BEHIND = 3


def places(scene: Scene, gazetteer: Gazetteer, start: date | None = None) -> tuple[PlaceRef, ...]:
    """The event's places in the order of the text; the country when no place of the event is named.

    What is told of days before the start is of other places («протесты начались 2 января в Жанаозене»), and a town of
    the lead goes before a region whose people act («горняки Карагандинской области» под Шахтинском).
    """
    chosen: list[Mention] = []
    acting, leading = _plainly(scene, _acting(scene, start)), _leading(scene)
    if acting and all(gazetteer[m.id].kind is PlaceKind.REGION for m in acting):
        towns = tuple(m for m in leading if gazetteer[m.id].kind is not PlaceKind.REGION and not m.adjective)
        towns = tuple(m for m in towns if not _is_of_disaster(scene, m))
        acting = towns or acting
    for pool in (acting, leading, tuple(located(scene, scene.sentences))):
        chosen = [m for m in pool if not (m.adjective or m.road or m.who) and (not m.origin or _besides(scene, m))]
        chosen = chosen or list(pool)
        if chosen:
            break
    chosen = _held_in(scene, chosen, gazetteer)
    if all(_lives(scene, m) for m in chosen) or len({m.id for m in chosen}) > 1:
        chosen = _closing(scene) or chosen
    refs = _refs(scene, chosen or _of_people(scene), gazetteer)
    if not refs and scene.cues.marked("capital", *scene.head):
        return (PlaceRef(CAPITAL, Precision.TOWN),)
    return refs or ((PlaceRef(COUNTRY, Precision.COUNTRY),))


def _lives(scene: Scene, mention: Mention) -> bool:
    """Whether a place is named as that of people only: «жительница Шымкента»."""
    text, inhabitant = scene.text, scene.grammar["inhabitant"]
    before = text.words[mention.first - 1 : mention.first] if scene.lang is Lang.RU and mention.first else ()
    after = text.words[mention.last + 1 : mention.last + 2] if scene.lang is not Lang.RU else ()
    return inhabitant.any_of((*before, *after))


def _held_in(scene: Scene, chosen: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Where people act in a town, a town that only says whose they are or where they came from is left out.

    "Zhanaozen oil workers pitch tents", who came from there to Astana; «водители Актобе вышли в Алматы».
    """
    inside = [m for m in chosen if _is_within(scene, m) and gazetteer[m.id].kind is not PlaceKind.REGION]
    named = {m.id for m in inside}
    left = {m.id for s in scene.head for m in scene.places_in(s) if m.origin or _comes_from(scene, m)}

    def whose(mention: Mention) -> bool:
        together = any(scene.text.sentence[m.first] == scene.text.sentence[mention.first] for m in inside)
        return mention.id not in named and (together or mention.id in left) and _tells_whose(scene, mention)

    return [m for m in chosen if not whose(m)] if inside else chosen


def _is_within(scene: Scene, mention: Mention) -> bool:
    """Whether a place is where something is: «в Астане», "in the city of Taraz", «Астанада», «Астанадағы»."""
    words, within = scene.text.words, scene.grammar["within"]
    if scene.lang is Lang.KK:
        return within.has(words[mention.last])
    return within.any_of(words[max(0, mention.first - _FEW_BEFORE) : mention.first])


def _tells_whose(scene: Scene, mention: Mention) -> bool:
    """Whether a name stands by people without a preposition: «водители Актобе», "Zhanaozen oil workers"."""
    cues = scene.cues.told_in(scene.text.sentence[mention.first])
    people = [c for c in cues if c.tag[0] in {Category.PEOPLE, Category.CROWD} or scene.cues.is_actor(c)]
    if scene.lang is Lang.RU:
        return any(c.last == mention.first - 1 for c in people)
    reach = 1 if scene.lang is Lang.KK else _FEW_BEHIND
    return any(0 < c.first - mention.last <= reach for c in people) and not _is_within(scene, mention)


def _closing(scene: Scene) -> list[Mention]:
    """The place of a dateline that closes a text."""
    for s in scene.sentences[-_CLOSING_SENTENCES:]:
        short = s not in scene.title and len(scene.text.span(s)) <= _CLOSING_WORDS and scene.days_in(s)
        named = [m for m in scene.places_in(s) if m.first == scene.text.openings[s] and not (m.who or m.origin)]
        if short and named:
            return named[:1]
    return []


def _of_people(scene: Scene) -> list[Mention]:
    """Where no place is named but in people's or a thing's adjective: «алматылық студенттер», «екібастұздықтар»."""
    told = [m for s in scene.head for m in scene.places_in(s) if m.who or m.adjective]
    return told if len({m.id for m in told}) <= _TOWNS_OF_PEOPLE else []


def _acting(scene: Scene, start: date | None) -> tuple[Mention, ...]:
    told = [
        s
        for s in scene.sentences
        if not (scene.is_background(s) or scene.is_before(s, start) or _is_aside(scene, s) or _is_only_ahead(scene, s))
        and (
            scene.is_event(s)
            or _counts_people(scene, s)
            or scene.is_met(s)
            or scene.cues.actions(s, Strength.S, Strength.M)
            or _opens(scene, s)
        )
    ]
    return tuple(located(scene, told))


def _plainly(scene: Scene, told: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without the places of clauses of cause and time and of what befell them before, where others are told."""
    return tuple(m for m in told if not (m.first in scene.asides or _is_of_disaster(scene, m))) or told


def _opens(scene: Scene, sentence: int) -> bool:
    """A place that opens a paragraph whose next sentence counts people and names none: «Оралда басқаша болды. …»."""
    opening, after = scene.text.openings[sentence], sentence + 1
    if after not in scene.sentences or (opening and "\n" not in scene.text.gap(opening - 1)):
        return False
    together = "\n" not in scene.text.gap(scene.text.openings[after] - 1)
    return together and not scene.places_in(after) and _counts_people(scene, after)


def _is_aside(scene: Scene, sentence: int) -> bool:
    """«В Уральске митинга нет, активистов остановили по дороге», "in 2011 … in Zhanaozen"; the lead tells none."""
    acts = scene.cues.actions(sentence, Strength.S, Strength.M)
    unheld = scene.cues.marked("prevented", sentence) or any(scene.is_denied(cue) for cue in acts)
    return (unheld or scene.names_old_year(sentence)) and sentence not in scene.head


def _is_only_ahead(scene: Scene, sentence: int) -> bool:
    """«Астанада митинг өтеді деген орынды полиция қоршады»: announced, where the text tells of a deed elsewhere."""
    return scene.unheld(sentence) is not None and any(scene.holds(s) for s in scene.deeds if s != sentence)


def _leading(scene: Scene) -> tuple[Mention, ...]:
    return tuple(located(scene, scene.head))


def _counts_people(scene: Scene, sentence: int) -> bool:
    people = any(scene.cues.of(Category.PEOPLE, (sentence,))) and any(scene.cues.of(Category.ROLE, (sentence,)))
    return people and bool(scene.numbers_in(sentence))


def located(scene: Scene, sentences: Iterable[int]) -> Iterable[Mention]:
    """Places that something can be in: no dateline, no origin, no way from or to."""
    for s in sentences:
        here = [
            m
            for m in scene.places_in(s)
            if not (_is_dateline(scene, m) or _is_excluded(scene, m) or _only_near(scene, m))
        ]
        staying = [m for m in here if not (m.who or (m.origin and not _besides(scene, m)) or _comes_from(scene, m))]
        inside = [m for m in staying if not (m.adjective or m.road)]
        plain = [m for m in inside if m.first not in scene.asides and not _is_of_disaster(scene, m)]
        yield from plain or inside or staying


def _is_of_disaster(scene: Scene, mention: Mention) -> bool:
    """What befell the place before and is only named: "families of the Arys blast", «взрыва в Арысе»."""
    words, behind = scene.text.words, _FEW_BEHIND if scene.lang is Lang.KK else 1
    before = words[max(0, mention.first - 2) : mention.first] if scene.lang is not Lang.KK else ()
    beside = (*before, *words[mention.last + 1 : mention.last + 1 + behind])
    return scene.grammar["disaster"].any_of(beside)


def _comes_from(scene: Scene, mention: Mention) -> bool:
    text, i = scene.text, mention.first
    before = text.words[i - 1] if i else ""
    after = text.words[mention.last + 1] if mention.last + 1 < len(text) else ""
    if before == "from" and any(i - 3 <= n.last <= i - 2 for n in scene.numbers_in(text.sentence[i])):
        return False  # "70 names from Almaty and 36 from Nur-Sultan"
    if any(i - 3 <= c.last <= i - 2 for c in scene.cues.of(Category.ATTRIBUTION, (text.sentence[i],))):
        return False  # «сообщали и из Шымкента»
    if scene.grammar["shown"].any_of(text.words[max(0, i - 5) : i]):
        return False  # "footage from the city of Shymkent"
    if scene.lang is not Lang.KK and _way(scene, text.words[max(0, i - 6) : i]):
        return True
    if scene.grammar["origin_rank"].has(after) or _leads_list(scene, mention):
        return True
    moved = scene.cues.marked("inhabitants_go", text.sentence[i])
    if scene.grammar["origin_before"].has(before):
        return moved or not scene.grammar["inhabitant"].has(before)
    return moved and scene.grammar["origin_after"].has(after)


def _leads_list(scene: Scene, mention: Mention) -> bool:
    """«Тараз бен Қызылорда қалаларынан»: named with one that people came from."""
    if scene.lang is not Lang.KK:
        return False
    named = scene.places_in(scene.text.sentence[mention.first])
    behind = next((m for m in named if 0 < m.first - mention.last <= _JOINED), None)
    between = scene.text.words[mention.last + 1 : behind.first] if behind else ()
    joined = behind is not None and all(scene.grammar["pair_joins"].has(word) for word in between)
    return behind is not None and joined and (behind.origin or _comes_from(scene, behind))


def _besides(scene: Scene, mention: Mention) -> bool:
    """«Алматыдан бөлек, Ақтөбе мен Семейде»: there as well."""
    return scene.grammar["besides"].any_of(scene.text.words[mention.last + 1 : mention.last + 2])


def _is_excluded(scene: Scene, mention: Mention) -> bool:
    """«строить в самом городе, а не под Атырау», "in Kulsary, not in Atyrau"."""
    before = scene.text.words[max(0, mention.first - 3) : mention.first]
    after = scene.text.words[mention.last + 1 : mention.last + 2]
    return scene.grammar["not_before"].any_of(before[-2:]) or scene.grammar["not_after"].any_of(after)


def _only_near(scene: Scene, mention: Mention) -> bool:
    """What the way is measured from or leads to, a name within a party's: "north of Almaty", «дорога на Костанай»."""
    text, i = scene.text, mention.first
    before = text.words[max(0, i - 3) : i]
    names = scene.cues.of(Category.NAME, (text.sentence[i],))
    if any(c.first <= i <= c.last and c.last > c.first for c in names):
        return True
    after = text.words[mention.last + 1 : mention.last + 3]
    words = scene.grammar
    measured = words["distance"].any_of(after) or words["city_before"].any_of(before[-1:])
    led = scene.lang is Lang.RU and words["road_on"].any_of(before[-1:]) and words["road_before"].any_of(before)
    return measured or led or (before[-1:] == ("of",) and words["compass"].any_of(before[-2:-1]))


def _way(scene: Scene, before: tuple[str, ...]) -> bool:
    """«из западного города», "from the western town of", "the highway to": the last preposition decides."""
    words = scene.grammar
    last = next((word for word in reversed(before) if words["ways"].has(word)), "")
    led = words["way_to"].any_of(before[-1:]) and words["highway"].any_of(before)
    return words["ways_from"].has(last) or led


def _is_dateline(scene: Scene, mention: Mention) -> bool:
    text = scene.text
    if mention.first != text.body or scene.grammar["dated_tail"].has(text.words[mention.last]):
        return False
    return bool(_DATELINE.match(text.raw[mention.end : mention.end + 14])) or text.original(mention.first).isupper()


def _refs(scene: Scene, mentions: list[Mention], gazetteer: Gazetteer) -> tuple[PlaceRef, ...]:
    """Each place once; a district stands for itself only where its city is not named at all."""
    named = {mention.id for s in scene.sentences for mention in scene.places_in(s)}
    found: dict[str, Precision] = {}
    for mention in mentions:
        city = gazetteer.city_of(mention.id)
        place = city if city in named or mention.road else mention.id
        precision = _precision(scene, mention, gazetteer)
        found[place] = min(precision, found.get(place, precision))
    towns = [p for p in found if gazetteer[p].kind not in {PlaceKind.REGION, PlaceKind.SITE}]
    around = _region_around(scene, gazetteer)
    if around and towns and all(found[p] is Precision.NEAR and gazetteer[p].region != around for p in towns):
        return (PlaceRef(around, Precision.REGION),)
    inside = [p for p in towns if found[p] is not Precision.NEAR and not _stands_for_region(scene, p, towns, gazetteer)]
    kept = inside or towns or [p for p in found if gazetteer[p].kind is PlaceKind.SITE] or list(found)
    return tuple(PlaceRef(p, found[p]) for p in kept)


def _stands_for_region(scene: Scene, town: str, towns: list[str], gazetteer: Gazetteer) -> bool:
    """A title's «Түркістанда» over a text of «Түркістан облысы, Сарыағаш қаласы» is the region's, not the city's."""
    region = gazetteer[town].region
    named = [m for s in scene.sentences for m in scene.places_in(s)]
    titled = all(scene.text.sentence[m.first] in scene.title for m in named if m.id == town)
    if region is None:
        return False
    alike = gazetteer[region].names[scene.lang].startswith(gazetteer[town].names[scene.lang])
    told = any(m.id == region for m in named) and any(gazetteer[p].region == region for p in towns if p != town)
    return titled and alike and told


def _region_around(scene: Scene, gazetteer: Gazetteer) -> str:
    """The one region a text names: a village said to be near a city that is none of it is there, not in the city."""
    named = {m.id for s in scene.sentences for m in scene.places_in(s) if not (m.who or m.adjective)}
    regions = [p for p in named if gazetteer[p].kind is PlaceKind.REGION]
    return regions[0] if len(regions) == 1 else ""


def _precision(scene: Scene, mention: Mention, gazetteer: Gazetteer) -> Precision:
    if gazetteer[mention.id].kind is PlaceKind.REGION:
        return Precision.REGION
    if mention.road:
        return Precision.NEAR
    text = scene.text
    around = (
        (text.words[mention.first - 1] if mention.first else ""),
        (text.words[mention.last + 1] if mention.last + 1 < len(text) else ""),
    )
    beside = around[1] if scene.lang is Lang.KK else around[0]
    if scene.lang is Lang.KK and scene.grammar["evidence_before"].has(beside):  # «Алматы қаласы маңындағы»
        beside = text.words[mention.last + 2] if mention.last + 2 < len(text) else ""
    return Precision.NEAR if scene.grammar["near"].has(beside) else Precision.TOWN
