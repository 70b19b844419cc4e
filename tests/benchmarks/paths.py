"""How far one thing travels through the code: `python -m tests.benchmarks.paths`.

For one entry on its way to phones, one /latest and one correction: how many files of the product run, and how often a
service goes down to another part and comes up again. Calls that follow each other into one part count once, so that
"load, decide, write" is three. Threads are counted apart and summed; the last column is of that thread alone in which
understanding writes, which is one transaction for one report.
"""

import asyncio
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import bot
from bot.domain.codes import Lang
from bot.store import migrate
from bot.store.engine import Purpose, Store
from tests.journey.staging import EDITOR, RunningApp, running_app
from tests.journey.test_editors_desk import READER, TWIN, correct
from tests.rules.test_layers import part_of

ROOT = str(Path(bot.__file__).parent.parent)
KEY = "c2FtcGxlLXJlYWRlcnMtb25seS1ub3QtYS1zZWNyZXQ="
#: With what it writes by.
UNDERSTANDING = "bot.services.understanding", "bot.services.events"
PROCESS_REPORT = "bot.services.understanding.process_report"


@dataclass
class Ran:
    """What ran: modules, and for each thread which part a service called, in order."""

    modules: set[str] = field(default_factory=set)
    calls: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def climbs(self, service: str | tuple[str, ...] = "bot.services") -> int:
        """How often a service came up from another part."""
        return sum(_climbs(calls, service) for calls in self.calls.values())

    def climbs_of_writing(self) -> int:
        """The same of understanding in the thread in which it writes what a report adds."""
        writing = (calls for calls in self.calls.values() if any(caller == PROCESS_REPORT for caller, _ in calls))
        return sum(_climbs(calls, UNDERSTANDING) for calls in writing)


def _climbs(calls: list[tuple[str, str]], service: str | tuple[str, ...]) -> int:
    parts = [part for caller, part in calls if caller.startswith(service)]
    return sum(1 for i, part in enumerate(parts) if i == 0 or parts[i - 1] != part)


@dataclass
class Watch:
    """Sees every call of the product; `ran` is what is counted now."""

    ran: Ran = field(default_factory=Ran)

    def see(self, frame: FrameType, event: str, _: object) -> None:
        """sys.setprofile's signature."""
        if event != "call" or not frame.f_code.co_filename.startswith(ROOT):
            return
        module = str(frame.f_globals.get("__name__", ""))
        if not module.startswith(("bot.", "handlers")) or module.startswith("bot.simulator"):
            return
        self.ran.modules.add(module)
        caller = str(frame.f_back.f_globals.get("__name__", "")) if frame.f_back else ""
        if caller.startswith("bot.services") and not module.startswith("bot.services"):
            self.ran.calls[threading.get_ident()].append((caller, part_of(module)))


async def _measure(watch: Watch, done: Callable[[], Awaitable[object]]) -> Ran:
    watch.ran = Ran()
    await done()
    return watch.ran


async def _walk(store: Store, watch: Watch) -> dict[str, Ran]:
    async with running_app(store) as place:
        for chat in (READER, EDITOR):
            await place.enrol(chat, Lang.EN, "almaty")
        place.publish("a1", TWIN["title"], TWIN["text"].replace("57", "570"))
        return {
            "one entry, from its feed to phones": await _measure(watch, place.app.round),
            "one /latest": await _measure(watch, lambda: place.ask(READER, "/latest")),
            "one correction, from an editor's words to phones": await _measure(watch, lambda: _corrected(place)),
        }


async def _corrected(place: RunningApp) -> None:
    await correct(place, "570 is wrong, 57")


def main() -> None:
    """Print the table."""
    watch = Watch()
    threading.setprofile(watch.see)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/paths.db"
        migrate.upgrade(url, Purpose.LIVE)
        store = Store.open(url, KEY, purpose=Purpose.LIVE)
        sys.setprofile(watch.see)
        try:
            found = asyncio.run(_walk(store, watch))
        finally:
            sys.setprofile(None)
            store.close()
    columns = "what", "files", "climbs of services", "of understanding", "of it in the transaction of a report"
    sys.stdout.write(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n")
    for what, ran in found.items():
        counts = len(ran.modules), ran.climbs(), ran.climbs(UNDERSTANDING), ran.climbs_of_writing()
        sys.stdout.write(f"| {what} | {' | '.join(map(str, counts))} |\n")


if __name__ == "__main__":
    main()
