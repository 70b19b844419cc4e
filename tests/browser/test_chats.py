"""The chats in a real browser: what a reader sees and does."""

import re

from playwright.async_api import Locator, Page, expect

from bot.simulator import HistoryKind

from .conftest import Stage
from .scene import ABOUT, EDITOR, ENGLISH, KAZAKH, READERS, RUSSIAN

KEYBOARD = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}


def chat(page: Page, chat_id: int) -> Locator:
    return page.locator(f"#chat-{chat_id}")


def texts(page: Page, chat_id: int) -> Locator:
    return chat(page, chat_id).locator(".message .text")


async def test_the_chats_stand_side_by_side_each_in_its_language(stage: Stage) -> None:
    async with stage.page() as page:
        await expect(page.get_by_role("heading", level=2)).to_have_text([name for _, name, _ in READERS])
        boxes = [await chat(page, chat_id).bounding_box() for chat_id, _, _ in READERS]
        lefts = [box["x"] for box in boxes if box]
        assert lefts == sorted(set(lefts))
        for chat_id, name, lang in READERS:
            await expect(chat(page, chat_id).get_by_role("log", name=f"Messages of {name}")).to_be_visible()
            await expect(chat(page, chat_id).locator(".about p")).to_have_text(ABOUT[lang])
            await expect(chat(page, chat_id).locator(".about")).to_have_attribute("lang", lang)
        assert stage.controls.told == ["opened"]


async def test_start_starts_the_chat(stage: Stage) -> None:
    async with stage.page() as page:
        reader = chat(page, KAZAKH)
        await expect(reader.get_by_label("Message", exact=True)).to_be_hidden()
        await reader.get_by_role("button", name="Start", exact=True).click()
        await expect(texts(page, KAZAKH)).to_have_text(["/start"])
        await expect(reader.get_by_role("button", name="Start", exact=True)).to_be_hidden()
        await expect(reader.get_by_role("combobox", name="Message")).to_be_focused()
        await expect(reader.locator(".about")).to_be_hidden()
    assert [message.text for message in stage.simulator.people.history(KAZAKH)] == ["/start"]


async def test_an_alert_and_its_correction_stand_in_every_language(started: Stage) -> None:
    async with started.page() as page:
        sent = {chat_id: await started.bot.alert(chat_id, lang) for chat_id, _, lang in READERS}
        for chat_id, word in ((KAZAKH, "57 адам ұсталды"), (RUSSIAN, "задержано 57 человек"), (ENGLISH, "57 people")):
            await expect(texts(page, chat_id).last).to_contain_text(word)
        for chat_id, _, lang in READERS:
            await started.bot.correct(chat_id, lang, sent[chat_id])
        for chat_id, _, _ in READERS:
            first, answer = (chat(page, chat_id).locator(".incoming").nth(index) for index in (0, 1))
            await expect(first.locator(".text")).to_contain_text("67")
            await expect(first.locator(".edited")).to_have_text("edited")
            await expect(first).to_have_class(re.compile("changed"))
            await expect(answer.locator(".text strong")).to_contain_text("№ 42" if chat_id < ENGLISH else "No. 42")
            await expect(answer.locator(".edited")).to_have_count(0)
            await expect(answer.locator(".quote .line")).to_contain_text(":")


async def test_text_is_formatted_by_its_entities(started: Stage) -> None:
    text = "📣 Қазақ жирный under struck code pre link /event_42 secret quote"
    async with started.page() as page:
        entities = [
            mark(text, "bold", "Қазақ жирный"),
            mark(text, "italic", "жирный"),
            mark(text, "underline", "under"),
            mark(text, "strikethrough", "struck"),
            mark(text, "code", "code"),
            mark(text, "pre", "pre"),
            {**mark(text, "text_link", "link"), "url": "https://example.org/a?b=c"},
            mark(text, "spoiler", "secret"),
            mark(text, "blockquote", "quote"),
        ]
        await started.api.call("sendMessage", chat_id=KAZAKH, text=text, entities=entities)
        shown = texts(page, KAZAKH).last
        for tag, words in {
            "strong": "Қазақ жирный", "strong > em": "жирный", "u": "under", "s": "struck", "code": "code",
            "pre": "pre", "a": "link", "button": "/event_42", "blockquote": "quote",
        }.items():  # fmt: skip  # a table
            await expect(shown.locator(tag)).to_have_text(words)
        await expect(shown).to_have_text(text)
        link = shown.get_by_role("link", name="link")
        await expect(link).to_have_attribute("href", "https://example.org/a?b=c")
        await expect(link).to_have_attribute("target", "_blank")
        await expect(link).to_have_attribute("rel", re.compile("noopener"))
        await expect(shown.get_by_text("secret")).not_to_be_visible()
        await shown.get_by_role("button", name="Hidden text").press("Enter")
        await expect(shown.get_by_text("secret")).to_be_visible()


