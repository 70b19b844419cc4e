"""The article the project began with, as a careful reader notes it; it is no part of the project."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.codes import Action, ClaimantType, Field, Issue, Qualifier, ReportKind, Response
from bot.domain.report import Report
from bot.reading.reader import Reader
from tests.reading.making import article

SEED = Path(__file__).parents[2] / "../shared/seed-article.txt"
DAY = date(2019, 9, 21)


@pytest.fixture(scope="module")
def report(reader: Reader) -> Report:
    if not SEED.exists():
        pytest.skip("the article is not beside the project")
    title, _, text = SEED.read_text(encoding="utf-8").partition("\n")
    return reader.read(article(title, text, DAY))


def test_it_is_a_report_of_a_rally_that_was_dispersed(report: Report) -> None:
    assert (report.kind, report.action, report.lang) == (ReportKind.EVENT_REPORT, Action.RALLY, "en")
    assert set(report.responses) == {Response.DISPERSAL, Response.DETENTIONS}


def test_it_was_on_that_day_in_three_cities(report: Report) -> None:
    assert (report.span.start, report.span.end) == (DAY, DAY)
    assert [ref.id for ref in report.places] == ["astana", "almaty", "shymkent"]


def test_it_makes_two_claims_and_no_others(report: Report) -> None:
    told = [(c.field, c.min, c.max, c.qualifier, c.places, c.claimant, c.claimant_type) for c in report.claims]
    ministry, outlet = ClaimantType.POLICE_MVD, ClaimantType.JOURNALIST_ON_SCENE
    assert told == [
        (Field.DETAINED, 57, 57, Qualifier.EXACT, ("astana", "almaty"), "mvd", ministry),
        (Field.DETAINED, 20, None, Qualifier.AT_LEAST, ("shymkent",), "rferl", outlet),
    ]


def test_it_names_organiser_and_aims_and_no_private_person(report: Report) -> None:
    assert report.organisers == ("dvk",)
    assert set(report.demands) == {"chinese_investment", "political_situation"}
    assert report.issue is Issue.POLITICAL
    assert not any("girl" in claim.text or "woman" in claim.text for claim in report.claims)
