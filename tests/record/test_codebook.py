"""docs/codebook.md says what the exports say: `python -m tests.record.test_codebook` writes its tables anew."""

from importlib.resources import files
from pathlib import Path

from bot.codebook_file import read_codebook
from bot.domain.codebook import Codebook
from bot.domain.codes import Lang
from bot.record.package import codebook_text

DOCUMENT = Path(__file__).parents[2] / "docs" / "codebook.md"
_TABLES = "\n# Tables\n\n"


def codebook() -> Codebook:
    return read_codebook(files("bot") / "data")


def test_the_document_has_the_tables_of_the_data() -> None:
    assert DOCUMENT.read_text(encoding="utf-8").partition(_TABLES)[2] == codebook_text(codebook(), Lang.EN)


def test_every_column_is_explained_in_each_language_in_its_own_words() -> None:
    for table in codebook().tables.values():
        for column in table.columns:
            assert len(set(column.about.values())) == len(Lang) or column.type == "string", column.name
            assert all(column.about.values()), column.name


if __name__ == "__main__":
    head = DOCUMENT.read_text(encoding="utf-8").partition(_TABLES)[0]
    DOCUMENT.write_text(head + _TABLES + codebook_text(codebook(), Lang.EN), encoding="utf-8")
