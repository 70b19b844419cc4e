"""A request of the bot -> a reply: token, method, fault or deed, and a line in the record."""

from collections.abc import Mapping
from hmac import compare_digest

from bot.simulator.envelope import Reply, accepted, refused
from bot.simulator.faults import Faults
from bot.simulator.methods import METHODS
from bot.simulator.parameters import Parameters
from bot.simulator.polling import Poller
from bot.simulator.refusals import MethodNotFound, Refusal, Unauthorized
from bot.simulator.state import State


class Telegram:
    """The bot's side of the simulation, apart from HTTP."""

    def __init__(self, state: State, poller: Poller, faults: Faults, token: str) -> None:
        self._state = state
        self._poller = poller
        self._faults = faults
        self._token = token

    async def call(self, token: str, method: str, raw: Mapping[str, object]) -> Reply:
        """Answer one request; every refusal becomes a reply, and everything is written down."""
        name, parameters = method.lower(), Parameters(raw)
        reply = await self._reply(token, name, parameters)
        self._state.record.add_call(name, parameters.raw, reply)
        return reply

    def open(self) -> None:
        """Let polls wait."""
        self._poller.open()

    def close(self) -> None:
        """End the poll that waits."""
        self._poller.close()

    async def _reply(self, token: str, name: str, parameters: Parameters) -> Reply:
        if not compare_digest(token.encode(), self._token.encode()):
            return refused(Unauthorized())
        fault = self._faults.take(name, parameters.integer("chat_id") or None)
        if fault is None:
            return await self._answer(name, parameters)
        return fault.upon(fault.instead or await self._answer(name, parameters))

    async def _answer(self, name: str, parameters: Parameters) -> Reply:
        try:
            return accepted(await self._obey(name, parameters))
        except Refusal as refusal:
            return refused(refusal)

    async def _obey(self, name: str, parameters: Parameters) -> object:
        if name == "getupdates":
            return await self._poller.get_updates(parameters)
        method = METHODS.get(name)
        if method is None:
            raise MethodNotFound
        return method(self._state, parameters)
