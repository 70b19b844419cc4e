"""Who gives a figure, carried over quotations and «по его словам»; agents, places and those to resign say nothing."""

from datetime import date

import pytest

from bot.domain.codes import ClaimantType, Stance
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2022, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Friday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}
POLICE, OUTLET = ClaimantType.POLICE_MVD, ClaimantType.OUTLET
SCENE, LAWYER = ClaimantType.JOURNALIST_ON_SCENE, ClaimantType.RELATIVE_LAWYER
UNION = ClaimantType.ORGANISER
CROWD, NGO = ClaimantType.PARTICIPANT_EYEWITNESS, ClaimantType.NGO_MONITOR

SAID = [
    ("ru", "Об этом заявил министр внутренних дел. По его словам, задержаны 53 человека.", POLICE),
    (
        "ru",
        "Министр внутренних дел выступил днём. «Мы задержали 53 человека. Остальных отпустили», — сказал он.",
        POLICE,
    ),
    ("ru", "«Задержали двадцать человек. Их опросят», — сообщил начальник полиции.", POLICE),
    ("ru", "По информации агентства «Новости», задержаны 30 человек.", OUTLET),
    ("ru", "По данным информационного агентства, на площадь вышли 200 человек.", OUTLET),
    ("ru", "Корреспонденты Reuters видели, как полиция увела 12 человек.", SCENE),
    ("ru", "Участники потребовали отставки прокурора города. Пришли 60 человек.", OUTLET),
    ("ru", "Правозащитники спорят с министром внутренних дел. По их данным, задержаны 300 человек.", NGO),
    ("ru", "Тысячи людей вышли на площадь, заявляя о нехватке денег и требуя отставки власти.", OUTLET),
    ("en", 'The interior minister spoke at noon. "We detained 53 people. The rest were released," he said.', POLICE),
    ("en", "According to the news agency Interfax, 30 people were detained.", OUTLET),
    ("en", "Reuters reporters saw police lead away 12 people.", SCENE),
    ("en", "They demanded that the city prosecutor resign. Sixty people came.", OUTLET),
    ("en", "At least 34 people were reported injured after police fired tear gas at the protesters.", OUTLET),
    ("en", "The march drew an estimated 2,000 people, far fewer than organisers had hoped.", OUTLET),
    ("en", "Dozens of people took to the streets after a police statement said that he died.", OUTLET),
    ("en", "Police detained more than 200 people outside a city court.", OUTLET),
    ("en", "A lawyer for the detainees said 14 people were in custody.", LAWYER),
    ("kk", "«Біз 53 адамды ұстадық. Қалғандары босатылды», – деді ішкі істер министрі.", POLICE),
    ("kk", "ҚазАқпарат агенттігінің хабарлауынша, 30 адам ұсталған.", OUTLET),
    ("kk", "Қала прокуроры қызметінен кетсін деп 60 адам наразылық акциясын өткізді.", OUTLET),
    ("kk", "Оннан астам адам қала прокуроры «қызметінен кетсін» деген жазу ұстап, наразылық акциясын өткізді.", OUTLET),
    ("kk", "Полиция пікір айтып шыққан 12 адамды ұстап әкетті.", OUTLET),
    ("kk", "Полиция митинг өтеді деп белгіленген жерге келген жиырмадан астам адамды ұстады.", OUTLET),
    ("kk", "Құрылыс компаниясының 9 жұмысшысы жалақы төленбегенін айтып, наразылық білдірді.", OUTLET),
    ("kk", "Қаланың жедел жәрдем қызметінде істейтін 30 жүргізуші мәселесін айтып, наразылық білдірді.", OUTLET),
    ("kk", "Адвокат қамауда 14 адам отырғанын айтты.", LAWYER),
    ("kk", "Reuters тілшілері полицияның 12 адамды әкеткенін көрді.", SCENE),
    ("en", "An independent doctors' union said that 48 paramedics had joined the strike.", UNION),
    ("en", "Hundreds of railway workers gathered at the depot, videos showed.", OUTLET),
    ("en", "Eighteen inmates have refused food since Sunday, a lawyer for one of them said.", LAWYER),
    ("ru", "О забастовке сообщил независимый профсоюз медиков. По его данным, присоединились 48 фельдшеров.", UNION),
    ("ru", "Министерство внутренних дел, слова которого приводит «Азаттык», сообщает о восьми задержанных.", POLICE),
    ("kk", "Тәуелсіз кәсіподақтың Telegram-арнада жазуынша, ереуілге 70 жүргізуші қосылған.", UNION),
    ("kk", "Он шақты ана денсаулық сақтау басқармасының дәлізіне кіріп, кетпейтінін айтты.", OUTLET),
]


@pytest.mark.parametrize(("lang", "told", "who"), SAID)
def test_a_figure_is_of_whoever_says_it(reader: Reader, lang: str, told: str, who: ClaimantType) -> None:
    claims = reader.read(article("", OPENING[lang] + told, DAY)).claims
    assert {claim.claimant_type for claim in claims if claim.stance is Stance.ASSERTS} == {who}


NOTHING = [
    ("kk", "Министрлік қанша адам ұсталғанын әзірге хабарлаған жоқ."),
    ("kk", "Полиция ұсталғандар санын айтқан жоқ."),
    ("kk", "Полиция зардап шеккендер жоқ екенін айтты."),
    ("kk", "Прокуратура қанша адам қамауда екенін нақтыламады."),
    ("ru", "В полиции не сообщили, сколько человек задержано."),
    ("ru", "МВД пока не раскрывает число задержанных."),
    ("ru", "Власти не подтвердили и не опровергли задержания."),
    ("ru", "Пострадавших нет, сообщили в полиции."),
    ("ru", "Полиция отказалась назвать число задержанных."),
    ("en", "Police did not say how many were detained."),
    ("en", "The ministry has yet to release figures on detentions."),
    ("en", "There was no word from police on arrests."),
    ("en", "Nobody was hurt, police said."),
    ("en", "The Interior Ministry has not confirmed the arrests."),
]


@pytest.mark.parametrize(("lang", "told"), NOTHING)
def test_who_does_not_say_denies_nothing(reader: Reader, lang: str, told: str) -> None:
    claims = reader.read(article("", OPENING[lang] + told, DAY)).claims
    assert Stance.DENIES not in {claim.stance for claim in claims}
