"""One agency's text on five sites is one source: copies add no owner, not to what is not checked either."""

from bot.domain.codes import Field, ReportKind
from bot.domain.fingerprint import Fingerprint
from tests.domain.making import claim, report
from tests.events.staging import Newsroom, figures

DEATH = claim(3, field=Field.KILLED_PARTICIPANTS)


def text(start: int) -> Fingerprint:
    """An article of its own words; those of one start are one text."""
    return Fingerprint("en", words=dict.fromkeys((*range(-25, 0), *range(start, start + 25)), 1.0))


async def test_a_copy_is_no_second_owner_of_an_unsure_report(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", report(confidence=0.4), text(0))
    await newsroom.tell("reprint", report(confidence=0.4), text(0))
    assert newsroom.to_readers() == []
    await newsroom.tell("herald", report(confidence=0.4), text(2000))
    assert newsroom.to_readers() == [1]
    assert newsroom.event(1).facts.groups == {"statenews", "herald"}


async def test_deaths_that_a_court_tells_of_are_asked_about_too(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(), text(0))
    court = report(kind=ReportKind.COURT_FOLLOWUP, action=None, claims=(DEATH, claim(12, field=Field.CONVICTED)))
    await newsroom.tell("herald", court, text(1000))
    assert newsroom.waiting() == [("grave", 1)]
    assert figures(newsroom.event(1)) == [12]
    await newsroom.desk.publish(1)
    assert figures(newsroom.event(1)) == [3, 12]


async def test_an_event_is_no_better_known_by_a_copy_and_its_group_stays(newsroom: Newsroom) -> None:
    await newsroom.tell("agency", report(), text(0))
    for outlet in ("arna", "herald", "site"):
        await newsroom.tell(outlet, report(), text(0))
    await newsroom.tell("own", report(), text(100))
    with newsroom.store.reading() as tx:
        assert [own.article for own in tx.reports.views([1]).prints[1]] == [1, 5]
    assert newsroom.event(1).facts.groups == {"agency", "own"}
