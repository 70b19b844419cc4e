"""The door for machines: /health and /metrics over HTTP, on an address that the operator has named; else none.

Off unless configured, and on loopback unless told otherwise: figures are nobody's business,
though no reader is in them.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from bot.domain.errors import BadConfiguration, StoreUnavailable
from bot.domain.outlet import Outcome, Seen
from bot.services.operations.metrics import Metrics, MetricsReader, complaint

log = logging.getLogger(__name__)

_PREFIX = "protest_alerts_"

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
    runner = web.AppRunner(_application(watch), access_log=None)
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


def _application(watch: MetricsReader) -> web.Application:
    application = web.Application()
    application.router.add_get("/health", _health(watch))
    application.router.add_get("/metrics", _metrics(watch))
    return application


def _health(watch: MetricsReader) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        stopped, refused = await watch.said()
        lines = (stopped or "well", *([refused] if refused and refused != stopped else []))
        return web.Response(text="".join(f"{line}\n" for line in lines), status=503 if stopped else 200)

    return answer


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
        yield _one("healthy", "1 while nothing has stopped, as /health says.", not complaint(it))


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
