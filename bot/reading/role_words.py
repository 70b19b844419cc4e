"""Word of what befell people → whether it tells of others than those a numeral counts, or is denied.

«баласы бар бірнеше әйелді», «о росте штрафов», «полиция бөлімінің баспасөз хатшысы», "a spokesman of the drivers".
"""

from bot.domain.codes import Lang
from bot.reading.casualties import is_loss
from bot.reading.cues import Category, Cue
from bot.reading.figures import words_between
from bot.reading.governed import BEFALLS, Case, case_of, is_object
from bot.reading.not_held import is_carried, is_of_other_station
from bot.reading.nouns import unit_of
from bot.reading.numbers import Number
from bot.reading.scene import Scene

_CLAUSE, _BACK_REACH = 7, 4
#: How far before a numeral what tells of its noun stands in Kazakh: «жиналған отызға жуық адам».
_ATTRIBUTE = 4
#: How far a chain of Kazakh verbs reaches.
_CHAIN = 8


def is_no_role(scene: Scene, number: Number, cue: Cue) -> bool:
    """A negated "none", a spokesman who stands before the number, and what did not happen."""
    if scene.lang is Lang.KK and cue.last < number.first - _ATTRIBUTE and cue.tag[1] in {"none", "participants"}:
        return True  # «баласы бар бірнеше әйелді»: what a Kazakh sentence tells of a noun stands behind it
    if cue.tag[1] == "none":
        return _is_none_of_them(scene, number, cue)
    if is_loss(scene, cue) or _is_fine_talked_of(scene, cue) or _did_not_befall(scene, number, cue):
        return True
    if cue.tag[1] in BEFALLS and _is_of_other_number(scene, number, cue):
        return True
    if scene.lang is not Lang.KK:
        return False
    if _is_of_clause_before(scene, number, cue) or _does(scene, number, cue) or _holds(scene, cue):
        return True
    unit = unit_of(scene, number, scene.text.sentence[number.first])
    if _is_where(scene, cue) or _tells_of_next(scene, number, cue, unit):
        return True
    return _is_active(scene, number, cue, unit) or _is_owned(scene, cue, unit) or _is_let_go(scene, cue, unit)


def _is_none_of_them(scene: Scene, number: Number, cue: Cue) -> bool:
    """Whether a word beside which nobody is counted is told of others: a spokesman, another clause, an epithet."""
    spokesman = cue.first < number.first and cue.entry.startswith(tuple(scene.listed("spokesmen")))
    apart = words_between(scene, number, cue) >= _CLAUSE or _said_between(scene, cue, number)
    epithet = scene.lang is Lang.KK and _is_epithet_of(scene, number, cue)
    return epithet or spokesman or apart or scene.text.words[max(0, cue.first - 1)] in scene.listed("not")


def _is_epithet_of(scene: Scene, number: Number, cue: Cue) -> bool:
    """«жұмыссыз қалған он бес тұрғын»: who those are that came."""
    word = scene.text.words[cue.last]
    told = scene.form("epithet").search(word) is not None or word in scene.listed("having")
    return told and cue.last == number.first - 1


def _did_not_befall(scene: Scene, number: Number, cue: Cue) -> bool:
    """What is denied of those detained, and of the dead and hurt what befell nobody."""
    if cue.tag[1] == "detained" and (scene.is_denied(cue) or is_carried(scene, cue) or is_of_other_station(scene, cue)):
        return True
    return cue.tag[1] in {"killed", "injured"} and _befell_nobody(scene, number, cue)


def _is_fine_talked_of(scene: Scene, cue: Cue) -> bool:
    """«айыппұлдың көбейгенін айтып», «о росте штрафов»: nobody is fined there."""
    words = scene.text.words
    if cue.tag[1] != "fined" or not scene.claim_grammar.fits("fine_only", words[cue.last]):
        return False
    if scene.lang is Lang.KK:
        return not scene.claim_grammar.any_fits("fine_told", words[cue.last + 1 : cue.last + 5])
    span = scene.text.span(scene.text.sentence[cue.first])
    return not scene.claim_grammar.any_fits("fine_told", words[span.start : span.stop])


def _is_where(scene: Scene, cue: Cue) -> bool:
    """«тергеу изоляторындағы 18 адам», «полиция бөліміне барып»: where people are or go, not what befell them."""
    if cue.tag[1] not in BEFALLS:
        return False
    behind = scene.text.words[cue.last + 1 : cue.last + 2]
    station = cue.entry in scene.listed("station")
    goes = station and (_is_office_of(scene, cue) or scene.claim_grammar.any_fits("goes_there", behind))
    return goes or scene.claim_grammar.fits("adjective_of_place", scene.text.words[cue.last])


def _is_office_of(scene: Scene, cue: Cue) -> bool:
    """«полиция бөлімінің баспасөз хатшысы»: whose office speaks."""
    return scene.form("genitive").search(scene.text.words[cue.last]) is not None


