"""A known name in a sentence → whether it can speak: not who is counted, who detains, nor where people stand."""

import re
from collections.abc import Sequence

from bot.domain.codes import ClaimantType, Lang
from bot.domain.names import Name, NameKind, Names
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene

_BESIDE, _PLACED = 3, 2
#: Sentences back to the name that «ведомство» goes on from.
_BACK = 30
_FAR_FROM = {Lang.KK: 14, Lang.RU: 5, Lang.EN: 5}
_OF_MANY = re.compile(r"(?:[лдт][ае]рд[ыі]ң|олардың)$")
CLAUSE_MARKS = (",", ";", ":", "—")
#: What police do to people, beside which they are no source.
_DONE_TO = frozenset({"detained", "released", "fined"})
_GENITIVE = re.compile(r"[ндт][ыі]ң$")
#: «адвокат задержанных», «ұсталғандардың адвокаты»: people, no deed.
_PEOPLE_NAMED = re.compile(r"(?:нных|нного|нной|дардың|дердің|[ғгқк][ае]нд[ае]р|detainees)$")
_PLURAL_KK = re.compile(r"[лдт][ае]р$")
#: «ұсталғанын айтты»: a deed that is told, not done.
_TOLD_KK = re.compile(r"[ғгқк][ае]н(?:ын|ін|ы|і)$")
_LOCATIVE_KK = re.compile(r"(?:[дт][ае]|нд[ае])$")
_BY_WHOM = re.compile(r"(?:өзд|айт|сөз|мәлімет|дерег|есеб|пікір|бағалау|санау)")
_MINISTRIES = frozenset({"mvd", "labour_ministry", "emergency_ministry", "health_ministry"})
_MINISTRY = re.compile(r"(?:министерств|министр|ведомств|департамент|басқарма|ministry|minister|department)")
#: Offices that are somebody only beside a fuller name, or after one.
_BARE = frozenset({"департамент", "департамент=", "басқарма=", "department="})
_STATE = frozenset(
    {ClaimantType.POLICE_MVD, ClaimantType.AKIMAT, ClaimantType.PROSECUTOR, ClaimantType.HEALTH_AUTHORITY}
)
#: A verb, or a word that leads to one: no name of a ministry follows.
_GOES_ON = re.compile(r"(?:л[аио]?|л[аио]?сь|лся|[еиюя]т|[еия]тся|^и|^не|^также|^тогда|^пока)$")
_DATIVE_KK = re.compile(r"(?:[ғқ]а|[гк]е|[ыі]на|[ыі]не|[лдт][ае]рд[ыі])$")
_DATIVE_RU = re.compile(r"(?:ку|ту|ру|ию|ам|ям)$")
_OFFICE_KK = re.compile(r"(?:басқарма|департамент|бөлім|министрлі|инспекция|кеңсе|ғимарат)")
_OBLIQUE_RU = re.compile(r"(?:[иыю]щих|вших|ников|ниц|истов|телей|ами|ями|[иы]ми)$")
_WORDS_OF = re.compile(r"(?:слов|данны|подсчет|оценк|мнени|информаци|сведени|утвержд|свидетельств|рассказ|из$|от$|у$)")
_DETERMINERS = frozenset({"our", "the", "a", "an", "local"})
_SPOKE_TO = (["spoke", "to"], ["speaking", "to"], ["said", "to"], ["talked", "to"], ["spoken", "to"])
_AT = frozenset({"у", "к", "перед", "возле", "напротив", "outside", "beside", "opposite"})
_SITE = re.compile(r"(?:здани|двер|крыльц|ступен|ворот|стен|вход|проходн|площад)")
_SITE_KK = re.compile(r"(?:алд(?!ымен)|ғимарат|жанын|маңын|іргесін|баспалдағ|есігін|қақпас|алаңын)")


