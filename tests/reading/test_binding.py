"""A number counts the noun it stands with: kin of the killed are no killed, a cause is no event, a mine is nobody."""

from datetime import date

import pytest

from bot.domain.codes import Field, Qualifier, Stance
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2022, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Friday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}


def counted(reader: Reader, lang: str, told: str, title: str = "") -> set[tuple[str, int | None]]:
    report = reader.read(article(title, OPENING[lang] + told if lang else told, DAY))
    return {(c.field.value, c.min or c.max) for c in report.claims if c.stance is Stance.ASSERTS}


KIN = [
    ("", "In Almaty, about 20 relatives of people shot dead gathered to protest at the akimat on Friday.", 20),
    ("", "About 20 killed miners' relatives rallied in Karaganda on Friday.", 20),
    ("", "The mothers of those killed, about 20 people, rallied outside the akimat in Almaty on Friday.", 20),
    ("", "Twenty women whose sons were killed in the riots rallied in Almaty on Friday.", 20),
    ("", "A group of 12 relatives of two men who died in custody picketed the police in Shymkent on Friday.", 12),
    ("", "В Алматы 1 июля у прокуратуры собрались около 20 матерей убитых в январе.", 20),
    ("", "Матери погибших, около 20 человек, 1 июля собрались на митинг у акимата Алматы.", 20),
    ("", "Около 50 сторонников оппозиционера, приговорённого к семи годам, вышли на митинг в Алматы 1 июля.", 50),
    ("", "Тридцать пожилых матерей политзаключённых, осуждённых весной, вышли на митинг в Астане 1 июля.", 30),
    ("", "Ұлы қаңтарда қаза болған 20 ана 1 шілдеде Алматыда пикет өткізді.", 20),
    ("", "Алматыда 1 шілдеде қаңтарда қаза тапқандардың 20 шақты анасы прокуратура алдында митинг өткізді.", 20),
    ("", "Twenty relatives of those killed in January rallied outside the akimat in Almaty on Friday.", 20),
    (
        "",
        "About 30 widows of miners killed in the explosion rallied in Karaganda on Friday demanding compensation.",
        30,
    ),
    ("", "Forty mothers of detained activists rallied outside the police department in Aktobe on Friday.", 40),
    ("", "Fifteen lawyers and friends of the convicted oil workers picketed the court in Aktau on Friday.", 15),
    ("", "Some 25 parents of injured conscripts rallied outside the Defence Ministry in Astana on Friday.", 25),
    ("", "Fifty supporters of a jailed politician rallied in Almaty on Friday.", 50),
    ("en", "Police said 12 relatives of people who were sentenced took part.", 12),
    ("", "Двадцать родственников погибших в январе вышли на митинг к акимату Алматы 1 июля.", 20),
    ("", "Около 30 вдов погибших шахтёров вышли на митинг в Караганде 1 июля, требуя компенсаций.", 30),
    ("", "Сорок матерей задержанных активистов 1 июля вышли на митинг у департамента полиции Актобе.", 40),
    ("", "Пятнадцать друзей и адвокатов осуждённых нефтяников провели пикет у суда в Актау 1 июля.", 15),
    ("", "Десять жён пострадавших на руднике рабочих вышли на митинг в Жезказгане 1 июля.", 10),
    ("", "Двадцать женщин, чьи мужья погибли на шахте, вышли на митинг в Караганде 1 июля.", 20),
    ("", "Қаңтарда қаза болғандардың жиырма туысы 1 шілдеде Алматыда митингіге шықты.", 20),
    ("", "Шахтада қаза тапқан кеншілердің 30 жесірі 1 шілдеде Қарағандыда митингіге шықты.", 30),
    ("", "Ұсталған белсенділердің қырық анасы 1 шілдеде Ақтөбеде полиция департаменті алдында митинг өткізді.", 40),
    ("", "Сотталған мұнайшылардың он бес жақтасы 1 шілдеде Ақтауда сот алдында пикет өткізді.", 15),
    ("", "Күйеуі шахтада қаза тапқан 20 әйел 1 шілдеде Қарағандыда митингіге шықты.", 20),
    ("kk", "Полиция мәліметінше, жарақат алған жұмысшылардың 12 туысы қатысты.", 12),
]


