"""The pages: whole, true to the record, harmless, and written only where something changed."""

import errno
import fcntl
import shutil
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from bot.cli import main
from bot.domain.errors import BadConfiguration
from bot.domain.event import Change
from bot.record.files import NotWritten
from bot.record.folder import Done, FolderBusy, Planned, update
from bot.record_export import site
from bot.services.record.export import Export
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from tests.record.staging import (
    CORRECTED,
    HELD,
    HOSTILE,
    MARKUP,
    PART,
    PLAIN,
    RALLY,
    RETRACTED,
    UNSAFE,
    correct,
    record,
)

LANGS = ("kk", "ru", "en")


class Links(HTMLParser):
    """Addresses and scripts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.hrefs += [value for name, value in attrs if name in {"href", "src"} and value]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def everything(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def pages(small_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the small record."""
    folder = tmp_path_factory.mktemp("pages")
    database = shutil.copy(small_record, folder / "small.db")
    with record(f"sqlite:///{database}") as export:
        site(export).build(folder / "site")
    return folder / "site"


@pytest.fixture
def writing(small_record: Path, tmp_path: Path) -> Iterator[tuple[Store, Export]]:
    """The small record while it changes."""
    url = f"sqlite:///{shutil.copy(small_record, tmp_path / 'small.db')}"
    with record(url) as export:
        store = Store(url, ChatIdEncryption(ChatIdEncryption.new_key()))
        yield store, export
        store.close()


def test_every_link_leads_to_a_file_of_the_folder_or_to_a_source(pages: Path) -> None:
    for page in pages.rglob("*.html"):
        found = Links(page.read_text(encoding="utf-8"))
        assert "script" not in found.tags
        for href in found.hrefs:
            if urlsplit(href).scheme:
                assert urlsplit(href).scheme in {"http", "https"} or href.startswith("data:image/svg+xml,")
                continue
            there = page.parent / urldefrag(href).url if urldefrag(href).url else page
            assert there.is_file(), f"{page.name}: {href}"


@pytest.mark.parametrize("lang", LANGS)
def test_each_standing_has_its_page_and_what_is_held_has_none(pages: Path, lang: str) -> None:
    events = {int(path.stem) for path in (pages / lang / "events").iterdir()}
    assert events == {PLAIN, CORRECTED, RETRACTED, UNSAFE, PART, HOSTILE, 8, 9, 10}
    assert not [path for path in (pages / "data" / "events").iterdir() if path.name.startswith(f"{HELD}.")]


def test_a_withdrawn_event_leaves_no_fact_anywhere(pages: Path) -> None:
    for name in (f"en/events/{UNSAFE}.html", f"data/events/{UNSAFE}.json", f"data/events/{UNSAFE}.cap.xml"):
        assert not {"Almaty", "2019-09-21", "57"} & set(read(pages, name).replace(">", " ").replace("<", " ").split())
    assert f"events/{UNSAFE}.html" not in read(pages, "en/places/almaty.html")
    assert f"events/{UNSAFE}.html" in read(pages, "en/corrections.html")


def test_a_retracted_event_is_marked_and_its_figures_are_not_repeated(pages: Path) -> None:
    page = read(pages, f"en/events/{RETRACTED}.html")
    assert "This was not a protest" in page
    assert "57 people" not in page


def test_an_event_says_what_changed_who_says_what_and_how_to_cite_it(pages: Path) -> None:
    page = read(pages, f"en/events/{CORRECTED}.html")
    assert "<del>Interior Ministry: 57 people detained</del>" in page.replace(" (Almaty)", "")
    assert "<ins>Interior Ministry: 75 people detained</ins>" in page
    assert "Our program misread the source" in page
    assert f"No. {CORRECTED} · version 2 · 21 September 2019, 13:00" in page
    assert 'href="https://azattyq.example/1"' in page


def test_corrections_say_what_was_wrong_and_what_is_right(pages: Path) -> None:
    page = read(pages, "en/corrections.html").replace(" (Almaty)", "")
    assert "<del>Interior Ministry: 57 people detained</del>" in page
    assert page.count("<ins>") == page.count("<ins>Interior Ministry: 75 people detained</ins>") == 1


def test_hostile_names_and_links_are_text(pages: Path) -> None:
    page = Links(read(pages, f"en/events/{HOSTILE}.html"))
    assert "script" not in page.tags
    assert MARKUP in "".join(page.words)
    assert not [href for href in page.hrefs if href.lower().startswith("javascript")]