def _tells_of_next(scene: Scene, number: Number, cue: Cue, unit: Cue | None) -> bool:
    """«бес ана ұсталған балаларын сұрады»: a participle tells of the noun of people right behind it."""
    if unit is None or cue.first <= unit.last or cue.tag[1] not in BEFALLS or scene.text.gap(cue.last) != " ":
        return False
    if not scene.form("epithet").search(scene.text.words[cue.last]):
        return False
    sentence = scene.text.sentence[number.first]
    nouns = (*scene.cues.of(Category.PEOPLE, (sentence,)), *scene.cues.of(Category.KIN, (sentence,)))
    return any(one.first == cue.last + 1 for one in nouns)


def _is_active(scene: Scene, number: Number, cue: Cue, unit: Cue | None) -> bool:
    """«жүздеген сатушы заттарын көшіріп әкетті»: in the nominative they take, and are not taken."""
    if cue.tag[1] != "detained" or cue.first <= number.last or not scene.claim_grammar.fits("takes", cue.entry):
        return False
    return case_of(scene, unit) is Case.NOMINATIVE and not is_object(scene, number, unit)


def _is_let_go(scene: Scene, cue: Cue, unit: Cue | None) -> bool:
    """«кәсіпорынның 180 жұмысшысын босатты»: a firm's own people lose their jobs."""
    return (
        cue.tag[1] == "released"
        and unit is not None
        and scene.claim_grammar.fits("own_workers", scene.text.words[unit.last])
    )


def _is_owned(scene: Scene, cue: Cue, unit: Cue | None) -> bool:
    """«жүз мың адамның арызын»: in the genitive those counted do only what a verb made a noun tells of them."""
    if unit is None or case_of(scene, unit) is not Case.GENITIVE or cue.first <= unit.last:
        return False
    reach = _CHAIN if scene.claim_grammar.fits("converb", scene.text.words[cue.last]) else 2
    told = scene.text.words[cue.first : cue.last + reach]  # «он адамның ұсталып, көлікке отырғызылғанын»
    return not scene.claim_grammar.any_fits("verbal_noun", told)


def _befell_nobody(scene: Scene, number: Number, cue: Cue) -> bool:
    """«қаза болғандар тіркелмеген», «погибших нет»; of the dead nothing is told over the end of a clause."""
    words, parted = scene.text.words, words_between(scene, number, cue) >= _CLAUSE
    nobody = bool(
        scene.listed("nobody") & {*words[max(0, cue.first - 1) : cue.first], *words[cue.last + 1 : cue.last + 3]}
    )
    return nobody or scene.is_denied(cue) or (cue.tag[1] == "killed" and parted)


def _is_of_other_number(scene: Scene, number: Number, cue: Cue) -> bool:
    """«вкладчики из 1300 пострадавших», «зардап шеккен 1300 салымшының атынан отыз адам»: a participle of others."""
    words = scene.text.words
    if scene.lang is Lang.KK:
        named = scene.form("epithet").search(words[cue.last]) is not None
        return named and any(cue.last + 1 == n.first and n.last < number.first for n in scene.numbers_near(number))
    led = cue.first - 1
    others = [n for n in scene.numbers_near(number) if n.last == led and n.first != number.first]
    if others and scene.any_listed("of_whom", words[led - 1 : led]) and number.last < cue.first:
        return True
    return bool(others) and cue.last < number.first and bool(scene.form("named_by").search(words[cue.first]))


def _said_between(scene: Scene, cue: Cue, number: Number) -> bool:
    """As in "the contractor that employs them said 220": the verb of saying ends what is told of the speaker."""
    said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[number.first],))
    return scene.lang is not Lang.KK and any(cue.last < one.first < number.first for one in said)


def _is_of_clause_before(scene: Scene, number: Number, cue: Cue) -> bool:
    """«көбі босатылғанын, екеуі бөлімшеде қалатынын»: a Kazakh verb ends its clause."""
    return cue.last < number.first and "," in scene.text.raw[scene.text.ends[cue.last] : number.start]


def _holds(scene: Scene, cue: Cue) -> bool:
    """«аштық ұстағандар», «плакат ұстаған адамдар»: what one holds, not who is held."""
    return (
        cue.tag[1] == "detained" and cue.first > 0 and bool(scene.form("holds").match(scene.text.words[cue.first - 1]))
    )


def _does(scene: Scene, number: Number, cue: Cue) -> bool:
    """«22 адам өтемақы алып кеткен»: those who do it are in the nominative, those who suffer it are not."""
    if cue.tag[1] != "detained" or cue.first <= number.last or not scene.form("takes_in_roles").match(cue.entry):
        return False
    noun = scene.text.words[number.last + 1 : cue.first][:_BACK_REACH]
    if is_object(scene, number, unit_of(scene, number, scene.text.sentence[number.first])):
        return False
    return bool(noun) and not any(scene.form("suffers").search(word) for word in (scene.text.words[number.last], *noun))
