"""The pages of the record as people meet them: on a phone and a desk, in three languages, from a disk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.async_api import Browser, Page, ViewportSize

from bot.record_export import site
from bot.store import migrate
from bot.store.engine import Purpose
from tests.record.staging import CORRECTED, HOSTILE, PLAIN, RETRACTED, UNSAFE, filled, record

PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
#: Preloading asks for style sheets, which a browser refuses on a disk.
RUN = "axe.run(document, {preload: false}).then(found => found.violations.map(one => one.id + one.nodes[0].target))"
#: In every language and size; the others in one.
PAGES = ("index.html", f"events/{PLAIN}.html")
ONCE = (
    *(f"events/{number}.html" for number in (CORRECTED, RETRACTED, UNSAFE, HOSTILE)),
    *("places/index.html", "places/almaty.html", "months/index.html", "months/2019-09.html"),
    *("corrections.html", "coverage.html", "data.html", "codebook.html"),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    url = f"sqlite:///{folder / 'small.db'}"
    migrate.upgrade(url, Purpose.LIVE)
    with record(filled(url)) as export:
        site(export).build(folder / "site")
    return folder / "site"


@asynccontextmanager
async def opened(browser: Browser, **options: Any) -> AsyncIterator[Page]:
    async with await browser.new_context(**options) as context:
        page = await context.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request", lambda asked: faults.extend([] if asked.url.startswith(("file://", "data:")) else [asked.url])
        )
        yield page
        assert faults == []


async def judged(page: Page, path: Path) -> None:
    """Nothing wider than the screen, and nothing that axe finds."""
    await page.goto(path.as_uri())
    shown = "document.documentElement"
    assert await page.evaluate(f"{shown}.scrollWidth <= {shown}.clientWidth"), path
    assert await page.evaluate(f"{AXE};{RUN}") == [], path


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_pages_open_from_a_disk_fit_and_are_accessible(
    chromium: Browser, pages: Path, lang: str, size: ViewportSize
) -> None:
    scheme = "dark" if size is DESK and lang == "ru" else "light"
    async with opened(chromium, viewport=size, color_scheme=scheme) as page:
        for name in PAGES:
            await judged(page, pages / lang / name)


async def test_every_kind_of_page_is_accessible_in_the_dark(chromium: Browser, pages: Path) -> None:
    async with opened(chromium, viewport=PHONE, color_scheme="dark") as page:
        for name in ONCE:
            await judged(page, pages / "en" / name)
        await judged(page, pages / "index.html")


async def test_a_reader_comes_from_the_door_by_the_map_to_an_event_and_to_another_language(
    chromium: Browser, pages: Path
) -> None:
    async with opened(chromium, viewport=DESK, java_script_enabled=False) as page:
        await page.goto((pages / "index.html").as_uri())
        await page.get_by_role("link", name="English").click()
        await page.get_by_role("link", name="Almaty: 4", exact=True).click()
        await page.get_by_role("link", name="Almaty, Astana (then Nur-Sultan) · 21 September 2019").first.click()
        await page.get_by_role("link", name="Русский").click()
        assert (
            await page.get_by_role("heading", level=1).inner_text()
            == "Алматы, Астана (тогда Нур-Султан) · 21 сентября 2019"
        )
