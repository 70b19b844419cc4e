"""Scene → kind of report, with the reasons (GLOCON: only what happened, here and lately, is an event report)."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.codes import Kind
from bot.reading.cues import Category
from bot.reading.scene import Scene
from bot.reading.words import CueKind, Strength

#: The lexicon's threshold for a candidate.
CANDIDATE = 2.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, how sure, and why."""

    kind: Kind
    confidence: float
    why: tuple[str, ...]


def decide(scene: Scene) -> Verdict:
    """What the article is about; the first veto that applies decides."""
    events = _event_sentences(scene)
    score = scene.cues.score(scene.head)
    abroad = _foreign(scene, events) if _names_action(scene) else ""
    if abroad:
        return Verdict(Kind.FOREIGN_EVENT, 0.9, _why(scene, events, abroad))
    if not events:
        return Verdict(Kind.NOT_PROTEST, 0.95, _why(scene, (), f"no event told in the lead, score {score:.1f}"))
    if score < CANDIDATE:
        return Verdict(Kind.NOT_PROTEST, 0.8, _why(scene, events, f"score {score:.1f} below {CANDIDATE}"))
    for kind, reason, sure in _vetoes(scene, events):
        if reason:
            return Verdict(kind, sure, _why(scene, events, reason))
    return Verdict(Kind.EVENT_REPORT, _confidence(scene, events, score), _why(scene, events, f"score {score:.1f}"))


def _event_sentences(scene: Scene) -> tuple[int, ...]:
    """Sentences of the title and lead that tell of people acting; failing these, of a body that tells it thrice."""
    head = tuple(s for s in scene.head if scene.is_event(s))
    if head:
        return head
    body = tuple(s for s in scene.sentences if scene.is_event(s) and not scene.is_background(s))
    return body if len(body) >= 3 else ()


def _vetoes(scene: Scene, events: tuple[int, ...]) -> Iterable[tuple[Kind, str, float]]:
    yield Kind.NOT_PROTEST, _nowhere(scene), 0.85
    yield Kind.NOT_PROTEST, _doubted(scene), 0.75
    yield Kind.OPINION, _opinion(scene), 0.8
    yield Kind.NOT_PROTEST, _topic(scene, events), 0.8
    yield Kind.HISTORICAL_MENTION, _historical(scene, events), 0.85
    yield Kind.COURT_FOLLOWUP, _court(scene, events), 0.8
    yield Kind.PREVENTED_EVENT, _prevented(scene, events), 0.75
    yield Kind.PLANNED_EVENT, _planned(scene, events), 0.8
    yield Kind.NOT_PROTEST, _untold(scene, events), 0.7


def _foreign(scene: Scene, events: tuple[int, ...]) -> str:
    here = any(scene.places_in(s) for s in scene.head) or any(scene.places_in(s) for s in events)
    abroad = [s for s in (*scene.head, *events) if scene.is_abroad(s)]
    if abroad and not here:
        return "another country: " + ", ".join(scene.cues.entries(Category.MARKER, "foreign", *abroad)[:3])
    titled = any(scene.is_abroad(s) for s in scene.title)
    if titled and not any(scene.places_in(s) and scene.is_event(s) for s in events):
        return "another country in the title"
    return ""


def _names_action(scene: Scene) -> bool:
    strong = frozenset({Strength.S})
    forced = scene.cues.has(CueKind.RESPONSE, *scene.head, strengths=strong)
    wanted = (Strength.S, *((Strength.M,) if forced else ()))
    return any(scene.cues.actions(s, *wanted) and not _other_sense(scene, s) for s in scene.head)


def _other_sense(scene: Scene, sentence: int) -> bool:
    """A negative context that is not just a foreign place."""
    abroad = {cue.first for cue in scene.cues.of(Category.MARKER, (sentence,)) if cue.tag[1] == "foreign"}
    return any(cue.first not in abroad for cue in scene.cues.of(Category.NEGATIVE, (sentence,)))


def _doubted(scene: Scene) -> str:
    """Another sense of the word stands in the title or opens the lead, and nothing was demanded or met with force."""
    first = [*scene.title, len(scene.title)]
    against = [cue.entry for cue in scene.cues.of(Category.NEGATIVE, first)]
    if not against or _is_grievance(scene):
        return ""
    return "another sense: " + ", ".join(dict.fromkeys(against))


def _is_grievance(scene: Scene) -> bool:
    strong = frozenset({Strength.S})
    asked = any(scene.cues.marked("demanding", s) and scene.is_event(s) for s in scene.head)
    return asked or scene.cues.has(CueKind.RESPONSE, *scene.head, strengths=strong)


