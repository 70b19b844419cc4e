"""Numeral → what it is not, and what stands around it: hours, ages, figures taken back, the end of a clause."""

from bot.domain.codes import Lang, Qualifier
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene
from bot.reading.text import Text

_CLAUSE = 6
_MINUTES, _HOURS = 60, 12
_OLDEST = 1900
_LISTED_REACH = 14
_PUT_REACH = 5
_US_REACH = 4
#: How far behind "and" a second speaker gives a figure: "estimated at 2,500 and police at 700".
_OTHER_REACH = 5
#: How far all there are stand behind "of", and "of" behind those who are some of them.
_WHOLE_REACH, _COUNTED_REACH = 4, 3
#: What a numeral may be that its noun stands before.
_ROUGHLY = frozenset({Qualifier.EXACT, Qualifier.APPROX})
_CLOSES = frozenset("»”\"’'")


def is_clock(scene: Scene, number: Number) -> bool:
    """An hour: «14:30», «в 9.15» at the head of a live report's entry; or part of a name: «/retract_4»."""
    text = scene.text
    if number.first and text.gap(number.first - 1)[-1:] in {"_", "/", "@"}:
        return True
    after = text.gap(number.last) if number.last + 1 < len(text) else ""
    before = text.gap(number.first - 1) if number.first else ""
    if (after == ":" and text.words[number.last + 1].isdecimal()) or (before == ":" and number.value < _MINUTES):
        return True
    led = text.words[number.first - 1] if number.first else ""
    if led in scene.listed("numbered") and not number.in_words:
        return True
    if led in scene.listed("hour_or_age") or scene.any_listed(
        "past_hour", text.words[number.last + 1 : number.last + 2]
    ):
        return True
    if (
        " ".join(text.words[number.last + 1 : number.last + 3]) in scene.listed("part_of_day")
        and number.value <= _HOURS
    ):
        return True  # "three in the afternoon"
    kin = led in scene.listed("of_whom") and text.words[max(0, number.first - 2)] in scene.listed("kin_whose")
    counted = scene.any_listed(
        "puts", text.words[max(0, number.first - _PUT_REACH) : number.first]
    )  # "put the number at three"
    return scene.lang is Lang.EN and (
        kin
        or (led in scene.listed("at_hour") and number.value <= _HOURS and not counted)
        or led in scene.listed("aged")
        or _is_age(text, number)
    )


def is_of_a_name(scene: Scene, number: Number) -> bool:
    """«Хабар 24», "News365.kz": digits that are joined to letters, or end a name in quotation marks."""
    text = scene.text
    before = text.raw[number.start - 1 : number.start]
    after = text.raw[number.end : number.end + 2]
    if number.in_words:
        return False
    if before.isalpha() or before in {"_", "/", "@", "#"} or (after[:1] == "." and after[1:].isalpha()):
        return True
    led = number.first > 0 and text.gap(number.first - 1) in {" ", "-"} and text.capital(number.first - 1)
    return led and after[:1] in _CLOSES


def _is_age(text: Text, number: Number) -> bool:
    """«Serik Baimuratov, 66, who»."""
    named = number.first > 0 and text.capital(number.first - 1) and text.gap(number.first - 1) == ", "
    return named and text.gap(number.last)[:1] in {",", "."}


def is_unsaid(scene: Scene, number: Number, sentence: int) -> bool:
    """The second end of a range; a figure that is taken back: «57, а не 570», «570 емес», one called mistaken."""
    text = scene.text
    before = text.words[number.first - 1] if number.first else ""
    after = text.words[number.last + 1 : number.last + 3]
    bounded = number.last + 1 < len(text) and text.words[number.last + 1] in scene.listed("less_or_more")
    if (
        before in scene.listed("not_before")
        or (scene.any_listed("not_after", after) and not bounded)
        or " ".join(text.words[max(0, number.first - 2) : number.first]) in scene.listed("instead")
        or any(n.upper == number.value and n.last < number.first for n in scene.numbers_near(number))
    ):
        return True
    wrong = (c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "mistaken")
    return any(words_between(scene, number, cue) < _CLAUSE for cue in wrong)


