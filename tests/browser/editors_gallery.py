"""Pictures of the editors' desk on a phone, in three languages: `python -m tests.browser.editors_gallery FOLDER`.

An editor decides what waits, corrects a figure by buttons and sees how far it is; how many taps that took is printed.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from bot.app import open_store
from bot.domain.codes import Lang
from bot.installation import SAMPLE_KEY
from bot.store.engine import Purpose
from tests.journey.staging import DOUBTFUL, EDITOR, RunningApp, running_app
from tests.journey.test_asking import RALLY

from .conftest import ARGUMENTS

PHONE = ViewportSize(width=390, height=844)
#: A tap may have moved what lies around the messages: only these are read from the end.
_UNMOVED = """
for (const one of document.querySelectorAll("*"))
  if (one.classList.contains("log")) one.scrollTop = one.scrollHeight
  else if (one.scrollTop) one.scrollTop = 0
"""
#: The buttons that an editor taps after "Correct", by their data and words: the figure, the right one, why, publish.
STEPS = (("fix:claim:", "570"), ("value:57", ""), ("why:source_corrected", ""), ("publish:", ""))


async def draw(browser: Browser, folder: Path, lang: Lang) -> tuple[int, float]:
    """A waiting report and a correction, as pictures; answers taps and seconds from the alert to confirmed."""
    with tempfile.TemporaryDirectory() as data:
        store = open_store(f"sqlite:///{data}/desk.db", SAMPLE_KEY, Purpose.LIVE)
        async with running_app(store, thresholds=DOUBTFUL) as place:
            await _peopled(place, lang)
            async with await browser.new_context(viewport=PHONE, device_scale_factor=2, locale="en-GB") as context:
                page = await context.new_page()
                await page.goto(place.address.root)
                await _chat(page, "Editor")
                await _shot(page, folder / f"desk-queue-{lang}.png")
                await _tap(place, page, "q:publish:1")
                await place.app.round()
                done = await _corrected(place, page, folder, lang)
        store.close()
    return done


async def _corrected(place: RunningApp, page: Page, folder: Path, lang: Lang) -> tuple[int, float]:
    began, taps = time.monotonic(), 1
    await _tap(place, page, "correct:1")
    for step, words in STEPS:
        if step == "publish:":
            await place.until(lambda: any("publish:" in (d or "") for _, d in place.heard(EDITOR)[-1].buttons))
            await _shot(page, folder / f"desk-preview-{lang}.png")
        await _tap(place, page, step, words)
        taps += 1
    took = time.monotonic() - began
    await _shot(page, folder / f"desk-progress-{lang}.png")
    await place.app.round()
    return taps, took


async def _peopled(place: RunningApp, lang: Lang) -> None:
    people = place.simulator.people
    people.join(EDITOR, "Editor", language_code=lang.value, started=True)
    for chat, reader in enumerate(Lang, 1):
        people.join(chat, f"Reader {reader.value}", language_code=reader.value, started=True)
    with place.app.store.writing() as tx:
        for chat, tongue in ((EDITOR, lang), *enumerate(Lang, 1)):
            known = tx.subscribers.open(chat, tongue)
            tx.subscribers.save(type(known)(known.id, tongue, frozenset({"almaty"})), place.day())
    place.publish("a1", RALLY[0], RALLY[1].replace("57", "570"))
    await place.app.round()


async def _chat(page: Page, name: str) -> None:
    await expect(page.locator(".chat").first).to_be_visible()
    await page.get_by_role("tab", name=name).click()


async def _tap(place: RunningApp, page: Page, data: str, words: str = "") -> None:
    """Tap the newest button whose data begins so, and whose label has these words, as it stands on the page."""
    await place.until(lambda: _label(place, data, words) is not None)
    label = _label(place, data, words) or ""
    before = place.simulator.record.last
    await page.locator(f"#chat-{EDITOR}").get_by_role("button", name=label, exact=True).last.click()
    await place.simulator.record.until(lambda: place.simulator.record.last > before + 2)


def _label(place: RunningApp, data: str, words: str = "") -> str | None:
    labels = (
        text
        for message in reversed(place.heard(EDITOR))
        for text, its in message.buttons
        if its and its.startswith(data) and words in text
    )
    return next(labels, None)


async def _shot(page: Page, file: Path) -> None:
    await page.evaluate(_UNMOVED)
    await page.wait_for_timeout(400)
    await page.screenshot(path=file)


async def _main(folder: str) -> None:
    async with async_playwright() as playwright:
        executable = shutil.which("chromium") or sys.exit("no chromium on this machine")
        browser = await playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        for lang in Lang:
            taps, took = await draw(browser, Path(folder), lang)
            sys.stdout.write(f"{lang}: corrected in {taps} taps and {took:.1f} s\n")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
