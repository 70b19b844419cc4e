"""The catalogs are complete, agree with the code, and hold nothing stale."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.domain.codes import Lang
from bot.wording.extract import KEYWORDS, LOCALES, ROOT, extracted, main

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%(.)")
FORMS = {Lang.KK: 2, Lang.RU: 3, Lang.EN: 2}


def catalog(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, abort_invalid=True)


def texts(catalog: Catalog) -> dict[object, Message]:
    return {message.id: message for message in catalog if message.id}


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(match[1] or "", match[2] or "") for match in PLACEHOLDER.finditer(text)}


@pytest.fixture(params=list(Lang))
def lang(request: pytest.FixtureRequest) -> Lang:
    return Lang(request.param)


@pytest.fixture
def translated(lang: Lang) -> Catalog:
    return catalog(LOCALES / lang / "LC_MESSAGES" / "bot.po")


def test_the_template_has_exactly_the_texts_of_the_code() -> None:
    assert set(texts(catalog(LOCALES / "bot.pot"))) == set(texts(extracted()))


def test_a_catalog_has_exactly_the_texts_of_the_template(translated: Catalog) -> None:
    assert set(texts(translated)) == set(texts(catalog(LOCALES / "bot.pot")))


def test_a_catalog_has_no_fuzzy_and_no_obsolete_entry(translated: Catalog) -> None:
    assert not translated.obsolete
    assert not [message.id for message in translated if message.id and message.fuzzy]


def test_every_text_is_translated_in_every_plural_form(translated: Catalog, lang: Lang) -> None:
    expected = {key: 1 if isinstance(key, str) else FORMS[lang] for key in texts(translated)}
    assert {key: sum(map(bool, strings(message))) for key, message in texts(translated).items()} == expected


def test_the_header_names_the_plural_forms_of_the_language(translated: Catalog, lang: Lang) -> None:
    assert translated.num_plurals == FORMS[lang]


def test_placeholders_agree_and_are_all_named(translated: Catalog) -> None:
    for message in texts(translated).values():
        expected = placeholders(originals(message)[-1])
        assert all(name for name, _ in expected), message.id
        assert {frozenset(placeholders(text)) for text in strings(message)} == {frozenset(expected)}, message.id


def test_babel_finds_no_fault(translated: Catalog) -> None:
    assert not [(message.id, errors) for message, errors in translated.check()]


def test_line_ends_and_spaces_around_a_text_are_kept(translated: Catalog) -> None:
    for message in texts(translated).values():
        for text in strings(message):
            assert text == text.strip(), message.id


def test_extraction_sees_every_text_written_in_the_code() -> None:
    known = {text for message in extracted() if message.id for text in originals(message)}
    written = {text for room in ("bot", "handlers") for text in _written(ROOT / room)}
    assert written
    assert written <= known


def test_the_tool_leaves_catalogs_that_are_in_step_as_they_are(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    main(tmp_path)
    changed = [p for p in files() if (tmp_path / p.relative_to(LOCALES)).read_bytes() != p.read_bytes()]
    assert len(files()) == 4
    assert not changed


def test_the_tool_drops_a_text_that_vanished_and_leaves_one_that_appeared_untranslated(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "ru" / "LC_MESSAGES" / "bot.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Done"', 'msgid "Gone"'), encoding="utf-8")
    main(tmp_path)
    messages = texts(catalog(path))
    assert "Gone" not in messages
    assert not any(strings(messages["Done"]))
    assert strings(messages["Earlier"]) == ("Раньше",)


def files() -> list[Path]:
    return sorted(path for path in LOCALES.rglob("bot.po*"))


def _written(room: Path) -> Iterator[str]:
    for file in room.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in KEYWORDS:
                yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
