"""Pictures of a reader's screens at phone width: `python -m tests.browser.reader_gallery docs/screenshots`.

The messages are those of tests/wording/screens.py, sent to a simulator: Kazakh and English in light, Russian in dark.
"""

import asyncio
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from aiohttp import ClientSession
from playwright.async_api import Browser, ViewportSize, async_playwright, expect

from bot.domain.codes import Lang
from bot.net.telegram import parameters
from bot.simulator import Address, Simulator, running
from tests.simulator.driving import Api
from tests.wording.screens import SUBJECTS

from .conftest import ARGUMENTS
from .screenshots import Shot

LOOKS: tuple[tuple[Lang, Literal["light", "dark"]], ...] = (
    (Lang.KK, "light"),
    (Lang.RU, "dark"),
    (Lang.EN, "light"),
)
PHONE = ViewportSize(width=390, height=844)
#: A picture → its messages: subject and title of each.
FLOWS = {
    "start": (("start", "a language"), ("start", "a place")),
    "begun": (("start", "done"), ("start", "two buttons")),
    "alert": (("alert", "it goes on"), ("update", "a figure has grown, and force was used")),
    "correction": (("alert", "edited after a correction"), ("correction", "a figure")),
    "settings": (("settings", "four"), ("settings", "more")),
    "asking": (("asking", "safe"), ("asking", "future")),
}


async def draw(browser: Browser, folder: Path) -> None:
    """Every flow in every look."""
    for lang, scheme in LOOKS:
        for name, screens in FLOWS.items():
            simulator = Simulator(lambda: datetime(2019, 9, 21, 15, 20, tzinfo=UTC), repeat_wait=0)
            async with running(simulator) as address:
                simulator.people.join(1, "Sample reader", language_code=lang.value, started=True)
                await _tell(simulator, address, lang, screens)
                shot = Shot(name, PHONE, scheme, scale=1.5)
                await _take(browser, address.root, folder / f"reader-{name}-{lang}.png", shot)


async def _tell(simulator: Simulator, address: Address, lang: Lang, screens: tuple[tuple[str, str], ...]) -> None:
    async with ClientSession() as session:
        api = Api(session, address, simulator.token)
        for subject, title in screens:
            await api.call("sendMessage", chat_id=1, **parameters(SUBJECTS[subject][title](lang)))


async def _take(browser: Browser, root: str, file: Path, shot: Shot) -> None:
    async with await browser.new_context(
        viewport=shot.size,
        color_scheme=shot.scheme,
        device_scale_factor=shot.scale,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Asia/Almaty",
    ) as context:
        page = await context.new_page()
        await page.goto(root)
        await expect(page.locator(".chat").first).to_be_visible()
        await page.screenshot(path=file)


async def _main(folder: str) -> None:
    async with async_playwright() as playwright:
        executable = shutil.which("chromium") or sys.exit("no chromium on this machine")
        browser = await playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        await draw(browser, Path(folder))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
