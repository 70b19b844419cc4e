"""Text → every numeral in it, in digits or words, with what bounds it and what it counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.domain.codes import Lang, Qualifier
from bot.reading.numerals import NumeralPiece, continues, value_of
from bot.reading.phrases import Hit, PhraseIndex
from bot.reading.text import Text
from bot.reading.words import LangNumerals

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_STOP = re.compile(r"[,;:.!?\d\n]")
#: The case that a modifier asks of the word before it, by what it says.
_CASE_OF = {"at_most": "approx", "at_least": "more_than"}
_LARGEST = 10**15
#: More digits count nothing; looking no further keeps a row of figures linear.
_DIGITS = 15
_REMEMBERED = 1024
_EPITHETS = 6
_DASHES = frozenset("-–—‑")
_MONEY = frozenset("$€£₸₽¥")
#: Before a figure that is part of a name: a number sign.
_OF_A_NAME = frozenset("№#")


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral: words `first` to `last` inclusive, and code points."""

    value: int
    first: int
    last: int
    start: int
    end: int
    qualifier: Qualifier = Qualifier.EXACT
    ordinal: bool = False
    #: Upper bound of a range.
    upper: int | None = None
    in_words: bool = False
    #: For vague words, the lower bound used for sorting.
    floor: int | None = None
    #: A numeral of people only: трое, екеуі.
    people: bool = False