def test_the_same_record_makes_the_same_bytes(small: Export, pages: Path, tmp_path: Path) -> None:
    site(small).build(tmp_path / "again")
    assert everything(tmp_path / "again") == everything(pages)


def test_only_what_changed_is_written(writing: tuple[Store, Export], tmp_path: Path) -> None:
    store, export = writing
    first = site(export).build(tmp_path / "site")
    assert site(export).build(tmp_path / "site") == Done(0, first.written, 0)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*.html")}
    with store.writing() as tx:
        correct(tx, PLAIN, Change.CORRECTION, RALLY, "our_reading")
    site(export).build(tmp_path / "site")
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*.html")}
    changed = {
        path.relative_to(tmp_path / "site" / "en").as_posix()
        for path in after
        if after[path] != before.get(path) and "en" in path.parts
    }
    assert f"events/{PLAIN}.html" in changed
    assert f"events/{CORRECTED}.html" not in changed
    assert "codebook.html" not in changed


def test_what_is_held_from_now_on_is_gone_with_the_next_build(writing: tuple[Store, Export], tmp_path: Path) -> None:
    store, export = writing
    site(export).build(tmp_path / "site")
    with store.writing() as tx:
        tx.events.hold(9, held=True)
    assert site(export).build(tmp_path / "site").gone > 6
    assert not [
        name for name, text in everything(tmp_path / "site").items() if "/events/9." in name or b"events/9.html" in text
    ]
    assert not (tmp_path / "site" / "en" / "places" / "zhanaozen.html").exists()


def planned(name: str, text: str, digest: str = "1") -> Planned:
    return Planned(name, digest, lambda: (text.encode(),))


def full(name: str) -> Planned:
    def make() -> Iterable[bytes]:
        yield b"half of it"
        raise OSError(errno.ENOSPC, "No space left on device")

    return Planned(name, "2", make)


def test_a_full_disk_leaves_what_was_there_and_the_next_build_puts_it_right(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    update(folder, [planned("a/old.html", "old"), planned("gone.html", "gone")])
    with pytest.raises(NotWritten):
        update(folder, [planned("b/new.html", "new", "2"), full("a/old.html")])
    assert (folder / "a/old.html").read_text() == "old"
    assert not (folder / "gone.html").exists(), "what may be unsafe goes first"
    assert sorted(path.name for path in folder.rglob(".new*")) == []
    assert update(folder, [planned("a/old.html", "newer", "2")]) == Done(1, 0, 1)
    assert sorted(everything(folder)) == [".manifest.json", "a/old.html"]


def test_a_strange_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(BadConfiguration):
        update(tmp_path, [planned("index.html", "x")])
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("manifest", ['{"files": {"../secret": "", "/etc/hosts": ""}}', "{", '{"files": 5}', "[]"])
def test_a_manifest_that_somebody_else_wrote_harms_nothing_outside(tmp_path: Path, manifest: str) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "secret").write_text("kept")
    (folder / "stale.html").write_text("stale")
    (folder / ".manifest.json").write_text(manifest)
    update(folder, [planned("index.html", "x")])
    assert (tmp_path / "secret").read_text() == "kept"
    assert (folder / "index.html").read_text() == "x"


def test_two_builds_do_not_write_one_folder_at_once(tmp_path: Path) -> None:
    update(tmp_path / "site", [planned("index.html", "x")])
    with (tmp_path / "site" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FolderBusy):
            update(tmp_path / "site", [planned("index.html", "y", "2")])


def test_the_command_says_what_it_did_and_what_it_cannot(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(["site", "--out", str(installation / "site")]) == 0
    assert capsys.readouterr().out.endswith("site/index.html\n")
    for out, status in ((installation, 2), (installation / "live.db", 2), (Path("/proc/site"), 1)):
        assert main.status(["site", "--out", str(out)]) == status
        assert capsys.readouterr().err.count("\n") == 1


def test_an_empty_record_has_pages_too(sqlite_url: str, tmp_path: Path) -> None:
    with record(sqlite_url, purpose=Purpose.LIVE) as export:
        site(export).build(tmp_path / "site")
    assert "No protests are recorded here yet." in read(tmp_path / "site", "en/index.html")
