"""One simulation: the bot's side, the people's side, the feeds, the faults and the record, on one clock."""

import asyncio
import random

from bot.simulator.bot_server import BotServer
from bot.simulator.chats import Bot
from bot.simulator.clock import Clock, Sleep
from bot.simulator.faults import Faults
from bot.simulator.feeds import ServedFeeds
from bot.simulator.groups import Groups
from bot.simulator.history import MOST_ENTRIES, History
from bot.simulator.limits import Chance, Gate, RateLimits
from bot.simulator.people import People
from bot.simulator.pictures import Pictures
from bot.simulator.polling import REPEAT_WAIT, Poller
from bot.simulator.state import ServerState
from bot.simulator.strict import Catalogue
from bot.simulator.webhook import Courier

TOKEN = "110201543:simulated"  # noqa: S105  # because it opens nothing but this simulation
BOT_NAME = "Protest alerts"
USERNAME = "protest_alerts_bot"
NO_LIMITS = RateLimits()


class Simulator:
    """Everything that a bot meets, for demo, tests and benchmarks.

    `clock` gives the aware UTC time of the wire and `sleep` waits on it; `screen` is the clock on the readers' screens,
    when another day is played there than the wire's; `repeat_wait` is how many seconds a getUpdates waits that repeats
    its offset within that time (3 on the real server). `limits` are none unless given (`Limits.telegram()`); `strict`
    refuses methods and parameters that Telegram does not know; `chance` (from 0 to below 1) decides where something is
    left to it, and repeats itself from run to run unless given; `stars` pay for paid broadcasts; every answer
    takes `latency` seconds longer.
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
        limits: RateLimits = NO_LIMITS,
        strict: bool = False,
        chance: Chance | None = None,
        stars: int = 0,
        latency: float = 0.0,
    ) -> None:
        self.token = token
        self.latency = latency
        self.sleep = sleep
        chance = chance or random.Random(0).random  # noqa: S311  # because nothing secret hangs on it
        self.record = History(clock, record_cap)
        self.faults = Faults(chance)
        self.feeds = ServedFeeds(clock)
        self.pictures = Pictures()
        self.gate = Gate(limits, chance, stars * 10)
        self.state = ServerState(bot or _bot_of(token), clock, screen or clock, self.record, self.gate)
        self.people = People(self.state)
        self.groups = Groups(self.state)
        poller = Poller(self.state.updates, self.state.hook, clock, sleep, repeat_wait)
        catalogue = Catalogue.read() if strict else None
        self.telegram = BotServer(self.state, poller, self.faults, token=token, sleep=sleep, catalogue=catalogue)
        self.courier = Courier(
            self.state.hook, self.state.updates, clock=clock, sleep=sleep, chance=chance, obey=self.telegram.obey
        )


def _bot_of(token: str) -> Bot:
    return Bot(int(token.partition(":")[0]), BOT_NAME, USERNAME)
