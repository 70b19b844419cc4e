"""Letters of Kazakh and Russian by their Unicode names, and how each is written in plain Latin; bot/data has words."""

from collections.abc import Mapping
from unicodedata import lookup

#: The first and the last letter of the block "Cyrillic" of Unicode.
FIRST, LAST = chr(0x400), chr(0x4FF)


def _letter(name: str) -> str:
    return lookup(f"CYRILLIC SMALL LETTER {name}")


YO, YE, _TSE, _YERU = map(_letter, ("IO", "IE", "TSE", "YERU"))
#: The alphabet from "a" to "ya", in the order of Unicode, which is that of Russian without "yo".
_RUSSIAN = "".join(map(chr, range(ord(_letter("A")), ord(_letter("YA")) + 1)))
#: Letters that Kazakh has and Russian has not, as they are in Latin: ae, gh, q, ng, oe, straight u, ue, h, i.
_KAZAKH_TO_LATIN: Mapping[str, str] = {
    _letter("SCHWA"): "a",
    _letter("GHE WITH STROKE"): "g",
    _letter("KA WITH DESCENDER"): "k",
    _letter("EN WITH DESCENDER"): "n",
    _letter("BARRED O"): "o",
    _letter("STRAIGHT U WITH STROKE"): "u",
    _letter("STRAIGHT U"): "u",
    _letter("SHHA"): "h",
    _letter("BYELORUSSIAN-UKRAINIAN I"): "i",
}
KAZAKH = frozenset(_KAZAKH_TO_LATIN)
#: In the same order; the two signs have none.
_RUSSIAN_TO_LATIN = ("a", "b", *"vgdejziiklmnoprstufhccss", "", "i", "", "e", "u", "a")
#: How people type names: one Latin letter for each of Cyrillic, none for the signs.
TO_LATIN: Mapping[str, str] = {**dict(zip(_RUSSIAN, _RUSSIAN_TO_LATIN, strict=True)), YO: "e", **_KAZAKH_TO_LATIN}
#: How names sound: "ts" begins as "s" does, and the vowel of "y" is dropped; Ukrainian letters too.
TO_SOUNDS: Mapping[str, str] = {
    **TO_LATIN,
    _TSE: "s",
    _YERU: "",
    _letter("YI"): "i",
    _letter("UKRAINIAN IE"): "e",
    _letter("GHE WITH UPTURN"): "g",
}


def without_yo(text: str) -> str:
    """A text in small letters with "yo" as "ye", which Russian writes either way."""
    return text.replace(YO, YE)


def is_cyrillic(letter: str) -> bool:
    """Whether a letter is one of the Cyrillic script."""
    return FIRST <= letter <= LAST
