"""Whose an address is: a host belongs to the outlets whose feeds stand there or name it in their configuration.

What a feed says of itself, or where it redirects to, makes nothing its own: else a hostile feed could claim the
addresses of another outlet's articles before they are written. A link to a host that is not the outlet's is left out,
and not replaced by the outlet's front page: readers would take that for the source of what they read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from bot.domain.article import Entry
from bot.domain.feed import Feed
from bot.domain.links import at_home, host, identity, off_mirror


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts of the configured feeds, each with the outlets that have one there."""

    outlets: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, feeds: Iterable[Feed]) -> Self:
        """The hosts of these feeds and of their sites."""
        outlets: dict[str, frozenset[str]] = {}
        for feed in feeds:
            for name in {host(feed.url), *feed.hosts}:
                outlets[name] = outlets.get(name, frozenset()) | {feed.outlet}
        return cls(outlets)

    def owners(self, link: str) -> frozenset[str]:
        """The outlets of the host that a link leads to, or of the nearest host above it; none when nobody's."""
        name = host(link)
        while name and name not in self.outlets:
            name = name.partition(".")[2]
        return self.outlets.get(name, frozenset()) if name else frozenset()

    def own_address(self, link: str, outlet: str) -> str:
        """The identity of an address at a host of this outlet's alone; empty for any other address."""
        return identity(link) if self.owners(link) == {outlet} else ""

    def claimed(self, entry: Entry, feed: Feed) -> Entry:
        """An entry under an identity that no other outlet can take from it, nor it from another.

        An address of the outlet's own host is its own; any other is one only together with the outlet. A link to
        another's host is not shown: the words behind it are not this outlet's.
        """
        address = at_home(entry.identity, host(feed.url))
        own = self.owners(address) == {feed.outlet}
        identity = address if own or not address else f"{feed.outlet}:{address}"
        return replace(entry, identity=identity, link=self.led(entry.link, feed))

    def led(self, link: str, feed: Feed) -> str:
        """A link that leads to the outlet's own hosts: one to a mirror leads to what it stands for, others nowhere."""
        return link if feed.outlet in self.owners(link) else off_mirror(link, feed.url)
