"""Numeral → whom it counts where those are not who came: whom others stand up for, some of those counted already.

"In support of 400 workers", «60 дәнекерлеушіні қолдап», «двоим из них вызвали скорую», "police identified nine".
Words: bot/data/claim_grammar.toml.
"""

import re
from datetime import timedelta

from bot.domain.codes import Lang, Qualifier
from bot.reading.cues import Category, Cue
from bot.reading.figures import words_between
from bot.reading.governed import Case, case_of
from bot.reading.nouns import unit_of
from bot.reading.numbers import Number, NumberReader
from bot.reading.scene import Scene

_PHRASE, _WHOLE_REACH, _DRAWN, _ATTRIBUTE = 4, 4, 3, 2
_WEEK = timedelta(days=7)
_ENDS = frozenset(";:—–")
_MARKS = _ENDS | {","}


def is_stood_up_for(scene: Scene, number: Number, sentence: int) -> bool:
    """«в поддержку 400 рабочих», "on behalf of 200 tenants", «он студент үшін»: for whom others came."""
    text = scene.text
    if scene.lang is not Lang.KK:
        led = _led(scene, number)
        said = " ".join(text.words[max(text.openings[sentence], led - _PHRASE) : led])
        return _is_open(scene, led - 1, number.first) and bool(scene.form("stood_up_for").search(said))
    unit = unit_of(scene, number, sentence)
    last = unit.last if unit is not None else number.last
    if last + 1 >= len(text) or not _is_open(scene, number.last, last + 1):
        return False
    behind = text.words[last + 1]
    accusative = scene.form("suffers").search(text.words[last]) and scene.claim_grammar.fits("stood_up_for", behind)
    return bool(accusative) or scene.claim_grammar.fits("for_whom", behind)


def is_share_of_things(scene: Scene, numbers: NumberReader, number: Number) -> bool:
    """«11 из 16 маршрутов», "11 of 16 routes": some of what is no people."""
    words, after = scene.text.words, number.last + 1
    if scene.lang is Lang.KK or not scene.any_listed("of_whom", words[after : after + 1]):
        return False
    near = [n for n in scene.numbers_near(number) if after < n.first <= after + _WHOLE_REACH]
    return any(_is_open(scene, number.last, n.first) and numbers.counts_things(scene.text, n) for n in near[:1])


def is_no_participant(scene: Scene, number: Number, sentence: int) -> bool:
    """Whether a number of people is none of those who took part in this event."""
    unit = unit_of(scene, number, sentence)
    return (
        is_some_of(scene, number)
        or is_remaining(scene, number)
        or _is_suffering(scene, number, unit)
        or _is_named_by_police(scene, number, unit)
        or _is_of_one_before(scene, number)
    )


def is_some_of(scene: Scene, number: Number) -> bool:
    """«двоим из них», «из которых пятеро», "five of those held", «үшеуі»: some of those who are counted elsewhere."""
    words, behind, led = scene.text.words, number.last + 1, _led(scene, number)
    if scene.lang is Lang.KK:
        owned = scene.any_listed("of_it", words[number.first - 1 : number.first]) and number.first > 0
        return owned or scene.claim_grammar.fits("some_of", words[number.last])
    there = scene.any_listed("auxiliary", words[max(0, led - 1) : led]) and words[led - 2] in scene.listed("there")
    if number.qualifier is not Qualifier.EXACT or there:
        return False  # "dozens of them marched", "there are fourteen of them"
    whole = scene.any_listed("of_whom", words[behind : behind + 1]) and scene.any_listed(
        "whom_counted", words[behind + 1 : behind + 2]
    )
    ahead = scene.any_listed("of_whom", words[max(0, led - 2) : led - 1]) and scene.any_listed(
        "whom_counted", words[max(0, led - 1) : led]
    )
    return whole or ahead


def is_remaining(scene: Scene, number: Number) -> bool:
    """«остальных троих», "the other three", «Қалған үшеуі»: those who are left of the ones counted."""
    text, led = scene.text, _led(scene, number)
    if not led or not _is_open(scene, led - 1, number.first):
        return False
    if scene.lang is Lang.KK:
        opens = led == 1 or text.opens(led - 1) or bool(_MARKS & set(text.gap(led - 2)))
        return opens and scene.claim_grammar.fits("remaining", text.words[led - 1])
    return bool(scene.form("remaining").search(" ".join(text.words[max(0, led - 2) : led])))


def is_brought_to_court(scene: Scene, number: Number) -> bool:
    """«троих доставили в суд», «үшеуі сотқа жеткізілді»: what is done with those who were detained before."""
    _, last = _clause(scene, number)
    return bool(scene.form("to_court").search(" ".join(scene.text.words[number.last + 1 : last + 1])))


def _is_suffering(scene: Scene, number: Number, unit: Cue | None) -> bool:
    """An object of what others do: «троих», «жұмысшыны»; not of a gathering that draws them or of whoever counts."""
    words = scene.text.words
    if scene.lang is not Lang.KK:
        return _is_governed(scene, number)
    if unit is None or case_of(scene, unit) is not Case.ACCUSATIVE:
        return unit is not None and _is_within_attribute(scene, number, unit)
    behind = words[unit.last + 1 : unit.last + 1 + _DRAWN]  # «полиция таратты»
    return not (scene.claim_grammar.any_fits("draws", behind) or scene.claim_grammar.any_fits("sees", behind))


