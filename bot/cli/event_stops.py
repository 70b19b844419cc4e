"""Holds and stops from the command line: what is held, everything held or let go, a correction stopped on its way."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.cli.event_editing import Desk
from bot.domain.clock import almaty
from bot.domain.errors import Operational
from bot.domain.report import Json
from bot.domain.staff import SERVER
from bot.services.editors.correction_progress import DeliveryProgress, stop_newest
from bot.services.editors.holding import Held
from bot.store.holds import Hold


class NothingToDo(Operational):
    """What was to be released is not held, or what was to be stopped is not on its way."""


async def hold_all(editors: Desk) -> Held:
    """Nothing is told of any event from now on."""
    return await editors.holding.hold_all(SERVER)


async def release_all(editors: Desk) -> None:
    """Messages are sent again; NothingToDo when not everything was held."""
    if not await editors.holding.release_all(SERVER):
        raise NothingToDo("release --all: not everything is held")


async def held(editors: Desk) -> tuple[Hold, ...]:
    """Everything that is held, longest first."""
    return await editors.holding.all()


async def stop(editors: Desk, number: int, *, go_no_further: bool) -> DeliveryProgress:
    """The newest version of an event goes no further, or goes on; NothingToDo when it is not on its way."""
    now = editors.clock()
    done = await editors.store.write(lambda tx: stop_newest(tx, SERVER, number, now, stop=go_no_further), urgent=True)
    if done is None:
        raise NothingToDo(f"{'stop' if go_no_further else 'resume'}: nothing about event {number} is on its way")
    return done


def all_line(it: Held) -> str:
    """That everything is held, and what left before."""
    return f"everything is held: {it.sent} sent before, {it.sending} on their way, {it.waiting} stopped"


def all_json(it: Held) -> Json:
    """The same as JSON."""
    return {"held": "all", "sent": it.sent, "sending": it.sending, "waiting": it.waiting}


def held_lines(holds: Sequence[Hold]) -> list[str]:
    """What is held, by whom and since when."""
    return [f"{_what(one)}  since {one.at.astimezone(almaty()):%Y-%m-%d %H:%M}  {one.actor}" for one in holds] or [
        "nothing is held"
    ]


def held_json(holds: Sequence[Hold]) -> Json:
    """The same as JSON; event null stands for everything."""
    return {"holds": [{"event": one.event or None, "since": one.at.isoformat(), "by": one.actor} for one in holds]}


def stopped_line(it: DeliveryProgress) -> str:
    """How far a version has come, and whether it goes on."""
    counts = ", ".join(f"{many} {name.replace('_', ' ')}" for name, many in _counts(it).items())
    return f"event {it.event} version {it.version}: {'stopped' if it.count.stopped else 'goes on'}; {counts}"


def stopped_json(it: DeliveryProgress) -> Json:
    """The same as JSON."""
    return {"event": it.event, "version": it.version, "stopped": it.count.stopped, **_counts(it)}


def _what(one: Hold) -> str:
    return f"event {one.event}" if one.event else "everything"


def _counts(it: DeliveryProgress) -> dict[str, int]:
    return {name: many for name, many in asdict(it.count).items() if not isinstance(many, bool)}
