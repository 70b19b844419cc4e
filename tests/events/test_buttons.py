"""What each kind of waiting thing may be answered with, and that each button of it does what it says."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import timedelta

import pytest

from bot.domain.codes import Field, Lang
from bot.domain.decision import OutletStanding, Thresholds
from bot.domain.delivery import Outcome, Sent
from bot.domain.feed import PollFault
from bot.domain.message import Message
from bot.domain.polling import FeedDown, FeedRecovered
from bot.domain.request import Request, RequestKind
from bot.domain.review import Resolution, ReviewReason
from bot.domain.staff import Role
from bot.services.editors.correct import Correct
from bot.services.editors.second_approval import SecondApproval
from bot.services.editors.staff import Staff
from bot.services.ingest.collect import Polled
from bot.services.ingest.feed_warnings import FeedWarnings
from bot.store.engine import Purpose, Store
from handlers.queue_commands import LATER, QueueCommands
from handlers.reader_taps import Answer
from tests.domain.making import GAZETTEER, claim, report
from tests.events.staging import Newsroom, figures
from tests.events.test_likely import FIRST, LOOSE, TEXT, VAGUE
from tests.events.test_standing import other
from tests.wording.examples import wording

EDITOR = 7
ASK_ALWAYS = Thresholds(ask=0.2, push=0.6, publish=dict.fromkeys(Lang, 0.7))
UNSURE = report(confidence=0.5, claims=(claim(57),))
SURE = report(confidence=0.9, claims=(claim(57),))
DEADLY = report(confidence=0.9, claims=(claim(57), claim(3, field=Field.KILLED_UNSPECIFIED)))


async def unsure(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)


async def grave(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", SURE)
    await newsroom.tell("herald", DEADLY)


async def likely(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", FIRST, TEXT)
    await newsroom.tell("herald", VAGUE, LOOSE)


async def wild(newsroom: Newsroom) -> None:
    """The sixth protest within the hour that one outlet alone tells of."""
    for number in range(6):
        await newsroom.tell("herald", other(number))


async def _aside(newsroom: Newsroom, reason: ReviewReason) -> None:
    await newsroom.tell("herald", SURE)
    with newsroom.store.writing() as tx:
        tx.reviews.ask(reason, newsroom.now, event=1)


async def complaint(newsroom: Newsroom) -> None:
    await _aside(newsroom, ReviewReason.COMPLAINT)


async def slip(newsroom: Newsroom) -> None:
    await _aside(newsroom, ReviewReason.WRONG_FIGURE)


async def dark(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", SURE)
    await turned(newsroom, FeedDown("herald", "herald", newsroom.now, PollFault.TIMEOUT))


async def turned(newsroom: Newsroom, *turns: FeedDown | FeedRecovered) -> list[Message]:
    """Feeds turn, and the editor hears of it."""
    got: list[Message] = []

    async def send(_chat: int, message: Message) -> Outcome:
        got.append(message)
        return Sent(len(got))

    alerts = FeedWarnings(newsroom.store, wording(), send, frozenset({EDITOR}), lambda: newsroom.now)
    await alerts.tell([Polled(one.feed, one.outlet, turn=one) for one in turns])
    return got


def staff(newsroom: Newsroom) -> Staff:
    return Staff(newsroom.store, lambda: newsroom.now)


def proposing(newsroom: Newsroom) -> SecondApproval:
    correct = Correct(newsroom.store, GAZETTEER, str, lambda: newsroom.now)
    return SecondApproval(newsroom.store, lambda: newsroom.now, correct, newsroom.desk)


async def tap(newsroom: Newsroom, data: str) -> Answer:
    """A lone editor's tap on a button under a question."""
    member = await staff(newsroom).member(EDITOR) or await staff(newsroom).add("server", EDITOR, Role.EDITOR)
    queue = QueueCommands(newsroom.desk, proposing(newsroom), staff(newsroom), wording())
    verb, *arguments = data.split(":")
    ask = Request(EDITOR, Lang.EN, data, 1, RequestKind.TAP)
    return await queue.verbs()[verb](ask, member, arguments)


def buttons(message: Message | None) -> Mapping[str, str]:
    assert message
    return {button.label: button.data for row in message.buttons for button in row}


