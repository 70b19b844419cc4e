"""Pictures of the demo for docs: `python -m tests.browser.gallery docs/screenshots`."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from .conftest import ARGUMENTS
from .demo import playing
from .screenshots import take
from .test_demo import MINUTE, READERS, messages, press, say


async def draw(browser: Browser, folder: Path) -> None:
    """Start, alert, correction and /latest, each in light, dark and phone width."""
    with tempfile.TemporaryDirectory() as data:
        async with playing(Path(data)) as root, await browser.new_page() as page:
            await page.goto(root)
            await page.get_by_role("button", name="Pause").click()
            await take(browser, root, folder, "start")
            await page.get_by_role("button", name="Resume").click()
            await _until_the_ministry_speaks(page)
            await take(browser, root, folder, "alert")
            await _correct(page)
            await take(browser, root, folder, "correction", tab="Russian reader")
            for chat_id in READERS:
                await _ask(page, chat_id, "/latest Алматы")
            await take(browser, root, folder, "latest", tab="English reader")


async def _until_the_ministry_speaks(page: Page) -> None:
    for chat_id in READERS:
        # the false figure comes soon after a ringing update, so it is a quiet edit of the first message
        await expect(messages(page, chat_id).filter(has_text="167").first).to_be_attached(timeout=4 * MINUTE)
    await page.get_by_role("button", name="Pause").click()


async def _correct(page: Page) -> None:
    await say(page, "/correct 1")
    await press(page, "167")
    await say(page, "57")
    await press(page, "the source corrected its figure")
    await press(page, "Publish")
    for chat_id, (_, word) in READERS.items():
        await expect(messages(page, chat_id).last).to_contain_text(word, timeout=MINUTE)


async def _ask(page: Page, chat_id: int, words: str) -> None:
    box = page.locator(f"#chat-{chat_id}").get_by_role("combobox", name="Message")
    await box.fill(words)
    await box.press("Enter")
    await expect(messages(page, chat_id).last).to_contain_text("/event_1", timeout=MINUTE)


async def _main(folder: str) -> None:
    async with async_playwright() as playwright:
        executable = shutil.which("chromium") or sys.exit("no chromium on this machine")
        browser = await playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        await draw(browser, Path(folder))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
