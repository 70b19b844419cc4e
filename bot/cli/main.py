"""The commands. Each imports the application inside itself: that is slow, and --help should not be."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer

from bot.cli import backup
from bot.cli.events import events
from bot.cli.feeds import feeds
from bot.cli.record import export, site
from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration, ProtestAlertsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.decision import OutletStanding

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Protest-news alerts for Kazakhstan, in Telegram.",
)

app.add_typer(events, name="events")
app.add_typer(feeds, name="feeds")
backup.add_to(app)
app.command()(export)
app.command()(site)

Choice = TypeVar("Choice", bound=StrEnum)

WORK_FAILED = 1
WRONG_USAGE = 2

Mentions = Annotated[bool, typer.Option("--mentions", help="Every place, number and date with its offsets.")]
File = Annotated[Path | None, typer.Argument(help="A file; standard input when there is none.")]
WithStanding = Annotated[
    bool, typer.Option("--standing", help="Judge by how far this installation trusts each outlet (`source`).")
]
Encoder = Annotated[str, typer.Option(help="on or off; else as ENCODER says.")]
Published = Annotated[str, typer.Option(help="When it was published, ISO 8601.")]


@app.command()
def run(
    role: Annotated[list[str] | None, typer.Option(help="collector, receiver or sender; all by default.")] = None,
) -> None:
    """The service. Without BOT_TOKEN it says what is missing and points to the demo."""
    import asyncio

    # python-telegram-bot imports httpx, and that its own command line with all of rich and pygments: three megabytes
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # so that importing it fails, as httpx expects
    from bot import app as application
    from bot import config, logs

    known = [name.value for name in application.ProcessRole]
    strange = [f"--role: {name!r} is none of {', '.join(known)}" for name in role or [] if name not in known]
    settings = config.for_service(strange)
    logs.set_up(as_json=settings.log_format == "json")
    asyncio.run(application.serve(settings, [application.ProcessRole(name) for name in role or []]))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page; 0 takes a free one.", min=0, max=65535)] = 8080,
    speed: Annotated[float, typer.Option(help="How many times faster than life the day goes.", min=0.1)] = 240.0,
    once: Annotated[bool, typer.Option("--once", help="Play the day to its end at once, then exit.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin again instead of going on.")] = False,
    day: Annotated[str, typer.Option(help="sample, or hostile: one outlet is hacked and invents.")] = "sample",
) -> None:
    """Everything on loopback: a simulated Telegram, sample feeds, an embedded database."""
    import asyncio

    from bot import config
    from bot.demo import play
    from bot.demo.script import DemoDay

    chosen, say = _one_of(DemoDay, day, "--day"), partial(print, flush=True)
    data = config.data_dir() / ("demo" if chosen is DemoDay.SAMPLE else f"demo-{chosen}")
    if once:
        told_all = asyncio.run(play.once(data, fresh=fresh, say=say, day=chosen))
    else:
        told_all = asyncio.run(play.live(data, port, speed, fresh=fresh, say=say, day=chosen))
    raise typer.Exit(0 if told_all else WORK_FAILED)


@app.command()
def read(
    file: File = None,
    published: Published = "",
    lang: Annotated[str, typer.Option(help="kk, ru or en, to break ties.")] = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines in, JSON lines out.")] = False,
    mentions: Annotated[
        bool, typer.Option("--mentions", help="Every place, number and date with its offsets.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="For people: the decision and its reasons.")] = False,
    standing: WithStanding = False,
    encoder: Encoder = "",
) -> None:
    """Read articles without storing anything; the first line of a plain file is the title."""
    from bot import config
    from bot.cli import article_lines, offline

    encode = config.encoder(encoder)
    language = _one_of(Lang, lang, "--lang") if lang else None
    when = _moment(published)
    with _opened(file) as stream:
        if jsonl:
            articles = article_lines.from_json_lines(stream)
        else:
            name = file.stem if file else "stdin"
            articles = iter([article_lines.Line(1, article_lines.from_text(name, stream.read(), when, language))])
        paint = (_coloured if sys.stdout.isatty() else offline.plain) if explain else None
        good = offline.read_all(
            articles,
            sys.stdout,
            sys.stderr,
            mentions=mentions,
            explain=paint,
            jsonl=jsonl,
            trusted=_trusted(apply=standing),
            encode=encode,
        )
    raise typer.Exit(0 if good else WORK_FAILED)


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="Articles as JSON lines.")],
    everything: Annotated[bool, typer.Option("--all", help="Match every article as if it were a report.")] = False,
    standing: WithStanding = False,
    encoder: Encoder = "",
) -> None:
    """Articles through reading and matching, nothing stored; for each article the key of its event."""
    from bot import config
    from bot.cli import article_lines, offline

    encode = config.encoder(encoder)

    with _opened(file) as stream:
        articles = article_lines.from_json_lines(stream)
        trusted = _trusted(apply=standing)
        good = offline.replay_all(
            articles, sys.stdout, sys.stderr, everything=everything, trusted=trusted, encode=encode
        )
    raise typer.Exit(0 if good else WORK_FAILED)


def _trusted(*, apply: bool) -> "Mapping[str, OutletStanding]":
    """How far each outlet of this installation is trusted, if that is to count."""
    if not apply:
        return {}
    from bot import config
    from bot.cli import feed_admin as roof

    return roof.trusted(config.for_store())


@app.command()
def poll() -> None:
    """One round of collect and understand, then the counts."""
    import asyncio

    from bot import app as application
    from bot import config, logs

    logs.set_up()
    told, good = asyncio.run(application.poll_once(config.for_store()))
    print("\n".join(told))
    raise typer.Exit(0 if good else WORK_FAILED)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot import app as application
    from bot import config

    print(f"schema {application.migrated(config.read().database())}")


@app.command()
def check(
    new_key: Annotated[bool, typer.Option("--new-key", help="Print a fresh SUBSCRIBER_KEY and nothing else.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither Telegram nor the feeds.")] = False,
) -> None:
    """What is wrong with this installation, one line each."""
    from bot.cli import check as checking
    from bot.cli import check_outside

    if new_key:
        print(checking.new_key())
        return
    findings = checking.findings()
    if not offline and not any(finding.unusable or finding.stops for finding in findings):
        findings += check_outside.findings()
    for finding in findings:
        print(finding, file=sys.stderr if finding.wrong or finding.odd else sys.stdout)
    if any(finding.unusable for finding in findings):
        raise typer.Exit(WRONG_USAGE)
    raise typer.Exit(WORK_FAILED if any(finding.wrong for finding in findings) else 0)


deliveries_app = typer.Typer(no_args_is_help=True, help="What became of messages.")
app.add_typer(deliveries_app, name="deliveries")


@deliveries_app.command("doubtful")
def doubtful() -> None:
    """Messages of which nobody knows whether they arrived: number, event, version, form."""
    from bot.cli import check as checking

    for line in checking.doubtful():
        print(line)


@deliveries_app.command("counts")
def counts() -> None:
    """How many messages stand where, and which chats and channels take none."""
    from bot.cli import check as checking

    for line in checking.counts():
        print(line)


@deliveries_app.command("resend")
def resend(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers of doubtful messages.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All doubtful messages.")] = False,
) -> None:
    """Send doubtful messages again; some chats may get them twice."""
    from bot.cli import check as checking

    if bool(numbers) == everything:
        raise BadConfiguration(("resend: give numbers, or --all",))
    many, strange = checking.resend(None if everything else numbers)
    print(f"{many} {'message' if many == 1 else 'messages'} will be sent again")
    raise typer.Exit(_say([f"no doubtful message No. {number}" for number in strange], WORK_FAILED) if strange else 0)


@app.command()
def simulator(
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8081,
    latency: Annotated[float, typer.Option(help="Milliseconds that every answer takes.", min=0.0)] = 0.0,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse what the Bot API does not know.")] = False,
    faults: Annotated[Path | None, typer.Option(help="A TOML file of faults; docs/simulator.md shows one.")] = None,
    stars: Annotated[int, typer.Option(help="Stars to pay for paid broadcasts with.", min=0)] = 0,
) -> None:
    """The simulated Telegram alone, for other bots and for load tests; its limits are on."""
    import asyncio

    from bot.simulator import standalone

    with _opened(faults, "--faults") if faults else nullcontext() as stream:
        text = stream.read() if stream else ""
    try:
        stage = standalone.prepared(latency=latency / 1000, strict=strict, faults=text, stars=stars)
        asyncio.run(standalone.serve(stage, port, partial(print, flush=True)))
    except standalone.BadFaults as error:
        raise BadConfiguration((f"--faults: {faults}: {error}",)) from None
    except standalone.PortTaken as error:
        raise BadConfiguration((f"--port {port}: {error}",)) from None


#: Colours of an explanation's parts.
_COLOURS = {
    "title": "bold",
    "decision": "bold green",
    "why": "yellow",
    "claim": "cyan",
    "cues": "magenta",
    "places": "blue",
}


def _coloured(part: str, text: str) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(_COLOURS.get(part, "none")).render(text, color_system=ColorSystem.STANDARD)


def main() -> None:
    """The program: errors on stderr, one line each; 0 well, 1 the work failed, 2 wrong usage or configuration."""
    sys.exit(status(sys.argv[1:]))


def status(arguments: list[str]) -> int:
    """Run one command and answer its exit status."""
    try:
        answer: object = app(arguments, standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the answers has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WORK_FAILED
    except typer.TyperException as error:
        return _explain(error.format_message())
    except BadConfiguration as error:
        return _say(error.faults, WRONG_USAGE)
    except ProtestAlertsError as error:
        return _say([str(error)], WORK_FAILED)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    return answer if isinstance(answer, int) else 0


def _explain(message: str) -> int:
    """A fault of usage in one line, or the help of a command that was given alone."""
    if "\n" not in message:
        return _say([message], WRONG_USAGE)
    print(message, file=sys.stderr)
    return WRONG_USAGE


def _say(lines: list[str] | tuple[str, ...], exit_status: int) -> int:
    for line in lines:
        print(f"protest-alerts: {' '.join(line.split())}", file=sys.stderr)
    return exit_status


def _one_of(values: type[Choice], name: str, option: str) -> Choice:
    try:
        return values(name)
    except ValueError:
        known = ", ".join(value.value for value in values)
        raise BadConfiguration((f"{option}: {name!r} is none of {known}",)) from None


def _moment(published: str) -> "datetime | None":
    from bot.cli import article_lines

    try:
        return article_lines.moment(published)
    except article_lines.BadLine as error:
        raise BadConfiguration((f"--{error}",)) from None


@contextmanager
def _opened(file: Path | None, name: str = "FILE") -> Iterator[TextIO]:
    if file is None:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # stdin is a real stream
        yield sys.stdin
        return
    try:
        stream = file.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadConfiguration((f"{name}: {file}: {error.strerror}",)) from None
    with stream:
        yield stream
