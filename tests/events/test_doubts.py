"""A figure that is probably wrong is shown to editors once; readers are told nothing by it."""

from dataclasses import dataclass, field, replace

import pytest

from bot.domain.codes import Field, Lang
from bot.domain.delivery import Gone, Later, Outcome, Sent
from bot.domain.event import Change
from bot.domain.message import Message
from bot.services.editors.suspect_figures import SuspectFigureWarnings
from tests.domain.making import claim, report
from tests.events.staging import Newsroom, figures
from tests.wording.examples import wording

EDITORS = frozenset({7, 8})
WRONG, RIGHT = report(claims=(claim(570),)), report(claims=(claim(57),))


@dataclass
class Chats:
    """Where messages to editors arrive; what Telegram answers next."""

    got: list[tuple[int, str]] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    async def send(self, chat: int, message: Message) -> Outcome:
        outcome = self.answers.pop(0) if self.answers else Sent(1)
        if isinstance(outcome, Sent):
            self.got.append((chat, message.text))
        return outcome


def figure_warnings(newsroom: Newsroom, chats: Chats, editors: frozenset[int] = EDITORS) -> SuspectFigureWarnings:
    return SuspectFigureWarnings(newsroom.store, wording(), chats.send, editors, lambda: newsroom.now)


async def test_each_editor_is_told_once_what_stands_and_what_speaks_against_it(newsroom: Newsroom) -> None:
    chats = Chats()
    with newsroom.store.writing() as tx:
        russian = tx.subscribers.open(8, Lang.RU)
    assert russian.lang is Lang.RU
    await newsroom.tell("arna", WRONG)
    await newsroom.tell("arna", RIGHT)
    await newsroom.tell("arna", RIGHT)
    for _ in range(2):
        await figure_warnings(newsroom, chats).round()
    assert [chat for chat, _ in chats.got] == [7, 8]
    english, russian_text = (text for _, text in chats.got)
    assert english.splitlines() == [
        "No. 1: a figure may be wrong.",
        "Almaty · 21 September 2019",
        "On record: Interior Ministry: 570 people detained",
        "Against it: Interior Ministry: 57 people detained",
        "/event_1 · /correct_1",
    ]
    assert russian_text.startswith("№ 1: одно число, возможно, неверно.")
    assert figures(newsroom.event(1)) == [570]
    assert newsroom.event(1).version.change is not Change.CORRECTION


async def test_a_figure_told_tenfold_before_others_told_it_is_shown_to_editors_and_to_readers(
    newsroom: Newsroom,
) -> None:
    chats = Chats()
    await newsroom.tell_all((("site", WRONG), ("arna", RIGHT), ("herald", RIGHT)))
    assert await figure_warnings(newsroom, chats).round() == 2
    assert figures(newsroom.event(1)) == [57, 570]


async def test_another_claimant_of_the_event_is_another_doubt(newsroom: Newsroom) -> None:
    chats = Chats()
    for many in (570, 57):
        await newsroom.tell("arna", report(claims=(claim(many), claim(many, claimant="akimat"))))
    assert await figure_warnings(newsroom, chats, frozenset({7})).round() == 2


async def test_what_telegram_did_not_take_is_told_in_the_next_round_and_only_that(newsroom: Newsroom) -> None:
    chats = Chats(answers=[Sent(1), Later()])
    await newsroom.tell("arna", WRONG)
    await newsroom.tell("arna", RIGHT)
    await figure_warnings(newsroom, chats).round()
    assert [chat for chat, _ in chats.got] == [7]
    await figure_warnings(newsroom, chats).round()
    assert [chat for chat, _ in chats.got] == [7, 8]


async def test_an_editor_who_cannot_be_reached_holds_up_nobody(newsroom: Newsroom) -> None:
    chats = Chats(answers=[Gone("blocked")])
    await newsroom.tell("arna", WRONG)
    await newsroom.tell("arna", RIGHT)
    for _ in range(2):
        await figure_warnings(newsroom, chats).round()
    assert [chat for chat, _ in chats.got] == [8]


@pytest.mark.parametrize("change", [Change.CORRECTION, Change.RETRACTION])
async def test_what_an_editor_has_seen_to_meanwhile_is_told_to_nobody(newsroom: Newsroom, change: Change) -> None:
    chats = Chats()
    await newsroom.tell("arna", WRONG)
    await newsroom.tell("arna", RIGHT)
    facts = newsroom.event(1).facts
    put_right = replace(facts, said=tuple(replace(one, claim=claim(57), fixed=True) for one in facts.said))
    with newsroom.store.writing() as tx:
        tx.events.add_version(1, change, put_right, newsroom.now, major=True, reasons=())
    assert await figure_warnings(newsroom, chats).round() == 0


async def test_without_editors_a_doubt_waits_and_in_the_end_is_forgotten(newsroom: Newsroom) -> None:
    chats = Chats()
    await newsroom.tell("arna", WRONG)
    await newsroom.tell("arna", RIGHT)
    assert await figure_warnings(newsroom, chats, frozenset()).round() == 0
    newsroom.pass_time(days=2)
    assert await figure_warnings(newsroom, chats, frozenset({7})).round() == 1
    newsroom.pass_time(days=2)
    assert await figure_warnings(newsroom, chats).round() == 0


async def test_a_sudden_crowd_told_by_one_source_is_no_doubt(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(claims=(claim(20, field=Field.PARTICIPANTS),)))
    await newsroom.tell("arna", report(claims=(claim(900, field=Field.PARTICIPANTS),)))
    assert await figure_warnings(newsroom, Chats()).round() == 0
