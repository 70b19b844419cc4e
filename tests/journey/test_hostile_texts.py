"""An outlet that serves endless texts by the dozen delays nobody else's news."""

from bot.domain.codes import Lang
from bot.store.engine import Store
from tests.journey.staging import running_app

READERS = {1: Lang.KK, 2: Lang.RU, 3: Lang.EN}
LEAD = "В Алматы полиция задержала 20 человек на митинге. "
PARTS = ("100 000 ", "«Алматы» ", "митинг")
NEWS = "Police detained 57 people at a rally in Shymkent on Saturday, the Interior Ministry said."


async def test_news_of_another_outlet_is_read_after_a_turn_of_endless_texts(store: Store) -> None:
    async with running_app(store, outlets=("evil", "herald")) as place:
        for chat, lang in READERS.items():
            await place.enrol(chat, lang, "shymkent")
        for number, part in enumerate(PARTS):
            place.publish(f"e{number}", f"Weather {number}", (LEAD + part * 50_000)[:50_000], feed="evil")
        place.publish("a1", "57 detained at rally in Shymkent", NEWS)
        await place.app.gather()
        read = await place.app.understand.round()
        assert len(read) == len(PARTS) + 1
        assert [one.article.source for one in read].index("herald") <= 1
        await place.app.deliver.round()
        for chat in READERS:
            assert ["57" in message.text for message in place.heard(chat)] == [True]
