"""One reader for all reading tests: building it takes longer than any question asked of it."""

import pytest

from bot.reading.reader import Reader
from bot.resources import Knowledge, load, load_resources


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_resources().reader
