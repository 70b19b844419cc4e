"""Plurals per field and qualifier: the whole phrase agrees with its number."""

import itertools
from dataclasses import replace

import pytest

from bot.domain.codes import Field, Lang, Qualifier
from bot.domain.report import Claim
from bot.wording import claims
from tests.wording.examples import MINISTRY, SEED, wording

WORDING = wording()


def told(lang: Lang, field: Field, qualifier: Qualifier, n: int) -> str:
    low = None if qualifier is Qualifier.AT_MOST else n
    high = None if qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN} else n
    said = replace(MINISTRY, claim=Claim(field, low, high, qualifier, claimant="mvd"))
    return claims.line(WORDING.tongue(lang), (said,), SEED).split(": ", 1)[1]


RUSSIAN = [
    (Field.DETAINED, Qualifier.EXACT, 1, "задержан 1 человек"),
    (Field.DETAINED, Qualifier.EXACT, 2, "задержано 2 человека"),
    (Field.DETAINED, Qualifier.EXACT, 5, "задержано 5 человек"),
    (Field.DETAINED, Qualifier.EXACT, 11, "задержано 11 человек"),
    (Field.DETAINED, Qualifier.EXACT, 21, "задержан 21 человек"),
    (Field.DETAINED, Qualifier.EXACT, 22, "задержано 22 человека"),
    (Field.DETAINED, Qualifier.AT_LEAST, 21, "задержано не менее 21 человека"),
    (Field.DETAINED, Qualifier.AT_LEAST, 22, "задержано не менее 22 человек"),
    (Field.DETAINED, Qualifier.APPROX, 50, "задержано около 50 человек"),
    (Field.DETAINED, Qualifier.MORE_THAN, 101, "задержано более 101 человека"),
    (Field.DETAINED, Qualifier.AT_MOST, 500, "задержано до 500 человек"),
    (Field.RELEASED, Qualifier.EXACT, 3, "отпущено 3 человека"),
    (Field.FINED, Qualifier.EXACT, 1, "оштрафован 1 человек"),
    (Field.ARRESTED_ADMIN, Qualifier.EXACT, 21, "административный арест получил 21 человек"),
    (Field.ARRESTED_ADMIN, Qualifier.AT_LEAST, 21, "административный арест получили не менее 21 человека"),
    (Field.CHARGED, Qualifier.EXACT, 1, "обвинение предъявлено 1 человеку"),
    (Field.CHARGED, Qualifier.AT_LEAST, 7, "обвинение предъявлено не менее чем 7 людям"),
    (Field.CONVICTED, Qualifier.EXACT, 11, "осуждено 11 человек (приговор может быть не окончательным)"),
    (Field.INJURED_PARTICIPANTS, Qualifier.EXACT, 4, "пострадали 4 участника"),
    (Field.INJURED_POLICE, Qualifier.EXACT, 2, "пострадали 2 полицейских"),
    (Field.INJURED_UNSPECIFIED, Qualifier.EXACT, 8, "пострадало 8 человек"),
    (Field.KILLED_PARTICIPANTS, Qualifier.EXACT, 1, "погиб 1 участник"),
    (Field.KILLED_POLICE, Qualifier.MORE_THAN, 1, "погибло более 1 полицейского"),
    (Field.KILLED_UNSPECIFIED, Qualifier.EXACT, 14, "погибло 14 человек"),
    (Field.PARTICIPANTS, Qualifier.EXACT, 31, "участвовал 31 человек"),
    (Field.PARTICIPANTS, Qualifier.APPROX, 300, "участвовало около 300 человек"),
]

