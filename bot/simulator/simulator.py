"""One simulation: the bot's side, the people's side, the feeds, the faults and the record, on one clock."""

import asyncio

from bot.simulator.chats import Bot
from bot.simulator.faults import Faults
from bot.simulator.feeds import Feeds
from bot.simulator.people import People
from bot.simulator.polling import REPEAT_WAIT, Poller
from bot.simulator.record import MOST_ENTRIES, Record
from bot.simulator.state import State
from bot.simulator.telegram import Telegram
from bot.simulator.wire import Clock, Sleep

TOKEN = "110201543:simulated"  # noqa: S105  # because it opens nothing but this simulation
BOT_NAME = "Protest alerts"
USERNAME = "protest_alerts_bot"


class Simulator:
    """Everything that a bot meets, for demo, tests and benchmarks.

    `clock` gives the aware UTC time of the wire and `sleep` waits on it; `screen` is the clock on the readers' screens,
    when another day is played there than the wire's; `repeat_wait` is how many seconds a getUpdates waits that repeats
    its offset within that time (3 on the real server).
    """

    def __init__(
        self,
        clock: Clock,
        *,
        screen: Clock | None = None,
        sleep: Sleep = asyncio.sleep,
        token: str = TOKEN,
        bot: Bot | None = None,
        record_cap: int = MOST_ENTRIES,
        repeat_wait: int = REPEAT_WAIT,
    ) -> None:
        self.token = token
        self.sleep = sleep
        self.record = Record(clock, record_cap)
        self.faults = Faults()
        self.feeds = Feeds(clock)
        self.state = State(bot or _bot_of(token), clock, screen or clock, self.record)
        self.people = People(self.state)
        poller = Poller(self.state.updates, clock, sleep, repeat_wait)
        self.telegram = Telegram(self.state, poller, self.faults, token)


def _bot_of(token: str) -> Bot:
    return Bot(int(token.partition(":")[0]), BOT_NAME, USERNAME)
