"""Signs → probability: a logistic over named signs, whose weights are data fitted on real news (`make fit`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

Signs = Mapping[str, float]
#: Beyond this the logistic is 0 or 1 to four decimals.
_FAR = 30.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights of signs and a bias; a sign without a weight counts nothing."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, signs: Signs) -> float:
        """Between 0 and 1, rounded to three decimals."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in signs.items())
        return round(1 / (1 + exp(-max(-_FAR, min(_FAR, total)))), 3)

    def contributions(self, signs: Signs) -> tuple[tuple[str, float], ...]:
        """What each sign adds to the log-odds, largest first; signs that add nothing are left out."""
        parts = ((name, self.weights.get(name, 0.0) * value) for name, value in signs.items())
        return tuple(sorted((part for part in parts if part[1]), key=lambda part: -abs(part[1])))


@dataclass(frozen=True, slots=True)
class Scores:
    """The fitted scores of a reader: whether a text tells of a protest held here, and whether a claim is right."""

    event: Logistic
    claim: Logistic
    #: A claim less probable is not shown.
    claim_from: float
