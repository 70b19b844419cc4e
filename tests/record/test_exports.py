"""Exports are what they say: opened as others open them, true to the record, and harmless."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import feedparser
import pandas as pd
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.domain.codes import Lang
from bot.domain.record import Selection
from bot.record import cap
from bot.record.csv_writer import cell
from bot.record.export_rows import TableName, Tables
from bot.record.jsonl import document
from bot.record.markup import element, leaf
from bot.services.record.export import Export, Format, NothingFound, Wanted
from bot.wording.record import RecordWords
from tests.record.staging import (
    CLEANED,
    CORRECTED,
    COUNTRY,
    DAY,
    FORMULA,
    HOSTILE,
    MARKUP,
    PART,
    PLAIN,
    RETRACTED,
    STRIKE,
    UNSAFE,
    filled,
    record,
)

CAP = Path(__file__).parent / "CAP-v1.2.xsd"
ALERT = "{urn:oasis:names:tc:emergency:cap:1.2}"
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
EVERYTHING = Selection(versions=True)
SENDER = cap.Sender("small")


def exported(export: Export, form: Format, selection: Selection | None = None, **more: Any) -> bytes:
    return b"".join(export.pieces(Wanted(form, selection=selection or Selection(), **more)))


def objects(export: Export, selection: Selection | None = None, **more: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(export, Format.JSONL, selection, **more).splitlines()]


def table(export: Export, name: TableName, selection: Selection | None = None) -> list[dict[str, str]]:
    text = exported(export, Format.CSV, selection, table=name).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def features(export: Export, selection: Selection | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(exported(export, Format.GEOJSON, selection))["features"]
    return found


def test_every_standing_is_told_and_what_is_held_is_absent(database_url: str) -> None:
    with record(filled(database_url)) as export:
        stands = {one["event_id"]: one["record_status"] for one in objects(export)}
        assert stands == {
            PLAIN: "published",
            CORRECTED: "corrected",
            RETRACTED: "retracted",
            UNSAFE: "withdrawn",
            PART: "merged",
            HOSTILE: "published",
            CLEANED: "corrected",
            STRIKE: "published",
            COUNTRY: "published",
        }
        days = table(export, TableName.COVERAGE)
    assert [(row["outlet"], row["polls"], row["answers"], row["new_entries"]) for row in days] == [
        ("azattyq", "5", "4", "11"),
        ("vlast", "4", "0", "0"),
    ]


def test_what_versions_share_is_told_as_if_each_stood_alone(small: Export) -> None:
    streamed, words = small.tables(Lang.EN), small.words[Lang.EN]
    assert isinstance(words, RecordWords)
    with small.record.reading() as rows:
        entries = list(rows.entries(EVERYTHING))
    for entry in entries:
        with small.record.reading() as rows:
            alone = next(one for one in rows.these([entry.event], versions_too=True) if one.step == entry.step)
        tables = Tables(RecordWords(words.t), small.gazetteer)
        assert alone == entry
        assert document(tables, alone) == document(streamed, entry)
        assert cap.alert(alone, SENDER, [tables]) == cap.alert(entry, SENDER, [streamed])


@given(st.text(), st.text())
def test_any_text_is_text_in_xml(inside: str, attribute: str) -> None:
    read = etree.fromstring(element("a", leaf("b", inside), {"c": attribute}).encode())
    allowed = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    told = re.sub("\r\n?", "\n", allowed.sub("", inside))
    assert [child.tag for child in read] == ["b"]
    assert (read[0].text or "", read.attrib["c"]) == (told, allowed.sub("", attribute))


def test_a_tombstone_has_number_and_time_and_no_facts(small: Export) -> None:
    (grave,) = (one for one in objects(small, EVERYTHING) if one["event_id"] == UNSAFE)
    assert {name: value for name, value in grave.items() if value not in (None, [])} == {
        "event_id": UNSAFE,
        "version": 2,
        "latest": True,
        "record_status": "withdrawn",
        "change": "retraction",
        "first_told_at": "2019-09-21T06:00:00Z",
        "updated_at": "2019-09-21T07:00:00Z",
        "timestamp": 1569049200,
    }
    for name in (TableName.CLAIMS, TableName.SOURCES, TableName.PLACE_DAYS):
        assert str(UNSAFE) not in {row["event_id"] for row in table(small, name, EVERYTHING)}


def test_a_retracted_event_is_marked_and_its_claims_are_not_repeated(small: Export) -> None:
    (one,) = (one for one in objects(small) if one["event_id"] == RETRACTED)
    assert (one["change_reasons"], one["claims"], one["figures"], one["place_days"]) == (["not_a_protest"], [], [], [])
    (feature,) = (one for one in features(small) if one["properties"]["event_id"] == RETRACTED)
    assert feature["geometry"] is None


def test_earlier_versions_come_on_request_but_not_those_before_an_unsafe_fact_was_taken_out(small: Export) -> None:
    found = objects(small, EVERYTHING)
    versions = [(one["version"], one["latest"], len(one["claims"])) for one in found if one["event_id"] == PLAIN]
    assert versions == [(1, False, 4), (2, True, 5)]
    before, after = (one for one in found if one["event_id"] == CLEANED)
    assert (before["record_status"], before["latest"]) == ("withdrawn", False)
    assert not before.keys() & {"event_date", "claims", "sources", "notes"}
    assert after["record_status"] == "corrected"


def test_every_figure_has_its_claimant_and_no_private_person_is_named(small: Export) -> None:
    claims = [row for row in table(small, TableName.CLAIMS) if row["event_id"] == str(PLAIN)]
    names = [row["claimant_name"] for row in claims]
    assert names[:2] == ["Interior Ministry", "Azattyq"]
    assert names[3:] == ["Participants and eyewitnesses", "Interior Ministry"]
    everything = exported(small, Format.JSONL, EVERYTHING) + exported(small, Format.CAP) + exported(small, Format.ATOM)
    assert "Петров" not in everything.decode()


def test_of_vague_words_no_number_is_made(small: Export) -> None:
    vague = next(row for row in table(small, TableName.CLAIMS) if row["qualifier"] == "vague" and row["words"])
    assert (vague["min"], vague["max"], vague["words"]) == ("", "", "сотни")


def test_a_selection_is_of_days_and_places_and_tombstones_are_always_told(small: Export) -> None:
    within = small.gazetteer.within(["mangystau-region"])
    there = {one["event_id"] for one in objects(small, Selection(places=within))}
    assert there == {STRIKE, COUNTRY, UNSAFE, PART}
    on_the_day = {one["event_id"] for one in objects(small, Selection(start=DAY, end=DAY))}
    assert on_the_day == {PLAIN, CORRECTED, RETRACTED, UNSAFE, PART, HOSTILE, CLEANED}


def test_pandas_opens_the_tables_of_the_zip(small: Export, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(exported(small, Format.CSV))
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        package = json.loads(packed.read("datapackage.json"))
        for resource in package["resources"]:
            frame = pd.read_csv(io.BytesIO(packed.read(resource["path"])))
            assert list(frame.columns) == [field["name"] for field in resource["schema"]["fields"]]
        days = pd.read_csv(io.BytesIO(packed.read("place_days.csv")), parse_dates=["event_date"])
        assert "## place_days" in packed.read("codebook.md").decode()
    weeks = days.groupby(pd.Grouper(key="event_date", freq="W")).event_id.nunique()
    assert weeks.sum() == 6
    assert pd.read_json(io.BytesIO(exported(small, Format.JSONL)), lines=True).event_id.nunique() == 9


def test_the_same_record_makes_the_same_bytes(small: Export) -> None:
    for form in Format:
        assert exported(small, form) == exported(small, form)


def test_duckdb_opens_csv_and_json_lines(small: Export, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_bytes(exported(small, Format.CSV, table=TableName.CLAIMS))
    (tmp_path / "events.jsonl").write_bytes(exported(small, Format.JSONL))
    with duckdb.connect() as database:
        (detained,) = database.execute(
            "SELECT max(max) FROM read_csv(?)"
            " WHERE field = 'detained' AND stance = 'asserts' AND record_status = 'corrected'",
            [str(tmp_path / "claims.csv")],
        ).fetchall()
        (places,) = database.execute(
            "SELECT count(DISTINCT d.place_id) FROM (SELECT unnest(place_days) AS d FROM read_json(?))",
            [str(tmp_path / "events.jsonl")],
        ).fetchall()
    assert (detained, places) == ((75,), (5,))


def test_geojson_is_valid_and_points_stand_for_towns_and_regions(small: Export) -> None:
    collection: Any = FeatureCollection.model_validate_json(exported(small, Format.GEOJSON, EVERYTHING))
    assert len({feature.id for feature in collection.features}) == len(collection.features)
    exact = {one["properties"].get("place_id"): one["properties"].get("geo_precision") for one in features(small)}
    assert (exact["almaty"], exact["mangystau-region"], exact["kz"]) == (1, 3, 4)
    assert all(one["geometry"] is None for one in features(small) if one["properties"].get("place_id") == "kz")
    document = json.loads(exported(small, Format.GEOJSON))
    assert document["coverage"] == [{"day": "2019-09-21", "asked": 2, "answered": 1}]


@pytest.mark.parametrize("lang", list(Lang))
def test_atom_is_valid(small: Export, lang: Lang) -> None:
    text = exported(small, Format.ATOM, EVERYTHING, lang=lang)
    assert not feedparser.parse(io.BytesIO(text)).bozo
    root = etree.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    nodes = [root, *root.iter(f"{ATOM}entry")]
    assert len(nodes) > 8
    for node in nodes:
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
    graves = list(root.iter(DELETED))
    assert all(grave.get("ref", "").startswith("urn:uuid:") and grave.get("when") for grave in graves)
    ids = [node.findtext(f"{ATOM}id") for node in nodes] + [grave.get("ref") for grave in graves]
    assert len(graves) >= 2
    assert len(set(ids)) == len(ids) - sum(grave.get("ref") in ids[: len(nodes)] for grave in graves)


def alerts(export: Export, selection: Selection | None = None) -> Iterator[Any]:
    yield from etree.fromstring(exported(export, Format.CAP, selection)).iter(f"{ALERT}alert")


def test_every_alert_is_valid_cap(small: Export) -> None:
    schema = etree.XMLSchema(etree.parse(CAP))
    found = list(alerts(small, EVERYTHING))
    assert len(found) > 9
    for alert in found:
        schema.assertValid(etree.fromstring(etree.tostring(alert)))
        assert {info.findtext(f"{ALERT}responseType") for info in alert.iter(f"{ALERT}info")} <= {"Monitor", "None"}


def test_an_alert_says_what_it_corrects_and_one_that_was_withdrawn_nothing_else(small: Export) -> None:
    kinds = {alert.findtext(f"{ALERT}identifier").split(".")[-2]: alert for alert in alerts(small)}
    assert kinds[str(PLAIN)].findtext(f"{ALERT}msgType") == "Update"
    assert kinds[str(CORRECTED)].findtext(f"{ALERT}note") == "our program misread the source"
    grave = kinds[str(UNSAFE)]
    assert grave.findtext(f"{ALERT}msgType") == "Cancel"
    assert grave.find(f"{ALERT}info") is None
    assert grave.findtext(f"{ALERT}references").endswith("2019-09-21T12:00:00+06:00")


def test_hostile_names_and_links_are_text(small: Export) -> None:
    for name in TableName:
        for row in csv.reader(io.StringIO(exported(small, Format.CSV, table=name).decode(), newline="")):
            assert not [value for value in row if value[:1] in set("=+-@")]
    assert cell(FORMULA) == f"'{FORMULA}"
    for form in Format:
        if form is not Format.CSV:
            assert b"javascript:" not in exported(small, form)
    root = etree.fromstring(exported(small, Format.ATOM))
    assert root.find(".//script") is None
    assert MARKUP in "".join(root.itertext())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "  =1", "＝1", "＋1", "－1", "＠1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


def test_an_empty_selection_is_refused_before_a_byte_is_written(small: Export) -> None:
    from datetime import date

    empty = Selection(start=date(2001, 1, 1), end=date(2001, 1, 2), places=frozenset({"oral"}))
    found = [one["record_status"] for one in objects(small, empty)]
    assert set(found) == {"withdrawn", "merged"}
    with pytest.raises(NothingFound):
        exported(small, Format.CSV, empty, table=TableName.COVERAGE)


def test_the_tables_are_those_of_the_codebook(small: Export) -> None:
    """Every column that is written is explained, and every column that is explained can be written."""
    with small.record.reading() as rows:
        tables, wanted = small.tables(Lang.EN), list(rows.entries(EVERYTHING))
        found = {name: [row for entry in wanted for row in tables.rows(name, entry)] for name in TableName}
        found[TableName.COVERAGE] = list(map(tables.coverage, rows.coverage.days()))
    for name, some in found.items():
        assert {column for row in some for column in row} == set(small.codebook[name].header), name
