"""Every rule cites the case that asked for it, and fires there."""

import pytest

from bot.reading.reader import Reader
from bot.resources import Knowledge
from tests.reading.citing import CITATIONS, OWN, SENTENCES, Firing, cited, rules, written
from tests.reading.scoring import CASES


@pytest.fixture(scope="module")
def firing(knowledge: Knowledge, reader: Reader) -> Firing:
    return Firing(knowledge, reader)


def test_every_rule_cites_a_case_and_no_case_is_cited_by_a_rule_that_is_gone(knowledge: Knowledge) -> None:
    known, citations = set(rules(knowledge)), set(cited())
    assert sorted(known - citations) == [], ".venv/bin/python -m tests.reading.citing, or a sentence in cases.toml"
    assert sorted(citations - known) == []


def test_every_cited_case_exists_and_every_sentence_is_cited() -> None:
    own = {OWN + name for name in SENTENCES}
    named = set(cited().values())
    assert sorted(named - set(CASES) - own) == []
    assert sorted(own - named) == []


def test_every_rule_fires_in_the_case_it_cites(firing: Firing) -> None:
    silent = {rule: case for rule, case in cited().items() if rule not in firing.in_case(case)}
    assert silent == {}


def test_the_file_of_citations_is_as_its_tool_writes_it() -> None:
    assert written(cited()) == CITATIONS.read_text(encoding="utf-8")
