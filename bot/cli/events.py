"""The commands `events …`: what is stored, what waits, and an editor's decisions; part of bot/cli/main.py."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from bot.domain.errors import BadConfiguration
from bot.domain.staff import SERVER

events = typer.Typer(no_args_is_help=True, help="What is stored, what waits, and an editor's decisions.")

Number = Annotated[int, typer.Argument(help="Number of an event.", min=1)]
Which = Annotated[int | None, typer.Argument(help="Number of an event.", min=1)]
All = Annotated[bool, typer.Option("--all", help="Everything, whatever it is about.")]
ReviewReason = Annotated[int, typer.Argument(help="Number of a wait, as `events list --queue` shows it.", min=1)]
Demo = Annotated[bool, typer.Option("--demo", help="The demo's database instead of the live one.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


@events.command("list")
def list_events(
    *,
    limit: Annotated[int, typer.Option(help="So many at most.", min=1, max=1000)] = 20,
    place: Annotated[str, typer.Option(help="Id of a place: what its readers see.")] = "",
    find: Annotated[str, typer.Option(help="Words as in /search: what readers find.")] = "",
    queue: Annotated[bool, typer.Option("--queue", help="What waits for an editor.")] = False,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """The newest events, or what waits for an editor and how long decisions have taken."""
    from bot.cli import event_editing

    if queue:
        waiting = event_editing.with_editors(event_editing.queue, demo=demo)
        _answer(event_editing.queue_json(waiting) if as_json else event_editing.queue_lines(waiting))
    else:
        work = (
            (lambda e: event_editing.sought(e, find, limit))
            if find
            else (lambda e: event_editing.listed(e, limit, place))
        )
        found = event_editing.with_editors(work, demo=demo)
        _answer(event_editing.list_json(found) if as_json else event_editing.list_lines(found))


@events.command()
def show(number: Number, *, as_json: AsJson = False, demo: Demo = False) -> None:
    """One event: its claims, its versions, its articles, what was sent and what was done."""
    from bot.cli import event_editing

    it = event_editing.with_editors(lambda editors: event_editing.shown(editors, number), demo=demo)
    _answer(event_editing.show_json(it) if as_json else event_editing.show_lines(it))


@events.command()
def merge(
    numbers: Annotated[list[int], typer.Argument(help="Events that are one; the lowest stays.")], *, demo: Demo = False
) -> None:
    """Several events are one: the others answer as the one of the lowest number."""
    if len(set(numbers)) < 2:
        raise BadConfiguration(("merge: give the numbers of two events or more",))
    _edit(lambda editors: editors.merge(numbers), demo=demo)


@events.command()
def split(
    number: Number,
    articles: Annotated[list[int], typer.Argument(help="Articles of another protest.")],
    *,
    demo: Demo = False,
) -> None:
    """Some articles of an event tell of another one."""
    _edit(lambda editors: editors.split(number, articles), demo=demo)


Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this only the preview is shown.")]
Base = Annotated[int, typer.Option(help="Only if this is still the newest version.", min=0)]


@events.command()
def correct(
    number: Number,
    *,
    figure: Annotated[list[str] | None, typer.Option(help="WRONG=RIGHT, as 570=57; - for nobody said it.")] = None,
    change: Annotated[list[str] | None, typer.Option("--set", help="FIELD=VALUE, as day=2019-09-21.")] = None,
    reason: Annotated[str, typer.Option(help="Why, from the closed list.")] = "",
    note: Annotated[str, typer.Option(help='Words for readers of one language: "ru: text".')] = "",
    base: Base = 0,
    yes: Yes = False,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """Correct an event for everybody who was told: previewed, then with --yes published."""
    from bot.cli import event_corrections as work
    from bot.cli import event_editing

    wanted = work.WantedCorrection(tuple(change or ()), tuple(figure or ()))
    done = event_editing.with_editors(
        lambda desk: work.correct(work.corrections(desk), number, wanted, reason, note, base, yes=yes), demo=demo
    )
    _answer(work.as_json(done, number) if as_json else work.lines(done, "corrected"))


@events.command()
def retract(
    number: Number,
    *,
    reason: Annotated[str, typer.Option(help="Why, from the closed list.")] = "",
    base: Base = 0,
    yes: Yes = False,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """Take an event back for everybody who was told: previewed, then with --yes published."""
    from bot.cli import event_corrections as work
    from bot.cli import event_editing

    done = event_editing.with_editors(
        lambda desk: work.retract(work.corrections(desk), number, reason, base, yes=yes), demo=demo
    )
    _answer(work.as_json(done, number) if as_json else work.lines(done, "retracted"))


@events.command()
def reinstate(number: Number, *, as_json: AsJson = False, demo: Demo = False) -> None:
    """A retraction of the last day was wrong: it stands again when a second editor agrees, or in ten minutes."""
    from bot.cli import event_corrections as work
    from bot.cli import event_editing

    waits = event_editing.with_editors(lambda desk: work.reinstate(work.corrections(desk), number), demo=demo)
    _answer(work.proposal_json(waits) if as_json else [work.proposal_line(waits)])


@events.command()
def notice(
    text: Annotated[str, typer.Argument(help='"ru all: text", or "almaty" and lines "kk: …", "ru: …", "en: …".')],
    *,
    yes: Yes = False,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """A message to readers about no event: previewed, then with --yes proposed to a second editor."""
    from bot.cli import event_corrections as work
    from bot.cli import event_editing

    done = event_editing.with_editors(lambda desk: work.notify(work.corrections(desk), text, yes=yes), demo=demo)
    _answer(work.as_json(done) if as_json else work.lines(done, "sent"))


@events.command()
def approve(wait: ReviewReason, *, demo: Demo = False) -> None:
    """Agree to what an editor proposed."""
    from bot.cli import event_corrections as work
    from bot.cli import event_editing

    event_editing.with_editors(lambda desk: work.corrections(desk).approvals.approve(SERVER, wait), demo=demo)


@events.command()
def cancel(wait: ReviewReason, *, demo: Demo = False) -> None:
    """What was proposed is not done."""
    from bot.cli import event_corrections as work
    from bot.cli import event_editing

    event_editing.with_editors(lambda desk: work.corrections(desk).approvals.cancel(SERVER, wait), demo=demo)


@events.command()
def hold(number: Which = None, *, everything: All = False, as_json: AsJson = False, demo: Demo = False) -> None:
    """Hide an event from readers at once and tell nothing more of it, or of any; without either: what is held."""
    from bot.cli import event_editing
    from bot.cli import event_stops as work

    _one_of(number, everything=everything, least=0)
    if everything:
        done = event_editing.with_editors(work.hold_all, demo=demo)
        _answer(work.all_json(done) if as_json else [work.all_line(done)])
    elif number:
        event_editing.with_editors(lambda editors: editors.holding.hold(SERVER, number), demo=demo)
        _edit(lambda editors: editors.hold(number), demo=demo, as_json=as_json)
    else:
        holds = event_editing.with_editors(work.held, demo=demo)
        _answer(work.held_json(holds) if as_json else work.held_lines(holds))


@events.command()
def release(number: Which = None, *, everything: All = False, as_json: AsJson = False, demo: Demo = False) -> None:
    """Show an event again and tell what came meanwhile, or end the hold of everything."""
    from bot.cli import event_editing
    from bot.cli import event_stops as work

    _one_of(number, everything=everything, least=1)
    if number:
        event_editing.with_editors(lambda editors: event_editing.unheld(editors, number), demo=demo)
        _edit(lambda editors: editors.release(number), demo=demo, as_json=as_json)
    else:
        event_editing.with_editors(work.release_all, demo=demo)
        _answer({"released": "all"} if as_json else ["messages are sent again"])


@events.command()
def stop(number: Number, *, as_json: AsJson = False, demo: Demo = False) -> None:
    """What is on its way about an event, as a correction, goes no further until it is resumed."""
    _stop(number, go_no_further=True, as_json=as_json, demo=demo)


@events.command()
def resume(number: Number, *, as_json: AsJson = False, demo: Demo = False) -> None:
    """What was stopped on its way goes on."""
    _stop(number, go_no_further=False, as_json=as_json, demo=demo)


@events.command()
def publish(
    wait: ReviewReason,
    *,
    into: Annotated[int | None, typer.Option(help="The event it belongs to.", min=1)] = None,
    new: Annotated[bool, typer.Option("--new", help="It is an event of its own.")] = False,
    without_figures: Annotated[bool, typer.Option("--without-figures", help="Tell no figure of it.")] = False,
    demo: Demo = False,
) -> None:
    """What waits is good: a report joins an event or begins one, a held event is shown."""
    _edit(lambda editors: editors.publish(wait, 0 if new else into, figures=not without_figures), demo=demo)


@events.command()
def mute(wait: ReviewReason, *, demo: Demo = False) -> None:
    """The outlet that a wait is about tells nothing more; all that waits of it is declined."""
    from bot.cli import event_editing

    outlet = event_editing.with_editors(lambda editors: editors.mute(wait), demo=demo)
    typer.echo(f"muted {outlet}")


@events.command()
def decline(wait: ReviewReason, *, demo: Demo = False) -> None:
    """What waits is not good: the report makes nothing, the event stays hidden."""
    from bot.cli import event_editing

    event_editing.with_editors(lambda editors: editors.decline(wait), demo=demo)


@events.command()
def audit(
    *,
    event: Annotated[int, typer.Option(help="Of one event only.", min=0)] = 0,
    limit: Annotated[int, typer.Option(help="So many at most.", min=1, max=1000)] = 50,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """What editors, outlets and the program did, newest first; people by role and number."""
    from bot.cli import event_editing

    done = event_editing.with_editors(lambda editors: event_editing.audit(editors, event, limit), demo=demo)
    entries = [event_editing.entry_json(one) for one in done]
    _answer({"audit": entries} if as_json else [event_editing.entry_line(one) for one in done] or ["nothing yet"])


@events.command()
def staff(
    *,
    add: Annotated[int, typer.Option(help="Telegram number of a new editor.", min=0)] = 0,
    owner: Annotated[bool, typer.Option("--owner", help="The new one is an owner.")] = False,
    remove: Annotated[int, typer.Option(help="Number of a role to take away.", min=0)] = 0,
    demo: Demo = False,
) -> None:
    """Who may decide: show, add, remove. A seized phone's role is taken away here too."""
    from bot.cli import event_editing

    changed = event_editing.with_editors(
        lambda editors: event_editing.restaffed(editors, add, remove, owner=owner), demo=demo
    )
    _answer([f"{one.handle}{'  on duty' if one.on_duty else ''}" for one in changed] or ["nobody"])


def _edit(decision: Callable[[Any], Awaitable[Any]], *, demo: bool = False, as_json: bool = False) -> None:
    """Decide, and show the event or the events that came of it."""
    from bot.cli import event_editing

    came = event_editing.with_editors(decision, demo=demo)
    events_ = came if isinstance(came, tuple) else [came]
    _answer(event_editing.list_json(events_) if as_json else event_editing.list_lines(events_))


def _stop(number: int, *, go_no_further: bool, as_json: bool, demo: bool) -> None:
    from bot.cli import event_editing
    from bot.cli import event_stops as work

    done = event_editing.with_editors(
        lambda editors: work.stop(editors, number, go_no_further=go_no_further), demo=demo
    )
    _answer(work.stopped_json(done) if as_json else [work.stopped_line(done)])


def _one_of(number: int | None, *, everything: bool, least: int) -> None:
    """One event or all of them, not both."""
    if not least <= bool(number) + everything <= 1:
        raise BadConfiguration(("give the number of an event, or --all",))


def _answer(what: list[str] | dict[str, Any]) -> None:
    typer.echo("\n".join(what) if isinstance(what, list) else json.dumps(what, ensure_ascii=False))
