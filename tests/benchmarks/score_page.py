"""What the fitted score is worth, for docs/reading.md: reliability as a picture, confusion by kind, the worst by id.

Everything is out of fold. The part is kept in reading.score.md, which `python -m tests.benchmarks.reading` takes too.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks.fitted import Limits, Measured, decision
from tests.benchmarks.labelled import EVERYDAY, TEASERS

PART = Path(__file__).parent / "reading.score.md"
PAGE, PICTURE = Path("docs/reading.md"), Path("docs/reliability.svg")
BEGIN, END = "<!-- the fitted score: written by make fit -->", "<!-- end of the fitted score -->"
WORST = 20
_SIZE, _EDGE = 360, 48
_COLOURS = {"encoder off": "#b45309", "encoder on": "#1d4ed8"}
_COLUMNS = (
    *("set", "encoder", "published right · wrong", "share right", "published of what should be", "with the queue"),
    "asked, real · false",
)
_NAMES = {
    "teasers_kk": "teasers, Kazakh",
    "teasers_ru": "teasers, Russian",
    "teasers_en": "teasers, English",
    "everyday_ru": "everyday news, Russian",
    "relocated_en": "foreign news moved to Kazakhstan, English",
}


def write(off: tuple[Measured, Limits], on: tuple[Measured, Limits], positives: Mapping[str, int]) -> None:
    """The part, the page with it, and the picture."""
    part = "\n".join(lines(off, on, positives))
    PART.write_text(part + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    if BEGIN in page:
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{part}\n{END}{after}", encoding="utf-8")
    PICTURE.write_text(picture({"encoder off": off[0], "encoder on": on[0]}), encoding="utf-8")


def lines(off: tuple[Measured, Limits], on: tuple[Measured, Limits], positives: Mapping[str, int]) -> Iterator[str]:
    """The part in Markdown."""
    yield "Every article is judged by weights fitted without its month, in five partitions; figures are their means."
    yield ""
    yield f"| {' | '.join(_COLUMNS)} |"
    yield "|---|---|---|---|---|---|---|"
    for name in (*TEASERS, *EVERYDAY):
        for said, (measured, limits) in (("off", off), ("on", on)):
            yield _figures(name, said, measured.counted(name, limits), positives.get(name, 0))
    yield ""
    wrong = " and ".join(
        f"{one[0].calibration_error():.3f} with the encoder {said}" for said, one in (("off", off), ("on", on))
    )
    yield f"Expected calibration error {wrong}: probability and share of real ones in ten bins of equal size."
    yield ""
    yield "![Reliability: mean probability and share of real ones](reliability.svg)"
    yield ""
    yield from _by_kind(*on)
    yield ""
    yield from _worst(on[0])


def _figures(name: str, said: str, found: Mapping[tuple[str, int], float], positives: int) -> str:
    right, wrong = found["publish", 1], found["publish", 0]
    shares = ("", "", "")
    if positives:
        queue = (right + found["ask", 1]) / positives
        shares = (f"{right / max(1e-9, right + wrong):.3f}", f"{right / positives:.2f} of {positives}", f"{queue:.2f}")
    asked = f"{found['ask', 1]:.1f} · {found['ask', 0]:.1f}"
    return f"| {_NAMES[name]} | {said} | {right:.1f} · {wrong:.1f} | {' | '.join(shares)} | {asked} |"


def _by_kind(measured: Measured, limits: Limits) -> Iterator[str]:
    """What becomes of each kind of article, as labelled, on the teasers."""
    found: Counter[tuple[str, str]] = Counter()
    mean = measured.probability.mean(0)
    for i in (i for name in TEASERS for i in measured.at(name)):
        row = measured.rows[i]
        found[row.gold.get("kind") or "not noted", decision(row, mean[i], limits)] += 1
    yield "What becomes of each kind of labelled teaser, encoder on:"
    yield ""
    yield "| kind, as labelled | publish | ask | drop |"
    yield "|---|---:|---:|---:|"
    for kind in sorted({kind for kind, _ in found}):
        yield f"| {kind} | {found[kind, 'publish']} | {found[kind, 'ask']} | {found[kind, 'drop']} |"


def _worst(measured: Measured) -> Iterator[str]:
    """The articles that the score is farthest off with."""
    mean = measured.probability.mean(0)
    at = [i for name in (*TEASERS, *EVERYDAY) for i in measured.at(name)]

    def off(i: int) -> float:
        likely = mean[i] if measured.rows[i].label else 1 - mean[i]
        return math.log(max(float(likely), 1e-6))

    def key(i: int) -> tuple[float, str]:
        return round(off(i), 6), measured.rows[i].id

    yield "The twenty it is farthest off with, encoder on (probability, what it is as labelled):"
    yield ""
    worst = [measured.rows[i] for i in sorted(at, key=key)[:WORST]]
    chance = {(row.set, row.id): float(value) for row, value in zip(measured.rows, mean, strict=True)}
    yield "; ".join(f"{r.set} {r.id} ({chance[r.set, r.id]:.2f}, {r.gold.get('kind') or r.label})" for r in worst) + "."


def picture(curves: Mapping[str, Measured]) -> str:
    """The reliability curves as SVG: probability to the right, share of real ones upwards."""
    side = _SIZE + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" font-family="sans-serif" font-size="12">',
        f"<title>Reliability: probability and share of real ones, {' and '.join(curves)}</title>",
        f'<rect width="{side}" height="{side}" fill="#fff"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#9ca3af" stroke-dasharray="4 4"/>',
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="#111"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<text x="{_x(tick)}" y="{_y(0) + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{_x(0) - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    parts.append(f'<text x="{_x(0.5)}" y="{_y(0) + 36}" text-anchor="middle">mean probability</text>')
    parts.append(f'<text x="{_x(0)}" y="{_y(1) - 12}">share of real ones</text>')
    for row, (name, measured) in enumerate(curves.items()):
        parts += _curve(name, measured, row)
    return "\n".join((*parts, "</svg>", ""))


def _curve(name: str, measured: Measured, row: int) -> Iterator[str]:
    points, colour = measured.reliability(), _COLOURS[name]
    line = " ".join(f"{_x(mean)},{_y(share)}" for mean, share, _ in points)
    yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for mean, share, many in points:
        yield f'<circle cx="{_x(mean)}" cy="{_y(share)}" r="4" fill="{colour}"><title>{many} articles</title></circle>'
    yield f'<text x="{_x(0.06)}" y="{_y(0.94) + 18 * row}" fill="{colour}">{name}</text>'


def _x(value: float) -> float:
    return round(_EDGE + value * _SIZE, 1)


def _y(value: float) -> float:
    return round(_EDGE + (1 - value) * _SIZE, 1)
