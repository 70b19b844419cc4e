from bot.domain.correction import CorrectionField, Draft, Reason
from bot.domain.event import Change
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.domain.making import facts

EDITOR = 7001
WHOLE = Draft(1, 3, CorrectionField.CLAIM, 1, "67", Reason.SOURCE_CORRECTED)


def test_an_editor_has_one_draft_and_the_newest_stays(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.drafts.save(EDITOR, Draft(1, 3), clock())
        tx.drafts.save(EDITOR, WHOLE, clock())
    with store.reading() as tx:
        assert tx.drafts.get(EDITOR) == WHOLE
        assert tx.drafts.get(EDITOR + 1) is None


def test_a_dropped_draft_is_gone(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.drafts.save(EDITOR, WHOLE, clock())
        tx.drafts.drop(EDITOR)
        assert tx.drafts.get(EDITOR) is None


def test_a_correction_marks_its_version_and_all_that_follow(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        first = tx.events.create(facts(), clock())
        for change in (Change.UPDATE, Change.CORRECTION, Change.UPDATE):
            tx.events.add_version(first.event, change, facts(), clock(), major=True, reasons=(), author=EDITOR)
        assert [version.corrected for version in tx.events.history(first.event)] == [False, False, True, True]
