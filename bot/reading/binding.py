"""Numeral and a word of what befell people → whether that word is told of somebody else, or of another time.

"Twenty relatives of those killed rallied": the killed depend on the kin. "Mothers rallied after a fire killed three":
what stands in a clause of cause or of relation is no part of the event. Words: bot/data/claims.toml, kin and clauses.
"""

from collections.abc import Iterable, Iterator
from enum import Enum, auto

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.phrases import Hit
from bot.reading.scene import Scene

#: What an article tells of the past, of a cause or of a demand more often than of its event.
_HARD = frozenset({"killed", "injured", "convicted", "charged"})
#: What befalls people at an event, and at others.
_BEFALLS = _HARD | {"detained", "released", "fined", "arrested_admin"}
#: As an epithet these tell what people were before they came; «18 задержанных отпущены» is told by its verb.
_EPITHETS = _HARD | {"released", "fined", "arrested_admin"}
#: How far a word that depends on a noun of kin stands from it.
_KIN_REACH = 8
_DATED_REACH = 5
_EVENT_REACH, _SAID_REACH, _POST, _FREEING = 4, 4, 3, 5
#: Where a clause ends; a full stop ends the sentence as it is.
_MARKS = frozenset(",;:—–")


class ToldOf(Enum):
    """Of whom a word tells what befell them."""

    #: Of those who are counted, at this event.
    HERE = auto()
    #: Of somebody else: the numeral may still count who came.
    OTHERS = auto()
    #: Of those who are counted, but as a cause, a demand or the past: the numeral counts nobody of this event.
    PAST = auto()


def told_of(scene: Scene, number: Number, cue: Cue, unit: Cue | None) -> ToldOf:
    """Whether what befell somebody, as `cue` tells, is told of those whom a numeral counts at this event."""
    if cue.tag[1] not in _BEFALLS:
        return ToldOf.HERE
    if depends_on_kin(scene, cue) or _is_kin_of_those(scene, cue, unit) or _is_epithet(scene, number, cue, unit):
        return ToldOf.OTHERS
    opens = (_asked(scene, cue), _cause(scene, cue), _relation(scene, cue, unit))
    found = [one for one in opens if one is not None]
    if found:
        return ToldOf.OTHERS if _is_apart(scene, number, cue, found[0]) else ToldOf.PAST
    return ToldOf.PAST if _is_earlier(scene, cue) or _is_convict(scene, cue, unit) else ToldOf.HERE


def is_aside(scene: Scene, cue: Cue) -> bool:
    """Whether what a word tells is told of kin, as a cause, a demand or another time, or in a clause of relation."""
    related = _relation(scene, Hit((Category.ROLE, "killed"), cue.first, cue.last, cue.entry), None)
    if (
        related is not None
        and related.entry in scene.listed("when_in_binding")
        and not scene.old_words(scene.text.sentence[cue.first])
    ):
        related = None  # "died when soldiers fired": of one time with the event
    opens = (_asked(scene, cue), _cause(scene, cue), related)
    return depends_on_kin(scene, cue) or any(one is not None for one in opens) or _is_earlier(scene, cue)


def is_in_relation(scene: Scene, cue: Cue) -> bool:
    """Whether a word stands in a clause of relation or of time, of an event too: "clashes in which two died"."""
    opening = _opening(scene, cue)
    marks = _marks(scene, scene.text.sentence[cue.first], "relative", "whose", "cause")
    return any(opening <= one.first < cue.first and not _is_complement(scene, one) for one in marks)


def _is_apart(scene: Scene, number: Number, cue: Cue, opening: Cue) -> bool:
    """Whether a numeral stands outside the clause of cause, demand or relation that a word stands in."""
    if scene.lang is Lang.KK:
        return any(number.last < other.first < cue.first for other in scene.numbers_near(number))
    return number.first < opening.first


def counts_dependents(scene: Scene, number: Number) -> bool:
    """Those whose kin came: "mother of five", «мать троих детей», «бес баланың анасы», "relatives of 20 detainees"."""
    text, kin = scene.text, list(scene.cues.of(Category.KIN, (scene.text.sentence[number.first],)))
    if scene.lang is Lang.KK:
        owners = [
            i
            for i in range(number.last + 1, min(number.last + 4, len(text)))
            if scene.form("genitive_in_binding").search(text.words[i])
        ]
        ahead = {one.first for one in kin}
        return bool(owners) and any(
            {i + 1, i + 2} & ahead and not _is_broken(scene, number.last, i + 1) for i in owners
        )
    led, plain = number.first - 1, scene.listed("bounds") | scene.listed("determiner_of_whole")
    while led > 0 and text.words[led] in plain:
        led -= 1
    if scene.lang is Lang.EN:
        if led < 1 or text.words[led] not in scene.listed("kin_of"):
            return False
        led -= 1
    return any(one.last == led and not _is_broken(scene, led, number.first) for one in kin)


