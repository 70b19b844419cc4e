"""Bad weather: every fault of a server has its name, and none takes more time or memory than allowed."""

import asyncio
import gzip
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed import Failed, Feed, FeedState, Fresh, PollFault, Unchanged
from bot.net import headers
from bot.net.decompress import BadPacking, TooLarge, gunzipped, unpacker
from bot.net.fetch import USER_AGENT, FetchLimits, fetching
from bot.net.rate_limit import HostRateLimit, HostRules
from tests.net.weather import HOME, PATIENT, Handler, answering, serving

NOON = datetime(2019, 9, 21, 6, tzinfo=UTC)
BODY = b"<rss version='2.0'><channel><title>x</title></channel></rss>" * 50


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY[:100]) + gzip.compress(BODY[100:]),
    "deflate": zlib.compress(BODY),
    "Deflate": raw_deflate(BODY),
    "br": brotli.compress(BODY),
    "identity": BODY,
}


@pytest.mark.parametrize("encoding", PACKED)
async def test_packed_bodies_are_unpacked(encoding: str) -> None:
    async with answering(body=PACKED[encoding], headers={"Content-Encoding": encoding}) as (fetcher, server, _):
        result = await fetcher.get(server.at())
    assert isinstance(result, Fresh)
    assert result.body == BODY


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
async def test_a_bomb_goes_off_at_the_limit(encoding: str) -> None:
    packers = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda data: brotli.compress(data, quality=1)}
    bomb = packers[encoding](b"\0" * (64 << 20))
    assert len(bomb) < PATIENT.largest
    async with answering(body=bomb, headers={"Content-Encoding": encoding}) as (fetcher, server, _):
        result = await fetcher.get(server.at())
    assert result == Failed(PollFault.TOO_LARGE, f"over {PATIENT.largest} bytes")


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip", b"plain"), ("br", b"\xff" * 99), ("zstd", b"x"), ("gzip, gzip", b"x")]
)
async def test_a_packing_that_cannot_be_undone_is_named(encoding: str, body: bytes) -> None:
    async with answering(body=body, headers={"Content-Encoding": encoding}) as (fetcher, server, _):
        result = await fetcher.get(server.at())
    assert isinstance(result, Failed)
    assert result.fault is PollFault.ENCODING


@given(st.sampled_from(["gzip", "deflate", "br", ""]), st.lists(st.binary(min_size=1, max_size=40), max_size=5))
def test_no_bytes_break_the_unpacking(encoding: str, chunks: list[bytes]) -> None:
    unpack = unpacker(encoding, 1000)
    try:
        unpacked = b"".join(unpack(chunk) for chunk in chunks)
    except (BadPacking, TooLarge):
        return
    assert len(unpacked) <= 1000


@given(st.binary(max_size=3000), st.integers(1, 50))
def test_what_is_packed_comes_out_whole_however_it_is_cut(data: bytes, step: int) -> None:
    for encoding, packed in (
        ("gzip", gzip.compress(data)),
        ("deflate", zlib.compress(data)),
        ("br", brotli.compress(data)),
    ):
        unpack = unpacker(encoding, 3000)
        assert b"".join(unpack(packed[n : n + step]) for n in range(0, len(packed), step)) == data


def test_a_file_of_gzip_has_the_same_limit() -> None:
    assert gunzipped(gzip.compress(BODY), len(BODY)) == BODY
    assert gunzipped(BODY, 10) == BODY
    with pytest.raises(TooLarge):
        gunzipped(gzip.compress(b"\0" * (1 << 20)), 1000)


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(100):
        await response.write(b"x" * (1 << 18))
    return response