PUBLISH, BARE, NO = "Publish", "Without the figures", "Not a protest"
OUT, JOIN, APART = "Leave it out", "Part of No. 1", "Separate"
MUTE, LATER_ON, NOTHING, FINE = "Mute the outlet", "Later", "Nothing to do", "Nothing is wrong"
Begin = Callable[[Newsroom], Awaitable[None]]
KINDS: Mapping[Begin, tuple[str, ...]] = {
    unsure: (PUBLISH, BARE, NO, MUTE, LATER_ON),
    grave: (PUBLISH, OUT, MUTE, LATER_ON),
    likely: (JOIN, APART, BARE, NO, MUTE, LATER_ON),
    wild: (PUBLISH, BARE, NO, MUTE, LATER_ON),
    complaint: ("Correct", "Hold", "Retract", FINE, LATER_ON),
    slip: ("Correct", "Hold", "Retract", FINE, LATER_ON),
    dark: (NOTHING, MUTE, LATER_ON),
}
R = Resolution
#: What a tap makes of it: how it ended, the events that readers see, the figures of the first that has any.
TAPS: tuple[tuple[Begin, str, Resolution | None, list[int], list[int]], ...] = (
    (unsure, PUBLISH, R.PUBLISHED, [1], [57]),
    (unsure, BARE, R.WITHOUT_FIGURES, [1], []),
    (unsure, NO, R.DECLINED, [], []),
    (unsure, MUTE, R.MUTED, [], []),
    (unsure, LATER_ON, None, [], []),
    (grave, PUBLISH, R.PUBLISHED, [1], [3, 57]),
    (grave, OUT, R.DECLINED, [1], [57]),
    (grave, MUTE, R.MUTED, [1], [57]),
    (grave, LATER_ON, None, [1], [57]),
    (likely, JOIN, R.PUBLISHED, [1], [57, 60]),
    (likely, APART, R.PUBLISHED, [2, 1], [57]),
    (likely, BARE, R.WITHOUT_FIGURES, [1], [57]),
    (likely, NO, R.DECLINED, [1], [57]),
    (likely, MUTE, R.MUTED, [1], [57]),
    (likely, LATER_ON, None, [1], [57]),
    (wild, PUBLISH, R.PUBLISHED, [6, 5, 4, 3, 2, 1], []),
    (wild, BARE, R.WITHOUT_FIGURES, [6, 5, 4, 3, 2, 1], []),
    (wild, NO, R.DECLINED, [5, 4, 3, 2, 1], []),
    (wild, MUTE, R.MUTED, [], []),
    (complaint, FINE, R.SEEN, [1], [57]),
    (complaint, LATER_ON, None, [1], [57]),
    (slip, FINE, R.SEEN, [1], [57]),
    (slip, LATER_ON, None, [1], [57]),
    (dark, NOTHING, R.SEEN, [1], [57]),
    (dark, MUTE, R.MUTED, [], []),
    (dark, LATER_ON, None, [1], [57]),
)


@pytest.fixture
def store(sqlite_url: str, subscriber_key: str) -> Iterator[Store]:
    """The table is of buttons, not of engines."""
    opened = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def limits(newsroom: Newsroom) -> None:
    newsroom.thresholds = ASK_ALWAYS


@pytest.mark.parametrize("begin", KINDS, ids=lambda begin: begin.__name__)
async def test_a_question_has_the_buttons_of_its_kind(newsroom: Newsroom, begin: Begin) -> None:
    await begin(newsroom)
    assert tuple(buttons((await tap(newsroom, "q:show:1")).new[0])) == KINDS[begin]


@pytest.mark.parametrize(("begin", "label", "how", "seen", "said"), TAPS)
async def test_each_button_does_what_it_says(  # the columns of the table
    newsroom: Newsroom, begin: Begin, label: str, how: Resolution | None, seen: list[int], said: list[int]
) -> None:
    await begin(newsroom)
    await tap(newsroom, buttons((await tap(newsroom, "q:show:1")).new[0])[label])
    newsroom.pass_time(minutes=10)
    await proposing(newsroom).round()  # what is grave waits for a second editor, or so long
    newsroom.pass_time(seconds=LATER.total_seconds())
    with newsroom.store.reading() as tx:
        review, again = tx.reviews.get(1), tx.editor_messages.again(frozenset({EDITOR}), newsroom.now)
        assert review
        assert review.resolution is how
        assert tx.outlets.all() == ({"herald": OutletStanding.MUTED} if label == MUTE else {})
    assert newsroom.to_readers() == seen
    if seen:
        assert figures(newsroom.event(1)) == said
        assert not (how and newsroom.event(1).facts.checking)
    assert again == (((1, EDITOR),) if label == LATER_ON else ())


async def test_muting_one_of_two_that_tell_something_grave_leaves_the_question_about_the_other(
    newsroom: Newsroom,
) -> None:
    await grave(newsroom)
    await newsroom.tell("third", DEADLY)
    await tap(newsroom, "q:mute:1")
    assert newsroom.waiting() == [("grave", 1)]
    assert newsroom.event(1).facts.checking


async def test_one_dark_feed_is_asked_about_at_once_and_several_by_a_button_each(newsroom: Newsroom) -> None:
    first, *others = (FeedDown(name, name, newsroom.now, PollFault.TIMEOUT) for name in ("one", "two", "three"))
    (alone,) = await turned(newsroom, first)
    assert tuple(buttons(alone)) == (NOTHING, MUTE, LATER_ON)
    (several,) = await turned(newsroom, *others)
    assert buttons(several) == {"two": "q:show:2", "three": "q:show:3"}
    (back,) = await turned(newsroom, FeedRecovered("one", "one", newsroom.now))
    assert buttons(back) == {}
    with newsroom.store.reading() as tx:
        assert tx.editor_messages.to_settle(frozenset({EDITOR})) == ((1, EDITOR, 1),)
        assert tx.reviews.to_spread(newsroom.now + timedelta(hours=1), 9) == ()  # nobody is rung for them again


async def test_what_waits_beyond_a_page_is_turned_to(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", SURE)
    with newsroom.store.writing() as tx:
        for number in range(23):
            tx.reviews.ask(ReviewReason.COMPLAINT, newsroom.now, event=1, subject={"version": number})
    shown, page = list[str](), (await tap(newsroom, "q:list:0")).edit
    assert page
    assert page.text.splitlines()[0] == "Questions that wait: 23"
    assert page.text.splitlines()[-1] == "and 13 more"
    while True:
        marks = buttons(page)
        shown += [label for label, data in marks.items() if data == f"q:show:{label}"]
        if "→" not in marks:
            break
        page = (await tap(newsroom, marks["→"])).edit
    assert shown == [str(number) for number in range(1, 24)]
    assert marks["←"] == "q:list:10"
