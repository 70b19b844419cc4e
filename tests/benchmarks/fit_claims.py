"""The fitted score of a claim's figure: `python -m tests.benchmarks.fit_claims`, with `--write` it writes [claim].

Fitted on the articles of figures.py that tell of a protest: a figure that the reader takes for a claim is right when a
reader of the article noted that number of those people. Cross-validated: each article is judged by weights fitted
without its month. Called by fit.py too. Needs the evaluation files, as that does.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot import resources
from bot.domain.codes import ReportKind, Stance
from bot.domain.report import Claim
from bot.reading.reader import Reader
from tests.benchmarks.figures import Figure, Noted, article_of, noted, rows_of
from tests.benchmarks.fit import calibrated, plain_fit, plain_out_of_fold, sigmoid
from tests.benchmarks.fitted import Fitted
from tests.benchmarks.fitted_files import DECISION
from tests.benchmarks.labelled import EVERYDAY
from tests.reading.making import article
from tests.reading.scoring import CASES

#: Strength of regularisation, chosen by the log loss out of fold (0.01 to 0.1 are alike).
C_CLAIM = 0.03
#: Shown from here on: chosen on the figures that this prints, right in 93 of 100 and more.
CLAIM = 0.8
#: What stands below an article on a page made for fitting, by language; so much of it.
BELOW = {"kk": ("teasers_kk",), "ru": ("everyday_ru", "teasers_ru"), "en": ("relocated_en",)}
_BELOW = 1500
_UNREAD = frozenset(
    {ReportKind.NOT_PROTEST, ReportKind.FOREIGN_EVENT, ReportKind.OPINION, ReportKind.HISTORICAL_MENTION}
)
Table = dict[str, float]


@dataclass(frozen=True)
class Row:
    """One figure that the reader took for a claim."""

    noted: Noted
    claim: Claim
    signs: Table
    right: int
    #: Whose months are never parted in cross-validation.
    group: str


@dataclass(frozen=True)
class Read:
    """What the reader makes of the articles: its figures, and how many figures were told in those read as events."""

    rows: tuple[Row, ...]
    told: Mapping[str, int]
    told_of_events: Mapping[str, int]


def read(reader: Reader) -> Read:
    """Every noted article that tells of a protest, read."""
    rows: list[Row] = []
    told: Counter[str] = Counter()
    of_events: Counter[str] = Counter()
    for one in noted():
        if one.protest:
            kind = reader.read(one.article).kind
            told[one.set] += len(set(one.figures))
            of_events[one.set] += len(set(one.figures)) * (kind not in _UNREAD)
            rows += _rows(one, reader)
    return Read(tuple(rows), told, of_events)


def _rows(one: Noted, reader: Reader) -> Iterator[Row]:
    for told in reader.told(one.article):
        claim = told.claim
        if claim.stance is Stance.ASSERTS and (claim.min or claim.max) is not None:
            yield Row(one, claim, dict(told.signs), int(_figure(one, claim) is not None), one.group)


def _pages(reader: Reader) -> Iterator[Row]:
    """Figures of pages made of an article and, below it, one that tells no protest: what that gives is wrong."""
    below = {
        lang: [_text(row) for name in names for row in rows_of(name) if _is_other(row)] for lang, names in BELOW.items()
    }
    for number, one in enumerate(one for one in noted() if one.protest and one.article.lang):
        texts = below[str(one.article.lang)]
        page = replace(one.article, text=f"{one.article.text}\n\n{texts[number * 7 % len(texts)]}")
        yield from _rows(replace(one, article=page), reader)


def _is_other(row: Mapping[str, Any]) -> bool:
    return row.get("label") == "0" and row.get("kind") != "digest"


def _text(row: Mapping[str, Any]) -> str:
    return str(row["text"])[:_BELOW]


def _others(reader: Reader) -> Iterator[tuple[Table, int, str]]:
    """Figures that are fitted on and not measured: of pages that tell no protest, and of the project's own."""
    for name in EVERYDAY:
        for number, row in enumerate(rows_of(name)):
            for told in reader.told(article_of(row), ReportKind.EVENT_REPORT):
                if told.claim.stance is Stance.ASSERTS:
                    yield dict(told.signs), 0, f"{name}{number % 20}"
    for name, case in CASES.items():
        facts = case["facts"]
        want = {(c["field"], c.get("min"), c.get("max")) for c in facts.get("claims", [])}
        page = article(case["title"], case["text"], case["published"])
        for told in reader.told(page) if facts["kind"] == ReportKind.EVENT_REPORT.value else ():
            claim = told.claim
            if claim.stance is Stance.ASSERTS:
                yield dict(told.signs), int((claim.field.value, claim.min, claim.max) in want), f"corpus {name[:8]}"