def is_company(scene: Scene, number: Number, unit: Cue | None) -> bool:
    """«екі баласымен», «с тремя детьми», "with her two sons": kin whom somebody has along."""
    if unit is None or not any(
        one.first == unit.first for one in scene.cues.of(Category.KIN, (scene.text.sentence[unit.first],))
    ):
        return False
    words = scene.text.words
    if scene.lang is Lang.KK:
        return scene.form("with_in_binding").search(words[unit.last]) is not None
    return bool(scene.listed("with") & set(words[max(0, number.first - 2) : number.first]))


def is_to_be_freed(scene: Scene, number: Number) -> bool:
    """«требуют освободить пятерых», «12 адамды босатуды талап етті»: whoever is to be set free is not counted here."""
    sentence = scene.text.sentence[number.first]
    freeing = list(_marks(scene, sentence, "freeing"))
    if scene.lang is Lang.KK:
        until = min((n.first for n in scene.numbers_near(number) if n.first > number.last), default=len(scene.text))
        ahead = (one for one in freeing if 0 < one.first - number.last <= _FREEING and one.first < until)
        return any(not _is_broken(scene, number.last, one.first) for one in ahead)
    near = (one for one in freeing if 0 < number.first - one.last <= _FREEING)
    asked = scene.lang is Lang.RU or any(_marks(scene, sentence, "asked"))
    return asked and any(not _is_broken(scene, one.last, number.first) for one in near)


def depends_on_kin(scene: Scene, cue: Cue) -> bool:
    """«родственники погибших», "mothers of the detained", «қаза болғандардың туыстары»: whose kin they are."""
    kin = list(scene.cues.of(Category.KIN, (scene.text.sentence[cue.first],)))
    if scene.lang is Lang.KK:
        return any(_leads_to(scene, cue, one) or _is_subject(scene, one, cue) for one in kin)
    if any(_suffers(scene, one, cue) for one in kin):
        return True
    near = [one for one in kin if 0 < cue.first - one.last <= _KIN_REACH]
    if scene.lang is Lang.RU:
        dependent = scene.form("depends").search(scene.text.words[cue.last]) is not None
        return dependent and any(not _is_broken(scene, one.last, cue.first, participle=True) for one in near)
    after = [one for one in kin if 0 < one.first - cue.last <= 3 and _is_possessive(scene, cue, one)]
    people = (c for c in scene.cues.of(Category.PEOPLE, (scene.text.sentence[cue.first],)) if c.last + 1 < cue.first)
    owned = (
        c for c in people if scene.text.words[c.last + 1] in scene.listed("kin_of") and cue.first - c.last <= _KIN_REACH
    )
    near += [c for c in owned if _has_people(scene, c.last + 2, cue.first)]
    return bool(after) or any(_depends_en(scene, one, cue) for one in near)


def _suffers(scene: Scene, kin: Cue, cue: Cue) -> bool:
    """«их родственники задержаны», "their sons were jailed": it befell the kin of those who say so."""
    theirs = scene.any_listed("theirs", scene.text.words[max(0, kin.first - 2) : kin.first])
    return theirs and 0 < cue.first - kin.last <= _POST and not _is_broken(scene, kin.last, cue.first)


def _has_people(scene: Scene, first: int, last: int) -> bool:
    """Whether somebody is named between: "workers of a driver fined by the court"."""
    people = scene.cues.of(Category.PEOPLE, (scene.text.sentence[first],))
    return any(first <= cue.first < last for cue in people)


def _depends_en(scene: Scene, kin: Cue, cue: Cue) -> bool:
    """As in "relatives of those killed", not "relatives of the killed were detained"."""
    words, between = scene.text.words, range(kin.last + 1, cue.first)
    if " ".join(words[max(0, cue.first - 2) : cue.first]) in scene.listed("their_total"):
        return False  # "a lawyer for the family put the number of detained at 40"
    if scene.listed("kin_of").isdisjoint(words[i] for i in between) or _is_broken(scene, kin.last, cue.first):
        return False
    auxiliary = scene.listed("auxiliary_in_binding")
    verbs = sum(words[i] in auxiliary and words[i - 1] not in auxiliary for i in between)
    return verbs <= sum(words[i] in scene.listed("relative_in_binding") for i in between)


