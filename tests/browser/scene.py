"""A newsroom's afternoon in four chats: what a bot sends through the Bot API, in the three languages."""

from dataclasses import dataclass
from typing import Any

from bot.simulator import Simulator
from tests.simulator.driving import Api

KAZAKH, RUSSIAN, ENGLISH, EDITOR = 1001, 1002, 1003, 1009

READERS = (
    (KAZAKH, "Kazakh reader", "kk"),
    (RUSSIAN, "Russian reader", "ru"),
    (ENGLISH, "English reader", "en"),
    (EDITOR, "Editor", "en"),
)

NAMES = {"kk": "Наразылық хабарлары", "ru": "Новости протестов", "en": "Protest alerts"}

ABOUT = {
    "kk": "Қазақстандағы наразылықтар туралы БАҚ хабарларына шолу. Тек болған не болып жатқан оқиғалар.",
    "ru": "Обзор сообщений СМИ о протестах в Казахстане. Только то, что уже произошло или идёт.",
    "en": "A summary of media reports on protests in Kazakhstan. Only what has happened or is under way.",
}

MENUS = {
    "kk": (("latest", "Соңғы оқиғалар"), ("cities", "Қалалар"), ("language", "Тіл"), ("forget", "Деректі өшіру")),
    "ru": (("latest", "Последние события"), ("cities", "Города"), ("language", "Язык"), ("forget", "Стереть данные")),
    "en": (("latest", "Latest events"), ("cities", "Cities"), ("language", "Language"), ("forget", "Erase my data")),
}

ALERTS = {
    "kk": """Астана (сол кезде Нұр-Сұлтан), Алматы, Шымкент: полиция оппозиция митингілерін таратты
21 қыркүйек · жалғасып жатыр ма, белгісіз

• Ішкі істер министрлігі: 57 адам ұсталды (Астана, Алматы)
• RFE/RL тілшісі: кемінде 20 адам ұсталды (Шымкент)

Әзірге бір басылым: RFE/RL (ағылшынша)
№ 42 · мәлімет уақыты: 19:40 · автоматты шолу""",
    "ru": """Астана (тогда Нур-Султан), Алматы, Шымкент: полиция разогнала митинги оппозиции
21 сентября · неизвестно, продолжается ли

• МВД: задержано 57 человек (Астана, Алматы)
• Корреспондент RFE/RL: задержано не менее 20 человек (Шымкент)

Пока одно издание: RFE/RL (на английском)
№ 42 · данные на 19:40 · автоматический обзор""",
    "en": """Astana (then Nur-Sultan), Almaty, Shymkent: police broke up opposition rallies
21 September · not known whether it goes on

• Interior Ministry: 57 people detained (Astana, Almaty)
• RFE/RL correspondent: at least 20 people detained (Shymkent)

One outlet so far: RFE/RL (English)
No. 42 · as of 19:40 · automated summary""",
}

BUTTONS = {
    "kk": ("Толығырақ", "Дереккөздер", "Қатені хабарлау"),
    "ru": ("Подробнее", "Источники", "Сообщить об ошибке"),
    "en": ("Details", "Sources", "Report an error"),
}

CORRECTIONS = {
    "kk": """Түзету · № 42 · Астана, Алматы
Бұрынғы хабарлама: 21 қыркүйек, 19:40

Қате: 57 адам ұсталды (Ішкі істер министрлігі)
Дұрысы: 67 адам ұсталды (Ішкі істер министрлігі)

Өзгеріссіз қалды: Шымкент, кемінде 20 адам ұсталды (RFE/RL тілшісі).
Себебі: дереккөз санды түзетті.

22 қыркүйек, 09:15 · түзеткен: редакция. Бұрынғы хабарлама да өзгертілді.""",
    "ru": """Исправление · № 42 · Астана, Алматы
Прежнее сообщение: 21 сентября, 19:40

Неверно: задержано 57 человек (МВД)
Верно: задержано 67 человек (МВД)

По-прежнему верно: Шымкент, задержано не менее 20 человек (корреспондент RFE/RL).
Причина: источник исправил число.

22 сентября, 09:15 · исправила редакция. Прежнее сообщение тоже изменено.""",
    "en": """Correction · No. 42 · Astana, Almaty
Our message of 21 September, 19:40

Wrong: 57 people detained (Interior Ministry)
Right: 67 people detained (Interior Ministry)

Still right: Shymkent, at least 20 people detained (RFE/RL correspondent).
Why: the source corrected its figure.

22 September, 09:15 · by the editors. The earlier message has been edited too.""",
}

