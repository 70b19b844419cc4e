"""Laws of reading: any text is answered, offsets are true, the same is read the same; and cases of kinds and claims."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Article
from bot.domain.codes import Action, ClaimantType, Field, Qualifier, ReportKind
from bot.domain.report import DateMention, NumberMention, PlaceMention, from_json, mentions_to_json, to_json
from bot.reading.reader import Reader
from bot.reading.text import parse
from bot.resources import load_resources
from tests.reading.making import article

READER = load_resources().reader
DAY = date(2021, 7, 2)
PIECES = st.sampled_from(
    [
        "митинг",
        "Алматыда",
        "Нур-Султане",
        "задержали",
        "57",
        "1 200",
        "человек",
        "ереуіл",
        "strike",
        "Zhanaozen",
        "«",
        "»",
        "по данным",
        "МВД",
        "21 сентября",
        "\n",
        ". ",
        ", ",
        "бес жүз",
        "адамнан астам",
        "at least twenty",
        "people",
        "RFE/RL",
        "\x00",
        "İ",
        "и\u0306",
        "ﬁ",
        "👩\u200d🌾",
        "<p>",
        "-",
        "–",
        "2019-13-45",
        "99999999999999999999",
        "ол",
        "в",
        "the",
        "of",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))


@given(title=TEXTS, text=TEXTS, published=st.none() | st.dates(date(1, 1, 2), date(9999, 12, 30)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered_and_the_answer_survives_its_json(title: str, text: str, published: date | None) -> None:
    report = READER.read(article(title, text, published))
    assert report.why
    assert 0 <= report.confidence <= 1
    assert from_json(to_json(report)).kind is report.kind
    assert READER.read(article(title, text, published)) == report


@given(title=TEXTS, text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_offsets_of_mentions_lie_in_their_text_and_hold_the_words(title: str, text: str) -> None:
    mentions = READER.mentions(article(title, text, DAY))
    found: list[PlaceMention | NumberMention | DateMention] = [*mentions.places, *mentions.numbers, *mentions.dates]
    for mention in found:
        whole = title if mention.in_title else text
        assert 0 <= mention.start < mention.end <= len(whole)
        written = whole[mention.start : mention.end]
        assert written == written.strip()
    mentions_to_json(mentions)


def test_mentions_say_where_the_words_stand() -> None:
    text = "В Актау 16 декабря задержали 20 человек"
    mentions = READER.mentions(article("Митинг в Алматы", text, DAY))
    assert [(m.id, m.in_title) for m in mentions.places] == [("almaty", True), ("aktau", False)]
    assert [text[m.start : m.end] for m in mentions.numbers] == ["16", "20"]
    assert [text[m.start : m.end] for m in mentions.dates] == ["16 декабря"]


@pytest.mark.parametrize(
    "piece",
    [
        "митинг ",
        "а-",
        "1,",
        "«",
        "ст. ",
        "Алматы ",
        "бес ",
        "вышли на площадь ",
        "Алматы – ",
        "трасса «",
        "— ",
        "читайте также ",
        "«а» ",
        "\n",
        "1–",
    ],
)
def test_a_long_text_of_one_piece_is_answered(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert READER.read(article("", text, DAY)).id == "a"


KINDS = [
    (
        "ru",
        "В Актау рабочие вышли на забастовку",
        "Рабочие завода в Актау 1 июля объявили забастовку и требуют зарплату.",
        ReportKind.EVENT_REPORT,
    ),
    (
        "ru",
        "Активисты планируют митинг в Алматы",
        "Активисты намерены провести митинг в Алматы 10 июля.",
        ReportKind.PLANNED_EVENT,
    ),
    (
        "ru",
        "Суд оштрафовал участников митинга в Алматы",
        "Суд в Алматы оштрафовал двух участников митинга на 20 МРП.",
        ReportKind.COURT_FOLLOWUP,
    ),
    (
        "ru",
        "В Бишкеке прошёл митинг",
        "Сотни людей вышли на митинг в Бишкеке, задержаны 20 человек.",
        ReportKind.FOREIGN_EVENT,
    ),
    (
        "ru",
        "Протест прокурора удовлетворён",
        "Суд в Караганде удовлетворил протест прокурора по земельному делу.",
        ReportKind.NOT_PROTEST,
    ),
    ("ru", "Скидки в Алматы", "Магазин проводит акцию: скидки до 50 процентов.", ReportKind.NOT_PROTEST),
    (
        "en",
        "Drug couriers detained in Almaty",
        "Police in Almaty detained 12 people on drug charges on Friday.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "en",
        "Residents block road in Zhanaozen",
        "Residents of Zhanaozen blocked the main road on Thursday, demanding jobs.",
        ReportKind.EVENT_REPORT,
    ),
    (
        "en",
        "Thousands rally in Tbilisi",
        "Thousands of protesters rallied in Tbilisi on Thursday against the law.",
        ReportKind.FOREIGN_EVENT,
    ),
    (
        "en",
        "Stocks rally as oil prices rise",
        "Shares of Kazakhstan's oil company rallied on Thursday in London.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "kk",
        "Теміртауда кеншілер ереуілге шықты",
        "Теміртауда кеншілер 1 шілдеде ереуіл жариялап, жалақыны көтеруді талап етті.",
        ReportKind.EVENT_REPORT,
    ),
    (
        "kk",
        "Алматыда есірткі сатқан адам ұсталды",
        "Алматыда полиция есірткі сатқан екі адамды ұстады.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "kk",
        "Бішкекте митинг өтті",
        "Бішкекте жүздеген адам митингіге шығып, үкіметтің отставкасын талап етті.",
        ReportKind.FOREIGN_EVENT,
    ),
]


@pytest.mark.parametrize(("lang", "title", "text", "kind"), KINDS)
def test_a_kind_is_decided_and_explained(reader: Reader, lang: str, title: str, text: str, kind: ReportKind) -> None:
    report = reader.read(article(title, text, DAY))
    assert (report.kind, report.lang) == (kind, lang)
    assert report.why


CLAIMS = [
    (
        "В Актау прошёл митинг. По данным полиции, задержаны 16 человек.",
        (Field.DETAINED, 16, 16, Qualifier.EXACT, ClaimantType.POLICE_MVD),
    ),
    (
        "В Актау прошёл митинг. Организаторы говорят о более чем 300 участниках.",
        (Field.PARTICIPANTS, 300, None, Qualifier.MORE_THAN, ClaimantType.ORGANISER),
    ),
    (
        "A rally was held in Almaty. About 40 people gathered, our correspondent reports.",
        (Field.PARTICIPANTS, 40, 40, Qualifier.APPROX, ClaimantType.JOURNALIST_ON_SCENE),
    ),
    (
        "Алматыда митинг өтті. Полицияның мәліметінше, 16 адам ұсталды.",
        (Field.DETAINED, 16, 16, Qualifier.EXACT, ClaimantType.POLICE_MVD),
    ),
    (
        "Алматыда митинг өтті. Құқық қорғаушылар кемінде 25 адам ұсталғанын хабарлады.",
        (Field.DETAINED, 25, None, Qualifier.AT_LEAST, ClaimantType.NGO_MONITOR),
    ),
]


@pytest.mark.parametrize(("text", "claim"), CLAIMS)
def test_a_figure_has_its_field_bound_and_claimant(reader: Reader, text: str, claim: tuple[object, ...]) -> None:
    found = reader.read(article("", text, DAY)).claims
    assert [(c.field, c.min, c.max, c.qualifier, c.claimant_type) for c in found] == [claim]


def test_numbers_of_buses_days_and_money_are_no_people(reader: Reader) -> None:
    text = (
        "В Актау прошёл митинг. Пригнали 14 автобусов, арестовали на 15 суток, штраф 20 МРП, зарплата 140 тысяч тенге."
    )
    assert reader.read(article("Митинг в Актау", text, DAY)).claims == ()


def test_a_solo_picket_is_its_own_action(reader: Reader) -> None:
    report = reader.read(article("Одиночный пикет в Уральске", "Житель Уральска вышел на одиночный пикет 1 июля.", DAY))
    assert (report.action, [ref.id for ref in report.places]) == (Action.SINGLE_PERSON_PICKET, ["oral"])


def test_where_people_come_from_is_not_where_it_happens(reader: Reader) -> None:
    report = reader.read(
        article("Жаңаөзендіктер Астанада митингіге шықты", "Жаңаөзендіктер Астанаға келіп, митинг өткізді.", DAY)
    )
    assert [ref.id for ref in report.places] == ["astana"]


def test_an_empty_article_is_no_protest(reader: Reader) -> None:
    assert reader.read(Article(id="a", title="", text="")).kind is ReportKind.NOT_PROTEST


def test_no_sentence_is_longer_than_what_is_weighed_in_one(reader: Reader) -> None:
    text = parse("активисты сообщили о 20 задержанных " * 1000)
    assert max(len(text.span(sentence)) for sentence in range(len(text.openings))) <= 150
