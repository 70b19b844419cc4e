"""A known name in a sentence → whether it can speak: not who is counted, who detains, nor where people stand."""

from collections.abc import Sequence

from bot.domain.codes import ClaimantType, Lang
from bot.domain.names import Name, NameKind, Names
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene

_BESIDE, _PLACED = 3, 2
#: Sentences back to the name that «ведомство» goes on from.
_BACK = 30
_ASKED, _OWNED = 4, 10
_FAR_FROM = {Lang.KK: 14, Lang.RU: 5, Lang.EN: 5}
_CLOSING, _OPENING = frozenset('»”"'), frozenset('«“"')
_APOSTROPHES, _DASHES = frozenset("'’"), frozenset("-–—")
CLAUSE_MARKS = (",", ";", ":", "—")
#: What police do to people, beside which they are no source.
_DONE_TO = frozenset({"detained", "released", "fined"})
_MINISTRIES = frozenset({"mvd", "labour_ministry", "emergency_ministry", "health_ministry"})
_STATE = frozenset(
    {ClaimantType.POLICE_MVD, ClaimantType.AKIMAT, ClaimantType.PROSECUTOR, ClaimantType.HEALTH_AUTHORITY}
)
#: Who may detain or punish: a lawyer or a reporter beside such a word tells of it.
_DETAINING = _STATE | {ClaimantType.GOVERNMENT_OTHER, ClaimantType.COURT, ClaimantType.EMPLOYER}


def speaks(scene: Scene, names: Names, cue: Cue) -> bool:
    """A claimant, an outlet or an organisation that is not itself what is counted, nor who detains."""
    name = names.get(cue.tag[1])
    if name is None or name.kind is NameKind.DEMAND:
        return False
    sentence = scene.text.sentence[cue.first]
    if cue.entry in scene.listed("only_named") and not _is_quoted_name(scene, cue):
        return False
    if scene.lang is Lang.KK and name.claimant_type is ClaimantType.PARTICIPANT_EYEWITNESS and _is_owner(scene, cue):
        return False
    if name.claimant_type is ClaimantType.PARTICIPANT_EYEWITNESS and _is_oblique(scene, cue):
        return False
    if (
        _is_of_another_name(scene, name, cue)
        or _owns_counted_people(scene, name, cue)
        or _is_told(scene, name, cue)
        or (cue.entry in scene.listed("bare") and not office_meant(scene, names, cue))
    ):
        return False
    dated = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
    numbers = (n for n in scene.numbers_in(sentence) if not (n.ordinal or n.first in dated))
    counted = any(follows(scene, number, cue) for number in numbers) and not gives_too(scene, cue)
    if counted and name.claimant_type in {ClaimantType.PARTICIPANT_EYEWITNESS, ClaimantType.POLICE_MVD}:
        return False
    deed = name.claimant_type in _DETAINING and _detains(scene, cue)
    return not (_is_venue(scene, cue) or deed or _is_named_aside(scene, name, cue))


def gives_too(scene: Scene, cue: Cue) -> bool:
    """As in "organisers estimated at 2,500 and police at 700": the verb is not said again."""
    words = scene.text.words
    joined = scene.any_listed("and_in_figures", words[max(0, cue.first - 1) : cue.first])
    linked = scene.any_listed("links", words[cue.last + 1 : cue.last + 2])
    near = any(cue.last < n.first <= cue.last + _BESIDE + 1 for n in scene.numbers_in(scene.text.sentence[cue.first]))
    return joined and linked and near


def _is_quoted_name(scene: Scene, cue: Cue) -> bool:
    """«Таза су» тобы, «Көлік иелері» қоғамдық бірлестігі, «объединение „Дорога“»: its name in quotation marks."""
    text, last = scene.text, cue.last
    if scene.lang is not Lang.KK:
        return last + 1 < len(text) and text.gap(last).strip()[:1] in _OPENING
    return any(_is_closed(scene, i) for i in (cue.first - 1, cue.first - 2) if i >= 0)


def _is_closed(scene: Scene, i: int) -> bool:
    """Whether a quotation closes right behind a word."""
    return scene.text.gap(i).strip()[:1] in _CLOSING


