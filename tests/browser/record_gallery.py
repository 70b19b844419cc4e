"""Pictures of the record for docs/, from an invented year: `python -m tests.browser.record_gallery docs/screenshots`.

The outlets are those of the sample day; places and days are drawn by chance from a fixed seed.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Literal

from playwright.async_api import Browser, ViewportSize, async_playwright

from bot.app import open_store
from bot.demo import script
from bot.demo.play import SAMPLE_KEY
from bot.domain.codes import Action, ClaimantType, Field, Issue, Lang, Qualifier, Response, Status
from bot.domain.event import Change, Facts, Said, Source
from bot.domain.feed import Feed, FeedDay
from bot.domain.place import PlaceRef
from bot.domain.report import Claim, Span
from bot.record.picture import Photo
from bot.record_export import exporting, site
from bot.resources import load_resources
from bot.services.readers.maps import Maps
from bot.store.engine import Purpose
from bot.store.record import RecordDatabase
from bot.store.transaction import Tx
from bot.wording.wording import Wording

from .conftest import ARGUMENTS

LAST = date(2019, 9, 24)
TOWNS = {
    "almaty": 34, "astana": 26, "zhanaozen": 20, "shymkent": 12, "aktau": 9, "oral": 8, "aktobe": 8, "atyrau": 7,
    "karaganda": 7, "semey": 5, "kyzylorda": 4, "pavlodar": 3, "oskemen": 3, "kostanay": 2, "taraz": 2,
}  # fmt: skip
ACTS = {
    Action.RALLY: Issue.POLITICAL,
    Action.STRIKE: Issue.LABOUR,
    Action.SINGLE_PERSON_PICKET: Issue.JUSTICE,
    Action.GATHERING: Issue.HOUSING,
    Action.PICKET: Issue.PRICES_SERVICES,
}
MANY = 150


@dataclass(frozen=True)
class Shot:
    """One picture: a page, how it is looked at, and how much of it is shown."""

    name: str
    page: str
    size: ViewportSize
    scheme: Literal["light", "dark"] = "light"
    scale: float = 1


DESK, PHONE = ViewportSize(width=1280, height=1180), ViewportSize(width=390, height=844)
SHOTS = (
    Shot("record-desk", "en/index.html", DESK),
    Shot("record-dark", "ru/index.html", DESK, "dark"),
    Shot("record-event", "ru/events/151.html", ViewportSize(width=1280, height=1400)),
    Shot("record-phone", "kk/index.html", PHONE, scale=2),
    Shot("record-event-phone", "kk/events/151.html", PHONE, scale=2),
)


def fill(tx: Tx, outlets: tuple[script.Outlet, ...]) -> None:
    """A year of events, the last of which was corrected; in the spring the sources were away for some weeks."""
    chance = Random(7)
    feeds = [Feed(one.id, f"https://{one.id}.example/rss", one.id, one.lang, timedelta(minutes=2)) for one in outlets]
    tx.feeds.sync(feeds, _noon(LAST))
    for days in range(364):
        tx.coverage.count(_answers(LAST - timedelta(days=days), feeds, chance))
    chosen = sorted(LAST - timedelta(days=int(364 * chance.random() ** 1.25)) for _ in range(MANY))
    for day in chosen:
        tx.events.create(_event(day, outlets, chance), _noon(day))
    _corrected(tx, outlets)


def _answers(day: date, feeds: list[Feed], chance: Random) -> Iterator[FeedDay]:
    away = date(2019, 3, 11) <= day < date(2019, 4, 8)
    for feed in feeds:
        well = chance.random() > (0.8 if away else 0.04)
        yield FeedDay(feed.id, feed.outlet, day, 140, 140 if well else 0, chance.randrange(4, 30) if well else 0)


def _event(day: date, outlets: tuple[script.Outlet, ...], chance: Random) -> Facts:
    town = chance.choices(list(TOWNS), list(TOWNS.values()))[0]
    action = chance.choice(list(ACTS))
    told = chance.sample(outlets, chance.choice((1, 1, 2, 3)))
    many = chance.choice((12, 20, 30, 40, 60, 80, 120))
    crowd = action is not Action.SINGLE_PERSON_PICKET
    said = [_said(Field.PARTICIPANTS, many, Qualifier.APPROX, told[0].id, day)] if crowd else []
    responses = chance.choice(((), (), (Response.NEGOTIATION,), (Response.DETENTIONS,)))
    if Response.DETENTIONS in responses:
        said.append(_said(Field.DETAINED, max(1, many // 6), Qualifier.EXACT, told[0].id, day, ClaimantType.POLICE_MVD))
    return Facts(
        action=action,
        span=Span(day, day, 1),
        places=(PlaceRef(town),),
        responses=responses,
        issue=ACTS[action],
        status=Status.ENDED,
        said=tuple(said),
        sources=tuple(_source(one, day) for one in told),
    )


def _corrected(tx: Tx, outlets: tuple[script.Outlet, ...]) -> None:
    day = date(2019, 9, 21)
    first = Facts(
        action=Action.RALLY,
        span=Span(day, day, 1),
        places=tuple(map(PlaceRef, ("almaty", "astana", "shymkent"))),
        responses=(Response.DISPERSAL, Response.DETENTIONS),
        issue=Issue.POLITICAL,
        said=(
            _said(Field.DETAINED, 570, Qualifier.EXACT, outlets[1].id, day, ClaimantType.POLICE_MVD),
            _said(Field.DETAINED, 20, Qualifier.AT_LEAST, outlets[0].id, day, ClaimantType.JOURNALIST_ON_SCENE),
            _said(Field.PARTICIPANTS, 100, Qualifier.APPROX, outlets[2].id, day, ClaimantType.PARTICIPANT_EYEWITNESS),
        ),
        sources=tuple(_source(one, day) for one in outlets[:2]),
    )
    event = tx.events.create(first, _noon(day)).event
    more = replace(first, sources=tuple(_source(one, day) for one in outlets[:4]))
    tx.events.add_version(event, Change.UPDATE, more, _noon(day) + timedelta(hours=3), major=False, reasons=())
    right = _said(Field.DETAINED, 57, Qualifier.EXACT, outlets[1].id, day, ClaimantType.POLICE_MVD)
    mended = replace(more, said=(replace(right, fixed=True), *first.said[1:]))
    later = _noon(day) + timedelta(hours=5)
    tx.events.add_version(event, Change.CORRECTION, mended, later, major=True, reasons=("our_reading",))


def _said(
    field: Field, many: int, how: Qualifier, outlet: str, day: date, who: ClaimantType = ClaimantType.OUTLET
) -> Said:
    high = None if how is Qualifier.AT_LEAST else many
    return Said(Claim(field, many, high, how, claimant_type=who), outlet, _noon(day))


def _source(outlet: script.Outlet, day: date) -> Source:
    return Source(outlet.id, outlet.name.group, outlet.lang.value, f"https://{outlet.id}.example/{day}", _noon(day))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)


async def _take(browser: Browser, pages: Path, folder: Path, shot: Shot) -> None:
    options: dict[str, Any] = {"viewport": shot.size, "color_scheme": shot.scheme, "device_scale_factor": shot.scale}
    async with await browser.new_context(**options) as context:
        page = await context.new_page()
        await page.goto((pages / shot.page).as_uri())
        await page.screenshot(path=folder / f"{shot.name}.png")


async def _photos(maps: Maps, wording: Wording, folder: Path) -> None:
    for name, asked, lang in (("map-photo", "", Lang.KK), ("map-photo-almaty", "almaty", Lang.RU)):
        counted = await maps.counted(asked)
        around = Photo(*wording.map_around(counted, lang))
        (folder / f"{name}.png").write_bytes(await maps.png(counted, wording.record(lang), around))


async def main(target: Path) -> None:
    """Make the year and its pages, and take every picture."""
    day = script.load()
    with tempfile.TemporaryDirectory() as made:
        url = f"sqlite:///{made}/year.db"
        store = open_store(url, SAMPLE_KEY, Purpose.DEMO)
        with store.writing() as tx:
            fill(tx, day.outlets)
        record = RecordDatabase.open(url, purpose=Purpose.DEMO)
        export = exporting(record, demo=True, outlets=[one.name for one in day.outlets])
        site(export).build(Path(made) / "site")
        async with async_playwright() as playwright:
            executable = shutil.which("chromium") or sys.exit("no chromium on this machine")
            browser = await playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
            for shot in SHOTS:
                await _take(browser, Path(made) / "site", target, shot)
            await browser.close()
        resources = load_resources([one.name for one in day.outlets])
        maps = Maps(store, resources.known.gazetteer, resources.reader.find_place, lambda: _noon(LAST))
        await _photos(maps, resources.wording, target)
        record.close()
        store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
