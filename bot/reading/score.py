"""Signs → probability: a logistic over named signs, whose weights are data fitted on real news (`make fit`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from bot.domain.vector import OpeningVectors, Vector, dot

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


#: The signs that are log-odds of scores of their own: over the vector of an article's opening, and of its title alone.
ENCODER, ENCODER_TITLE = "encoder", "encoder_title"
#: Log-odds beyond this say no more.
_SURE = 8.0


@dataclass(frozen=True, slots=True)
class OverVector:
    """What the encoder's vector of a text says by itself."""

    bias: float
    weights: Vector

    def log_odds(self, vector: Vector) -> float:
        """Rounded to three decimals."""
        return _bounded(self.bias + dot(self.weights, vector))


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder's vectors of an opening say."""

    whole: OverVector
    title: OverVector

    def signs(self, vectors: OpeningVectors) -> Signs:
        """The log-odds of each."""
        return {ENCODER: self.whole.log_odds(vectors.whole), ENCODER_TITLE: self.title.log_odds(vectors.title)}


def _bounded(log_odds: float) -> float:
    return round(max(-_SURE, min(_SURE, log_odds)), 3)


@dataclass(frozen=True, slots=True)
class Scores:
    """The fitted scores of a reader: whether a text tells of a protest held here, and whether a claim is right."""

    event: Logistic
    claim: Logistic
    #: A claim less probable is not shown.
    claim_from: float
    encoder: Encoded | None = None
    #: The score of an event where the encoder had a say; none: as without.
    encoded: Logistic | None = None
    #: What is less probable without the encoder is not shown to it: its answer could change no decision.
    worth: float = 1.0

    def event_of(self, signs: Signs) -> Logistic:
        """The score for signs with the encoder's among them, or without."""
        return self.encoded if self.encoded and ENCODER in signs else self.event

    def with_encoder(self, signs: Signs, vectors: OpeningVectors | None) -> Signs:
        """The signs of the rules with what the vectors of the opening say."""
        return {**signs, **(self.encoder.signs(vectors) if self.encoder and vectors is not None else {})}
