"""What was fitted → the data files that the program reads: decision.toml and encoder.json."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.encoder import MODEL
from tests.benchmarks.fitted import Fitted, Limits, Over
from tests.benchmarks.labelled import EVERYDAY, TEASERS, Array

DECISION, ENCODER = Path("bot/data/decision.toml"), Path("bot/data/encoder.json")
SCHEMA, ENCODER_SCHEMA = 2, 2


@dataclass(frozen=True)
class Everything:
    """All that is written."""

    event: Fitted
    encoded: Fitted
    claim: Fitted
    whole: Over
    title: Over
    limits: Limits
    encoded_limits: Limits
    claim_from: float
    #: What is less probable without the encoder is not shown to it.
    worth: float
    figures: tuple[str, ...]
    rows: int


def write(fitted: Everything) -> None:
    """Both files."""
    DECISION.write_text(decision(fitted), encoding="utf-8")
    ENCODER.write_text(encoder(fitted), encoding="utf-8")


def decision(fitted: Everything) -> str:
    """The weights over signs and the thresholds."""
    return "\n".join(
        (
            "# Weights and thresholds of the publishing rule (docs/publishing.md), written by `make fit`.",
            "# Figures are cross-validated: each article is judged by weights fitted without its month.",
            f"schema = {SCHEMA}",
            f"fitted = {datetime.now(UTC).date().isoformat()}",
            f"sets = {json.dumps([*TEASERS, *EVERYDAY])}",
            f"rows = {fitted.rows}",
            "figures = [",
            *(f"    {json.dumps(line)}," for line in fitted.figures),
            "]",
            "",
            "[thresholds]",
            *_limits(fitted.limits),
            f"claim = {fitted.claim_from}",
            f"encode = {fitted.worth}",
            "",
            *_published("thresholds", fitted.limits),
            "[thresholds.encoded]",
            *_limits(fitted.encoded_limits),
            "",
            *_published("thresholds.encoded", fitted.encoded_limits),
            *_table("event", fitted.event),
            *_table("encoded", fitted.encoded),
            *_table("claim", fitted.claim),
        )
    )


def encoder(fitted: Everything) -> str:
    """The weights over the vectors of an opening and of its title."""
    said = {
        "about": "Weights over the sentence vectors of an article's opening and of its title alone (make fit).",
        "schema": ENCODER_SCHEMA,
        "fitted": datetime.now(UTC).date().isoformat(),
        "model": MODEL,
        "whole": _over(fitted.whole),
        "title": _over(fitted.title),
    }
    return json.dumps(said, separators=(",", ":")) + "\n"


def _over(score: Over) -> dict[str, Any]:
    return {"bias": round(score.bias, 4), "weights": _rounded(score.weights)}


def _rounded(weights: Array) -> list[float]:
    """Four decimals."""
    return [round(float(weight), 4) or 0 for weight in weights]


def _limits(limits: Limits) -> tuple[str, ...]:
    return f"ask = {limits.ask}", f"ring = {limits.ring}", f"push = {limits.push}"


def _published(name: str, limits: Limits) -> tuple[str, ...]:
    return f"[{name}.publish]", *(f"{lang} = {value}" for lang, value in limits.publish.items()), ""


def _table(name: str, fitted: Fitted) -> list[str]:
    weights = (f"{key} = {value}" for key, value in sorted(fitted.weights.items()))
    return [f"[{name}]", f"bias = {fitted.bias}", "", f"[{name}.weights]", *weights, ""]
