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
_BESIDE = 3
_LABEL = 80
_QUOTED_AFTER = re.compile(r"\s?[«\"“]([^«»\"“”\n]{2,60})[»\"”]")
_QUOTED_BEFORE = re.compile(r"[«\"“]([^«»\"“”\n]{2,60})[»\"”]\s?$")
#: Roles that an office of its own name may have; people have roles only.
_LABELLED = frozenset({ClaimantType.EMPLOYER, ClaimantType.ORGANISER, ClaimantType.NGO_MONITOR})
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
Speakers = Mapping[int, tuple[Speaker, ...]]


def speakers(scene: Scene, names: Names) -> Speakers:
    """The speakers of every sentence that has one; «it said» and a quotation go on with the one before."""
    found: dict[int, tuple[Speaker, ...]] = {}
    before: tuple[Speaker, ...] = ()
    for s in scene.sentences:
        here = _named(scene, names, s)
        if not here and before and (_goes_on(scene, s) or _acts_on(scene, s, before[-1])):
            here = (Speaker(before[-1].who),)
        if here:
            found[s] = here
            if s - 1 in scene.sentences and s - 1 not in found and refers_back(scene, s):
                found[s - 1] = tuple(Speaker(speaker.who) for speaker in here)
        before = here
    return found


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
    return min(said, key=lambda s: (not free and s.far > _BESIDE, _marks(scene, number, s), s.far)).who


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
    if not saying:  # «Бюро по правам человека: задержаны более 50 человек»
        announced = [cue for cue in cues if scene.text.gap(cue.last).startswith(":")]
        return tuple(Speaker(_resolve(scene, names, cue, cues), cue.first, cue.last) for cue in announced)
    made = []
    for cue in cues:
        far = min((_distance(cue, said) for said in saying if _may_say(scene.lang, cue, said)), default=None)
        if far is not None and "—" in scene.text.gap(cue.last):  # «организаторы говорят о 120, полиция — о 45»
            far = 0
        if far is not None:
            made.append(Speaker(_resolve(scene, names, cue, cues), cue.first, cue.last, far))
    return tuple(made)


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
    going = any(cue.tag[1] == "goes_on" for cue in scene.cues.of(Category.MARKER, (sentence,)))
    return quoted or going or any(scene.cues.of(Category.ATTRIBUTION, (sentence,)))


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
    dated = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
    numbers = (n for n in scene.numbers_in(sentence) if not (n.ordinal or n.first in dated))
    counted = any(_follows(scene, number, cue) for number in numbers)
    if counted and name.claimant_type in {ClaimantType.PARTICIPANT_EYEWITNESS, ClaimantType.POLICE_MVD}:
        return False
    return not _detains(scene, cue)


def _follows(scene: Scene, number: Number, cue: Cue) -> bool:
    between = scene.text.raw[number.end : scene.text.starts[cue.first]]
    return 0 < cue.first - number.last <= _BESIDE and not any(mark in between for mark in _CLAUSE_MARKS)


def _detains(scene: Scene, cue: Cue) -> bool:
    after = range(cue.last + 1, cue.last + 3)
    deeds = scene.cues.of(Category.RESPONSE, (scene.text.sentence[cue.first],))
    return any(
        c.first in after and "," not in _between(scene, cue.last, c.first) and not scene.is_denied(c) for c in deeds
    )


def _between(scene: Scene, last: int, first: int) -> str:
    return scene.text.raw[scene.text.ends[last] : scene.text.starts[first]]


def _distance(cue: Cue, said: Cue) -> int:
    gap = max(said.first - cue.last, cue.first - said.last, 0)
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
