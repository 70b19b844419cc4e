"""Whatever is read, a message fits: 4096 UTF-16 units, formatting inside the text, button data within 64 bytes."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes import Action, ClaimantType, Field, Issue, Lang, Qualifier, Response, Scope, Stance, Status
from bot.domain.correction import Reason
from bot.domain.event import Change, Event, Facts, Said, Source, Version
from bot.domain.feed import Feed, FeedState
from bot.domain.message import Message, Style, units
from bot.domain.place import PlaceRef, Precision
from bot.domain.report import Claim, Span
from bot.wording.alerts import LONGEST_ALERT
from tests.wording.examples import GAZETTEER, NAMES, SEED, version, wording

WORDING = wording()

WORDS = st.text(st.characters(codec="utf-8"), max_size=200) | st.just("😀" * 150)
DAYS = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # its bounds
PLACES = st.sampled_from(sorted(GAZETTEER.places)) | WORDS
NAMED = st.sampled_from(sorted(NAMES.all)) | WORDS
NUMBERS = st.none() | st.integers(0, 10**9)

CLAIMS = st.builds(
    Claim,
    field=st.sampled_from(Field),
    min=NUMBERS,
    max=NUMBERS,
    qualifier=st.sampled_from(Qualifier),
    text=WORDS,
    places=st.lists(PLACES, max_size=15).map(tuple),
    scope=st.sampled_from(Scope),
    as_of=DAYS,
    claimant=NAMED,
    claimant_type=st.sampled_from(ClaimantType),
    stance=st.sampled_from(Stance),
)
FACTS = st.builds(
    Facts,
    action=st.sampled_from(Action),
    span=st.builds(Span, DAYS, DAYS, st.integers(1, 4)),
    places=st.lists(st.builds(PlaceRef, PLACES, st.sampled_from(Precision)), max_size=30).map(tuple),
    responses=st.lists(st.sampled_from(Response), unique=True).map(tuple),
    organisers=st.lists(NAMED, max_size=10).map(tuple),
    demands=st.lists(NAMED, max_size=10).map(tuple),
    issue=st.none() | st.sampled_from(Issue),
    status=st.sampled_from(Status),
    said=st.lists(st.builds(Said, CLAIMS, NAMED), max_size=30).map(tuple),
    sources=st.lists(
        st.builds(Source, NAMED, WORDS, st.sampled_from(["kk", "ru", "en", "other"]), WORDS, st.none() | MOMENTS),
        max_size=30,
    ).map(tuple),
)
VERSIONS = st.builds(
    Version,
    event=st.integers(1, 2**31),
    number=st.integers(1, 999),
    change=st.sampled_from(Change),
    at=MOMENTS,
    facts=FACTS,
    major=st.booleans(),
    reasons=st.lists(st.sampled_from(["first_deaths", "count_grew", "force_used", "unheard_of"])).map(tuple),
)
LANGS = st.sampled_from(Lang)


def assert_fits(message: Message) -> None:
    assert 0 < units(message.text) <= 4096
    text = message.text.encode("utf-16-le")
    ends = 0
    for entity in message.entities:
        assert ends <= entity.offset < entity.offset + entity.length <= units(message.text)
        ends = entity.offset + entity.length
        part = text[entity.offset * 2 : ends * 2].decode("utf-16-le")  # raises when a pair of surrogates is cut
        assert "\n" not in part
        assert bool(entity.url) == (entity.style is Style.LINK)
    assert len(message.entities) <= 100
    for button in (button for row in message.buttons for button in row):
        assert button.label
        assert 1 <= len(button.data.encode()) <= 64


@settings(max_examples=30, deadline=None)
@given(VERSIONS, LANGS)
def test_alerts_updates_and_edits_fit(drawn: Version, lang: Lang) -> None:
    for message in (WORDING.alert(drawn, lang), WORDING.update(drawn, lang), WORDING.edited(drawn, lang)):
        assert_fits(message)
        assert units(message.text) <= LONGEST_ALERT
        assert message.entities[0].style is Style.BOLD
        assert message.entities[0].length == units(message.text.splitlines()[0])


@settings(max_examples=30, deadline=None)
@given(VERSIONS, FACTS, st.sampled_from(Reason), st.none() | MOMENTS, LANGS)
def test_corrections_and_retractions_fit(
    after: Version, before: Facts, reason: Reason, told_at: datetime | None, lang: Lang
) -> None:
    old = replace(after, facts=before)
    assert_fits(WORDING.correction(old, after, reason, told_at, lang))
    assert_fits(WORDING.retraction(old, after, reason, told_at, lang))


@settings(max_examples=30, deadline=None)
@given(VERSIONS, st.booleans(), LANGS)
def test_details_and_sources_fit(drawn: Version, retracted: bool, lang: Lang) -> None:
    event = Event(drawn.event, drawn, retracted=retracted)
    assert_fits(WORDING.details(event, lang))
    assert_fits(WORDING.sources_of(event, lang))


def test_an_event_of_thirty_long_claims_drops_as_many_as_it_must() -> None:
    places = tuple("Ж" * 59 + str(i) for i in range(10))
    figures = range(10**9, 10**9 + 30)
    claims = [Claim(Field.CONVICTED, n, n, Qualifier.EXACT, places=places, claimant="mvd") for n in figures]
    facts = replace(SEED, said=tuple(Said(claim, "rferl") for claim in claims))
    message = WORDING.alert(version(facts), Lang.RU)
    assert_fits(message)
    shown = message.text.count("• МВД")
    assert shown <= 3
    assert f"… и ещё {30 - shown}: /event_42" in message.text


@settings(max_examples=15, deadline=None)
@given(
    st.none() | st.sampled_from(sorted(GAZETTEER.places)),
    st.lists(VERSIONS, max_size=5),
    st.none() | MOMENTS,
    st.none() | st.integers(1, 2**31),
    LANGS,
)
def test_lists_fit(
    place: str | None, versions: list[Version], checked_at: datetime | None, earlier: int | None, lang: Lang
) -> None:
    events = tuple(Event(drawn.event, drawn) for drawn in versions)
    assert_fits(WORDING.latest(place, events, checked_at, 3, 9, lang, earlier=earlier))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(WORDS, st.none() | MOMENTS), max_size=200), LANGS)
def test_the_list_of_sources_fits(feeds: list[tuple[str, datetime | None]], lang: Lang) -> None:
    due = datetime(2019, 9, 21, tzinfo=UTC)
    states = tuple(
        FeedState(Feed(str(i), "https://example.kz", outlet, lang), due, last_success=at)
        for i, (outlet, at) in enumerate(feeds)
    )
    assert_fits(WORDING.sources(states, lang))
