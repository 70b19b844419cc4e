"""How well reports are joined to events, and how fast: `python -m tests.benchmarks.events > docs/events.md`.

With `--speed N …` the speed at so many stored events (by default 1000 and 100000; a million takes a quarter of an
hour), with `--postgresql URL` on that engine too.
The news set lies beside the project; where it is missing its part is left out.
"""

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from bot.domain.article import Article
from bot.domain.understanding.context import Context
from bot.resources import Knowledge, load
from bot.services.understanding.replay import Replayed, replay
from tests.benchmarks import stored

ROOT = Path(__file__).parents[2]
NEWS = Path(os.environ.get("EVALUATION", ROOT / "../shared/evaluation")) / "news3.jsonl"
WEIGHTS = ROOT / "bot/data/matching.toml"
CORPUS = ROOT / "tests/corpus"
ORDERS = 5
MOMENT = datetime(2019, 9, 21, 7, tzinfo=UTC)
Key = Callable[[str], object]


@dataclass(frozen=True)
class Gold:
    """One article and what it truly tells of; pairs that share `near` are left out."""

    article: Article
    lang: str
    event: str
    near: frozenset[str] = frozenset()


@dataclass
class Score:
    """Pairs of articles: joined rightly, joined wrongly, not joined; and across languages."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    across: int = 0
    across_joined: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def cross(self) -> float:
        return self.across_joined / max(1, self.across)


def news() -> list[Gold]:
    rows = [json.loads(line) for line in NEWS.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Gold(
            Article(row["id"], row["title"], row["text"], published=MOMENT),
            row["lang"],
            row["event"],
            frozenset(row.get("near", ())),
        )
        for row in rows
    ]


def corpus() -> list[Gold]:
    return sorted(_corpus(), key=lambda gold: (gold.article.published or MOMENT, gold.article.id))


def _corpus() -> Iterator[Gold]:
    for path in CORPUS.glob("*.toml"):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        day = case["published"]
        published = day.astimezone(UTC) if isinstance(day, datetime) else datetime.combine(day, time(7), UTC)
        outlet = case.get("outlet", path.stem)
        article = Article(path.stem, case["title"], case["text"], source=outlet, published=published)
        yield Gold(article, case["lang"], case.get("event", f"alone:{path.stem}"))


def joined(known: Knowledge, *orders: Sequence[Gold], everything: bool) -> Iterator[dict[str, object]]:
    """For each order of arrival the key of each article; one that was joined to nothing has a key of its own."""
    read, hashed = cache(known.reader().read), cache(known.fingerprinter(b"benchmark"))
    context = Context(known.names, known.gazetteer, thresholds=known.thresholds, match_score=known.match_score)
    for gold in orders:
        told = replay((one.article for one in gold), read, hashed, context, everything=everything)
        yield _keys(told)


def _keys(told: Sequence[Replayed]) -> dict[str, object]:
    return {one.report.id: one.event or one.report.id for one in told}


def scored(gold: Sequence[Gold], keys: dict[str, object]) -> Score:
    score = Score()
    for one, other in combinations(gold, 2):
        same, got = one.event == other.event, keys[one.article.id] == keys[other.article.id]
        if same and one.lang != other.lang:
            score.across += 1
            score.across_joined += got
        if not same and one.near & other.near:
            continue
        score.right += same and got
        score.wrong += got and not same
        score.missed += same and not got
        if same != got:
            score.errors.append(f"{'not joined' if same else 'joined'}: {one.article.id}, {other.article.id}")
    return score


def in_orders(known: Knowledge, gold: Sequence[Gold], *, everything: bool, times: int = ORDERS) -> list[Score]:
    """In the order of publication, then in orders drawn by lot: matching meets articles one by one."""
    orders = [list(gold) for _ in range(times)]
    for seed, order in enumerate(orders):
        if seed:
            Random(seed).shuffle(order)
    return [scored(gold, keys) for keys in joined(known, *orders, everything=everything)]


def table(scores: Sequence[Score], wanted: str) -> list[str]:
    rows = [
        f"| {name} | {s.precision:.3f} | {s.recall:.3f} | {s.cross:.3f} | {s.right} | {s.wrong} | {s.missed} |"
        for name, s in zip(["as published", *(f"by lot {n}" for n in range(1, ORDERS))], scores, strict=True)
    ]
    head = "| order of arrival | precision | recall | across languages | right | wrong | missed |"
    return [f"Wanted: {wanted}.", "", head, "|---|---|---|---|---|---|---|", *rows]


def pages(sizes: Sequence[int], postgresql: str = "") -> Iterator[str]:
    known = load()
    yield from HEAD
    yield from fitted()
    if NEWS.exists():
        scores = in_orders(known, news(), everything=True)
        yield from ("## Real news in three languages", "", NEWS_WORDS, "")
        yield from table(scores, "precision 0.95, across languages 0.5")
        yield from ("", *_errors([error for error in scores[0].errors if error.startswith("joined")], "Joined wrongly"))
    scores = in_orders(known, corpus(), everything=False)
    yield from ("## The project's own articles", "", CORPUS_WORDS, "")
    yield from table(scores, "precision 0.97, recall 0.9")
    yield from ("", *_errors(scores[0].errors, "Errors in the order of publication"))
    yield from stored.report(sizes, known, postgresql)


def fitted() -> Iterator[str]:
    """What the weights were fitted on, and with what result, as their file says."""
    data = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    yield from ("## Real events told in three languages", "", FITTED_WORDS, "")
    for name in ("words", "vectors"):
        if name in data:
            yield from (f"The weightiest signs {FITTED_NAMES[name]}, by weight:", "")
            signs = sorted(data[name]["weights"].items(), key=lambda sign: -abs(sign[1]))[:12]
            yield from (", ".join(f"{sign} {weight:+.1f}" for sign, weight in signs) + ".", "")
    yield from (*(f"- {line}" for line in data["figures"]), "")


def _errors(errors: Sequence[str], title: str) -> list[str]:
    return [f"{title}: {len(errors)}.", "", *(f"- {error}" for error in errors), *([""] if errors else [])]


HEAD = (
    "# Events: how reports are joined, how well and how fast",
    "",
    "Made by `python -m tests.benchmarks.events > docs/events.md`; do not edit by hand.",
    "",
    "## How",
    "",
    "A report is weighed against each stored event of its days and places (`bot/domain/match_evidence.py`): signs of",
    "day, place, action, organiser, aims, figures, days of publication, names, words and topics, and the closeness of",
    "sentence vectors where the encoder gave them. Their weighted sum (`bot/domain/match_score.py`, weights in",
    "`bot/data/matching.toml`) says whether it joins by itself, whether an editor is asked, with both summaries",
    "side by side, or whether it begins an event of its own. Another organiser, another place or another day keeps",
    "two protests apart whatever the sum, and so does another aim told of other people, another cause or another",
    "action; a known organiser on one day decides. A text without a day may tell of the two days before its",
    "publication. One that names no place but the country needs more than others to join by itself. What a court made",
    "of a protest is",
    "joined by the rules of separation alone: it is told later and in other words. /why tells editors the signs. Of",
    "the event's twenty newest texts the one that fits best counts. What waits is weighed again whenever an event",
    "near it has grown (`bot/services/understanding/reassess_pending.py`), and so is what a court made of a protest",
    "that is not known yet: two reports that a third one links end as one event whichever comes first. Two events",
    "are made one only by a",
    "roundup with their organiser while readers see both, or by an editor. Articles are compared by fingerprints",
    "alone (`bot/reading/fingerprint.py`): HMACs of name skeletons, numbers, word prefixes and topics, kept 14",
    "days. Rarity is fixed when an article is hashed: a name by its length, place in the text and a list of names",
    "that any day's news may hold; a number by its size.",
    "",
)
FITTED_NAMES = {"words": "without the encoder", "vectors": "with it"}
FITTED_WORDS = """\
Pairs of teasers of one newsroom group in Kazakh, Russian and English, labelled by hand
(`tests/benchmarks/pairs.csv` holds ids alone); pairs that a veto keeps apart are left out. Each pair is judged by
weights fitted without its month. `teaser_events` is another labelled set, put through reading and matching as in
the service by weights fitted without its events; a report that an editor would be asked about counts as joined
where it is certain which event it tells of. One that the reader drops is joined to nothing. `make fit` needs
these sets, which are not part of the project; strangers cannot refit."""
NEWS_WORDS = """\
219 articles of 73 documents, none about Kazakhstan, each matched as if it were a report: fingerprints alone. Pairs of
one running story are left out. Chosen on this set; a like set that nobody tuned on is the real test."""
CORPUS_WORDS = """\
The articles of `tests/corpus`, through reading and matching as in the service. A report that an editor would be asked
about at the end counts as joined where it is certain which event it tells of; reports of courts count too. The weights
were not fitted on these articles: they are a guard."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=int, nargs="*", default=[1000, 100_000])
    parser.add_argument("--postgresql", default="", help="an empty database, to be filled with the largest number")
    chosen: Any = parser.parse_args()
    sys.stdout.write("\n".join(pages(chosen.speed, chosen.postgresql)).rstrip() + "\n")


if __name__ == "__main__":
    main()
