"""Sentence → who says it: names beside words of saying, as id and role; a figure is its clause's speaker's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.codes import ClaimantType, Lang
from bot.domain.names import NameKind, Names
from bot.reading.correspondents import another
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.sayings import sayings
from bot.reading.scene import Scene
from bot.reading.voices import CLAUSE_MARKS, follows, gives_too, is_where, office_meant, one_of_them, speaks, words_from

_FAR = 8
_BESIDE, _ASIDE, _LONGEST_QUOTE, _RIGHT_BEHIND, _SIGNED = 3, 14, 800, 4, 4
#: Words before the source that opens a sentence; between a speaker and the word of saying, if a place stands there.
_OPENING, _PLACED = 4, 5
_LABEL = 80
_HE_REACH, _QUOTED_ON = 3, 8
#: How far a speaker is who is named where a quotation ends: what is said in it alone makes no figure one of people.
QUOTED = 99
_QUOTED_AFTER = re.compile(r"\s?[«\"“]([^«»\"“”\n]{2,60})[»\"”]")
_QUOTED_BEFORE = re.compile(r"[«\"“]([^«»\"“”\n]{2,60})[»\"”]\s?$")
#: Roles that an office of its own name may have; people have roles only.
_LABELLED = frozenset({ClaimantType.EMPLOYER, ClaimantType.ORGANISER, ClaimantType.NGO_MONITOR})
_OFFICES = frozenset({ClaimantType.POLICE_MVD, ClaimantType.AKIMAT, ClaimantType.PROSECUTOR})
#: Whom a title quotes for what they ask, not for how many came.
_OURS = frozenset({ClaimantType.PARTICIPANT_EYEWITNESS, ClaimantType.ORGANISER})
_OPENS_QUOTE = frozenset({"«", "“", '"'})
_CLAUSE_END = re.compile(r"[,»”–—]")


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
PARTICIPANTS = Claimant("participants", ClaimantType.PARTICIPANT_EYEWITNESS)
Speakers = Mapping[int, tuple[Speaker, ...]]


def speakers(scene: Scene, names: Names) -> Speakers:
    """The speakers of every sentence that has one; «it said» and a quotation go on with the one before."""
    found: dict[int, tuple[Speaker, ...]] = {}
    before: tuple[Speaker, ...] = ()
    app = _house(scene, names)
    for s in scene.sentences:
        if s == len(scene.title) and before and before[-1].who.type in _OURS:
            before = ()  # whom a title quotes does not count in the lead
        here = _named(scene, names, s)
        if here and (_is_pronoun(scene, s, here) or _is_it(scene, s, here) or _is_spokesman(scene, s, here)):
            here = _antecedent(scene, names, s, before) or here
        here = (
            here
            or _him(scene, names, s)
            or _whose_office(scene, names, s)
            or (() if before else _theirs(scene, names, s))
        )
        if not here and before and (_goes_on(scene, s) or _acts_on(scene, s, before[-1])):
            here = (Speaker(_first_of(scene, s, before).who),)
        here = here or app
        if here:
            found[s] = here
            if s - 1 in scene.sentences and s - 1 not in found and (refers_back(scene, s) or _signs(scene, s, here)):
                found[s - 1] = tuple(Speaker(speaker.who) for speaker in here)
        before = here
    return _with_quotations(scene, found)


def _is_pronoun(scene: Scene, sentence: int, here: Sequence[Speaker]) -> bool:
    """«По его словам»: whose words they are stands before."""
    pronouns = scene.listed("pronoun_speaker")
    places = {cue.first for cue in scene.cues.of(Category.NAME, (sentence,)) if cue.entry in pronouns}
    return all(one.first in places for one in here)


def _is_it(scene: Scene, sentence: int, here: Sequence[Speaker]) -> bool:
    """As in "It put the number of participants at 90": the office before speaks of them."""
    opening = scene.text.openings[sentence]
    it = scene.text.words[opening] in scene.listed("it")
    said = any(cue.first == opening + 1 for cue in sayings(scene, sentence))
    return it and said and all(one.who.type is ClaimantType.PARTICIPANT_EYEWITNESS for one in here)


def _is_spokesman(scene: Scene, sentence: int, here: Sequence[Speaker]) -> bool:
    """As in "its spokesman told reporters": the office before speaks."""
    ours = all(one.who.type is ClaimantType.PARTICIPANT_EYEWITNESS for one in here)
    return ours and scene.form("its_spokesman").search(scene.text.slice(sentence)) is not None


def _antecedent(scene: Scene, names: Names, sentence: int, before: Sequence[Speaker]) -> tuple[Speaker, ...]:
    if before:
        return (Speaker(_first_of(scene, sentence, before).who),)
    return _last_named(scene, names, range(sentence - 1, max(-1, sentence - 2), -1))


def _him(scene: Scene, names: Names, sentence: int) -> tuple[Speaker, ...]:
    """«…, — сказал он»: the office that was named in one of the sentences before."""
    words, he = scene.text.words, scene.listed("he")
    said = list(sayings(scene, sentence))
    if not any(words[i] in he for cue in said for i in (cue.first - 1, cue.last + 1) if 0 <= i < len(words)):
        return ()
    return _last_named(scene, names, range(sentence - 1, max(-1, sentence - 1 - _HE_REACH), -1))


def _last_named(scene: Scene, names: Names, back: range) -> tuple[Speaker, ...]:
    """Who is named in the nearest of some sentences, going back."""
    for s in (s for s in back if s in scene.sentences):
        known = [cue for cue in scene.cues.of(Category.NAME, (s,)) if speaks(scene, names, cue)]
        if known:
            return (Speaker(_resolve(scene, names, known[0], known)),)
    return ()


def _with_quotations(scene: Scene, found: dict[int, tuple[Speaker, ...]]) -> Speakers:
    """Every sentence of a quotation is said by whoever is named where it ends."""
    told = dict(found)
    for s in scene.sentences:
        named = any(one.first >= 0 for one in found.get(s, ()))
        end = None if named else _quotation_end(scene, s)
        if end is not None and end in found:
            told[s] = tuple(Speaker(one.who, far=QUOTED) for one in found[end])
    return told


def _quotation_end(scene: Scene, sentence: int) -> int | None:
    """The sentence of the same paragraph where a quotation closes that is open at the end of this one."""
    if not _is_open_quote(scene, scene.text.ends[scene.text.span(sentence)[-1]]):
        return None  # one that opens behind it
    for s in range(sentence + 1, min(sentence + 1 + _QUOTED_ON, scene.sentences.stop)):
        if not _is_quoted_on(scene, s):
            return s - 1 if s - 1 > sentence else None
    last = min(sentence + _QUOTED_ON, scene.sentences.stop - 1)
    return last if last > sentence and _is_quoted_on(scene, last) else None


def _first_of(scene: Scene, sentence: int, before: Sequence[Speaker]) -> Speaker:
    """Whose words go on: of «По их данным» those who spoke, not whom they spoke of; else the last one named."""
    theirs = scene.form("their_words").match(scene.text.slice(sentence))
    return min(before, key=lambda speaker: speaker.far) if theirs else before[-1]


def _whose_office(scene: Scene, names: Names, sentence: int) -> tuple[Speaker, ...]:
    """Who is named in the sentence before, where the next one opens "His office denied"."""
    if not (sentence and scene.form("his_office").match(scene.text.slice(sentence))):
        return ()
    cues = scene.cues.of(Category.NAME, (sentence - 1,))
    known = ((names.get(cue.tag[1]), cue) for cue in cues)
    return tuple(Speaker(Claimant(name.id, name.claimant_type)) for name, _ in known if name and name.claimant_type)[:1]


def _theirs(scene: Scene, names: Names, sentence: int) -> tuple[Speaker, ...]:
    """Who is named in the sentence before, where the next one opens «По их данным»."""
    if not (sentence and scene.form("their_words").match(scene.text.slice(sentence))):
        return ()
    known = [cue for cue in scene.cues.of(Category.NAME, (sentence - 1,)) if speaks(scene, names, cue)]
    return tuple(Speaker(_resolve(scene, names, cue, known)) for cue in known[:1])


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


def _signs(scene: Scene, sentence: int, here: Sequence[Speaker]) -> bool:
    """«…, передаёт наш корреспондент.» ends a paragraph whose sentence before it is the correspondent's too."""
    text, span = scene.text, scene.text.span(sentence)
    together = "\n" not in text.gap(span.start - 1) and (span.stop == len(text) or "\n" in text.gap(span.stop - 1))
    signed = any(one.who.type is ClaimantType.JOURNALIST_ON_SCENE and one.last >= span.stop - _SIGNED for one in here)
    return together and signed and not scene.numbers_in(sentence)


