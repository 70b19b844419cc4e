"""What of an event may be seen: every state an event can be in, and what stays back for good."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.correction import Reason
from bot.domain.event import Change, Facts
from bot.domain.record import RecordEntry, RecordStatus, Step, StoredEvent, entries, place_days, standing, wanted
from bot.store import migrate
from bot.store.record import newest_revision
from tests.record.staging import NOON, RALLY

NEW = Step(1, Change.NEW, NOON)


def event(*changes: tuple[Change, str], held: bool = False, into: int = 0) -> StoredEvent:
    later = [
        Step(number, change, NOON + timedelta(hours=number), (reason,), corrected=change is Change.CORRECTION)
        for number, (change, reason) in enumerate(changes, 2)
    ]
    steps = NEW, *later
    return StoredEvent(7, steps, held=held, retracted=steps[-1].change is Change.RETRACTION, into=into)


STATES = [
    (event(), RecordStatus.PUBLISHED),
    (event((Change.UPDATE, "count_grew")), RecordStatus.PUBLISHED),
    (event((Change.CORRECTION, Reason.OUR_READING)), RecordStatus.CORRECTED),
    (event((Change.RETRACTION, Reason.NOT_A_PROTEST)), RecordStatus.RETRACTED),
    (event((Change.RETRACTION, Reason.SAFETY)), RecordStatus.WITHDRAWN),
    (event((Change.RETRACTION, Reason.SAFETY), held=True), RecordStatus.WITHDRAWN),
    (event((Change.RETRACTION, Reason.NOT_A_PROTEST), held=True), RecordStatus.WITHDRAWN),
    (event((Change.RETRACTION, Reason.SAFETY), (Change.UPDATE, "")), RecordStatus.PUBLISHED),
    (event(into=3), RecordStatus.MERGED),
    (event(held=True), None),
    (replace(event(), unchecked=True), None),
    (replace(event((Change.RETRACTION, Reason.NOT_A_PROTEST)), unchecked=True), None),
]


@pytest.mark.parametrize(("stored", "stands"), STATES)
def test_each_state_has_its_standing(stored: StoredEvent, stands: RecordStatus | None) -> None:
    assert standing(stored) is stands


def test_what_does_not_exist_for_readers_gives_nothing() -> None:
    assert list(entries(event(held=True), lambda _: RALLY, versions=True)) == []


CHANGES = st.tuples(st.sampled_from(list(Change)), st.sampled_from([*Reason, "count_grew"]))


@given(changes=st.lists(CHANGES, max_size=6), versions=st.booleans(), held=st.booleans(), into=st.sampled_from([0, 3]))
def test_facts_are_asked_for_only_where_they_may_be_told(
    changes: list[tuple[Change, str]], *, versions: bool, held: bool, into: int
) -> None:
    stored, asked = event(*changes, held=held, into=into), list[int]()

    def facts(number: int) -> Facts:
        asked.append(number)
        return RALLY

    told = list(entries(stored, facts, versions=versions))
    assert tuple(asked) == wanted(stored, versions=versions)
    unsafe = [step.number for step in stored.steps if step.unsafe]
    assert all(number >= max(unsafe, default=0) for number in asked)
    assert not asked or not (held or into) or stored.retracted
    assert [one.latest for one in told] == [False] * (len(told) - 1) + [True] * bool(told)
    assert all(one.facts is None for one in told if one.standing in {RecordStatus.WITHDRAWN, RecordStatus.MERGED})


def test_a_retracted_event_has_no_place_days() -> None:
    entry = RecordEntry(7, RecordStatus.PUBLISHED, NEW, facts=RALLY)
    assert len(list(place_days(entry))) == 2
    assert list(place_days(replace(entry, standing=RecordStatus.RETRACTED))) == []


def test_the_newest_revision_by_files_is_that_of_alembic() -> None:
    assert newest_revision() == migrate.head()