def is_whole_of(scene: Scene, number: Number) -> bool:
    """All there are, of whom the number before counts some: «400 из 1200 рабочих», "90 of the 300 miners"."""
    words = scene.text.words
    if scene.lang is Lang.KK:
        return _is_whole_kk(scene, number)
    led = number.first
    while led > 0 and _tells_of_whole(scene, led - 1) and number.first - led < _WHOLE_REACH:
        led -= 1
    if not led or words[led - 1] not in scene.listed("of_whom"):
        return False
    some = any(_is_some_of_whole(scene, n, led - 1) for n in _before(scene, number))
    some = some or _is_whole_ahead(scene, number, led - 1)
    roles = scene.cues.of(Category.ROLE, (scene.text.sentence[number.first],))
    return some and not any(c.tag[1] == "detained" and 0 < c.first - number.last <= 2 for c in roles)


def _is_some_of_whole(scene: Scene, number: Number, of: int) -> bool:
    """Whether a numeral, with its noun of people or alone, stands right before the word "of"."""
    of -= scene.any_listed("out_of", scene.text.words[of - 1 : of])
    if not 0 < of - number.last <= _COUNTED_REACH or not _is_one_phrase(scene, number, of + 1):
        return False
    people = scene.cues.of(Category.PEOPLE, (scene.text.sentence[of],))
    noun = number.value > 1 and any(number.last < cue.first and cue.last == of - 1 for cue in people)
    return noun or of - number.last == 1  # but «одна бригада из 28 человек» is 28


def _is_whole_ahead(scene: Scene, number: Number, of: int) -> bool:
    """«Из 60 водителей не вышли 45», "Out of 60 drivers, 45": the sentence opens with all there are."""
    opens = of - scene.text.openings[scene.text.sentence[of]] <= 1
    behind = (n for n in scene.numbers_near(number) if n.first > number.last and not n.ordinal)
    return opens and any(n.value < number.value for n in behind)


def _tells_of_whole(scene: Scene, i: int) -> bool:
    """A word between "of" and all there are: a determiner, a bound or an owner, "the firm's roughly 1,400"."""
    word = scene.text.words[i]
    plain = word in scene.listed("determiner_of_whole") or word in scene.listed("bounds")
    return plain or (scene.lang is Lang.EN and bool(scene.form("owner").search(word)))


def _before(scene: Scene, number: Number) -> tuple[Number, ...]:
    return tuple(n for n in scene.numbers_near(number) if n.last < number.first and not n.ordinal)


def _is_one_phrase(scene: Scene, number: Number, until: int) -> bool:
    return not any(scene.text.gap(i).strip(" \xa0") for i in range(number.last, until))


def is_of_theirs(scene: Scene, number: Number) -> bool:
    """As in "portraits of 30 people who died", «портреты 30 погибших»: what is theirs is there, not they."""
    words, led = scene.text.words, number.first
    while led and words[led - 1] in scene.listed("bounds"):
        led -= 1
    if scene.lang is Lang.EN:
        if scene.listed("of_whom").isdisjoint(words[max(0, led - 1) : led]):
            return False
        led -= 1
    return led > 0 and scene.claim_grammar.fits("holds_of", words[led - 1]) and not scene.text.gap(led - 1).strip()


def is_of_earlier(scene: Scene, sentence: int) -> bool:
    """«За прошлые митинги», "fined over earlier rallies": what befell people at another time."""
    return bool(scene.form("earlier").search(scene.text.slice(sentence)))


def is_in_turn(scene: Scene, number: Number) -> bool:
    """«по одному», «один за другим», "one by one", "two at a time", «бірінен соң бірі»: in what order, not how many."""
    words, at, after = scene.text.words, number.first, number.last + 1
    before, behind = words[max(0, at - 2) : at], words[after : after + 2]
    if scene.lang is Lang.RU:
        return _is_each(scene, number, before) or bool(scene.form("in_turn_behind").search(" ".join(behind)))
    if scene.lang is Lang.KK:
        beside = scene.any_listed("in_turn_beside", (*before, *behind))
        next_to = scene.any_listed("in_turn_after", words[at + 1 : at + 2])
        return beside or next_to or scene.claim_grammar.fits("in_turn_itself", words[at])
    by, itself = scene.listed("in_turn_before"), words[at:after]
    turned = not by.isdisjoint(behind[:1]) and words[after + 1 : after + 2] == itself
    turned = turned or (before[:-1] == itself and not by.isdisjoint(before[-1:]))
    return turned or bool(scene.form("in_turn_behind").search(" ".join(behind)))


