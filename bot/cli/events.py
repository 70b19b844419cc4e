"""The commands `events …`: what is stored, what waits, and an editor's decisions; part of bot/cli/main.py."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from bot.domain.errors import BadConfiguration

events = typer.Typer(no_args_is_help=True, help="What is stored, what waits, and an editor's decisions.")

Number = Annotated[int, typer.Argument(help="Number of an event.", min=1)]
Wait = Annotated[int, typer.Argument(help="Number of a wait, as `events list --queue` shows it.", min=1)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


@events.command("list")
def list_events(
    *,
    limit: Annotated[int, typer.Option(help="So many at most.", min=1, max=1000)] = 20,
    place: Annotated[str, typer.Option(help="Id of a place: what its readers see.")] = "",
    find: Annotated[str, typer.Option(help="Words as in /search: what readers find.")] = "",
    queue: Annotated[bool, typer.Option("--queue", help="What waits for an editor.")] = False,
    as_json: AsJson = False,
) -> None:
    """The newest events, or what waits for an editor and how long decisions have taken."""
    from bot.cli import event_editing

    if queue:
        waiting = event_editing.with_editors(event_editing.queue)
        _answer(event_editing.queue_json(waiting) if as_json else event_editing.queue_lines(waiting))
    else:
        work = (
            (lambda e: event_editing.sought(e, find, limit))
            if find
            else (lambda e: event_editing.listed(e, limit, place))
        )
        found = event_editing.with_editors(work)
        _answer(event_editing.list_json(found) if as_json else event_editing.list_lines(found))


@events.command()
def show(number: Number, *, as_json: AsJson = False) -> None:
    """One event: its claims, its versions, its articles and what was sent."""
    from bot.cli import event_editing

    it = event_editing.with_editors(lambda editors: event_editing.shown(editors, number))
    _answer(event_editing.show_json(it) if as_json else event_editing.show_lines(it))


@events.command()
def merge(numbers: Annotated[list[int], typer.Argument(help="Events that are one; the lowest stays.")]) -> None:
    """Several events are one: the others answer as the one of the lowest number."""
    if len(set(numbers)) < 2:
        raise BadConfiguration(("merge: give the numbers of two events or more",))
    _edit(lambda editors: editors.merge(numbers))


@events.command()
def split(number: Number, articles: Annotated[list[int], typer.Argument(help="Articles of another protest.")]) -> None:
    """Some articles of an event tell of another one."""
    _edit(lambda editors: editors.split(number, articles))


@events.command()
def hold(number: Number) -> None:
    """Hide an event from readers at once."""
    _edit(lambda editors: editors.hold(number))


@events.command()
def release(number: Number) -> None:
    """Show an event again and tell what came meanwhile."""
    _edit(lambda editors: editors.release(number))


@events.command()
def publish(
    wait: Wait,
    *,
    into: Annotated[int | None, typer.Option(help="The event it belongs to.", min=1)] = None,
    new: Annotated[bool, typer.Option("--new", help="It is an event of its own.")] = False,
    without_figures: Annotated[bool, typer.Option("--without-figures", help="Tell no figure of it.")] = False,
) -> None:
    """What waits is good: a report joins an event or begins one, a held event is shown."""
    _edit(lambda editors: editors.publish(wait, 0 if new else into, figures=not without_figures))


@events.command()
def mute(wait: Wait) -> None:
    """The outlet that a wait is about tells nothing more; all that waits of it is declined."""
    from bot.cli import event_editing

    outlet = event_editing.with_editors(lambda editors: editors.mute(wait))
    typer.echo(f"muted {outlet}")


@events.command()
def decline(wait: Wait) -> None:
    """What waits is not good: the report makes nothing, the event stays hidden."""
    from bot.cli import event_editing

    event_editing.with_editors(lambda editors: editors.decline(wait))


def _edit(decision: Callable[[Any], Awaitable[Any]]) -> None:
    """Decide, and show the event or the events that came of it."""
    from bot.cli import event_editing

    came = event_editing.with_editors(decision)
    _answer(event_editing.list_lines(came if isinstance(came, tuple) else [came]))


def _answer(what: list[str] | dict[str, Any]) -> None:
    typer.echo("\n".join(what) if isinstance(what, list) else json.dumps(what, ensure_ascii=False))
