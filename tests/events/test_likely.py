"""What is likely one protest, not certainly: an editor sees both summaries, and joins or separates them."""

from dataclasses import dataclass, field

import pytest

from bot.domain.codes import Field, Lang, ReportKind
from bot.domain.delivery import Outcome, Sent
from bot.domain.fingerprint import Fingerprint
from bot.domain.message import Message
from bot.domain.place import COUNTRY, PlaceRef, Precision
from bot.domain.report import Span
from bot.services.editors.ask_editors import AskEditors
from tests.domain.making import DAY, claim, report
from tests.events.staging import Newsroom, figures
from tests.wording.examples import wording

EDITORS = frozenset({7})
FIRST = report(claims=(claim(57),))
#: The same story, of which the text names neither the town nor the day.
VAGUE = report(places=(PlaceRef(COUNTRY, Precision.COUNTRY),), span=Span(DAY, DAY, 4), claims=(claim(60),))
TEXT = Fingerprint("en", {1: 1.4, 2: 1.0}, {}, dict.fromkeys(range(40), 1.0), day=DAY.toordinal())
ALIKE = Fingerprint("en", {1: 1.4}, {}, dict.fromkeys(range(25, 65), 1.0), day=DAY.toordinal())
LOOSE = Fingerprint("en", {1: 1.4}, {}, dict.fromkeys(range(32, 72), 1.0), day=DAY.toordinal())


@dataclass
class Chats:
    """Where questions arrive."""

    got: list[str] = field(default_factory=list)

    async def send(self, _chat: int, message: Message) -> Outcome:
        self.got.append(message.text)
        return Sent(len(self.got))

    async def edit(self, _chat: int, _message_id: int, message: Message) -> Outcome:
        self.got.append(message.text)
        return Sent(len(self.got))


async def asked(newsroom: Newsroom) -> str:
    """The one question that editors get."""
    chats = Chats()
    await AskEditors(newsroom.desk, wording(), chats.send, chats.edit, EDITORS, lambda: newsroom.now).round()
    return chats.got[-1]


async def test_an_editor_sees_both_summaries_and_what_speaks_for_and_against(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", FIRST, TEXT)
    done = await newsroom.tell("herald", VAGUE, LOOSE)
    assert (done.event, done.asks) == (None, (1,))
    lines = (await asked(newsroom)).splitlines()
    known = lines.index("Known event: /event_1")
    assert any("60 people detained" in line for line in lines[:known])
    assert lines[known + 1] == "Almaty · 21 September 2019"
    assert any("57 people detained" in line for line in lines[known:])
    assert any(line.startswith("For one event: ") and "same action" in line for line in lines)
    assert any(line.startswith("Against it: ") and "no place nearer than the country" in line for line in lines)


@pytest.mark.parametrize(("into", "events"), [(1, [1]), (0, [2, 1])])
async def test_the_answer_joins_or_separates(newsroom: Newsroom, into: int, events: list[int]) -> None:
    await newsroom.tell("arna", FIRST, TEXT)
    await newsroom.tell("herald", VAGUE, LOOSE)
    await newsroom.desk.publish(1, into)
    assert newsroom.to_readers() == events
    assert newsroom.event(1).facts.place_ids == {"almaty"}
    assert newsroom.waiting() == []


async def test_what_reads_like_something_else_is_offered_the_event_that_it_tells_of(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", FIRST, TEXT)
    plan = report(kind=ReportKind.PLANNED_EVENT, claims=(claim(80, field=Field.PARTICIPANTS),))
    done = await newsroom.tell("herald", plan, ALIKE)
    assert (done.event, done.asks) == (None, (1,))
    await newsroom.desk.publish(1)
    assert newsroom.to_readers() == [1]
    assert figures(newsroom.event(1)) == [57, 80]


async def test_editors_see_how_each_report_of_an_event_fits_the_others(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", FIRST, TEXT)
    alone = await newsroom.desk.match_evidence(1)
    assert alone == (None,)
    await newsroom.tell("herald", FIRST, ALIKE)
    fits = await newsroom.desk.match_evidence(1)
    event, readings = await newsroom.desk.readings(1)
    assert all(fit and fit.over >= 0 for fit in fits)
    assert "same place" in wording().why(event, readings, Lang.EN, fits).text
