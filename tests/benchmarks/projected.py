"""How many false alerts and questions a day the shipped weights would make: `python -m tests.benchmarks.projected`.

Every teaser of the sets, labelled or not, is decided about as the service would with the encoder; what share of the
published and asked is false is taken from bot/data/decision.toml, which has it out of fold. Takes some minutes the
first time, for the vectors.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator

from bot import resources
from bot.domain.decision import Decision, judge
from bot.domain.vector import OpeningVectors
from bot.reading.reader import Reader
from bot.resources import Knowledge
from tests.benchmarks.fitted_files import DECISION
from tests.benchmarks.labelled import TEASERS, article_of, lines, vectors

#: Articles a day of outlets that report as the sets do, and of outlets of everyday news.
LIKE_TEASERS, EVERYDAY = 300, 1000
#: Of so many articles of everyday news none was published: at most three of them, at 95 %.
_EVERYDAY_SEEN = 654
_FIGURES = re.compile(
    r"encoder on, (\w+): published ([\d.]+) right, ([\d.]+) wrong.*asked ([\d.]+) real, ([\d.]+) false"
)


def decisions(name: str, known: Knowledge, reader: Reader) -> Counter[Decision]:
    """What becomes of every teaser of a set."""
    articles = [article_of(gold) for gold in lines(name)]
    reports = [reader.read(article) for article in articles]
    wanting = [i for i, report in enumerate(reports) if reader.wants_vectors(report)]
    whole = vectors([reader.opening(articles[i]) for i in wanting])
    titles = vectors([reader.title(articles[i]) for i in wanting])
    for i, *found in zip(wanting, whole, titles, strict=True):
        reports[i] = reader.read(articles[i], OpeningVectors(*(tuple(map(float, one)) for one in found)))
    return Counter(judge(report, known.thresholds).decision for report in reports)


def page() -> Iterator[str]:
    """The projection in words."""
    known = resources.load()
    reader, figures = known.reader(), tomllib.loads(DECISION.read_text(encoding="utf-8"))["figures"]
    told = {found[1]: [float(one) for one in found.groups()[1:]] for found in map(_FIGURES.match, figures) if found}
    seen: Counter[Decision] = Counter()
    false = asked_real = asked_false = 0.0
    for name in TEASERS:
        right, wrong, real, unreal = told[name]
        found = decisions(name, known, reader)
        seen += found
        false += found[Decision.PUBLISH] * wrong / max(1e-9, right + wrong)
        asked_real += found[Decision.ASK] * real / max(1e-9, real + unreal)
        asked_false += found[Decision.ASK] * unreal / max(1e-9, real + unreal)
        yield f"{name}: {found.total()} teasers, {found[Decision.PUBLISH]} published, {found[Decision.ASK]} asked"
    a_day = LIKE_TEASERS / seen.total()
    everyday = told["everyday_ru"][3] + told["relocated_en"][3]
    alerts = seen[Decision.PUBLISH] * a_day
    yield f"of {LIKE_TEASERS} a day like the teasers: {alerts:.1f} alerts, of these {false * a_day:.2f} false"
    yield f"questions about them: {asked_real * a_day:.1f} real, {asked_false * a_day:.1f} false"
    yield (
        f"of {EVERYDAY} a day of everyday news: 0 false alerts (at most {3 * EVERYDAY / _EVERYDAY_SEEN:.1f}), "
        f"{everyday * EVERYDAY / _EVERYDAY_SEEN:.1f} false questions"
    )


if __name__ == "__main__":
    for line in page():
        sys.stdout.write(f"{line}\n")
