import pytest

from bot.domain.codes import Lang
from bot.domain.errors import UnknownPlace
from bot.reading.grammar import Grammar
from bot.reading.places import PlaceReader
from bot.reading.reader import Reader
from bot.reading.text import parse
from bot.resources import Knowledge

CASES = [
    (Lang.RU, "в Нур-Султане и Алматы", ["astana", "almaty"]),
    (Lang.RU, "в Усть-Каменогорске", ["oskemen"]),
    (Lang.RU, "в Карагандинской области", ["karaganda-region"]),
    (Lang.RU, "карагандинские шахтёры; Карагандинские", ["karaganda", "karaganda"]),
    (Lang.RU, "уральские горы; в Петропавловске-Камчатском; село Актобе", []),
    (Lang.RU, "в Алмалинском районе Алматы", ["almaty-almaly", "almaty"]),
    (Lang.RU, "в Уральском федеральном округе", []),
    (Lang.RU, "сотни семей; проспект Абая; академик Сатпаев", []),
    (Lang.RU, "в Сатпаеве", ["satpaev"]),
    (Lang.RU, "в Восточном Туркестане", []),
    (Lang.RU, "в области Улытау", ["ulytau-region"]),
    (Lang.EN, "Nur-Sultan, Almaty and Shymkent", ["astana", "almaty", "shymkent"]),
    (Lang.EN, "an Oral exam", []),
    (Lang.EN, "police in Oral said", ["oral"]),
    (Lang.EN, "Almaty Region", ["almaty-region"]),
    (Lang.EN, "the Aral Sea", []),
    (Lang.EN, "in East Turkistan", []),
    (Lang.KK, "Нұр-Сұлтан мен Алматыда", ["astana", "almaty"]),
    (Lang.KK, "Алматы облысында", ["almaty-region"]),
    (Lang.KK, "Алматы көшелерінде", ["almaty"]),
    (Lang.KK, "Қостанай мен Павлодар облыстарында", ["kostanay-region", "pavlodar-region"]),
    (Lang.KK, "елдің астанасы, Таразы, Орал тауы", []),
    (Lang.KK, "Оралды көп кешікпей", []),
    (Lang.KK, "Абай атындағы театр; Абай айтқан", []),
    (Lang.KK, "Жаңаөзенде, Шымкентте, Түркістанға", ["zhanaozen", "shymkent", "turkistan"]),
]


def place_reader(knowledge: Knowledge, lang: Lang) -> PlaceReader:
    grammar = Grammar.of(lang, knowledge.lexicon.grammar)
    return PlaceReader(lang, knowledge.gazetteer, grammar, knowledge.spelling)


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_places_are_found_in_any_case(knowledge: Knowledge, lang: Lang, text: str, expected: list[str]) -> None:
    found = PlaceReader(
        lang, knowledge.gazetteer, Grammar.of(lang, knowledge.lexicon.grammar), knowledge.spelling
    ).find(parse(text))
    assert [mention.id for mention in found] == expected


def test_an_inhabitant_and_a_way_from_are_told_from_being_there(knowledge: Knowledge) -> None:
    found = PlaceReader(
        Lang.KK, knowledge.gazetteer, Grammar.of(Lang.KK, knowledge.lexicon.grammar), knowledge.spelling
    ).find(parse("Жаңаөзендіктер Ақтаудан Астанаға келді"))
    assert [(m.id, m.who, m.origin) for m in found] == [
        ("zhanaozen", True, False),
        ("aktau", False, True),
        ("astana", False, False),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Алма-Ата", "almaty"),
        ("Алматыда", "almaty"),
        ("almaty", "almaty"),
        ("АЛМАТЫ", "almaty"),
        ("Алматы қаласында", "almaty"),
        ("в Караганде", "karaganda"),
        ("Нур-Султан", "astana"),
        ("Nursultan", "astana"),
        ("Целиноград", "astana"),
        ("Жаңаөзенге", "zhanaozen"),
        ("жанаозен", "zhanaozen"),
        ("Uralsk", "oral"),
        ("Мангистауская область", "mangystau-region"),
        ("ЗКО", "west-kazakhstan"),
        ("Казахстан", "kz"),
        ("  qazaqstan ", "kz"),
        ("mangystau-region", "mangystau-region"),
    ],
)
def test_a_person_may_name_a_place_in_any_way(reader: Reader, asked: str, expected: str) -> None:
    assert reader.find_place(asked) == expected


@pytest.mark.parametrize(
    ("asked", "among"), [("Алмааты", "almaty"), ("Shimkent", "shymkent"), ("Караганды́", "karaganda")]
)
def test_an_unknown_place_is_answered_with_the_nearest(reader: Reader, asked: str, among: str) -> None:
    with pytest.raises(UnknownPlace) as error:
        reader.find_place(asked)
    assert among in error.value.nearest
    assert len(error.value.nearest) <= 3


@pytest.mark.parametrize("asked", ["", "?", "Лондон", "x" * 10_000])
def test_nonsense_is_an_unknown_place(reader: Reader, asked: str) -> None:
    with pytest.raises(UnknownPlace):
        reader.find_place(asked)