def claimant_of(scene: Scene, number: Number, said: Sequence[Speaker]) -> Claimant:
    """Who gives a figure: the speaker with the fewest clause marks between, then the nearest to a word of saying."""
    said = [one for one in said if not (_is_of_later_clause(scene, number, one) or _is_set_against(scene, number, one))]
    if not said:
        return OWN
    free = scene.lang is Lang.KK

    def weight(speaker: Speaker) -> tuple[bool, bool, int, bool, int]:
        crowd = speaker.who.type is ClaimantType.PARTICIPANT_EYEWITNESS and speaker.far > 0
        marks = _marks(scene, number, speaker) - _is_source(scene, number, speaker)
        return not free and speaker.far > _BESIDE, crowd, marks, _is_of_another(scene, number, speaker), speaker.far

    return min(said, key=weight).who


def _is_source(scene: Scene, number: Number, speaker: Speaker) -> bool:
    """«По данным правозащитников, в отделы полиции попали семь»: the comma behind a source parts no clauses."""
    if not 0 <= speaker.first < number.first or speaker.far:
        return False
    opening = scene.text.openings[scene.text.sentence[number.first]]
    return speaker.first - opening <= _OPENING and scene.text.gap(speaker.last).startswith(",")


def _is_of_later_clause(scene: Scene, number: Number, speaker: Speaker) -> bool:
    """As in "dozens came after a police statement said that he died": what is said there is not the figure."""
    if scene.lang is not Lang.EN or speaker.first <= number.last:
        return False
    between = scene.text.words[number.last + 1 : speaker.first]
    when = max((i for i, word in enumerate(between) if word in scene.listed("when")), default=-1)
    ended = any("," in scene.text.gap(i) for i in range(number.last + 1 + when, speaker.first)) if when >= 0 else True
    return when >= 0 and not ended and "according" not in between


