"""One language with all that is needed to speak it: its catalog, the names of places, and the names of speakers."""

from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations

from babel.numbers import format_decimal

from bot.domain.codes import Lang
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.wording.gettext_markers import Plural

#: Words of others (labels, vague counts, an unknown place asked for) are shown no longer than this.
LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Locale:
    """Every module of bot/wording words values through one of these."""

    lang: Lang
    catalog: GNUTranslations
    gazetteer: Gazetteer
    names: Names

    def gettext(self, text: str, **values: object) -> str:
        """The text in this language, its %(name)s placeholders filled."""
        said = self.catalog.gettext(text)
        return said % values if values or "%" in said else said

    def ngettext(self, texts: Plural, n: int, **values: object) -> str:
        """The text for `n` in this language; %(n)s is the number as this language writes it."""
        return self.catalog.ngettext(*texts, n) % {"n": self.number(n), **values}

    def number(self, n: int) -> str:
        """The number with this language's grouping of digits."""
        return _grouped(n, self.lang)

    def name(self, name_id: str) -> str | None:
        """The reader's name of an id of the names table, or none."""
        known = self.names.get(name_id)
        return known.names.get(self.lang) if known else None


@lru_cache(maxsize=1024)
def _grouped(n: int, lang: Lang) -> str:
    """Babel takes as long for it as for the rest of a sentence."""
    return format_decimal(n, locale=lang)


def clean(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Somebody else's words on one line: no control or direction marks, no surplus space, cut with an ellipsis."""
    printable = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    plain = " ".join(printable.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def capital(text: str) -> str:
    """A text as it begins a line."""
    return text[:1].upper() + text[1:]
