"""Faults as a file or a request orders them: `{"kind", "method"?, "chat"?, "times"?, "share"?, ...}`."""

import tomllib
from collections.abc import Callable, Mapping

from bot.simulator import faults
from bot.simulator.faults import InjectedFault, Order
from bot.simulator.json_in import Given, Wrong
from bot.simulator.refusals import BadRequest, Conflict, Forbidden

LATEST = 3600.0

KINDS: Mapping[str, Callable[[Given], InjectedFault]] = {
    "too_many_requests": lambda given: faults.too_many_requests(given.integer("retry_after", 1)),
    "forbidden": lambda given: faults.refusing(Forbidden(given.text("description", "bot was blocked by the user"))),
    "bad_request": lambda given: faults.refusing(BadRequest(given.text("description", "chat not found"))),
    "conflict": lambda given: faults.refusing(Conflict(given.text("description", "terminated by other getUpdates"))),
    "internal_error": lambda _: faults.internal_error(),
    "bad_gateway": lambda _: faults.bad_gateway(),
    "answer_lost": lambda _: faults.answer_lost(),
    "connection_reset": lambda _: faults.connection_reset(),
    "stalled": lambda _: faults.stalled(),
    "late": lambda given: faults.late(given.number("seconds", most=LATEST)),
}
"""By name; the fields that each reads beside those of every order."""

FIELDS = ("kind", "method", "chat", "times", "share", "retry_after", "description", "seconds")


class BadFaults(ValueError):
    """A faults file that says something else."""


def read_order(body: object) -> Order:
    """`times` is 1 unless given, 0 for always; `share` of the calls meant, all unless given.

    Raises Wrong: 400 and what is missing or out of bounds.
    """
    given = Given.of(body).only(*FIELDS)
    kind = given.one_of("kind", *KINDS)
    times = given.integer("times", 1)
    if times < 0:
        raise Wrong(400, "times must be 0 (always) or more")
    method = given.text("method", "") or None
    share = given.number("share", 1.0, most=1.0)
    return Order(KINDS[kind](given), kind, method, given.optional("chat"), times or None, share)


def read_file(content: str) -> tuple[Order, ...]:
    """TOML with a table `[[fault]]` for each.

    Raises BadFaults: in one line, which fault is wrong and how.
    """
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as fault:
        raise BadFaults(f"not TOML: {fault}") from fault
    tables = document.get("fault", [])
    if set(document) - {"fault"} or not isinstance(tables, list):
        raise BadFaults("only [[fault]] tables are known")
    return tuple(_numbered(number, table) for number, table in enumerate(tables, start=1))


def _numbered(number: int, table: object) -> Order:
    try:
        return read_order(table)
    except Wrong as wrong:
        raise BadFaults(f"fault {number}: {wrong}") from wrong