class NumberReader:
    """Numerals of one language."""

    def __init__(self, lang: Lang, words: LangNumerals) -> None:
        self._lang = lang
        self._words = words
        self._skip = PhraseIndex[str](("skip", stem) for stem in words.skip)
        self._people = PhraseIndex[str](("people", stem) for stem in words.people)
        self._epithets = PhraseIndex[str](("epithet", stem) for stem in words.epithets)
        self._after = PhraseIndex[str]((q, phrase) for q, ps in words.after.items() for phrase in ps)
        self._before = PhraseIndex[str]((q, phrase + "=") for q, ps in words.before.items() for phrase in ps)
        self._piece_of = lru_cache(_REMEMBERED)(self._kk_piece if lang is Lang.KK else self._plain_piece)
        self._kk = _kazakh_pieces(words) if lang is Lang.KK else {}

    def find(self, text: Text) -> list[Number]:
        """Every numeral of a text in order; ranges are one numeral each end."""
        found, i, many = [], 0, len(text)
        while i < many:
            number = self._at(text, i)
            if number is None:
                i += 1
            else:
                found.append(self._bounded(text, number))
                i = number.last + 1
        return _ranges(text, found, self._words)

    def counts_things(self, text: Text, number: Number) -> bool:
        """Whether the word after a numeral is money, time, distance or another thing that is not people."""
        after = number.last + 1
        share = number.first and self._is_share_of_things(text, number.first - 1)
        if share or text.gap(number.last).startswith(("%", " %", "°")) or _is_marked(text, number):
            return True
        if (number.people and self._lang is Lang.KK) or text.gap(number.last).strip(" \xa0\u202f-–«("):
            return False  # «екеуіне айыппұл», «выросло до 13. Компания …»
        return after < len(text) and self._names_things(text, after)

    def _names_things(self, text: Text, i: int) -> bool:
        """Whether the noun that begins at word i, behind its epithets, is of things: "eight of its mines".

        Of two nouns side by side the last one is counted: "bus drivers" are people, "opposition groups" are none.
        """
        for j in range(i, min(i + _EPITHETS, len(text))):
            if j > i and text.gap(j - 1).strip(" \xa0\u202f"):
                return False
            if thing := _at(self._skip, text, j):
                return not self._is_of_person(text, thing)
            if _at(self._epithets, text, j) or self._is_named(text, j):
                continue
            if (person := _at(self._people, text, j)) and not _at(self._skip, text, person + 1):
                return False
            if person:
                return text.gap(person) == " " and not self._is_noun(text.words[person])
            if not self._is_adjective(text.words[j]):
                return False
        return False

    def _is_named(self, text: Text, j: int) -> bool:
        """A name that only tells whose: "three of Kazakhstan's main cities"."""
        return self._lang is Lang.EN and text.capital(j) and not _at(self._people, text, j)

    def _is_of_person(self, text: Text, thing: int) -> bool:
        """Whether a noun of people follows that a thing only tells of: "bus drivers", «көлік жүргізушісі»."""
        person = _at(self._people, text, thing + 1) if self._lang is not Lang.RU else 0
        if self._matches("measure", text.words[thing]):
            return False
        word = text.words[person] if person else ""
        owned = self._lang is Lang.EN or (self._matches("possessed", word) and not self._matches("plural", word))
        return bool(person and owned and text.gap(thing) in {" ", "-"})

    def _is_share_of_things(self, text: Text, i: int) -> bool:
        """«18 автобустың екеуі», «талап үшеу еді»: two of the buses, three demands."""
        counted = self._lang is Lang.KK and (
            self._matches("genitive", text.words[i]) or self._of_people(text.words[i + 1])
        )
        if any(_at(self._people, text, j) for j in range(i + 2, i + 6)):
            return False  # «базардың жетпіс сатушысы», «компанияның 600-ден астам жұмысшысы»
        return bool(counted and self._skip.find(text, i, i + 1))

    def _at(self, text: Text, i: int) -> Number | None:
        return self._many(text, i) or self._hyphenated_range(text, i) or self._plain(text, i)

    def _many(self, text: Text, i: int) -> Number | None:
        """«ондаған мың», "tens of thousands": a vague word and a scale, which stay vague."""
        led = self._words.many.get(text.words[i])
        if led is None:
            return None
        last = i + 1 + (not self._words.beside["of"].isdisjoint(text.words[i + 1 : i + 2]))
        if last >= len(text) or any(text.gap(j).strip(" \xa0") for j in range(i, last)):
            return None
        scale = self._words.scales.get(text.words[last].removesuffix("s" if self._lang is Lang.EN else ""))
        if scale is None or text.words[last] in self._words.multiples:
            return None
        floor, start, end = led * scale, text.starts[i], text.ends[last]
        return Number(floor, i, last, start, end, Qualifier.VAGUE, in_words=True, floor=floor)

    def _hyphenated_range(self, text: Text, i: int) -> Number | None:
        """«төрт-бес», «пять-шесть», «два-три десятка»: the two ends in one word."""
        low, joined, high = text.words[i].partition("-")
        one, two = (self._words.units.get(end, self._words.collective.get(end, 0)) for end in (low, high))
        if not (joined and 0 < one < two <= 2 * one + 1):
            return None
        after = text.words[i + 1] if i + 1 < len(text) and text.gap(i) == " " else ""
        scale = self._words.multiples.get(after, self._words.scales.get(after, 1))
        last = i + (scale > 1)
        start, end = text.starts[i], text.ends[last]
        return Number(one * scale, i, last, start, end, Qualifier.RANGE, upper=two * scale, in_words=True)

    def _plain(self, text: Text, i: int) -> Number | None:
        pieces: list[NumeralPiece] = []
        j = i
        while j < len(text):
            j += self._joins(text, j, pieces)
            step = self._piece(text, j, bool(pieces))
            if step is None or (pieces and not continues(pieces, step[0], text.gap(j - 1))):
                break
            pieces.append(step[0])
            j = step[1] + 1
            if (step[0].closed and not step[0].vague) or step[0].ordinal:
                break
        return self._number(text, pieces, i, j - 1) if pieces else None

    def _joins(self, text: Text, j: int, pieces: list[NumeralPiece]) -> int:
        """1 at the "and" of "three hundred and fifty", else 0."""
        inside = self._lang is Lang.EN and len(pieces) > 1 and pieces[-1].scale and j + 1 < len(text)
        several = (
            len(pieces) == 1 and pieces[0].vague and not self._words.beside["of"].isdisjoint(text.words[j : j + 1])
        )  # "a couple of dozen"
        if several and j + 1 < len(text) and text.gap(j - 1) == " ":
            return int(text.words[j + 1] in self._words.multiples or text.words[j + 1] in self._words.scales)
        return int(
            inside
            and text.words[j] in self._words.beside["within"]
            and text.gap(j - 1) == " "
            and bool(self._tens(text.words[j + 1]))
        )

    def _tens(self, word: str) -> int:
        return self._words.units.get(word.partition("-")[0], 0)

    def _number(self, text: Text, pieces: list[NumeralPiece], first: int, last: int) -> Number | None:
        value = value_of(pieces)
        if value > _LARGEST or (pieces[0].vague and not any(piece.value for piece in pieces)):
            return None  # "few" and "a couple" count nobody alone
        several = len(pieces) > 1 and pieces[0].vague
        vague = several or all(piece.vague for piece in pieces)
        floor = round(2 * pieces[-1].value) if several else pieces[0].floor
        return Number(
            value,
            first,
            last,
            text.starts[first],
            text.ends[last],
            Qualifier.VAGUE if vague else Qualifier.EXACT,
            ordinal=pieces[-1].ordinal,
            in_words=pieces[0].word,
            floor=(floor or value) if vague else None,
            people=self._of_people(text.words[last]) and value > 1,
        )

    def _of_people(self, word: str) -> bool:
        return word.startswith(tuple(self._words.collective)) if self._words.collective else False

    def _piece(self, text: Text, i: int, inside: bool) -> tuple[NumeralPiece, int] | None:  # noqa: FBT001  # because it is private and read at once
        word = text.words[i]
        if word[0].isdecimal():
            return None if (inside and text.gap(i - 1) != " ") or _is_rest(text, i) else self._digits(text, i)
        if not inside and word in self._words.not_numerals:
            return None
        piece = self._piece_of(word)
        return (piece, i) if piece else None

    def _digits(self, text: Text, i: int) -> tuple[NumeralPiece, int] | None:
        raw, last = text.words[i], i
        if _GROUPED.fullmatch(raw):
            raw = raw.replace(",", "")
        while (
            raw.isdecimal()
            and len(raw) <= min(3 * (last - i + 1), _DIGITS)
            and text.gap(last) in {" ", "\xa0", "\u202f"}
            and _is_group(text, last + 1)
        ):
            last += 1
            raw += text.words[last]
        value = _decimal(raw)
        if value is None:
            return None
        tail = self._tail(text, last)
        return NumeralPiece(value, closed=tail[1] > last, ordinal=tail[0], word=False), tail[1]

    def _tail(self, text: Text, i: int) -> tuple[bool, int]:
        """An ending after a hyphen: 15-нан, 20-сы, 19-го, 3rd."""
        gap, after = text.gap(i), i + 1
        if after >= len(text) or gap not in {"-", "‑", "–", ""}:
            return False, i
        word = text.words[after]
        if self._lang is Lang.KK and gap and self._words.endings.numeral.fullmatch(word):
            return bool(self._words.endings.ordinal.fullmatch(word)), after
        if self._lang is Lang.RU and gap and self._matches("tail", word):
            return word not in self._words.beside["cardinal"], after
        if self._lang is Lang.EN and self._matches("tail", word):
            return True, after
        return False, i

    def _plain_piece(self, word: str) -> NumeralPiece | None:
        words = self._words
        if word in words.units:
            return NumeralPiece(words.units[word])
        if word in words.scales:
            return NumeralPiece(words.scales[word], scale=True, vague=word in words.vague, floor=words.vague.get(word))
        if word in words.multiples:
            return NumeralPiece(
                words.multiples[word], scale=True, vague=word in words.vague, floor=words.vague.get(word)
            )
        if word in words.half:
            return NumeralPiece(1.5)
        if word in words.ordinals:
            return NumeralPiece(words.ordinals[word], ordinal=True)
        if word in words.vague:
            return NumeralPiece(words.vague[word], vague=True, closed=True)
        if self._lang is Lang.EN and "-" in word:
            return self._hyphenated(word)
        return None

    def _hyphenated(self, word: str) -> NumeralPiece | None:
        tens, _, unit = word.partition("-")
        if self._words.units.get(tens, 0) < 20:
            return None
        if unit in self._words.ordinals:
            return NumeralPiece(self._words.units[tens] + self._words.ordinals[unit], ordinal=True)
        return NumeralPiece(self._words.units[tens] + self._words.units[unit]) if unit in self._words.units else None

    def _kk_piece(self, word: str) -> NumeralPiece | None:
        words = self._words
        if word[:5] in words.half:
            return NumeralPiece(0.5, closed=len(word) > 5)
        vague = next((stem for stem in words.vague if word.startswith(stem)), None)
        if vague:
            value, many = words.multiples.get(vague, words.vague[vague]), vague in words.multiples
            return NumeralPiece(value, scale=many, vague=True, closed=True, floor=words.vague[vague])
        for stem, value, scale, pattern in self._kk.get(word[:2], ()):
            if word.startswith(stem):
                rest = word[len(stem) :].removesuffix(self._words.particle).removeprefix("-")
                if not rest:
                    return NumeralPiece(value, scale=scale)
                if pattern.fullmatch(rest) or self._words.endings.numeral.fullmatch(rest):
                    return NumeralPiece(
                        value, scale=scale, closed=True, ordinal=bool(self._words.endings.ordinal.fullmatch(rest))
                    )
        return None

    def _bounded(self, text: Text, number: Number) -> Number:
        if number.upper is not None:
            return number
        qualifier = self._bound_after(text, number) or self._bound_before(text, number)
        if not qualifier and self._lang is Lang.KK and self._matches("about_so_many", text.words[number.last]):
            qualifier = Qualifier.APPROX.value
        word = text.words[number.last]
        if qualifier and self._lang is Lang.RU and word in self._words.one_scale and number.first == number.last:
            number = replace(number, value=self._words.one_scale[word], floor=None)  # «около сотни»
        if not qualifier and self._lang is Lang.RU and self._is_turned(text, number):
            qualifier = Qualifier.APPROX.value
        if not qualifier and self._matches("rough", word):
            qualifier = Qualifier.APPROX.value
        return replace(number, qualifier=Qualifier(qualifier)) if qualifier else number

    def _bound_after(self, text: Text, number: Number) -> str | None:
        """The modifier behind the numeral or behind what it counts: «50-ден астам», «50 ауыл тұрғынына жуық»."""
        first = number.last + 1
        if number.qualifier is Qualifier.VAGUE and not self._matches("more_than", text.words[number.last]):
            return None  # «ондаған көп балалы ана»
        hits = self._after.find(text, first, min(first + 3, len(text)))
        for hit in sorted(hits, key=lambda hit: (hit.first, hit.first - hit.last)):
            if hit.first == first or "(" in text.gap(number.last):
                return None if self._came_to(hit, text.words[hit.last + 1 : hit.last + 2]) else hit.tag
            between = text.raw[number.end : text.starts[hit.first]]
            if number.people:
                return None
            if self._matches(_CASE_OF.get(hit.tag, hit.tag), text.words[hit.first - 1]) and not _STOP.search(between):
                return hit.tag
        return None

    def _came_to(self, hit: Hit[str], beside: Sequence[str]) -> bool:
        """Whether a word of an end is none: a word beside it says that a figure grew or fell to it."""
        return hit.entry in self._words.beside["until"] and any(self._matches("came_to", word) for word in beside)

    def _is_turned(self, text: Text, number: Number) -> bool:
        """«человек сорок»: the noun before its numeral makes it rough, unless a numeral stands before the noun too."""
        before = text.words[max(0, number.first - 2) : number.first]
        led = before[:1] and (before[0].isdecimal() or text.gap(number.first - 1) != " ")
        return not self._words.beside["turned"].isdisjoint(before[-1:]) and not led and number.in_words

    def _matches(self, name: str, word: str) -> bool:
        return self._words.forms[name].search(word) is not None

    def _is_adjective(self, word: str) -> bool:
        return self._matches("adjective", word)

    def _is_noun(self, word: str) -> bool:
        """Whether a word that may be of people is a noun here: in English a plural, in Kazakh no adjective."""
        if self._lang is Lang.EN:
            return self._matches("noun", word)
        return self._lang is Lang.RU or not self._is_adjective(word)

    def _bound_before(self, text: Text, number: Number) -> str | None:
        hits = self._before.find(text, max(0, number.first - 4), number.first)
        linked = number.first >= 1 and text.words[number.first - 1] in self._words.beside["links"]
        near = [hit for hit in hits if hit.last == number.first - 1 - linked]
        best = max(near, key=lambda hit: hit.last - hit.first, default=None)
        if best is None or self._came_to(best, text.words[max(0, best.first - 3) : best.first]):
            return None
        return best.tag


