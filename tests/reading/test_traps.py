"""What is no protest, or not one of the day, though its words are there; and protests told without such a word."""

from datetime import date

import pytest

from bot.domain.codes import ReportKind
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)

TRAPS = [
    (
        "Перекрыта трасса через перевал",
        "Из-за снегопада и метели перекрыли движение по трассе у Риддера, сообщили спасатели.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Астана вручила соседям ноту протеста",
        "Министерство в Астане вручило послу ноту протеста и потребовало пропустить грузовики.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "National Guard rehearses dispersal of riot near Kaskelen",
        "Soldiers rehearsed the dispersal of a riot near Kaskelen on Thursday; cadets played the protesters.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Полиция опровергла слухи о митинге в Костанае",
        "Полиция Костаная опровергла слухи о митинге. Никакого митинга не было, заявили в департаменте.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Былтыр Қазақстанда ереуіл саны азайған",
        "Былтыр Қазақстанда 11 ереуіл тіркелді, деп хабарлады Еңбек министрлігі жылдық есебінде.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Petition to save Almaty trees gathers 50,000 signatures",
        "A petition against the felling of trees in Almaty was put up by residents who demand a list of every tree.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Power cut leaves 84 miners underground near Abay",
        "Eighty-four miners remained underground for six hours on Thursday after a power cut near the town of Abay.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Almaty ring road section to close at night for repairs",
        "Workers will replace worn joints. The road will be blocked from July 3 to 9. Drivers are asked to go round.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Wind in Nur-Sultan",
        "In Nur-Sultan gusts may strike 20 metres a second on Wednesday. Drivers are asked to take care.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Акимат Павлодара отказал активистам в проведении митинга 25 июля",
        "Акимат Павлодара отказал активистам в согласовании митинга, который они намеревались провести 25 июля.",
        ReportKind.PREVENTED_EVENT,
    ),
    (
        "Almaty ring road section to close at night for repairs",
        (
            "A section of Almaty's ring road will be closed to traffic at night so that workers can replace "
            "joints on a "
            "flyover, the city said on Monday.\n\nThe road will be blocked between 11 p.m. and 6 a.m. About 60 "
            "workers in "
            "three shifts will take part. Residents had complained of noise."
        ),
        ReportKind.NOT_PROTEST,
    ),
    (
        "В Караганде на ночь закроют участок дороги",
        "В Караганде с понедельника рабочие перекроют дорогу на ремонт. Жители требовали закончить его до зимы.",
        ReportKind.NOT_PROTEST,
    ),
    (
        "Алматыда түнде жол жабылады",
        (
            "Алматыда жөндеу жұмысына байланысты дүйсенбіден бастап түнде айналма жол жабылады. Тұрғындар шуға "
            "шағымданған."
        ),
        ReportKind.NOT_PROTEST,
    ),
    (
        "Ярмарка удалась",
        (
            "По словам организаторов, на ярмарку в Уральске в субботу пришли 4000 человек, по данным полиции — 2500. "
            "Горожане требовали больше мяса по низким ценам."
        ),
        ReportKind.NOT_PROTEST,
    ),
    (
        "Job fair in Aktau",
        (
            "Organisers say 900 people came to a job fair in Aktau on Saturday; police put the number at 700. "
            "Many of the "
            "unemployed asked for higher wages."
        ),
        ReportKind.NOT_PROTEST,
    ),
    (
        "Марафон в Алматы",
        (
            "Организаторы говорят о 3000 бегунов, полиция — о 2500. Жители перекрытых улиц Алматы требовали от акимата "
            "открыть проезд."
        ),
        ReportKind.NOT_PROTEST,
    ),
    (
        "Kazakh emigrants rally in Brussels for political prisoners",
        "Some 40 emigrants rallied in Brussels on Thursday, demanding sanctions against officials in Nur-Sultan.",
        ReportKind.FOREIGN_EVENT,
    ),
]


@pytest.mark.parametrize(("title", "text", "kind"), TRAPS)
def test_a_trap_is_not_taken(reader: Reader, title: str, text: str, kind: ReportKind) -> None:
    assert reader.read(article(title, text, DAY)).kind is kind


