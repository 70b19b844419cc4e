"""Who reported it: each outlet once, and as many owners as there are."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Lang
from bot.domain.event import Facts, Source
from bot.domain.names import Name, NameKind
from bot.wording.sources import independent_sources
from bot.wording.wording import Wording
from tests.wording.examples import GAZETTEER, NAMES, RFERL, SEED, catalogs, event, in_three, version, wording

WORDING = wording()

VLAST = replace(RFERL, outlet="vlast", group="vlast", lang="ru", url="https://vlast.kz/1")
REPRINT = replace(VLAST, outlet="reprinter", group="rferl", url="https://reprinter.example/1")


def written(*sources: tuple[str, str, str]) -> tuple[Source, ...]:
    return tuple(Source(*source, f"https://{number}.example/") for number, source in enumerate(sources))


def named(sources: Iterable[Source]) -> list[str]:
    return [" + ".join(articles[0].outlet for articles in owner) for owner in independent_sources(tuple(sources))]


def told(lang: Lang, *sources: Source) -> str:
    lines = WORDING.alert(version(replace(SEED, sources=sources)), lang).text.splitlines()
    return lines[-2]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([("herald", "herald", "en"), ("post", "post", "en")], ["herald", "post"]),
        # it copies the other, and has written itself: two sources and two names
        ([("herald", "herald", "en"), ("post", "post", "en"), ("post", "herald", "en")], ["herald", "post"]),
        ([("herald", "herald", "en"), ("post", "herald", "en"), ("post", "post", "en")], ["herald", "post"]),
        # it has only copied
        ([("herald", "herald", "en"), ("post", "herald", "en")], ["herald + post"]),
        # each has copied the other once
        (
            [
                ("herald", "herald", "en"),
                ("post", "herald", "en"),
                ("post", "post", "en"),
                ("herald", "post", "en"),
            ],
            ["herald", "post"],
        ),
        # two languages are one outlet
        ([("herald", "herald", "en"), ("herald", "herald", "ru")], ["herald"]),
    ],
)
def test_an_outlet_is_named_once_where_it_speaks_for_itself(
    sources: list[tuple[str, str, str]], expected: list[str]
) -> None:
    assert named(written(*sources)) == expected


LETTER = st.sampled_from("abcd")


@given(st.lists(st.tuples(LETTER, LETTER, st.sampled_from(["kk", "ru", "en"])), max_size=12))
def test_every_outlet_is_named_and_none_twice(sources: list[tuple[str, str, str]]) -> None:
    outlets = [articles[0].outlet for owner in independent_sources(written(*sources)) for articles in owner]
    assert sorted(outlets) == sorted({outlet for outlet, _, _ in sources})


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        (
            Lang.EN,
            "3 outlets, 2 sources: RFE/RL (English), reprinter (Russian) – one source; Vlast (Russian)",
        ),
        (
            Lang.RU,
            (
                "3 издания, источников 2: RFE/RL (на английском), reprinter (на русском) – один источник;"
                " Власть (на русском)"
            ),
        ),
        (
            Lang.KK,
            "Басылымдар (3), дереккөздері (2): RFE/RL (ағылшынша), reprinter (орысша) – бір дереккөз; Vlast (орысша)",
        ),
    ],
)
def test_outlets_that_count_as_one_source_stand_together(lang: Lang, line: str) -> None:
    assert told(lang, RFERL, VLAST, REPRINT) == line


def test_an_outlet_of_two_languages_is_named_with_both() -> None:
    assert told(Lang.EN, RFERL, replace(RFERL, lang="ru")) == "One outlet so far: RFE/RL (English, Russian)"


def test_outlets_beyond_six_are_counted() -> None:
    many = written(*((f"o{n}", f"g{n // 3}", "en") for n in range(11)))
    line = told(Lang.EN, *many)
    assert line.count("(English)") == 6
    assert line.endswith("; and 5 more")


@pytest.mark.parametrize(
    ("lang", "same"), [(Lang.EN, "same source"), (Lang.RU, "тот же источник"), (Lang.KK, "сол дереккөз")]
)
def test_an_article_that_adds_no_source_says_so(lang: Lang, same: str) -> None:
    facts: Facts = replace(SEED, sources=(RFERL, VLAST, REPRINT))
    for text in (WORDING.sources_of(event(facts), lang).text, WORDING.details(event(facts), lang).text):
        articles = [line for line in text.splitlines() if "(" in line and "·" in line and line.startswith("• ")]
        assert [line.endswith(f" · {same}") for line in articles] == [False, True, False]
        assert "+" not in text


@pytest.mark.parametrize(
    ("sources", "lang", "line"),
    [
        ((RFERL, VLAST), Lang.EN, "Organiser, according to media reports: Democratic Choice of Kazakhstan"),
        ((VLAST,), Lang.EN, "Organiser, according to Vlast: Democratic Choice of Kazakhstan"),
        ((RFERL, VLAST), Lang.RU, "Организатор, по данным СМИ, — «Демократический выбор Казахстана»"),
        ((VLAST,), Lang.RU, "Организатор, по данным «Власть», — «Демократический выбор Казахстана»"),
        ((RFERL, VLAST), Lang.KK, "БАҚ мәліметінше, ұйымдастырушы — «Қазақстанның демократиялық таңдауы»"),
        ((VLAST,), Lang.KK, "Vlast мәліметінше, ұйымдастырушы — «Қазақстанның демократиялық таңдауы»"),
    ],
)
def test_who_names_the_organiser_is_said_within_the_sentence(
    sources: tuple[Source, ...], lang: Lang, line: str
) -> None:
    assert f"\n{line}" in WORDING.details(event(replace(SEED, sources=sources)), lang).text


ARAI = Name("arai", NameKind.OUTLET, in_three("Арай хабары", "Арай хабары", "Arai Khabary"), group="arai")
SERVICE = Name("service", NameKind.OUTLET, in_three("Сарыжел", "Сарыжел (на английском)", "Saryzhel English"))
AGENCY = Name("agency", NameKind.OUTLET, in_three("АФП", "АФП", "AFP"), group="agency")


@pytest.mark.parametrize(
    ("outlet", "lang", "speaker"),
    [
        ("arai", Lang.KK, "• «Арай хабары» тілшісі: "),
        ("arai", Lang.RU, "• Корреспондент «Арай хабары»: "),
        ("arai", Lang.EN, "• Arai Khabary correspondent: "),
        ("service", Lang.RU, "• Корреспондент «Сарыжел» (на английском): "),
        ("agency", Lang.RU, "• Корреспондент АФП: "),
        ("rferl", Lang.RU, "• Корреспондент RFE/RL: "),
    ],
)
def test_a_name_beside_a_role_stands_in_quotes_unless_latin_or_an_abbreviation(
    outlet: str, lang: Lang, speaker: str
) -> None:
    speaking = Wording(catalogs(), GAZETTEER, NAMES.plus((ARAI, AGENCY, SERVICE)))
    said = tuple(replace(one, outlet=outlet, claim=replace(one.claim, claimant=outlet)) for one in SEED.said[1:])
    assert speaker in speaking.alert(version(replace(SEED, said=said)), lang).text
