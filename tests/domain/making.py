"""Small values for tests of decisions."""

from datetime import UTC, date, datetime
from typing import Any

from bot.domain.alert import Alert
from bot.domain.codes import Action, ClaimantType, Field, Issue, Lang, Qualifier, ReportKind
from bot.domain.delivery import Delivery, DeliveryState, Form
from bot.domain.event import Change, Event, Facts, Source, Version, begin
from bot.domain.place import Gazetteer, OldName, Place, PlaceKind, PlaceRef
from bot.domain.report import Claim, Report, Span

NOON = datetime(2019, 9, 21, 6, tzinfo=UTC)
DAY = date(2019, 9, 21)


def place(place_id: str, kind: PlaceKind = PlaceKind.CITY, region: str | None = None, **more: Any) -> Place:
    names = {lang: place_id.title() for lang in Lang}
    return Place(place_id, kind, names, names, region, **more)


ASTANA_ONCE = OldName(Lang.EN, "Nur-Sultan", date(2019, 3, 23), date(2022, 9, 17))
GAZETTEER = Gazetteer(
    {
        one.id: one
        for one in (
            place("kz", PlaceKind.COUNTRY),
            place("almaty-region", PlaceKind.REGION),
            place("astana", old_names=(ASTANA_ONCE,)),
            place("almaty"),
            place("almaty-medeu", PlaceKind.DISTRICT, "almaty"),
            place("konaev", region="almaty-region"),
        )
    }
)


def claim(least: int | None, most: int | None = None, field: Field = Field.DETAINED, **more: Any) -> Claim:
    most = least if most is None and "qualifier" not in more else most
    values = {"qualifier": Qualifier.EXACT, "claimant": "mvd", "claimant_type": ClaimantType.POLICE_MVD, **more}
    return Claim(field, least, most, **values)


def report(**more: Any) -> Report:
    values: dict[str, Any] = {
        "id": "a",
        "lang": "en",
        "kind": ReportKind.EVENT_REPORT,
        "confidence": 0.9,
        "action": Action.RALLY,
        "span": Span(DAY, DAY, 1),
        "places": (PlaceRef("almaty"),),
        "issue": Issue.POLITICAL,
    }
    return Report(**values | more)


def source(outlet: str = "herald", group: str = "") -> Source:
    return Source(outlet, group or outlet, "en", f"https://{outlet}.example/1", NOON)


def facts(**more: Any) -> Facts:
    return begin(report(**more), source())


def event(number: int = 1, **more: Any) -> Event:
    return Event(number, Version(number, 1, Change.NEW, NOON, facts(**more)))


def alert(change: Change = Change.UPDATE, *, major: bool = True) -> Alert:
    return Alert(id=9, event=1, version=2, change=change, major=major, created_at=NOON)


def delivery(number: int, state: DeliveryState, form: Form = Form.NEW, target: int = 0) -> Delivery:
    return Delivery(number, 5, 1, 1, 1, form, state, target)
