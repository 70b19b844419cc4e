"""The catalogs of locales/, compiled in memory when they are loaded: there is no second file that could be stale."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration

#: Where the program's own catalogs lie.
LOCALES = Path(__file__).parents[2] / "locales"


@dataclass(frozen=True, slots=True)
class Catalogs:
    """One gettext catalog a language."""

    all: Mapping[Lang, GNUTranslations]

    @classmethod
    def load(cls, folder: Path) -> "Catalogs":
        """All catalogs under `folder`/<lang>/LC_MESSAGES/bot.po; BadConfiguration has one line for each bad file."""
        loaded: dict[Lang, GNUTranslations] = {}
        faults: list[str] = []
        for lang in Lang:
            path = folder / lang / "LC_MESSAGES" / "bot.po"
            try:
                loaded[lang] = _compiled(path, lang)
            except (OSError, ValueError, PoFileError, UnknownLocaleError) as error:
                faults.append(f"{path}: {error}")
        if faults:
            raise BadConfiguration(tuple(faults))
        return cls(loaded)

    def __getitem__(self, lang: Lang) -> GNUTranslations:
        return self.all[lang]


def _compiled(path: Path, lang: Lang) -> GNUTranslations:
    with path.open("rb") as source:
        catalog = read_po(source, locale=lang, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
