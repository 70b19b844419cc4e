"""The whole app against the simulator, with both clocks set by the test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.app import App, build_app
from bot.domain.codes import Lang
from bot.domain.decision import Thresholds
from bot.domain.feed import Feed
from bot.domain.names import Name, NameKind
from bot.domain.sending_pace import SendingPace
from bot.installation import Installation
from bot.net.fetch import FetchSettings
from bot.net.rate_limit import FREELY
from bot.net.ssrf import LOOPBACK, AddressGuard
from bot.resources import Resources, load_resources
from bot.simulator import Address, ChatMessage, FeedEntry, Simulator, running
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.patience import GUARD, PATIENT

MORNING = datetime(2019, 9, 21, 4, tzinfo=UTC)
HERALD = Name("herald", NameKind.OUTLET, dict.fromkeys(Lang, "Dala Herald"), group="herald")
EDITOR = 7001
FAST = SendingPace(per_second=1000)
#: Nothing is sure enough to be published by itself.
DOUBTFUL = Thresholds(ask=0.05, push=0.999, publish=dict.fromkeys(Lang, 0.999))


@dataclass
class HandWire:
    """A wire whose waits take no time: sleeping moves its clock."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 22, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass
class Day:
    """The world's time, moved by hand."""

    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at


# asyncio's runner writes out what a fixture answered, twice a test: of all that is in here, half a second.
@dataclass(frozen=True, repr=False)
class RunningApp:
    """The app, its simulator and its clocks."""

    app: App
    simulator: Simulator
    address: Address
    day: Day
    wire: HandWire

    def join(self, chat_id: int, language_code: str = "en") -> None:
        self.simulator.people.join(chat_id, "Sample reader", language_code=language_code)

    def publish(self, name: str, title: str, text: str, feed: str = "herald") -> None:
        self.simulator.feeds.publish(feed, FeedEntry(name, title, text, self.day(), text))

    async def tell(self, feed: str, name: str, title: str, text: str, **later: float) -> None:
        """A feed brings an article after a while, six minutes by default, and everybody hears of it."""
        self.publish(name, title, text, feed)
        await self.pass_time(**later or {"minutes": 6})

    async def pass_time(self, **span: float) -> None:
        """Let the day go on, then run every stage once."""
        self.day.at += timedelta(**span)
        await self.app.round()

    async def ask(self, chat_id: int, text: str) -> ChatMessage:
        """Say something and wait for the answer."""
        before = len(self.heard(chat_id))
        self.simulator.people.say(chat_id, text)
        await self.until(lambda: len(self.heard(chat_id)) > before)
        return self.heard(chat_id)[-1]

    async def tap(self, chat_id: int, data: str) -> None:
        """Press the newest button that carries this data and wait until the tap is answered."""
        message = next(m for m in reversed(self.heard(chat_id)) if m.has_button(data))
        await self.press(chat_id, message.message_id, data)

    async def press(self, chat_id: int, message_id: int, data: str, by: int | None = None) -> None:
        """Press a button, in a group by one of its members, and wait until the tap is answered."""
        async with asyncio.timeout(GUARD):
            await self.simulator.people.press(chat_id, message_id, data, by=by).answered()

    def heard(self, chat_id: int) -> list[ChatMessage]:
        return [message for message in self.simulator.people.history(chat_id) if message.from_bot]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(GUARD):
            await self.simulator.record.until(condition)

    async def enrol(self, chat_id: int, lang: Lang, *places: str) -> None:
        """A subscriber who is there already, for tests of what comes after."""
        self.simulator.people.join(chat_id, "Sample reader", language_code=lang.value, started=True)

        def work(tx: Tx) -> None:
            subscriber = tx.subscribers.open(chat_id, lang)
            tx.subscribers.save(replace(subscriber, places=frozenset(places)), self.day())

        await self.app.store.write(work)

    async def subscribe(self, chat_id: int, lang: Lang, *places: str) -> None:
        """Start, choose a language, places and a pace, all by the buttons a person would tap."""
        self.join(chat_id, lang.value)
        await self.ask(chat_id, "/start")
        await self.tap(chat_id, f"lang:{lang.value}")
        for number, place in enumerate(places):
            if number:
                await self.tap(chat_id, "begin:back")
            await self.tap(chat_id, f"begin:{place}")
        await self.tap(chat_id, "go:now")


def _names(outlets: tuple[str, ...]) -> tuple[Name, ...]:
    """The first is Dala Herald; others have names of their own, so that an article can name one of them."""
    called = [HERALD.names, *(dict.fromkeys(Lang, f"{outlet.title()} Post") for outlet in outlets[1:])]
    return tuple(Name(o, NameKind.OUTLET, names, group=o) for o, names in zip(outlets, called, strict=True))


@cache
def _resources(outlets: tuple[str, ...]) -> Resources:
    return load_resources(_names(outlets))


@asynccontextmanager
async def running_app(
    store: Store,
    *,
    outlets: tuple[str, ...] = ("herald",),
    feeds: tuple[Feed, ...] = (),
    begins: datetime = MORNING,
    thresholds: Thresholds | None = None,
    group: int = 0,
) -> AsyncIterator[RunningApp]:
    """An app that answers and polls, on a simulator of its own; `feeds` stand in for those of the simulator."""
    resources = _resources(outlets)
    if thresholds:
        resources = replace(resources, known=replace(resources.known, thresholds=thresholds))
    day, wire = Day(begins), HandWire()
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    for outlet in outlets:
        simulator.feeds.create(outlet, title=outlet, language="en")
    async with running(simulator) as address:
        installation = Installation(
            store=store,
            feeds=feeds or tuple(Feed(name, address.feed(name), name, None, timedelta(minutes=5)) for name in outlets),
            token=simulator.token,
            api_url=address.root,
            day=day,
            wire=wire,
            editors=frozenset({EDITOR}),
            group=group,
            outlets=_names(outlets),
            pace=FAST,
            timeouts=PATIENT,
            outside=FetchSettings(guard=AddressGuard(LOOPBACK), rules=FREELY),
        )
        async with build_app(installation, resources) as app, app.telegram.online(receive=True):
            yield RunningApp(app, simulator, address, day, wire)
