"""A figure is bound by grammar: to its noun, its verb, its clause; what is of other people or days counts nobody."""

from datetime import date

import pytest

from bot.domain.codes import Qualifier, Stance
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2022, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Friday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
    "": "",
}


def counted(reader: Reader, lang: str, told: str) -> set[tuple[str, int | None]]:
    report = reader.read(article("", OPENING[lang] + told, DAY))
    return {(c.field.value, c.min or c.max) for c in report.claims if c.stance is Stance.ASSERTS}


VERB = [
    ("ru", "В отделы попали около 30 человек.", {("detained", 30)}),
    ("ru", "По их информации, задержаны пятеро.", {("detained", 5)}),
    ("en", "At least eight people demonstrating against the law were detained, police said.", {("detained", 8)}),
    ("en", "About 50 people who had come to support them were taken away by police.", {("detained", 50)}),
    ("en", "Police detained the organiser along with more than 20 protesters.", {("detained", 20)}),
    ("en", "Police called on the crowd to disperse and detained seven of them.", {("detained", 7)}),
    ("ru", "Троих активистов, вышедших с плакатами к акимату, задержали.", {("detained", 3)}),
    ("ru", "Около 50 человек, пришедших поддержать их, увезла полиция.", {("detained", 50)}),
    ("ru", "Полиция увела семерых из них.", {("detained", 7)}),
    ("kk", "Наразылық акциясын өткізген 100-ден аса мұнайшыны полиция күштеп ұстап әкетті.", {("detained", 100)}),
    ("kk", "Полиция ондаған адамды ұстап, кейбіріне ескерту жасады.", {("detained", 20)}),
    ("kk", "Жолды жапқан 15 ересек адам мен 12 баланы полиция алып кетті.", {("detained", 15)}),
    ("kk", "Полиция үш ұйымдастырушыны ұстады.", {("detained", 3)}),
    ("kk", "Компанияның 600-ден астам жұмысшысы жұмысты тоқтатты.", {("participants", 600)}),
    ("kk", "Жүзге тарта көлік жүргізушісі жұмысқа шығудан бас тартты.", {("participants", 100)}),
]


@pytest.mark.parametrize(("lang", "told", "claims"), VERB)
def test_the_verb_of_the_clause_tells_what_befell_them(
    reader: Reader, lang: str, told: str, claims: set[tuple[str, int]]
) -> None:
    assert counted(reader, lang, told) == claims


NOBODY = [
    ("", "Clashes in January 2022 left 238 dead. On Friday residents rallied in Almaty to demand an inquiry."),
    ("en", "Mothers came to the town hall after a fire killed three children."),
    ("ru", "О пострадавших нет данных, сообщили в полиции 30-го отдела."),
    ("kk", "Бұл туралы 31 арна мен Хабар 24 хабарлады."),
    ("en", "The union demands that the company rehire 60 dismissed workers."),
    ("ru", "Профсоюз требует вернуть на работу 60 уволенных."),
    ("kk", "Олар басшылық жұмыстан шығарған 20 адамды қайта алуды талап етті."),
    ("en", "Protesters held portraits of 30 people who died in custody."),
    ("ru", "Участники держали портреты 30 человек, погибших под пытками."),
    ("kk", "Наразылар азаптан қаза болған 30 адамның суретін ұстады."),
    ("kk", "Белсенділер жүз мың адамның арызын тапсырды."),
    ("en", "An 18-year-old woman spoke to the crowd on day 21 of her hunger strike."),
    ("ru", "На площади выступила 18-летняя студентка."),
    ("kk", "Алаңда 58 жастағы тұрғын сөйледі."),
    ("en", "Rallies were held in at least three of Kazakhstan's main cities, police said."),
    ("kk", "Базардан жүздеген сатушы заттарын көшіріп әкетті."),
    ("kk", "Биыл шахтадан жүздеген адам қысқармақ."),
    ("ru", "Пять участников забастовки привлекаются к ответственности."),
    ("en", "The decree grants amnesty to dozens of officials accused of corruption."),
    ("en", "In Bishkek, 300 people protested the same day."),
    ("ru", "В Бишкеке в тот же день протестовали 300 человек."),
    ("en", "The plant employs 4,000 people."),
    ("ru", "На заводе работают 4 тысячи человек."),
    ("kk", "Зауытта 4 мың адам жұмыс істейді."),
    ("en", "Two people died when their minibus overturned near the city, police said."),
    ("ru", "Двое погибли в аварии под городом, сообщила полиция."),
    ("kk", "Қала маңындағы жол апатында екі адам қаза тапты, деді полиция."),
    ("kk", "Өртте бірнеше тұрғын үй жанып кетті."),
    ("kk", "Мыңдаған адам жолынан қалды."),
]


