"""Who may import whom, checked against the one table in layers.toml over the graph of all imports."""

import sys
import tomllib
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

TABLE = tomllib.loads((Path(__file__).parent / "layers.toml").read_text(encoding="utf-8"))["part"]
PARTS: tuple[str, ...] = tuple(row["name"] for row in TABLE)
OURS = ("bot", "handlers")
#: What a pure part must not import: it does no I/O, reads no clock and draws no chance.
IMPURE = {"asyncio", "io", "logging", "os", "pathlib", "random", "secrets", "socket", "subprocess", "threading", "time"}
#: The type checker's and the packagers' files are no part of the program.
NO_PART = ("bot.data.",)

Edges = dict[str, set[str]]


def is_ours(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in OURS


def part_of(module: str) -> str:
    """The row of a module: the longest name that leads to it; the package `bot` itself only for itself."""
    found = [part for part in PARTS if module == part or (module.startswith(f"{part}.") and part != "bot")]
    return max(found, key=len, default="")


@pytest.fixture(scope="module")
def imports() -> Edges:
    """Direct imports of each module, those for the type checker included."""
    graph = grimp.build_graph(*OURS, include_external_packages=True)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules if is_ours(module)}


@pytest.fixture(scope="module")
def edges(imports: Edges) -> Edges:
    """What each part imports: other parts, libraries and modules of the standard library."""
    found: Edges = defaultdict(set)
    for module, imported in imports.items():
        found[part_of(module)] |= {part_of(other) if is_ours(other) else other.split(".")[0] for other in imported}
    return {part: others - {part} for part, others in found.items()}


def test_every_module_has_a_row(imports: Edges) -> None:
    assert [module for module in imports if not part_of(module) and not f"{module}.".startswith(NO_PART)] == []


def test_a_row_allows_only_rows_below_it() -> None:
    upward = [
        (row["name"], other)
        for place, row in enumerate(TABLE)
        for other in row.get("imports", ())
        if PARTS.index(other) <= place
    ]
    assert upward == []


@pytest.mark.parametrize("row", TABLE, ids=PARTS)
def test_a_part_imports_what_its_row_names_and_nothing_else(row: dict[str, list[str]], edges: Edges) -> None:
    found = edges.get(str(row["name"]), set())
    assert {other for other in found if is_ours(other)} == set(row.get("imports", ()))
    libraries = {other for other in found if not is_ours(other) and other not in sys.stdlib_module_names}
    assert libraries == set(row.get("libraries", ()))


@pytest.mark.parametrize("part", [row["name"] for row in TABLE if row.get("pure")])
def test_a_pure_part_does_no_io_and_draws_no_chance(part: str, edges: Edges) -> None:
    assert edges[part] & IMPURE == set()


def test_no_modules_import_each_other_in_a_circle(imports: Edges) -> None:
    graph = {module: {other for other in imported if is_ours(other)} for module, imported in imports.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {error.args[1]}")
