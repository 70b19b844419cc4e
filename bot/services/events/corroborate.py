"""What one owner alone said of an event, and an editor decides on; one transaction is given.

What is left over of each report is found in bot/domain/understanding/additions.py.
"""

from datetime import datetime
from functools import reduce

from bot.domain import corroboration, merging
from bot.domain.event import Event
from bot.domain.review import Resolution
from bot.domain.understanding.additions import end_questions, heard
from bot.domain.understanding.context import Context
from bot.services.events import event_versions
from bot.services.events.write import write
from bot.store.transaction import Tx


def decide(tx: Tx, event: Event, how: Resolution, now: datetime, context: Context) -> None:
    """An editor decided on what one owner alone said of an event."""
    if how is Resolution.PUBLISHED:
        told = heard(event, tx.reports.told(event.id), context)
        facts = reduce(merging.unite, corroboration.left_over(event.facts, told), event.facts)
        difference = merging.difference(event.facts, facts)
        if difference.changed:
            event_versions.change(tx, event, facts, difference, now, quiet=False)
    write(tx, (end_questions(event.id, how),), now)