def _at(index: PhraseIndex[str], text: Text, i: int) -> int:
    """The last word of an entry that stands at word i; 0 for none."""
    return max((hit.last for hit in index.find(text, i, i + 1)), default=0) if i < len(text) else 0


def _is_marked(text: Text, number: Number) -> bool:
    """A sign of money or of a name stands before the figure: "$230", «парк № 2»."""
    before = text.raw[max(0, number.start - 2) : number.start].rstrip()
    return before[-1:] in _MONEY or before[-1:] in _OF_A_NAME


def _kazakh_pieces(words: LangNumerals) -> Mapping[str, list[tuple[str, int, bool, re.Pattern[str]]]]:
    by_start: dict[str, list[tuple[str, int, bool, re.Pattern[str]]]] = {}
    stems = {**words.units, **words.collective, **words.scales}
    for stem, value in sorted(stems.items(), key=lambda item: -len(item[0])):
        by_start.setdefault(stem[:2], []).append((stem, value, stem in words.scales, words.endings.of_place(stem)))
    return by_start


def _is_group(text: Text, i: int) -> bool:
    return i < len(text) and len(text.words[i]) == 3 and text.words[i].isdecimal()


def _is_rest(text: Text, i: int) -> bool:
    """Whether these digits are the end of a row too long for one word."""
    return i > 0 and text.starts[i] == text.ends[i - 1] and text.words[i - 1][-1:].isdecimal()


