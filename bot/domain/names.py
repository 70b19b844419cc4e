"""Names of those who speak and act: claimants, organisations, outlets, demands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes import ClaimantType, Lang


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


@dataclass(frozen=True, slots=True)
class Names:
    """The names table, by id."""

    all: Mapping[str, Name]

    def get(self, name_id: str) -> Name | None:
        """The name of an id, or none: then the id is a label as an article wrote it."""
        return self.all.get(name_id)

    def plus(self, more: Iterable[Name]) -> "Names":
        """The table with more names in it."""
        return Names({**self.all, **{name.id: name for name in more}})

    def of_kind(self, kind: NameKind) -> tuple[Name, ...]:
        """All names of one list, in the order of the table."""
        return tuple(name for name in self.all.values() if name.kind is kind)

    def group_of(self, outlet: str) -> str:
        """The independence group of an outlet; an unknown outlet is its own group."""
        name = self.all.get(outlet)
        return (name.group if name else "") or outlet
