"""Groups, a channel and the panel of faults, as they are seen and used on the page."""

from playwright.async_api import Locator, Page, expect

from bot.simulator import ChatType, MemberStatus
from bot.simulator.membership import RIGHTS

from .conftest import Stage
from .scene import READERS

GROUP, CHANNEL = -1001, -1002
READER = READERS[0][0]


def gather(stage: Stage) -> None:
    """A forum with two members and a channel."""
    people = [chat_id for chat_id, _, _ in READERS[:2]]
    stage.simulator.groups.create(GROUP, "Newsroom", people, forum=True)
    stage.simulator.groups.add_bot(GROUP, rights=RIGHTS)
    stage.simulator.groups.create(CHANNEL, "Alerts", people[:1], kind=ChatType.CHANNEL)
    stage.simulator.groups.add_bot(CHANNEL, rights=RIGHTS)


def column(page: Page, chat_id: int) -> Locator:
    return page.locator(f"#chat-{chat_id}")


async def choose(page: Page, chat_id: int, change: str) -> None:
    await column(page, chat_id).get_by_role("button", name="The bot in").click()
    await page.get_by_role("menuitem", name=change).click()


async def test_a_group_shows_who_speaks_and_where(started: Stage) -> None:
    gather(started)
    async with started.page() as page:
        group = column(page, GROUP)
        await expect(group.locator(".status")).to_have_text("forum · 2 members")
        topic = started.simulator.groups.open_topic(GROUP, "Алматы")
        await expect(group.locator(".service").last).to_have_text("Topic “Алматы” opened")
        await group.get_by_role("combobox", name="As").select_option(label=READERS[1][1])
        await group.get_by_role("combobox", name="Message").fill("/latest")
        await group.get_by_role("combobox", name="Message").press("Enter")
        await expect(group.locator(".author").last).to_have_text(READERS[1][1])
        sent = {"chat_id": GROUP, "text": "Митинг", "message_thread_id": topic.thread_id}
        await started.api.call("sendMessage", **sent)
        await expect(group.locator(".message").last).to_contain_text("Митинг")
    said = [message for message in started.simulator.people.history(GROUP) if message.text == "/latest"]
    assert [message.sender_id for message in said] == [READERS[1][0]]


async def test_a_channel_is_written_into_by_itself(started: Stage) -> None:
    gather(started)
    async with started.page() as page:
        channel = column(page, CHANNEL)
        await expect(channel.get_by_role("combobox", name="As")).to_be_hidden()
        await channel.get_by_role("combobox", name="Message").fill("Редакция")
        await channel.get_by_role("combobox", name="Message").press("Enter")
        await expect(channel.locator(".message").last).to_contain_text("Редакция")
    update = (await started.api.call("getUpdates")).result[-1]
    assert update["channel_post"]["text"] == "Редакция"


async def test_a_point_on_the_map_is_seen(started: Stage) -> None:
    started.simulator.people.share_location(READER, 43.2389, 76.8897)
    async with started.page() as page:
        await expect(column(page, READER).locator(".message").last).to_contain_text("43.2389, 76.8897")


async def test_the_bot_is_blocked_and_kicked_from_the_head_of_a_chat(started: Stage) -> None:
    gather(started)
    async with started.page() as page:
        await choose(page, READER, "Block the bot")
        await expect(column(page, READER).locator(".shut")).to_contain_text("blocked")
        await choose(page, READER, "Unblock the bot")
        await expect(column(page, READER).get_by_role("combobox", name="Message")).to_be_visible()
        await choose(page, GROUP, "Kick the bot")
        await expect(column(page, GROUP).locator(".status")).to_contain_text("bot: kicked")
    assert started.simulator.state.chat(GROUP).standing is MemberStatus.KICKED


async def test_the_panel_lets_the_next_call_go_wrong(started: Stage) -> None:
    async with started.page() as page:
        await page.get_by_role("button", name="Faults").click()
        panel = page.get_by_role("region", name="Faults")
        await panel.get_by_role("combobox", name="Fault").select_option("too_many_requests")
        await panel.get_by_role("spinbutton", name="Seconds to wait").fill("9")
        await panel.get_by_role("combobox", name="Chat").select_option(str(READER))
        await panel.get_by_role("button", name="Add").click()
        await expect(panel.get_by_role("listitem")).to_contain_text("sendMessage")
        await expect(page.get_by_role("button", name="Faults, 1 in waiting")).to_be_visible()
        answer = await started.api.call("sendMessage", chat_id=READER, text="x")
        assert answer.refusal == (429, "Too Many Requests: retry after 9")
        await expect(panel.get_by_text("Nothing goes wrong.")).to_be_visible()


async def test_the_panel_switches_limits_and_clears_faults(started: Stage) -> None:
    async with started.page() as page:
        await page.get_by_role("button", name="Faults").click()
        panel = page.get_by_role("region", name="Faults")
        await panel.get_by_role("switch").check()
        await expect(panel.get_by_role("switch")).to_be_checked()
        await panel.get_by_role("button", name="Add").click()
        await panel.get_by_role("button", name="Clear all").click()
        await expect(panel.get_by_text("Nothing goes wrong.")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(panel).to_be_hidden()
    assert started.simulator.gate.limits.per_second == 30
    assert started.simulator.faults.waiting == ()