def _figure(one: Noted, claim: Claim) -> Figure | None:
    return next((figure for figure in one.figures if figure.is_told_by(claim)), None)


def fitted(reader: Reader) -> tuple[Fitted, list[str]]:
    """The weights of a claim's score, calibrated, and what they do out of fold."""
    found = read(reader)
    own = len(found.rows)
    pages = list(_pages(reader))
    others = [(row.signs, row.right, row.group) for row in pages] + list(_others(reader))
    tables = [row.signs for row in found.rows] + [signs for signs, _, _ in others]
    labels = [row.right for row in found.rows] + [right for _, right, _ in others]
    groups = [row.group for row in found.rows] + [group for _, _, group in others]
    logits = plain_out_of_fold(tables, labels, groups, C_CLAIM)
    slope, shift = calibrated(logits[:, :own], np.array(labels[:own]))
    probability = sigmoid(slope * logits[:, :own] + shift).mean(0)
    model = plain_fit(tables, labels, C_CLAIM)
    weights = {name: round(slope * value, 4) for name, value in model.weights.items()}
    error = error_of(probability, np.array(labels[:own]))
    wrong = sum(not right for _, right, _ in others)
    other = f"{wrong} wrong and {len(others) - wrong} right ones of other pages"
    lines = [f"claims: {own} figures noted, {other}; expected calibration error {error:.3f}"]
    lines += [_line(found, probability, limit) for limit in (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)]
    lines += [_line(found, probability, CLAIM, name) for name in sorted(found.told)]
    of_pages = sigmoid(slope * logits[:, own : own + len(pages)] + shift).mean(0)
    lines += [f"{_line(replace(found, rows=tuple(pages)), of_pages, limit)}; of pages" for limit in (0.0, 0.5, CLAIM)]
    return Fitted(round(slope * model.bias + shift, 4), weights), lines


def error_of(probability: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> float:
    """Expected calibration error over ten bins of probability."""
    bins = np.minimum((probability * 10).astype(int), 9)
    parts = [(bins == b) for b in range(10) if (bins == b).any()]
    return float(sum(part.mean() * abs(probability[part].mean() - labels[part].mean()) for part in parts))


def _line(found: Read, probability: np.ndarray[Any, Any], limit: float, name: str = "") -> str:
    """What is shown from a threshold on, of one set or of all."""
    shown = [row for row, p in zip(found.rows, probability, strict=True) if p >= limit and name in {"", row.noted.set}]
    right = [row for row in shown if row.right]
    told, events = (sum(n for key, n in of.items() if name in {"", key}) for of in (found.told, found.told_of_events))
    unique, whose = len({_key(row) for row in right}), sum(map(_is_whose, right))
    wrong = len({row.noted.id for row in shown if not row.right})
    return (
        f"claims from {limit}{' of ' + name if name else ''}: {len(right)} of {len(shown)} shown right "
        f"({len(right) / max(1, len(shown)):.3f}); {unique} of {told} told, of {events} in articles read as events "
        f"({unique / max(1, events):.2f}); claimant right {whose} of {len(right)}; wrong in {wrong} articles"
    )


def _key(row: Row) -> tuple[object, ...]:
    return row.noted.set, row.noted.id, row.claim.field, row.claim.min, row.claim.max if row.claim.min is None else None


def _is_whose(row: Row) -> bool:
    """Whether a right figure has its claimant; noted without one it has."""
    figure = _figure(row.noted, row.claim)
    return figure is not None and figure.claimant in {"", row.claim.claimant_type.value}


def written(before: str, claim: Fitted, lines: Sequence[str]) -> str:
    """The data file with these weights, this threshold and these figures in place of the old ones of claims."""
    table = [f"{name} = {value}" for name, value in sorted(claim.weights.items())]
    kept = re.sub(r'^    "claims[^\n]*\n', "", before, flags=re.MULTILINE)
    figures = "".join(f'    "{line}",\n' for line in lines)
    kept = kept.replace("]\n\n[thresholds]", f"{figures}]\n\n[thresholds]", 1)
    kept = re.sub(r"^claim = .*$", f"claim = {CLAIM}", kept, count=1, flags=re.MULTILINE)
    head = kept[: kept.index("\n[claim]\n") + 1]
    return head + "\n".join(["[claim]", f"bias = {claim.bias}", "", "[claim.weights]", *table, ""])


def main(*, write: bool) -> None:
    claim, lines = fitted(resources.load().reader())
    sys.stdout.write("\n".join((*lines, "")))
    if write:
        DECISION.write_text(written(DECISION.read_text(encoding="utf-8"), claim, lines), encoding="utf-8")


if __name__ == "__main__":
    main(write="--write" in sys.argv)
