"""The log: one line an entry on stderr; of a failure its kind and where it arose, never what it says.

What a library says of its failure may carry a token, an address or a text; what this program says itself may be told.
"""

import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import StackSummary, walk_tb
from types import TracebackType

from bot.domain.errors import Operational, StoreUnavailable

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_HUSHED = ("httpcore", "aiohttp", "asyncio", "alembic")
_SILENT = ("telegram", "httpx", "trafilatura", "htmldate", "sqlalchemy.pool", "psycopg")
#: Who tells of a database that does not answer.
_OUTAGES = "bot.store.engine"
#: As @BotFather gives them: the bot's number, a colon, 35 signs.
_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")
_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(level: int = logging.INFO, *, as_json: bool = False) -> None:
    """Write to stderr. The libraries' own logs carry tokens in addresses and texts in bodies: hushed."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Objects() if as_json else Discreet(_FORMAT))
    handler.addFilter(is_worth_a_line)
    logging.basicConfig(level=level, handlers=[handler])
    for name in _HUSHED:
        logging.getLogger(name).setLevel(logging.WARNING)
    # a run that finds the one before still running is nothing: what is due stands in the database
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Whether an entry tells something that the store has not told: an outage is one line (bot/store/engine.py)."""
    if record.name == _OUTAGES:
        return True
    failure = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    given = record.args if isinstance(record.args, tuple) else ()
    return not any(isinstance(one, StoreUnavailable) for one in (failure, *given))


class Discreet(logging.Formatter):
    """Entries without a token, and failures without their words."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry; a failure's lines follow it."""
        return _TOKEN.sub("(token)", super().format(record))

    def formatException(self, ei: _Failure) -> str:  # noqa: N802  # the name is logging's
        """Kinds and places of a failure and of those that led to it, the first last."""
        return "\n".join(_told(ei[1])) if ei[1] else ""


class Objects(Discreet):
    """The same entries as JSON, one object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry; a failure's lines are in it."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _TOKEN.sub("(token)", record.getMessage()),
        }
        if record.exc_info:
            entry["failure"] = self.formatException(record.exc_info).splitlines()
        return json.dumps(entry, ensure_ascii=False)


def _told(failure: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    current: BaseException | None = failure
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield _named(current)
        yield from (f"  {line.strip()}" for line in _places(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _named(failure: BaseException) -> str:
    kind = type(failure)
    words = f": {failure}" if isinstance(failure, Operational) else ""
    return f"{kind.__module__}.{kind.__qualname__}{words}"


def _places(failure: BaseException) -> Iterator[str]:
    stack = StackSummary.extract(walk_tb(failure.__traceback__), limit=-20, lookup_lines=False)
    return (f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in stack)