def speaks(scene: Scene, names: Names, cue: Cue) -> bool:
    """A claimant, an outlet or an organisation that is not itself what is counted, nor who detains."""
    name = names.get(cue.tag[1])
    if name is None or name.kind is NameKind.DEMAND:
        return False
    sentence = scene.text.sentence[cue.first]
    if scene.lang is Lang.KK and name.claimant_type is ClaimantType.PARTICIPANT_EYEWITNESS and _is_owner(scene, cue):
        return False
    if name.claimant_type is ClaimantType.PARTICIPANT_EYEWITNESS and _is_oblique(scene, cue):
        return False
    if _is_told(scene, name, cue) or (cue.entry in _BARE and not office_meant(scene, names, cue)):
        return False
    dated = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
    numbers = (n for n in scene.numbers_in(sentence) if not (n.ordinal or n.first in dated))
    counted = any(follows(scene, number, cue) for number in numbers)
    if counted and name.claimant_type in {ClaimantType.PARTICIPANT_EYEWITNESS, ClaimantType.POLICE_MVD}:
        return False
    return not (_is_venue(scene, cue) or _detains(scene, cue))


def _is_oblique(scene: Scene, cue: Cue) -> bool:
    """«Численность бастующих»: of whom, not who says; «по словам бастующих» says."""
    before = scene.text.words[max(0, cue.first - 4) : cue.first]
    oblique = scene.lang is Lang.RU and cue.first == cue.last and _OBLIQUE_RU.search(scene.text.words[cue.last])
    return bool(oblique) and not any(_WORDS_OF.match(word) for word in before)


def _is_told(scene: Scene, name: Name, cue: Cue) -> bool:
    """«сообщили Азаттыку», "told our correspondent", «әкімдікке»: to whom it is said, or where people came."""
    words = scene.text.words
    if scene.lang is Lang.KK:
        bare = cue.entry.rpartition(" ")[2].removesuffix("=") == words[cue.last]
        after = words[cue.last + 1 : cue.last + 2]
        office = after[:1] and _OFFICE_KK.match(after[0]) and _DATIVE_KK.search(after[0])
        return bool(office) or (not bare and bool(_DATIVE_KK.search(words[cue.last])))
    if name.kind is not NameKind.OUTLET and name.claimant_type is not ClaimantType.JOURNALIST_ON_SCENE:
        return False
    if scene.lang is Lang.RU:
        said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[cue.first],))
        near = any(-_BESIDE <= cue.first - one.last <= _PLACED for one in said)
        return near and any(_DATIVE_RU.search(words[i]) for i in (cue.first, cue.last))
    before = [word for word in words[max(0, cue.first - 4) : cue.first] if word not in _DETERMINERS]
    return before[-1:] in (["told"], ["tells"], ["telling"]) or before[-2:] in _SPOKE_TO


def _is_venue(scene: Scene, cue: Cue) -> bool:
    """«у дверей акимата», "outside the governor's office", «әкімдік алдында»: where people stand, not who says."""
    words = scene.text.words
    if scene.lang is Lang.KK:
        return any(_SITE_KK.match(word) for word in words[cue.last + 1 : cue.last + 2])
    before = words[max(0, cue.first - _PLACED) : cue.first]
    if before in {("to", "the"), ("at", "the"), ("near", "the"), ("into", "the"), ("inside", "the")}:
        return words[max(0, cue.first - 3)] not in {"according", "speaking", "spoke"}
    return any(word in _AT for word in before[-2:]) or any(_SITE.match(word) for word in before[-2:])


def office_meant(scene: Scene, names: Names, cue: Cue) -> str:
    """The id of the office that a bare «министерство», «ведомство», "the ministry" goes on from; "" for other names."""
    if not _is_bare(scene, cue):
        return ""
    any_office = scene.text.words[cue.first].startswith(("ведомств", "департамент", "басқарма", "department"))
    sentence = scene.text.sentence[cue.first]
    near = range(max(0, sentence - _BACK), sentence + 1)
    before = (c for c in scene.cues.of(Category.NAME, near) if c.last < cue.first and c.entry not in _BARE)
    known = [c.tag[1] for c in before if c.tag[1] in _MINISTRIES or (any_office and _is_office(names, c.tag[1]))]
    return known[-1] if known else ""