def _is_set_against(scene: Scene, number: Number, speaker: Speaker) -> bool:
    """«Компания заявила …, однако на видео видны десятки»; «… айтады, ал полиция тіркелмегенін мәлімдеді»."""
    if 0 <= speaker.first < number.first:
        turns = (i for i in range(speaker.last + 1, number.first) if _turns(scene, i, scene.listed("however")))
        shown = scene.text.words[next(turns, number.first) : number.last + _FAR]
        return scene.claim_grammar.any_fits("footage", shown) or _is_others_clause(scene, number, speaker)
    turn = next((i for i in range(number.last + 1, speaker.first) if _turns(scene, i, scene.listed("contrast"))), 0)
    sentence = scene.text.sentence[number.first]
    return bool(turn) and any(_tells_figure(scene, number, cue, turn) for cue in sayings(scene, sentence))


def _is_others_clause(scene: Scene, number: Number, speaker: Speaker) -> bool:
    """«Полиция … айтты, ал құқық қорғаушылар тоғыз адамның атын атады»: a clause with a name of its own."""
    if scene.lang is not Lang.KK:
        return False
    contrast = scene.listed("contrast")
    turn = next((i for i in range(speaker.last + 1, number.first) if _turns(scene, i, contrast)), number.first)
    named = scene.cues.of(Category.NAME, (scene.text.sentence[number.first],))
    return any(turn < cue.first < number.first for cue in named)


def _turns(scene: Scene, i: int, turning: frozenset[str]) -> bool:
    """Whether one of some words opens a clause behind a mark."""
    return scene.text.words[i] in turning and scene.text.gap(i - 1).strip()[:1] in {",", ";", "—", "–"}


def _tells_figure(scene: Scene, number: Number, cue: Cue, turn: int) -> bool:
    """Whether a word of saying before a turn is that of the clause of a figure, which stands behind it in Kazakh."""
    return number.last < cue.first < turn if scene.lang is Lang.KK else cue.first < number.first


def _is_of_another(scene: Scene, number: Number, speaker: Speaker) -> bool:
    """What stands between two figures closes the first: "where 100 met, according to X, 57 were detained"."""
    return speaker.first < number.first and any(n.last < speaker.first for n in scene.numbers_near(number))


