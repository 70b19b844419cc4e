"""What the log says, and what it never says."""

import json
import logging
import sys
from datetime import datetime

from bot.domain.errors import NotUnderstood, StoreUnavailable
from bot.logs import Discreet, Objects

TOKEN = "123456789:AAEsampleSAMPLEsampleSAMPLEsample_-S"


def logged(failure: BaseException | None = None, said: str = "job failed") -> str:
    here = (type(failure), failure, failure.__traceback__) if failure else None
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, said, (), here)
    return Discreet("%(levelname)s %(message)s").format(record)


def raised(failure: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise failure from cause
    except type(failure):
        caught = sys.exception()
    assert isinstance(caught, Exception)
    return caught


def test_an_entry_without_a_failure_is_one_line() -> None:
    assert logged() == "ERROR job failed"


def test_a_failure_is_told_by_its_kind_and_place_and_never_by_its_words() -> None:
    cause = raised(ValueError(f"https://api.telegram.org/bot{TOKEN}/sendMessage"))
    entry = logged(raised(RuntimeError("said in private"), cause))
    assert "builtins.RuntimeError\n" in entry
    assert "builtins.ValueError\n" in entry
    assert entry.count("test_logs.py") == 2
    assert "in raised" in entry
    assert "private" not in entry
    assert TOKEN not in entry


def test_a_failure_while_handling_another_names_both_unless_that_is_suppressed() -> None:
    failure = raised(OSError("second"))
    failure.__context__ = raised(KeyError("first"))
    failure.__suppress_context__ = False
    assert "builtins.KeyError" in logged(failure)
    failure.__suppress_context__ = True
    assert "builtins.KeyError" not in logged(failure)


def test_failures_that_name_each_other_end() -> None:
    one, other = ValueError("a"), KeyError("b")
    one.__cause__, other.__cause__ = other, one
    assert logged(one).count("builtins.") == 2


def test_only_what_the_house_says_of_its_own_work_is_told() -> None:
    assert "StoreUnavailable: the disk is full" in logged(raised(StoreUnavailable("the disk is full")))
    assert "Алматыда" not in logged(raised(NotUnderstood("Алматыда не болды")))


def test_a_token_in_an_entry_is_left_out() -> None:
    assert logged(said=f"asked /bot{TOKEN}/getMe") == "ERROR asked /bot(token)/getMe"


def test_entries_may_be_objects_without_a_token() -> None:
    record = logging.LogRecord("bot.app", logging.ERROR, "", 1, "with %s", ("123456:" + "A" * 35,), None)
    entry = json.loads(Objects().format(record))
    assert (entry["level"], entry["logger"], entry["message"]) == ("error", "bot.app", "with (token)")
    assert datetime.fromisoformat(entry["at"]).tzinfo is not None
    failure = raised(LookupError("words of a reader"))
    record.exc_info = (type(failure), failure, failure.__traceback__)
    entry = json.loads(Objects().format(record))
    assert entry["failure"][0] == "builtins.LookupError"
    assert "reader" not in str(entry)
