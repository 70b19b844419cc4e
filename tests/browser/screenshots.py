"""Pictures of the chat page as it stands: `python -m tests.browser.screenshots ADDRESS FOLDER NAME`.

ADDRESS is where a simulator or the demo runs (http://127.0.0.1:8080); the pictures are NAME-light.png, NAME-dark.png
(1440 x 900) and NAME-phone.png (390 x 844, in which `tab` says whose chat is seen).
"""

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, ViewportSize, async_playwright, expect

from .conftest import ARGUMENTS


@dataclass(frozen=True)
class Shot:
    """One way to look at the page."""

    name: str
    size: ViewportSize
    scheme: Literal["light", "dark"]
    scale: float = 1


SHOTS = (
    Shot("light", ViewportSize(width=1440, height=900), "light"),
    Shot("dark", ViewportSize(width=1440, height=900), "dark"),
    Shot("phone", ViewportSize(width=390, height=844), "light", scale=2),
)


async def take(browser: Browser, root: str, folder: Path, name: str, *, tab: str = "Kazakh reader") -> None:
    """Every shot of the page at an address, as files in the folder."""
    for shot in SHOTS:
        await _take(browser, root, folder / f"{name}-{shot.name}.png", shot, tab)


async def _take(browser: Browser, root: str, file: Path, shot: Shot, tab: str) -> None:
    # Little motion, so that no animation is caught half way.
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
        chosen = page.get_by_role("tab", name=tab)
        if await chosen.is_visible():
            await chosen.click()
        await page.screenshot(path=file)


async def _main(root: str, folder: str, name: str) -> None:
    async with async_playwright() as playwright:
        executable = shutil.which("chromium") or sys.exit("no chromium on this machine")
        browser = await playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        await take(browser, root, Path(folder), name)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
