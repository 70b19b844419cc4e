"""The seed event of 21 September 2019 and the few names it needs, made by hand."""

import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from bot.domain.codes import Action, ClaimantType, Field, Issue, Lang, Qualifier, Response
from bot.domain.event import Change, Event, Facts, Said, Source, Version
from bot.domain.names import Name, NameKind, Names
from bot.domain.place import COUNTRY, Gazetteer, OldName, Place, PlaceKind, PlaceRef
from bot.domain.report import Claim, Span
from bot.wording.catalogs import Catalogs
from bot.wording.wording import Wording

LOCALES = Path(__file__).parents[2] / "locales"
GOLDEN = Path(__file__).parent / "golden"


def in_three(kk: str, ru: str, en: str) -> dict[Lang, str]:
    return {Lang.KK: kk, Lang.RU: ru, Lang.EN: en}


def place(place_id: str, kind: PlaceKind, kk: str, ru: str, en: str, **more: object) -> Place:
    return Place(place_id, kind, in_three(kk, ru, en), {}, **more)  # type: ignore[arg-type]  # the fields of Place


def nur_sultan(lang: Lang, name: str) -> OldName:
    return OldName(lang, name, date(2019, 3, 23), date(2022, 9, 17))


ASTANA = place(
    "astana", PlaceKind.CITY, "Астана", "Астана", "Astana", population=1_430_000,
    old_names=(nur_sultan(Lang.KK, "Нұр-Сұлтан"), nur_sultan(Lang.RU, "Нур-Султан"), nur_sultan(Lang.EN, "Nur-Sultan")),
)  # fmt: skip

GAZETTEER = Gazetteer(
    {
        one.id: one
        for one in (
            place(COUNTRY, PlaceKind.COUNTRY, "Қазақстан", "Казахстан", "Kazakhstan", population=20_000_000),
            ASTANA,
            place("almaty", PlaceKind.CITY, "Алматы", "Алматы", "Almaty", population=2_229_000),
            place("shymkent", PlaceKind.CITY, "Шымкент", "Шымкент", "Shymkent", population=1_222_000),
            place("oral", PlaceKind.CITY, "Орал", "Уральск", "Oral", population=240_000),
            place(
                "almaty-alatau",
                PlaceKind.DISTRICT,
                "Алатау ауданы",
                "Алатауский район",
                "Alatau District",
                region="almaty",
            ),
        )
    }
)

NAMES = Names(
    {
        name.id: name
        for name in (
            Name("mvd", NameKind.CLAIMANT, in_three("Ішкі істер министрлігі", "МВД", "Interior Ministry")),
            Name("organisers", NameKind.CLAIMANT, in_three("Ұйымдастырушылар", "Организаторы", "Organisers")),
            Name("correspondent", NameKind.CLAIMANT, in_three("Тілші", "Корреспондент", "Correspondent")),
            Name("rferl", NameKind.OUTLET, in_three("RFE/RL", "RFE/RL", "RFE/RL"), group="rferl"),
            Name("vlast", NameKind.OUTLET, in_three("Vlast", "Власть", "Vlast"), group="vlast"),
            Name(
                "dvk",
                NameKind.ORGANISATION,
                in_three(
                    "«Қазақстанның демократиялық таңдауы»",
                    "«Демократический выбор Казахстана»",
                    "Democratic Choice of Kazakhstan",
                ),
                banned=date(2018, 3, 13),
            ),
            Name(
                "chinese_investment",
                NameKind.DEMAND,
                in_three("Қытай инвестициясы", "китайские инвестиции", "Chinese investment"),
            ),
            Name(
                "political_situation",
                NameKind.DEMAND,
                in_three("саяси жағдай", "политическая ситуация", "the political situation"),
            ),
        )
    },
    re.compile(r"(?:ов|ова|ov|ova)$", re.IGNORECASE),
)

#: 19:40 of that day in Almaty, then at UTC+6.
AT = datetime(2019, 9, 21, 13, 40, tzinfo=UTC)
LATER = datetime(2019, 9, 22, 3, 15, tzinfo=UTC)

MINISTRY = Said(
    Claim(
        Field.DETAINED, 57, 57, Qualifier.EXACT, "57 individuals", ("astana", "almaty"),
        claimant="mvd", claimant_type=ClaimantType.POLICE_MVD,
    ),
    "rferl",
)  # fmt: skip
CORRESPONDENT = Said(
    Claim(
        Field.DETAINED, 20, None, Qualifier.AT_LEAST, "at least 20", ("shymkent",),
        claimant="rferl", claimant_type=ClaimantType.JOURNALIST_ON_SCENE,
    ),
    "rferl",
)  # fmt: skip

RFERL = Source("rferl", "rferl", "en", "https://www.rferl.org/a/30176108.html", AT)

SEED = Facts(
    action=Action.RALLY,
    span=Span(date(2019, 9, 21), date(2019, 9, 21), 1),
    places=(PlaceRef("astana"), PlaceRef("almaty"), PlaceRef("shymkent")),
    responses=(Response.DISPERSAL, Response.DETENTIONS),
    organisers=("dvk",),
    demands=("chinese_investment", "political_situation"),
    issue=Issue.POLITICAL,
    said=(MINISTRY, CORRESPONDENT),
    sources=(RFERL,),
)


@cache
def catalogs() -> Catalogs:
    return Catalogs.load(LOCALES)


@cache
def wording() -> Wording:
    return Wording(catalogs(), GAZETTEER, NAMES)


def version(facts: Facts = SEED, change: Change = Change.NEW, number: int = 1, at: datetime = AT) -> Version:
    return Version(42, number, change, at, facts)


def event(facts: Facts = SEED, number: int = 42) -> Event:
    return Event(number, version(facts))


def golden(kind: str, lang: Lang) -> str:
    """A whole message as the editors want it, word for word."""
    return (GOLDEN / f"{kind}.{lang}.txt").read_text(encoding="utf-8").removesuffix("\n")
