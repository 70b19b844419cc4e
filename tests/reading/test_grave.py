"""What is grave: a claim or a deed at the event itself; never a topic, a demand, who takes part, or the past dead."""

from datetime import date

import pytest

from bot.domain.codes import Grave
from bot.domain.report import GraveMention, Report, from_json, to_json
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}


def kinds(report: Report) -> frozenset[Grave]:
    return frozenset(mention.kind for mention in report.grave)


def found(reader: Reader, lang: str, told: str) -> frozenset[Grave]:
    return kinds(reader.read(article("", OPENING.get(lang, "") + told, DAY)))


GRAVE = [
    # Deaths.
    ("en", "Police used tear gas. Two protesters were killed, the health department said.", {Grave.DEATHS}),
    ("en", "In the clashes with police a protester died.", {Grave.DEATHS}),
    ("en", "Police beat the crowd with batons; one of the demonstrators died in hospital.", {Grave.DEATHS}),
    ("en", "Riots broke out and three policemen were killed.", {Grave.DEATHS}),
    ("ru", "Полиция применила слезоточивый газ. Погибли двое протестующих, сообщил минздрав.", {Grave.DEATHS}),
    ("ru", "В столкновениях с полицией погиб один из участников.", {Grave.DEATHS}),
    ("ru", "Силовики били людей дубинками, один активист скончался в больнице.", {Grave.DEATHS}),
    ("ru", "Начались беспорядки, погибли трое полицейских.", {Grave.DEATHS}),
    ("kk", "Полиция газ қолданды. Екі наразы қаза тапты, деп хабарлады дәрігерлер.", {Grave.DEATHS}),
    ("kk", "Полициямен қақтығыста бір қатысушы қайтыс болды.", {Grave.DEATHS}),
    ("kk", "Арнайы жасақ жұртты таяқпен ұрды, бір белсенді ауруханада көз жұмды.", {Grave.DEATHS}),
    ("kk", "Жаппай тәртіпсіздік басталып, үш полицей қаза болды.", {Grave.DEATHS}),
    ("en", "Three people died when soldiers shot at the crowd.", {Grave.DEATHS, Grave.FIREARMS}),
    ("ru", "Полиция применила силу, есть погибшие.", {Grave.DEATHS}),
    # Firearms, and those hurt by them.
    ("en", "Police opened fire on the crowd.", {Grave.FIREARMS}),
    ("en", "Soldiers fired live rounds at the protesters.", {Grave.FIREARMS}),
    ("en", "Police fired warning shots into the air.", {Grave.FIREARMS}),
    ("en", "Gunfire was heard on the square as police pushed protesters back.", {Grave.FIREARMS}),
    ("ru", "Полиция открыла огонь по толпе.", {Grave.FIREARMS}),
    ("ru", "Военные стреляли в протестующих боевыми патронами.", {Grave.FIREARMS}),
    ("ru", "На площади раздались выстрелы, участники разбежались.", {Grave.FIREARMS}),
    ("ru", "Силовики расстреляли колонну митингующих.", {Grave.FIREARMS}),
    ("kk", "Полиция жұртқа оқ атты.", {Grave.FIREARMS}),
    ("kk", "Сарбаздар наразыларға оқ жаудырды.", {Grave.FIREARMS}),
    ("kk", "Алаңда атыс басталды, қатысушылар қашты.", {Grave.FIREARMS}),
    ("kk", "Полицейлер ауаға оқ атты.", {Grave.FIREARMS}),
    ("en", "Five protesters were taken to hospital with gunshot wounds.", {Grave.FIREARMS, Grave.FIREARM_INJURIES}),
    ("en", "A demonstrator was shot in the leg.", {Grave.FIREARMS, Grave.FIREARM_INJURIES}),
    (
        "ru",
        "Пятеро участников поступили в больницу с огнестрельными ранениями.",
        {Grave.FIREARMS, Grave.FIREARM_INJURIES},
    ),
    (
        "ru",
        "Одному из митингующих прострелили ногу, врачи говорят о пулевом ранении.",
        {Grave.FIREARMS, Grave.FIREARM_INJURIES},
    ),
    ("kk", "Екі қатысушыға оқ тиді.", {Grave.FIREARMS, Grave.FIREARM_INJURIES}),
    ("kk", "Бір наразы оқтан жараланды, деді дәрігер.", {Grave.FIREARMS, Grave.FIREARM_INJURIES}),
    # Self-harm.
    ("en", "One of the protesters doused himself with petrol.", {Grave.SELF_HARM}),
    ("en", "A woman slit her wrists in front of the akimat.", {Grave.SELF_HARM}),
    ("en", "Two hunger strikers sewed their lips shut.", {Grave.SELF_HARM}),
    ("en", "A worker set himself on fire.", {Grave.SELF_HARM}),
    ("ru", "Один из участников облил себя бензином.", {Grave.SELF_HARM}),
    ("ru", "Женщина вскрыла вены перед акиматом.", {Grave.SELF_HARM}),
    ("ru", "Двое голодающих зашили себе рты.", {Grave.SELF_HARM}),
    ("ru", "Рабочий поджёг себя.", {Grave.SELF_HARM}),
    ("kk", "Қатысушылардың бірі үстіне бензин құйды.", {Grave.SELF_HARM}),
    ("kk", "Бір әйел әкімдік алдында тамырын кесті.", {Grave.SELF_HARM}),
    ("kk", "Аштық жариялаған екі адам аузын тігіп алды.", {Grave.SELF_HARM}),
    ("kk", "Бір жұмысшы өзін өртеді.", {Grave.SELF_HARM}),
    # Minors detained or hurt.
    ("en", "Police detained two teenagers.", {Grave.MINORS}),
    ("en", "Among those detained are five minors.", {Grave.MINORS}),
    ("en", "Police detained twenty people, and six of them turned out to be minors.", {Grave.MINORS}),
    ("ru", "Полиция задержала двадцать человек, шестеро из них оказались школьниками.", {Grave.MINORS}),
    ("kk", "Полиция жиырма адамды ұстады, олардың алтауы кәмелетке толмаған болып шықты.", {Grave.MINORS}),
    ("en", "Police detained 20 people, including three schoolchildren.", {Grave.MINORS}),
    ("en", "Police used batons and a child was injured.", {Grave.MINORS}),
    ("ru", "Полиция задержала двух подростков.", {Grave.MINORS}),
    ("ru", "Среди задержанных пятеро несовершеннолетних.", {Grave.MINORS}),
    ("ru", "Задержаны трое школьников.", {Grave.MINORS}),
    ("ru", "Полиция увезла 17-летнего школьника.", {Grave.MINORS}),
    ("kk", "Полиция 16 жастағы оқушыны бөлімге алып кетті.", {Grave.MINORS}),
    ("ru", "Полиция применила дубинки, ребёнок получил травму.", {Grave.MINORS}),
    ("kk", "Полиция екі жасөспірімді ұстап әкетті.", {Grave.MINORS}),
    ("kk", "Ұсталғандардың арасында бес кәмелетке толмаған бала бар.", {Grave.MINORS}),
    ("kk", "Үш оқушы ұсталды.", {Grave.MINORS}),
    ("kk", "Полиция таяқпен ұрды, бір бала жарақат алды.", {Grave.MINORS}),
    # Torture, beating in custody.
    ("en", "Police detained ten people. Their lawyer said they were tortured at the station.", {Grave.TORTURE}),
    ("en", "Detained activists said they were beaten in custody.", {Grave.TORTURE}),
    ("en", "Officers beat them in a police van, the detained men said.", {Grave.TORTURE}),
    ("en", "Those detained were subjected to torture, monitors said.", {Grave.TORTURE}),
    ("ru", "Задержали десять человек. По словам адвоката, их пытали в отделении.", {Grave.TORTURE}),
    ("ru", "Задержанные заявили, что их избили в отделе.", {Grave.TORTURE}),
    ("ru", "Задержанных избивали в автозаке, говорят правозащитники.", {Grave.TORTURE}),
    ("ru", "Задержанные подверглись пыткам, сообщили правозащитники.", {Grave.TORTURE}),
    ("kk", "Он адам ұсталды. Адвокаттың айтуынша, оларды полиция бөлімінде азаптады.", {Grave.TORTURE}),
    ("kk", "Ұсталғандарды бөлімде ұрды, деді құқық қорғаушылар.", {Grave.TORTURE}),
    ("kk", "Ұсталған белсенділерді автозакта соққыға жықты.", {Grave.TORTURE}),
    ("kk", "Ұсталғандар азапталды, деді адвокат.", {Grave.TORTURE}),
    # Calls to come.
    ("en", "“Come to the square on Saturday at noon,” the organisers wrote.", {Grave.CALL}),
    ("en", "Join us tomorrow at the akimat!", {Grave.CALL}),
    ("en", "Come out on Sunday, bring your friends.", {Grave.CALL}),
    ("en", "Gather at Republic Square at noon on July 10!", {Grave.CALL}),
    ("ru", "«Приходите на площадь в субботу в полдень», — написали организаторы.", {Grave.CALL}),
    ("ru", "Выходите завтра к акимату!", {Grave.CALL}),
    ("ru", "Собираемся в воскресенье на площади.", {Grave.CALL}),
    ("ru", "Присоединяйтесь к нам 10 июля на площади!", {Grave.CALL}),
    ("kk", "«Сенбіде алаңға шығыңыздар», деп жазды ұйымдастырушылар.", {Grave.CALL}),
    ("kk", "Ертең әкімдік алдына жиналайық!", {Grave.CALL}),
    ("kk", "Жексенбіде алаңға келіңіздер.", {Grave.CALL}),
    ("kk", "10 шілдеде бізге алаңда қосылыңыздар!", {Grave.CALL}),
]


