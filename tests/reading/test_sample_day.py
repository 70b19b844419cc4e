"""What the sample day's articles claim, as a careful reader notes it, and what readers are told of one."""

from datetime import UTC, datetime

import pytest

from bot.demo import script
from bot.domain.codes import Lang
from bot.domain.event import Change, Source, Version, begin
from bot.domain.report import Report
from bot.resources import Resources, load_resources
from tests.reading.making import article

ARTICLES = {item.id: item for item in script.load().items}
#: Field, least, claimant; the courts' follow-up and what names no figure are left out.
CLAIMS = {
    "arai-0921-02": [("detained", 10, "arai")],
    "karagach-0921-01": [("detained", 15, "karagach")],
    "saryzhel-0921-02": [("participants", 40, "participants"), ("participants", 25, "akimat")],
    "kovyl-0921-02": [("detained", 36, "police")],
    "arai-0921-03": [("detained", 20, "arai")],
    "saxaul-0921-02": [("detained", 36, "police"), ("detained", 20, "arai")],
    "karagach-0921-03": [("detained", 57, "mvd"), ("detained", 36, "police"), ("detained", 20, "arai")],
    "saryzhel-0921-03": [("detained", 57, "mvd")],
    "kovyl-0921-04": [("detained", 167, "mvd")],
    "saxaul-0921-03": [("detained", 57, "mvd"), ("detained", 20, "arai")],
    "saryzhel-en-0922-01": [("detained", 57, "mvd"), ("detained", 20, "arai")],
    "kovyl-0922-01": [("detained", 57, "mvd"), ("detained", 20, "arai")],
    "karagach-0922-01": [],
    "saryzhel-0922-02": [],
    "karagach-0923-02": [("detained", 100, "mvd"), ("detained", 57, "mvd"), ("detained", 20, "arai")],
    "arai-0923-01": [("detained", 100, "mvd"), ("detained", 57, "mvd"), ("detained", 20, "arai")],
    "karagach-0921-00": [],
    "kovyl-0921-05": [("detained", 57, "mvd")],
    "arai-0924-03": [("participants", 20, "")],
    "kovyl-0924-03": [("participants", 20, "")],
    "saxaul-0924-03": [("participants", 20, "")],
    "arai-0924-01": [("participants", 30, "arai"), ("participants", 18, "akimat")],
    "kovyl-0924-01": [("participants", 40, "participants"), ("participants", 18, "akimat")],
}


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources(outlet.name for outlet in script.load().outlets)


def read(resources: Resources, name: str) -> Report:
    item = ARTICLES[name]
    return resources.reader.read(article(item.title, item.text, item.at.date()))


@pytest.mark.parametrize("name", CLAIMS)
def test_the_claims_of_an_article_are_its_figures_with_whoever_gave_them(resources: Resources, name: str) -> None:
    report = read(resources, name)
    assert report.is_protest
    found = [(c.field.value, c.min, c.claimant) for c in report.claims if c.min is not None]
    assert found == CLAIMS[name]


def test_no_other_article_of_the_day_is_told_as_a_protest(resources: Resources) -> None:
    assert {name for name in ARTICLES if read(resources, name).is_protest} == set(CLAIMS)


@pytest.mark.parametrize(("name", "demand"), [("karagach-0922-01", "benefits"), ("saxaul-0921-03", "resignation")])
def test_who_stands_there_and_who_once_left_are_no_demands(resources: Resources, name: str, demand: str) -> None:
    assert demand not in read(resources, name).demands


def test_rallies_of_earlier_days_are_no_reason_to_tell_of_fines(resources: Resources) -> None:
    assert [response.value for response in read(resources, "saxaul-0921-03").responses] == ["dispersal", "detentions"]


@pytest.mark.parametrize(
    ("lang", "whose"),
    [(Lang.KK, "«Арай хабары» тілшісі"), (Lang.RU, "Корреспондент «Арай хабары»"), (Lang.EN, "Arai Khabary corr")],
)
def test_readers_are_told_whose_correspondent_it_was(resources: Resources, lang: Lang, whose: str) -> None:
    facts = begin(read(resources, "saxaul-0921-02"), Source("saxaul", "saxaul", "en", "https://saxaul.example/2"))
    text = resources.wording.alert(Version(1, 1, Change.NEW, datetime(2019, 9, 21, 9, tzinfo=UTC), facts), lang).text
    assert whose in text
    assert "Saxaul Post corr" not in text
    assert "Корреспондент Saxaul" not in text
    assert "Saxaul Post тілші" not in text


@pytest.mark.parametrize(("lang", "role"), [(Lang.KK, "Тілші"), (Lang.RU, "Корреспондент"), (Lang.EN, "Correspondent")])
def test_the_correspondent_of_an_unknown_outlet_is_never_the_publishers(
    resources: Resources, lang: Lang, role: str
) -> None:
    text = "Жители Караганды вышли на митинг против повышения тарифов. По данным корреспондента газеты «Неизвестная», "
    text += "задержаны 20 человек."
    report = resources.reader.read(article("", text, datetime(2019, 9, 21, tzinfo=UTC).date()))
    facts = begin(report, Source("saxaul", "saxaul", "ru", "https://saxaul.example/3"))
    told = resources.wording.alert(Version(1, 1, Change.NEW, datetime(2019, 9, 21, 9, tzinfo=UTC), facts), lang).text
    assert f"{role}: " in told
    assert "Saxaul Post corr" not in told
    assert "Корреспондент Saxaul" not in told
    assert "Saxaul Post тілші" not in told
