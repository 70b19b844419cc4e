"""Scene → grave things claimed of this event, which an editor decides about (words: bot/data/grave.toml).

Never a topic, a demand, who takes part, or the past dead: what is claimed stands outside background, is neither denied
nor only possible, and is no cause, demand or kin of what people did.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.domain.codes import Field, Grave, Lang, Stance
from bot.domain.report import Claim, GraveMention
from bot.reading.binding import is_aside, is_in_relation
from bot.reading.cues import Category, Cue
from bot.reading.figures import is_of_earlier
from bot.reading.phrases import Hit
from bot.reading.responses import is_undone
from bot.reading.scene import Scene
from bot.reading.words import Strength

_KILLED = frozenset({Field.KILLED_PARTICIPANTS, Field.KILLED_POLICE, Field.KILLED_UNSPECIFIED})
_FRAMED = (Grave.DEATHS, Grave.FIREARM_INJURIES, Grave.FIREARMS, Grave.SELF_HARM, Grave.MINORS, Grave.TORTURE)
#: As what befell people a deed is aside in any clause of cause; as what the state did only where it made people come.
_AS_HARD, _AS_SOFT = (Category.ROLE, "killed"), (Category.ROLE, "detained")
_HARD = frozenset({Grave.DEATHS, Grave.FIREARM_INJURIES})
#: Words over which "may", "threatened" or another meaning reaches.
_REACH = 6
_CLAUSE = frozenset(",;:—–")
Framed = Mapping[int, tuple[Hit[str], ...]]


def grave(scene: Scene, framed: Framed, told: Iterable[Claim], start: date | None) -> tuple[GraveMention, ...]:
    """The kinds told of this event, in the order of the codes; clear where one stands in a finite main clause."""
    found: dict[Grave, bool] = {}
    for kind, clear in (*_deaths(scene, told, start), *_told(scene, framed, start), *calls(scene, framed)):
        found[kind] = found.get(kind, False) or clear
    return tuple(GraveMention(kind, found[kind]) for kind in Grave if kind in found)


def calls_only(scene: Scene, framed: Framed) -> tuple[GraveMention, ...]:
    """What a report of no deed may tell: a call to come."""
    clear = [clear for _, clear in calls(scene, framed)]
    return (GraveMention(Grave.CALL, any(clear)),) if clear else ()


def calls(scene: Scene, framed: Framed) -> Iterator[tuple[Grave, bool]]:
    """An imperative to come with a place or a time in its sentence: "come to the square on Saturday"."""
    for s in scene.sentences:
        hits = framed.get(s, ())
        names = {hit.tag for hit in hits}
        for hit in hits:
            if (
                hit.tag == "call"
                and "where_or_when" in names
                and "stay_away" not in names
                and _is_imperative(scene, hit)
            ):
                yield Grave.CALL, not scene.is_background(s)


def _is_imperative(scene: Scene, hit: Hit[str]) -> bool:
    """In English a verb that opens its clause: "Come to the square", not "people come to the square"."""
    text = scene.text
    if scene.lang is not Lang.EN or hit.entry == "join us":
        return True
    before = text.raw[max(0, text.starts[hit.first] - 2) : text.starts[hit.first]]
    return text.opens(hit.first) or bool(set(before) & set("«\"“:!'‘"))


def _deaths(scene: Scene, told: Iterable[Claim], start: date | None) -> Iterator[tuple[Grave, bool]]:
    for claim in told:
        if claim.field in _KILLED and claim.stance is Stance.ASSERTS:
            yield Grave.DEATHS, True
    for s in _here(scene, start):
        for cue in scene.cues.of(Category.ROLE, (s,)):
            if cue.tag[1] == "killed" and _is_death_here(scene, cue):
                yield Grave.DEATHS, not is_in_relation(scene, cue)


def _is_death_here(scene: Scene, cue: Cue) -> bool:
    """One of those who acted, or of the police, died at the event: no noun of death, no cause, nobody's kin."""
    sentence = scene.text.sentence[cue.first]
    near = range(cue.first - _REACH, cue.last + _REACH + 1)
    named = (*scene.cues.of(Category.CROWD, (sentence,)), *scene.cues.of(Category.POLICE, (sentence,)))
    people = any(c.first in near and not (c.first <= cue.first <= c.last) for c in named)
    violent = any("force" in scene.cues.ids(Category.RESPONSE, s) for s in (sentence - 1, sentence))
    violent = violent or bool(
        {"riot", "storm", "immolation", "hunger", "fasting"} & scene.cues.ids(Category.CONCEPT, sentence)
    )
    deed = cue.entry in scene.listed("died")
    return people and violent and deed and not (is_aside(scene, cue) or is_undone(scene, cue))


def _told(scene: Scene, framed: Framed, start: date | None) -> Iterator[tuple[Grave, bool]]:
    for s in _here(scene, start):
        for hit in framed.get(s, ()):
            kind = next((one for one in _FRAMED if one == hit.tag), None)
            if kind is not None and _is_claimed(scene, framed, hit, kind):
                cue = Hit(_AS_SOFT, hit.first, hit.last, hit.entry)
                yield kind, not is_in_relation(scene, cue)