@pytest.mark.parametrize(("lang", "told", "kinds"), GRAVE)
def test_what_is_claimed_at_the_event_is_grave(reader: Reader, lang: str, told: str, kinds: set[Grave]) -> None:
    assert found(reader, lang, told) == kinds


NOT_GRAVE = [
    # The past dead, causes, demands, kin.
    ("en", "They demanded an inquiry into the deaths of five miners."),
    ("en", "Relatives of those killed in January held portraits."),
    ("en", "The rally was called after a fire that killed three children."),
    ("en", "In 2011 police killed 16 people in Zhanaozen."),
    ("en", "No one was killed, the police said."),
    ("ru", "Они требовали расследовать гибель пятерых шахтёров."),
    ("ru", "Родственники погибших в январе держали портреты."),
    ("ru", "Поводом стал пожар, в котором погибли трое детей."),
    ("ru", "В 2011 году в Жанаозене погибли 16 человек."),
    ("ru", "Погибших нет, сообщили в полиции."),
    ("kk", "Олар бес кеншінің өлімін тергеуді талап етті."),
    ("kk", "Қаңтарда қаза болғандардың туыстары сурет ұстап тұрды."),
    ("kk", "Үш бала өрттен қаза болғаннан кейін жұрт жиналды."),
    ("kk", "2011 жылы Жаңаөзенде 16 адам қаза тапты."),
    ("kk", "Қаза болғандар жоқ, деп хабарлады полиция."),
    # No shots at this event.
    ("en", "They demanded that those who opened fire in January be tried."),
    ("en", "Police fired rubber bullets."),
    ("en", "Police did not open fire."),
    ("en", "The company fired the organiser."),
    ("ru", "Они требовали судить тех, кто открыл огонь в январе."),
    ("ru", "Полиция применила резиновые пули."),
    ("ru", "Полиция не стреляла."),
    ("ru", "В полиции опровергли, что по людям стреляли."),
    ("kk", "Олар қаңтарда оқ атқандарды жауапқа тартуды талап етті."),
    ("kk", "Полиция резеңке оқ қолданды."),
    ("kk", "Полиция оқ атқан жоқ."),
    ("kk", "Алаңда балаларына оқ атқандар сотта куәгер болып жүр, деді наразылар."),
    # Threats and memories of self-harm.
    ("en", "One woman threatened to set herself on fire."),
    ("en", "They remembered a worker who set himself on fire in 2019."),
    ("en", "Nobody set himself on fire, organisers said."),
    ("en", "The rally was held in memory of a man who hanged himself."),
    ("ru", "Одна женщина угрожала поджечь себя."),
    ("ru", "Вспоминали рабочего, который поджёг себя в 2019 году."),
    ("ru", "Митинг прошёл в память о солдате, который повесился."),
    ("ru", "Никто не поджёг себя, сказали организаторы."),
    ("kk", "Бір әйел өзін өртеймін деп қорқытты."),
    ("kk", "Бір қатысушы өзін-өзі өртейтінін айтты."),
    ("kk", "2019 жылы өзін өртеген жұмысшыны еске алды."),
    ("kk", "Өзін асып өлген сарбаздың анасы да келді."),
    # Children and students who take part.
    ("en", "Mothers came with their children."),
    ("en", "Students and schoolchildren took part; police detained ten adults."),
    ("en", "Mothers of many children demanded child benefits."),
    ("en", "A video shows police pulling a teenage girl away."),
    ("ru", "Матери пришли с детьми."),
    ("ru", "Школьники стояли в стороне, полиция задержала десятерых мужчин."),
    ("ru", "Многодетные матери требовали детские пособия."),
    ("ru", "На видео полицейские уводят девочку-подростка."),
    ("kk", "Аналар балаларымен келді."),
    ("kk", "Оқушылар да қатысты, полиция он ер адамды ұстады."),
    ("kk", "Көп балалы аналар жәрдемақыны көтеруді талап етті."),
    ("kk", "Бейнежазбада полицейлер жасөспірім қызды алып бара жатыр."),
    # Torture as a demand and a topic.
    ("en", "They demanded an end to torture in prisons."),
    ("en", "Posters called for an inquiry into the torture of activists detained last year."),
    ("en", "Police denied that detained protesters had been tortured."),
    ("en", "A committee against torture was set up after people were detained."),
    ("ru", "Они требовали прекратить пытки в тюрьмах."),
    ("ru", "На плакатах требовали наказать тех, кто пытал активистов в январе."),
    ("ru", "В полиции опровергли, что задержанных пытали."),
    ("ru", "Задержанные пытаются найти адвоката."),
    ("kk", "Олар түрмедегі азаптауды тоқтатуды талап етті."),
    ("kk", "Қаңтарда азапталған белсенділердің туыстары келді."),
    ("kk", "Полиция ұсталғандар азапталғанын жоққа шығарды."),
    ("kk", "Ұсталғандарды азаптаған полицейлерді жазалау талап етілді."),
    # No call to come.
    ("en", "The prosecutor's office spoke of provocative calls of a banned organisation."),
    ("en", "The akimat asked people not to come to the square on Saturday."),
    ("en", "People come to the square every Saturday."),
    ("en", "The movement had called on its supporters to gather."),
    ("ru", "В прокуратуре говорили о провокационных призывах запрещённой организации."),
    ("ru", "Акимат попросил: «Не выходите в субботу на площадь»."),
    ("ru", "Люди приходят на площадь каждую субботу."),
    ("ru", "К акции призвало запрещённое движение."),
    ("kk", "Прокуратура тыйым салынған ұйымның арандатушы үндеулері туралы айтты."),
    ("kk", "Әкімдік: «Сенбіде алаңға шықпаңыздар» деді."),
    ("kk", "Жұрт алаңға әр сенбіде шығады."),
    ("kk", "Акцияға қозғалыс шақырған еді."),
]


@pytest.mark.parametrize(("lang", "told"), NOT_GRAVE)
def test_a_topic_a_demand_and_the_past_are_not_grave(reader: Reader, lang: str, told: str) -> None:
    assert found(reader, lang, told) == frozenset()


def test_a_report_keeps_what_is_grave_and_whether_it_is_clear(reader: Reader) -> None:
    report = reader.read(article("", OPENING["en"] + "Police opened fire on the crowd.", DAY))
    assert report.grave == (GraveMention(Grave.FIREARMS, clear=True),)
    assert to_json(report)["grave"] == ["firearms"]
    assert from_json(to_json(report)) == report
    old = {key: value for key, value in to_json(report).items() if not key.startswith("grave")}
    assert from_json(old).grave == ()


def test_a_call_is_grave_in_an_announcement_too(reader: Reader) -> None:
    told = "Активисты объявили митинг в Алматы 10 июля. «Приходите на площадь в субботу в полдень», — написали они."
    assert kinds(reader.read(article("Митинг в Алматы пройдёт 10 июля", told, DAY))) == {Grave.CALL}
