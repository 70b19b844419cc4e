"""Reading and replaying articles with no database and no network: what `read` and `replay` do."""

import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from bot import knowledge
from bot.domain.article import Article
from bot.domain.report import Json, Report, mentions_to_json, to_json
from bot.lines import Line
from bot.services.replay import replay


def read_all(lines: Iterable[Line], out: TextIO, err: TextIO, *, mentions: bool, explain: bool) -> bool:
    """Answer each article with one line of JSON, or for people; false when a line was no article."""
    faults: list[Line] = []
    reader = knowledge.load().reader()
    for article in _good(lines, faults, err):
        report = reader.read(article)
        if explain:
            out.write(explained(article, report))
        else:
            more: Json = {"mentions": mentions_to_json(reader.mentions(article))} if mentions else {}
            _write(out, to_json(report) | more)
    return not faults


def replay_all(lines: Iterable[Line], out: TextIO, err: TextIO, *, everything: bool) -> bool:
    """Answer each article with its event's key; false when a line was no article."""
    faults: list[Line] = []
    reader = knowledge.load().reader()
    for replayed in replay(_good(lines, faults, err), reader.read, everything=everything):
        _write(out, {"id": replayed.report.id, "event": replayed.event, "kind": replayed.report.kind.value})
    return not faults


def explained(article: Article, report: Report) -> str:
    """The decision and its reasons in plain lines."""
    where = ", ".join(ref.id for ref in report.places) or "nowhere"
    what = report.action.value if report.action else "no action"
    head = f"{report.kind.value} ({report.confidence:.2f}, {report.lang}): {what}, {where}, {report.span.start}"
    claims = (f"  claim  {c.field.value} {c.min}..{c.max} {c.claimant or c.claimant_type.value}" for c in report.claims)
    return "\n".join([article.title, head, *(f"  why    {why}" for why in report.why), *claims, ""]) + "\n"


def _good(lines: Iterable[Line], faults: list[Line], err: TextIO) -> Iterator[Article]:
    for line in lines:
        if line.article is None:
            faults.append(line)
            err.write(f"protest-alerts: line {line.number}: {line.fault}\n")
        else:
            yield line.article


def _write(out: TextIO, data: Json) -> None:
    out.write(json.dumps(data, ensure_ascii=False) + "\n")
