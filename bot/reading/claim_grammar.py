"""Words and word forms that the rules about claims look at, by name; the lists are in bot/data/claim_grammar.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

#: Fits nothing.
_NEVER = "(?!)"


@dataclass(frozen=True, slots=True)
class ClaimGrammar:
    """Whole words and patterns of one language; a name that the data file does not have is a fault of the program."""

    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: One pattern a name; searched for in a folded word.
    forms: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def fits(self, name: str, word: str) -> bool:
        """Whether a folded word has one of the forms of this name."""
        return self.forms[name].search(word) is not None

    def any_fits(self, name: str, words: tuple[str, ...]) -> bool:
        """Whether one of some words has a form of this name."""
        pattern = self.forms[name]
        return any(pattern.search(word) for word in words)


def claim_grammar_of(
    words: Mapping[str, Mapping[str, list[str]]], forms: Mapping[str, Mapping[str, str]], lang: str
) -> ClaimGrammar:
    """The lists of one language, empty where a list leaves it out; a ValueError where a pattern is none."""
    return ClaimGrammar(
        {name: frozenset(entry.get(lang, ())) for name, entry in words.items()},
        {name: _pattern(name, entry.get(lang, "")) for name, entry in forms.items()},
    )


def _pattern(name: str, written: str) -> re.Pattern[str]:
    try:
        return re.compile(written or _NEVER)
    except re.error as error:
        raise ValueError(f"{name}: {error}") from error
