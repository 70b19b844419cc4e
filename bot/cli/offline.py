"""Reading and replaying articles with no database and no network: what `read` and `replay` do."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TextIO

from bot import resources
from bot.cli.article_lines import Line
from bot.domain.article import Article
from bot.domain.codes import Stance
from bot.domain.decision import Circumstances, Judgement, OutletStanding, Thresholds, judge
from bot.domain.grave import graves
from bot.domain.report import Json, Report, mentions_to_json, to_json
from bot.encoder import Encoder
from bot.reading.explain import SeenSentence
from bot.reading.reader import Reader
from bot.resources import Knowledge
from bot.services.understanding.read_with_encoder import Opinion, ReadWithEncoder

#: How a line of an explanation is painted: its part, its text → what is written.
Paint = Callable[[str, str], str]


def plain(_part: str, text: str) -> str:
    """No colours: for files and pipes."""
    return text


def read_all(
    lines: Iterable[Line],
    out: TextIO,
    err: TextIO,
    *,
    mentions: bool,
    explain: Paint | None = None,
    jsonl: bool = True,
    trusted: Mapping[str, OutletStanding] = MappingProxyType({}),
    encode: bool = False,
) -> bool:
    """Answer each article with one line of JSON, or for people; false when a line was no article.

    `encode`: with the encoder's opinion, as the service reads with ENCODER=on.
    """
    faults: list[Line] = []
    known = resources.load()
    asked = _Asked(known, known.reader(), mentions, explain, jsonl, trusted)
    with _encoding(asked.reader, wanted=encode) as with_encoder:
        for article in _good(lines, faults, err):
            opinion = with_encoder.of(article) if with_encoder else Opinion(asked.reader.read(article))
            asked.answer(article, opinion, out)
    return not faults


@contextmanager
def _encoding(reader: Reader, *, wanted: bool) -> Iterator[ReadWithEncoder | None]:
    """Reading with the encoder, if it is wanted; its worker ends with the block."""
    encoder = Encoder()
    try:
        yield ReadWithEncoder(reader, encoder) if wanted else None
    finally:
        encoder.close()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of each article is asked."""

    known: Knowledge
    reader: Reader
    mentions: bool
    explain: Paint | None
    jsonl: bool
    trusted: Mapping[str, OutletStanding]

    def answer(self, article: Article, opinion: Opinion, out: TextIO) -> None:
        """Write what is asked of one article."""
        if self.explain is not None and not self.jsonl:
            out.writelines(self._for_people(article, opinion, self.explain))
        else:
            _write(
                out,
                answer(opinion.report, self.known.thresholds, _at(article, self.trusted))
                | self._more(article, opinion),
            )

    def _for_people(self, article: Article, opinion: Opinion, paint: Paint) -> Iterator[str]:
        judged = judge(opinion.report, self.known.thresholds, _at(article, self.trusted))
        for part, text in explained(article, opinion.report, judged, self.reader.explain(article)):
            yield paint(part, text) + "\n"
        for name, value in self.reader.contributions(article, opinion.vectors):
            yield paint("why", f"  sign    {value:+.2f} {self.known.signs.get(name, name.replace('_', ' '))}") + "\n"
        for line in figures_explained(self.reader, article):
            yield paint("claim", line) + "\n"

    def _more(self, article: Article, opinion: Opinion) -> Json:
        more: Json = {"mentions": mentions_to_json(self.reader.mentions(article))} if self.mentions else {}
        if self.explain:
            more["explain"] = [asdict(one) for one in self.reader.explain(article)]
            more["signs"] = dict(self.reader.contributions(article, opinion.vectors))
        return more


def _at(article: Article, trusted: Mapping[str, OutletStanding]) -> Circumstances:
    return Circumstances(trusted.get(article.source, OutletStanding.KNOWN))


