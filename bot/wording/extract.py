"""Keeps the catalogs in step with the code: `python -m bot.wording.extract` rewrites locales/bot.pot and every bot.po.

Texts that vanished leave the catalogs, texts that appeared come without a translation (and tests fail until they have
one); nothing is ever guessed.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from bot.domain.codes import Lang

#: Which argument of which function is a text; dots before a name do not matter.
KEYWORDS: dict[str, tuple[int, ...] | None] = {"gettext": None, "gettext_noop": None, "ngettext_noop": (1, 2)}

#: What gettext needs, and nothing that changes with the day.
_HEADER = """msgid ""
msgstr ""
"Language: {lang}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural_forms}\\n"

"""

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"


def extracted(root: Path = ROOT) -> Catalog:
    """Every text of the code that a person may see."""
    with (root / "locales" / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]  # Babel leaves it so
    template = Catalog(project="protest-alerts")
    for folder in ("bot", "handlers"):
        for file, _, message, comments, context in extract_from_dir(
            root / folder, methods, options, KEYWORDS, strip_comment_tags=True
        ):
            template.add(message, None, [(f"{folder}/{file}", 0)], auto_comments=comments, context=context)
    return template


def main(locales: Path = LOCALES) -> None:
    """Rewrite the template and the three catalogs of a folder."""
    template = extracted()
    with (locales / "bot.pot").open("wb") as pot:
        write_po(pot, template, width=120, omit_header=True, include_lineno=False, sort_output=True)
    for lang in Lang:
        path = locales / lang / "LC_MESSAGES" / "bot.po"
        with path.open("rb") as old:
            catalog = read_po(old, locale=lang)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        with path.open("wb") as new:
            new.write(_HEADER.format(lang=lang, plural_forms=catalog.plural_forms).encode())
            write_po(new, catalog, width=120, omit_header=True, include_lineno=False, sort_output=True)


if __name__ == "__main__":
    main()
