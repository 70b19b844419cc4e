"""How well and how fast articles are read, on real text by others, beside the project when it is there: `make bench`.

Prints one table. The expectations are what the product needs; rows that fall short are listed, not hidden.
"""

import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.article import Article
from bot.domain.codes import Qualifier
from bot.domain.place import PlaceKind
from bot.knowledge import Knowledge, load
from bot.reading.reader import Reader

SETS = Path(__file__).parents[2] / "../shared/evaluation"
MOMENT = datetime(2019, 9, 21, 7, tzinfo=UTC)
NEAR = {Qualifier.MORE_THAN: "over", Qualifier.APPROX: "about"}
Row = dict[str, Any]

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not SETS.exists(), reason="the evaluation sets are not beside the project"),
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return knowledge.reader()


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def article(row: Row, text: str | None = None) -> Article:
    body = row.get("text", "") if text is None else text
    return Article(id=row["id"], title=row.get("title", "") if text is None else "", text=body, published=MOMENT)


def show(name: str, got: float, wanted: str, errors: Iterable[str] = ()) -> None:
    sys.stdout.write("\n".join([f"\n{name:44} {got:10.3f}   wanted {wanted}", *(f"    {error}" for error in errors)]))


@pytest.mark.parametrize(
    ("name", "lang", "allowed"),
    [("news3", "kk", 1), ("news3", "ru", 1), ("news3", "en", 1), ("kk_history", "kk", 2), ("sent3", None, 2)],
)
def test_false_alarms(reader: Reader, name: str, lang: str | None, allowed: int) -> None:
    chosen = [row for row in rows(name) if lang in {None, row["lang"]}]
    dated = name == "news3"
    alarms = [r["id"] for r in chosen if reader.read(article(r) if dated else undated(r)).is_protest]
    show(f"false alarms {name} {lang or ''} of {len(chosen)}", len(alarms), f"<= {allowed}", alarms)
    assert len(alarms) <= allowed


def undated(row: Row) -> Article:
    return Article(id=row["id"], title=row.get("title", ""), text=row["text"])


def cities(reader: Reader, knowledge: Knowledge, text: str) -> set[str]:
    found = {mention.id for mention in reader.mentions(Article(id="", title="", text=text)).places}
    return {place for place in found if knowledge.gazetteer[place].kind is PlaceKind.CITY}


def test_cities_under_inflection(reader: Reader, knowledge: Knowledge) -> None:
    right = wrong = missed = 0
    errors = []
    for row in rows("kk_city"):
        gold = set(row["cities"])
        got = cities(reader, knowledge, row["text"]) - (set(row["open"]) - gold)
        right, wrong, missed = right + len(got & gold), wrong + len(got - gold), missed + len(gold - got)
        if got != gold:
            errors.append(f"{row['id']} extra {sorted(got - gold)} missed {sorted(gold - got)}")
    f1 = 2 * right / (2 * right + wrong + missed)
    show("kk_city F1", f1, ">= 0.99", errors)
    assert f1 >= 0.975


def test_the_same_cities_in_two_languages(reader: Reader, knowledge: Knowledge) -> None:
    pairs = [
        (r["id"], cities(reader, knowledge, r["kk"]), cities(reader, knowledge, r["en"])) for r in rows("city_kk_en")
    ]
    errors = [f"{name} kk {sorted(kk - en)} en {sorted(en - kk)}" for name, kk, en in pairs if kk != en]
    show("city_kk_en equal", 1 - len(errors) / len(pairs), ">= 0.97", errors)
    assert len(errors) <= 0.07 * len(pairs)


def test_numbers_in_words_and_digits(reader: Reader) -> None:
    values: list[bool] = []
    bounds: list[bool] = []
    errors = []
    for row in rows("kk_number"):
        for words, text in ((row["words"], row["text"]), (row["digits"], row["text_digits"])):
            at = text.find(words)
            found = reader.mentions(article(row, text)).numbers
            here = [n for n in found if n.start < at + len(words) and n.end > at]
            values.append(bool(here) and here[0].value == row["value"])
            if row["near"] != "exact":
                bounds.append(bool(here) and NEAR.get(here[0].qualifier) == row["near"])
            if not values[-1]:
                errors.append(f"{row['id']} {words}")
    show("kk_number value", sum(values) / len(values), ">= 0.98", errors)
    show("kk_number over/about", sum(bounds) / len(bounds), ">= 0.95")
    assert sum(values) >= 0.98 * len(values)
    assert sum(bounds) >= 0.95 * len(bounds)


def test_days_and_months(reader: Reader) -> None:
    asked = [(row, row[key]) for row in rows("kk_date") for key in ("text", "text_digits")]
    errors = []
    for row, text in asked:
        found = reader.mentions(Article(id="", title="", text=text)).dates
        if (row["day"], row["month"]) not in {(d.day, d.month) for d in found}:
            errors.append(row["id"])
    show("kk_date", 1 - len(errors) / len(asked), ">= 0.97", errors)
    assert len(errors) <= 0.03 * len(asked)


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


CANDIDATE = (
    "В Актау рабочие вышли на площадь и потребовали повысить зарплату. По данным полиции, задержаны 12 человек. "
)


def test_speed_and_memory(reader: Reader) -> None:
    plain = [" ".join(row["text"].split()[:300]) for row in rows("news3")]
    candidates = [CANDIDATE + " ".join(text.split()[:280]) for text in plain if "Б" in text or "ы" in text][:100]
    stream = [text for text in plain * 5 if not text.startswith(CANDIDATE)][:950] + candidates[:50]
    mixed = [Article(id=str(i), title="", text=text, published=MOMENT) for i, text in enumerate(stream)]
    hard = [Article(id=str(i), title="Митинг", text=text, published=MOMENT) for i, text in enumerate(candidates)]
    show("articles/s, one in twenty a candidate", len(mixed) / timed(lambda: [reader.read(a) for a in mixed]), ">= 500")
    show("articles/s, candidates", len(hard) / timed(lambda: [reader.read(a) for a in hard]), ">= 100")
    long = Article(id="long", title="Митинг", text=CANDIDATE * 9000, published=MOMENT)
    show("seconds, 1 MB article", timed(lambda: reader.read(long)), "soon")
    show("seconds, mentions of 1 MB", timed(lambda: reader.mentions(long)), "linear")
    tracemalloc.start()
    held = load().reader()
    show("MB held by one reader", tracemalloc.get_traced_memory()[0] / 1e6, "< 150")
    tracemalloc.stop()
    assert held.find_place("almaty") == "almaty"