def _marks(scene: Scene, number: Number, speaker: Speaker) -> int:
    if speaker.first < 0:
        return 0
    text = scene.text
    if speaker.first < number.first:
        between = text.raw[text.ends[speaker.last] : number.start]
    else:
        between = text.raw[number.end : text.starts[speaker.first]]
    return sum(between.count(mark) for mark in CLAUSE_MARKS) + 2 * between.count(";")


def _named(scene: Scene, names: Names, sentence: int) -> tuple[Speaker, ...]:
    refusals = (cue for cue in scene.cues.of(Category.MARKER, (sentence,)) if cue.tag[1] == "declines")
    saying = (*sayings(scene, sentence), *refusals)
    cues = [cue for cue in scene.cues.of(Category.NAME, (sentence,)) if speaks(scene, names, cue)]
    cues = [cue for cue in cues if not is_where(scene, cue)] or cues
    if saying and not cues:
        return _people_say(scene, sentence, saying)
    if not saying:  # «Бюро по правам человека: задержаны более 50 человек»
        announced = [cue for cue in cues if any(scene.text.gap(i).startswith(":") for i in (cue.last, cue.last + 1))]
        return tuple(Speaker(_resolve(scene, names, cue, cues), cue.first, cue.last) for cue in announced)
    made, told_of = [], {i for cue in cues for i in _aside(scene, cue, saying)}
    for cue in (one for one in cues if one.first not in told_of):
        far = min((_distance(cue, said) for said in saying if _may_say(scene, cue, said)), default=None)
        aside = any(_is_aside(scene, cue, said) or _is_placed(scene, cue, said) for said in saying)
        if far is not None and (
            aside or "—" in scene.text.gap(cue.last) or gives_too(scene, cue)
        ):  # «организаторы говорят о 120, полиция — о 45»
            far = 0
        if far is not None:
            made.append(Speaker(_resolve(scene, names, cue, cues), cue.first, cue.last, far))
    cited = any(said.entry in scene.listed("citing") for said in saying)
    sources = [one for one in made if one.who.type is not ClaimantType.OUTLET]
    return tuple(sources if cited and sources else made)


def _people_say(scene: Scene, sentence: int, saying: Sequence[Cue]) -> tuple[Speaker, ...]:
    """People of the event who speak, by what they do («говорят фермеры») or by their names, which are not kept."""
    if one := one_of_them(scene, sentence, saying):
        return (Speaker(PARTICIPANTS, one, one),)
    actors = (c for c in scene.cues.of(Category.CONCEPT, (sentence,)) if scene.cues.is_actor(c))
    beside = _beside(saying, _BESIDE)
    for cue in actors:
        if {cue.first, cue.last} & beside and not _is_counted(scene, cue):
            return (Speaker(PARTICIPANTS, cue.first, cue.last),)
    near = _beside(saying, _FAR if scene.lang is Lang.KK else _BESIDE)
    for i in scene.text.span(sentence):
        if {i, i + 1} & near and is_full_name(scene, i):
            return (Speaker(PARTICIPANTS, i, i + 1),)
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
    return any(follows(scene, number, cue) for number in numbers if not number.ordinal)


def _aside(scene: Scene, cue: Cue, saying: Sequence[Cue]) -> range:
    """What is told of a speaker before its verb: "Organisers, a group of activists, said"."""
    said = min((one for one in saying if one.first > cue.last), key=lambda one: one.first, default=None)
    if said is None:
        return range(0)
    apposed = "," in scene.text.gap(cue.last) and "," in scene.text.gap(said.first - 1) and _is_aside(scene, cue, said)
    return range(cue.last + 1, said.first) if apposed else range(0)


def _is_aside(scene: Scene, cue: Cue, said: Cue) -> bool:
    """What stands between is told of the speaker: «Корреспондент, дошедший с колонной до конца, насчитал»."""
    if not cue.last + 1 < said.first <= cue.last + _ASIDE:
        return False
    if scene.text.words[cue.last + 1] in scene.listed("who_clause"):
        return True  # "A correspondent who spent the night there counted 71"
    opens = any("," in scene.text.gap(i) for i in range(cue.last, min(cue.last + 3, said.first - 1)))
    return opens and any("," in scene.text.gap(i) for i in range(said.first - 3, said.first))