def _is_bare(scene: Scene, cue: Cue) -> bool:
    """Whether nothing beside the word says which ministry it is."""
    words, word = scene.text.words, scene.text.words[cue.first]
    if cue.last - cue.first == 1 and word == "в":
        word = words[cue.last]
    elif cue.first != cue.last:
        return False
    if not _MINISTRY.match(word):
        return False
    if scene.lang is Lang.EN:
        return words[cue.first - 1 : cue.first] == ("the",)
    if scene.lang is Lang.KK:
        return not word.startswith("министрліг") and not word.startswith("министрі")
    after = words[cue.last + 1] if cue.last + 1 < len(words) else ""
    return not after or bool(scene.text.gap(cue.last).strip() or _GOES_ON.search(after))


def _is_office(names: Names, name_id: str) -> bool:
    name = names.get(name_id)
    return name is not None and name.claimant_type in _STATE


def _is_owner(scene: Scene, cue: Cue) -> bool:
    """«аналардың митинг өткізбегені», «наразылар саны»: whose, not who says; «аналардың айтуынша» says."""
    after = scene.text.words[cue.last + 1 : cue.last + 3]
    if after[:1] and after[0].startswith(("саны", "қатары")):
        return True
    return bool(_GENITIVE.search(scene.text.words[cue.last])) and not any(_BY_WHOM.match(word) for word in after)


def follows(scene: Scene, number: Number, cue: Cue) -> bool:
    """Whether a name stands right behind a numeral: it is what is counted."""
    if scene.lang is Lang.KK and _PLURAL_KK.search(scene.text.words[cue.last]):
        return False  # «14-ке жеткенін кеншілер хабарлады»: what is counted stands in the singular
    between = scene.text.raw[number.end : scene.text.starts[cue.first]]
    return 0 < cue.first - number.last <= _BESIDE and not any(mark in between for mark in CLAUSE_MARKS)


def _detains(scene: Scene, cue: Cue) -> bool:
    after = range(cue.last + 1, cue.last + 3)
    sentence = scene.text.sentence[cue.first]
    befell = (c for c in scene.cues.of(Category.ROLE, (sentence,)) if c.tag[1] in _DONE_TO)
    deeds = (*scene.cues.of(Category.RESPONSE, (sentence,)), *befell)
    said = [c.first for c in scene.cues.of(Category.ATTRIBUTION, (sentence,))]
    return any(
        c.first in after
        and "," not in words_from(scene, cue.last, c.first)
        and not (scene.is_denied(c) or any(cue.last < i < c.first for i in said))
        and not _PEOPLE_NAMED.search(scene.text.words[c.first])
        and not _TOLD_KK.search(scene.text.words[c.last])
        for c in deeds
    )


def is_where(scene: Scene, cue: Cue) -> bool:
    """«полиция бөлімінде»: more likely where than who."""
    return scene.lang is Lang.KK and bool(_LOCATIVE_KK.search(scene.text.words[cue.last]))


def one_of_them(scene: Scene, sentence: int, saying: Sequence[Cue]) -> int:
    """«олардың бірі», «один из собравшихся», "one of the drivers" beside a word of saying; 0 where nobody is."""
    words = scene.text.words
    for i in scene.text.span(sentence):
        pair = words[i : i + 2]
        if scene.lang is Lang.KK:
            one = pair[1:] in {("бірі",), ("бірінің",)} and bool(_OF_MANY.search(pair[0]))
        else:
            one = pair in {("один", "из"), ("одна", "из"), ("one", "of")}
        if one and any(min(abs(said.first - i), abs(i - said.last)) <= _FAR_FROM[scene.lang] for said in saying):
            return i
    return 0


def words_from(scene: Scene, last: int, first: int) -> str:
    """What is written between two words."""
    return scene.text.raw[scene.text.ends[last] : scene.text.starts[first]]
