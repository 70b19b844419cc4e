"""Words of a language live in bot/data and in locales: no literal of the program has a letter in Cyrillic."""

import ast
import re
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent
#: Docstrings, and comments, may have sentences as examples.
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def cyrillic_literals(source: str) -> list[str]:
    """The string literals of a module that have a letter in Cyrillic, written as it is or escaped; docstrings aside."""
    tree = ast.parse(source)
    owners = (node for node in ast.walk(tree) if isinstance(node, _DOCUMENTED))
    documented = {id(node.body[0].value) for node in owners if node.body and isinstance(node.body[0], ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documented)
    return [one.value for one in constants if isinstance(one.value, str) and _CYRILLIC.search(one.value)]


def test_no_module_has_words_of_a_language_in_it() -> None:
    modules = [path for part in ("bot", "handlers") for path in (ROOT / part).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): cyrillic_literals(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: literals for name, literals in found.items() if literals} == {}


def test_a_literal_is_told_from_a_docstring_and_a_comment() -> None:
    source = '"""Слово."""\n# слово\nword = "слово"\nsame = "\\u0441лово"\nmixed = f"{word} и {word}"\nother = "word"\n'
    assert cyrillic_literals(source) == ["слово", "слово", " и "]
    assert cyrillic_literals('async def f():\n    """Слово."""\n    return b"word"\n') == []
