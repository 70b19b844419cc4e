"""The lists of claim_grammar.toml: each is used, each that is used is there, and faults of the file are said."""

import re
from pathlib import Path

import pytest

from bot import resources
from bot.data_files import read_toml
from bot.domain.errors import BadConfiguration
from bot.reading.claim_grammar import claim_grammar_of
from bot.reading.governed import Case

SOURCE = Path(resources.__file__).parent
USED = re.compile(r'(listed\(\s*|form\(|fits\(\s*|any_fits\(\s*)f?"([a-z_{}.]+)"|\blists\["([a-z_]+)"\]')


def used() -> tuple[set[str], set[str]]:
    words: set[str] = set()
    forms: set[str] = set()
    for path in (SOURCE / "reading").glob("*.py"):
        for how, name, listed in USED.findall(path.read_text(encoding="utf-8")):
            (words if listed or how.startswith("listed(") else forms).add(listed or name)
    return words, forms


def test_every_list_is_used_and_there() -> None:
    data = read_toml(SOURCE / "data" / "claim_grammar.toml")
    words, forms = used()
    cases = {f"ending_{case.value}" for case in Case} - {"ending_nominative"}
    assert words == set(data["words"])
    assert forms - {"ending_{case.value}"} | cases == set(data["forms"])


@pytest.mark.parametrize("forms", [{"broken": {"en": "("}}, {"of_nobody": {"de": "x"}}, {"empty": {}}])
def test_a_fault_of_the_file_is_said(forms: dict[str, dict[str, str]]) -> None:
    with pytest.raises((ValueError, BadConfiguration)):
        resources._claim_grammar({"words": {}, "forms": forms})


def test_a_list_that_leaves_a_language_out_has_none_of_it() -> None:
    grammar = claim_grammar_of({"of_them": {"en": ["them"]}}, {"ends": {"en": "s$"}}, "kk")
    assert not grammar.words["of_them"]
    assert not grammar.fits("ends", "words")
