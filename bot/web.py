"""For machines: /health and /metrics over HTTP, on an address that the operator has named; else none.

Off unless configured, and on loopback unless told otherwise: figures are nobody's business,
though no reader is in them.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from bot.domain.errors import BadConfiguration, StoreUnavailable
from bot.domain.outlet import Outcome, Seen
from bot.services.operations.metrics import Metrics, MetricsReader, complaint, troubles

log = logging.getLogger(__name__)

_PREFIX = "protest_alerts_"

_ENCODER = {
    "up": "1 while the encoder answers, or has not been asked; 0 while it is absent.",
    "starts": "Starts of its worker since the process began.",
    "texts": "Texts that it has answered.",
    "seconds": "Seconds that these took together.",
    "last_seconds": "Seconds that the last one took.",
}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Where to listen; port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@asynccontextmanager
async def serving(place: ListenAddress | None, watch: MetricsReader) -> AsyncIterator[ListenAddress | None]:
    """Answer there until the end of the block; nowhere, nothing. BadConfiguration when the place cannot be had."""
    if place is None:
        yield None
        return
    runner = web.AppRunner(_application(watch), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, place.host, place.port)
        try:
            await site.start()
        except OSError as error:
            raise BadConfiguration((f"WEB_ADDRESS: {place}: {error.strerror or 'no such address'}",)) from None
        bound = ListenAddress(place.host, runner.addresses[0][1])
        log.info("health and metrics on http://%s/", bound)
        yield bound
    finally:
        await runner.cleanup()


def asked(place: ListenAddress) -> tuple[bool, str]:
    """How a service that listens there says that it is: whether well, and in its words."""
    host = "127.0.0.1" if place.host in {"0.0.0.0", "::"} else place.host  # noqa: S104  # compared, not bound
    line = HTTPConnection(host, place.port, timeout=10)
    try:
        line.request("GET", "/health")
        answer = line.getresponse()
        return answer.status == 200, answer.read(10_000).decode(errors="replace").strip()
    except (OSError, HTTPException) as error:
        return False, f"nobody answers at {place}: {type(error).__name__}"
    finally:
        line.close()


def _application(watch: MetricsReader) -> web.Application:
    application = web.Application()
    application.router.add_get("/health", _health(watch))
    application.router.add_get("/health/live", _live(watch))
    application.router.add_get("/health/ready", _ready(watch))
    application.router.add_get("/health.json", _details(watch))
    application.router.add_get("/metrics", _metrics(watch))
    return application


def _health(watch: MetricsReader) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        stopped, refused = await watch.said()
        lines = (stopped or "well", *([refused] if refused and refused != stopped else []))
        return web.Response(text="".join(f"{line}\n" for line in lines), status=503 if stopped else 200)

    return answer


def _live(watch: MetricsReader) -> Answer:
    """Whether a restart of this process would help."""

    async def answer(_: web.Request) -> web.StreamResponse:
        stuck = watch.progress.stuck()
        return web.Response(text=f"{stuck or 'alive'}\n", status=503 if stuck else 200)

    return answer


def _ready(watch: MetricsReader) -> Answer:
    """Whether this process does its work: it is connected to Telegram, and the database takes writes."""

    async def answer(_: web.Request) -> web.StreamResponse:
        lacking = await watch.lacking()
        return web.Response(text=f"{lacking or 'ready'}\n", status=503 if lacking else 200)

    return answer


def _details(watch: MetricsReader) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        stopped, _refused = await watch.said()
        try:
            metrics = await watch.metrics()
        except StoreUnavailable:
            metrics = Metrics()
        details = _detailed(metrics, stopped, watch.progress.stuck())
        return web.json_response(details, status=503 if stopped else 200)

    return answer


def _detailed(metrics: Metrics, stopped: str, stuck: str) -> dict[str, object]:
    ages = {queue: round(age.total_seconds()) for queue, age in metrics.ages.items()}
    return {
        "well": not stopped,
        "live": not stuck,
        "why": stopped,
        "troubles": dict(troubles(metrics)),
        "refusing": metrics.refused,
        "queues": dict(metrics.queues),
        "oldest_waiting_seconds": ages,
        "deliveries": {state.value: many for state, many in metrics.deliveries.items()},
        "seconds_since": {part: round(ago.total_seconds()) for part, ago in metrics.since.items()},
        "disk_free_bytes": metrics.disk.free if metrics.disk else None,
        "clock_set_seconds": round(metrics.clock.total_seconds()),
        "signs": list(metrics.warnings),
    }


def _metrics(watch: MetricsReader) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        try:
            text = written(await watch.metrics())
        except StoreUnavailable as error:
            return web.Response(text=f"{error}\n", status=503)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return answer


def written(metrics: Metrics) -> bytes:
    """The figures in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Figures(metrics))
    return generate_latest(registry)