def _is_each(scene: Scene, number: Number, before: tuple[str, ...]) -> bool:
    return number.in_words and scene.any_listed("in_turn_before", before[-1:])


def _is_whole_kk(scene: Scene, number: Number) -> bool:
    """«600 қызметкердің 140-ы»: the genitive is all there are."""
    text, after = scene.text, number.last + 1
    end = next(
        (i for i in range(after, min(after + 2, len(text))) if scene.form("genitive").search(text.words[i])),
        None,
    )
    if end is None or "," in text.raw[number.end : text.ends[end]]:
        return False
    parts = (n for n in scene.numbers_near(number) if n.first == end + 1)
    return any(n.people or "-" in text.raw[n.start : n.end] for n in parts)


def is_part_kk(scene: Scene, number: Number) -> bool:
    """«30 адамның 20-сы», «олардың 14-і»: so many of those."""
    text, at = scene.text, number.first
    part = at > 0 and "-" in text.raw[number.start : number.end] and not number.ordinal
    return scene.lang is Lang.KK and part and bool(scene.form("genitive").search(text.words[at - 1]))


def is_some_of_them(scene: Scene, number: Number, sentence: int, reach: int) -> bool:
    """«среди них двое детей», "among them three grandmothers"."""
    marks = [c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "subset"]
    if any(0 < number.first - c.last <= reach for c in marks):
        return True
    listed = (
        c for c in marks if scene.claim_grammar.fits("among", c.entry)
    )  # «Среди задержанных — журналист и двое …»
    return any(0 < number.first - c.last <= _LISTED_REACH for c in listed)


def is_of_some(scene: Scene, number: Number, sentence: int) -> bool:
    """«шестеро из раненых», "51 of whom", «ұсталғандардың екеуі»: some of those that were counted before."""
    if scene.lang is Lang.KK:
        before = scene.text.words[max(0, number.first - 1)]
        return bool(scene.form("of_them_in_figures").search(before)) or before in scene.listed("of_it")
    words = scene.text.words[number.last + 1 : number.last + 4]
    if not words or words[0] not in scene.listed("of_whom"):
        return False
    marks = scene.cues.of(Category.ROLE, (sentence,))
    named = any(c.first in range(number.last + 2, number.last + 4) for c in marks)
    return named or scene.any_listed("whom_counted", words[1:2])


def is_kind_of_them(scene: Scene, number: Number) -> bool:
    """As in "12 of them women": who some of those were that are counted already."""
    words, after = scene.text.words, number.last + 1
    whole = scene.any_listed("of_whom", words[after : after + 1]) and scene.any_listed(
        "whom_counted", words[after + 1 : after + 2]
    )
    return whole and scene.any_listed("who_some_were", words[after + 2 : after + 4])


def aside_year(scene: Scene, sentence: int) -> int:
    """The first word of a clause that alone sets its sentence in the past; 0 when the whole sentence is of the past.

    "Two drivers were fined, one of them the owner of a car that has not run since 2009".
    """
    if scene.cues.marked("background", sentence) or not scene.names_old_year(sentence) or scene.published is None:
        return 0
    if any(not scene.is_recent(day) for day in scene.days_in(sentence)) or scene.opens_with_past(sentence):
        return 0
    text = scene.text
    year = next(n.first for n in scene.numbers_in(sentence) if _OLDEST <= n.value < scene.published.year)
    marks = [
        i for i in range(text.openings[sentence], year) if text.gap(i).strip(' \xa0"»”')[:1] in {",", ";", "—", "–"}
    ]
    return marks[-1] + 1 if marks else 0


