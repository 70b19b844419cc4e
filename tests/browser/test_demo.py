"""The demo as a person sees it: alerts come by themselves, the editor corrects one by buttons, everybody sees it."""

import re
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from .demo import playing

READERS = {1001: ("57 адам", "Түзету"), 1002: ("57 человек", "Исправление"), 1003: ("57 people", "Correction")}
EDITOR = 1009
FIRST_EVENT = re.compile(r"(№|No\.) 1 ·")
#: A minute is what a visitor is promised.
MINUTE = 60_000


def messages(page: Page, chat_id: int) -> Locator:
    return page.locator(f"#chat-{chat_id} .message .text")


async def say(page: Page, words: str) -> None:
    box = page.locator(f"#chat-{EDITOR}").get_by_role("combobox", name="Message")
    await box.fill(words)
    await box.press("Enter")


async def press(page: Page, label: str) -> None:
    # of the newest message alone: older questions have a button to publish, too
    await page.locator(f"#chat-{EDITOR} .message").last.get_by_role("button", name=label).click()


async def test_within_a_minute_alerts_stand_and_a_correction_reaches_all(chromium: Browser, tmp_path: Path) -> None:
    async with playing(tmp_path) as root, await chromium.new_page() as page:
        await page.goto(root)
        for chat_id in READERS:
            first = messages(page, chat_id).filter(has_text=FIRST_EVENT).first
            await expect(first).to_be_attached(timeout=MINUTE)
        await page.get_by_role("button", name="Pause").click()
        await say(page, "/correct 1")
        await press(page, "about 10 people detained")
        await say(page, "57")
        await press(page, "our program misread the source")
        await press(page, "Publish")
        for chat_id, (figure, word) in READERS.items():
            answer = messages(page, chat_id).last
            await expect(answer).to_contain_text(word, timeout=MINUTE)
            await expect(answer).to_contain_text(figure)
            edited = page.locator(f"#chat-{chat_id} .message:has(.edited)").last
            await expect(edited.locator(".text")).to_contain_text(figure)
