"""The law: "N kin of those whom something befell came together" never counts N as those whom it befell."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes import Field, Stance
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2022, 7, 2)
EN_KIN = [
    "relatives",
    "widows",
    "mothers",
    "parents",
    "wives",
    "children",
    "friends",
    "colleagues",
    "lawyers",
    "supporters",
    "brothers",
    "sisters",
    "sons",
]
EN_OF = [
    "those killed",
    "the killed",
    "the dead",
    "the injured",
    "killed miners",
    "people killed in January",
    "miners who died in May",
    "the convicted oil workers",
    "jailed activists",
    "sentenced protesters",
    "detained activists",
    "people who were detained",
    "men arrested last year",
    "the wounded",
    "workers injured at the plant",
    "the fined drivers",
    "those charged over the riots",
    "a jailed politician",
    "an activist who was sentenced to five years",
    "soldiers who were beaten",
]
EN_CAME = [
    "rallied outside the akimat in {c} on Friday",
    "gathered at the prosecutor's office in {c} on Friday and demanded a fair investigation",
    "held a picket in {c} on Friday",
    "marched through {c} on Friday",
    "protested in {c} on Friday",
]
EN_N = ["20", "Twenty", "About 30", "Some forty", "At least 15", "Dozens of", "More than a hundred", "12", "Fifty"]
EN_CITY = ["Almaty", "Astana", "Aktobe", "Zhanaozen", "Karaganda", "Shymkent"]

RU_KIN = [
    "родственников",
    "вдов",
    "матерей",
    "родителей",
    "жён",
    "друзей",
    "коллег",
    "адвокатов",
    "сторонников",
    "братьев",
    "сестёр",
    "близких",
]
RU_OF = [
    "погибших",
    "погибших в январе",
    "погибших шахтёров",
    "убитых",
    "раненых",
    "пострадавших",
    "осуждённых",
    "осуждённых нефтяников",
    "задержанных активистов",
    "задержанных",
    "арестованных",
    "обвиняемых",
    "людей, погибших на шахте",
    "людей, которых задержали в мае",
    "активистов, осуждённых в прошлом году",
    "мужчин, которых арестовали",
    "оштрафованных водителей",
    "жертв январских событий",
    "избитых",
    "приговорённого политика",
]
RU_CAME = [
    "вышли на митинг в {c} 1 июля",
    "1 июля собрались в {c} у прокуратуры и потребовали справедливого расследования",
    "провели пикет в {c} 1 июля",
    "1 июля в {c} вышли на акцию протеста",
]
RU_N = ["20", "Двадцать", "Около 30", "Порядка сорока", "Не менее 15", "Десятки", "Более ста", "12", "Пятьдесят"]
RU_CITY = ["Алматы", "Астане", "Актобе", "Жанаозене", "Караганде", "Шымкенте"]

KK_KIN = [
    "туысы",
    "жесірі",
    "анасы",
    "ата-анасы",
    "әйелі",
    "баласы",
    "досы",
    "әріптесі",
    "адвокаты",
    "жақтасы",
    "бауыры",
    "жақыны",
]
KK_OF = [
    "қаза болғандардың",
    "қаңтарда қаза тапқандардың",
    "қаза тапқан кеншілердің",
    "мерт болғандардың",
    "жараланғандардың",
    "жарақат алған жұмысшылардың",
    "зардап шеккендердің",
    "сотталғандардың",
    "сотталған мұнайшылардың",
    "ұсталғандардың",
    "ұсталған белсенділердің",
    "қамауға алынған азаматтардың",
    "айыпталып жатқандардың",
    "былтыр сотталған белсендінің",
    "айыппұл салынған жүргізушілердің",
    "көз жұмған сарбаздардың",
]
KK_CAME = [
    "1 шілдеде {c} митингіге шықты",
    "1 шілдеде {c} прокуратура алдына жиналып, әділ тергеуді талап етті",
    "1 шілдеде {c} пикет өткізді",
    "1 шілдеде {c} наразылық акциясын өткізді",
]
KK_N = ["20", "жиырма", "30-ға жуық", "қырыққа жуық", "кемінде 15", "ондаған", "жүзден астам", "12", "елу шақты"]
KK_CITY = ["Алматыда", "Астанада", "Ақтөбеде", "Жаңаөзенде", "Қарағандыда", "Шымкентте"]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@st.composite
def english(draw: st.DrawFn) -> str:
    n, kin, of, came = (draw(st.sampled_from(items)) for items in (EN_N, EN_KIN, EN_OF, EN_CAME))
    who, did = f"{n} {kin} of {of}", came.format(c=draw(st.sampled_from(EN_CITY)))
    orders = [
        f"{who} {did}.",
        f"On Friday {who[:1].lower()}{who[1:]} {did}.",
        f"{_capital(did.split(' on ')[0])}: {who} took part on Friday.",
    ]
    return draw(
        st.sampled_from([*orders[:2], f"A rally was held on Friday. {who} {did}.", f"{who} {did}, the police said."])
    )


@st.composite
def russian(draw: st.DrawFn) -> str:
    n, kin, of, came = (draw(st.sampled_from(items)) for items in (RU_N, RU_KIN, RU_OF, RU_CAME))
    who, did = f"{n} {kin} {of}", came.format(c=draw(st.sampled_from(RU_CITY)))
    comma = "," if "," in of else ""
    orders = [
        f"{who}{comma} {did}.",
        f"{_capital(did)} {who[:1].lower()}{who[1:]}.",
        f"1 июля прошёл митинг. {who}{comma} {did}, сообщила полиция.",
    ]
    return draw(st.sampled_from(orders))


@st.composite
def kazakh(draw: st.DrawFn) -> str:
    n, kin, of, came = (draw(st.sampled_from(items)) for items in (KK_N, KK_KIN, KK_OF, KK_CAME))
    did = came.format(c=draw(st.sampled_from(KK_CITY)))
    orders = [f"{of} {n} {kin} {did}.", f"{of} {kin}, {n} адам, {did}."]
    return _capital(draw(st.sampled_from([*orders, f"1 шілдеде митинг өтті. {_capital(orders[0])}"])))


@settings(max_examples=400, deadline=None)
@given(told=st.one_of(english(), russian(), kazakh()))
def test_kin_who_came_are_only_those_who_came(reader: Reader, told: str) -> None:
    claims = reader.read(article("", told, DAY)).claims
    assert {claim.field for claim in claims if claim.stance is Stance.ASSERTS} <= {Field.PARTICIPANTS}, told
