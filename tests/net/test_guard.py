"""No request reaches a private address: not written as a number, not by redirect, not by a name that changes."""

import socket
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import IPv4Address

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed import Failed, Feed, FeedState, Fresh, PollFault
from bot.net.fetch import fetching
from bot.net.ssrf import AddressGuard, ForbiddenAddress
from tests.net.weather import HOME, serving

REFUSED = Failed(PollFault.FORBIDDEN_ADDRESS, "not an address of the public internet")


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.9.9"),
        *(
            "192.0.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
        ),
        *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "100::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2002:c0a8:101::1", "2001:0:4136:e378::1", "localhost", "", "8.8.8.8.8", "0x7f000001"),
    ],
)
def test_what_is_not_the_public_internet_is_refused(address: str) -> None:
    assert not AddressGuard().allows(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_the_public_internet_is_allowed(address: str) -> None:
    assert AddressGuard().allows(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_disguise_of_a_private_address_is_allowed(address: IPv4Address) -> None:
    number = int(address)
    disguises = (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1")
    assert not any(map(AddressGuard().allows, disguises))


def test_a_socket_to_a_forbidden_address_is_never_made() -> None:
    with pytest.raises(ForbiddenAddress):
        AddressGuard().socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80)))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"])
async def test_loopback_is_refused_however_it_is_written(host: str) -> None:
    async with fetching(replace(HOME, guard=AddressGuard())) as fetcher:
        result = await fetcher.get(f"http://{host}:9/")
    assert isinstance(result, Failed)
    assert result in {REFUSED, Failed(PollFault.UNREACHABLE, "InvalidUrlClientError")}
    assert result == REFUSED or host[0] in "02"


@pytest.mark.parametrize("to", ["http://127.0.0.2:{port}/", "//127.0.0.2:{port}/", "http://[::1]:{port}/"])
async def test_a_redirect_to_a_private_address_is_refused(to: str) -> None:
    async def redirect(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(to.format(port=request.url.port))

    only_this = replace(HOME, guard=AddressGuard(("127.0.0.1/32",)))
    async with serving(redirect) as server, fetching(only_this) as fetcher:
        assert await fetcher.get(server.at()) == REFUSED


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/"])
async def test_a_redirect_away_from_the_web_is_refused(to: str) -> None:
    async def redirect(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": to})

    async with serving(redirect) as server, fetching(HOME) as fetcher:
        result = await fetcher.get(server.at())
    assert isinstance(result, Failed)
    assert result.fault is PollFault.FORBIDDEN_ADDRESS


class Rebinding(AbstractResolver):
    """Answers a permitted address first and a private one ever after."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        self.asked += 1
        address = "127.0.0.1" if self.asked == 1 else "127.0.0.2"
        return [ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


async def test_a_name_that_resolves_to_a_private_address_the_second_time_is_refused_then() -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        response = web.Response(text="<rss/>")
        response.force_close()
        return response

    resolver = Rebinding()
    outside = replace(HOME, guard=AddressGuard(("127.0.0.1/32",)), resolver=resolver)
    async with serving(answer, "0.0.0.0") as server, fetching(outside) as fetcher:
        address = server.at(host="changing.example")
        assert isinstance(await fetcher.get(address), Fresh)
        fetcher.forget_names()
        assert await fetcher.get(address) == REFUSED
        assert resolver.asked == 2


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "[::1]", "nas.local", "10.0.0.1", "127.1", "2130706433", "0177.0.0.1"),
        *(
            "localhost.",
            "127.0.0.1.",
            "nas.local.",
            "a.localhost.",
            "metadata.google.internal",
            "x.home.arpa",
            "nas.lan",
        ),
        *("0x7f.0.0.1", "0x7f000001", "0xa9.0xfe.0xa9.0xfe", "127.0.0.0x1", "0X7F.1", "127.0.0.0x", "[::ffff:7f00:1]"),
        *("127。0。0。1", "１２７.０.０.１", "ｌocalhost", "nas.LOCAL", "169.254.169.254.", "a..local"),
    ],
)
async def test_a_proxy_is_not_asked_for_private_addresses(host: str) -> None:
    async with fetching(replace(HOME, guard=AddressGuard())) as fetcher:
        assert await fetcher.get(f"http://{host}/", proxy="http://127.0.0.1:9") == REFUSED


@pytest.mark.parametrize("host", ["a.example", "8.8.8.8", "қазақстан.қаз", "a.example.", "0x.example", "local.example"])
async def test_a_proxy_is_asked_for_the_public_internet(host: str) -> None:
    async with fetching(replace(HOME, guard=AddressGuard())) as fetcher:
        assert await fetcher.get(f"http://{host}/", proxy="http://127.0.0.1:9") != REFUSED


@pytest.mark.parametrize(
    ("named", "may"),
    [("127.0.0.1", True), ("127.0.0.1:{port}", True), ("127.0.0.1:1", False), ("127.0.0.2", False), ("", False)],
)
async def test_a_private_host_is_asked_when_the_operator_has_named_it_and_written_the_address(
    named: str, *, may: bool
) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/away":
            raise web.HTTPFound(f"http://127.0.0.2:{request.url.port}/")
        return web.Response(text="x")

    async with serving(answer) as server:
        private = frozenset({named.format(port=server.port)} - {""})
        async with fetching(replace(HOME, guard=AddressGuard(), private=private)) as fetcher:
            state = FeedState(Feed("bridge", server.at("/rss"), "bridge"), datetime(2026, 12, 2, tzinfo=UTC))
            for asked in (fetcher.feed(state), fetcher.written(server.at())):
                assert isinstance(await asked, Fresh) is may
            # an address that came with a feed, or to which one redirects, is nobody's word
            assert await fetcher.document(server.at()) == REFUSED
            assert await fetcher.written(server.at("/away")) == REFUSED


async def test_no_redirect_leads_to_a_private_host_that_is_named() -> None:
    async def redirect(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"http://127.0.0.2:{request.url.port}/")

    outside = replace(HOME, guard=AddressGuard(("127.0.0.1/32",)), private=frozenset({"127.0.0.2"}))
    async with serving(redirect) as server, fetching(outside) as fetcher:
        assert await fetcher.written(server.at()) == REFUSED