def _is_possessive(scene: Scene, cue: Cue, kin: Cue) -> bool:
    """As in "the killed miners' relatives"."""
    text = scene.text
    return any(text.words[i].endswith("'s") or text.gap(i)[:1] in {"'", "’"} for i in range(cue.last, kin.first))


def _is_broken(scene: Scene, last: int, first: int, *, participle: bool = False) -> bool:
    """Whether a clause ends between two words; in Russian not at the comma before a participle or a pronoun."""
    marks = (i for i in range(last, first) if _MARKS & set(scene.text.gap(i)))
    return any(not (participle and _joins(scene, i + 1, first)) for i in marks)


def _joins(scene: Scene, i: int, first: int) -> bool:
    """Whether the clause that begins at word i is told of the noun before it."""
    marks = scene.cues.of(Category.CLAUSE, (scene.text.sentence[i],))
    relative = any(cue.tag[1] in {"relative", "whose"} and cue.first in {i, i + 1} for cue in marks)
    return relative or i == first


def _leads_to(scene: Scene, cue: Cue, kin: Cue) -> bool:
    """«қаза болғандардың туысы», «ұсталған белсенділердің анасы»: a participle whose noun owns the kin behind it."""
    words = scene.text.words
    participle = any(
        scene.form("participle_in_binding").search(word) for word in words[cue.last : cue.last + 2]
    )  # «жарақат алған»
    if not (participle and 0 < kin.first - cue.last <= _KIN_REACH):
        return False
    if _is_broken(scene, cue.last, kin.first):
        return False
    between = range(cue.last, kin.first)
    return any(scene.form("genitive_in_binding").search(words[i]) for i in between) or kin.first == cue.last + 1


def _is_subject(scene: Scene, kin: Cue, cue: Cue) -> bool:
    """«күйеуі шахтада қаза тапқан 20 әйел»: it befell their kin."""
    words = scene.text.words
    if not 0 < cue.first - kin.last <= 4 or _is_broken(scene, kin.last, cue.first):
        return False
    counted = any(n.last in range(kin.first - 3, kin.first) for n in scene.numbers_in(scene.text.sentence[kin.first]))
    owned = scene.form("possessed_in_binding").search(words[kin.last]) is not None
    participle = any(scene.form("participle_in_binding").search(word) for word in words[cue.last : cue.last + 2])
    return owned and not counted and participle


def _marks(scene: Scene, sentence: int, *names: str) -> Iterator[Cue]:
    return (cue for cue in scene.cues.of(Category.CLAUSE, (sentence,)) if cue.tag[1] in names)


def _opening(scene: Scene, cue: Cue) -> int:
    """The first word of the clause that a word stands in."""
    text, first = scene.text, cue.first
    start = text.openings[text.sentence[first]]
    marks = (i + 1 for i in reversed(range(start, first)) if _MARKS & set(text.gap(i)))
    return next((i for i in marks if text.words[i] not in scene.listed("goes_on_in_binding")), start)


def _relation(scene: Scene, cue: Cue, unit: Cue | None) -> Cue | None:
    """What opens a clause of relation whose noun is not the one counted: «после пожара, в котором погибли трое»."""
    sentence, opening = scene.text.sentence[cue.first], _opening(scene, cue)
    whose = next((one for one in _marks(scene, sentence, "whose") if opening - 1 <= one.first < cue.first), None)
    if whose or cue.tag[1] not in _HARD:
        return whose
    relative = [one for one in _marks(scene, sentence, "relative") if opening <= one.first < cue.first]
    relative = [one for one in relative if not _is_complement(scene, one)]
    if not relative:
        return None
    before = relative[0].first - 1
    counted = unit is not None and unit.first <= before <= unit.last + 1
    causes = [one.first for one in _marks(scene, sentence, "cause")]
    events = (c for c in scene.cues.told_in(sentence) if scene.cues.is_action(c))
    events = (c for c in events if not any(c.last < i < before for i in causes))
    return None if counted or any(c.first <= before <= c.last + _EVENT_REACH for c in events) else relative[0]


def _is_complement(scene: Scene, relative: Cue) -> bool:
    """As in "said on Thursday that": what is said, told of no noun."""
    said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[relative.first],))
    return relative.entry == "that=" and any(0 < relative.first - c.last <= _SAID_REACH for c in said)


