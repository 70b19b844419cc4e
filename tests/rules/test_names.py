"""One name, one meaning: no two classes of the program have the same name."""

import ast
from collections import defaultdict
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent


def classes(source: str) -> list[str]:
    """The names of all classes that a module defines."""
    return [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]


def test_each_class_has_a_name_of_its_own() -> None:
    where: defaultdict[str, list[str]] = defaultdict(list)
    for path in (path for part in ("bot", "handlers") for path in sorted((ROOT / part).rglob("*.py"))):
        for name in classes(path.read_text(encoding="utf-8")):
            where[name].append(str(path.relative_to(ROOT)))
    assert {name: modules for name, modules in where.items() if len(modules) > 1} == {}
