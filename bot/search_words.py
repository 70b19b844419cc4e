"""bot/data/search.toml and all names → the words that /search understands."""

import tomllib
from functools import cache
from importlib.resources import files

from bot.domain.codes import Action, Issue, Response
from bot.domain.search import Vocabulary, vocabulary
from bot.resources import BadData, Knowledge

_CODES = {"action": Action, "issue": Issue, "response": Response}


def words_of(known: Knowledge) -> Vocabulary:
    """What people may ask for; BadData when the file names a code that there is not."""
    ignored, more = _file()
    return vocabulary(known.gazetteer, known.names, more, ignored)


@cache
def _file() -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    try:
        data = tomllib.loads((files("bot") / "data" / "search.toml").read_text("utf-8"))
        more = {
            f"{kind}:{codes(code).value}": tuple(words)
            for kind, codes in _CODES.items()
            for code, words in data[kind].items()
        }
        return tuple(data["ignored"]), more
    except (OSError, KeyError, ValueError) as error:
        raise BadData(f"search.toml: {type(error).__name__} {error}") from error