def _is_placed(scene: Scene, cue: Cue, said: Cue) -> bool:
    """As in "Police at the checkpoint counted": where they are stands before the word of saying."""
    if scene.lang is not Lang.EN or not cue.last + 1 < said.first <= cue.last + _PLACED:
        return False
    led = scene.grammar["within"].has(scene.text.words[cue.last + 1])
    named = scene.cues.of(Category.NAME, (scene.text.sentence[cue.first],))
    office = any(cue.last < one.first < said.first for one in named)
    return led and not office and not any(scene.text.gap(i).strip() for i in range(cue.last, said.first))


def _may_say(scene: Scene, cue: Cue, said: Cue) -> bool:
    """In Kazakh the speaker stands before the word of saying, however far, or right behind: «…, дейді адвокат»."""
    if scene.lang is not Lang.KK or said.last > cue.first:
        return True
    between = words_from(scene, said.last, cue.first)
    behind = 0 < cue.first - said.last <= _RIGHT_BEHIND and not _CLAUSE_END.search(between)
    return behind and (
        scene.text.words[said.first - 1] in scene.listed("thus")
        or any(_CLAUSE_END.search(scene.text.gap(i)) for i in (said.first - 1, said.first - 2) if i >= 0)
    )


def _goes_on(scene: Scene, sentence: int) -> bool:
    words = scene.text.span(sentence)
    start = scene.text.starts[words[0]] if words else 0
    quoted = scene.text.raw[max(0, start - 1) : start] in _OPENS_QUOTE or _is_quoted_on(scene, sentence)
    going = any(cue.tag[1] == "goes_on" for cue in scene.cues.of(Category.MARKER, (sentence,)))
    return quoted or going or any(sayings(scene, sentence))


def _is_quoted_on(scene: Scene, sentence: int) -> bool:
    """Whether a quotation that was opened before is still open where a sentence begins."""
    return _is_open_quote(scene, scene.text.starts[scene.text.openings[sentence]])


def _is_open_quote(scene: Scene, start: int) -> bool:
    said = scene.text.raw[max(scene.text.raw.rfind("\n", 0, start), start - _LONGEST_QUOTE, 0) : start]
    return said.count("«") > said.count("»") or said.count("“") > said.count("”")


def _acts_on(scene: Scene, sentence: int, before: Speaker) -> bool:
    """Police that spoke, and in the same paragraph a detention without a source («Четверых задержали»): theirs."""
    opening = scene.text.openings[sentence]
    together = opening > 0 and "\n" not in scene.text.gap(opening - 1)
    roles = {cue.tag[1] for cue in scene.cues.of(Category.ROLE, (sentence,))}
    if {"police", "court"} & scene.cues.ids(Category.NAME, sentence):
        return False  # "Police dragged several away": told of them
    here, last = ({m.id for m in scene.places_in(s) if not m.adjective} for s in (sentence, sentence - 1))
    if here and last and not here & last:
        return False  # "in Kyzylorda police counted 150. In Taraz a dozen were taken away"
    return together and before.who.type is ClaimantType.POLICE_MVD and bool(roles & {"detained", "fined"})


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
        return Claimant(outlet or another(scene, cue, names), ClaimantType.JOURNALIST_ON_SCENE)
    same = [o for o in near if o.first <= cue.last and cue.first <= o.last + 1]
    best = max(same, key=lambda o: (o.last - o.first, len(o.entry)))
    name = names.all[office_meant(scene, names, best) or best.tag[1]]
    if name.kind is NameKind.ORGANISATION:
        return Claimant(name.id, ClaimantType.ORGANISER)
    role = name.claimant_type or ClaimantType.OUTLET
    return Claimant((_label(scene, best, names) if role in _LABELLED else "") or name.id, role)


def _label(scene: Scene, cue: Cue, names: Names) -> str:
    """The name in quotation marks beside a firm, a union or a group that the table does not know; never a person's."""
    raw, start, end = scene.text.raw, scene.text.starts[cue.first], scene.text.ends[cue.last]
    found = _QUOTED_AFTER.match(raw[end : end + _LABEL]) or _QUOTED_BEFORE.search(raw[max(0, start - _LABEL) : start])
    label = found[1].strip() if found else ""
    return label if names.is_label(label) else ""