def _is_kin_of_those(scene: Scene, cue: Cue, unit: Cue | None) -> bool:
    """As in "relatives of people who were detained": the pronoun follows another noun than the one counted."""
    sentence = scene.text.sentence[cue.first]
    if unit is None or not any(one.first == unit.first for one in scene.cues.of(Category.KIN, (sentence,))):
        return False
    relative = [one for one in _marks(scene, sentence, "relative") if unit.last + 1 < one.first]
    return any(one.first < cue.first <= one.last + _EVENT_REACH for one in relative)


def _asked(scene: Scene, cue: Cue) -> Cue | None:
    """«требуют освободить пятерых задержанных», "demanded an inquiry into the deaths of five men"."""
    sentence, opening = scene.text.sentence[cue.first], _opening(scene, cue)
    asking: Iterable[Cue] = _marks(scene, sentence, "asked")
    if scene.lang is Lang.KK:
        asking = (one for one in asking if 0 < one.first - cue.last <= _KIN_REACH)
        return next((one for one in asking if _is_asked_kk(scene, cue, one)), None)
    words, joined = scene.text.words, scene.listed("and")
    asking = (one for one in asking if opening <= one.first < cue.first)
    return next(
        (one for one in asking if words[cue.first - 1] not in joined and words[cue.first - 2] not in joined), None
    )


def _is_asked_kk(scene: Scene, cue: Cue, asking: Cue) -> bool:
    """«ұсталған бес белсендіні босатуды талап етті»: an infinitive leads to the word of asking."""
    words = scene.text.words
    led = scene.form("infinitive_in_binding").search(
        words[asking.first - 1]
    ) is not None or asking.entry in scene.listed("backing")
    return led and not _is_broken(scene, cue.last, asking.first)


def _cause(scene: Scene, cue: Cue) -> Cue | None:
    """Told as the cause of what people did: "mothers rallied after a fire killed three"; of detentions only then."""
    sentence, hard = scene.text.sentence[cue.first], cue.tag[1] in _HARD
    causes = list(_marks(scene, sentence, "cause"))
    if not causes:
        return None
    acted = [c for c in scene.cues.told_in(sentence) if scene.cues.is_action(c) or c.tag == (Category.MARKER, "acts")]
    if scene.lang is Lang.KK:
        causes = [c for c in causes if 0 < c.first - cue.last <= _POST and not _is_broken(scene, cue.last, c.first)]
        return next((c for c in causes if hard or any(a.first > c.last for a in acted)), None)
    opening, bounds = _opening(scene, cue), {n.first - 1 for n in scene.numbers_in(sentence)}  # "over 50 people"
    causes = [
        c
        for c in causes
        if opening <= c.first and c.last < cue.first and not (c.entry in scene.listed("over") and c.last in bounds)
    ]
    return next((c for c in causes if hard or any(a.last < c.first for a in acted)), None)


def _is_earlier(scene: Scene, cue: Cue) -> bool:
    """Another time stands in its clause: "killed in January 2022", «осуждённые в мае», «қаңтарда қаза тапқан»."""
    text, sentence = scene.text, scene.text.sentence[cue.first]
    near = range(max(cue.first - _DATED_REACH, text.openings[sentence]), cue.last + _DATED_REACH + 1)
    marks = {c.first for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "background"}
    return any(
        i in near and not _is_broken(scene, min(i, cue.first), max(i, cue.first))
        for i in marks | scene.old_words(sentence)
    )


def _is_convict(scene: Scene, cue: Cue, unit: Cue | None) -> bool:
    """Called by a sentence of another day: «301 осуждённую», "six convicted men"; a verb tells of this one."""
    named = unit is not None and unit.first - 2 <= cue.first <= unit.last
    return named and cue.tag[1] == "convicted" and scene.form("epithet").search(scene.text.words[cue.last]) is not None


def _is_epithet(scene: Scene, number: Number, cue: Cue, unit: Cue | None) -> bool:
    """What they were before they came, where the sentence says so: "20 convicted oil workers rallied"."""
    if cue.tag[1] not in _EPITHETS or not scene.form("epithet").search(scene.text.words[cue.last]):
        return False
    within = unit is not None and number.first - 4 <= cue.first <= unit.last and cue.last <= unit.last
    within = within or (scene.lang is Lang.KK and number.first - 3 <= cue.last < number.first)
    sentence = scene.text.sentence[cue.first]
    came = [c for c in scene.cues.of(Category.ROLE, (sentence,)) if c.tag[1] == "participants"]
    said = {c.first for c in scene.cues.of(Category.ATTRIBUTION, (sentence,))}
    last = unit.last if unit is not None else number.last
    return within and any(c.first > last and c.first not in said for c in came)
