"""Which feeds answered on which day, so that silence is not read as calm."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.domain.codes import Lang
from bot.domain.feed import PollFault


@dataclass(frozen=True, slots=True)
class FeedDay:
    """One feed on one day of Kazakhstan: how often it was asked, how often it answered, and what was new."""

    feed: str
    outlet: str
    day: date
    polls: int
    answers: int
    entries: int = 0
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A day: how many feeds were asked, and how many of them answered at least once."""

    day: date
    asked: int
    answered: int
    #: Outlets none of whose feeds answered.
    silent: tuple[str, ...] = ()

    @property
    def poor(self) -> bool:
        """Whether fewer than half of the feeds answered: a quiet day may only look so."""
        return 2 * self.answered < self.asked or not self.asked


def answered(fault: PollFault | None) -> bool:
    """Whether a poll with this fault was answered: a feed that has nothing new has answered."""
    return fault in {None, PollFault.SILENT}


def by_day(rows: Iterable[FeedDay]) -> Iterator[Coverage]:
    """Days from rows that stand in the order of days."""
    for day, some in groupby(rows, key=lambda row: row.day):
        of_day = tuple(some)
        heard = {row.outlet for row in of_day if row.answers}
        silent = tuple(sorted({row.outlet for row in of_day} - heard))
        yield Coverage(day, len(of_day), sum(1 for row in of_day if row.answers), silent)
