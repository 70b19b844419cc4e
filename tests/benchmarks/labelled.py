"""Real news with labels: the rows of the evaluation files with what the reader makes of each, and their vectors.

The files are not part of the project (EVALUATION says where they are, by default ../shared/evaluation). Vectors are
kept in tests/benchmarks/.vectors, which git ignores: making those of all labelled rows takes four minutes.
"""

import csv
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.cli.article_lines import from_json
from bot.domain.article import Article
from bot.domain.report import Report
from bot.encoder import MODEL, Encoder
from bot.reading.reader import Reader

EVALUATION = Path(os.environ.get("EVALUATION", "../shared/evaluation"))
TEASERS = ("teasers_kk", "teasers_ru", "teasers_en")
EVERYDAY = ("everyday_ru", "relocated_en")
_LABELS, _SECOND = (Path(__file__).parent / f"{name}.csv" for name in ("labels", "second"))
_VECTORS = Path(__file__).parent / ".vectors"

Table = dict[str, float]
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Row:
    """One labelled article with its signs; none where the rules did not lay it open."""

    set: str
    id: str
    label: int
    digest: bool
    #: Rows of one group are never parted: a month of teasers, a share of the everyday news.
    group: str
    article: Article
    report: Report
    signs: Table
    gold: dict[str, Any]
    #: Labelled here, among what would be published or asked: it helps to fit and is not measured on.
    ours: bool = False
    #: A second reader did not agree with its label: it is measured on and not fitted on.
    disputed: bool = False

    @property
    def lang(self) -> str:
        """The language of its set."""
        return self.set[-2:]

    @property
    def measured(self) -> bool:
        """Whether figures are of this row."""
        return not (self.digest or self.ours)


def labels() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Labels added by hand to rows that the sets leave unlabelled: ids with what they are, never texts."""
    with _LABELS.open(encoding="utf-8") as file:
        return {(row["set"], row["id"]): (row["label"], row["kind"]) for row in csv.DictReader(file)}


def disputed() -> frozenset[tuple[str, str]]:
    """Rows that the sets note as doubtful and whose label a second reader did not agree with."""
    with _SECOND.open(encoding="utf-8") as file:
        return frozenset((row["set"], row["id"]) for row in csv.DictReader(file) if row["first"] != row["second"])


def rows(name: str, reader: Reader) -> Iterator[Row]:
    """The labelled rows of a set."""
    added, doubted = labels(), disputed()
    for gold in lines(name):
        ours = (name, str(gold["id"])) in added
        if ours:
            gold["label"], gold["kind"] = added[name, str(gold["id"])]
        if gold.get("label") in {"0", "1"}:
            yield _row(name, gold, reader, ours=ours, disputed=(name, str(gold["id"])) in doubted)


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Every row of a set, labelled or not."""
    if not EVALUATION.exists():
        raise SystemExit(f"{EVALUATION}: no such folder; the labelled news is not part of the project (EVALUATION)")
    for line in (EVALUATION / f"{name}.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def article_of(gold: Mapping[str, Any]) -> Article:
    """A row as an article."""
    wanted = ("id", "title", "text", "lang", "published", "url", "source")
    return from_json(json.dumps({key: gold[key] for key in wanted if gold.get(key)}))


def _row(name: str, gold: dict[str, Any], reader: Reader, *, ours: bool, disputed: bool) -> Row:
    article = article_of(gold)
    report, signs = reader.signs(article)
    month = (gold.get("published") or "")[:7] if name in TEASERS else f"{name}{_bucket(gold['id'])}"
    digest = gold.get("kind") == "digest"
    label, key = int(gold["label"]), str(gold["id"])
    return Row(name, key, label, digest, month, article, report, dict(signs), gold, ours, disputed)


def _bucket(key: object) -> int:
    return hashlib.sha256(str(key).encode()).digest()[0] % 20


def vectors(texts: Sequence[str]) -> Array:
    """The vectors of texts, one a line: from the cache, else made and kept."""
    _VECTORS.mkdir(exist_ok=True)
    kept = sqlite3.connect(_VECTORS / f"{MODEL.replace(' ', '-')}.sqlite")
    encoder = Encoder()
    try:
        kept.execute("CREATE TABLE IF NOT EXISTS v (k TEXT PRIMARY KEY, b BLOB)")
        return np.array([_vector(kept, encoder, text) for text in texts])
    finally:
        encoder.close()
        kept.close()


def _vector(kept: sqlite3.Connection, encoder: Encoder, text: str) -> Array:
    key = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    found = kept.execute("SELECT b FROM v WHERE k = ?", (key,)).fetchone()
    if found:
        return np.frombuffer(found[0], "<f2").astype(float)
    vector = encoder.vector(text)
    if vector is None:
        raise SystemExit(f"no vector: {encoder.fault}")
    with kept:
        kept.execute("INSERT INTO v VALUES (?, ?)", (key, np.array(vector, "<f2").tobytes()))
    return np.array(vector)