def _decimal(raw: str) -> float | None:
    if len(raw) > _DIGITS:
        return None
    if raw.isdecimal():
        return int(raw)
    whole, _, rest = raw.replace(",", ".").partition(".")
    return float(f"{whole}.{rest}") if rest.isdecimal() else None


def _ranges(text: Text, numbers: list[Number], words: LangNumerals) -> list[Number]:
    """«10–15», "10 to 15", «от 300 до 350», «150-ден 200-ге дейін»: the first end learns the second."""
    for k in range(len(numbers) - 1):
        one, two = numbers[k], numbers[k + 1]
        fitting = one.value < two.value < one.value * 20 + 20 and not one.ordinal and one.upper is None
        if fitting and _spans(text, one, two, words):
            numbers[k] = replace(one, upper=two.value, qualifier=Qualifier.RANGE)
    return numbers


def _spans(text: Text, one: Number, two: Number, words: LangNumerals) -> bool:
    between, before = text.raw[one.end : two.start].strip(), text.words[one.first - 1] if one.first else ""
    if two.qualifier is Qualifier.AT_MOST and not between and words.forms["more_than"].search(text.words[one.last]):
        return True  # «150-ден 200-ге дейін»
    beside = words.beside
    if between in beside["range_and"]:
        return before in beside["range_between"]
    if between in beside["range_or"]:
        return two.value == one.value + 1  # "two or three people"
    from_to = between in beside["range_until"] and before in beside["range_from"]
    return between in _DASHES or between in beside["range_to"] or from_to
