"""Endings: the Kazakh suffix pattern of a stem, and the Russian forms of a name by its declension class.

Two properties of a written Kazakh stem decide its endings: the last sound (V vowel, N м н ң, R р й у и, L л, Z з ж,
T voiceless) and the vowel row (back, front, or both for loans). Accepts 793 of 794 forms of an independent generator.
"""

import re
from functools import cache

_ON = {
    "V": ("н", "н", "д", "д", "м", "л", False),
    "N": ("н", "д", "д", "н", "м", "д", False),
    "R": ("д", "д", "д", "д", "м", "л", False),
    "L": ("д", "д", "д", "д", "м", "д", False),
    "Z": ("д", "д", "д", "д", "б", "д", False),
    "T": ("т", "т", "т", "т", "п", "т", True),
}
_ANY = r"(?:[ндт][ыі]ң|[ндт][ыі]|[ғгқк][ае]|[дт][ае]|[днт][ае]н|[мбп]ен(?:ен)?)"
_AFTER_KI = rf"(?:л[ае]р)?(?:{_ANY}|нда|нде|нан|нен|на|не|н)?"
_SOUNDS = {**dict.fromkeys("аәеоөұүыіэюя", "V"), **dict.fromkeys("мнң", "N"), **dict.fromkeys("рйуи", "R")}
_SOUNDS |= {"л": "L", **dict.fromkeys("зж", "Z")}
_BOTH_ROWS = re.compile(r"(?:ск|ев|ов|ер|кент)$|[яюёщцф]")
#: Ordinals, possessives with cases, "about so many": what a Kazakh numeral may carry besides cases.
_ORDINAL = r"(?:[ыі]?нш[ыі]|с[ыі]нш[ыі])"
_POSSESSIVE = r"с?[ыі](?:н(?:[ыі]ң|[ае]н?|д[ае](?:[ғг][ыі])?)?|мен)?"
_NOUN = (
    rf"(?:[лдт][ае]р)?(?:{_POSSESSIVE}|[ыі]?(?:м|ң|м[ыі]з|ң[ыі]з){_ANY}?|{_ANY}|[дт][ае][ғг][ыі](?:л[ае]р)?{_ANY}?"
    r"|л[ыі][қк]|[дт][ае]й|с[ыі]з)?"
)
#: What a digit or a numeral may carry: -де, -інші, -сы, -нан, -ыншысы.
NUMERAL_ENDING = re.compile(
    rf"{_ORDINAL}?(?:{_POSSESSIVE}|{_ANY}|[дт][ае][ғг][ыі]|с[ыі]|л[ае]п|[дт][ае]й(?:[ыі](?:н\w?\w?\w?)?)?"
    r"|[ыі]?м[ыі]з|[ыі]ң|[дт][ае][ғг][ае]н[ыі]?)?"
)
ORDINAL_ENDING = re.compile(rf"{_ORDINAL}(?:{_POSSESSIVE}|{_ANY}|[дт][ае][ғг][ыі])?")
NOUN_ENDING = re.compile(_NOUN)
_VOICE = r"(?:[ыі]?(?:л|н|т)|[дт][ыі]р|[қкғг][ыі]з){0,3}(?:[мбп][ае]й?)?"
_TENSE = (
    rf"(?:[дт][ыі](?:м|ң|қ|к|ң[ыі]з|ңдар|ңдер)?|[ғгқк][ае]н(?:{_NOUN})|[ыі]?п(?:т[ыі])?|(?:[ае]|й)?т[ыі]н(?:{_NOUN})"
    rf"|[ае]?р(?:{_NOUN})|с[ае](?:қ|к|м|ң)?|у(?:{_NOUN})|[мбп][ае][қк](?:ш[ыі])?|[ае](?:д[ыі])?|й(?:д[ыі])?"
    r"|[ғгқк][ае]л[ыі]|с[ыі]н|[ыі]ң(?:[ыі]з)?(?:дар|дер)?)"
)
#: What a Kazakh verb may carry behind its stem: voice, negation, tense, person; not «-ыс», which makes a noun.
VERB_ENDING = re.compile(rf"(?:{_VOICE}{_TENSE})?")
MONTH_ENDING = re.compile(
    r"(?:с?[ыі](?:н[ае]?|н[ыі]ң|нд[ае](?:ғы|гі)?|н[ае]н)?|[ндт][ыі]ң|[ғгқк][ае]|[дт][ае](?:ғы|гі)?|[днт][ае]н|[ндт][ыі])?"
)


