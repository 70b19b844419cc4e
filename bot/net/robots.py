"""robots.txt → may a page be fetched: RFC 9309, read by protego; each host is asked once a day."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from bot.domain.clock import Clock
from bot.domain.feed import Failed, Fetched, Fresh, PollFault

#: What we are called in robots.txt.
OUR_NAME = "protest-alerts"
_LARGEST = 500 * 1024
_KEPT_FOR = timedelta(hours=24)
#: A server that does not answer is asked again after so long; meanwhile its pages are left alone.
_RETRY = timedelta(hours=1)
_MOST_HOSTS = 500
EVERYTHING = Protego.parse("")
NOTHING = Protego.parse("User-agent: *\nDisallow: /")


class Robots:
    """Asks each host once a day; bounded in hosts."""

    def __init__(self, get: Callable[[str, str], Awaitable[Fetched]], now: Clock) -> None:
        self._get = get
        self._now = now
        self._known: OrderedDict[str, tuple[Protego, datetime]] = OrderedDict()

    async def allow(self, url: str, proxy: str = "") -> bool:
        """Whether the host of this page lets us have it; `proxy` leads to the host."""
        parts = urlsplit(url)
        return allowed(await self._rules(f"{parts.scheme}://{parts.netloc}", proxy), url)

    async def _rules(self, site: str, proxy: str) -> Protego:
        rules, until = self._known.get(site, (NOTHING, self._now()))
        if until > self._now():
            return rules
        answer = await self._get(f"{site}/robots.txt", proxy)
        rules, span = _understood(answer)
        self._known[site] = rules, self._now() + span
        while len(self._known) > _MOST_HOSTS:
            self._known.popitem(last=False)
        return rules


def _understood(answer: Fetched) -> tuple[Protego, timedelta]:
    match answer:
        case Fresh(body=body):
            return rules_of(body[:_LARGEST]), _KEPT_FOR
        case Failed(fault=PollFault.HTTP_STATUS, detail=status) if status.startswith("4") and status != "429":
            return EVERYTHING, _KEPT_FOR
        case Failed(fault=PollFault.EMPTY):
            return EVERYTHING, _KEPT_FOR
    return NOTHING, _RETRY


def rules_of(body: bytes) -> Protego:
    """The rules of a robots.txt; what is no rule is passed over, and so is a byte order mark."""
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Protego.parse(body.decode("utf-16" if wide else "utf-8-sig", "replace"))


def allowed(rules: Protego, url: str, name: str = OUR_NAME) -> bool:
    """Whether these rules let us have a page."""
    return bool(rules.can_fetch(url, name))
