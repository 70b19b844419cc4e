"""How well and how fast articles are read: `python -m tests.benchmarks.reading > docs/reading.md` writes the page.

Sets of real text by others are read from beside the project when they are there; the corpus is the project's own.
Errors are listed; of the fresh part, on which no rule was tuned, only sums are told.
"""

import gc
import json
import os
import subprocess
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.domain.article import Article
from bot.domain.codes import Qualifier
from bot.domain.place import PlaceKind
from bot.reading.reader import Reader
from bot.resources import Knowledge, load
from tests.benchmarks import score_page
from tests.reading.scoring import CASES, FOLDER, asked_of, read

SETS = Path(__file__).parents[2] / "../shared/evaluation"
FRESH = FOLDER / "fresh"
MOMENT = datetime(2019, 9, 21, 7, tzinfo=UTC)
NEAR = {Qualifier.MORE_THAN: "over", Qualifier.APPROX: "about"}
CANDIDATE = (
    "В Актау рабочие вышли на площадь и потребовали повысить зарплату. По данным полиции, задержаны 12 человек. "
)
_RUN = """
import sys
from pathlib import Path
from bot.cli.main import status
status(["read"])
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
sys.stderr.write(peak.split()[1])
"""
BUCKETS = (0.0, 0.6, 0.7, 0.8, 0.9, 1.01)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, what is wanted of it, and its errors."""

    name: str
    got: float
    wanted: str
    errors: tuple[str, ...] = ()


def rows(name: str) -> list[Row]:
    """A set of real text."""
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def article(row: Row, text: str | None = None, *, dated: bool = True) -> Article:
    """A row as an article."""
    body = row.get("text", "") if text is None else text
    title = row.get("title", "") if text is None else ""
    return Article(id=row["id"], title=title, text=body, published=MOMENT if dated else None)


def false_alarms(reader: Reader, name: str, lang: str | None, allowed: int) -> Figure:
    """Articles that are taken for a protest and are none."""
    chosen = [row for row in rows(name) if lang in {None, row["lang"]}]
    alarms = tuple(r["id"] for r in chosen if reader.read(article(r, dated=name == "news3")).is_protest)
    return Figure(f"false alarms, {name} {lang or ''} of {len(chosen)}", len(alarms), f"at most {allowed}", alarms)


def cities(reader: Reader, knowledge: Knowledge, text: str) -> set[str]:
    """The cities a text names."""
    found = {mention.id for mention in reader.mentions(Article(id="", title="", text=text)).places}
    return {place for place in found if knowledge.gazetteer[place].kind is PlaceKind.CITY}


def cities_under_inflection(reader: Reader, knowledge: Knowledge) -> Iterator[Figure]:
    """F1 of cities in Kazakh sentences; the set labels only the larger cities, so it is also given for these alone."""
    labelled = {city for row in rows("kk_city") for city in row["cities"]}
    for name, wanted, only in (("all cities", ">= 0.99", None), ("cities the set labels", "", labelled)):
        right = wrong = missed = 0
        errors = []
        for row in rows("kk_city"):
            gold = set(row["cities"])
            got = cities(reader, knowledge, row["text"]) - (set(row["open"]) - gold)
            got = got if only is None else got & only
            right, wrong, missed = right + len(got & gold), wrong + len(got - gold), missed + len(gold - got)
            if got != gold:
                errors.append(f"{row['id']}: extra {sorted(got - gold)}, missed {sorted(gold - got)}")
        yield Figure(f"kk_city F1, {name}", 2 * right / (2 * right + wrong + missed), wanted, tuple(errors))


def cities_in_two_languages(reader: Reader, knowledge: Knowledge) -> Figure:
    """How often a sentence and its translation name the same cities."""
    told = [
        (r["id"], cities(reader, knowledge, r["kk"]), cities(reader, knowledge, r["en"])) for r in rows("city_kk_en")
    ]
    errors = tuple(f"{name}: kk {sorted(kk - en)}, en {sorted(en - kk)}" for name, kk, en in told if kk != en)
    return Figure("city_kk_en, equal", 1 - len(errors) / len(told), ">= 0.97", errors)


def numbers(reader: Reader) -> Iterator[Figure]:
    """Numerals in words and in digits, and what bounds them."""
    values: list[bool] = []
    bounds: list[bool] = []
    errors = []
    for row in rows("kk_number"):
        for words, text in ((row["words"], row["text"]), (row["digits"], row["text_digits"])):
            at = text.find(words)
            here = [n for n in reader.mentions(article(row, text)).numbers if n.start < at + len(words) and n.end > at]
            values.append(bool(here) and here[0].value == row["value"])
            if row["near"] != "exact":
                bounds.append(bool(here) and NEAR.get(here[0].qualifier) == row["near"])
            if not values[-1]:
                errors.append(f"{row['id']}: {words}")
    yield Figure("kk_number, value", sum(values) / len(values), ">= 0.98", tuple(errors))
    yield Figure("kk_number, over and about", sum(bounds) / len(bounds), ">= 0.95")


def days(reader: Reader) -> Figure:
    """Day and month."""
    asked = [(row, row[key]) for row in rows("kk_date") for key in ("text", "text_digits")]
    wrong = [
        row["id"]
        for row, text in asked
        if (row["day"], row["month"])
        not in {(d.day, d.month) for d in reader.mentions(Article(id="", title="", text=text)).dates}
    ]
    return Figure("kk_date, day and month", 1 - len(wrong) / len(asked), ">= 0.97", tuple(wrong))


def corpus(reader: Reader, cases: dict[str, Row], *, telling: bool) -> Iterator[Figure]:
    """The share of each field that is exactly right, and F1 of places; without names of articles unless `telling`."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    missed: defaultdict[str, list[str]] = defaultdict(list)
    for name, key, ok in asked_of(reader, cases):
        asked[key] += 1
        right[key] += ok
        if not ok:
            missed[key].append(name)
    wanted = {"kind": ">= 0.95", "places, F1": ">= 0.97", "claims": ">= 0.9"}
    for key in asked:
        errors = tuple(f"{name} ({n})" for name, n in Counter(missed[key]).items()) if telling else ()
        got = right[key] / asked[key]
        f1 = 2 * right[key] / (asked[key] + right[key])
        yield Figure(f"{key} ({asked[key]} asked)", f1 if key == "places, F1" else got, wanted.get(key, ""), errors)


