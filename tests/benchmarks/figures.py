"""Figures of real news, noted by hand: what each article tells of how many people, and who says so.

Ids and facts stand in figures.csv, never texts; a row without a field is an article that tells no figure of its event.
The texts are the evaluation files (EVALUATION), which are no part of the project. Set `moved_en` is of teasers_en:
protests of other countries with their names moved to Kazakhstan (moved.csv), since English news of the country alone
has too few figures.
"""

import csv
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.article_lines import from_json
from bot.domain.article import Article
from bot.domain.report import Claim

EVALUATION = Path(os.environ.get("EVALUATION", "../shared/evaluation"))
NOTED = Path(__file__).parent / "figures.csv"
NAMES = Path(__file__).parent / "moved.csv"
FILES = ("teasers_kk", "teasers_ru", "teasers_en", "teaser_events")
MOVED, MOVED_FROM = "moved_en", "teasers_en"
_KEPT = ("id", "title", "text", "lang", "published", "url", "source")


@dataclass(frozen=True)
class Figure:
    """One figure as a reader of the article noted it; no claimant where only the number was noted."""

    field: str
    min: int | None
    max: int | None
    qualifier: str = ""
    claimant: str = ""

    def is_told_by(self, claim: Claim) -> bool:
        """Whether a claim gives this number of these people."""
        return (claim.field.value, claim.min, claim.max if claim.min is None else None) == (
            self.field,
            self.min,
            self.max if self.min is None else None,
        )


@dataclass(frozen=True)
class Noted:
    """An article with all its figures."""

    set: str
    id: str
    group: str
    article: Article
    figures: tuple[Figure, ...]
    #: Whether it tells of a protest in the country; what is read in others is the fault of the report's own score.
    protest: bool = True


def noted() -> Iterator[Noted]:
    """Every article whose figures were noted, in the evaluation files or here."""
    ours = _ours()
    for name in FILES:
        for row in rows_of(name):
            for kind in (name, MOVED) if name == MOVED_FROM else (name,):
                figures = ours.get((kind, str(row["id"])))
                if figures is None and kind == name and row.get("counted") == "1":
                    figures = tuple(_read(row.get("numbers", "")))
                if figures is not None:
                    told = moved(row) if kind == MOVED else row
                    month, protest = (row.get("published") or "")[:7], row.get("label", "1") == "1"
                    yield Noted(kind, str(row["id"]), month, article_of(told), figures, protest)


def moved(row: Mapping[str, Any]) -> dict[str, Any]:
    """An article with the names of other countries and their cities replaced by names of Kazakhstan."""
    with NAMES.open(encoding="utf-8") as file:
        names = {line["name"]: line["moved"] for line in csv.DictReader(file)}
    longest = sorted(names, key=len, reverse=True)
    found = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    return {**row, **{key: found.sub(lambda m: names[m[1]], row.get(key) or "") for key in ("title", "text")}}


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row of the evaluation files."""
    return from_json(json.dumps({key: row[key] for key in _KEPT if row.get(key)}))


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """The rows of an evaluation file."""
    for line in (EVALUATION / f"{name}.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def _ours() -> Mapping[tuple[str, str], tuple[Figure, ...]]:
    found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    with NOTED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            told = found[row["set"], row["id"]]
            if row["field"]:
                told.append(
                    Figure(row["field"], _int(row["min"]), _int(row["max"]), row["qualifier"], row["claimant_type"])
                )
    return {key: tuple(told) for key, told in found.items()}


def _read(written: str) -> Iterator[Figure]:
    """As in "detained=3../vague@outlet;participants=20..20/approx@outlet"."""
    for part in filter(None, written.split(";")):
        field, rest = part.split("=", 1)
        bounds, _, rest = rest.partition("/")
        low, _, high = bounds.partition("..")
        qualifier, _, claimant = rest.partition("@")
        yield Figure(field, _int(low), _int(high), qualifier, claimant)


def _int(written: str) -> int | None:
    return int(written) if written else None
