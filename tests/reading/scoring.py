"""How a report compares with what a careful reader noted: used by the corpus test and by the benchmark."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.domain.codes import Stance
from bot.domain.report import Claim, Report
from bot.reading.reader import Reader
from tests.reading.making import article

FOLDER = Path(__file__).parents[1] / "corpus"
CASES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
FIELDS = ("date", "action", "organisers", "demands", "issue", "responses")
Facts = dict[str, Any]


def read(reader: Reader, case: Mapping[str, Any]) -> Report:
    """The report of one case."""
    return reader.read(article(case["title"], case["text"], case["published"]))


def found(report: Report) -> Facts:
    """The facts of a report."""
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
    """The facts noted beside an article."""
    lists = {name: sorted(facts.get(name, [])) for name in ("places", "organisers", "demands", "responses")}
    days = facts.get("date", {})
    date = (days.get("start"), days.get("end", days.get("start")))
    return {"kind": facts["kind"], "action": facts.get("action"), "issue": facts.get("issue"), "date": date, **lists}


def told(claims: tuple[Claim, ...], everywhere: list[str]) -> set[tuple[object, ...]]:
    """Claims as they compare: no places means all; a correspondent is told by the role alone.

    That somebody would not comment is no figure and is not compared.
    """
    return {
        (c.field, c.min, c.max, c.qualifier, tuple(sorted(c.places or everywhere)), c.claimant_type)
        for c in claims
        if c.stance is not Stance.DECLINES
    }


def wanted(facts: Facts) -> set[tuple[object, ...]]:
    """The claims noted beside an article, as they compare."""
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
        if c.get("stance") != Stance.DECLINES
    }


def asked_of(reader: Reader, cases: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    """Every question asked of every case: its name, the field, whether the answer is right."""
    settings = any("venue" in case["facts"] for case in cases.values())
    for name, case in cases.items():
        report, facts = read(reader, case), case["facts"]
        got, want = found(report), expected(facts)
        yield name, "kind", got["kind"] == want["kind"]
        if facts["kind"] == "event_report":
            yield from ((name, key, got[key] == want[key]) for key in FIELDS)
            for place in {*got["places"], *want["places"]}:
                yield name, "places, F1", place in got["places"] and place in want["places"]
            for key, said in (("venue", report.venue), ("hour", report.hour)):
                if settings and (said or key in facts):
                    yield name, key, said in facts.get(key, [])
            have, need = told(report.claims, facts.get("places", [])), wanted(facts)
            yield from ((name, "claims", claim in have and claim in need) for claim in have | need)