def _owns_counted_people(scene: Scene, name: Name, cue: Cue) -> bool:
    """«трое сотрудников фирмы», "dozens of supporters of the rights activist": who is named there does not speak."""
    if name.claimant_type is None or scene.lang is Lang.KK:
        return False
    words, first = scene.text.words, cue.first
    near = range(max(0, first - _OWNED // 2), first)
    nouns = [i for i in near if scene.claim_grammar.fits("counted_people", words[i])]
    if scene.lang is Lang.EN:
        nouns = [i for i in nouns if words[i + 1] in scene.listed("correspondent_of")]
    counted = any(n.last < i <= n.last + _BESIDE for n in scene.numbers_in(scene.text.sentence[first]) for i in nouns)
    said = [c.first for c in scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[first],))]
    open_ = not any(mark in words_from(scene, nouns[-1], first) for mark in CLAUSE_MARKS) if nouns else False
    return counted and open_ and not any(nouns[-1] < i < first for i in said)


def _is_of_another_name(scene: Scene, name: Name, cue: Cue) -> bool:
    """As in "medics' union", «профсоюз медиков», "railway workers": it only tells of the name or noun beside it."""
    text, sentence = scene.text, scene.text.sentence[cue.first]
    names = list(scene.cues.of(Category.NAME, (sentence,)))
    if scene.lang is Lang.RU:
        owned = any(one.last == cue.first - 1 for one in names)
        return owned and scene.claim_grammar.fits("genitive_plural", text.words[cue.last])
    if scene.lang is not Lang.EN or cue.last + 1 >= len(text):
        return False
    led = cue.first - 1
    if name.claimant_type is ClaimantType.PARTICIPANT_EYEWITNESS and scene.any_listed(
        "kin_of", text.words[led : led + 1]
    ):
        return any(one.last == led - 1 for one in names)  # "a lawyer for one of them"
    owner = name.claimant_type is ClaimantType.EMPLOYER and scene.form("owner").search(text.words[cue.last])
    counted = any(0 < n.first - cue.last <= _BESIDE for n in scene.numbers_in(sentence))
    if (
        owner
        and not counted
        and not scene.claim_grammar.any_fits("speaks_for", text.words[cue.last + 1 : cue.last + 3])
    ):
        return True  # "in the firm's canteen"
    if text.gap(cue.last)[:1] in _APOSTROPHES:
        return any(one.first == cue.last + 1 for one in names)
    people = any(one.first == cue.last + 1 for one in scene.cues.of(Category.PEOPLE, (sentence,)))
    return name.claimant_type is ClaimantType.EMPLOYER and text.gap(cue.last) == " " and people


def says_so_itself(scene: Scene, number: Number) -> bool:
    """«ал саудагерлер екі жүздей болдық дейді», «сами хлопкоробы – девяносто»: those who came give their number."""
    words, (first, last) = scene.text.words, _clause(scene, number)
    if scene.lang is Lang.KK and scene.claim_grammar.any_fits("we_did", words[number.last + 1 : number.last + 3]):
        return True
    sentence = scene.text.sentence[number.first]
    said = any(first <= cue.first <= last for cue in scene.cues.of(Category.ATTRIBUTION, (sentence,)))
    if not said and not any(scene.text.gap(i).strip() in _DASHES for i in range(first, number.first)):
        return False
    if scene.any_listed("themselves", words[first : number.first]):
        return True
    if not scene.any_listed("contrast", words[first : first + 1]):
        return False
    people = (*scene.cues.of(Category.PEOPLE, (sentence,)),)
    named = any(first < cue.first < number.first for cue in people)
    other = (*scene.cues.of(Category.NAME, (sentence,)), *scene.cues.of(Category.POLICE, (sentence,)))
    ending = any(scene.claim_grammar.fits("who_came", word) for word in words[first + 1 : number.first])
    return (named or ending) and not any(first <= cue.first <= last for cue in other)