def _nowhere(scene: Scene) -> str:
    if scene.places or any(scene.cues.marked("country", s) for s in scene.head):
        return ""
    return "no place in Kazakhstan"


def _opinion(scene: Scene) -> str:
    title = scene.cues.marked("opinion", *scene.title)
    lead = len(scene.cues.entries(Category.MARKER, "opinion", *scene.head))
    if not (title or lead >= 2):
        return ""
    return "opinion: " + ", ".join(scene.cues.entries(Category.MARKER, "opinion", *scene.head))


def _topic(scene: Scene, events: tuple[int, ...]) -> str:
    topical = [s for s in scene.head if scene.cues.marked("topic", s)]
    fresh = [s for s in events if s not in topical and scene.cues.marked("occurred", s)]
    return "about the law" if topical and not fresh else ""


def _historical(scene: Scene, events: tuple[int, ...]) -> str:
    past = [s for s in events if scene.is_background(s)]
    if len(past) == len(events) and (any(scene.is_past(s) for s in scene.title) or not _recent(scene)):
        return "told of the past: " + "; ".join(scene.cues.entries(Category.MARKER, "background", *past)[:3])
    openers = [s for s in scene.title if scene.is_past(s)]
    openers += [s for s in (len(scene.title),) if s in scene.head and scene.opens_with_past(s)]
    if openers and not any(_is_fresh(scene, s) for s in events):
        return "opens with the past: " + "; ".join(scene.cues.entries(Category.MARKER, "background", *openers)[:3])
    return ""


def _is_fresh(scene: Scene, sentence: int) -> bool:
    """A day told from today, or with its year; a bare day after an old year may be of that year."""
    return any(scene.is_recent(day) and (day.dated or not day.absolute) for day in scene.days_in(sentence))


def _court(scene: Scene, events: tuple[int, ...]) -> str:
    def courtly(sentence: int) -> bool:
        return scene.cues.marked("court", sentence) and not scene.cues.marked("court_place", sentence)

    title = [s for s in scene.title if courtly(s)]
    lead = [s for s in scene.head if courtly(s)]
    fresh = [s for s in events if not courtly(s) and scene.cues.marked("occurred", s) and not scene.is_background(s)]
    if (title and len(lead) > len(fresh)) or (len(lead) >= 2 and not fresh) or (lead and not fresh):
        return "a court's matter: " + ", ".join(scene.cues.entries(Category.MARKER, "court", *lead)[:3])
    return ""


def _prevented(scene: Scene, events: tuple[int, ...]) -> str:
    stopped = [s for s in scene.head if scene.cues.marked("prevented", s)]
    fresh = [s for s in events if s not in stopped and scene.cues.marked("occurred", s)]
    title = any(s in stopped for s in scene.title)
    if stopped and (title or not fresh):
        return "it was stopped: " + ", ".join(scene.cues.entries(Category.MARKER, "prevented", *stopped)[:3])
    return ""


def _planned(scene: Scene, events: tuple[int, ...]) -> str:
    planned = [s for s in scene.head if scene.cues.marked("planned", s)]
    fresh = [s for s in events if s not in planned and scene.cues.marked("occurred", s)]
    titled = [s for s in scene.title if s in planned]
    if planned and (not fresh or (titled and not any(s in fresh for s in scene.title))):
        return "announced: " + ", ".join(scene.cues.entries(Category.MARKER, "planned", *planned)[:3])
    return ""


def _untold(scene: Scene, events: tuple[int, ...]) -> str:
    happened = any(scene.cues.marked("occurred", s) for s in (*events, *scene.head))
    return "" if happened else "nothing is said to have happened"


def _recent(scene: Scene) -> bool:
    return any(scene.is_recent(day) for s in scene.head for day in scene.days_in(s))


def _confidence(scene: Scene, events: tuple[int, ...], score: float) -> float:
    strong = any(scene.cues.actions(s, Strength.S) for s in events)
    signs = (
        strong,
        any(scene.places_in(s) for s in events),
        any(s in scene.title for s in events) and len(events) > 1,
        scene.cues.has(CueKind.RESPONSE, *scene.head) or scene.cues.has(CueKind.ACTOR, *scene.head),
        _recent(scene),
        score >= 4,
    )
    return round(0.5 + 0.08 * sum(signs), 2)


def _why(scene: Scene, events: tuple[int, ...], reason: str) -> tuple[str, ...]:
    cues = [cue for s in (events or scene.head) for cue in scene.cues.actions(s, *Strength)]
    found = dict.fromkeys(f"{cue.tag[1]}: {cue.entry}" for cue in cues)
    negative = dict.fromkeys(f"against: {cue.entry}" for cue in scene.cues.of(Category.NEGATIVE, scene.head))
    return (*list(found)[:4], *list(negative)[:3], reason)