TOLD_WITHOUT_THE_WORD = [
    ("Пострадавшие сели на рельсы в Кульсары", "Люди, потерявшие жильё, сели на рельсы в Кульсары 1 июля."),
    (
        "Жёны безработных сидят в акимате Жанаозена",
        "Семнадцать женщин с утра 1 июля сидят на полу в акимате Жанаозена.",
    ),
    ("Жаңаөзенде әйелдер әкімдікте отыр", "Әйелдер 1 шілдеде Жаңаөзен әкімдігінің фойесінде отырып алды."),
    ("Taxi drivers in Atyrau switch off apps", "Taxi drivers in Atyrau refused to take orders on Thursday over rates."),
    ("Митинг против войны в Украине в Алматы", "В Алматы 1 июля прошёл митинг против войны в Украине."),
    (
        "The lake and the chimney",
        (
            "The town of Balkhash was built around a smelter.\n\nThe smelter has a chimney, and it has fed four "
            "generations of the town. It let out 61,000 tonnes of sulphur dioxide last year, the ministry says.\n\n"
            "On Thursday people came to the square by the theatre to call for filters on the second furnace."
        ),
    ),
    (
        "Арифметика одного дня",
        (
            "По подсчётам организаторов, в субботу к акимату Актау пришли 500 человек; по данным полиции, их "
            "было не больше "
            "150.\n\nЛюди просили вернуть льготы. Они простояли два часа и разошлись."
        ),
    ),
    (
        "Counting heads in Karaganda",
        (
            "The organisers say 400. The police say 180. Both numbers are from Wednesday, in Karaganda.\n\nThe "
            "depositors "
            "had come to ask for their money. They stood outside the akimat for two hours."
        ),
    ),
    (
        "Екі түрлі сан",
        (
            "Ұйымдастырушылардың айтуынша, сәрсенбіде Қарағандыда 400 адам болған. Полиция 180 адам деп отыр.\n\n"
            "Салымшылар ақшасын қайтаруды талап етті. Олар әкімдік алдында екі сағат тұрды."
        ),
    ),
    (
        "Numbers differ in Almaty",
        (
            "Organisers put the crowd at 300; police said 120. The depositors, who want their savings back, were "
            "on the "
            "square in Almaty on Wednesday. The rally had not been permitted."
        ),
    ),
    ("Дольщики не уходят", "На смену в Актау 1 июля не вышли триста рабочих, они требуют поднять оклад."),
    ("Пикет у консульства Китая в Алматы", "У консульства Китая в Алматы 1 июля женщины провели пикет."),
]


@pytest.mark.parametrize(("title", "text"), TOLD_WITHOUT_THE_WORD)
def test_a_protest_here_is_found(reader: Reader, title: str, text: str) -> None:
    assert reader.read(article(title, text, DAY)).is_protest


def test_a_teaser_of_another_article_is_not_read(reader: Reader) -> None:
    text = "В Актау открыли музей моря.\n\nЧитайте также: В Алматы полиция задержала 16 человек на митинге"
    assert reader.read(article("В Актау открыли музей", text, DAY)).why == ("no word of any action",)


def test_kazakh_in_latin_letters_is_read_and_marked(reader: Reader) -> None:
    text = "Temirtauda jürgizuşiler särsenbi küni jūmysqa şyqpai, ereuil jariialady. Olar jalaqyny talap etip otyr."
    report = reader.read(article("Temirtauda jürgizuşiler jūmysqa şyqpady", text, DAY))
    assert (report.lang, report.kind, report.place_ids) == ("kk", ReportKind.EVENT_REPORT, frozenset({"temirtau"}))
    assert "Kazakh in Latin letters" in report.why


def test_the_translation_below_a_text_is_left_out(reader: Reader) -> None:
    text = (
        "В Актау рабочие 1 июля вышли на забастовку и потребовали повысить зарплату, сообщил профсоюз предприятия.\n\n"
        "Ақтауда жұмысшылар 1 шілдеде ереуілге шықты. Кәсіподақтың айтуынша, ереуілге 300 адам қатысып жатыр."
    )
    report = reader.read(article("В Актау началась забастовка", text, DAY))
    assert (report.lang, report.claims) == ("ru", ())


@pytest.mark.parametrize(
    "text",
    [
        "Бишкекте жарандар өкмөт үйүнүн алдына чогулуп, митинг өткөрүштү жана өкмөттүн кетишин талап кылышты.",
        "Toshkentda fuqarolar bilan uchrashuv bo'ldi va bu haqida hokimlik xabar qildi, lekin miting bo'lmadi.",
        "У Києві відбувся мітинг, на який вийшли тисячі людей, щоб вимагати від уряду проведення реформ.",
        "Казанда җыелган халык митинг үткәрде һәм хөкүмәттән законны үзгәртүне таләп итте, диде алар.",
    ],
)
def test_a_neighbours_language_is_other(reader: Reader, text: str) -> None:
    assert reader.read(article("", text, DAY)).lang == "other"


def test_an_explanation_shows_sentences_with_their_cues_and_places(reader: Reader) -> None:
    seen = reader.explain(article("Митинг в Алматы", "В Алматы 1 июля прошёл митинг.", DAY))
    assert [(one.places, "event" in one.traits) for one in seen] == [(("almaty",), True), (("almaty",), True)]
    assert any(cue.startswith("rally") for one in seen for cue in one.cues)
    assert reader.explain(article("Погода", "В Алматы дождь.", DAY)) == ()


@pytest.mark.parametrize(
    ("title", "roundup"),
    [
        ("Ақтаудағы ереуіл, Таразда митинг, жаңа министр", True),
        ("Забастовка в Актау, митинг в Таразе, новый министр", True),
        ("Strike in Aktau, rally in Taraz, new minister", True),
        ("Митинги в Актау, Таразе и Костанае", False),
        ("Rallies in Aktau, Taraz and Kostanay", False),
    ],
)
def test_a_title_that_lists_deeds_of_different_places_is_a_round_up(
    reader: Reader, title: str, roundup: object
) -> None:
    text = {"ru": "Люди вышли на митинг.", "en": "People rallied.", "kk": "Адамдар митингіге шықты."}
    lang = "en" if title.isascii() else "kk" if "қ" in title else "ru"
    assert reader.read(article(title, text[lang], DAY)).roundup is roundup
