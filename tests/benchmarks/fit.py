"""`make fit`: the weights and thresholds of bot/data/decision.toml, fitted on real news that no rule was tuned on.

Needs the evaluation files (EVALUATION, by default ../shared/evaluation), which are not part of the project, and
scikit-learn. Every figure is cross-validated: an article is judged by weights fitted without its month. Without these
files nobody can refit; the data file that is in the project says when, on what and with what result it was made.
"""

import csv
import hashlib
import json
import os
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot import resources
from bot.cli.article_lines import from_json
from bot.domain.article import Article
from bot.domain.report import Report
from bot.reading.reader import Reader

EVALUATION = Path(os.environ.get("EVALUATION", "../shared/evaluation"))
TEASERS = ("teasers_kk", "teasers_ru", "teasers_en")
EVERYDAY = ("everyday_ru", "relocated_en")
TARGET = Path("bot/data/decision.toml")
LABELS = Path(__file__).parent / "labels.csv"
FOLDS, REPEATS = 10, 10
#: Strength of regularisation of the report's score, chosen by average precision out of fold (0.01 to 0.03 are alike).
C_EVENT = 0.02
SCHEMA = 1
#: Chosen on the figures that this prints: published right at 0.90 and above in each language.
ASK, RING, PUSH = 0.19, 0.4, 0.6
PUBLISH = {"kk": 0.77, "ru": 0.8, "en": 0.7}

Table = dict[str, float]


@dataclass(frozen=True)
class Row:
    """One labelled article with its signs."""

    set: str
    id: str
    label: int
    digest: bool
    group: str
    article: Article
    report: Report
    signs: Table
    gold: dict[str, Any]
    #: Labelled here, among what would be published or asked: it helps to fit and is not measured on.
    ours: bool = False


