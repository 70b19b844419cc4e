"""What governs a deed: held, named, announced, allowed, a right, a condition, tried, supposed, referred to, denied."""

from datetime import date

import pytest

from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 1)
HELD = [
    "Жители Тараза вышли на митинг против тарифов.",
    "В Таразе рабочие бастуют третий день.",
    "Возле акимата Тараза прошёл митинг.",
    "Residents rallied in Taraz against tariffs.",
    "A rally took place in Taraz.",
    "Workers in Taraz went on strike over pay.",
    "Таразда тұрғындар тарифке қарсы митингіге шықты.",
    "Таразда жұмысшылар ереуіл жариялады.",
    "Таразда наразылық акциясы өтті.",
]
#: The deed says who somebody is; what is told of them is another.
OF_PEOPLE = [
    "Таразда наразылық білдірген шахтерлермен келіссөз бір апта жалғасты.",
    "Тараздағы наразылық танытқан ананың алты баласы мектепке бармай отыр.",
    "Таразда митингіге шыққан тұрғынның шағымы қаралды.",
]
GOVERNED = [
    ("allowed", "Полгода назад власти Тараза отказали жителям в проведении митинга."),
    ("ahead", "В Таразе активисты объявили о планах провести митинги."),
    ("ahead", "Рабочие в Таразе пригрозили забастовкой."),
    ("ahead", "Рабочие в Таразе намерены объявить забастовку."),
    ("ahead", "Митинг в Таразе состоится в субботу."),
    ("ahead", "Workers in Taraz threatened to go on strike."),
    ("ahead", "A rally will be held in Taraz."),
    ("ahead", "Activists plan a rally in Taraz."),
    ("ahead", "Таразда жұмысшылар ереуілге шығамыз деп ескертті."),
    ("ahead", "Таразда белсенділер митинг өткізуді жоспарлап отыр."),
    ("allowed", "Акимат Тараза разрешил провести митинг."),
    ("allowed", "Authorities in Taraz allowed activists to hold a rally."),
    ("allowed", "Тараз әкімдігі митинг өткізуге рұқсат берді."),
    ("right", "Граждане вправе проводить митинги, сказали в Таразе."),
    ("right", "Citizens have the right to hold a rally, a lawyer in Taraz said."),
    ("right", "Азаматтар митинг өткізуге құқылы, деді Таразда заңгер."),
    ("ahead", "Если долг не вернут, рабочие в Таразе начнут забастовку, сказали в профсоюзе."),
    ("condition", "Рабочие в Таразе вышли бы на забастовку."),
    ("condition", "In case of a strike in Taraz buses will stop."),
    ("condition", "Таразда жұмысшылар ереуілге шықса, зауыт тоқтайды."),
    ("tried", "Троих рабочих в Таразе судят за забастовку."),
    ("tried", "Three workers in Taraz were fined for a rally."),
    ("tried", "Таразда үш жұмысшыға митинг үшін айыппұл салынды."),
    ("unreal", "В Таразе задержали активиста за воображаемый пикет."),
    ("unreal", "Police in Taraz detained a man for a hypothetical picket."),
    ("unreal", "Таразда болжамды митинг туралы хабар тарады."),
    ("referred", "Участники митинга в Таразе рассказали о нём."),
    ("referred", "Many were jailed in the crackdown on protests in Taraz."),
    ("denied", "В Таразе полиция опровергла митинг."),
]


def states(reader: Reader, text: str) -> set[str]:
    """How the deeds of a text are told, in the words of an explanation."""
    seen = reader.explain(article("", text, DAY))
    return {deed.partition(": ")[2].split(",")[0].split()[1] for one in seen for deed in one.deeds}


@pytest.mark.parametrize("text", HELD)
def test_a_deed_in_a_clause_of_its_own_is_held(reader: Reader, text: str) -> None:
    assert "held" in states(reader, text)


@pytest.mark.parametrize(("state", "text"), GOVERNED)
def test_a_deed_is_governed_by_a_word_of_its_clause(reader: Reader, state: str, text: str) -> None:
    found = states(reader, text)
    assert state in found
    assert "held" not in found


def test_what_one_clause_threatens_another_holds(reader: Reader) -> None:
    text = "Дольщики собрались у акимата Тараза и пригрозили голодовкой."
    assert states(reader, text) == {"held", "ahead"}


def test_a_frame_says_who_where_when_and_for_what(reader: Reader) -> None:
    seen = reader.explain(article("", "Рабочие 30 июня вышли на забастовку в Таразе, требуя прибавки.", DAY))
    assert "«забастовку»: strike held (вышли), by рабочие, in taraz, on 2021-06-30, for something" in seen[0].deeds


def test_places_and_days_of_a_clause_of_cause_are_not_the_deeds(reader: Reader) -> None:
    text = "Women rallied in Taraz three days after a fire killed a family in Zhanatas."
    assert [one.deeds[0] for one in reader.explain(article("", text, DAY))] == [
        "«rallied»: rally held (rallied), by women, in taraz"
    ]


@pytest.mark.parametrize("text", OF_PEOPLE)
def test_a_participle_before_a_noun_holds_no_deed(reader: Reader, text: str) -> None:
    told = [deed for seen in reader.explain(article("", text, DAY)) for deed in seen.deeds]
    assert told
    assert not any(" held" in deed for deed in told)