def calibration(reader: Reader, cases: dict[str, Row]) -> Iterator[tuple[str, int, float, float]]:
    """Kind and bucket, articles, mean confidence, share of kinds that are right."""
    reports = [(read(reader, case), case["facts"]["kind"]) for case in cases.values()]
    for name, is_event in (("event_report", True), ("other kinds", False)):
        told = [(r.confidence, r.kind.value == kind) for r, kind in reports if r.is_protest is is_event]
        for low, high in pairwise(BUCKETS):
            here = [(sure, ok) for sure, ok in told if low <= sure < high]
            if here:
                mean = sum(sure for sure, _ in here) / len(here)
                yield f"{name}, {low:.1f} to {min(high, 1):.1f}", len(here), mean, sum(ok for _, ok in here) / len(here)


def seconds(act: Callable[[], object]) -> float:
    """The processor's time for an act, the best of three: other programs on the machine do not count."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        act()
        best = min(best, time.process_time() - started)
    return best


def speed(reader: Reader) -> Iterator[Figure]:
    """Articles of 300 words a second on one core, and texts of a megabyte."""
    plain = [" ".join(row["text"].split()[:300]) for row in rows("news3")]
    candidates = [CANDIDATE + " ".join(text.split()[:280]) for text in plain[:100]]
    stream = [*(plain * 5)[:950], *candidates[:50]]
    mixed = [Article(id=str(i), title="", text=text, published=MOMENT) for i, text in enumerate(stream)]
    hard = [Article(id=str(i), title="Митинг", text=text, published=MOMENT) for i, text in enumerate(candidates)]
    one, two = (Article(id="long", title="Митинг", text=CANDIDATE * n, published=MOMENT) for n in (4700, 9400))
    gc.freeze()  # the sets read before are no part of a service, whose collector would not go through them
    yield Figure("articles a second, one in twenty a candidate", len(mixed) / _read(reader, mixed), ">= 500")
    yield Figure("articles a second, candidates alone", len(hard) / _read(reader, hard), ">= 100")
    yield Figure("seconds to read 1 MB", seconds(lambda: reader.read(one)), "")
    short, long = seconds(lambda: reader.mentions(one)), seconds(lambda: reader.mentions(two))
    yield Figure("seconds for all mentions of 1 MB", short, "")
    yield Figure("the same of 2 MB, times that of 1 MB", long / short, "about 2")


def _read(reader: Reader, articles: list[Article]) -> float:
    return seconds(lambda: [reader.read(a) for a in articles])


def process() -> Iterator[Figure]:
    """A whole run of `read` on one article: the processor's time, the best of three, and the memory it came to need."""
    runs = [_run() for _ in range(3)]
    yield Figure("seconds from start to answer of `read`", min(spent for spent, _ in runs), "< 1.5")
    yield Figure("MB of memory of `read`", max(peak for _, peak in runs), "< 150")