@pytest.mark.parametrize(("lang", "told", "figure"), KIN)
def test_kin_are_counted_themselves(reader: Reader, lang: str, told: str, figure: int) -> None:
    assert counted(reader, lang, told) == {("participants", figure)}


BACKGROUND = [
    ("", "Families of the 16 people killed in Zhanaozen rallied in Almaty on Friday.", {"killed"}),
    ("", "Relatives of 20 detained activists rallied in Almaty on Friday.", {"detained"}),
    ("", "Dozens rallied in Zhanaozen on Friday for the release of three jailed activists.", {"arrested", "detained"}),
    ("", "Residents rallied in Temirtau on Friday over the deaths of 46 miners.", {"killed"}),
    ("", "Workers struck in Aktau on Friday after an explosion that injured seven of their colleagues.", {"injured"}),
    ("", "People rallied in Almaty on Friday on the anniversary of the unrest in which 238 people died.", {"killed"}),
    ("en", "Police detained 20 people, including eight relatives of those killed.", {"killed"}),
    ("", "Родственники 16 убитых в Жанаозене 1 июля вышли на митинг в Алматы.", {"killed"}),
    ("", "В Актау 1 июля рабочие начали забастовку после взрыва, при котором пострадали семеро.", {"injured"}),
    ("", "В Алматы 1 июля прошёл митинг в поддержку пяти активистов, осуждённых в 2019 году.", {"convicted"}),
    ("", "На митинг в Алматы 1 июля вышли сто жителей, требуя освободить 12 арестованных.", {"arrested"}),
    ("", "Жаңаөзенде қаза тапқан 16 адамның туыстары 1 шілдеде Алматыда митингіге шықты.", {"killed"}),
    ("", "Теміртауда 1 шілдеде тұрғындар 46 кеншінің өліміне байланысты митингіге шықты.", {"participants", "killed"}),
    ("kk", "Полиция газ қолданды. Төрт адамның жағдайы ауыр, қаза болғандар тіркелмеген.", {"killed"}),
    ("", "Dozens of mothers rallied in Taraz on Friday after a fire killed three children.", {"killed", "injured"}),
    (
        "",
        "Workers rallied in Aktau on Friday, three days after two miners died and 14 were injured.",
        {"killed", "injured"},
    ),
    ("en", "The blast at the plant, in which five workers died, caused the anger.", {"killed"}),
    ("en", "Residents demanded an inquiry into the deaths of five men.", {"killed"}),
    ("en", "They demanded the release of five detained activists.", {"detained", "released"}),
    ("en", "In May a court convicted six oil workers.", {"convicted"}),
    ("en", "Nationwide, dozens of people were killed in the crackdown on protests.", {"killed"}),
    ("", "Десятки матерей вышли на митинг в Таразе 1 июля после пожара, в котором погибли трое детей.", {"killed"}),
    ("", "Жители Темиртау вышли на митинг 1 июля: в мае на заводе погибли пятеро рабочих.", {"killed"}),
    ("ru", "Они требуют наказать виновных в гибели пяти человек.", {"killed"}),
    ("ru", "Участники требовали освободить пятерых задержанных активистов.", {"detained", "released"}),
    ("ru", "Поводом стал приговор шести нефтяникам.", {"convicted"}),
    ("ru", "В мае суд приговорил шестерых нефтяников.", {"convicted"}),
    ("", "Таразда 1 шілдеде ондаған ана үш бала өрттен қаза болғаннан кейін митингіге шықты.", {"killed"}),
    ("kk", "Наразылар ұсталған бес белсендіні босатуды талап етті.", {"detained", "released"}),
]