def labels() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Labels added by hand to rows that the sets leave unlabelled: ids with what they are, never texts."""
    with LABELS.open(encoding="utf-8") as file:
        return {(row["set"], row["id"]): (row["label"], row["kind"]) for row in csv.DictReader(file)}


def rows(name: str, reader: Reader) -> Iterator[Row]:
    """The labelled rows of a set."""
    added = labels()
    for line in (EVALUATION / f"{name}.jsonl").read_text(encoding="utf-8").split("\n"):
        gold = json.loads(line or "{}")
        if not gold:
            continue
        ours = (name, str(gold["id"])) in added
        if ours:
            gold["label"], gold["kind"] = added[name, str(gold["id"])]
        if gold.get("label") not in {"0", "1"}:
            continue
        kept = {
            key: gold[key] for key in ("id", "title", "text", "lang", "published", "url", "source") if gold.get(key)
        }
        article = from_json(json.dumps(kept))
        report, signs = reader.signs(article)
        month = (gold.get("published") or "")[:7] if name in TEASERS else f"{name}{_bucket(gold['id'])}"
        digest = gold.get("kind") == "digest"
        yield Row(name, str(gold["id"]), int(gold["label"]), digest, month, article, report, dict(signs), gold, ours)


def _bucket(key: object) -> int:
    return hashlib.sha256(str(key).encode()).digest()[0] % 20


def folds(groups: Sequence[str], seed: int) -> np.ndarray[Any, Any]:
    """The fold of each row: rows of one group are never parted."""
    names = sorted(set(groups))
    order = dict(zip(names, np.random.RandomState(seed).permutation(len(names)), strict=True))
    return np.array([order[group] % FOLDS for group in groups])


@dataclass
class Fitted:
    """A logistic over plain signs: scaling and calibration folded into the weights."""

    bias: float
    weights: Table

    def logit(self, signs: Table) -> float:
        return self.bias + sum(self.weights[name] * signs.get(name, 0.0) for name in self.weights)


def fit(rows: Sequence[Table], labels: Sequence[int], c: float) -> Fitted:
    names = sorted(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=c, max_iter=5000).fit(scaler.transform(values), labels)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    return Fitted(bias, dict(zip(names, map(float, weights), strict=True)))


def out_of_fold(rows: Sequence[Table], labels: Sequence[int], groups: Sequence[str], c: float) -> np.ndarray[Any, Any]:
    """Logits of each row by weights fitted without its group; one line a repeat."""
    found = np.zeros((REPEATS, len(rows)))
    for seed in range(REPEATS):
        fold = folds(groups, seed)
        for number in range(FOLDS):
            inside = [i for i in range(len(rows)) if fold[i] != number]
            model = fit([rows[i] for i in inside], [labels[i] for i in inside], c)
            for i in map(int, np.flatnonzero(fold == number)):
                found[seed, i] = model.logit(rows[i])
    return found


def calibrated(logits: np.ndarray[Any, Any], labels: Sequence[int]) -> tuple[float, float]:
    """Slope and shift by which shrunken logits become probabilities (Platt), fitted on logits out of fold."""
    model = LogisticRegression(C=1e6, max_iter=5000).fit(logits.reshape(-1, 1), list(labels) * len(logits))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def sigmoid(logits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    found: np.ndarray[Any, Any] = 1 / (1 + np.exp(-logits))
    return found


def error_of(probability: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> float:
    """Expected calibration error over ten bins of equal size."""
    order = np.argsort(probability)
    parts = np.array_split(order, 10)
    return float(sum(len(p) * abs(probability[p].mean() - labels[p].mean()) for p in parts) / len(order))


@dataclass
class Outcome:
    """What thresholds make of one set, averaged over repeats."""

    right: float
    wrong: float
    asked_right: float
    asked_wrong: float
    rung_right: float
    rung_wrong: float
    positives: int = 0

    def line(self, name: str) -> str:
        share = self.right / max(1e-9, self.right + self.wrong)
        return (
            f"{name}: published {self.right:.1f} right, {self.wrong:.1f} wrong ({share:.3f}); "
            f"of {self.positives} published {self.right / max(1, self.positives):.2f}, with the queue "
            f"{(self.right + self.asked_right) / max(1, self.positives):.2f}; asked {self.asked_right:.1f} real, "
            f"{self.asked_wrong:.1f} false, of these rung {self.rung_right:.1f} and {self.rung_wrong:.1f}"
        )


def outcome(known: Sequence[Row], probability: np.ndarray[Any, Any], name: str, publish: float, ask: float) -> Outcome:
    """What these thresholds make of one set."""
    at = [i for i, row in enumerate(known) if row.set == name and not row.digest and not row.ours]
    counts = []
    for line in probability:
        sure = [i for i in at if line[i] >= publish and known[i].report.is_protest and not known[i].report.roundup]
        asked = [i for i in at if line[i] >= ask and i not in set(sure)]
        rung = [i for i in asked if line[i] >= RING]
        parts = (sure, asked, rung)
        counts.append([sum(known[i].label == label for i in part) for part in parts for label in (1, 0)])
    return Outcome(*(statistics.mean(column) for column in zip(*counts, strict=True)))


def main(*, write: bool = True) -> None:
    from tests.benchmarks import fit_claims  # it builds on this module

    reader = resources.load().reader()
    every = [row for name in (*TEASERS, *EVERYDAY) for row in rows(name, reader)]
    known = [row for row in every if row.signs and not row.digest]
    marks = [row.label for row in known]
    tables, groups = [row.signs for row in known], [row.group for row in known]
    logits = out_of_fold(tables, marks, groups, C_EVENT)
    slope, shift = calibrated(logits, marks)
    probability = sigmoid(slope * logits + shift)
    thresholds = {"ask": ASK, "ring": RING, "push": PUSH, "claim": fit_claims.CLAIM}
    figures = [f"expected calibration error {error_of(probability.mean(0), np.array(marks)):.3f}"]
    pooled = [0.0, 0.0]
    for name in (*TEASERS, *EVERYDAY):
        found = outcome(known, probability, name, PUBLISH[name[-2:]], ASK)
        found.positives = sum(row.label for row in every if row.set == name and not row.digest and not row.ours)
        figures.append(found.line(name))
        if name in TEASERS:
            pooled = [pooled[0] + found.right, pooled[1] + found.wrong]
    figures.append(f"teasers pooled: right {pooled[0] / sum(pooled):.3f}")
    event = fit(tables, marks, C_EVENT)
    event = Fitted(slope * event.bias + shift, {name: slope * value for name, value in event.weights.items()})
    rounded = Fitted(round(event.bias, 4), {name: round(value, 4) for name, value in event.weights.items()})
    claim, more = fit_claims.fitted(reader)
    sys.stdout.write("\n".join((*figures, *more, "")))
    if write:
        TARGET.write_text(data_file(thresholds, (*figures, *more), rounded, claim), encoding="utf-8")


def data_file(thresholds: Table, figures: Sequence[str], event: Fitted, claim: Fitted) -> str:
    def table(name: str, fitted: Fitted) -> list[str]:
        weights = (f"{key} = {value}" for key, value in sorted(fitted.weights.items()))
        return [f"[{name}]", f"bias = {fitted.bias}", "", f"[{name}.weights]", *weights, ""]

    return "\n".join(
        (
            "# Weights and thresholds of the publishing rule (docs/publishing.md), written by `make fit`.",
            "# Figures are cross-validated: each article is judged by weights fitted without its month.",
            f"schema = {SCHEMA}",
            f"fitted = {datetime.now(UTC).date().isoformat()}",
            f"sets = {json.dumps([*TEASERS, *EVERYDAY])}",
            "figures = [",
            *(f"    {json.dumps(line)}," for line in figures),
            "]",
            "",
            "[thresholds]",
            *(f"{name} = {value}" for name, value in thresholds.items()),
            "",
            "[thresholds.publish]",
            *(f"{lang} = {value}" for lang, value in PUBLISH.items()),
            "",
            *table("event", event),
            *table("claim", claim),
        )
    )


if __name__ == "__main__":
    main(write="--dry" not in sys.argv)
