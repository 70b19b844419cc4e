"""An installation: everything that differs between the service, the demo and a test."""

import asyncio
import base64
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.clock import Clock, Wire
from bot.domain.contacts import Contacts
from bot.domain.errors import BadConfiguration
from bot.domain.feed import Feed
from bot.domain.names import Name
from bot.domain.retention import ARTICLE_TEXTS, Retention
from bot.domain.understanding.context import PublishRules
from bot.encoder import Encoder
from bot.net.fetch import FetchSettings
from bot.net.transport import Timeouts
from bot.services.delivery.deliver import SendingPace
from bot.services.operations.metrics import Disk
from bot.services.operations.progress import Progress
from bot.store.engine import Store
from bot.store.forgotten import ForgottenList

#: Opens nothing but the demo's sample readers, who are nobody.
SAMPLE_KEY = base64.urlsafe_b64encode(b"sample-readers-only-not-a-secret").decode()


def system_time() -> datetime:
    """The machine's clock as it stands, for the world's time: whoever sets the clock moves it."""
    return datetime.now(UTC)


def _steady() -> float:
    """Seconds of a clock that nobody can set; on Linux it goes on while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SteadyClock:
    """The machine's clock when the process began, and a steady one from then on: it never goes back or ahead."""

    def __init__(self) -> None:
        self._began, self._steady = system_time(), _steady()

    def now(self) -> datetime:
        """The present moment in UTC."""
        return self._began + timedelta(seconds=_steady() - self._steady)

    def drift(self) -> timedelta:
        """By how much the machine's clock was set since the process began."""
        return system_time() - self.now()

    async def sleep(self, seconds: float) -> None:
        """Wait in earnest."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that differs between the service, the demo and a test: database, feeds, token, clocks, rules."""

    store: Store
    feeds: tuple[Feed, ...]
    token: str
    api_url: str
    #: The world's time, which the demo scales.
    day: Clock
    wire: Wire
    #: Outlets that are not in the names table.
    outlets: tuple[Name, ...] = ()
    #: Chats of those who may correct.
    editors: frozenset[int] = frozenset()
    #: Chats of those who may correct and not choose who else may; the chat of the editors' group, 0 for none; whether
    #: some deeds need a second person.
    juniors: frozenset[int] = frozenset()
    group: int = 0
    second: bool = True
    pace: SendingPace = field(default_factory=SendingPace)
    #: How long Telegram is waited for.
    timeouts: Timeouts = field(default_factory=Timeouts)
    #: An HTTP proxy to Telegram; none: the one that the environment names.
    proxy: str | None = None
    #: The disk on which the data lie, and by how much the machine's clock was set since the start.
    disk: Callable[[], Disk | None] = lambda: None
    drift: Callable[[], timedelta] = timedelta
    #: Chats of those who are told when the bot itself is in trouble.
    operators: frozenset[int] = frozenset()
    #: What this process last got done.
    progress: Progress = field(default_factory=lambda: Progress(_steady))
    #: What may be dialled out there, and how: by default the public internet, politely.
    outside: FetchSettings = field(default_factory=FetchSettings)
    #: Articles' texts are forgotten after so long.
    keep_texts: timedelta = ARTICLE_TEXTS
    retention: Retention = field(default_factory=Retention)
    #: What is published without an editor, and what is too old to ring for.
    rules: PublishRules = field(default_factory=PublishRules)
    #: Whom to call when somebody was detained; none: nothing is said of it.
    contacts: Contacts | None = None
    #: Where it is noted who was forgotten; none: nowhere, for there are no backups.
    forgotten: ForgottenList | None = None
    #: None: articles are judged by the rules alone.
    encoder: Encoder | None = None


def disk_of(folder: Path) -> Disk | None:
    """The disk of a folder, or of the nearest above it that is there."""
    there = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), None)
    if there is None:
        return None
    usage = shutil.disk_usage(there)
    return Disk(usage.free, usage.total)


def make_folder(folder: Path) -> None:
    """Make a folder for data that only its owner may enter, unless it is there; BadConfiguration when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        reason = "not a folder" if isinstance(error, FileExistsError) else error.strerror
        raise BadConfiguration((f"DATA_DIR (or DATABASE_URL): {folder}: {reason}",)) from None
