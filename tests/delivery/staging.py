"""The sending half of the app against the simulator, with few places and both clocks in hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.domain.clock import Wire
from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.errors import UnknownPlace
from bot.domain.event import Change, Version
from bot.domain.names import Names
from bot.domain.place import PlaceRef
from bot.domain.sending_pace import SendingPace
from bot.installation import Installation
from bot.net.transport import Timeouts
from bot.resources import Resources, load_resources
from bot.search_words import words_of
from bot.services.delivery.deliver import Deliver, DeliveryOutcome
from bot.simulator import Address, ChatMessage, Simulator, running
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.telegram_app import TelegramApp, build_telegram_app
from bot.wording.wording import Wording
from tests.domain.making import GAZETTEER, NOON, facts
from tests.patience import GUARD, PATIENT
from tests.wording.examples import catalogs

EDITOR = 7001
FAST = SendingPace(per_second=1000, at_once=4)
#: A delay that lasts until what is on its way is let arrive.
ON_ITS_WAY = 1.0


@dataclass
class HandWire:
    """A wire whose waits take no time: sleeping moves its clock."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 22, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=max(seconds, 0.0))
        await asyncio.sleep(0)


class RealWire:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True)
class HeldArrivals:
    """A simulator's sleep: what is on its way is held until it is let arrive, anything else comes in its own time."""

    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        await (self.opened.wait() if seconds == ON_ITS_WAY else asyncio.sleep(seconds))


@dataclass
class Day:
    """The world's time, moved by hand."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


def find_place(name: str) -> str:
    if name not in GAZETTEER:
        raise UnknownPlace(name)
    return name


@dataclass(frozen=True)
class DeliveryApp:
    """The sending half of the app on a store."""

    store: Store
    wire: Wire
    day: Day
    telegram: TelegramApp

    @property
    def deliver(self) -> Deliver:
        return self.telegram.deliver

    def enrol(self, chats: "range | list[int]", *places: str, lang: Lang = Lang.EN) -> None:
        """Subscribers of these places, or of the whole country."""

        def work(tx: Tx) -> None:
            for chat in chats:
                opened = tx.subscribers.open(chat, lang)
                tx.subscribers.save(replace(opened, lang=lang, places=frozenset(places or ("kz",))), self.day())

        with self.store.writing() as tx:
            work(tx)

    def news(self, *places: str) -> Version:
        """An event of these places, or of Almaty, and its alert."""
        with self.store.writing() as tx:
            there = tuple(PlaceRef(place) for place in places or ("almaty",))
            version = tx.events.create(facts(places=there), self.day())
            tx.alerts.add(version)
        return version

    def changed(self, version: Version, change: Change = Change.UPDATE, *, major: bool = True) -> Version:
        """One more version of an event and its alert."""
        reasons = () if change is Change.UPDATE else ("source_corrected",)
        with self.store.writing() as tx:
            later = tx.events.add_version(
                version.event, change, version.facts, self.minute(version), major=major, reasons=reasons
            )
            tx.alerts.add(later)
        return later

    def minute(self, before: Version) -> datetime:
        """When the next version is made: each says another minute."""
        return self.day() + timedelta(minutes=before.number)

    def wait(self, time: timedelta) -> None:
        """Move the wire's clock on; needs a wire in hand."""
        assert isinstance(self.wire, HandWire)
        self.wire.at += time

    async def round(self) -> tuple[DeliveryOutcome, ...]:
        return await self.deliver.round()

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries stand where, states of none left out."""
        with self.store.reading() as tx:
            return {state: many for state, many in tx.deliveries.counts().items() if many}

    def online(self, *, receive: bool = False) -> AbstractAsyncContextManager[None]:
        return self.telegram.online(receive=receive)


# asyncio's runner writes out what a fixture answered, twice a test: of all that is in here, half a second.
@dataclass(frozen=True, repr=False)
class RunningDelivery:
    """A sending app online, its simulator and its clocks."""

    app: DeliveryApp
    simulator: Simulator
    address: Address

    def join(self, *chats: int, lang: Lang = Lang.EN, places: tuple[str, ...] = ()) -> None:
        """Readers who are there and subscribed."""
        for chat in chats:
            self.simulator.people.join(chat, "Sample reader", language_code=lang.value, started=True)
        self.app.enrol(list(chats), *places, lang=lang)

    def heard(self, chat_id: int) -> list[ChatMessage]:
        return [message for message in self.simulator.people.history(chat_id) if message.from_bot]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(GUARD):
            await self.simulator.record.until(condition)

    async def until_counts(self, **counts: int) -> None:
        """Until so many deliveries stand where."""
        wanted = {DeliveryState(state): many for state, many in counts.items()}
        async with asyncio.timeout(GUARD):
            while self.app.counts() != wanted:
                await self.app.store.read(lambda tx: tx.deliveries.next_due())

    def let_arrive(self) -> None:
        """What is on its way arrives; needs a simulator that holds it."""
        arrivals = self.simulator.sleep
        assert isinstance(arrivals, HeldArrivals)
        arrivals.opened.set()


def delivery_app(
    store: Store,
    token: str,
    root: str,
    wire: Wire,
    *,
    pace: SendingPace = FAST,
    day: Day | None = None,
    owner: str = "me",
    timeouts: Timeouts = PATIENT,
) -> DeliveryApp:
    """Joined as in the app, over a gazetteer of six places."""
    today = day or Day()
    installation = Installation(
        store=store,
        feeds=(),
        token=token,
        api_url=root,
        day=today,
        wire=wire,
        editors=frozenset({EDITOR}),
        pace=pace,
        timeouts=timeouts,
    )
    return DeliveryApp(store, wire, today, build_telegram_app(installation, few_places(), owner))


@cache
def few_places() -> Resources:
    """The program's resources over a gazetteer of six places and no names."""
    own = load_resources()
    known = replace(own.known, gazetteer=GAZETTEER, names=Names({}))
    wording = Wording(catalogs(), GAZETTEER, known.names)
    return Resources(known, own.reader, wording, words_of(GAZETTEER, known.names))


@asynccontextmanager
async def running_delivery(
    store: Store,
    *,
    wire: Wire | None = None,
    pace: SendingPace = FAST,
    receive: bool = False,
    simulator: Simulator | None = None,
    timeouts: Timeouts = PATIENT,
) -> AsyncIterator[RunningDelivery]:
    """An app that sends, and receives if asked to, on a simulator of its own."""
    telegram = simulator or Simulator(lambda: datetime.now(UTC), repeat_wait=0, sleep=HeldArrivals())
    async with running(telegram) as address:
        it = delivery_app(store, telegram.token, address.root, wire or HandWire(), pace=pace, timeouts=timeouts)
        async with it.online(receive=receive):
            yield RunningDelivery(it, telegram, address)
