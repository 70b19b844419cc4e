"""The page as a whole in a real browser: live, light and dark, on a phone, readable, and the panel of the day."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page, ViewportSize, expect

from bot.simulator import Simulator, dump, load, running
from tests.simulator.driving import Api

from .conftest import Stage
from .scene import EDITOR, KAZAKH, READERS, RUSSIAN
from .screenshots import take
from .test_chats import chat, texts

PHONE = ViewportSize(width=360, height=740)
AA = 4.5
"""Contrast of text of ordinary size, WCAG 2.2, 1.4.3."""

CONTRAST = """selectors => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (rgb) => rgb.slice(0, 3).map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return channels(colour)[3] === 255 ? colour : ground(element.parentElement);
  };
  return Object.fromEntries(selectors.map((selector) => {
    const element = document.querySelector(selector);
    const [a, b] = [getComputedStyle(element).color, ground(element)].map((colour) => luminance(channels(colour)));
    return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  }));
}"""

READ = (
    "h1", ".brand p", "#now", "#next", "#pause", ".speeds label:first-of-type span", ".speeds :checked + span",
    ".who h2", ".status", ".date span", ".incoming .text", ".incoming .meta", ".incoming .command", ".incoming .key",
    ".quote strong", ".quote .line", ".outgoing .command", ".outgoing .meta", ".slash", ".send", ".menu .name",
    ".menu span:last-child", ".notice p", ".notice button", ".toast", ".pill",
)  # fmt: skip  # one selector a line would hide that it is one list


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_read_in_light_and_dark(started: Stage, scheme: Any) -> None:
    async with started.page(
        color_scheme=scheme, reduced_motion="reduce", viewport=ViewportSize(width=1440, height=600)
    ) as page:
        await everything_shown(started, page)
        figures = await page.evaluate(CONTRAST, list(READ))
        assert {selector: figure for selector, figure in figures.items() if figure < AA} == {}


async def everything_shown(stage: Stage, page: Page) -> None:
    """A message of every kind, a menu, a toast, an alert and the pill."""
    keyboard = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}
    await stage.bot.latest(KAZAKH, "kk")
    first = await stage.bot.alert(KAZAKH, "kk")
    await stage.bot.correct(KAZAKH, "kk", first)
    await stage.api.call("sendMessage", chat_id=KAZAKH, text="Митинг", reply_markup=keyboard)
    for alert in (False, True):
        await chat(page, KAZAKH).get_by_role("button", name="Толығырақ").last.click()
        await stage.bot.answer_press("Міне", alert=alert)
        await expect(chat(page, KAZAKH).locator(".notice" if alert else ".toast")).to_be_visible()
    await chat(page, KAZAKH).get_by_role("button", name="Commands").click()
    await chat(page, KAZAKH).get_by_role("log").evaluate("log => log.scrollTo(0, 0)")
    await expect(texts(page, KAZAKH).first).to_be_in_viewport()
    await stage.api.call("sendMessage", chat_id=KAZAKH, text="Жаңа хабар")
    await expect(chat(page, KAZAKH).locator(".pill")).to_be_visible()


async def test_the_theme_can_be_chosen_and_is_kept(stage: Stage) -> None:
    async with stage.page(color_scheme="light") as page:
        body = page.locator("body")
        light = await body.evaluate("body => getComputedStyle(body).backgroundColor")
        await page.get_by_role("button", name="Switch to dark").click()
        await expect(body).not_to_have_css("background-color", light)
        await page.reload()
        await expect(page.get_by_role("button", name="Switch to light")).to_be_visible()
        await expect(body).not_to_have_css("background-color", light)


async def test_on_a_phone_there_is_one_chat_at_a_time(started: Stage) -> None:
    for chat_id, _, lang in READERS:
        await started.bot.alert(chat_id, lang)
    async with started.page(viewport=PHONE, has_touch=True, is_mobile=True) as page:
        tabs = page.get_by_role("tab")
        await expect(tabs).to_have_count(4)
        await expect(chat(page, KAZAKH)).to_be_visible()
        await expect(chat(page, RUSSIAN)).to_be_hidden()
        await started.bot.alert(RUSSIAN, "ru")
        unread = page.get_by_role("tab", name="Russian reader, 1 unread")
        await unread.click()
        await expect(chat(page, RUSSIAN)).to_be_visible()
        await expect(chat(page, KAZAKH)).to_be_hidden()
        await expect(page.get_by_role("tab", name="Russian reader", exact=True)).to_be_focused()
        await page.keyboard.press("ArrowRight")
        await expect(page.get_by_role("tab", name="English reader")).to_have_attribute("aria-selected", "true")


async def test_nothing_is_wider_than_a_phone(started: Stage) -> None:
    wide = "https://example.org/" + "ұзын" * 60
    async with started.page(viewport=PHONE) as page:
        await started.bot.alert(KAZAKH, "kk")
        await started.api.call("sendMessage", chat_id=KAZAKH, text=wide)
        await expect(texts(page, KAZAKH).last).to_have_text(wide)
        too_wide = """() => [...document.querySelectorAll(".current, .current *, .bar, .bar *, .tabs *")]
          .filter((element) => element.getClientRects().length && !element.closest(".unseen, #next"))
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
          .map((element) => element.className || element.tagName)"""
        assert await page.evaluate(too_wide) == []
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        log = chat(page, KAZAKH).get_by_role("log")
        assert await log.evaluate("log => log.scrollWidth - log.clientWidth") == 0


async def test_all_kazakh_letters_come_from_one_font(started: Stage) -> None:
    async with started.page() as page:
        letters = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя№«»—"
        await started.api.call("sendMessage", chat_id=KAZAKH, text=letters)
        await expect(texts(page, KAZAKH).last).to_have_text(letters)
        await expect(texts(page, KAZAKH).last).to_have_attribute("lang", "kk")
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("DOM.enable")
        await devtools.send("CSS.enable")
        root = (await devtools.send("DOM.getDocument"))["root"]["nodeId"]
        query = {"nodeId": root, "selector": f"#chat-{KAZAKH} .message:last-child .text"}
        node = await devtools.send("DOM.querySelector", query)
        fonts = (await devtools.send("CSS.getPlatformFontsForNode", node))["fonts"]
        assert [font["glyphCount"] for font in fonts] == [len(letters)]


async def test_the_panel_steers_the_day(stage: Stage) -> None:
    async with stage.page() as page:
        panel = page.get_by_role("region", name="The sample day")
        await expect(panel).to_contain_text("Sat 21 Sept 2019 · 19:4")
        await expect(panel).to_contain_text("Next: Шымкентте адамдар ұсталды")
        await expect(panel.get_by_role("radio", name="240 times faster")).to_be_checked()
        await panel.get_by_role("button", name="Pause").click()
        await expect(panel.get_by_role("button", name="Resume")).to_be_visible()
        await panel.get_by_role("button", name="Next event").click()
        await panel.get_by_role("radio", name="240 times faster").press("ArrowRight")
        await expect(panel.get_by_role("radio", name="960 times faster")).to_be_checked()
        await panel.get_by_role("button", name="Resume").click()
        await expect(panel.get_by_role("button", name="Pause")).to_be_visible()
    assert stage.controls.told == ["opened", "pause", "next", 960.0, "resume"]


async def test_without_a_day_there_is_no_panel(stage: Stage) -> None:
    async with running(stage.simulator) as address:
        stage.address = stage.faults.address = address
        async with stage.page() as page:
            await expect(page.get_by_role("heading", level=2)).to_have_count(4)
            await expect(page.get_by_role("region", name="The sample day")).to_be_hidden()


async def test_messages_carry_the_time_of_the_day_that_is_played(started: Stage) -> None:
    async with started.page(timezone_id="America/New_York") as page:
        times = chat(page, KAZAKH).locator(".message time")
        await expect(times).to_have_text(["19:40"])
        await expect(chat(page, KAZAKH).locator(".date")).to_have_text(["21 September 2019"])


async def test_the_page_goes_on_after_a_restart(started: Stage) -> None:
    async with AsyncExitStack() as opened:
        async with running(started.simulator) as address:
            started.address = started.faults.address = address
            page = await opened.enter_async_context(started.page())
            await expect(texts(page, KAZAKH)).to_have_text(["/start"])
        await expect(page.get_by_text("Connection lost")).to_be_visible()
        again = Simulator(started.simulator.state.clock)
        load(again, dump(started.simulator))
        async with running(again, port=address.port), ClientSession() as session:
            await expect(page.get_by_text("Connection lost")).to_be_hidden()
            await Api(session, address, again.token).call("sendMessage", chat_id=EDITOR, text="Back again")
            await expect(texts(page, EDITOR)).to_have_text(["/start", "Back again"])
            await expect(texts(page, KAZAKH)).to_have_text(["/start"])
    started.faults.forgive("net::ERR_")


async def test_pictures_of_the_page_can_be_taken(started: Stage, tmp_path: Path) -> None:
    await started.bot.alert(RUSSIAN, "ru")
    await take(started.chromium, started.address.root, tmp_path / "shots", "alert", tab="Russian reader")
    assert pictures(tmp_path / "shots") == ["alert-dark.png", "alert-light.png", "alert-phone.png"]


def pictures(folder: Path) -> list[str]:
    """The names of the files that are PNG by their first bytes."""
    return sorted(path.name for path in folder.iterdir() if path.read_bytes().startswith(b"\x89PNG"))