def is_of_us(scene: Scene, number: Number) -> bool:
    """«нас здесь больше двухсот», "two hundred of us": said by those who are there."""
    words = scene.text.words
    before = words[max(0, number.first - _US_REACH) : number.first]
    return " ".join(words[number.last + 1 : number.last + 3]) in scene.listed("of_us") or scene.any_listed("us", before)


def is_inverted(scene: Scene, number: Number) -> bool:
    """«Человек тридцать явились»: the noun before its numeral, which is a rough one."""
    words, noun = scene.text.words, number.first - 1
    if scene.lang is not Lang.RU or noun < 0 or number.ordinal or number.qualifier not in _ROUGHLY:
        return False
    near = scene.text.gap(noun) == " " and words[noun] in scene.listed("inverted")
    return near and not any(n.last >= noun - 2 and n.last < noun for n in scene.numbers_near(number))


def ends_clause(scene: Scene, number: Number) -> bool:
    """Whether nothing follows a number but what bounds it: «саны 300-ден асты»."""
    last = number.last + (number.qualifier is not Qualifier.EXACT and scene.lang is Lang.KK)
    last += last > number.last and scene.any_listed("not_after", scene.text.words[last + 1 : last + 2])
    if last + 1 >= len(scene.text):
        return True
    gap = scene.text.gap(min(last, len(scene.text) - 1))
    copula = scene.lang is Lang.KK and bool(scene.form("copula").match(scene.text.words[last + 1]))
    return (
        copula
        or _goes_on_saying(scene, last + 1)
        or gap.strip(' \xa0»”"’')[:1] in {".", ",", ";", "—", "–", "\n", "!", "?"}
        or "\n" in gap
    )


def _goes_on_saying(scene: Scene, i: int) -> bool:
    """As in "raised the number to 21 and said": another verb of the same speaker."""
    sentence = scene.text.sentence[i]
    said = any(cue.first == i + 1 for cue in scene.cues.of(Category.ATTRIBUTION, (sentence,)))
    other = any(cue.first == i + 1 for cue in scene.cues.of(Category.NAME, (sentence,)))
    other = other and any(0 < n.first - i <= _OTHER_REACH for n in scene.numbers_in(sentence))
    return scene.text.words[i] in scene.listed("and_in_figures") and (said or other)


def _aside(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Where a remark stands between two commas: "50 people, including a child, were killed"; (0, 0) for none."""
    opened = scene.text.raw.find(",", start, end)
    closed = scene.text.raw.find(",", opened + 1, end) if opened >= 0 else -1
    if closed < 0:
        return 0, 0
    first = scene.text.word_at(opened) + 1
    led = scene.text.words[first : first + 2]
    named = scene.listed("including")
    aside = bool(led) and (led[0] in named or " ".join(led) in named or _is_source(scene, first, closed))
    return (opened, closed + 1) if aside else (0, 0)


def _is_source(scene: Scene, first: int, closed: int) -> bool:
    """As in "detaining, by the count of monitors, at least 38": who says so stands between the commas."""
    last = scene.text.word_at(closed)
    said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[first],))
    return scene.text.words[first] in scene.listed("by_source") and any(first <= c.first <= last for c in said)


def words_between(scene: Scene, number: Number, cue: Cue) -> int:
    """How far a word stands from a numeral: words, and more for clause marks and other numerals between."""
    if cue.first > number.last:
        gap, start, end = cue.first - number.last, number.end, scene.text.starts[cue.first]
    else:
        gap, start, end = number.first - cue.last, scene.text.ends[cue.last], number.start
    between = scene.text.raw[start:end]
    aside = _aside(scene, start, end)
    others = sum(start < n.start < end and not (aside[0] <= n.start < aside[1]) for n in scene.numbers_near(number))
    if aside[1] > aside[0]:
        gap -= scene.text.word_at(aside[1] - 1) - scene.text.word_at(aside[0]) + 1
        between = scene.text.raw[start : aside[0]] + scene.text.raw[aside[1] : end]
    joined = any(f" {word} " in between for word in scene.listed("joining"))
    return gap + joined + _CLAUSE * sum(mark in between for mark in (",", ";", "—", ":")) + _CLAUSE * others