def _clause(scene: Scene, number: Number) -> tuple[int, int]:
    """The first and last word between the commas around a numeral."""
    text = scene.text
    span = text.span(text.sentence[number.first])
    ends = [i for i in span if text.gap(i)[:1] in {",", ";"}]
    first = max((i + 1 for i in ends if i < number.first), default=span.start)
    return first, min((i for i in ends if i >= number.last), default=span.stop - 1)


def _is_named_aside(scene: Scene, name: Name, cue: Cue) -> bool:
    """Whom a demand, a deed or a clause of somebody else names: "clashes with police", «требуя отставки власти»."""
    if _is_news_agency(scene, cue) or _is_demanded(scene, cue):
        return True
    if scene.lang is Lang.KK:
        return (
            _is_to_do_it(scene, cue)
            or _is_object(scene, cue)
            or _owns_counted(scene, cue)
            or _works_there(scene, cue)
            or _is_protested_against(scene, cue)
        )
    return scene.lang is Lang.EN and (_is_beside(scene, cue) or _is_in_what_is_said(scene, name, cue))


def _is_news_agency(scene: Scene, cue: Cue) -> bool:
    """«информационное агентство», "the news agency X": an outlet."""
    words, near = scene.text.words, range(max(0, cue.first - 1), cue.last + 1)
    agency = any(scene.claim_grammar.fits("agency", words[i]) for i in range(cue.first, cue.last + 1))
    return agency and any(words[i] in scene.listed("news") for i in near)


def _is_demanded(scene: Scene, cue: Cue) -> bool:
    """Named as what a demand is about, in its clause: "demanding that the prosecutor resign"."""
    asked = (c for c in scene.cues.of(Category.CLAUSE, (scene.text.sentence[cue.first],)) if c.tag[1] == "asked")
    if scene.lang is Lang.KK:
        return False  # told by its case
    near = (c for c in asked if 0 < cue.first - c.last <= _ASKED)
    return any(not any(mark in words_from(scene, c.last, cue.first) for mark in CLAUSE_MARKS) for c in near)


def _is_to_do_it(scene: Scene, cue: Cue) -> bool:
    """«прокурор қызметінен кетсін деп»: of whom something is asked."""
    words = scene.text.words
    ahead = range(cue.last + 1, min(cue.last + 2 + _ASKED, len(words) - 1))
    return any(scene.claim_grammar.fits("jussive", words[i]) and words[i + 1] in scene.listed("thus") for i in ahead)


def _is_object(scene: Scene, cue: Cue) -> bool:
    """«компанияны», «кәсіподақ төрағасын»: in the accusative nobody speaks."""
    words, bare = scene.text.words, cue.entry.rpartition(" ")[2].removesuffix("=")
    if words[cue.last] != bare and scene.claim_grammar.fits(
        "case_of_object", words[cue.last].removeprefix(bare) or "-"
    ):
        return True
    return scene.text.gap(cue.last) == " " and scene.claim_grammar.any_fits(
        "possessed_object", words[cue.last + 1 : cue.last + 2]
    )


def _owns_counted(scene: Scene, cue: Cue) -> bool:
    """«компаниясының 9 жұмысшысы»: whose people are counted."""
    if not scene.form("genitive").search(scene.text.words[cue.last]):
        return False
    behind = scene.text.words[cue.last + 1 : cue.last + 3]
    sentence = scene.text.sentence[cue.first]
    near = [n for n in scene.numbers_in(sentence) if cue.last < n.first <= cue.last + _OWNED and not n.ordinal]
    people = [
        c for c in scene.cues.of(Category.PEOPLE, (sentence,)) if any(0 < c.first - n.last <= _PLACED + 1 for n in near)
    ]
    told = [c.first for c in scene.cues.of(Category.ATTRIBUTION, (sentence,))]
    near = [n for n in near if not any(cue.last < i < n.first for i in told)]
    people = [c for c in people if any(0 < c.first - n.last <= _PLACED + 1 for n in near)]
    owned = any(scene.claim_grammar.fits("possessed", scene.text.words[c.last]) for c in people)
    return owned and not any(scene.form("by_whom").match(word) for word in behind)


