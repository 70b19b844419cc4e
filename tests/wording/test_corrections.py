"""Corrections and retractions: the word first, what was wrong, what is right, what stands."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.codes import Field, Lang
from bot.domain.correction import BY_OUTLETS, Draft, Reason
from bot.domain.correction import CorrectionField as EditorsField
from bot.domain.event import Change, Facts
from bot.domain.place import PlaceRef
from bot.domain.report import Span
from tests.wording.examples import AT, CORRESPONDENT, LATER, MINISTRY, SEED, version, wording

WORDING = wording()

SIXTY_SEVEN = replace(MINISTRY, claim=replace(MINISTRY.claim, min=67, max=67), fixed=True)
RIGHT = replace(SEED, said=(SIXTY_SEVEN, CORRESPONDENT))


def corrected(after: Facts, reason: Reason = Reason.SOURCE_CORRECTED, before: Facts = SEED) -> list[str]:
    newer = version(after, Change.CORRECTION, 2, LATER)
    return WORDING.correction(version(before), newer, reason, AT, Lang.EN).text.replace("\n\n", "\n").splitlines()


def test_when_it_is_not_certain_that_the_message_came_nothing_is_said_of_it() -> None:
    newer = version(RIGHT, Change.CORRECTION, 2, LATER)
    text = WORDING.correction(version(), newer, Reason.SOURCE_CORRECTED, None, Lang.EN).text
    assert "Our message" not in text
    assert "edited" not in text


@pytest.mark.parametrize(
    ("after", "wrong", "right"),
    [
        (
            replace(SEED, span=Span(date(2019, 9, 20), date(2019, 9, 20), 1)),
            "Wrong: day: 21 September 2019",
            "Right: day: 20 September 2019",
        ),
        (
            replace(SEED, places=(PlaceRef("oral"),)),
            "Wrong: place: Astana, Almaty, Shymkent",
            "Right: place: Oral",
        ),
        (
            replace(SEED, responses=()),
            "Wrong: what happened: police broke up opposition rallies",
            "Right: what happened: people held opposition rallies",
        ),
        (
            replace(SEED, organisers=()),
            "Wrong: organiser: Democratic Choice of Kazakhstan",
            "Right: organiser: —",
        ),
        (
            replace(SEED, said=(CORRESPONDENT,)),
            "Wrong: 57 people detained (Interior Ministry)",
            "Right: we withdraw this",
        ),
        (
            replace(SEED, said=(*SEED.said, replace(MINISTRY, claim=replace(MINISTRY.claim, field=Field.FINED)))),
            "Wrong: it was missing",
            "Right: 57 people fined (Interior Ministry)",
        ),
        (
            replace(SEED, said=(replace(MINISTRY, claim=replace(MINISTRY.claim, places=("oral",))), CORRESPONDENT)),
            "Wrong: Astana, Almaty, 57 people detained (Interior Ministry)",
            "Right: Oral, 57 people detained (Interior Ministry)",
        ),
    ],
)
def test_whatever_was_wrong_stands_beside_what_is_right(after: Facts, wrong: str, right: str) -> None:
    assert corrected(after)[2:4] == [wrong, right]


def test_for_safety_the_field_is_named_and_not_what_was_said() -> None:
    lines = corrected(replace(SEED, said=(CORRESPONDENT,)), Reason.SAFETY)
    assert lines[2] == "Withdrawn: what we said about people detained"
    assert "57" not in "\n".join(lines)


@pytest.mark.parametrize(
    ("lang", "head"),
    [
        (Lang.KK, "Хабарлама қайтарып алынды · № 42 · Астана, Алматы, Шымкент"),
        (Lang.RU, "Сообщение отозвано · № 42 · Астана, Алматы, Шымкент"),
        (Lang.EN, "Retraction · No. 42 · Astana, Almaty, Shymkent"),
    ],
)
def test_a_retraction_repeats_nothing_of_what_it_retracts(lang: Lang, head: str) -> None:
    newer = version(SEED, Change.RETRACTION, 2, LATER)
    text = WORDING.retraction(version(), newer, Reason.NOT_A_PROTEST, AT, lang).text
    assert text.splitlines()[0] == head
    assert "57" not in text
    assert "19:40" in text


def test_every_reason_has_its_sentence_in_three_languages() -> None:
    for lang in Lang:
        sentences = dict(WORDING.reasons(lang))
        assert set(sentences) == set(Reason) - {*BY_OUTLETS, Reason.REINSTATED}
        assert len(set(sentences.values())) == len(sentences)


WRONG = Draft(42, 1, field=EditorsField.WHOLE)


@pytest.mark.parametrize(
    ("lang", "correction", "retraction"),
    [
        (Lang.KK, "30 чатқа хабарланған, түзету де соларға", "30 чатқа хабарланған, қайтарып алынғаны да соларға"),
        (Lang.RU, "в 30 чатов, исправление придёт", "в 30 чатов, сообщение об отзыве придёт"),
        (Lang.EN, "and will get the correction.", "and will get the retraction."),
    ],
)
def test_the_preview_says_what_the_chats_will_get(lang: Lang, correction: str, retraction: str) -> None:
    assert correction in WORDING.ask_to_publish(replace(WRONG, field=EditorsField.DAY), 30, lang).text
    assert retraction in WORDING.ask_to_publish(WRONG, 30, lang).text


@pytest.mark.parametrize(("chats", "told"), [(0, "fewer than 20"), (19, "fewer than 20"), (20, "20 chats")])
def test_of_few_chats_nobody_is_told_how_many_they_are(chats: int, told: str) -> None:
    assert told in WORDING.ask_to_publish(WRONG, chats, Lang.EN).text


def test_a_corrected_figure_is_no_reason_to_withdraw_a_whole_event() -> None:
    rows = WORDING.ask_reason(Lang.EN).buttons
    every = {button.data for row in rows for button in row if button.data != "fix:more:0"}
    offered = {button.data for row in WORDING.ask_reason(Lang.EN, retracting=True).buttons for button in row}
    assert every - offered == {"why:source_corrected"}


@pytest.mark.parametrize(
    ("lang", "why", "by"),
    [
        (Lang.EN, "Why: the source no longer says it.", "after the source changed its article."),
        (Lang.RU, "источник этого больше не сообщает", "после правки в самом источнике."),
        (Lang.KK, "дереккөз енді олай демейді", "дереккөз мақаласын өзгерткеннен кейін."),
    ],
)
def test_what_an_outlet_took_back_is_not_said_to_be_the_editors_doing(lang: Lang, why: str, by: str) -> None:
    newer = version(replace(SEED, said=(CORRESPONDENT,)), Change.CORRECTION, 2, LATER)
    text = WORDING.correction(version(), newer, Reason.SOURCE_WITHDREW, AT, lang).text
    assert why in text
    assert by in text
