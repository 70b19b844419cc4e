"""Who may ask: programs of this machine and the simulator's own page, but no other web page in the same browser."""

from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

FOREIGN_SITES = frozenset({"cross-site", "same-site"})
"""Values of Sec-Fetch-Site (Fetch Metadata, W3C) for requests that another origin's page makes."""

OPEN_FOLDERS = ("/feeds/", "/articles/")

REBOUND = "ask for this server as localhost or by its IP address"
FOREIGN = "another web page may not ask this server"


@web.middleware
async def guarded(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer 403 where there is an objection."""
    objection = objection_to(request.method, request.path, request.host, request.headers)
    if objection:
        return web.json_response({"error": objection}, status=403)
    return await handler(request)


def objection_to(method: str, path: str, host: str, headers: Mapping[str, str]) -> str | None:
    """Why a request is refused; None when it is not. Programs that are no browsers send neither of the headers."""
    if not _is_own(host):
        return REBOUND
    return FOREIGN if _is_foreign(host, headers) and not _may_be_linked(method, path) else None


@lru_cache(maxsize=64)
def _is_own(host: str) -> bool:
    """Whether nobody else can have a page under this name: it can be bound to loopback by anyone who owns a name."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False


def _is_foreign(host: str, headers: Mapping[str, str]) -> bool:
    origin = headers.get("Origin")
    elsewhere = origin is not None and origin != f"http://{host}"
    return elsewhere or headers.get("Sec-Fetch-Site") in FOREIGN_SITES


def _may_be_linked(method: str, path: str) -> bool:
    """Whether a link on another page may lead here."""
    return method in {"GET", "HEAD"} and (path == "/" or path.startswith(OPEN_FOLDERS))
