"""The commands `feeds …`: what is polled, and how each feed is; part of bot/cli/main.py."""

import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration

if TYPE_CHECKING:
    from bot.cli.feed_admin import Row

feeds = typer.Typer(no_args_is_help=True, help="The feeds that are polled, and how each is.")

WORK_FAILED = 1
#: Columns of a table that nobody looks at: nothing is cut.
_WIDE = 400

FeedId = Annotated[str, typer.Argument(help="As `feeds list` names it.")]
Url = Annotated[str, typer.Argument(help="A feed, or a page of the outlet: its feed is looked for.")]
Outlet = Annotated[str, typer.Option(help="Id of the outlet in outlets.toml; by default made of the address.")]
Accept = Annotated[bool, typer.Option("--accept", help="It is the same outlet's new address.")]
Refuse = Annotated[bool, typer.Option("--refuse", help="It is not: its old address is asked on.")]
Trust = Annotated[str, typer.Argument(help="known, probation or muted.")]
Language = Annotated[str, typer.Option(help="kk, ru or en, to break ties.")]


@feeds.command("list")
def list_feeds() -> None:
    """Every feed as it is remembered; nothing is asked."""
    from bot import config
    from bot.cli import feed_admin as application

    _table(application.listed(config.for_store()))


@feeds.command()
def check() -> None:
    """Ask every feed now, store nothing: works, never worked, or went dark. Status 1 unless all work."""
    import asyncio

    from bot import config
    from bot.cli import feed_admin as application

    rows, good = asyncio.run(application.checked(config.for_store(), lambda line: print(line, file=sys.stderr)))
    _table(rows)
    raise typer.Exit(0 if good else WORK_FAILED)


@feeds.command()
def add(url: Url, outlet: Outlet = "", lang: Language = "") -> None:
    """Find a feed and poll it from now on."""
    import asyncio

    from bot import config
    from bot.cli import feed_admin as application

    if lang and lang not in set(Lang):
        raise BadConfiguration((f"--lang: {lang!r} is none of {', '.join(Lang)}",))
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        raise BadConfiguration((f"URL: {url!r} is not a web address such as https://outlet.example/",))
    feed = asyncio.run(application.added(config.for_store(), url, outlet, Lang(lang) if lang else None))
    print(f"{feed.id}  {feed.url}")


@feeds.command()
def pause(feed_id: FeedId) -> None:
    """Ask a feed no more until `resume`."""
    _set_paused(feed_id, paused=True)


@feeds.command()
def resume(feed_id: FeedId) -> None:
    """Ask a paused feed again."""
    _set_paused(feed_id, paused=False)


@feeds.command()
def move(feed_id: FeedId, *, accept: Accept = False, refuse: Refuse = False) -> None:
    """Agree that a feed is asked where its permanent redirect to another host leads, or refuse it."""
    from bot import config
    from bot.cli import feed_admin as application

    if accept == refuse:
        raise BadConfiguration(("feeds move: say --accept or --refuse; `feeds list` shows where it leads",))
    address = application.decide_move(config.for_store(), feed_id, agreed=accept)
    if not address:
        raise BadConfiguration((f"FEED_ID: no feed {feed_id!r} that a permanent redirect leads elsewhere",))
    print(f"{feed_id}  {'asked at' if accept else 'not asked at'} {address}")


@feeds.command()
def standing(feed_id: FeedId, trust: Trust) -> None:
    """How far a feed's outlet is trusted: known, probation (all it tells asks), or muted (what it alone said goes)."""
    from bot import config
    from bot.cli import feed_admin as roof
    from bot.domain.decision import OutletStanding

    if trust not in set(OutletStanding):
        raise BadConfiguration((f"STANDING: {trust!r} is none of {', '.join(OutletStanding)}",))
    outlet = roof.set_standing(config.for_store(), feed_id, OutletStanding(trust))
    if not outlet:
        raise BadConfiguration((f"FEED_ID: no feed {feed_id!r}",))
    print(f"{outlet}  {trust}")


def _set_paused(feed_id: str, *, paused: bool) -> None:
    from bot import config
    from bot.cli import feed_admin as application

    if not application.set_paused(config.for_store(), feed_id, paused=paused):
        raise BadConfiguration((f"FEED_ID: no feed {feed_id!r}",))


def _table(rows: Sequence["Row"]) -> None:
    """Aligned columns, headed by their names."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    cells = [asdict(row) for row in rows]
    for name in cells[0] if cells else ():
        table.add_column(name.replace("_", " "), no_wrap=not sys.stdout.isatty())
    for row in cells:
        table.add_row(*map(str, row.values()))
    Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False, markup=False).print(table)