def mark(text: str, kind: str, words: str) -> dict[str, object]:
    before, length = text[: text.index(words)], len(words)
    return {"type": kind, "offset": len(before.encode("utf-16-le")) // 2, "length": length}


async def test_a_tapped_command_is_said(started: Stage) -> None:
    async with started.page() as page:
        await started.bot.latest(RUSSIAN, "ru")
        await texts(page, RUSSIAN).last.get_by_role("button", name="/event_42").click()
        await expect(texts(page, RUSSIAN).last).to_have_text("/event_42")
    assert started.simulator.people.history(RUSSIAN)[-1].text == "/event_42"


async def test_markup_in_a_text_is_text(started: Stage) -> None:
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    async with started.page() as page:
        await started.api.call("sendMessage", chat_id=KAZAKH, text=hostile)
        await expect(texts(page, KAZAKH).last).to_have_text(hostile)
        await expect(page.locator(".messages img, .messages script")).to_have_count(0)


async def test_a_pressed_button_waits_for_the_answer_and_shows_it(started: Stage) -> None:
    async with started.page() as page:
        reader = chat(page, KAZAKH)
        await started.api.call("sendMessage", chat_id=KAZAKH, text="Митинг", reply_markup=KEYBOARD)
        for alert, shown in ((False, reader.get_by_role("status")), (True, reader.get_by_role("alertdialog"))):
            button = reader.get_by_role("button", name="Толығырақ")
            await button.click()
            await expect(button).to_have_class(re.compile("waiting"))
            await started.bot.answer_press("Қате түзетілді", alert=alert)
            await expect(shown).to_contain_text("Қате түзетілді")
            await expect(button).not_to_have_class(re.compile("waiting"))
        await expect(reader.get_by_role("button", name="OK")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(reader.get_by_role("alertdialog")).to_be_hidden()


async def test_a_button_with_an_address_opens_it_apart(started: Stage) -> None:
    async with started.page() as page:
        await started.bot.alert(ENGLISH, "en")
        source = chat(page, ENGLISH).get_by_role("link", name="Sources")
        await expect(source).to_have_attribute("href", "https://www.rferl.org/")
        await expect(source).to_have_attribute("target", "_blank")
        await expect(source).to_have_attribute("rel", re.compile("noopener"))


async def test_edited_buttons_alone_leave_no_mark(started: Stage) -> None:
    async with started.page() as page:
        sent = (await started.api.call("sendMessage", chat_id=KAZAKH, text="Тіл", reply_markup=KEYBOARD)).result
        await expect(chat(page, KAZAKH).locator(".key")).to_have_count(1)
        await started.api.call("editMessageReplyMarkup", chat_id=KAZAKH, message_id=sent["message_id"])
        await expect(chat(page, KAZAKH).locator(".key")).to_have_count(0)
        await expect(chat(page, KAZAKH).locator(".edited")).to_have_count(0)


async def test_an_answer_leads_to_what_it_answers(started: Stage) -> None:
    async with started.page(viewport={"width": 1440, "height": 500}) as page:
        first = await started.bot.alert(EDITOR, "en")
        await started.bot.correct(EDITOR, "en", first)
        answered = chat(page, EDITOR).locator(f'[data-id="{first}"]')
        await chat(page, EDITOR).locator(".quote").click()
        await expect(answered).to_be_focused()
        await expect(answered).to_be_in_viewport()


async def test_a_deleted_message_vanishes(started: Stage) -> None:
    async with started.page() as page:
        first = await started.bot.alert(ENGLISH, "en")
        await started.bot.correct(ENGLISH, "en", first)
        await started.api.call("deleteMessage", chat_id=ENGLISH, message_id=first)
        await expect(chat(page, ENGLISH).locator(".incoming")).to_have_count(1)
        await expect(chat(page, ENGLISH).locator(".quote")).to_contain_text("Deleted message")
        await expect(chat(page, ENGLISH).locator(".quote")).to_be_disabled()


async def test_the_bot_is_seen_typing_until_it_has_answered(started: Stage) -> None:
    async with started.page() as page:
        status = chat(page, KAZAKH).locator(".status").first
        await expect(status).to_have_text("Наразылық хабарлары · bot")
        await started.api.call("sendChatAction", chat_id=KAZAKH, action="typing")
        await expect(status).to_have_text("typing…")
        await started.api.call("sendMessage", chat_id=KAZAKH, text="Міне")
        await expect(status).to_have_text("Наразылық хабарлары · bot")


async def test_who_looks_back_is_told_of_new_messages(started: Stage) -> None:
    async with started.page(viewport={"width": 1440, "height": 500}) as page:
        reader, log = chat(page, KAZAKH), chat(page, KAZAKH).get_by_role("log")
        for _ in range(2):
            await started.bot.alert(KAZAKH, "kk")
        await expect(texts(page, KAZAKH).last).to_be_in_viewport()
        await expect(reader.locator(".message")).to_have_count(3)
        await log.evaluate("log => log.scrollTo(0, 0)")
        await expect(texts(page, KAZAKH).first).to_be_in_viewport()
        await started.api.call("sendMessage", chat_id=KAZAKH, text="Жаңа хабар")
        pill = reader.get_by_role("button", name="1 new message")
        await expect(texts(page, KAZAKH).last).not_to_be_in_viewport()
        await pill.click()
        await expect(texts(page, KAZAKH).last).to_be_in_viewport(ratio=1)
        await expect(reader.locator(".pill")).to_be_hidden()


async def test_typing_and_enter_says_it(started: Stage) -> None:
    async with started.page() as page:
        box = chat(page, EDITOR).get_by_role("combobox", name="Message")
        await box.fill("/correct 42")
        await box.press("Shift+Enter")
        await box.press_sequentially("now")
        await box.press("Enter")
        await expect(texts(page, EDITOR).last).to_have_text("/correct 42\nnow", use_inner_text=True)
        await expect(box).to_have_value("")
        await box.press("Enter")
        await started.api.call("sendMessage", chat_id=EDITOR, text="Field?")
        await expect(texts(page, EDITOR).last).to_have_text("Field?")
    assert len(started.simulator.record.acts(HistoryKind.SAID, chat_id=EDITOR)) == 2


async def test_the_command_menu_is_worked_by_keyboard(started: Stage) -> None:
    async with started.page() as page:
        reader = chat(page, RUSSIAN)
        box, menu = reader.get_by_role("combobox", name="Message"), reader.get_by_role("listbox", name="Commands")
        await box.press_sequentially("/")
        await expect(menu.get_by_role("option")).to_have_count(4)
        await expect(menu).to_contain_text("Последние события")
        await box.press("Escape")
        await expect(menu).to_be_hidden()
        await box.press_sequentially("l")
        await expect(menu.get_by_role("option")).to_contain_text(["/latest", "/language"])
        await box.press("ArrowDown")
        await box.press("ArrowDown")
        await expect(menu.locator('[aria-selected="true"]')).to_contain_text("/language")
        await box.press("ArrowUp")
        await box.press("Enter")
        await expect(texts(page, RUSSIAN).last).to_have_text("/latest")
        await expect(menu).to_be_hidden()
        await expect(box).to_be_focused()


async def test_the_command_menu_is_worked_by_its_button(started: Stage) -> None:
    async with started.page() as page:
        reader = chat(page, KAZAKH)
        button, menu = reader.get_by_role("button", name="Commands"), reader.get_by_role("listbox")
        await button.click()
        await expect(button).to_have_attribute("aria-expanded", "true")
        await menu.get_by_role("option", name="/cities").click()
        await expect(texts(page, KAZAKH).last).to_have_text("/cities")
        await expect(menu).to_be_hidden()


async def test_a_menu_that_changes_is_seen_at_once(started: Stage) -> None:
    async with started.page() as page:
        scope = {"type": "chat", "chat_id": EDITOR}
        commands = [{"command": "correct", "description": "Correct an event"}]
        await started.api.call("setMyCommands", commands=commands, scope=scope)
        box = chat(page, EDITOR).get_by_role("combobox")
        await box.press_sequentially("/")
        await expect(chat(page, EDITOR).get_by_role("option")).to_have_text(["/correctCorrect an event"])


async def test_a_reader_who_blocked_the_bot_cannot_write(started: Stage) -> None:
    async with started.page() as page:
        started.simulator.people.block(RUSSIAN)
        await expect(chat(page, RUSSIAN).get_by_role("combobox")).to_be_hidden()
        await expect(chat(page, RUSSIAN).get_by_text("The reader's chat is blocked.")).to_be_visible()
