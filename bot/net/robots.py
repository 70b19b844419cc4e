"""robots.txt → may a page be fetched: RFC 9309, with * and $ in paths, the longest rule deciding."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from bot.domain.clock import Clock
from bot.domain.feed import Failed, Fault, Fetched, Fresh

#: What we are called in robots.txt.
OUR_NAME = "protest-alerts"
_LARGEST = 500 * 1024
_KEPT_FOR = timedelta(hours=24)
#: A server that does not answer is asked again after so long; meanwhile its pages are left alone.
_RETRY = timedelta(hours=1)
_MOST_HOSTS = 500
_MOST_STARS = 16


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of Allow or Disallow."""

    allow: bool
    path: str


Rules = tuple[Rule, ...]
EVERYTHING: Rules = ()
NOTHING: Rules = (Rule(allow=False, path="/"),)


class Robots:
    """Asks each host once a day; bounded in hosts."""

    def __init__(self, get: Callable[[str, str], Awaitable[Fetched]], now: Clock) -> None:
        self._get = get
        self._now = now
        self._known: OrderedDict[str, tuple[Rules, datetime]] = OrderedDict()

    async def allow(self, url: str, proxy: str = "") -> bool:
        """Whether the host of this page lets us have it; `proxy` leads to the host."""
        parts = urlsplit(url)
        return allowed(await self._rules(f"{parts.scheme}://{parts.netloc}", proxy), _path(url))

    async def _rules(self, site: str, proxy: str) -> Rules:
        rules, until = self._known.get(site, (NOTHING, self._now()))
        if until > self._now():
            return rules
        answer = await self._get(f"{site}/robots.txt", proxy)
        rules, span = _understood(answer)
        self._known[site] = rules, self._now() + span
        while len(self._known) > _MOST_HOSTS:
            self._known.popitem(last=False)
        return rules


def _understood(answer: Fetched) -> tuple[Rules, timedelta]:
    match answer:
        case Fresh(body=body):
            return rules_of(body[:_LARGEST].decode("utf-8", "replace")), _KEPT_FOR
        case Failed(fault=Fault.HTTP_STATUS, detail=status) if status.startswith("4") and status != "429":
            return EVERYTHING, _KEPT_FOR
        case Failed(fault=Fault.EMPTY):
            return EVERYTHING, _KEPT_FOR
    return NOTHING, _RETRY


def rules_of(text: str, name: str = OUR_NAME) -> Rules:
    """The rules for us: those of the groups that name us, else those for everybody."""
    groups: dict[str, list[Rule]] = {}
    agents: list[str] = []
    in_rules = False
    for line in text.splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        match field.strip().lower(), value.strip():
            case "user-agent", agent:
                agents = [agent.lower()] if in_rules else [*agents, agent.lower()]
                in_rules = False
            case "allow" | "disallow" as word, path:
                in_rules = True
                for agent in agents if path else ():
                    groups.setdefault(agent, []).append(Rule(word == "allow", path))
                for agent in agents:
                    groups.setdefault(agent, [])
    return tuple(groups.get(name, groups.get("*", [])))


def allowed(rules: Rules, path: str) -> bool:
    """The longest rule that fits decides; of equals the one that allows; without any the page is free."""
    fitting = [rule for rule in rules if fits(rule.path, path)]
    return max(fitting, key=lambda rule: (len(rule.path), rule.allow)).allow if fitting else True


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says, * standing for anything and a last $ for the end."""
    whole = pattern.endswith("$")
    first, *rest = unquote(pattern.removesuffix("$") if whole else pattern).split("*")[:_MOST_STARS]
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(rest, 1):
        last = number == len(rest)
        found = len(path) - len(piece) if last and whole and path.endswith(piece) else path.find(piece, at)
        if found < at:
            return False
        at = found + len(piece)
    return at == len(path) if whole else True


def _path(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
