"""facts ↔ JSON: how a version of an event lies in the database."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from bot.domain.codes import Action, Grave, Issue, Response, Status
from bot.domain.event import Basis, Facts, Relayed, Said, Setting, Source, Stay
from bot.domain.place import PlaceRef, Precision
from bot.domain.report import Json, Span, claim_from_json, claim_to_json, in_words

T = TypeVar("T")


class Lately:
    """The parts of the facts that were read last: versions of one event repeat each other, and share them."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Sequence[Any], tuple[Any, ...]]] = {}

    def each(self, part: str, data: Sequence[Any], make: Callable[[Any], T]) -> tuple[T, ...]:
        """What each item of a list means; of one that stood there before the very same value."""
        if not data:
            return ()
        before, made = self._read.get(part, ((), ()))
        if before != data:
            known = len(before)
            made = tuple(made[at] if at < known and before[at] == one else make(one) for at, one in enumerate(data))
            self._read[part] = data, made
        return made


def facts_to_json(facts: Facts) -> Json:
    """The facts in the words of the contract of `protest-alerts read`, with their sources."""
    return {
        "action": facts.action.value,
        "date": _span_to_json(facts.span),
        "places": [{"id": ref.id, "precision": int(ref.precision)} for ref in facts.places],
        "responses": [response.value for response in facts.responses],
        "organisers": list(facts.organisers),
        "demands": list(facts.demands),
        "issue": facts.issue and facts.issue.value,
        "status": facts.status.value,
        "said": [said_to_json(said) for said in facts.said],
        "sources": [_source_to_json(source) for source in facts.sources],
        "pinned": list(facts.pinned),
        "away": list(facts.away),
        "not_on": [day.isoformat() for day in facts.not_on],
        "settings": [[one.outlet, one.url, one.venue, one.hour, one.lang, one.unlisted] for one in facts.settings],
        "stays": [[stay.place, stay.start.isoformat(), stay.end.isoformat()] for stay in facts.stays],
        "basis": facts.basis.value,
        "checking": facts.checking,
        "alleged": [kind.value for kind in facts.alleged],
        "relayed": [[one.what, one.outlet, list(one.groups)] for one in facts.relayed],
    }


def facts_from_json(data: Json, lately: Lately | None = None) -> Facts:
    """The facts that `facts_to_json` wrote; `lately` is what was read before them."""
    each = (lately or Lately()).each
    rest = {name: part for name, part in data.items() if name not in {"said", "sources"}}
    return Facts(
        **each("rest", (rest,), _rest_from_json)[0],
        said=each("said", data["said"], said_from_json),
        sources=each("sources", data["sources"], _source_from_json),
    )


def _rest_from_json(data: Json) -> dict[str, Any]:
    """The facts without claims and sources, by their names."""
    return {
        "action": Action(data["action"]),
        "span": _span_from_json(data["date"]),
        "places": tuple(map(_place_from_json, data["places"])),
        "responses": tuple(map(Response, data["responses"])),
        "organisers": tuple(data["organisers"]),
        "demands": tuple(data["demands"]),
        "issue": Issue(data["issue"]) if data["issue"] else None,
        "status": Status(data["status"]),
        "stays": tuple(map(_stay_from_json, data.get("stays", ()))),
        "settings": tuple(map(_setting_from_json, data.get("settings", ()))),
        "pinned": tuple(data.get("pinned", ())),
        "away": tuple(data.get("away", ())),
        "not_on": tuple(map(date.fromisoformat, data.get("not_on", ()))),
        "basis": Basis(data.get("basis", Basis.OUTLETS)),
        "checking": data.get("checking", False),
        "alleged": tuple(map(Grave, data.get("alleged", ()))),
        "relayed": tuple(map(_relayed_from_json, data.get("relayed", ()))),
    }


def _place_from_json(data: Json) -> PlaceRef:
    return PlaceRef(data["id"], Precision(data["precision"]))


def _stay_from_json(data: Sequence[str]) -> Stay:
    place, start, end = data
    return Stay(place, date.fromisoformat(start), date.fromisoformat(end))


def _setting_from_json(data: Sequence[str]) -> Setting:
    outlet, url, venue, hour, *more = data
    return Setting(outlet, url, in_words(venue), in_words(hour), *more)


def _relayed_from_json(data: Sequence[Any]) -> Relayed:
    what, first, groups = data
    return Relayed(what, first, tuple(groups))


def _span_to_json(span: Span) -> Json:
    return {"start": _iso(span.start), "end": _iso(span.end), "precision": span.precision}


def _span_from_json(data: Json) -> Span:
    return Span(_day(data["start"]), _day(data["end"]), data["precision"])


def said_to_json(said: Said) -> Json:
    """One claim with who carries it."""
    return {
        "claim": claim_to_json(said.claim),
        "outlet": said.outlet,
        "published": _iso(said.published),
        "fixed": said.fixed,
        "dropped": said.dropped,
        "groups": list(said.groups),
    }


def said_from_json(data: Json) -> Said:
    """The claim that `said_to_json` wrote."""
    claim, published = claim_from_json(data["claim"]), _moment(data["published"])
    groups = tuple(data.get("groups", ()))
    return Said(claim, data["outlet"], published, data["fixed"], data.get("dropped", False), groups)


def _source_to_json(source: Source) -> Json:
    return {
        "outlet": source.outlet,
        "group": source.group,
        "lang": source.lang,
        "url": source.url,
        "published": _iso(source.published),
        "owner": source.owner,
        "site_of": source.site_of,
    }


def _source_from_json(data: Json) -> Source:
    more = data.get("owner", ""), data.get("site_of", "")
    return Source(data["outlet"], data["group"], data["lang"], data["url"], _moment(data["published"]), *more)


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
