"""bot/data/numerals.toml and calendar.toml → the words by which numerals and days are read."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.codes import Lang, Qualifier
from bot.reading.morphology import KazakhEndings
from bot.reading.numerals import number_forms, number_lists
from bot.reading.patterns import exactly
from bot.reading.words import Calendar, DayWords, LangNumerals, Stems

#: The tables of calendar.toml, and those that a language may have in numerals.toml.
_DAYS = ("range", "until_before", "until_after", "in_month", "of_month", "weekday_endings")
_MONTHS = ("months", "month_endings", "abbreviations", "other_abbreviations")
_BOUNDS = ("bound_before", "bound_after", "bound_between")
_CALENDAR = (
    *_MONTHS,
    "weekdays",
    "weekday_adjectives",
    "weekday_not",
    "relative",
    "counted_back",
    "ago",
    "future",
    *_BOUNDS,
    *_DAYS,
    "kazakh",
)
_VALUES = ("units", "scales", "multiples", "ordinals", "collective", "half", "vague", "many", "not")
_OF_NUMERALS = frozenset(("forms", "particle", *_VALUES, "modifiers", "skip", "epithets", "people"))


def lang_numerals_of(whole: Mapping[str, Any], endings: KazakhEndings) -> dict[str, LangNumerals]:
    """The numerals of each language; ValueError where a table is missing, unknown or wrong."""
    exactly(whole, ("forms", "lists", "one_scale", *Lang))
    return {lang.value: _lang_numerals(whole, lang.value, endings) for lang in Lang}


def _lang_numerals(whole: Mapping[str, Any], lang: str, endings: KazakhEndings) -> LangNumerals:
    data = whole[lang]
    if unknown := set(data) - _OF_NUMERALS:
        raise ValueError(f"{lang}: unknown tables {sorted(unknown)}")
    modifiers = {name: tuple(words) for name, words in data["modifiers"].items()}
    before = {name.removeprefix("before_"): words for name, words in modifiers.items() if name.startswith("before_")}
    after = {name: words for name, words in modifiers.items() if not name.startswith("before_")}
    for name in (*before, *after):
        Qualifier(name)
    return LangNumerals(
        units=data["units"],
        scales=data["scales"],
        multiples=data.get("multiples", {}),
        ordinals=data.get("ordinals", {}),
        collective=data.get("collective", {}),
        vague=data["vague"],
        many=data.get("many", {}),
        half=frozenset(data["half"]["words"]),
        not_numerals=frozenset(data["not"]["words"]),
        after=after,
        before=before,
        skip=tuple(data["skip"]["stems"]),
        people=tuple(data["people"]["stems"]),
        epithets=tuple(data["epithets"]["stems"]),
        forms=number_forms(whole["forms"], data["forms"]),
        beside=number_lists(whole["lists"]),
        one_scale=whole["one_scale"],
        particle=data.get("particle", {}).get("suffix", ""),
        endings=endings,
    )


def calendar_of(data: Mapping[str, Any], endings: KazakhEndings, stems: Callable[[Any], Stems]) -> Calendar:
    """Months, weekdays and relative days; ValueError where a table is missing, unknown or wrong."""
    exactly(data, _CALENDAR)
    months, abbreviations, weekdays = stems(data["months"]), stems(data["abbreviations"]), stems(data["weekdays"])
    if any(len(months[lang]) != 12 or len(abbreviations[lang]) != 12 or len(weekdays[lang]) != 7 for lang in Lang):
        raise ValueError("twelve months and seven days are needed")
    return Calendar(
        months=months,
        abbreviations=abbreviations,
        month_endings_ru=frozenset(data["month_endings"]["ru"]),
        weekdays=weekdays,
        weekday_adjectives=stems(data["weekday_adjectives"]),
        weekday_not=stems(data["weekday_not"]),
        relative={int(days): stems(entry) for days, entry in data["relative"].items()},
        counted_back={int(days): stems(entry) for days, entry in data["counted_back"].items()},
        ago=stems(data["ago"]),
        future=stems(data["future"]),
        bound_before=stems(data["bound_before"]),
        bound_after=stems(data["bound_after"]),
        bound_between=stems(data["bound_between"]),
        words=_day_words(data, stems),
        endings=endings,
    )


def _day_words(data: Mapping[str, Any], stems: Callable[[Any], Stems]) -> DayWords:
    own = data["kazakh"]
    anywhere = {name: frozenset(word for words in stems(data[name]).values() for word in words) for name in _DAYS}
    return DayWords(
        **anywhere,
        kk_genitive=frozenset(own["genitive"]),
        kk_in_month=tuple(own["in_month"]),
        kk_month=str(own["month"]),
        kk_year=str(own["year"]),
        kk_year_short=str(own["year_short"]),
    )
