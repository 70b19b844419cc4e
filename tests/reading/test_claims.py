"""Who says how many of what: corrections, ranges, denials, scopes, and sources given a sentence later."""

from datetime import date

import pytest

from bot.domain.codes import ClaimantType, Field, Qualifier, Scope, Stance
from bot.domain.report import Claim
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)


def claims(reader: Reader, text: str, title: str = "") -> tuple[Claim, ...]:
    return reader.read(article(title, text, DAY)).claims


def test_a_figure_taken_back_is_not_claimed(reader: Reader) -> None:
    title = "Уточнение: на митинге в Алматы задержано 57 человек, а не 570"
    told = claims(reader, "По данным МВД, на митинге в Алматы 1 июля было задержано 57 человек.", title)
    assert [(c.min, c.claimant) for c in told] == [(57, "mvd")]


@pytest.mark.parametrize(
    "text",
    [
        "A strike began in Temirtau on Thursday. Between 300 and 350 people joined the strike, the trade union said.",
        "В Темиртау 1 июля началась забастовка. Профсоюз сообщил, что бастуют от 300 до 350 человек.",
    ],
)
def test_a_range_is_one_claim(reader: Reader, text: str) -> None:
    told = [(c.field, c.min, c.max, c.qualifier) for c in claims(reader, text)]
    assert told == [(Field.PARTICIPANTS, 300, 350, Qualifier.RANGE)]


DENIALS = [
    (
        "В Павлодаре водители 1 июля объявили забастовку. В акимате заявили, что никакой забастовки нет.",
        (Field.PARTICIPANTS, ClaimantType.AKIMAT, Stance.DENIES),
    ),
    (
        "Алматыда 1 шілдеде митинг өтті. Қалалық полиция ешкім ұсталған жоқ деп мәлімдеді.",
        (Field.DETAINED, ClaimantType.POLICE_MVD, Stance.DENIES),
    ),
    (
        "A rally was held in Almaty on Thursday. Police declined to comment.",
        (Field.PARTICIPANTS, ClaimantType.POLICE_MVD, Stance.DECLINES),
    ),
]


@pytest.mark.parametrize(("text", "claim"), DENIALS)
def test_a_denial_and_a_refusal_to_comment_are_claims_without_a_figure(
    reader: Reader, text: str, claim: tuple[object, ...]
) -> None:
    told = claims(reader, text)
    assert [(c.field, c.claimant_type, c.stance) for c in told] == [claim]
    assert all(c.min is None and c.max is None for c in told)


def test_the_next_sentence_may_give_the_source_and_its_day(reader: Reader) -> None:
    text = (
        "1 шілдеде Алматыда өткен митингіде ел бойынша жүзге жуық адам ұсталды. "
        "Бұл туралы 2 шілдеде ішкі істер министрі айтты."
    )
    told = claims(reader, text)
    assert [(c.min, c.claimant, c.as_of) for c in told] == [(100, "mvd", DAY)]


SCOPES = [
    ("По всей стране на митингах 1 июля задержали около 100 человек, сообщило МВД.", Scope.NATIONWIDE),
    ("С 28 июня, по данным полиции, на митингах в Алматы задержаны 90 человек.", Scope.CUMULATIVE),
    ("За день по городу задержали 80 человек, сообщила полиция.", Scope.CITY_DAY),
    ("На митинге задержали 20 человек, сообщила полиция.", Scope.THIS_EVENT),
]


@pytest.mark.parametrize(("sentence", "scope"), SCOPES)
def test_a_figure_has_its_scope(reader: Reader, sentence: str, scope: Scope) -> None:
    told = claims(reader, f"В Алматы 1 июля прошёл митинг. {sentence}")
    assert [c.scope for c in told] == [scope]


def test_figures_of_other_scopes_do_not_replace_each_other(reader: Reader) -> None:
    text = (
        "В Алматы 1 июля прошёл митинг. По всей стране задержали около 100 человек. "
        "На митинге в Алматы, сообщила полиция, задержаны 20 человек."
    )
    assert {(c.min, c.scope) for c in claims(reader, text)} == {(100, Scope.NATIONWIDE), (20, Scope.THIS_EVENT)}


def test_a_firm_that_no_table_knows_is_named_as_written(reader: Reader) -> None:
    text = "В Актау 1 июля началась забастовка. В компании «Тау-Сервис» заявили, что не вышли на смену 40 рабочих."
    assert [(c.claimant, c.claimant_type) for c in claims(reader, text)] == [("Тау-Сервис", ClaimantType.EMPLOYER)]


def test_two_speakers_of_one_sentence_keep_their_figures(reader: Reader) -> None:
    text = "В Астане 1 июля прошёл пикет. Организаторы говорят о 120 участниках, полиция — о 45."
    assert {(c.min, c.claimant_type) for c in claims(reader, text)} == {
        (120, ClaimantType.ORGANISER),
        (45, ClaimantType.POLICE_MVD),
    }


def test_a_district_stands_for_itself_only_where_its_city_is_not_named(reader: Reader) -> None:
    alone = reader.read(article("", "1 июля в Турксибском районе жители вышли на митинг.", DAY))
    both = reader.read(article("", "1 июля в Турксибском районе Алматы жители вышли на митинг.", DAY))
    assert (alone.place_ids, both.place_ids) == (frozenset({"almaty-turksib"}), frozenset({"almaty"}))


def test_no_words_of_a_claim_name_who_says_so(reader: Reader) -> None:
    text = "В Алматы 1 июля прошёл митинг. Полиция задержала 20 человек, сообщил Иванов. Около 300 насчитал Петров."
    words = " ".join(claim.text for claim in claims(reader, text))
    assert "20 человек" in words
    assert not {"Иванов", "Петров"} & set(words.split())


SOURCES = [
    ("The organisers, who had signed the notice, said 300 came; the city police counted 130.", {300, 130}),
    ("Корреспондент, дошедший с колонной до конца, насчитал около сотни. В полиции говорят о 70.", {100, 70}),
    ("Ұйымдастырушылар 120 адам келді дейді. Қала полициясы 70-тен аспайды деп есептейді.", {120, 70}),
]


@pytest.mark.parametrize(("told", "figures"), SOURCES)
def test_two_who_count_are_two_claims(reader: Reader, told: str, figures: set[int]) -> None:
    opening = {
        "T": "A rally was held in Almaty on Thursday. ",
        "К": "В Алматы 1 июля прошёл митинг. ",
        "Ұ": "Алматыда 1 шілдеде митинг өтті. ",
    }
    found = claims(reader, opening[told[0]] + told)
    assert {claim.min or claim.max for claim in found} == figures
    assert len({claim.claimant_type for claim in found}) == 2


def test_his_office_is_that_of_who_was_named_before(reader: Reader) -> None:
    text = (
        "A rally was held in Almaty on Thursday. The governor came to the square. "
        "His office denied that anyone had been detained."
    )
    told = [(c.field, c.claimant_type, c.stance) for c in claims(reader, text)]
    assert (Field.DETAINED, ClaimantType.AKIMAT, Stance.DENIES) in told


def test_a_court_tells_of_the_day_that_it_judges(reader: Reader) -> None:
    report = reader.read(
        article(
            "Суд в Кульсары оштрафовал троих за перекрытие дороги",
            "Суд в Кульсары в четверг оштрафовал троих жителей за перекрытие дороги 24 апреля.",
            DAY,
        )
    )
    assert report.span is not None
    assert report.span.start == date(2021, 4, 24)
    assert [(c.field, c.claimant_type) for c in report.claims] == [(Field.FINED, ClaimantType.COURT)]