def _is_protested_against(scene: Scene, cue: Cue) -> bool:
    """«түрме басшылығының тәртібіне наразылық»: whose doings people protest against."""
    if not scene.form("genitive").search(scene.text.words[cue.last]):
        return False
    return scene.form("against_whose").search(" ".join(scene.text.words[cue.last + 1 : cue.last + 7])) is not None


def _works_there(scene: Scene, cue: Cue) -> bool:
    """«жедел жәрдем қызметінде істейтін жүргізуші»: where people work."""
    behind = scene.text.words[cue.last + 1 : cue.last + 4]
    place = is_where(scene, cue) or any(scene.form("locative").search(word) for word in behind[:1])
    return place and scene.claim_grammar.any_fits("works", behind)


def _is_beside(scene: Scene, cue: Cue) -> bool:
    """As in "clashed with the police", "outside a city court": where, or with whom."""
    text, i = scene.text, cue.first - 1
    while i > 0 and (text.words[i] in scene.listed("determiner_only") or text.capital(i)) and cue.first - i <= _ASKED:
        i -= 1
    return i >= 0 and text.words[i] in scene.listed("beside") and text.sentence[i] == text.sentence[cue.first]


def _is_in_what_is_said(scene: Scene, name: Name, cue: Cue) -> bool:
    """As in "said police had fired", "estimated the crowd at 300": it acts in what another one says."""
    sentence = scene.text.sentence[cue.first]
    said = any(0 < cue.first - c.last <= 2 for c in scene.cues.of(Category.ATTRIBUTION, (sentence,)))
    behind = scene.text.words[cue.last + 1 : cue.last + 2]
    people = name.claimant_type is ClaimantType.PARTICIPANT_EYEWITNESS
    return said and bool(behind) and behind[0] in scene.listed("verb_behind") and (people or behind[0] != "at")


def _is_oblique(scene: Scene, cue: Cue) -> bool:
    """«Численность бастующих»: of whom, not who says; «по словам бастующих» says."""
    before = scene.text.words[max(0, cue.first - 4) : cue.first]
    oblique = (
        scene.lang is Lang.RU and cue.first == cue.last and scene.form("oblique").search(scene.text.words[cue.last])
    )
    return bool(oblique) and not any(scene.form("words_of").match(word) for word in before)


def _is_told(scene: Scene, name: Name, cue: Cue) -> bool:
    """«сообщили Азаттыку», "told our correspondent", «әкімдікке»: to whom it is said, or where people came."""
    words = scene.text.words
    if scene.lang is Lang.KK:
        bare = cue.entry.rpartition(" ")[2].removesuffix("=") == words[cue.last]
        after = words[cue.last + 1 : cue.last + 2]
        office = after[:1] and scene.form("office").match(after[0]) and scene.form("dative").search(after[0])
        several = scene.form("plural").search(words[cue.last])  # «қорғаушылар бөлімге … деді»
        return bool(office and not several) or (not bare and bool(scene.form("dative").search(words[cue.last])))
    if name.kind is not NameKind.OUTLET and name.claimant_type is not ClaimantType.JOURNALIST_ON_SCENE:
        return False
    if scene.lang is Lang.RU:
        said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[cue.first],))
        near = any(-_BESIDE <= cue.first - one.last <= _PLACED for one in said)
        return near and any(scene.form("dative_in_voices").search(words[i]) for i in (cue.first, cue.last))
    before = [
        word for word in words[max(0, cue.first - 4) : cue.first] if word not in scene.listed("determiner_in_voices")
    ]
    return scene.any_listed("told_whom", before[-1:]) or " ".join(before[-2:]) in scene.listed("spoke_to")


def _is_venue(scene: Scene, cue: Cue) -> bool:
    """«у дверей акимата», "outside the governor's office", «әкімдік алдында»: where people stand, not who says."""
    words = scene.text.words
    if scene.lang is Lang.KK:
        behind = words[cue.last + 1 : cue.last + 3]
        owned = bool(behind) and scene.form("office").match(behind[0]) and scene.form("genitive").search(behind[0])
        return any(scene.form("site_in_voices").match(word) for word in behind[: 1 + bool(owned)])
    before = words[max(0, cue.first - _PLACED) : cue.first]
    if " ".join(before) in scene.listed("to_office"):
        return words[max(0, cue.first - 3)] not in scene.listed("speaks_to")
    return any(word in scene.listed("at") for word in before[-2:]) or any(
        scene.form("site").match(word) for word in before[-2:]
    )


