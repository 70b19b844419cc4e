"""Requests and answers of the page and of scripts: JSON in, JSON out, and why something cannot be done."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.simulator.clock import Json
from bot.simulator.json_in import Given, Wrong
from bot.simulator.refusals import CannotDo
from bot.simulator.scripting import SCRIPTS
from bot.simulator.simulator import Simulator


def answering(act: Callable[[web.Request], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that answers with what the act gives, or why it cannot be done."""

    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(request))
        except Wrong as wrong:
            return web.json_response({"error": str(wrong)}, status=wrong.status)
        except CannotDo as reason:
            return web.json_response({"error": str(reason)}, status=409)

    return handler


async def read_body(request: web.Request) -> object:
    """The JSON of a request.

    Raises Wrong: when it is none.
    """
    # A form of another web page cannot have this type; the guard looks at its origin as well.
    if request.content_type != "application/json":
        raise Wrong(415, "the body must be application/json")
    try:
        body: object = await request.json()
    except web.HTTPRequestEntityTooLarge as fault:
        raise Wrong(413, "the body is too large") from fault
    except (ValueError, RecursionError) as fault:
        raise Wrong(400, "the body is not JSON") from fault
    return body


def script_routes(simulator: Simulator) -> list[web.RouteDef]:
    """What scripts may ask for, under /script/."""
    known = [web.route(method, f"/script/{name}", _scripted(simulator, method, name)) for method, name in SCRIPTS]
    return [*known, web.route("*", "/script/{name:.*}", answering(_unknown))]


async def _unknown(request: web.Request) -> Json:
    raise Wrong(404, f"there is no {request.method} {request.path[:80]}")


def _scripted(simulator: Simulator, method: str, name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    script = SCRIPTS[method, name]

    async def act(request: web.Request) -> Json:
        given = Given.of(await read_body(request)) if method == "POST" else Given(_query(request))
        return script(simulator, given)

    return answering(act)


def _query(request: web.Request) -> Json:
    """The query's values, numbers as numbers."""
    return {name: _value(value) for name, value in request.query.items()}


def _value(text: str) -> str | int | float:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text
