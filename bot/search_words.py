"""bot/data/search.toml, talk.toml and all names → the words that /search and plain messages are understood by."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from bot.data_files import BadData
from bot.domain.codes import Action, Issue, Response
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.plain_message import PlainMessageReader
from bot.domain.search import Vocabulary, vocabulary

_CODES = {"action": Action, "issue": Issue, "response": Response}


def words_of(gazetteer: Gazetteer, names: Names) -> Vocabulary:
    """What people may ask for; BadData when the file names a code that there is not."""
    ignored, more, months = _file()
    return vocabulary(gazetteer, names, more, ignored, months)


def plain_message_reader(gazetteer: Gazetteer, known: Callable[[str], str | None]) -> PlainMessageReader:
    """What plain messages mean; BadData when the file cannot be read."""
    return PlainMessageReader(gazetteer, known, *_talk())


@cache
def _talk() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], tuple[str, ...]]:
    try:
        data = tomllib.loads((files("bot") / "data" / "talk.toml").read_text("utf-8"))
        commands, asks = ({name: tuple(words) for name, words in data[part].items()} for part in ("commands", "asks"))
    except (OSError, KeyError, ValueError) as error:
        raise BadData(f"talk.toml: {type(error).__name__} {error}") from error
    return commands, asks, tuple(sorted(data["endings"], key=len, reverse=True))


@cache
def _file() -> tuple[tuple[str, ...], dict[str, tuple[str, ...]], tuple[tuple[str, ...], ...]]:
    try:
        data = tomllib.loads((files("bot") / "data" / "search.toml").read_text("utf-8"))
        more = {
            f"{kind}:{codes(code).value}": tuple(words)
            for kind, codes in _CODES.items()
            for code, words in data[kind].items()
        }
        return tuple(data["ignored"]), more, tuple(tuple(names) for names in data["months"]["names"])
    except (OSError, KeyError, ValueError) as error:
        raise BadData(f"search.toml: {type(error).__name__} {error}") from error
