"""Inline queries: asked in any chat, answered within 30 seconds with at most 50 results, kept for others to reuse."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.simulator.callback_queries import TOO_OLD
from bot.simulator.clock import Bell, Json
from bot.simulator.parameters import Parameters, as_object, required_text
from bot.simulator.refusals import BadRequest

ANSWERABLE_FOR = timedelta(seconds=30)
MOST_RESULTS = 50
LONGEST_ID = 64
"""Bytes of a result's id."""
CACHE_TIME = 300
"""Seconds, unless the answer says otherwise."""


@dataclass(slots=True)
class Inline:
    """One query; `results` is None until the bot has answered."""

    query_id: str
    person_id: int
    text: str
    offset: str
    asked_at: datetime
    results: tuple[Json, ...] | None = None
    next_offset: str = ""


@dataclass(slots=True)
class Inlines:
    """Every query by its id, and the answers that may be used again."""

    answered: Bell = field(default_factory=Bell)
    _queries: dict[str, Inline] = field(default_factory=dict)
    _cache: dict[tuple[str, str, int], tuple[datetime, Inline]] = field(default_factory=dict)

    def ask(self, person_id: int, text: str, offset: str, now: datetime) -> tuple[Inline, bool]:
        """A query, and whether the bot must be asked (else it is answered from what it said before)."""
        for person in (person_id, 0):
            until, known = self._cache.get((text, offset, person), (now, None))
            if known is not None and now < until:
                return known, False
        query = Inline(str(len(self._queries) + 1), person_id, text, offset, now)
        self._queries[query.query_id] = query
        return query, True

    def get(self, query_id: str) -> Inline | None:
        """The query of that id, or None."""
        return self._queries.get(query_id)

    def answer(self, parameters: Parameters, now: datetime) -> Inline:
        """Take the bot's answer.

        Raises BadRequest: when the query is unknown, answered or too old, or the results are none.
        """
        query = self._queries.get(parameters.text("inline_query_id"))
        if query is None or query.results is not None or now - query.asked_at >= ANSWERABLE_FOR:
            raise BadRequest(TOO_OLD)
        query.results = _read_results(parameters)
        query.next_offset = parameters.text("next_offset")
        person = query.person_id if parameters.flag("is_personal") else 0
        until = now + timedelta(seconds=parameters.integer("cache_time", CACHE_TIME))
        self._cache[query.text, query.offset, person] = until, query
        self.answered.ring()
        return query


def _read_results(parameters: Parameters) -> tuple[Json, ...]:
    fault = "can't parse inline query result"
    results = [as_object(item, f"{fault}: expected an Object") for item in parameters.array("results") or []]
    if len(results) > MOST_RESULTS:
        raise BadRequest("RESULTS_TOO_MUCH")
    ids = [required_text(result, "id", fault) for result in results]
    for result, name in zip(results, ids, strict=True):
        required_text(result, "type", fault)
        if not 1 <= len(name.encode()) <= LONGEST_ID:
            raise BadRequest("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise BadRequest("RESULT_ID_DUPLICATE")
    return tuple(results)
