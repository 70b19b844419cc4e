"""An event has grown → what waited near it is weighed again, by the rules of any report; one transaction is given.

A report that came before those that make it sure ends where it would had it come last: its wait for an editor is over.
What a court made of a protest waits here too, when it came before the protest's own reports.

    event ─► reports that wait, of its days and places ─► certain by now ─► joins, and the event has grown again
                                                      ├─► certain, but too little or in review mode ─► an editor
                                                      └─► not certain ─► waits on; an editor may choose this event

One join may decide the next, so each takes its own three steps: load, decide, write.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.event import Event
from bot.domain.understanding import candidate_events, consequences
from bot.domain.understanding.context import Context, ReadArticle
from bot.domain.understanding.pending import weigh_pending
from bot.services.events.write import WrittenVersion, write
from bot.store import background
from bot.store.transaction import Tx


def reassess(tx: Tx, numbers: Iterable[int], context: Context, now: datetime) -> tuple[WrittenVersion, ...]:
    """Join what waits near these events and is certain by now; answers what was written."""
    written: list[WrittenVersion] = []
    growing = list(numbers)
    while growing:  # ends: each event that grows again has taken a report from those that wait
        event = tx.events.get(growing.pop())
        for reading in _certain(tx, event, context, now) if event and not event.retracted else ():
            version, events = _again(tx, reading, context, now)
            written += [version] if version else []
            growing += events
    return tuple(written)


def _certain(tx: Tx, event: Event, context: Context, now: datetime) -> tuple[ReadArticle, ...]:
    """What waits near an event and certainly tells of it; of what may, editors are offered the event too."""
    near = candidate_events.near(event, context)
    pending = background.pending(tx, event, near, context) if near else None
    if pending is None:
        return ()
    weighed = weigh_pending(event, pending, context)
    write(tx, weighed.offers, now)
    return weighed.certain


def _again(tx: Tx, reading: ReadArticle, context: Context, now: datetime) -> tuple[WrittenVersion | None, list[int]]:
    """The version by which a report that waited joined, if there is one, and the events that grew by it."""
    known = background.load(tx, reading, context, now, again=True)
    judged = consequences.judge_again(reading, known, context)
    if judged.lacking:
        known = background.load_more(tx, known, judged.lacking)
    decided = consequences.decide_again(reading, known, judged, context, now)
    written = write(tx, decided.writes, now)
    return written.of(decided.placed.version), [event.id for event in decided.placed.events]