async def dripping(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while request.transport and not request.transport.is_closing():
        await response.write(b"<")
        await asyncio.sleep(0.01)
    return response


async def silent(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    return web.Response()


@pytest.mark.parametrize(
    ("handler", "limits", "fault"),
    [
        (endless, PATIENT, PollFault.TOO_LARGE),
        (dripping, replace(PATIENT, whole=0.4), PollFault.TIMEOUT),
        (silent, replace(PATIENT, head=0.2), PollFault.TIMEOUT),
    ],
)
async def test_a_body_without_end_and_a_server_without_hurry(
    handler: Handler, limits: FetchLimits, fault: PollFault
) -> None:
    outside = replace(HOME, limits=limits)
    async with serving(handler) as server, fetching(outside) as fetcher:
        result = await fetcher.get(server.at())
    assert isinstance(result, Failed)
    assert result.fault is fault


async def test_a_loop_of_redirects_ends() -> None:
    async def loop(request: web.Request) -> web.StreamResponse:
        raise web.HTTPMovedPermanently(f"/{len(request.path)}")

    async with serving(loop) as server, fetching(HOME) as fetcher:
        assert await fetcher.get(server.at()) == Failed(PollFault.REDIRECTS, "more than 5 redirects")


@pytest.mark.parametrize(
    ("codes", "moved"),
    [((301,), "/1"), ((308, 301), "/2"), ((302,), ""), ((307, 301), ""), ((301, 302), "/1"), ((), "")],
)
async def test_only_redirects_that_are_permanent_from_the_first_on_are_reported(
    codes: tuple[int, ...], moved: str
) -> None:
    async def hop(request: web.Request) -> web.StreamResponse:
        step = int(request.path.strip("/") or 0)
        if step < len(codes):
            return web.Response(status=codes[step], headers={"Location": f"/{step + 1}"})
        return web.Response(text="<rss/>")

    async with serving(hop) as server, fetching(HOME) as fetcher:
        result = await fetcher.get(server.at("/0"))
    assert isinstance(result, Fresh)
    assert result.moved == (server.at(moved) if moved else "")
    assert result.url == server.at(f"/{len(codes)}")


async def test_tls_that_cannot_be_had_is_named() -> None:
    async with answering(text="plain") as (fetcher, server, _):
        result = await fetcher.get(server.at().replace("http:", "https:"))
    assert isinstance(result, Failed)
    assert result.fault is PollFault.TLS


@pytest.mark.parametrize("url", ["nowhere", "", "ftp://a.example/x", "http://[broken", "http:///x"])
async def test_an_address_that_is_none(url: str) -> None:
    async with fetching(HOME) as fetcher:
        result = await fetcher.get(url)
    assert isinstance(result, Failed)
    assert result.fault is PollFault.FORBIDDEN_ADDRESS


async def test_nobody_at_the_address() -> None:
    async with fetching(HOME) as fetcher:
        assert await fetcher.get("http://127.0.0.1:9/rss") == Failed(PollFault.UNREACHABLE, "ClientConnectorError")


async def test_the_server_learns_who_asks_and_what_is_known() -> None:
    state = FeedState(Feed("a", "", "a"), NOON, etag='"e"', last_modified="yesterday")
    async with answering(status=304, headers={"Cache-Control": "max-age=600"}) as (fetcher, server, asked):
        known = replace(state, feed=replace(state.feed, url=server.at()))
        assert await fetcher.feed(known) == Unchanged(timedelta(minutes=10))
    (request,) = asked
    assert request.headers["User-Agent"] == USER_AGENT
    assert (request.headers["If-None-Match"], request.headers["If-Modified-Since"]) == ('"e"', "yesterday")


async def test_a_proxy_is_asked_instead() -> None:
    async with answering(text="<rss/>") as (fetcher, server, asked):
        assert isinstance(await fetcher.get("http://a.example/rss", proxy=server.at()), Fresh)
    assert asked[0].raw_path == "http://a.example/rss"


async def test_an_installations_proxy_is_asked_for_every_feed_but_not_for_private_ones() -> None:
    async with answering(text="<rss/>") as (_, server, asked):
        place = server.at().removeprefix("http://").partition("/")[0]
        outside = replace(HOME, proxy=server.at(), private=frozenset({place}))
        async with fetching(outside) as fetcher:
            assert isinstance(await fetcher.get("http://a.example/rss"), Fresh)
            assert isinstance(await fetcher.get(server.at(), written=server.at()), Fresh)
    assert [one.raw_path for one in asked] == ["http://a.example/rss", "/"]


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        ({"Retry-After": "120"}, timedelta(minutes=2)),
        (
            {"Retry-After": "Sat, 21 Sep 2019 06:10:00 GMT", "Date": "Sat, 21 Sep 2019 06:00:00 GMT"},
            timedelta(minutes=10),
        ),
        ({"Retry-After": "Sat, 21 Sep 2019 06:10:00 GMT", "Date": "Sat, 21 Sep 2019 07:00:00 GMT"}, timedelta()),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 30}, None),
        ({}, None),
    ],
)
async def test_a_server_that_asks_for_a_rest(head: dict[str, str], rest: timedelta | None) -> None:
    assert headers.retry_after(head) == rest
    async with answering(status=429, headers=head) as (fetcher, server, _):
        result = await fetcher.get(server.at())
    assert isinstance(result, Failed)
    assert (result.fault, result.detail) == (PollFault.HTTP_STATUS, "429")


@pytest.mark.parametrize(
    ("head", "age"),
    [
        ({"Cache-Control": "public, max-age=300"}, timedelta(minutes=5)),
        ({"Cache-Control": "max-age=60, s-maxage=600"}, timedelta(minutes=10)),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Expires": "Sat, 21 Sep 2019 06:10:00 GMT", "Date": "Sat, 21 Sep 2019 06:00:00 GMT"}, timedelta(minutes=10)),
        ({"Expires": "0", "Date": "Sat, 21 Sep 2019 06:00:00 GMT"}, None),
        ({"Cache-Control": "max-age=x"}, None),
    ],
)
def test_how_long_an_answer_holds(head: dict[str, str], age: timedelta | None) -> None:
    assert headers.max_age(head) == age


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_raises(one: str, other: str) -> None:
    head = {"Retry-After": one, "Cache-Control": other, "Expires": one, "Date": other}
    for found in (headers.retry_after(head), headers.max_age(head)):
        assert found is None or found >= timedelta()


async def test_a_host_is_asked_by_few_at_once_and_with_pauses_while_others_are_not_held_up() -> None:
    now, waits, busy, peak = [100.0], list[float](), [0], [0]

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    manners = HostRateLimit(HostRules(at_once=2, spacing=1.0), now=lambda: now[0], sleep=sleep)

    async def ask(host: str) -> None:
        async with manners.turn(host):
            busy[0] += host == "a"
            peak[0] = max(peak[0], busy[0])
            for _ in range(9):
                await asyncio.sleep(0)
            busy[0] -= host == "a"

    await asyncio.gather(*(ask("a") for _ in range(4)), ask("b"))
    assert peak[0] == 2
    assert waits == [1.0, 2.0, 3.0]


async def test_a_304_to_whom_asked_without_conditions_is_a_fault() -> None:
    async with answering(status=304) as (fetcher, server, _):
        assert await fetcher.get(server.at()) == Failed(PollFault.HTTP_STATUS, "304 to a request without conditions")
        assert isinstance(await fetcher.get(server.at(), {"If-None-Match": '"1"'}), Unchanged)