def replay_all(
    lines: Iterable[Line],
    out: TextIO,
    err: TextIO,
    *,
    everything: bool,
    trusted: Mapping[str, OutletStanding] = MappingProxyType({}),
    encode: bool = False,
) -> bool:
    """Answer each article with its event's key and what becomes of it; false when a line was no article."""
    from bot.domain.understanding.context import (
        Context,
    )  # these bring the store with them, and reading should start fast
    from bot.services.understanding.replay import replay

    faults: list[Line] = []
    known = resources.load()
    # nothing is stored, so any key will do
    hashed = known.fingerprinter(b"replay")
    articles, reader = _good(lines, faults, err), known.reader()
    context = Context(known.names, known.gazetteer, thresholds=known.thresholds, match_score=known.match_score)
    with _encoding(reader, wanted=encode) as with_encoder:
        found = replay(
            articles, reader.read, hashed, context, everything=everything, trusted=trusted, with_encoder=with_encoder
        )
    for replayed in found:
        decision, kind = replayed.judged.decision.value, replayed.report.kind.value
        _write(out, {"id": replayed.report.id, "event": replayed.event, "kind": kind, "decision": decision})
    return not faults


def answer(report: Report, thresholds: Thresholds, at: Circumstances | None = None) -> Json:
    """A report as `read` answers it: with the decision, by default as if its outlet were known and it stood alone."""
    judged = judge(report, thresholds, at)
    told = to_json(report) | {"decision": judged.decision.value, "decision_why": [why.value for why in judged.why]}
    return told | {"grave": sorted(kind.value for kind in graves(report))}


def explained(
    article: Article, report: Report, judged: Judgement, sentences: Iterable[SeenSentence]
) -> Iterator[tuple[str, str]]:
    """The decision, its reasons and what was seen in each sentence, as (part, line)."""
    where = ", ".join(ref.id for ref in report.places) or "nowhere"
    what = report.action.value if report.action else "no action"
    yield "title", article.title
    yield (
        "decision",
        f"{report.kind.value} ({report.confidence:.2f}, {report.lang}): {what}, {where}, {report.span.start}",
    )
    yield "why", f"  {judged.decision.value:<7} {', '.join(why.value for why in judged.why)}"
    for why in report.why:
        yield "why", f"  why     {why}"
    for claim in report.claims:
        bounds = f"{claim.min}..{claim.max} {claim.qualifier.value}"
        said = claim.claimant or claim.claimant_type.value
        shown = f"{claim.probability:.2f}{'' if claim.shown else ' not shown'}"
        told = f"{claim.field.value} {bounds}, {claim.scope.value}, {said} {claim.stance.value}, {shown}"
        yield "claim", f"  claim   {told}"
    for sentence in sentences:
        yield "sentence", f"  {'+'.join(sentence.traits) or 'sentence'}: {sentence.text}"
        for part in ("deeds", "cues", "places", "numbers", "days"):
            found = getattr(sentence, part)
            if found:
                yield part, f"    {part:8}{'; '.join(found)}"
    yield "end", ""


def figures_explained(reader: Reader, article: Article) -> Iterator[str]:
    """What each sign adds to the log-odds of each claim, and why the other numerals are none."""
    for claim, parts in reader.claim_contributions(article):
        if claim.stance is Stance.ASSERTS:
            added = ", ".join(f"{name} {value:+.2f}" for name, value in parts)
            yield f"  figure  {claim.field.value} {claim.min}..{claim.max}: {added}"
    for written, told in reader.figures(article):
        yield f"  number  {written}: {told}"


def _good(lines: Iterable[Line], faults: list[Line], err: TextIO) -> Iterator[Article]:
    for line in lines:
        if line.article is None:
            faults.append(line)
            err.write(f"protest-alerts: line {line.number}: {line.fault}\n")
        else:
            yield line.article


def _write(out: TextIO, data: Json) -> None:
    out.write(json.dumps(data, ensure_ascii=False) + "\n")
