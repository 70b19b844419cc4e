"""Whose an address is: no feed can claim another outlet's, and one outlet's feeds share theirs."""

import pytest

from bot.domain.article import Entry
from bot.domain.feed import Feed
from bot.domain.hosts import Hosts
from bot.domain.links import host, identity
from bot.domain.links import shown as shown_as

FEEDS = (
    Feed("azattyq-kk", "https://www.azattyq.example/api/", "azattyq"),
    Feed("azattyq-ru", "https://rus.azattyq.example/api/", "azattyq"),
    Feed("evil", "https://evil.example/rss", "evil", hosts=("site.example",)),
    Feed("bridge-a", "https://bridge.example/a", "a"),
    Feed("bridge-b", "https://bridge.example/b", "b"),
)
HOSTS = Hosts.of(FEEDS)
#: A link to a mirror leads to the host that it stands for.
HOME = "home"
BY_ID = {feed.id: feed for feed in FEEDS}


@pytest.mark.parametrize(
    ("feed", "link", "known_by", "shown"),
    [
        ("azattyq-ru", "https://rus.azattyq.example/a/1234567.html", "https://rus.azattyq.example/a/1234567", True),
        ("azattyq-kk", "https://rus.azattyq.example/a/1234567.html", "https://rus.azattyq.example/a/1234567", True),
        ("azattyq-kk", "https://kaz.azattyq.example/a/1234567.html", "https://kaz.azattyq.example/a/1234567", True),
        # a mirror stands for the host that is configured
        ("azattyq-ru", "https://d1.cloudfront.net/a/1234567.html", "https://rus.azattyq.example/a/1234567", HOME),
        ("evil", "https://d1.cloudfront.net/a/1234567.html", "https://evil.example/a/1234567", HOME),
        # a host of nobody's: the aggregator's own article, and nobody is led there under its name
        ("evil", "https://other.example/a/1234567", "evil:https://other.example/a/1234567", False),
        # hosts that its configuration names, and what lies below them
        ("evil", "https://site.example/a/1234567", "https://site.example/a/1234567", True),
        ("evil", "https://www.site.example/a/1234567", "https://site.example/a/1234567", True),
        ("azattyq-ru", "https://site.example/a/1234567", "azattyq:https://site.example/a/1234567", False),
        (
            "evil",
            "https://site.example.other.example/1234567",
            "evil:https://site.example.other.example/1234567",
            False,
        ),
        ("evil", "https://site.example@other.example/1234567", "evil:https://other.example/1234567", False),
        # another outlet's host, however it is written
        *(
            ("evil", link, "evil:https://rus.azattyq.example/a/1234567", False)
            for link in (
                "https://rus.azattyq.example/a/1234567.html",
                "http://RUS.azattyq.example:443/a/1234567.html",
                "https://rus.azattyq.example./a/1234567.html",
                "https://me@rus.azattyq.example/a/1234567.html",
            )
        ),
        (
            "evil",
            "https://azattyq.example.evil.example/a/1234567",
            "https://azattyq.example.evil.example/a/1234567",
            True,
        ),
        ("evil", "https://rus.azattyq.example@evil.example/a/1234567", "https://evil.example/a/1234567", True),
        ("azattyq-ru", "https://example/a/1234567", "azattyq:https://example/a/1234567", False),
        # a host on which several outlets have their feeds is nobody's own
        ("bridge-a", "https://bridge.example/x/1234567", "a:https://bridge.example/x/1234567", True),
        ("evil", "https://rus.azattyq.example/", "", False),
        ("evil", "", "", True),
    ],
)
def test_an_address_belongs_to_the_outlet_of_its_host(feed: str, link: str, known_by: str, shown: bool | str) -> None:
    entry = Entry("guid", shown_as(link), "T", "", identity=identity(link, host(BY_ID[feed].url)))
    claimed = HOSTS.claimed(entry, BY_ID[feed])
    home = entry.link.replace("d1.cloudfront.net", host(BY_ID[feed].url))
    assert (claimed.identity, claimed.link) == (known_by, home if shown == HOME else entry.link if shown else "")


def test_what_a_redirect_leads_to_makes_a_mirror_no_others() -> None:
    link = "https://d1.cloudfront.net/a/1234567.html"
    under_redirect = Entry("guid", link, "T", "", identity=identity(link, "rus.azattyq.example"))
    claimed = HOSTS.claimed(under_redirect, BY_ID["evil"])
    assert claimed.identity == "evil:https://rus.azattyq.example/a/1234567"


def test_without_feeds_nothing_is_anybodys() -> None:
    assert Hosts().owners("https://a.example/1") == frozenset()
