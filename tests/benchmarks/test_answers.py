"""How long a reader waits for an answer: alone, during a broadcast at the free pace, and at a paid one; `make bench`.

The whole application with 1,000 stored events; the simulator runs in a process of its own. Questions come at their
moments, however long earlier ones wait, from readers of another city than the one that the broadcast is for: to a chat
that has just been told something Telegram's limit of one message a second applies. An answer is timed until Telegram
has it.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from bot import free_memory
from bot.app import App, build_app
from bot.domain.codes import Lang
from bot.domain.names import Name, NameKind
from bot.domain.place import PlaceRef
from bot.domain.sending_pace import SendingPace
from bot.installation import Installation
from bot.resources import load_resources
from bot.store.transaction import Tx
from tests.benchmarks.stored import NOW, filled
from tests.benchmarks.test_delivery import QUICK, Server, server, show
from tests.delivery.staging import RealWire
from tests.domain.making import facts
from tests.patience import PATIENT

pytestmark = pytest.mark.bench

EVENTS = 1_000
#: Each asks twice.
ASKERS, A_SECOND = 200, 20
#: Readers of each broadcast: enough that it goes on until the last question is answered.
FREE, PAID = 900, 14_000
ARNA = Name("arna", NameKind.OUTLET, dict.fromkeys(Lang, "Arna"), group="arna")
LANGS = (Lang.KK, Lang.RU, Lang.EN)
LATEST = ("latest", ("/latest",) * 3)
WORDS = ("words", ("Алматыда не болып жатыр?", "что происходит в Алматы?", "is it safe in Shymkent today"))
SEARCH = ("search", ("/search ереуіл Шымкент", "/search забастовка Алматы", "/search strike in May"))
EVENT, TAP = ("event", ("/event {}",) * 3), ("tap", ("src:{}",) * 3)
#: What readers ask by turns, first and second: who taps a button of an event has asked for it before.
ASKED = ((LATEST, WORDS, SEARCH, EVENT, EVENT), (LATEST, WORDS, SEARCH, TAP, TAP))


def questions(first: int) -> list[tuple[float, int, str, str]]:
    """When, by whom, of what kind and in which words."""
    asked = []
    for number in range(2 * ASKERS):
        turn, asker = divmod(number, ASKERS)
        kind, words = ASKED[turn][asker % 5]
        asked.append((number / A_SECOND, first + asker, kind, words[asker % 3].format(EVENTS - asker)))
    return asked


def enrol(tx: Tx, audience: int, app: App) -> None:
    """Readers of Almaty, and after them those who ask, of Shymkent."""
    for chat in range(1, audience + ASKERS + 1):
        lang, place = LANGS[(chat - audience - 1) % 3], "almaty" if chat <= audience else "shymkent"
        opened = tx.subscribers.open(chat, lang)
        tx.subscribers.save(replace(opened, lang=lang, places=frozenset({place})), app.close.clock())


def news(tx: Tx) -> None:
    tx.alerts.add(tx.events.create(facts(places=(PlaceRef("almaty"),)), NOW))


async def broadcast(app: App) -> None:
    """One event told to everybody of Almaty."""
    await app.store.write(news)
    await app.deliver.round()


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")


def report(title: str, waits: Sequence[tuple[str, float]], used: float) -> None:
    seconds = sorted(wait for _, wait in waits)
    load = f"load {os.getloadavg()[0]:.1f}"
    show(f"{title}: median of {len(seconds)} answers, {load}", median(seconds), "< 0.05 alone")
    show("    p99", seconds[int(len(seconds) * 0.99)], "< 0.3")
    for kind in sorted({kind for kind, _ in waits}):
        some = sorted(wait for of, wait in waits if of == kind)
        show(f"    {kind}: median; the longest of {len(some)} {some[-1]:.3f}", median(some), "")
    slowest = sorted(range(len(waits)), key=lambda number: -waits[number][1])[:8]
    say(f"    the slowest were asked after {', '.join(f'{number / A_SECOND:.1f}' for number in sorted(slowest))} s")
    show("    processor time of our process, seconds a second", used, "")


async def asked(there: Server, first: int) -> tuple[list[tuple[str, float]], float]:
    """The seconds of each answer, and the share of a core that our process used meanwhile."""
    began, used = time.monotonic(), time.process_time()
    waits = await there.tell(f"mix {json.dumps(questions(first))}")
    return waits, (time.process_time() - used) / (time.monotonic() - began)


@pytest.mark.parametrize(
    ("title", "audience", "pace"),
    [
        ("no broadcast", 0, SendingPace()),
        ("broadcast at 30 a second", FREE, SendingPace()),
        ("broadcast at 600 a second", PAID, QUICK),
    ],
)
async def test_a_reader_is_answered_soon(tmp_path: Path, title: str, audience: int, pace: SendingPace) -> None:
    resources = load_resources((ARNA,))
    store = filled(f"sqlite:///{tmp_path / 'answers.db'}", EVENTS, resources.known)
    async with server(audience + ASKERS, 0.05) as there:
        at = Installation(
            store=store,
            feeds=(),
            token=there.token,
            api_url=there.root,
            day=lambda: NOW,
            wire=RealWire(),
            outlets=(ARNA,),
            pace=pace,
            timeouts=PATIENT,
        )
        async with build_app(at, resources) as app, app.telegram.online(receive=True):
            await store.write(lambda tx: enrol(tx, audience, app))
            free_memory.keep_for_good()
            telling = asyncio.create_task(broadcast(app))
            await asyncio.sleep(1)
            waits, used = await asked(there, audience + 1)
            during = audience == 0 or not telling.done()
            app.deliver.close()
            await telling
        seen = await there.tell("figures")
    store.close()
    report(title, waits, used)
    show("    messages a second, answers among them", seen["sent"] / seen["seconds"], "")
    assert during, "the broadcast was over before the last answer"
    assert sorted(wait for _, wait in waits)[int(len(waits) * 0.99)] < 0.3
