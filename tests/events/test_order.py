"""Laws of matching, on invented days of protest: order of arrival, and reading again."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Article
from bot.domain.codes import Action, Issue
from bot.domain.fingerprint import Fingerprint
from bot.domain.place import PlaceRef
from bot.domain.report import Report, Span
from bot.services.replay import replay
from tests.domain.making import DAY, report
from tests.events.staging import MAP

CITIES = ("almaty", "astana", "konaev")
#: Protests that the rules keep apart: another day, another action, another organiser, another town.
PROTESTS = {
    "party": report(organisers=("dvk",), places=(PlaceRef("almaty"),)),
    "union": report(action=Action.STRIKE, issue=Issue.LABOUR, places=(PlaceRef("konaev"),)),
    "women": report(organisers=("feminita",), issue=Issue.WOMEN, places=(PlaceRef("astana"),)),
    "later": report(organisers=("oyan",), places=(PlaceRef("almaty"),), span=Span(*(DAY + timedelta(days=9),) * 2, 1)),
}


@st.composite
def told(draw: st.DrawFn) -> dict[str, Report]:
    """Some reports of these protests; those of the party name any of its cities."""
    names = draw(st.lists(st.sampled_from(sorted(PROTESTS)), min_size=1, max_size=6))
    reports = {}
    for number, name in enumerate(names):
        cities = draw(st.sets(st.sampled_from(CITIES), min_size=1)) if name == "party" else set()
        where = tuple(PlaceRef(city) for city in sorted(cities)) or PROTESTS[name].places
        reports[f"{name}-{number}"] = replace(PROTESTS[name], id=f"{name}-{number}", places=where)
    return reports


def outcome(reports: dict[str, Report], order: list[str]) -> set[frozenset[str]]:
    articles = [Article(name, name, name, source=name) for name in order]
    replayed = replay(articles, lambda a: reports[a.id], lambda _article, lang: Fingerprint(lang), MAP)
    groups: dict[int | None, set[str]] = {}
    for one in replayed:
        groups.setdefault(one.event, set()).add(one.report.id)
    assert None not in groups
    return {frozenset(group) for group in groups.values()}


@settings(deadline=None, max_examples=60)
@given(told(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_change_which_reports_are_one_event(
    reports: dict[str, Report], chance: Random
) -> None:
    order = list(reports)
    chance.shuffle(order)
    assert outcome(reports, order) == outcome(reports, sorted(reports))


@settings(deadline=None, max_examples=60)
@given(told())
def test_each_protest_is_one_event(reports: dict[str, Report]) -> None:
    protests = {frozenset(n for n in reports if n.split("-")[0] == name.split("-")[0]) for name in reports}
    assert outcome(reports, list(reports)) == protests


@settings(deadline=None, max_examples=30)
@given(told())
def test_reading_everything_twice_makes_no_more_events(reports: dict[str, Report]) -> None:
    again = {f"{name}-again": replace(one, id=f"{name}-again") for name, one in reports.items()}
    assert len(outcome(reports | again, [*reports, *again])) == len(outcome(reports, list(reports)))
