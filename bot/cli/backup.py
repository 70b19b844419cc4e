"""The commands that keep and move the database: backup, restore, move, rotate-key, health; part of bot/cli/main.py."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.errors import BadConfiguration

Folder = Annotated[Path, typer.Option("--dir", help="Where backups lie.")]
KeepDays = Annotated[
    int | None,
    typer.Option(help="Backups older than this are removed (BACKUP_DAYS); the newest stays.", min=1, max=3650),
]
NewKey = Annotated[bool, typer.Option("--new-key", help="Print a fresh key pair for backups and nothing else.")]
Stopped = Annotated[bool, typer.Option("--stopped", help="The service was stopped before the backup was made.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Throw away what an unfinished move has left there.")]


def backup(folder: Folder = Path("backups"), keep_days: KeepDays = None, *, new_key: NewKey = False) -> None:
    """One encrypted copy of the database, made while the service runs.

    It is encrypted to BACKUP_RECIPIENT (a public key), or to the passphrase in BACKUP_PASSPHRASE_FILE.
    """
    from bot.cli import database_copies

    if new_key:
        public, private = database_copies.new_keys()
        print(f"# Keep this line away from the server: it opens the backups.\n{private}")
        print(f"BACKUP_RECIPIENT={public}", file=sys.stderr)
        return
    made, gone = database_copies.backed_up(folder, keep_days)
    print(made)
    for path in gone:
        print(f"removed {path}")


def restore(file: Annotated[Path, typer.Argument(help="A backup.")], *, stopped: Stopped = False) -> None:
    """An empty database from a backup. What waited to be sent becomes doubtful, for it may have been sent since."""
    from bot.cli import database_copies

    with _progress("restoring") as said:
        rows = database_copies.restored(file, said, stopped=stopped)
    print(f"{rows} rows restored and compared; now: protest-alerts check")


def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="sqlite:///FILE or postgresql://…")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty database, or one of an unfinished move.")],
    *,
    fresh: Fresh = False,
) -> None:
    """All of a database into another, of either engine; begun again it goes on. The service must be stopped."""
    from bot.cli import database_copies

    with _progress("moving") as said:
        rows = database_copies.moved(source, target, said, fresh=fresh)
    print(f"{rows} rows moved and compared; the service starts with DATABASE_URL at the new one, not at the old")


def rotate_key(
    file: Annotated[Path, typer.Argument(help="A file with the new key, from: protest-alerts check --new-key")],
) -> None:
    """Another SUBSCRIBER_KEY: everything that the present one hides is hidden anew. The service must be stopped."""
    from bot.cli import database_copies

    with _progress("hiding anew") as said:
        changed = database_copies.with_new_key(file, said)
    print("done: start the service with the new key" if changed else "nothing to do: the database has this key")


def health() -> None:
    """Ask the running service at WEB_ADDRESS how it is; for health checks of containers."""
    from bot import config, web

    place = config.read().web()
    if place is None:
        raise BadConfiguration(("WEB_ADDRESS: missing, so nothing can be asked",))
    well, said = web.asked(web.ListenAddress(*place))
    print(said)
    raise typer.Exit(0 if well else 1)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that says how far it is, on a terminal; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} rows")
    done: dict[str, int] = {}
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def said(table: str, rows: int, total: int) -> None:
            done[table] = rows
            bar.update(task, description=f"{what} {table}", completed=sum(done.values()), total=total or None)

        yield said


def add_to(app: typer.Typer) -> None:
    """Make these commands of the program."""
    for command in (backup, restore, move, health):
        app.command()(command)
    app.command("rotate-key")(rotate_key)
