"""How the reports of an event match each other, and how one that waits matches the event that it may belong to.

For editors: why reports were joined, and what speaks for and against joining one. One transaction is given.
"""

from collections.abc import Iterable
from functools import reduce

from bot.domain import event_update
from bot.domain.event import Event, Facts, Source, begin
from bot.domain.match_evidence import Weighed, weigh
from bot.domain.report import Report, StoredReport
from bot.domain.understanding.context import Context
from bot.store.background import clues_of, meanings
from bot.store.transaction import Tx


def weigh_reports(tx: Tx, told: Iterable[StoredReport], event: Event, context: Context) -> tuple[Weighed | None, ...]:
    """Each of these reports weighed against the event without itself; none where nothing else is left of the event."""
    some = tuple(told)
    clues = clues_of(tx, [event], None, context)
    prints = dict(tx.fingerprints.of_articles(one.article for one in some))
    prints |= meanings(tx, prints.values(), context)
    others = {one.article: one.report for one in tx.reports.told(event.id)}
    found: list[Weighed | None] = []
    for one in some:
        rest = tuple(report for article, report in others.items() if article != one.article and report.is_protest)
        known = tuple(own for own in clues.prints.get(event.id, ()) if own.article != one.article)
        witness = clues.seen_by(prints.get(one.article), known, rest)
        found.append(weigh(one.report, _of(rest, one), witness) if rest else None)
    return tuple(found)


def _of(reports: tuple[Report, ...], told: StoredReport) -> Facts:
    """The facts that these reports make."""
    source = Source(told.outlet, told.outlet, told.report.lang, told.url)
    return reduce(event_update.unite, (begin(report, source) for report in reports))