@dataclass(frozen=True, eq=False)
class _Figures(Collector):
    metrics: Metrics

    def collect(self) -> Iterator[GaugeMetricFamily]:
        it = self.metrics
        yield _one("feeds", "Feeds that are polled.", it.feeds)
        yield _one("feeds_answering", "Feeds that answered when they were last asked.", it.answering)
        yield _one("feeds_answering_ratio", "Their share of the feeds that were ever asked.", it.share)
        yield _many("feed_faults", "Feeds by the kind of their fault.", "fault", it.faults)
        yield _many("queue_length", "What waits.", "queue", it.queues)
        ages = {queue: age.total_seconds() for queue, age in it.ages.items()}
        yield _many("oldest_waiting_seconds", "For how long the oldest that is due waits.", "queue", ages)
        states = {state.value: count for state, count in it.deliveries.items()}
        yield _many("deliveries", "Messages to readers by their state.", "state", states)
        yield _many("reports_of_the_day", "Reports of the last day by decision.", "decision", it.decisions)
        yield _outlets(it.outlets)
        refusing = {"chat": sum(it.refusing.values()), "channel": sum(it.channels.values())}
        yield _many("chats_refusing", "Chats to which Telegram takes no messages at present.", "kind", refusing)
        yield from _more(it)
        yield _one("healthy", "1 while nothing has stopped, as /health says.", not complaint(it))


def _more(it: Metrics) -> Iterator[GaugeMetricFamily]:
    """What is known of processes, machine and outlets; nothing that is not known."""
    if it.by_outlet:
        family = GaugeMetricFamily(
            _PREFIX + "reports_of_the_day_by_outlet", "Reports of the last day.", labels=["outlet", "decision"]
        )
        for labels, many in sorted(it.by_outlet.items()):
            family.add_metric(labels, many)
        yield family
    if it.since:
        ago = {part: age.total_seconds() for part, age in it.since.items()}
        yield _many("seconds_since_success", "Since a process last fetched, polled or sent.", "part", ago)
    if it.pace:
        yield _one("pace_limit_per_second", "Messages a second that may be sent.", it.pace)
        yield _one("held_seconds", "For how long Telegram wants nobody to be sent anything.", it.held.total_seconds())
        yield _many("messages", "Messages of this process since its start, by outcome.", "outcome", it.messages)
        yield _one("alerts_of_the_hour", "Alerts of the last hour that come with sound.", it.loud)
        yield _one("deliveries_troubled_of_the_day", "Doubtful or refused of the last day.", it.troubled[0])
    for name, what in _ENCODER.items():
        if name in it.encoder:
            yield _one(f"encoder_{name}", what, it.encoder[name])
    if it.disk:
        yield _one("disk_free_bytes", "Free on the disk of the data.", it.disk.free)
        yield _one("disk_size_bytes", "The size of that disk.", it.disk.size)
        yield _one("clock_set_seconds", "The machine's clock was set by so much.", it.clock.total_seconds())
        yield _one("database_takes_writes", "1 when a write was made just now.", not it.writes)


def _outlets(seen: Sequence[Seen]) -> GaugeMetricFamily:
    what = "What became today of what each outlet told."
    family = GaugeMetricFamily(f"{_PREFIX}outlet_reports", what, labels=["outlet", "standing", "outcome"])
    for one in seen:
        for outcome in Outcome:
            family.add_metric([one.outlet, one.standing.value, outcome.value], getattr(one.counts, outcome.value))
    return family


def _one(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(_PREFIX + name, what, value=value)


def _many(name: str, what: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(_PREFIX + name, what, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
