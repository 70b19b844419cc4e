"""Sentence → who says it: names beside words of saying, as id and role; a figure is its clause's speaker's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.codes import ClaimantType, Lang
from bot.domain.names import NameKind, Names
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene

_FAR = 8
_BESIDE, _ASIDE, _LONGEST_QUOTE = 3, 14, 800
_LABEL = 80
_QUOTED_AFTER = re.compile(r"\s?[«\"“]([^«»\"“”\n]{2,60})[»\"”]")
_QUOTED_BEFORE = re.compile(r"[«\"“]([^«»\"“”\n]{2,60})[»\"”]\s?$")
#: Roles that an office of its own name may have; people have roles only.
_LABELLED = frozenset({ClaimantType.EMPLOYER, ClaimantType.ORGANISER, ClaimantType.NGO_MONITOR})
_OFFICES = frozenset({ClaimantType.POLICE_MVD, ClaimantType.AKIMAT, ClaimantType.PROSECUTOR})
#: What police do to people, beside which they are no source.
_DONE_TO = frozenset({"detained", "released", "fined"})
_HIS_OFFICE = re.compile(
    r"(?:(?:his|her|its|their) (?:office|press|spokes)|(?:в )?(?:его|её|ее|их) (?:пресс|аппарат)|оның баспасөз)", re.I
)
_GENITIVE = re.compile(r"[ндт][ыі]ң$")
_BY_WHOM = re.compile(r"(?:айт|сөз|мәлімет|дерег|есеб|пікір|бағалау|санау)")
_CLAUSE_MARKS = (",", ";", ":", "—")


@dataclass(frozen=True, slots=True)
class Claimant:
    """Id of the names table ("" for the article's own voice) and role."""

    id: str = ""
    type: ClaimantType = ClaimantType.OUTLET


@dataclass(frozen=True, slots=True)
class Speaker:
    """A claimant where it is named; no words when it goes on from the sentence before."""

    who: Claimant
    first: int = -1
    last: int = -1
    #: Words between it and the nearest word of saying.
    far: int = 0


OWN = Claimant()
_PARTICIPANTS = Claimant("participants", ClaimantType.PARTICIPANT_EYEWITNESS)
Speakers = Mapping[int, tuple[Speaker, ...]]


def speakers(scene: Scene, names: Names) -> Speakers:
    """The speakers of every sentence that has one; «it said» and a quotation go on with the one before."""
    found: dict[int, tuple[Speaker, ...]] = {}
    before: tuple[Speaker, ...] = ()
    house = _house(scene, names)
    for s in scene.sentences:
        here = _named(scene, names, s)
        here = here or _whose_office(scene, names, s)
        if not here and before and (_goes_on(scene, s) or _acts_on(scene, s, before[-1])):
            here = (Speaker(before[-1].who),)
        here = here or house
        if here:
            found[s] = here
            if s - 1 in scene.sentences and s - 1 not in found and refers_back(scene, s):
                found[s - 1] = tuple(Speaker(speaker.who) for speaker in here)
        before = here
    return found


def _whose_office(scene: Scene, names: Names, sentence: int) -> tuple[Speaker, ...]:
    """Who is named in the sentence before, where the next one opens "His office denied"."""
    if not (sentence and _HIS_OFFICE.match(scene.text.slice(sentence))):
        return ()
    cues = scene.cues.of(Category.NAME, (sentence - 1,))
    known = ((names.get(cue.tag[1]), cue) for cue in cues)
    return tuple(Speaker(Claimant(name.id, name.claimant_type)) for name, _ in known if name and name.claimant_type)[:1]


def _house(scene: Scene, names: Names) -> tuple[Speaker, ...]:
    """The office whose own text this is: its name opens the title before a colon, or the lead is its statement."""
    for s in (*scene.title, len(scene.title)):
        named = [one for one in _named(scene, names, s) if one.who.type in _OFFICES]
        spoken = named and s in scene.title and ":" in scene.text.gap(named[0].last)
        if named and (spoken or scene.cues.marked("release", s)):
            return (Speaker(named[0].who),)
    return ()


def refers_back(scene: Scene, sentence: int) -> bool:
    """«Бұл туралы министр айтты», «Об этом сообщили в полиции»: the sentence before is theirs; a title is nobody's."""
    opening = scene.text.openings[sentence]
    marks = scene.cues.of(Category.MARKER, (sentence,))
    told = any(cue.tag[1] == "refers_back" and cue.first <= opening + 1 for cue in marks)
    return told and sentence - 1 not in scene.title


def claimant_of(scene: Scene, number: Number, said: Sequence[Speaker]) -> Claimant:
    """Who gives a figure: the speaker with the fewest clause marks between, then the nearest to a word of saying."""
    if not said:
        return OWN
    free = scene.lang is Lang.KK

    def weight(speaker: Speaker) -> tuple[bool, bool, int, int]:
        crowd = speaker.who.type is ClaimantType.PARTICIPANT_EYEWITNESS and speaker.far > 0
        return not free and speaker.far > _BESIDE, crowd, _marks(scene, number, speaker), speaker.far

    return min(said, key=weight).who


def _marks(scene: Scene, number: Number, speaker: Speaker) -> int:
    if speaker.first < 0:
        return 0
    text = scene.text
    if speaker.first < number.first:
        between = text.raw[text.ends[speaker.last] : number.start]
    else:
        between = text.raw[number.end : text.starts[speaker.first]]
    return sum(between.count(mark) for mark in _CLAUSE_MARKS) + 2 * between.count(";")


def _named(scene: Scene, names: Names, sentence: int) -> tuple[Speaker, ...]:
    refusals = (cue for cue in scene.cues.of(Category.MARKER, (sentence,)) if cue.tag[1] == "declines")
    saying = (*scene.cues.of(Category.ATTRIBUTION, (sentence,)), *refusals)
    cues = [cue for cue in scene.cues.of(Category.NAME, (sentence,)) if _speaks(scene, names, cue)]
    if saying and not cues:
        return _people_say(scene, sentence, saying)
    if not saying:  # «Бюро по правам человека: задержаны более 50 человек»
        announced = [cue for cue in cues if any(scene.text.gap(i).startswith(":") for i in (cue.last, cue.last + 1))]
        return tuple(Speaker(_resolve(scene, names, cue, cues), cue.first, cue.last) for cue in announced)
    made = []
    for cue in cues:
        far = min((_distance(cue, said) for said in saying if _may_say(scene.lang, cue, said)), default=None)
        aside = any(_is_aside(scene, cue, said) for said in saying)
        if far is not None and (
            aside or "—" in scene.text.gap(cue.last)
        ):  # «организаторы говорят о 120, полиция — о 45»
            far = 0
        if far is not None:
            made.append(Speaker(_resolve(scene, names, cue, cues), cue.first, cue.last, far))
    return tuple(made)


def _people_say(scene: Scene, sentence: int, saying: Sequence[Cue]) -> tuple[Speaker, ...]:
    """People of the event who speak, by what they do («говорят фермеры») or by their names, which are not kept."""
    actors = (c for c in scene.cues.of(Category.CONCEPT, (sentence,)) if scene.cues.is_actor(c))
    beside = _beside(saying, _BESIDE)
    for cue in actors:
        if {cue.first, cue.last} & beside and not _is_counted(scene, cue):
            return (Speaker(_PARTICIPANTS, cue.first, cue.last),)
    near = _beside(saying, _FAR if scene.lang is Lang.KK else _BESIDE)
    for i in scene.text.span(sentence):
        if {i, i + 1} & near and is_full_name(scene, i):
            return (Speaker(_PARTICIPANTS, i, i + 1),)
    return ()


def _beside(saying: Sequence[Cue], reach: int) -> frozenset[int]:
    """The words in reach of a word of saying."""
    return frozenset(i for said in saying for i in range(said.first - reach, said.last + reach + 1))


def is_full_name(scene: Scene, i: int) -> bool:
    """A given name and a surname: two words with capitals, side by side, no place nor a known name."""
    text = scene.text
    if i + 1 >= len(text) or text.gap(i) != " " or not (text.capital(i) and text.capital(i + 1)):
        return False
    sentence = text.sentence[i]
    placed = any(m.first <= i + 1 and i <= m.last for m in scene.places_in(sentence))
    known = any(c.first <= i + 1 and i <= c.last for c in scene.cues.of(Category.NAME, (sentence,)))
    spelled = all(len(text.words[j]) > 2 and not text.original(j).isupper() for j in (i, i + 1))
    return spelled and not (placed or known)


def _gap(cue: Cue, said: Cue) -> int:
    return max(said.first - cue.last, cue.first - said.last, 0)


def _is_counted(scene: Scene, cue: Cue) -> bool:
    numbers = scene.numbers_in(scene.text.sentence[cue.first])
    return any(_follows(scene, number, cue) for number in numbers if not number.ordinal)


def _is_aside(scene: Scene, cue: Cue, said: Cue) -> bool:
    """What stands between is told of the speaker: «Корреспондент, дошедший с колонной до конца, насчитал»."""
    if not cue.last + 1 < said.first <= cue.last + _ASIDE:
        return False
    opens = any("," in scene.text.gap(i) for i in range(cue.last, min(cue.last + 3, said.first - 1)))
    return opens and any("," in scene.text.gap(i) for i in range(said.first - 3, said.first))


def _may_say(lang: Lang, cue: Cue, said: Cue) -> bool:
    """In Kazakh the speaker stands before the word of saying, however far."""
    return lang is not Lang.KK or said.last > cue.first


def _goes_on(scene: Scene, sentence: int) -> bool:
    words = scene.text.span(sentence)
    quoted = bool(words) and scene.text.raw[scene.text.starts[words[0]] - 1 : scene.text.starts[words[0]]] in {
        "«",
        "“",
        '"',
    }
    quoted = quoted or _is_quoted_on(scene, sentence)
    going = any(cue.tag[1] == "goes_on" for cue in scene.cues.of(Category.MARKER, (sentence,)))
    return quoted or going or any(scene.cues.of(Category.ATTRIBUTION, (sentence,)))


def _is_quoted_on(scene: Scene, sentence: int) -> bool:
    """Whether a quotation that was opened before is still open where a sentence begins."""
    start = scene.text.starts[scene.text.openings[sentence]]
    said = scene.text.raw[max(scene.text.raw.rfind("\n", 0, start), start - _LONGEST_QUOTE, 0) : start]
    return said.count("«") > said.count("»") or said.count("“") > said.count("”")


def _acts_on(scene: Scene, sentence: int, before: Speaker) -> bool:
    """Police that spoke, and in the same paragraph a detention without a source («Четверых задержали»): theirs."""
    opening = scene.text.openings[sentence]
    together = opening > 0 and "\n" not in scene.text.gap(opening - 1)
    roles = {cue.tag[1] for cue in scene.cues.of(Category.ROLE, (sentence,))}
    return together and before.who.type is ClaimantType.POLICE_MVD and bool(roles & {"detained", "fined"})


def _speaks(scene: Scene, names: Names, cue: Cue) -> bool:
    """A claimant, an outlet or an organisation that is not itself what is counted, nor who detains."""
    name = names.get(cue.tag[1])
    if name is None or name.kind is NameKind.DEMAND:
        return False
    sentence = scene.text.sentence[cue.first]
    if scene.lang is Lang.KK and name.claimant_type is ClaimantType.PARTICIPANT_EYEWITNESS and _is_owner(scene, cue):
        return False
    dated = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
    numbers = (n for n in scene.numbers_in(sentence) if not (n.ordinal or n.first in dated))
    counted = any(_follows(scene, number, cue) for number in numbers)
    if counted and name.claimant_type in {ClaimantType.PARTICIPANT_EYEWITNESS, ClaimantType.POLICE_MVD}:
        return False
    return not _detains(scene, cue)


def _is_owner(scene: Scene, cue: Cue) -> bool:
    """«аналардың митинг өткізбегені»: whose, not who says; «аналардың айтуынша» says."""
    after = scene.text.words[cue.last + 1 : cue.last + 3]
    return bool(_GENITIVE.search(scene.text.words[cue.last])) and not any(_BY_WHOM.match(word) for word in after)


def _follows(scene: Scene, number: Number, cue: Cue) -> bool:
    between = scene.text.raw[number.end : scene.text.starts[cue.first]]
    return 0 < cue.first - number.last <= _BESIDE and not any(mark in between for mark in _CLAUSE_MARKS)


def _detains(scene: Scene, cue: Cue) -> bool:
    after = range(cue.last + 1, cue.last + 3)
    sentence = scene.text.sentence[cue.first]
    befell = (c for c in scene.cues.of(Category.ROLE, (sentence,)) if c.tag[1] in _DONE_TO)
    deeds = (*scene.cues.of(Category.RESPONSE, (sentence,)), *befell)
    return any(
        c.first in after and "," not in _between(scene, cue.last, c.first) and not scene.is_denied(c) for c in deeds
    )


def _between(scene: Scene, last: int, first: int) -> str:
    return scene.text.raw[scene.text.ends[last] : scene.text.starts[first]]


def _distance(cue: Cue, said: Cue) -> int:
    gap = _gap(cue, said)
    return min(gap, _FAR) if gap > 2 else 0


def _resolve(scene: Scene, names: Names, cue: Cue, others: Sequence[Cue]) -> Claimant:
    """A correspondent beside an outlet's name is that outlet's; the longest name of the same words wins."""
    near = [other for other in others if abs(other.first - cue.first) <= _BESIDE]
    on_scene = any(names.all[o.tag[1]].claimant_type is ClaimantType.JOURNALIST_ON_SCENE for o in near)
    outlet = next((o.tag[1] for o in near if names.all[o.tag[1]].kind is NameKind.OUTLET), "")
    own = names.all[cue.tag[1]]
    if on_scene and (own.kind is NameKind.OUTLET or own.claimant_type is ClaimantType.JOURNALIST_ON_SCENE):
        return Claimant(outlet, ClaimantType.JOURNALIST_ON_SCENE)
    same = [o for o in near if o.first <= cue.last and cue.first <= o.last + 1]
    best = max(same, key=lambda o: (o.last - o.first, len(o.entry)))
    name = names.all[best.tag[1]]
    if name.kind is NameKind.ORGANISATION:
        return Claimant(name.id, ClaimantType.ORGANISER)
    role = name.claimant_type or ClaimantType.OUTLET
    return Claimant((_label(scene, best) if role in _LABELLED else "") or name.id, role)


def _label(scene: Scene, cue: Cue) -> str:
    """The name in quotation marks beside a firm, a union or a group that the table does not know; never a person's."""
    raw, start, end = scene.text.raw, scene.text.starts[cue.first], scene.text.ends[cue.last]
    found = _QUOTED_AFTER.match(raw[end : end + _LABEL]) or _QUOTED_BEFORE.search(raw[max(0, start - _LABEL) : start])
    return found[1].strip() if found else ""
