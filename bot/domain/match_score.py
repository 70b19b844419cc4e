"""Signs that a report and an event are one protest → one score, by weights fitted on real news (`make fit`).

There are three sets of weights: where both articles have a vector of the encoder, where they have fingerprints alone,
and where facts alone are known. Plain arithmetic; `parts` says what each sign adds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt

from bot.domain.errors import Operational

Signs = Mapping[str, float]
Vector = tuple[float, ...]


class BadWeights(Operational):
    """Weights of joining that are incomplete or out of order."""


class Known(StrEnum):
    """What is known of two articles besides their facts."""

    FACTS = "facts"
    WORDS = "words"
    VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear score: from `certain` on a report joins by itself, from `likely` on an editor is asked.

    `least` is the score of what a veto keeps apart. BadWeights when the thresholds are out of order.
    """

    bias: float
    of: Mapping[str, float]
    certain: float
    likely: float

    def __post_init__(self) -> None:
        if not self.likely < self.certain:
            raise BadWeights(f"likely {self.likely}, certain {self.certain}: not in order")

    def sum(self, signs: Signs) -> float:
        """The weighted sum, without the bias; a sign without a weight counts nothing."""
        return sum(self.of.get(name, 0.0) * value for name, value in signs.items())

    def parts(self, signs: Signs) -> tuple[tuple[str, float], ...]:
        """What each sign adds, largest first; signs that add nothing are left out."""
        found = ((name, self.of.get(name, 0.0) * value) for name, value in signs.items())
        return tuple(sorted((part for part in found if part[1]), key=lambda part: -abs(part[1])))


def by_rules() -> Weights:
    """Where facts alone are known: the separation rules of GLOCON and ACLED in numbers, not fitted."""
    return Weights(
        0.0,
        {
            "action_same": 0.5,
            "action_unknown": 0.25,
            "action_apart": -9.0,
            "place_same": 1.0,
            "place_districts": 0.25,
            "place_region": 0.25,
            "place_country": 0.25,
            "day_published": -0.25,
            "day_week": -1.0,
            "day_month": -2.0,
            "day_off": -0.75,
            "days_lasting": -0.25,
            "lasting": -0.5,
            "lasting_ended": -2.0,
            "demand_same": 0.75,
            "demand_apart": -1.0,
            "issue_same": 0.5,
            "issue_apart": -2.25,
            "figures": 0.5,
            "figure": 0.25,
            "deaths": 0.75,
            "names": 0.6,
            "who_same": 0.75,
            "who_apart": -1.75,
            "what_same": 0.5,
            "what_apart": -0.5,
        },
        certain=1.25,
        likely=0.5,
    )


@dataclass(frozen=True, slots=True)
class MatchScore:
    """The weights by what is known, and the mean vector of each language; without fitted ones the rules alone."""

    sets: Mapping[Known, Weights] = field(default_factory=lambda: {Known.FACTS: by_rules()})
    means: Mapping[str, Vector] = field(default_factory=dict)

    def best(self, known: Known) -> Known:
        """The set that may be used where this much is known."""
        order = list(Known)
        return next((one for one in reversed(order[: order.index(known) + 1]) if one in self.sets), Known.FACTS)


def centred(vector: Vector, mean: Vector) -> Vector:
    """The direction of a vector from its language's mean, in length 1.

    None of a vector that is the mean, or that is of another encoder: of another length.
    """
    if len(vector) != len(mean):
        return ()
    away = [one - middle for one, middle in zip(vector, mean, strict=True)]
    length = sqrt(sum(one * one for one in away))
    return tuple(one / length for one in away) if length else ()