LATEST = {
    "kk": """Алматы: соңғы оқиғалар

21 қыркүйек · полиция митингіні таратты · Ішкі істер министрлігі: 67 адам ұсталды (Астана, Алматы) · /event_42

9 қыркүйек · митинг өтті, сандар әртүрлі · Полиция: 100 адам; ұйымдастырушылар: 500 адамға дейін · /event_37

БАҚ сайттары қаралған уақыт: 19:52 · барлығы 24 сайт, ашылғаны 19""",
    "ru": """Алматы: последние события

21 сентября · полиция разогнала митинг · МВД: задержано 67 человек (Астана, Алматы) · /event_42

9 сентября · прошёл митинг, данные расходятся · Полиция: 100 человек; организаторы: до 500 человек · /event_37

Сайты СМИ просмотрены в 19:52: открылись 19 из 24""",
    "en": """Almaty: latest

21 September · police broke up a rally · Interior Ministry: 67 people detained (Astana, Almaty) · /event_42

9 September · people held a rally, figures differ · Police: 100 people; organisers: up to 500 people · /event_37

News sites read at 19:52: 19 of 24 could be opened""",
}


@dataclass(frozen=True)
class Newsroom:
    """The bot's side of the scene, by raw calls."""

    api: Api
    simulator: Simulator

    async def introduce(self) -> None:
        """Name, description and command menu in each language."""
        for lang, menu in MENUS.items():
            commands = [{"command": name, "description": words} for name, words in menu]
            await self.api.call("setMyName", name=NAMES[lang], language_code=lang)
            await self.api.call("setMyDescription", description=ABOUT[lang], language_code=lang)
            await self.api.call("setMyCommands", commands=commands, language_code=lang)

    async def alert(self, chat_id: int, lang: str) -> int:
        """The alert with its buttons; its number."""
        return int((await self.api.call("sendMessage", **self._alert(chat_id, lang))).result["message_id"])

    async def correct(self, chat_id: int, lang: str, message_id: int) -> int:
        """The alert edited and answered; the answer's number."""
        edited = self._alert(chat_id, lang, old="57", new="67")
        await self.api.call("editMessageText", message_id=message_id, **edited)
        text = CORRECTIONS[lang]
        reply = {"message_id": message_id}
        sent = self.api.call("sendMessage", chat_id=chat_id, text=text, entities=[bold(text)], reply_parameters=reply)
        return int((await sent).result["message_id"])

    async def answer_press(self, text: str, *, alert: bool) -> None:
        """Wait for a press and answer it."""
        taps = self.simulator.state.taps
        await self.simulator.record.until(lambda: bool(taps.unanswered()))
        query = taps.unanswered()[-1].query_id
        await self.api.call("answerCallbackQuery", callback_query_id=query, text=text, show_alert=alert)

    async def latest(self, chat_id: int, lang: str) -> None:
        """The reader asks, the bot answers."""
        self.simulator.people.say(chat_id, "/latest")
        await self.api.call("sendMessage", chat_id=chat_id, text=LATEST[lang], entities=[bold(LATEST[lang])])

    def _alert(self, chat_id: int, lang: str, *, old: str = "", new: str = "") -> dict[str, Any]:
        text = ALERTS[lang].replace(old, new) if old else ALERTS[lang]
        details, source, error = BUTTONS[lang]
        first = [{"text": details, "callback_data": "details"}, {"text": source, "url": "https://www.rferl.org/"}]
        keyboard = {"inline_keyboard": [first, [{"text": error, "callback_data": "error"}]]}
        return {"chat_id": chat_id, "text": text, "entities": [bold(text)], "reply_markup": keyboard}


def bold(text: str) -> dict[str, Any]:
    """The first line."""
    return {"type": "bold", "offset": 0, "length": len(text.split("\n", 1)[0])}