@pytest.mark.parametrize(("lang", "told"), NOBODY)
def test_what_is_told_of_others_counts_nobody(reader: Reader, lang: str, told: str) -> None:
    assert not {(field, figure) for field, figure in counted(reader, lang, told) if field != "charged"}


EARLIER = [
    ("ru", "В мае на таком же митинге задержали 80 человек. В пятницу, по данным полиции, задержаны 12.", 12),
    ("kk", "Мамырдағы митингіде 80 адам ұсталған еді. Полицияның айтуынша, жұмада 12 адам ұсталды.", 12),
    ("en", "At a rally in May police detained 80 people. On Friday, police said, 12 people were detained.", 12),
]


@pytest.mark.parametrize(("lang", "told", "figure"), EARLIER)
def test_figures_of_another_day_are_left_out(reader: Reader, lang: str, told: str, figure: int) -> None:
    assert counted(reader, lang, told) == {("detained", figure)}


ROUGH = [
    ("en", "Tens of thousands of people gathered, the police said.", 20_000, None, Qualifier.VAGUE),
    ("en", "A few dozen people gathered, the police said.", 24, None, Qualifier.VAGUE),
    ("en", "Two or three people gathered, the police said.", 2, 3, Qualifier.RANGE),
    ("en", "20-plus people gathered, the police said.", 20, None, Qualifier.MORE_THAN),
    ("ru", "Собрались десятки тысяч человек, сообщила полиция.", 20_000, None, Qualifier.VAGUE),
    ("ru", "Собрались пять-шесть человек, сообщила полиция.", 5, 6, Qualifier.RANGE),
    ("ru", "Собрались двадцать с лишним человек, сообщила полиция.", 20, None, Qualifier.MORE_THAN),
    ("ru", "Собрались менее 20 человек, сообщила полиция.", None, 20, Qualifier.AT_MOST),
    ("kk", "Ондаған мың адам жиналды, деді полиция.", 20_000, None, Qualifier.VAGUE),
    ("kk", "Төрт-бес әйел жиналды, деді полиция.", 4, 5, Qualifier.RANGE),
    ("kk", "Кемі үш белсенді жиналды, деді полиция.", 3, None, Qualifier.AT_LEAST),
    ("kk", "Оншақты адам жиналды, деді полиция.", 10, 10, Qualifier.APPROX),
    ("kk", "Бірнеше ондаған адам жиналды, деді полиция.", 20, None, Qualifier.VAGUE),
]


@pytest.mark.parametrize(("lang", "told", "low", "high", "qualifier"), ROUGH)
def test_a_rough_number_stays_rough(
    reader: Reader, lang: str, told: str, low: int | None, high: int | None, qualifier: Qualifier
) -> None:
    claims = reader.read(article("", OPENING[lang] + told, DAY)).claims
    assert [(c.field.value, c.min, c.max, c.qualifier) for c in claims] == [("participants", low, high, qualifier)]


PAGES = {
    "ru": (
        "В Караганде 1 июля прошёл митинг. Полиция задержала 20 человек, сообщили в департаменте полиции.\n\n"
        "В Мангистауской области на трассе перевернулся автобус. Погибли двое, 13 человек ранены, сообщила полиция.\n\n"
        "С начала паводка в стране спасено 107 тысяч человек, сообщили в МЧС."
    ),
    "en": (
        "A rally was held in Karaganda on Friday. Police detained 20 people, the police department said.\n\n"
        "A minibus overturned near Aktau. Two people died and 13 passengers were injured, police said.\n\n"
        "Since the floods began 107,000 people have been evacuated, the emergency ministry said."
    ),
    "kk": (
        "Қарағанды қаласында 1 шілдеде митинг өтті. Полиция 20 адамды ұстағанын хабарлады.\n\n"
        "Маңғыстауда автобус төңкерілді. Жол апатында екі адам қаза тауып, 13 жолаушы жараланды, деді полиция.\n\n"
        "Су тасқыны басталғалы 107 мың адам көшірілді, деді төтенше жағдайлар министрлігі."
    ),
}


@pytest.mark.parametrize("lang", PAGES)
def test_a_page_shows_the_figures_of_its_event_alone(reader: Reader, lang: str) -> None:
    claims = reader.read(article("", PAGES[lang], DAY)).claims
    assert {(c.field.value, c.min) for c in claims if c.shown and c.stance is Stance.ASSERTS} == {("detained", 20)}
    assert not {c.field.value for c in claims if c.field.value.startswith("killed")}


def test_each_figure_says_what_its_probability_is_made_of(reader: Reader) -> None:
    page = article("", OPENING["en"] + "Police detained 20 people. They demanded the release of five activists.", DAY)
    (claim, parts), *_ = reader.claim_contributions(page)
    assert claim.min == 20
    assert {"verb_close", "field_detained"} <= {name for name, _ in parts}
    assert dict(reader.figures(page)) == {"20": "detained", "five": "those to be freed"}