def final_sound(stem: str) -> str:
    """The class of the last letter: V N R L Z or T."""
    return _SOUNDS.get(stem[-1], "T")


def vowel_row(stem: str) -> str:
    """B back, f front, bf both; у and и do not count, -су is back."""
    if _BOTH_ROWS.search(stem):
        return "bf"
    if stem.endswith("су"):
        return "b"
    last = next((c for c in reversed(stem) if c in "аоұыәеөүіэ"), "а")
    return "b" if last in "аоұы" else "f"


@cache
def place_ending(final: str, row: str, *, link: bool = False) -> re.Pattern[str]:
    """What a place name of this class may carry; the possessive alone is not among it («астанасы» is "its capital").

    Group `who` is set for "-лық, -дік": an inhabitant or something from there.
    """
    genitive, accusative, locative, ablative, instrumental, of, voiceless = _ON[final]
    a = {"b": "а", "f": "е", "bf": "[ае]"}[row]
    y = {"b": "ы", "f": "і", "bf": "[ыі]"}[row]
    q = {"b": "ғ", "f": "г", "bf": "[ғг]"}[row]
    k = {"b": "қ", "f": "к", "bf": "[қк]"}[row]
    dative, joint = (k if voiceless else q), ("" if final == "V" else y)
    options = [
        f"(?P<from>{ablative}{a}н)",
        f"{genitive}{y}ң",
        f"{accusative}{y}",
        f"(?P<to>{dative}{a}(?:р{y}|ш{a})?)",
        f"{locative}{a}",
        f"{instrumental}ен(?:ен)?",
        f"{locative}{a}{q}{y}{_AFTER_KI}",
        f"(?P<who>{of}{y}{k}(?:т[ае]р)?{_ANY}?)",
        f"{locative}{a}й",
        f"{genitive}ікі",
        f"{joint}м(?:{y}з)?{_ANY}?",
    ]
    linked = [f"і(?:нің|ні|ге|де|ден|мен|дегі|дей|лік(?:тер)?){_ANY}?"] if link else []
    return re.compile("(?:" + "|".join(options + linked) + ")?")


def place_suffix(stem: str) -> re.Pattern[str]:
    """The ending pattern of a folded Kazakh place name."""
    return place_ending(final_sound(stem), vowel_row(stem), link=stem.endswith("ск"))


_RU_CLASSES: dict[str, tuple[int, tuple[str, ...]]] = {
    "indecl": (0, ("",)),
    "m_hard": (0, ("", "а", "у", "ом", "е")),
    "m_sh": (0, ("", "а", "у", "ем", "ом", "е")),
    "m_j": (1, ("й", "я", "ю", "ем", "е")),
    "m_soft": (1, ("ь", "я", "ю", "ем", "е")),
    "f_a": (1, ("а", "ы", "и", "е", "у", "ой", "ою")),
    "f_soft": (1, ("ь", "и", "ью")),
    "adj": (2, ("ый", "ого", "ому", "ым", "ом")),
    "m_ov": (0, ("", "а", "у", "ым", "ом", "е")),
    "n_o": (1, ("о", "а", "у", "ом", "е")),
}
#: Case of a form, by its ending within the class; only what rules ask for.
ADJECTIVE = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ою", "ое", "ие", "их", "ими")


def russian_forms(name: str, declension: str) -> tuple[str, ...]:
    """All case forms of a folded name; an unknown class declines not at all."""
    if declension == "m_first":
        first, _, rest = name.partition("-")
        return tuple(f"{form}-{rest}" for form in russian_forms(first, "m_hard"))
    cut, endings = _RU_CLASSES.get(declension, (0, ("",)))
    stem = name[: len(name) - cut] if cut else name
    return tuple(dict.fromkeys(stem + ending for ending in endings))


def guess_class(name: str) -> str:
    """The declension of an alias or an old name, by its last letter."""
    for endings, declension in (
        (("а", "я"), "f_a"),
        ("ь", "m_soft"),
        ("й", "m_j"),
        (("у", "ы", "и", "е", "о"), "indecl"),
    ):
        if name.endswith(endings):
            return declension
    return "m_hard"
