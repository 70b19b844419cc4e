"""The one thread that writes takes what somebody waits for first, and loses nothing."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial

import pytest

from bot.store.engine import Writer


@pytest.fixture
def writer() -> Iterator[Writer]:
    writer = Writer()
    yield writer
    writer.shutdown()


def test_urgent_work_goes_before_what_has_not_begun(writer: Writer) -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def long_work() -> None:
        begun.set()
        go_on.wait()

    writer.submit(long_work, urgent=False)
    begun.wait()
    done: list[Future[None]] = [
        writer.submit(partial(order.append, name), urgent=name.startswith("urgent"))
        for name in ("one", "urgent one", "two", "urgent two")
    ]
    go_on.set()
    for one in done:
        one.result()
    assert order == ["urgent one", "urgent two", "one", "two"]


def test_what_fails_is_told_to_who_asked_for_it_and_the_next_is_done(writer: Writer) -> None:
    def fails() -> None:
        raise LookupError("nothing there")

    failed, well = writer.submit(fails, urgent=False), writer.submit(lambda: 7, urgent=False)
    assert isinstance(failed.exception(), LookupError)
    assert well.result() == 7
