"""The project's own articles: the twins of the first article are read exactly, the rest to a floor that is reached."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.report import Claim, Report
from bot.reading.reader import Reader
from tests.reading.making import article

FOLDER = Path(__file__).parents[1] / "corpus"
CASES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
TWINS = [name for name in CASES if name.startswith("seed-twin-")]
FLOORS = {"kind": 0.95, "places": 0.95, "date": 0.9, "action": 0.85, "demands": 0.9, "issue": 0.9, "responses": 0.9}
CLAIM_FLOOR = 0.9
Facts = dict[str, Any]


def read(reader: Reader, name: str) -> Report:
    case = CASES[name]
    return reader.read(article(case["title"], case["text"], case["published"]))


def found(report: Report) -> Facts:
    return {
        "kind": report.kind.value,
        "action": report.action and report.action.value,
        "date": (report.span.start, report.span.end),
        "places": sorted(report.place_ids),
        "organisers": sorted(report.organisers),
        "demands": sorted(report.demands),
        "responses": sorted(response.value for response in report.responses),
        "issue": report.issue and report.issue.value,
    }


def expected(facts: Facts) -> Facts:
    lists = {name: sorted(facts.get(name, [])) for name in ("places", "organisers", "demands", "responses")}
    days = facts.get("date", {})
    date = (days.get("start"), days.get("end", days.get("start")))
    return {"kind": facts["kind"], "action": facts.get("action"), "issue": facts.get("issue"), "date": date, **lists}


def told(claims: tuple[Claim, ...], everywhere: list[str]) -> set[tuple[object, ...]]:
    """Claims as they compare: no places means all; a correspondent is told by the role alone."""
    return {
        (c.field, c.min, c.max, c.qualifier, tuple(sorted(c.places or everywhere)), c.claimant_type) for c in claims
    }


def wanted(facts: Facts) -> set[tuple[object, ...]]:
    everywhere = facts.get("places", [])
    return {
        (
            c["field"],
            c.get("min"),
            c.get("max"),
            c["qualifier"],
            tuple(sorted(c.get("places") or everywhere)),
            c["claimant_type"],
        )
        for c in facts.get("claims", [])
    }


@pytest.mark.parametrize("name", CASES)
def test_the_language_is_told(reader: Reader, name: str) -> None:
    assert read(reader, name).lang == CASES[name]["lang"]


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_of_the_first_article_is_read_exactly(reader: Reader, name: str) -> None:
    facts, report = CASES[name]["facts"], read(reader, name)
    assert found(report) == expected(facts)
    assert told(report.claims, facts["places"]) == wanted(facts)


def scores(reader: Reader) -> Iterator[tuple[str, str, bool]]:
    for name, case in CASES.items():
        report, facts = read(reader, name), case["facts"]
        got, want = found(report), expected(facts)
        yield name, "kind", got["kind"] == want["kind"]
        if facts["kind"] == "event_report":
            yield from ((name, key, got[key] == want[key]) for key in FLOORS if key != "kind")
            for claim in told(report.claims, facts["places"]) | wanted(facts):
                yield name, "claims", claim in told(report.claims, facts["places"]) and claim in wanted(facts)


def test_the_corpus_is_read_to_its_floor(reader: Reader) -> None:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    missed = []
    for name, key, ok in scores(reader):
        asked[key] += 1
        right[key] += ok
        if not ok:
            missed.append(f"{name}: {key}")
    short = [key for key, floor in (FLOORS | {"claims": CLAIM_FLOOR}).items() if right[key] < floor * asked[key]]
    assert not short, f"{[(key, right[key], asked[key]) for key in short]} {missed}"
