"""Names of those who speak and act: claimants, organisations, outlets, demands."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.codes import ClaimantType, Lang
from bot.domain.errors import NotUnderstood

#: Letters of an address, a handle, a command or a path; a label has none of them.
_ADDRESS = re.compile(r"[/@:\\.#<>]")
#: Fits every word: where no surnames are known, any word may be one.
_ANY = re.compile("")
_PERSON = (2, 3)


class NameKind(StrEnum):
    """Which list a name stands in."""

    CLAIMANT = "claimant"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class Name:
    """One who or what, with its name in three languages, nominative."""

    id: str
    kind: NameKind
    names: Mapping[Lang, str]
    #: The role under which a claimant speaks.
    claimant_type: ClaimantType | None = None
    #: The day a court in Kazakhstan banned an organisation.
    banned: date | None = None
    #: Outlets of one owner are one independent source.
    group: str = ""
    #: How the name is written in articles: stems by language, as in the lexicon.
    forms: Mapping[Lang, tuple[str, ...]] | None = None
    #: Addresses of a claimant's own site, without scheme: a host, or a host and how paths there begin.
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The names table, by id."""

    all: Mapping[str, Name]
    #: How surnames and patronymics end.
    surnames: re.Pattern[str] = _ANY

    def get(self, name_id: str) -> Name | None:
        """The name of an id, or none: then the id is a label as an article wrote it."""
        return self.all.get(name_id)

    def plus(self, more: Iterable[Name]) -> "Names":
        """The table with more names in it."""
        return replace(self, all={**self.all, **{name.id: name for name in more}})

    def of_kind(self, kind: NameKind) -> tuple[Name, ...]:
        """All names of one list, in the order of the table."""
        return tuple(name for name in self.all.values() if name.kind is kind)

    def group_of(self, outlet: str) -> str:
        """The independence group of an outlet; an unknown outlet is its own group."""
        name = self.all.get(outlet)
        return (name.group if name else "") or outlet

    def speaks_at(self, address: str) -> str:
        """The claimant whose own site an address lies at; "" for any other address."""
        sites = ((name.id, site) for name in self.all.values() for site in name.sites)
        return next((name_id for name_id, site in sites if _is_at(address, site)), "")

    def is_label(self, written: str) -> bool:
        """Whether a name that an article puts in quotation marks may stand for an office: no address, nobody's name.

        Two or three words that all begin with a capital may be a forename and a surname, so they are none.
        """
        words = written.split()
        if not words or _ADDRESS.search(written) or any(map(self._is_surname, words)):
            return False
        person = len(words) in _PERSON and all(word[0].isupper() and word[1:].islower() for word in words)
        return not person

    def _is_surname(self, word: str) -> bool:
        return word[0].isupper() and self.surnames.search(word) is not None


def _is_at(address: str, site: str) -> bool:
    """Whether an address lies at a site: on its host or one below it, and where its paths begin."""
    parts, (home, slash, path) = urlsplit(address), site.partition("/")
    name = parts.hostname or ""
    return (name == home or name.endswith(f".{home}")) and (not slash or parts.path.startswith(f"/{path}"))


def organisation_of(names: Names, typed: str) -> str:
    """The id of the one organisation that is meant: by id, by name in any language, or by a part of one."""
    wanted = " ".join(typed.casefold().split())
    known = names.of_kind(NameKind.ORGANISATION)
    spelt = {name.id: {name.id, *(one.casefold() for one in name.names.values())} for name in known}
    for is_it in (str.__eq__, str.__contains__):
        found = [name for name, forms in spelt.items() if wanted and any(is_it(form, wanted) for form in forms)]
        if len(found) == 1:
            return found[0]
    raise NotUnderstood(typed[:20])
