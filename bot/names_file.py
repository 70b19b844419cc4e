"""The lists of claimants, organisations, outlets and demands in bot/data → names."""

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from bot.data_files import BadData, in_file, read_toml
from bot.domain.codes import ClaimantType, Lang
from bot.domain.names import Name, NameKind, Names

_KINDS = {
    "claimants": NameKind.CLAIMANT,
    "organisers": NameKind.ORGANISATION,
    "outlets": NameKind.OUTLET,
    "demands": NameKind.DEMAND,
}


def read_names(folder: Traversable) -> Names:
    """Every name of the files of a data folder; BadData when one cannot be used."""
    found: dict[str, Name] = {}
    for section, kind in _KINDS.items():
        file = f"{section}.toml"
        data = read_toml(folder / file)
        if unknown := set(data) - {section}:
            raise BadData(f"{file}: unknown lists {sorted(unknown)}")
        for name_id, entry in data[section].items():
            if name_id in found:
                raise BadData(f"{file}: {name_id} stands twice")
            found[name_id] = in_file(f"{file}: {name_id}", lambda i=name_id, k=kind, e=entry: _name(i, k, e))
    endings = read_toml(folder / "person_name_endings.toml")
    return Names(found, in_file("person_name_endings.toml", lambda: _endings(endings)))


def _endings(data: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Words of three languages that end so, whatever their letters."""
    return re.compile(rf"(?:{'|'.join(re.escape(end) for lang in Lang for end in data[lang])})$", re.IGNORECASE)


def _name(name_id: str, kind: NameKind, entry: Mapping[str, Any]) -> Name:
    return Name(
        id=name_id,
        kind=kind,
        names={lang: entry["names"][lang.value] for lang in Lang},
        claimant_type=ClaimantType(entry["type"]) if "type" in entry else None,
        banned=entry.get("banned"),
        group=entry.get("group", ""),
        forms={lang: tuple(entry["forms"][lang.value]) for lang in Lang},
        sites=tuple(entry.get("sites", ())),
    )
