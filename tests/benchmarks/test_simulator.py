"""How fast the simulated Telegram takes messages: server, load and pytest are three processes.

The figure that counts is per second of the server's own processor time, beside that of an aiohttp server which only
parses and echoes: on a shared machine both rise and fall together.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from aiohttp import ClientSession, TCPConnector, web

pytestmark = pytest.mark.bench

READERS = 20_000
MESSAGES = 20_000
WORKERS = 64
TOKEN = "110201543:simulated"
TEXT = "\n".join(["Алматыда полиция митингіні таратты. 57 адам ұсталды (ІІМ), ұйымдастырушылар 100 адам дейді."] * 3)
BUTTONS = [
    [{"text": "Толығырақ", "callback_data": "more:12"}, {"text": "Дереккөз", "url": "https://example.org/a/1"}],
    [{"text": "Қате", "callback_data": "error:12"}],
]
BOLD = [{"type": "bold", "offset": 0, "length": 35}]


def main(role: str, root: str) -> None:
    """The other processes: `bare` serves, `load` asks."""
    asyncio.run(bare() if role == "bare" else load(root))


def say(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()


async def bare() -> None:
    """What aiohttp does with a handler that only parses and echoes."""

    async def echo(request: web.Request) -> web.Response:
        asked = await request.json()
        return web.json_response({"ok": True, "result": asked})

    application = web.Application()
    application.router.add_post("/bot{token}/{method}", echo)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say(f"http://127.0.0.1:{runner.addresses[0][1]}/bot\n")
    await asyncio.Event().wait()


async def load(root: str) -> None:
    """Every reader a message, by JSON, from so many workers; prints the statuses and the seconds."""
    chats, statuses = iter(range(1, MESSAGES + 1)), Counter[int]()
    whole = {"text": TEXT, "entities": BOLD, "reply_markup": {"inline_keyboard": BUTTONS}}
    async with ClientSession(connector=TCPConnector(limit=0)) as session:

        async def work() -> None:
            for chat_id in chats:
                async with session.post(f"{root}{TOKEN}/sendMessage", json={"chat_id": chat_id, **whole}) as answer:
                    await answer.read()
                    statuses[answer.status] += 1

        begun = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(WORKERS)))
    say(json.dumps({"statuses": statuses, "seconds": time.perf_counter() - begun}))


@contextmanager
def serving(*command: str) -> Iterator[tuple[str, int]]:
    """A server in a process of its own: what stands before the token in its addresses, and its process number."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        try:
            yield next(word for word in line.split() if word.startswith("http")).partition("TOKEN")[0], server.pid
        finally:
            server.terminate()


def processor_seconds(process: int) -> float:
    used = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def post(root: str, name: str, **body: object) -> None:
    url = f"{root.removesuffix('bot')}script/{name}"
    with urlopen(Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})) as answer:  # noqa: S310  # loopback
        assert answer.status == 200


def measured(root: str, process: int) -> tuple[float, dict[str, int]]:
    """Messages a second of the server's processor time, and how they were answered."""
    before = processor_seconds(process)
    command = [sys.executable, "-m", "tests.benchmarks.test_simulator", "load", root]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    speed = MESSAGES / (processor_seconds(process) - before)
    say(f"{speed:6.0f} a second of one core ({MESSAGES / told['seconds']:.0f} a second of the clock)\n")
    return speed, told["statuses"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processor time is read from /proc")
def test_messages_a_second_with_limits_on() -> None:
    """The limits are Telegram's but for the overall figure, which is out of reach so that every message is done."""
    with serving(sys.executable, "-m", "tests.benchmarks.test_simulator", "bare", "") as (root, process):
        say("\naiohttp that only echoes: ")
        reference, _ = measured(root, process)
    with serving(sys.executable, "-m", "bot", "simulator", "--port", "0") as (root, process):
        post(root, "people", chat=1, count=READERS, started=True)
        post(root, "limits", preset="telegram", per_second=1_000_000)
        say("the simulator:            ")
        speed, statuses = measured(root, process)
    say(f"{speed / reference:.0%} of what aiohttp can do here\n")
    assert statuses == {"200": MESSAGES}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processor time is read from /proc")
def test_refusals_a_second() -> None:
    """With Telegram's own figures nearly every message of a flood is refused."""
    with serving(sys.executable, "-m", "bot", "simulator", "--port", "0", "--strict") as (root, process):
        post(root, "people", chat=1, count=READERS, started=True)
        say("\nrefusing nearly all:      ")
        _, statuses = measured(root, process)
    assert statuses.keys() == {"200", "429"}
    assert statuses["429"] > statuses["200"]


if __name__ == "__main__":
    main(*sys.argv[1:])