def _here(scene: Scene, start: date | None) -> Iterator[int]:
    """Sentences of this event's own day and country that state something; one without a day is of the day before it."""
    past = False
    for s in scene.sentences:
        opening = scene.text.openings[s]
        going_on = opening > 0 and "\n" not in scene.text.gap(opening - 1) and not scene.days_in(s)
        old = scene.is_background(s) or scene.names_old_year(s) or scene.is_before(s, start) or is_of_earlier(scene, s)
        past = old or (past and going_on)
        asked = scene.text.raw[scene.text.ends[scene.text.span(s)[-1]] :].lstrip("»”\"' ")[:1] == "?"
        if not (past or asked or scene.is_abroad(s) or scene.cues.marked("hearsay", s)):
            yield s


def _is_claimed(scene: Scene, framed: Framed, hit: Hit[str], kind: Grave) -> bool:
    sentence = scene.text.sentence[hit.first]
    others = framed.get(sentence, ())
    if kind is Grave.MINORS and any(one.tag == "footage" for one in others):
        return False  # one child in a scene that was filmed
    if not _is_of_this(scene, others, sentence, kind) or not _is_finite(scene, hit):
        return False
    near = (one for one in others if one.tag == "not_here")
    if any(_is_near(scene, one, hit) for one in near):
        return False
    cue = Hit(_AS_HARD if kind in _HARD else _AS_SOFT, hit.first, hit.last, hit.entry)
    return not (is_aside(scene, cue) or is_undone(scene, cue) or _is_refuted(scene, hit))


def _is_refuted(scene: Scene, hit: Hit[str]) -> bool:
    """«опровергли, что по людям стреляли»: a verb of denial governs what follows it, in Kazakh what stands before."""
    denials = (one for one in scene.framed(scene.text.sentence[hit.first]) if one.tag in {"refutes", "unsaid"})
    kk = scene.lang is Lang.KK
    return any(one.first > hit.last if kk else one.last < hit.first for one in denials)


def _is_of_this(scene: Scene, others: Iterable[Hit[str]], sentence: int, kind: Grave) -> bool:
    """What ties a deed to the protest: people who act or police beside shots, detentions before torture."""
    beside = (max(0, sentence - 1), sentence)
    if kind is Grave.TORTURE:
        told = (s for s in scene.sentences if not scene.is_background(s))
        return any("detained" in scene.cues.ids(Category.ROLE, s) for s in told)
    violent = any("force" in scene.cues.ids(Category.RESPONSE, s) for s in beside)
    if kind is Grave.DEATHS:
        return violent or bool({"riot", "storm", "hunger", "fasting"} & scene.cues.ids(Category.CONCEPT, *beside))
    if kind is Grave.MINORS:
        accident = any(one.tag == "hurt" for one in others)
        return violent or not accident or bool({"riot", "storm"} & scene.cues.ids(Category.CONCEPT, *beside))
    people = any(any(scene.cues.of(category, beside)) for category in (Category.CROWD, Category.POLICE))
    violent = violent or bool({"riot", "storm"} & scene.cues.ids(Category.CONCEPT, *scene.head))
    acted = violent or any(scene.cues.actions(s, Strength.S, Strength.M) for s in beside)
    named = bool({"police", "mvd"} & scene.cues.ids(Category.NAME, *beside))
    return kind is Grave.SELF_HARM or people or acted or named


def _is_finite(scene: Scene, hit: Hit[str]) -> bool:
    """In Kazakh neither a participle before its noun («оқ атқандар») nor what is only meant («өртемек»)."""
    if scene.lang is not Lang.KK or hit.entry.startswith("among"):
        return True
    text, last = scene.text, hit.last
    if scene.form("meant").search(text.words[last]) or scene.form("who").search(text.words[last]):
        return False
    ahead = range(last, last + 1)
    if scene.form("converb_in_grave").search(text.words[last]):  # «оқ тиіп қайтыс болған жігіт»
        ahead = range(last, min(last + _REACH, len(text)))
    return not any(_is_attribute_kk(scene, i) for i in ahead)


def _is_attribute_kk(scene: Scene, i: int) -> bool:
    """A participle before the noun that it tells of; not before a word of saying or the end of a clause."""
    text = scene.text
    led = scene.form("participle_in_grave").search(text.words[i]) is not None and text.gap(i) == " "
    return (
        led
        and text.sentence[i + 1] == text.sentence[i]
        and not text.words[i + 1].startswith(tuple(scene.listed("says")))
    )


def _is_near(scene: Scene, one: Hit[str], hit: Hit[str]) -> bool:
    """Whether two words stand in one clause, a few words apart."""
    first, last = max(one.first, hit.first), min(one.last, hit.last)
    apart = first - last if first > last else 0
    return apart <= _REACH and not any(_CLAUSE & set(scene.text.gap(i)) for i in range(last, first))