@pytest.mark.parametrize(("lang", "told", "fields"), BACKGROUND)
def test_what_befell_others_or_earlier_is_no_claim(reader: Reader, lang: str, told: str, fields: set[str]) -> None:
    assert not {field for field, _ in counted(reader, lang, told) if field.partition("_")[0] in fields}


NOBODY = [
    ("en", "According to 24.kz, people gathered at noon.", 24),
    ("en", "Three worker unions joined, police said.", 3),
    ("ru", "В митинге участвовали три профсоюзные организации, сообщила полиция.", 3),
    ("kk", "Митингіге үш үйдің тұрғындары қатысты, деді полиция.", 3),
    ("en", "Two opposition groups took part, the police said.", 2),
    ("en", "The company halted all eight of its mines as workers struck.", 8),
    ("en", "Police said that a protester was fined $230.", 230),
    ("en", "On Feb. 25 protesters were killed, activists said.", 25),
    ("ru", "В полиции сообщили, что участвовали две оппозиционные партии.", 2),
    ("ru", "Участники собрались, сообщает «Хабар 24».", 24),
    ("ru", "Митинг прошёл, участники собрались, сообщает News365.kz.", 365),
    ("kk", "Полицияның айтуынша, үш елдімекен тұрғындары қатысты.", 3),
    ("kk", "Митингіге екі оппозициялық топ қатысты, деді полиция.", 2),
    ("kk", "Қатысушылар жиналды деп жазды News365.kz сайты.", 365),
]


@pytest.mark.parametrize(("lang", "told", "figure"), NOBODY)
def test_a_thing_is_no_person(reader: Reader, lang: str, told: str, figure: int) -> None:
    assert figure not in {number for _, number in counted(reader, lang, told)}


VAGUE = [
    ("en", "A few dozen people gathered, the police said."),
    ("en", "A couple of dozen protesters gathered, the police said."),
    ("en", "Several dozen people were there, organisers said."),
    ("en", "A few hundred people gathered, the police said."),
    ("kk", "Бірнеше ондаған адам жиналды, деді полиция."),
]


@pytest.mark.parametrize(("lang", "told"), VAGUE)
def test_a_vague_numeral_stays_vague(reader: Reader, lang: str, told: str) -> None:
    claims = reader.read(article("", OPENING[lang] + told, DAY)).claims
    assert [(c.field, c.qualifier, c.max) for c in claims] == [(Field.PARTICIPANTS, Qualifier.VAGUE, None)]


OWN = [
    ("en", "Police detained 20 relatives of the killed.", {("detained", 20)}),
    ("en", "Twenty relatives of the convicted were detained, police said.", {("detained", 20)}),
    (
        "en",
        "Police opened fire. Two protesters were killed and 14 were injured, doctors said.",
        {("killed_participants", 2), ("injured_unspecified", 14)},
    ),
    ("ru", "Полиция задержала 20 родственников погибших.", {("detained", 20)}),
    ("ru", "Двадцать родственников осуждённых задержаны, сообщила полиция.", {("detained", 20)}),
    ("ru", "Полиция открыла огонь. Погибли двое протестующих, сообщили врачи.", {("killed_participants", 2)}),
    ("ru", "Четверых организаторов отвезли в отделение.", {("detained", 4)}),
    ("ru", "В отделы полиции попали около 30 человек.", {("detained", 30)}),
    ("kk", "Полиция қаза болғандардың 20 туысын ұстады.", {("detained", 20)}),
    ("kk", "Сотталғандардың жиырма туысы ұсталды, деді полиция.", {("detained", 20)}),
    ("kk", "Полиция оқ атты. Екі наразы қаза тапты, деді дәрігерлер.", {("killed_participants", 2)}),
]


@pytest.mark.parametrize(("lang", "told", "claims"), OWN)
def test_what_befell_those_who_are_counted_is_told(
    reader: Reader, lang: str, told: str, claims: set[tuple[str, int]]
) -> None:
    assert counted(reader, lang, told) == claims
