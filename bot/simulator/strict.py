"""The Bot API's methods and parameters as names only, for refusing what Telegram does not know."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

from bot.simulator.refusals import BadRequest, MethodNotFound

TABLE = "bot_api.csv"
"""A line for each method: its name, then its parameters; names as in Bot API 10.1, and those PTB's 10.0 shares."""


class Catalogue:
    """Every method by its name in small letters, with its parameters."""

    def __init__(self, methods: Mapping[str, frozenset[str]]) -> None:
        self.methods = methods

    @classmethod
    def read(cls) -> "Catalogue":
        """From the table beside this module."""
        lines = files("bot.simulator").joinpath(TABLE).read_text(encoding="utf-8").splitlines()
        rows = (line.split(",") for line in lines if line)
        return cls({name.lower(): frozenset(parameters) for name, *parameters in rows})

    def check(self, method: str, parameters: Iterable[str]) -> None:
        """Raise MethodNotFound for an unknown method, BadRequest for an unknown parameter."""
        known = self.methods.get(method)
        if known is None:
            raise MethodNotFound
        unknown = sorted(set(parameters) - known)
        if unknown:
            raise BadRequest(f"strict simulator: {method} has no parameter {', '.join(unknown)}")