def _run() -> tuple[float, float]:
    before = os.times()
    run = subprocess.run([sys.executable, "-c", _RUN], input=CANDIDATE.encode(), capture_output=True, check=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, int(run.stderr) / 1024


def on_real_text(reader: Reader, knowledge: Knowledge) -> Iterator[Figure]:
    """All figures on the sets by others."""
    for lang in ("kk", "ru", "en"):
        yield false_alarms(reader, "news3", lang, 1)
    yield false_alarms(reader, "kk_history", "kk", 2)
    yield false_alarms(reader, "sent3", None, 2)
    yield from cities_under_inflection(reader, knowledge)
    yield cities_in_two_languages(reader, knowledge)
    yield from numbers(reader)
    yield days(reader)


def _table(figures: Iterable[Figure]) -> list[str]:
    lines = ["| measured | got | wanted |", "|---|---:|---|"]
    return [*lines, *(f"| {f.name} | {f.got:.3f} | {f.wanted} |" for f in figures)]


def _errors(figures: Iterable[Figure]) -> list[str]:
    return [line for f in figures if f.errors for line in (f"**{f.name}**: " + "; ".join(f.errors), "")]


def _calibrated(reader: Reader, cases: dict[str, Row]) -> list[str]:
    lines = ["| confidence | articles | mean confidence | right |", "|---|---:|---:|---:|"]
    return [*lines, *(f"| {b} | {n} | {mean:.2f} | {ok:.2f} |" for b, n, mean, ok in calibration(reader, cases))]


def fresh_cases() -> dict[str, Row]:
    """The part of the corpus on which no rule was tuned."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FRESH.glob("*.toml"))}


def page() -> Iterator[str]:
    """The whole page, in Markdown."""
    knowledge = load()
    reader = knowledge.reader()
    yield from _lines("reading.head.md")
    errors = []
    if SETS.exists():
        real = [*on_real_text(reader, knowledge), *speed(reader), *process()]
        errors += _errors(real)
        yield from ("", "## Real text by others, and speed", "", *_table(real))
    yield from ("", *_lines("reading.fitted.md"), "", score_page.BEGIN, *_lines(score_page.PART.name), score_page.END)
    own = list(corpus(reader, CASES, telling=True))
    errors += _errors(own)
    yield from ("", f"## The project's own corpus: {len(CASES)} articles the rules were tuned on", "", *_table(own))
    yield from ("", "Confidence on the same articles:", "", *_calibrated(reader, CASES))
    if fresh := fresh_cases():
        yield from ("", f"## {len(fresh)} fresh articles, on which no rule was tuned", "")
        yield from _table(corpus(reader, fresh, telling=False))
        yield from ("", "Confidence on the fresh articles:", "", *_calibrated(reader, fresh))
    yield from ("", "## Errors", "", *errors)


def _lines(name: str) -> list[str]:
    return (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()


def main() -> None:
    """Write the page to standard output."""
    sys.stdout.write("\n".join(page()).rstrip() + "\n")


if __name__ == "__main__":
    main()
