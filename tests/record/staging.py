"""A small record in which every standing occurs, and hostile names too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.codes import Action, ClaimantType, Field, Lang, Qualifier, Response, Stance
from bot.domain.event import Change, Facts, Said, Source
from bot.domain.feed import Feed, FeedDay
from bot.domain.place import PlaceRef, Precision
from bot.domain.report import Claim, Span
from bot.record_export import exporting
from bot.services.record.export import Export
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from bot.store.record import RecordDatabase
from bot.store.transaction import Tx

DAY = date(2019, 9, 21)
NOON = datetime(2019, 9, 21, 6, 0, tzinfo=UTC)
PLAIN, CORRECTED, RETRACTED, UNSAFE, HELD, PART, HOSTILE, CLEANED, STRIKE, COUNTRY = range(1, 11)
FORMULA = "=HYPERLINK(0)"
MARKUP = "<script>alert(1)</script> & “Co”"
FEEDS = tuple(
    Feed(outlet, f"https://{outlet}.example/rss", outlet, Lang.RU, timedelta(minutes=10))
    for outlet in ("azattyq", "vlast")
)


_BY_OUTLET = {"claimant": "", "claimant_type": ClaimantType.OUTLET}


def said(field: Field, low: int | None, high: int | None, **more: object) -> Said:
    values: dict[str, object] = {
        "qualifier": Qualifier.EXACT,
        "claimant": "mvd",
        "claimant_type": ClaimantType.POLICE_MVD,
    }
    return Said(Claim(field, low, high, **values | more), "azattyq", NOON)  # type: ignore[arg-type]  # the fields of Claim


def source(outlet: str = "azattyq", group: str = "rferl", url: str = "https://azattyq.example/1") -> Source:
    return Source(outlet, group, "ru", url, NOON)


RALLY = Facts(
    action=Action.RALLY,
    span=Span(DAY, DAY, 1),
    places=(PlaceRef("almaty"), PlaceRef("astana")),
    responses=(Response.DETENTIONS,),
    organisers=("dvk",),
    said=(
        said(Field.DETAINED, 57, 57, places=("almaty",)),
        said(Field.PARTICIPANTS, 200, None, qualifier=Qualifier.VAGUE, text="сотни", **_BY_OUTLET),
        said(Field.DETAINED, None, None, qualifier=Qualifier.VAGUE, stance=Stance.DENIES, claimant="akimat"),
        said(Field.PARTICIPANTS, 30, 30, claimant="Иван Петров", claimant_type=ClaimantType.PARTICIPANT_EYEWITNESS),
    ),
    sources=(source(), source("vlast", "vlast", "https://vlast.example/2")),
)  # fmt: skip
STRIKING = replace(
    RALLY,
    action=Action.STRIKE,
    span=Span(date(2019, 10, 1), date(2019, 10, 3), 1),
    places=(PlaceRef("zhanaozen"),),
    said=(),
    organisers=(),
)


def fill(tx: Tx) -> None:
    """Ten events, by the numbers above."""
    for facts in _facts():
        tx.events.create(facts, NOON)
    correct(tx, PLAIN, Change.UPDATE, replace(RALLY, said=(*RALLY.said, said(Field.FINED, 3, 3))), "count_grew")
    correct(tx, CORRECTED, Change.CORRECTION, replace(RALLY, said=(said(Field.DETAINED, 75, 75),)), "our_reading")
    correct(tx, RETRACTED, Change.RETRACTION, RALLY, "not_a_protest")
    correct(tx, UNSAFE, Change.RETRACTION, RALLY, "safety")
    correct(tx, CLEANED, Change.CORRECTION, replace(RALLY, said=()), "safety")
    tx.events.hold(HELD, held=True)
    tx.events.redirect(PART, PLAIN)
    tx.feeds.sync(FEEDS, NOON)
    tx.coverage.count([FeedDay("azattyq", "azattyq", DAY, 4, 3, 10), FeedDay("vlast", "vlast", DAY, 4, 0)])
    tx.coverage.count([FeedDay("azattyq", "azattyq", DAY, 1, 1, 1)])


def correct(tx: Tx, event: int, change: Change, facts: Facts, reason: str) -> None:
    tx.events.add_version(event, change, facts, NOON + timedelta(hours=1), major=True, reasons=(reason,))


def _facts() -> Iterator[Facts]:
    yield from [RALLY] * 6
    claims = (replace(RALLY.said[0], outlet=FORMULA), replace(RALLY.said[1], outlet=MARKUP))
    yield replace(
        RALLY,
        said=claims,
        sources=(source(FORMULA, url="javascript:alert(1)"), source(MARKUP, "other", "https://a.example/?q=<b>")),
    )
    yield RALLY
    yield STRIKING
    yield replace(
        STRIKING,
        span=Span(date(2019, 11, 1), date(2019, 11, 30), 3),
        places=(PlaceRef("kz", Precision.COUNTRY), PlaceRef("mangystau-region", Precision.TOWN)),
    )


@contextmanager
def record(url: str, *, purpose: Purpose = Purpose.LIVE) -> Iterator[Export]:
    """The record of a database, opened without its readers' key."""
    opened = RecordDatabase.open(url, purpose=purpose)
    try:
        yield exporting(opened, demo=purpose is Purpose.DEMO)
    finally:
        opened.close()


def filled(url: str) -> str:
    """A migrated database with the small record in it; its key is thrown away."""
    store = Store.open(url, ChatIdEncryption.new_key(), purpose=Purpose.LIVE)
    with store.writing() as tx:
        fill(tx)
    store.close()
    return url