def _is_within_attribute(scene: Scene, number: Number, unit: Cue) -> bool:
    """«екі-үш бала тапқан әйелдер»: a counted Kazakh noun stands in the singular, so something else is counted."""
    words = scene.text.words
    plural = scene.claim_grammar.fits("several", words[unit.last].removeprefix(unit.entry.removesuffix("=")))
    apart = unit.first > number.last + _ATTRIBUTE
    return plural and apart and bool(scene.form("epithet").search(words[unit.first - 1]))


def refers_to_things(scene: Scene, number: Number) -> bool:
    """«Екеуін де полиция адамдарды ұстап әкетті»: both gatherings, where a verb has people for its object."""
    text = scene.text
    if scene.lang is not Lang.KK or not scene.claim_grammar.fits("some_of", text.words[number.last]):
        return False
    _, last = _clause(scene, number)
    people = scene.cues.of(Category.PEOPLE, (text.sentence[number.first],))
    objects = (c for c in people if number.last < c.first <= last and case_of(scene, c) is Case.ACCUSATIVE)
    return scene.any_listed("both", text.words[number.last + 1 : number.last + 2]) and any(objects)


def _is_governed(scene: Scene, number: Number) -> bool:
    """«потеряла троих», "lost two children", «после увольнения 300 рабочих», "the deaths of three miners"."""
    words, led = scene.text.words, _led(scene, number)
    if led == number.first and scene.lang is Lang.RU and scene.claim_grammar.fits("taken_object", words[number.first]):
        return True
    if not _is_open(scene, led - 1, number.first):
        return False
    if scene.claim_grammar.fits("done_to", words[led - 1]) and not _is_passive(scene, led - 1):
        return True
    owner = led - 1 - (scene.lang is Lang.EN and scene.any_listed("of_whom", words[max(0, led - 1) : led]))
    return _is_open(scene, owner, number.first) and scene.claim_grammar.fits("befallen", words[owner])


def _is_passive(scene: Scene, verb: int) -> bool:
    return verb > 0 and scene.text.words[verb - 1] in scene.listed("auxiliary")


def _is_named_by_police(scene: Scene, number: Number, unit: Cue | None) -> bool:
    """«установлены личности девяти участников», "an ambulance was called for two": no verb of theirs is nearer."""
    first, last = _clause(scene, number)
    done = [i for i in range(first, last + 1) if scene.claim_grammar.fits("looked_after", scene.text.words[i])]
    if not done:
        return False
    end = unit.last if unit is not None else number.last
    far = min(number.first - i if i < number.first else abs(i - end) for i in done)
    roles = scene.cues.of(Category.ROLE, (scene.text.sentence[number.first],))
    acts = (c for c in roles if c.tag[1] == "participants" and first <= c.first <= last and not _is_unit(unit, c))
    return not any(words_between(scene, number, cue) <= far for cue in acts)


def _is_unit(unit: Cue | None, cue: Cue) -> bool:
    return unit is not None and unit.first <= cue.first and cue.last <= unit.last


def _is_of_one_before(scene: Scene, number: Number) -> bool:
    """«на апрельский приезжало около ста человек», «сәуірдегісіне», "the April one": of another gathering."""
    first, last = _clause(scene, number, _ENDS)
    said = " ".join(scene.text.words[first : last + 1])
    month = scene.form("one_of_month").search(said)
    return bool(scene.form("one_before").search(said)) or (month is not None and not _is_of_news(scene, month))


def _is_of_news(scene: Scene, month: re.Match[str]) -> bool:
    """Whether a named month is that of the article, or of the week before it."""
    day = scene.published
    return day is not None and month.lastgroup in {f"m{day.month}", f"m{(day - _WEEK).month}"}


def _led(scene: Scene, number: Number) -> int:
    """The first word of what bounds or determines a numeral: "the nearly 60"."""
    words, led = scene.text.words, number.first
    plain = scene.listed("bounds") | scene.listed("determiner_of_whole") | scene.listed("article")
    start = scene.text.openings[scene.text.sentence[number.first]]
    while led > start and words[led - 1] in plain:
        led -= 1
    return led


def _is_open(scene: Scene, first: int, last: int) -> bool:
    """Whether two words are of one sentence and no clause ends between them."""
    sentence = scene.text.sentence
    return (
        first >= 0
        and sentence[first] == sentence[last]
        and not any(_MARKS & set(scene.text.gap(i)) for i in range(first, last))
    )


def _clause(scene: Scene, number: Number, marks: frozenset[str] = _MARKS) -> tuple[int, int]:
    """The first and last word of the clause that holds a numeral."""
    text = scene.text
    span = text.span(text.sentence[number.first])
    ends = [i for i in span if marks & set(text.gap(i))]
    first = max((i + 1 for i in ends if i < number.first), default=span.start)
    return first, min((i for i in ends if i >= number.last), default=span.stop - 1)
