"""A chromium for the whole run, and for each test a page over a simulator of its own."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

from bot.simulator import Address, Simulator, running
from tests.simulator.driving import Api
from tests.simulator.paging import HandControls

from .scene import READERS, Newsroom

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip  # one switch a line would hide that it is one list

HERE = Path(__file__).parent
PATIENCE = 10_000  # milliseconds until a condition that does not come fails a test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs a browser, and shares one: one loop for all."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("no chromium on this machine")
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@dataclass
class Faults:
    """What must not happen on a page: errors, and requests to anybody but the simulator."""

    address: Address
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(str(error)))
        page.on("request", self._request)

    def forgive(self, words: str) -> None:
        """Forget the errors with these words, which a test has brought about itself."""
        self.found = [fault for fault in self.found if words not in fault]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address.root}/", "data:")):
            self.found.append(f"asked {request.url}")


@dataclass(repr=False)
class Stage:
    """One simulator with four chats, its bot, its day, and pages to look at it."""

    simulator: Simulator
    address: Address
    controls: HandControls
    bot: Newsroom
    chromium: Browser
    faults: Faults

    @property
    def api(self) -> Api:
        return self.bot.api

    @asynccontextmanager
    async def page(self, **options: Any) -> AsyncIterator[Page]:
        """The page, opened and loaded; `options` are those of a browser context."""
        wide = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "timezone_id": "Asia/Almaty"}
        async with await self.chromium.new_context(**{**wide, **options}) as context:
            page = await context.new_page()
            page.set_default_timeout(PATIENCE)
            self.faults.watch(page)
            await page.goto(self.address.root)
            await expect(page.locator(".chat")).to_have_count(len(self.simulator.people.chats()))
            yield page


@pytest.fixture
def simulator() -> Simulator:
    """Four readers, who have not pressed Start."""
    simulator = Simulator(lambda: datetime.now(UTC), screen=lambda: datetime(2019, 9, 21, 13, 40, tzinfo=UTC))
    for chat_id, name, lang in READERS:
        simulator.people.join(chat_id, name, language_code=lang)
    return simulator


@pytest_asyncio.fixture(loop_scope="session")
async def stage(simulator: Simulator, chromium: Browser) -> AsyncIterator[Stage]:
    """The stage before anybody has pressed Start; faults on its pages fail the test."""
    controls = HandControls()
    async with running(simulator, controls=controls) as address, ClientSession() as session:
        bot = Newsroom(Api(session, address, simulator.token), simulator)
        await bot.introduce()
        stage = Stage(simulator, address, controls, bot, chromium, Faults(address))
        yield stage
    assert stage.faults.found == []


@pytest_asyncio.fixture(loop_scope="session")
async def started(stage: Stage) -> Stage:
    """The stage after everybody has pressed Start."""
    for chat_id, _, _ in READERS:
        stage.simulator.people.say(chat_id, "/start")
    return stage