def office_meant(scene: Scene, names: Names, cue: Cue) -> str:
    """The id of the office that a bare «министерство», «ведомство», "the ministry" goes on from; "" for other names."""
    if not _is_bare(scene, cue):
        return ""
    any_office = scene.claim_grammar.fits("any_office", scene.text.words[cue.first])
    sentence = scene.text.sentence[cue.first]
    near = range(max(0, sentence - _BACK), sentence + 1)
    before = (
        c for c in scene.cues.of(Category.NAME, near) if c.last < cue.first and c.entry not in scene.listed("bare")
    )
    known = [c.tag[1] for c in before if c.tag[1] in _MINISTRIES or (any_office and _is_office(names, c.tag[1]))]
    return known[-1] if known else ""


def _is_bare(scene: Scene, cue: Cue) -> bool:
    """Whether nothing beside the word says which ministry it is."""
    words, word = scene.text.words, scene.text.words[cue.first]
    if cue.last - cue.first == 1 and word in scene.listed("in_office"):
        word = words[cue.last]
    elif cue.first != cue.last:
        return False
    if not scene.form("ministry").match(word):
        return False
    if scene.lang is Lang.EN:
        return scene.any_listed("definite", words[cue.first - 1 : cue.first])
    if scene.lang is Lang.KK:
        return not scene.claim_grammar.fits("full_office", word)
    after = words[cue.last + 1] if cue.last + 1 < len(words) else ""
    return not after or bool(scene.text.gap(cue.last).strip() or scene.form("goes_on_in_voices").search(after))


def _is_office(names: Names, name_id: str) -> bool:
    name = names.get(name_id)
    return name is not None and name.claimant_type in _STATE


def _is_owner(scene: Scene, cue: Cue) -> bool:
    """«аналардың митинг өткізбегені», «наразылар саны»: whose, not who says; «аналардың айтуынша» says."""
    after = scene.text.words[cue.last + 1 : cue.last + 3]
    if after[:1] and scene.claim_grammar.fits("number_of_theirs", after[0]):
        return True
    return bool(scene.form("genitive").search(scene.text.words[cue.last])) and not any(
        scene.form("by_whom").match(word) for word in after
    )


def follows(scene: Scene, number: Number, cue: Cue) -> bool:
    """Whether a name stands right behind a numeral: it is what is counted."""
    if scene.lang is Lang.KK and scene.form("plural").search(scene.text.words[cue.last]):
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
        and not scene.form("people_named").search(scene.text.words[c.first])
        and not scene.form("told").search(scene.text.words[c.last])
        for c in deeds
    )


def is_where(scene: Scene, cue: Cue) -> bool:
    """«полиция бөлімінде»: more likely where than who."""
    return scene.lang is Lang.KK and bool(scene.form("locative").search(scene.text.words[cue.last]))


def one_of_them(scene: Scene, sentence: int, saying: Sequence[Cue]) -> int:
    """«олардың бірі», «один из собравшихся», "one of the drivers" beside a word of saying; 0 where nobody is."""
    words = scene.text.words
    for i in scene.text.span(sentence):
        pair = words[i : i + 2]
        if scene.lang is Lang.KK:
            named = scene.any_listed("one_of_them", pair[1:])
            one = named and bool(scene.form("of_many").search(pair[0]))
        else:
            one = " ".join(pair) in scene.listed("one_of_them")
        if one and any(min(abs(said.first - i), abs(i - said.last)) <= _FAR_FROM[scene.lang] for said in saying):
            return i
    return 0


def words_from(scene: Scene, last: int, first: int) -> str:
    """What is written between two words."""
    return scene.text.raw[scene.text.ends[last] : scene.text.starts[first]]
