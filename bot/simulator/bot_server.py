"""A request of the bot -> a reply: token, fault, strictness, limits, method, and a line in the record."""

from collections.abc import Mapping
from hmac import compare_digest

from bot.simulator.clock import Sleep
from bot.simulator.faults import Faults
from bot.simulator.http_reply import HttpReply, accepted, refused
from bot.simulator.limits import Form
from bot.simulator.methods import METHODS, SENDING
from bot.simulator.parameters import Parameters
from bot.simulator.polling import Poller
from bot.simulator.refusals import MethodNotFound, NotSimulated, Refusal, TooManyRequests, Unauthorized
from bot.simulator.state import ServerState
from bot.simulator.strict import Catalogue

FLOOD_WAIT = 3.0
FLOOD_RETRY_AFTER = 60
"""Seconds; the server's own guard against too many requests in flight (`fail_query_flood_limit_exceeded`)."""

EDITING = frozenset({"editmessagetext", "editmessagecaption", "editmessagereplymarkup"})


class BotServer:
    """The bot's side of the simulation, apart from HTTP; `catalogue` is there in strict mode."""

    def __init__(
        self,
        state: ServerState,
        poller: Poller,
        faults: Faults,
        *,
        token: str,
        sleep: Sleep,
        catalogue: Catalogue | None,
    ) -> None:
        self._state = state
        self._poller = poller
        self._faults = faults
        self._gate = state.gate
        self._token = token.encode()
        self._sleep = sleep
        self._catalogue = catalogue
        self._in_flight = 0

    async def call(self, token: str, method: str, raw: Mapping[str, object]) -> HttpReply:
        """Answer one request; every refusal becomes a reply, and everything is written down."""
        name, parameters = method.lower(), Parameters(raw)
        self._in_flight += 1
        try:
            reply = await self._reply(token, name, parameters)
        finally:
            self._in_flight -= 1
        self._state.record.add_call(name, parameters.raw, reply)
        return reply

    async def obey(self, method: str, raw: Mapping[str, object]) -> None:
        """Do what an answer to a webhook asks for; nobody hears of the result."""
        name, parameters = method.lower(), Parameters(raw)
        self._state.record.add_call(name, parameters.raw, await self._answer(name, parameters))

    def open(self) -> None:
        """Let polls wait."""
        self._poller.open()

    def close(self) -> None:
        """End the poll that waits."""
        self._poller.close()

    async def _reply(self, token: str, name: str, parameters: Parameters) -> HttpReply:
        if not compare_digest(token.encode(), self._token):
            return refused(Unauthorized())
        if self._in_flight > self._gate.limits.in_flight:
            await self._sleep(FLOOD_WAIT)
            return refused(TooManyRequests(FLOOD_RETRY_AFTER))
        fault = self._faults.take(name, parameters.integer("chat_id") or None) if self._faults.waiting else None
        if fault is None:
            return await self._answer(name, parameters)
        return fault.upon(fault.instead or await self._answer(name, parameters))

    async def _answer(self, name: str, parameters: Parameters) -> HttpReply:
        try:
            return accepted(await self._obey(name, parameters))
        except Refusal as refusal:
            return refused(refusal)

    async def _obey(self, name: str, parameters: Parameters) -> object:
        if self._catalogue:
            self._catalogue.check(name, parameters.raw)
        if name == "getupdates":
            return await self._poller.get_updates(parameters)
        method = METHODS.get(name)
        if method is None:
            raise NotSimulated if self._catalogue else MethodNotFound
        if name not in SENDING and name not in EDITING:
            return method(self._state, parameters)
        paid = self._admit(name, parameters)
        result = method(self._state, parameters)
        if paid:
            self._gate.charge()
        return result

    def _admit(self, name: str, parameters: Parameters) -> bool:
        form: Form = "edit" if name in EDITING else "paid" if parameters.flag("allow_paid_broadcast") else "send"
        return self._gate.admit(form, self._state.chats.meant(parameters.text("chat_id")), self._state.clock())
