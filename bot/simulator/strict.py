"""The Bot API's methods and parameters as names only, for refusing what Telegram does not know."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

from bot.simulator.refusals import BadRequest, MethodNotFound

TABLE = "bot_api.csv"
"""A line for each method: its name, then its parameters; names as in Bot API 10.1, and those PTB's 10.0 shares."""


class Catalogue:
    """Every method by its name in small letters, with its parameters; `names` as Telegram writes them."""

    def __init__(self, methods: Mapping[str, frozenset[str]], names: Mapping[str, str]) -> None:
        self.methods = methods
        self.names = names

    @classmethod
    def read(cls) -> "Catalogue":
        """From the table beside this module."""
        lines = files("bot.simulator").joinpath(TABLE).read_text(encoding="utf-8").splitlines()
        rows = [line.split(",") for line in lines if line]
        methods = {name.lower(): frozenset(parameters) for name, *parameters in rows}
        return cls(methods, {name.lower(): name for name, *_ in rows})

    def check(self, method: str, parameters: Iterable[str]) -> None:
        """Raise MethodNotFound for an unknown method, BadRequest for an unknown parameter."""
        known = self.methods.get(method)
        if known is None:
            raise MethodNotFound
        unknown = sorted(set(parameters) - known)
        if unknown:
            raise BadRequest(f"strict simulator: {self.names[method]} has no parameter {', '.join(unknown)}")
