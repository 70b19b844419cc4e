"""A denial is somebody's statement that a thing did not happen; what is not told, not known or not bad is none."""

from datetime import date

import pytest

from bot.domain.codes import Field, Stance
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}


def denied(reader: Reader, lang: str, told: str) -> set[Field]:
    claims = reader.read(article("", OPENING[lang] + told, DAY)).claims
    return {claim.field for claim in claims if claim.stance is Stance.DENIES}


NO_DENIALS = [
    # Not told, not known, not counted yet.
    ("kk", "Ішкі істер министрлігі қанша адам ұсталғанын әзірге хабарлаған жоқ."),
    ("kk", "Полиция ұсталған адамдардың санын айтқан жоқ."),
    ("kk", "Полиция департаменті ұсталғандар туралы мәлімет берген жоқ, деп жазды басылым."),
    ("kk", "Әкімдік өкілінің айтуынша, ұсталғандар саны әзірге белгісіз."),
    ("kk", "Полиция неше адамның ұсталғаны жөнінде ештеңе айтпады."),
    ("kk", "Полиция ешкім ұсталмағанын растамады."),
    ("kk", "Әкімдік митинг туралы сауалға жауап берген жоқ."),
    ("ru", "В полиции заявили, что данных о задержанных нет."),
    ("ru", "В МВД пока не сообщили, сколько человек задержано."),
    ("ru", "В департаменте полиции сообщили, что информации о задержанных пока нет."),
    ("ru", "В полиции не подтвердили задержание участников митинга."),
    ("ru", "В полиции сказали, что не знают, были ли задержанные."),
    ("ru", "В акимате не стали комментировать митинг."),
    ("en", "Police declined to say whether anyone had been detained."),
    ("en", "Police said they had no information on people detained at the rally."),
    ("en", "The Interior Ministry has not said how many people were detained."),
    ("en", "Police did not confirm the detentions."),
    ("en", "Police said there was no data yet on detained protesters."),
    ("en", "The mayor's office has not commented on the rally."),
    # Nobody was hurt: good news, no denial.
    ("kk", "Полиция мәліметінше, ешкім зардап шекпеген."),
    ("kk", "Полиция жараланғандар болмағанын хабарлады."),
    ("kk", "Ішкі істер министрлігі қаза болғандар жоқ деп мәлімдеді."),
    ("ru", "В полиции сообщили, что никто не пострадал."),
    ("ru", "В полиции сообщили, что пострадавших и погибших нет."),
    ("ru", "В МВД заявили, что во время митинга никто не погиб."),
    ("en", "Police said nobody was hurt."),
    ("en", "The Interior Ministry said no one was killed or injured at the rally."),
    # Of other things, and of some people only.
    ("kk", "Полиция ұсталғандарды ұрғанын жоққа шығарды."),
    ("kk", "Полиция ұсталғандар арасында бала жоқ деп мәлімдеді."),
    ("kk", "Полицияның айтуынша, митинг кезінде бұзақылық болған жоқ."),
    ("kk", "Полиция ұсталған азаматтардың құқығы бұзылған жоқ деп мәлімдеді."),
    ("ru", "В полиции отрицают избиение задержанных."),
    ("ru", "В полиции заявили, что среди задержанных нет несовершеннолетних."),
    ("ru", "В полиции сообщили, что во время митинга нарушений не было."),
    ("ru", "В полиции опровергли применение силы на митинге."),
    ("ru", "В полиции опровергли, что митинг разогнали силой."),
    ("ru", "В полиции пообещали, что никого не будут задерживать за митинг."),
    ("ru", "В полиции сообщили, что активист не был задержан на митинге."),
    ("en", "Police denied beating detained protesters."),
    ("en", "Police said no journalists were detained."),
    ("en", "Police denied that force was used at the rally."),
    ("en", "Police denied that the rally was dispersed."),
    ("en", "Police said no protesters were hurt during the rally."),
    ("en", "Police promised that nobody would be detained."),
    ("en", "Police said there were no violations at the rally."),
]


@pytest.mark.parametrize(("lang", "told"), NO_DENIALS)
def test_what_is_not_told_or_not_bad_is_no_denial(reader: Reader, lang: str, told: str) -> None:
    assert denied(reader, lang, told) == set()


DENIALS = [
    ("kk", "Полиция ешкім ұсталған жоқ деп мәлімдеді.", {Field.DETAINED}),
    ("kk", "Қалалық полиция қатысушылардың ешқайсысы ұсталмағанын хабарлады.", {Field.DETAINED}),
    ("kk", "Полиция ұсталғандар жоғын, бірақ ескерту жасалғанын айтты.", {Field.DETAINED}),
    ("kk", "Әкімдік митинг болған жоқ деп мәлімдеді.", {Field.PARTICIPANTS}),
    ("kk", "Әкімдік ереуіл туралы ақпаратты жоққа шығарды.", {Field.PARTICIPANTS}),
    ("kk", "Полиция ешқандай наразылық өтпегенін айтты.", {Field.PARTICIPANTS}),
    ("ru", "В полиции заявили, что никого из участников не задерживали.", {Field.DETAINED}),
    ("ru", "В полиции опровергли задержания.", {Field.DETAINED}),
    ("ru", "В полиции отрицают, что кого-либо задержали.", {Field.DETAINED}),
    ("ru", "В акимате заявили, что никакого митинга не было.", {Field.PARTICIPANTS}),
    ("ru", "В акимате опровергли сообщения о митинге.", {Field.PARTICIPANTS}),
    ("ru", "В акимате сообщили, что акций протеста в городе не проводилось.", {Field.PARTICIPANTS}),
    ("en", "Police said nobody had been detained, but did not comment further.", {Field.DETAINED}),
    ("en", "Police denied that anyone had been arrested.", {Field.DETAINED}),
    ("en", "Police said they had detained no one.", {Field.DETAINED}),
    ("en", "The mayor's office denied reports of a rally.", {Field.PARTICIPANTS}),
    ("en", "The mayor's office denied that any rally had taken place.", {Field.PARTICIPANTS}),
    ("en", "The mayor's office said there had been no rally in the city.", {Field.PARTICIPANTS}),
]


@pytest.mark.parametrize(("lang", "told", "fields"), DENIALS)
def test_what_is_said_not_to_have_happened_is_denied(reader: Reader, lang: str, told: str, fields: set[Field]) -> None:
    assert denied(reader, lang, told) == fields


UNCONFIRMED = [
    ("ru", "В полиции не подтвердили задержание 50 человек."),
    ("en", "Police did not confirm that 50 people had been detained."),
    ("kk", "Полиция 50 адам ұсталғанын растамады."),
    ("ru", "В полиции отрицают избиение 50 задержанных."),
    ("en", "Police denied beating 50 detained protesters."),
]


@pytest.mark.parametrize(("lang", "told"), UNCONFIRMED)
def test_a_figure_that_is_not_confirmed_is_neither_said_nor_denied(reader: Reader, lang: str, told: str) -> None:
    assert reader.read(article("", OPENING[lang] + told, DAY)).claims == ()