KAZAKH = [
    (Field.DETAINED, Qualifier.EXACT, 1, "1 адам ұсталды"),
    (Field.DETAINED, Qualifier.EXACT, 57, "57 адам ұсталды"),
    (Field.DETAINED, Qualifier.AT_LEAST, 20, "кемінде 20 адам ұсталды"),
    (Field.DETAINED, Qualifier.APPROX, 50, "шамамен 50 адам ұсталды"),
    (Field.DETAINED, Qualifier.MORE_THAN, 50, "50 адамнан астам ұсталды"),
    (Field.DETAINED, Qualifier.AT_MOST, 50, "50 адамға дейін ұсталды"),
    (Field.RELEASED, Qualifier.EXACT, 9, "9 адам босатылды"),
    (Field.FINED, Qualifier.EXACT, 9, "9 адамға айыппұл салынды"),
    (Field.FINED, Qualifier.MORE_THAN, 9, "айыппұл салынғандар — 9 адамнан астам"),
    (Field.ARRESTED_ADMIN, Qualifier.EXACT, 9, "9 адам әкімшілік қамаққа алынды"),
    (Field.CHARGED, Qualifier.EXACT, 9, "9 адамға айып тағылды"),
    (Field.CONVICTED, Qualifier.EXACT, 9, "9 адам сотталды (үкім түпкілікті болмауы мүмкін)"),
    (Field.INJURED_POLICE, Qualifier.EXACT, 9, "9 полицей жарақат алды"),
    (Field.KILLED_PARTICIPANTS, Qualifier.EXACT, 9, "9 қатысушы қаза тапты"),
    (Field.PARTICIPANTS, Qualifier.AT_MOST, 500, "500 адамға дейін қатысты"),
]

ENGLISH = [
    (Field.DETAINED, Qualifier.EXACT, 1, "1 person detained"),
    (Field.DETAINED, Qualifier.EXACT, 2, "2 people detained"),
    (Field.DETAINED, Qualifier.AT_LEAST, 1, "at least 1 person detained"),
    (Field.DETAINED, Qualifier.MORE_THAN, 50, "more than 50 people detained"),
    (Field.DETAINED, Qualifier.APPROX, 50, "about 50 people detained"),
    (Field.DETAINED, Qualifier.AT_MOST, 50, "up to 50 people detained"),
    (Field.RELEASED, Qualifier.EXACT, 1, "1 person released"),
    (Field.FINED, Qualifier.EXACT, 7, "7 people fined"),
    (Field.ARRESTED_ADMIN, Qualifier.EXACT, 7, "7 people placed under administrative arrest"),
    (Field.CHARGED, Qualifier.EXACT, 7, "7 people charged"),
    (Field.CONVICTED, Qualifier.EXACT, 1, "1 person convicted (the verdict may not be final)"),
    (Field.INJURED_PARTICIPANTS, Qualifier.EXACT, 1, "1 participant injured"),
    (Field.INJURED_POLICE, Qualifier.EXACT, 2, "2 police officers injured"),
    (Field.KILLED_UNSPECIFIED, Qualifier.EXACT, 2, "2 people killed"),
    (Field.PARTICIPANTS, Qualifier.EXACT, 1000, "1,000 people took part"),
]

TABLE = [(lang, *row) for lang, rows in ((Lang.RU, RUSSIAN), (Lang.KK, KAZAKH), (Lang.EN, ENGLISH)) for row in rows]


@pytest.mark.parametrize(("lang", "field", "qualifier", "n", "expected"), TABLE)
def test_a_figure_is_said_right(lang: Lang, field: Field, qualifier: Qualifier, n: int, expected: str) -> None:
    assert told(lang, field, qualifier, n) == expected


@pytest.mark.parametrize("lang", Lang)
def test_every_field_in_every_qualifier_has_its_own_words(lang: Lang) -> None:
    qualifiers = [q for q in Qualifier if q not in {Qualifier.VAGUE, Qualifier.RANGE}]
    counted = [f for f in Field if f is not Field.INJURED_UNSPECIFIED and f is not Field.KILLED_UNSPECIFIED]
    texts = [told(lang, field, qualifier, 7) for field, qualifier in itertools.product(counted, qualifiers)]
    assert len(set(texts)) == len(texts)
    assert all("7" in text for text in texts)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (Lang.KK, "20–21 адам ұсталды"),
        (Lang.RU, "задержано от 20 до 21 человека"),
        (Lang.EN, "20–21 people detained"),
    ],
)
def test_a_range_agrees_with_its_upper_end(lang: Lang, expected: str) -> None:
    said = replace(MINISTRY, claim=Claim(Field.DETAINED, 20, 21, Qualifier.RANGE, claimant="mvd"))
    assert claims.line(WORDING.tongue(lang), (said,), SEED).endswith(expected)
