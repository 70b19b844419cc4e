"""An editor's hold stops what is not told yet; released, it is told once to exactly those who were not told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.domain.alert import Alert
from bot.domain.codes import DigestPace
from bot.domain.correction import CorrectionField, Reason
from bot.domain.delivery import DeliveryState, Later, settle
from bot.domain.event_update import Difference
from bot.domain.review import Resolution, ReviewReason
from bot.domain.understanding import versions
from bot.domain.understanding.context import PublishRules
from bot.services.editors.correct import Correct
from bot.services.events import editor_decisions
from bot.services.events.write import write
from bot.simulator import HistoryKind
from bot.store.deliveries import Audience
from bot.store.engine import Store
from tests.delivery.staging import EDITOR, RunningDelivery, running_delivery
from tests.domain.making import GAZETTEER, NOON, claim, facts

TOLD, WAITING, BEYOND = (1, 2), (3, 4), (5, 6)
EVERYBODY = (*TOLD, *WAITING, *BEYOND)
ONCE = dict.fromkeys(EVERYBODY, 1)


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    """An event of which two readers were told, for two its message waits, and to two its expansion has not come."""
    async with running_delivery(store) as place:
        place.join(*EVERYBODY, places=("almaty",))
        with store.writing() as tx:
            told = facts(claims=(claim(20),))
            alert = tx.alerts.add(tx.events.create(told, NOON))
        expanded(place, alert, len(TOLD))
        await place.app.deliver.tell()
        expanded(place, alert, len(TOLD) + len(WAITING))
        assert heard(place) == {reader: int(reader in TOLD) for reader in EVERYBODY}
        yield place


def expanded(place: RunningDelivery, alert: Alert, up_to: int) -> None:
    due = dict.fromkeys(DigestPace, place.app.wire.now())
    with place.app.store.writing() as tx:
        known = tx.alerts.get(alert.id)
        assert known
        stretch = tx.deliveries.stretch(alert.event, known.cursor, up_to - known.cursor, 9)
        tx.deliveries.tell_new(alert, stretch, Audience({"almaty": 1}), due, 1)
        tx.alerts.advance(alert.id, stretch.last, done=False)


def heard(place: RunningDelivery) -> dict[int, int]:
    return {reader: len(place.heard(reader)) for reader in EVERYBODY}


def hold(place: RunningDelivery) -> None:
    with place.app.store.writing() as tx:
        tx.events.hold(1, held=True)


def release(place: RunningDelivery, number: int = 1) -> None:
    with place.app.store.writing() as tx:
        editor_decisions.release(tx, number, Resolution.PUBLISHED, NOON, PublishRules())


def grow(place: RunningDelivery, figure: int, number: int = 1, *, major: bool = True) -> None:
    """Another report says more."""
    with place.app.store.writing() as tx:
        event = tx.events.get(number)
        assert event
        grown, difference = facts(claims=(claim(figure),)), Difference(changed=True, major=major)
        write(tx, versions.change(event, grown, difference, NOON, quiet=False).writes, NOON)


async def corrected(
    place: RunningDelivery, number: int, reason: Reason = Reason.OUR_READING, *, to: int = 25, whole: bool = False
) -> int:
    """An editor corrects the first figure, or retracts the event; answers how many chats the preview named."""
    desk = Correct(place.app.store, GAZETTEER, lambda asked: asked, place.app.day)
    await desk.begin(EDITOR, number, CorrectionField.WHOLE if whole else None)
    if not whole:
        await desk.choose(EDITOR, CorrectionField.CLAIM)
        await desk.value(EDITOR, str(to))
    draft = await desk.reason(EDITOR, reason)
    told = await desk.told(number)
    await desk.confirm(EDITOR, number, draft.mark)
    return told


async def rounds(place: RunningDelivery, many: int = 3) -> None:
    for _ in range(many):
        await place.app.round()


async def test_nothing_of_a_held_event_is_told_and_released_it_is_told_once(place: RunningDelivery) -> None:
    hold(place)
    await rounds(place)
    assert heard(place) == {reader: int(reader in TOLD) for reader in EVERYBODY}
    release(place)
    await rounds(place)
    assert heard(place) == ONCE
    assert place.app.counts() == {DeliveryState.SENT: len(EVERYBODY)}


async def test_what_a_sender_has_in_hands_is_stopped_too(place: RunningDelivery) -> None:
    now, pace = place.app.wire.now(), place.app.deliver.pace
    with place.app.store.writing() as tx:
        leased = tx.deliveries.lease("me", now, now + pace.lease, 9)
    hold(place)
    with place.app.store.writing() as tx:
        assert len(leased) == len(WAITING)
        assert tx.deliveries.begin(leased, "me", now, pace).dispatches == ()


async def test_a_message_that_has_to_be_sent_again_waits_for_the_release(place: RunningDelivery) -> None:
    now, pace = place.app.wire.now(), place.app.deliver.pace
    with place.app.store.writing() as tx:
        flooded = tx.deliveries.lease("me", now, now + pace.lease, 1)
        assert tx.deliveries.begin(flooded, "me", now, pace).dispatches
    hold(place)
    with place.app.store.writing() as tx:
        assert tx.deliveries.settle(flooded[0], settle(Later(), now), NOON)
    place.app.wait(timedelta(seconds=9))
    await rounds(place)
    assert place.app.counts() == {DeliveryState.SENT: len(TOLD), DeliveryState.WAITING: len(WAITING)}
    release(place)
    await rounds(place)
    assert heard(place) == ONCE


async def test_what_changed_meanwhile_is_told_with_it(place: RunningDelivery) -> None:
    hold(place)
    grow(place, 57)
    await rounds(place)
    assert heard(place) == {reader: int(reader in TOLD) for reader in EVERYBODY}
    release(place)
    await rounds(place)
    assert heard(place) == ONCE | dict.fromkeys(TOLD, 2)
    assert all("57" in place.heard(reader)[-1].text for reader in EVERYBODY)


async def test_a_change_that_was_on_its_way_to_be_told_waits_for_the_release(place: RunningDelivery) -> None:
    await rounds(place)
    with place.app.store.reading() as tx:
        before = tx.events.version(1, 1)
    assert before
    place.app.changed(before, major=True)
    await place.app.deliver.expand()
    hold(place)
    await rounds(place)
    assert heard(place) == ONCE
    assert not any(message.edited for message in place.heard(1))
    release(place)
    await rounds(place)
    assert heard(place) == dict.fromkeys(EVERYBODY, 2)


async def test_a_correction_of_a_held_event_reaches_those_who_were_told_and_the_others_with_the_release(
    place: RunningDelivery,
) -> None:
    hold(place)
    assert await corrected(place, 1) == len(TOLD)
    await rounds(place)
    assert heard(place) == {reader: 2 * (reader in TOLD) for reader in EVERYBODY}
    assert "25" in place.heard(1)[-1].text
    release(place)
    await rounds(place)
    assert heard(place) == ONCE | dict.fromkeys(TOLD, 2)
    for reader in (*WAITING, *BEYOND):
        assert "25 people" in place.heard(reader)[-1].text


async def test_a_retraction_of_a_held_event_reaches_those_who_were_told_and_nobody_else_ever(
    place: RunningDelivery,
) -> None:
    hold(place)
    await corrected(place, 1, Reason.NOT_A_PROTEST, whole=True)
    for _ in range(2):
        await rounds(place)
        assert heard(place) == {reader: 2 * (reader in TOLD) for reader in EVERYBODY}
        release(place)


@pytest.fixture
async def secret(place: RunningDelivery) -> RunningDelivery:
    """Everybody was told of the first event, nobody of the second, which waits for an editor."""
    await rounds(place)
    with place.app.store.writing() as tx:
        version = tx.events.create(facts(claims=(claim(3),)), NOON)
        tx.events.hold(version.event, held=True)
        tx.reviews.ask(ReviewReason.WITHDRAWN, NOON, event=version.event)
    await rounds(place)
    assert heard(place) == ONCE
    return place


async def test_a_correction_of_an_event_that_nobody_was_told_tells_nobody(secret: RunningDelivery) -> None:
    assert await corrected(secret, 2) == 0
    await rounds(secret)
    assert heard(secret) == ONCE
    assert set(secret.app.counts()) == {DeliveryState.SENT}
    release(secret, 2)
    await rounds(secret)
    assert heard(secret) == dict.fromkeys(EVERYBODY, 2)
    assert "25 people" in secret.heard(1)[-1].text


async def test_an_event_that_changed_a_little_while_it_waited_is_told_to_everybody(secret: RunningDelivery) -> None:
    grow(secret, 4, 2, major=False)
    release(secret, 2)
    await rounds(secret)
    assert heard(secret) == dict.fromkeys(EVERYBODY, 2)


async def test_a_digest_leaves_out_what_is_held_and_brings_it_when_it_is_released(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(1, places=("almaty",))
        with store.writing() as tx:
            known = tx.subscribers.by_chat(1)
            assert known
            tx.subscribers.save(replace(known, pace=DigestPace.HOURLY), NOON)
        for _ in range(3):
            place.app.news("almaty")
        await place.app.deliver.expand()
        hold(place)
        await an_hour(place)
        (digest,) = place.heard(1)
        assert [f"event_{number}" in digest.text or f"/event {number}" in digest.text for number in (1, 2, 3)] == [
            False,
            True,
            True,
        ]
        release(place)
        await rounds(place)
        assert len(place.heard(1)) == 2


async def an_hour(place: RunningDelivery) -> None:
    place.app.wait(3700 * place.app.deliver.pace.per_chat)
    await rounds(place)


@pytest.mark.parametrize("seed", range(9))
async def test_whatever_is_held_and_released_in_between_everybody_is_told_the_newest_and_nothing_twice(
    place: RunningDelivery, seed: int
) -> None:
    chance, figure, store = Random(seed), 20, place.app.store
    for _ in range(12):
        match chance.choice(("hold", "release", "grow", "expand", "tell", "wrong")):
            case "hold":
                hold(place)
            case "release":
                release(place)
            case "grow" | "wrong" as how:
                figure += 1
                if how == "wrong":
                    await corrected(place, 1, to=figure)
                else:
                    grow(place, figure)
            case "expand":
                await place.app.deliver.expand()
            case "tell":
                await place.app.deliver.tell()
    release(place)
    await rounds(place)
    assert set(place.app.counts()) <= {DeliveryState.SENT, DeliveryState.SUPERSEDED}
    for reader in EVERYBODY:
        sent = [
            act.message.text for act in place.simulator.record.acts(HistoryKind.SENT, chat_id=reader) if act.message
        ]
        assert len(sent) == len(set(sent))
        first, *later = (message.text for message in place.heard(reader))
        assert f"{figure} people" in first  # edited at each change
        assert [text for text in later if not text.startswith(("Almaty · ", "Correct"))] == []
    with store.reading() as tx:
        assert not tx.alerts.unfinished(1)
