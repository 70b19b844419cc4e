"""What was fitted and what it makes of the labelled rows: values for the fit, its files and its report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.labelled import EVERYDAY, TEASERS, Array, Row, Table

BINS = 10


@dataclass(frozen=True)
class Fitted:
    """A logistic over plain signs."""

    bias: float
    weights: Table

    def scaled(self, slope: float, shift: float) -> "Fitted":
        """With a calibration folded in, as it is written: four decimals."""
        weights = {name: round(slope * value, 4) for name, value in self.weights.items()}
        return Fitted(round(slope * self.bias + shift, 4), weights)


@dataclass(frozen=True)
class Over:
    """A score over an opening: a bias and a weight a place."""

    bias: float
    weights: Array

    def of(self, values: Array) -> Array:
        """The log-odds of each line of values."""
        found: Array = self.bias + values @ self.weights
        return found

    def scaled(self, factor: float) -> "Over":
        """For values that are not scaled themselves."""
        return Over(self.bias, self.weights * factor)


@dataclass(frozen=True)
class Limits:
    """The thresholds of the publishing rule."""

    ask: float
    ring: float
    push: float
    publish: Mapping[str, float]


def decision(row: Row, probability: float, limits: Limits) -> str:
    """What becomes of a row, as bot.domain.decision has it."""
    if probability < limits.ask:
        return "drop"
    report = row.report
    sure = report.is_protest and not report.roundup and report.action and report.span.start and report.places
    return "publish" if sure and probability >= limits.publish[row.lang] else "ask"


@dataclass(frozen=True)
class Measured:
    """Rows and their probabilities out of fold, one line a repeat."""

    rows: Sequence[Row]
    probability: Array

    def at(self, name: str) -> list[int]:
        """The rows of a set that are measured."""
        return [i for i, row in enumerate(self.rows) if row.set == name and row.measured]

    def counted(self, name: str, limits: Limits) -> dict[tuple[str, int], float]:
        """(decision, label) → articles, averaged over repeats."""
        at, found = self.at(name), {(what, label): 0.0 for what in ("publish", "ask", "drop") for label in (0, 1)}
        for line in self.probability:
            for i in at:
                found[decision(self.rows[i], line[i], limits), self.rows[i].label] += 1 / len(self.probability)
        return found

    def published(self, name: str, limit: float) -> tuple[float, float]:
        """How many would be published from a threshold: right and wrong."""
        found = self.counted(name, Limits(limit, limit, limit, dict.fromkeys(("kk", "ru", "en"), limit)))
        return found["publish", 1], found["publish", 0]

    def asked(self, name: str, limit: float) -> float:
        """How many false ones would be asked about or published from a threshold."""
        return float(np.mean([(line[self.at(name)] >= limit).sum() for line in self.probability]))

    def found(self, name: str, limit: float) -> float:
        """How many real ones would be asked about or published from a threshold."""
        at = [i for i in self.at(name) if self.rows[i].label]
        return float(np.mean([(line[at] >= limit).sum() for line in self.probability]))

    def calibration_error(self) -> float:
        """Expected calibration error over ten bins of equal size, of rows that were laid open and are measured."""
        at, errors = self._open(), []
        labels = np.array([self.rows[i].label for i in at])
        for line in self.probability[:, at]:
            parts = np.array_split(np.argsort(line), BINS)
            errors.append(sum(len(p) * abs(line[p].mean() - labels[p].mean()) for p in parts) / len(at))
        return float(np.mean(errors))

    def reliability(self) -> list[tuple[float, float, int]]:
        """Mean probability, share of real ones and number of articles in each of ten bins of equal size."""
        at = self._open()
        labels, mean = np.array([self.rows[i].label for i in at]), self.probability[:, at].mean(0)
        parts = np.array_split(np.argsort(mean), BINS)
        return [(float(mean[p].mean()), float(labels[p].mean()), len(p)) for p in parts]

    def _open(self) -> list[int]:
        return [i for i, row in enumerate(self.rows) if row.signs and row.measured]

    def lines(self, name: str, limits: Limits, positives: Mapping[str, int]) -> Iterator[str]:
        """The figures in words, for the data file."""
        yield f"encoder {name}: expected calibration error {self.calibration_error():.3f}"
        for one in (*TEASERS, *EVERYDAY):
            found = self.counted(one, limits)
            right, wrong = found["publish", 1], found["publish", 0]
            said = f"encoder {name}, {one}: published {right:.1f} right, {wrong:.1f} wrong"
            if one in TEASERS:
                all_of_them = max(1, positives[one])
                said += (
                    f" ({right / max(1e-9, right + wrong):.3f}); of {all_of_them} published {right / all_of_them:.2f},"
                    f" with the queue {(right + found['ask', 1]) / all_of_them:.2f}"
                )
            yield f"{said}; asked {found['ask', 1]:.1f} real, {found['ask', 0]:.1f} false"
