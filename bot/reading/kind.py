"""Scene → kind of report, with the reasons (GLOCON: only what happened, here and lately, is an event report)."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.codes import Kind
from bot.reading.abroad import foreign, names_action
from bot.reading.cues import Category
from bot.reading.scene import Scene
from bot.reading.words import CueKind, Strength

#: The lexicon's threshold for a candidate.
CANDIDATE = 2.0
#: So many sentences of a body make an event of which the lead says nothing.
_THRICE = 3
#: Confidence of an event report by its signs.
_SURE = (0.5, 0.55, 0.65, 0.72, 0.8, 0.87, 0.92)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, how sure, and why."""

    kind: Kind
    confidence: float
    why: tuple[str, ...]


def decide(scene: Scene) -> Verdict:
    """What the article is about; the first veto that applies decides."""
    events = _event_sentences(scene)
    score = max(scene.cues.score(scene.head), scene.cues.score(dict.fromkeys((*scene.title, *events))))
    abroad = foreign(scene, events) if names_action(scene) else ""
    if abroad:
        return Verdict(Kind.FOREIGN_EVENT, 0.9, _why(scene, events, abroad))
    if not events and (past := _remembered(scene)):
        return Verdict(Kind.HISTORICAL_MENTION, 0.8, _why(scene, (), past))
    if not events:
        return Verdict(Kind.NOT_PROTEST, 0.9, _why(scene, (), f"no event told in the lead, score {score:.1f}"))
    plain = any(scene.gathers(s) for s in events)
    if score < CANDIDATE and not plain:
        return Verdict(Kind.NOT_PROTEST, 0.8, _why(scene, events, f"score {score:.1f} below {CANDIDATE}"))
    for kind, reason, sure in _vetoes(scene, events):
        if reason:
            return Verdict(kind, sure, _why(scene, events, reason))
    return Verdict(Kind.EVENT_REPORT, _confidence(scene, events, score), _why(scene, events, f"score {score:.1f}"))


def is_quiet(scene: Scene) -> bool:
    """Whether the cues alone settle that no event is told: none in the lead, and not three sentences of one below.

    Most articles that name an action do so in passing; their numerals, days and places need not be looked for.
    """
    if any(scene.cues.actions(s, Strength.S, Strength.M) or scene.gathers(s) for s in scene.head):
        return False
    remembered = any(scene.cues.marked("background", s) for s in scene.title)
    return not remembered and sum(scene.is_event(s) for s in scene.sentences) < _THRICE


def _event_sentences(scene: Scene) -> tuple[int, ...]:
    """Sentences of the title and lead that tell of people acting; failing these, of a body that tells it thrice."""
    head = tuple(s for s in scene.head if scene.is_event(s))
    if head:
        return head
    body = tuple(s for s in scene.sentences if scene.is_event(s) and not scene.is_background(s))
    return body if len(body) >= _THRICE else ()


def _vetoes(scene: Scene, events: tuple[int, ...]) -> Iterable[tuple[Kind, str, float]]:
    yield Kind.NOT_PROTEST, _nowhere(scene), 0.85
    yield Kind.NOT_PROTEST, _unreal(scene), 0.85
    yield Kind.NOT_PROTEST, _doubted(scene), 0.75
    yield Kind.NOT_PROTEST, _hearsay(scene, events), 0.75
    yield Kind.NOT_PROTEST, _appeal(scene, events), 0.8
    yield Kind.OPINION, _opinion(scene), 0.8
    yield Kind.NOT_PROTEST, _topic(scene, events), 0.8
    yield Kind.NOT_PROTEST, _counted(scene, events), 0.8
    yield Kind.HISTORICAL_MENTION, _historical(scene, events), 0.85
    yield Kind.COURT_FOLLOWUP, _court(scene, events), 0.8
    yield Kind.PREVENTED_EVENT, _refused(scene, events), 0.75
    yield Kind.PREVENTED_EVENT, _prevented(scene, events), 0.75
    yield Kind.PLANNED_EVENT, _planned(scene, events), 0.8
    yield Kind.NOT_PROTEST, _untold(scene, events), 0.7


def _doubted(scene: Scene) -> str:
    """Another sense of the word stands in the title or opens the lead, and nothing was demanded or met with force."""
    first = [*scene.title, len(scene.title)]
    against = [cue.entry for cue in scene.cues.of(Category.NEGATIVE, first)]
    if not against or _is_grievance(scene):
        return ""
    return "another sense: " + ", ".join(dict.fromkeys(against))


def _is_grievance(scene: Scene) -> bool:
    """Something was demanded, or people were taken, where they acted and not where the other sense is."""
    strong = frozenset({Strength.S})
    told = [s for s in scene.head if scene.is_event(s) and scene.cues.has(CueKind.ACTOR, s)]
    asked = any(scene.cues.marked("demanding", s) for s in told)
    plain = [s for s in scene.head if scene.is_event(s) and not any(scene.cues.of(Category.NEGATIVE, (s,)))]
    return asked or scene.cues.has(CueKind.RESPONSE, *plain, strengths=strong)


def _nowhere(scene: Scene) -> str:
    if scene.places or any(scene.cues.marked("country", s) for s in scene.head):
        return ""
    return "no place in Kazakhstan"


def _unreal(scene: Scene) -> str:
    """A drill of the guard, a film, a car rally; the title or the opening of the lead says so."""
    found = scene.cues.entries(Category.MARKER, "unreal", *scene.title, len(scene.title), len(scene.title) + 1)
    return "not in earnest: " + ", ".join(found[:3]) if found else ""


def _hearsay(scene: Scene, events: tuple[int, ...]) -> str:
    """Denied by somebody and told by nobody: «опровергли слухи о митинге»."""
    return "only denied or rumoured" if all(_only_said(scene, s) for s in events) else ""


def _only_said(scene: Scene, sentence: int) -> bool:
    told = scene.cues.actions(sentence, Strength.S, Strength.M)
    rumoured = scene.cues.marked("hearsay", sentence) or scene.cues.marked("refutes", sentence)
    return rumoured or all(scene.is_denied(cue) for cue in told)


def _appeal(scene: Scene, events: tuple[int, ...]) -> str:
    """A petition or an open letter, when nobody gathered."""
    titled = "appeal" in scene.cues.ids(Category.CONCEPT, *scene.title)
    acted = any(scene.cues.actions(s, Strength.S) for s in events)
    return "an appeal, no gathering" if titled and not acted else ""


def _opinion(scene: Scene) -> str:
    title = scene.cues.marked("opinion", *scene.title)
    lead = len(scene.cues.entries(Category.MARKER, "opinion", *scene.head))
    if not (title or lead >= 2):
        return ""
    return "opinion: " + ", ".join(scene.cues.entries(Category.MARKER, "opinion", *scene.head))


def _topic(scene: Scene, events: tuple[int, ...]) -> str:
    topical = [s for s in scene.head if scene.cues.marked("topic", s)]
    fresh = [s for s in events if s not in topical and _happened(scene, s)]
    return "about the law" if topical and not fresh else ""


def _counted(scene: Scene, events: tuple[int, ...]) -> str:
    """Statistics: «в прошлом году забастовок стало меньше»."""
    titled = scene.cues.marked("statistics", *scene.title, len(scene.title))
    return "statistics" if titled and not any(_is_fresh(scene, s) and scene.places_in(s) for s in events) else ""


def _happened(scene: Scene, *sentences: int) -> bool:
    """Whether something is said to have happened; a permit refused («отказал в митинге») is no protest."""
    refusals = [c for c in scene.cues.of(Category.RESPONSE, sentences) if c.tag[1] == "denied_permission"]
    refused = {i for cue in refusals for i in range(cue.first, cue.last + 1)}
    marks = scene.cues.of(Category.MARKER, sentences)
    done = any(cue.tag[1] == "occurred" and cue.first not in refused for cue in marks)
    return done or any(scene.gathers(s) for s in sentences)


def _historical(scene: Scene, events: tuple[int, ...]) -> str:
    past = [s for s in events if scene.is_background(s)]
    if len(past) == len(events) and (any(scene.is_past(s) for s in scene.title) or not _recent(scene)):
        return "told of the past: " + "; ".join(scene.cues.entries(Category.MARKER, "background", *past)[:3])
    openers = [s for s in scene.title if scene.is_past(s)]
    openers += [s for s in (len(scene.title),) if s in scene.head and scene.opens_with_past(s)]
    tried = scene.cues.marked("court", *scene.title)
    if openers and not tried and not any(_is_fresh(scene, s) for s in events):
        return "opens with the past: " + "; ".join(scene.cues.entries(Category.MARKER, "background", *openers)[:3])
    return ""


def _remembered(scene: Scene) -> str:
    """A conference, a book, an exhibition about a protest of the past, told without an act: «көтеріліске 150 жыл»."""
    past = [s for s in scene.title if scene.cues.marked("background", s)]
    acts = any(scene.cues.actions(s, Strength.S, Strength.M) for s in past)
    words = scene.cues.entries(Category.MARKER, "background", *past)
    return "remembers: " + "; ".join(words[:3]) if past and (acts or scene.cues.marked("uprising", *past)) else ""


def _is_fresh(scene: Scene, sentence: int) -> bool:
    """A day told from today, or with its year; a bare day after an old year may be of that year.

    An old year beside a day of the week is what a book or an exhibition is about.
    """
    if scene.names_old_year(sentence):
        return False
    return any(scene.is_recent(day) and (day.dated or not day.absolute) for day in scene.days_in(sentence))


def _court(scene: Scene, events: tuple[int, ...]) -> str:
    def courtly(sentence: int) -> bool:
        return scene.cues.marked("court", sentence) and not scene.cues.marked("court_place", sentence)

    title = [s for s in scene.title if courtly(s)]
    lead = [s for s in scene.head if courtly(s)]
    told = [s for s in events if not courtly(s) and not scene.is_background(s)]
    fresh = [s for s in told if s in scene.title or _happened(scene, s)]
    if (title and len(lead) > len(fresh)) or (len(lead) >= 2 and not fresh) or (lead and not fresh):
        return "a court's matter: " + ", ".join(scene.cues.entries(Category.MARKER, "court", *lead)[:3])
    return ""


def _prevented(scene: Scene, events: tuple[int, ...]) -> str:
    stopped = [s for s in scene.head if scene.cues.marked("prevented", s) and _tells_of_people(scene, s)]
    fresh = [s for s in events if s not in stopped and _happened(scene, s)]
    title = any(s in stopped for s in scene.title)
    if stopped and (title or not fresh):
        return "it was stopped: " + ", ".join(scene.cues.entries(Category.MARKER, "prevented", *stopped)[:3])
    return ""


def _tells_of_people(scene: Scene, sentence: int) -> bool:
    """An action, activists or police; in «көлік өтпеді» it is cars that did not pass."""
    acted = scene.cues.actions(sentence, Strength.S, Strength.M)
    forced = scene.cues.has(CueKind.RESPONSE, sentence)
    return bool(acted) or forced or scene.cues.has(CueKind.ACTOR, sentence, strengths=frozenset({Strength.M}))


def _planned(scene: Scene, events: tuple[int, ...]) -> str:
    """Announced by its words, or by a day to come («отказал в проведении митинга 5 октября», read in September)."""
    planned = [s for s in scene.head if scene.cues.marked("planned", s) or scene.is_ahead(s)]
    fresh = [s for s in events if s not in planned and _happened(scene, s)]
    titled = [s for s in scene.title if s in planned]
    if planned and (not fresh or (titled and not any(s in fresh for s in scene.title))):
        words = scene.cues.entries(Category.MARKER, "planned", *planned)[:3] or ("a day to come",)
        return "announced: " + ", ".join(words)
    return ""


def _refused(scene: Scene, events: tuple[int, ...]) -> str:
    """A permit refused, and nothing told of but what was to be: «рұқсат бермеді … 5 қазанға белгіленген митинг»."""
    told = scene.cues.entries(Category.RESPONSE, "denied_permission", *scene.title, len(scene.title))
    marks = ("planned", "prevented")
    unheld = all(
        scene.is_ahead(s) or any(scene.cues.marked(mark, s) for mark in marks) or _is_refusal(scene, s) for s in events
    )
    return "a permit was refused: " + ", ".join(told[:2]) if told and unheld else ""


def _is_refusal(scene: Scene, sentence: int) -> bool:
    return "denied_permission" in scene.cues.ids(Category.RESPONSE, sentence)


def _untold(scene: Scene, events: tuple[int, ...]) -> str:
    return "" if _happened(scene, *events, *scene.head) else "nothing is said to have happened"


def _recent(scene: Scene) -> bool:
    return any(scene.is_recent(day) for s in scene.head for day in scene.days_in(s))


def _confidence(scene: Scene, events: tuple[int, ...], score: float) -> float:
    """How many of six signs of a report there are, as the share that was right of unseen articles (docs/reading.md)."""
    strong = any(scene.cues.actions(s, Strength.S) for s in events)
    signs = (
        strong,
        any(scene.places_in(s) for s in events),
        any(s in scene.title for s in events) and len(events) > 1,
        scene.cues.has(CueKind.RESPONSE, *scene.head) or scene.cues.has(CueKind.ACTOR, *scene.head),
        _recent(scene),
        score >= 4,
    )
    return _SURE[sum(signs)]


def _why(scene: Scene, events: tuple[int, ...], reason: str) -> tuple[str, ...]:
    cues = [cue for s in (events or scene.head) for cue in scene.cues.actions(s, *Strength)]
    found = dict.fromkeys(f"{cue.tag[1]}: {cue.entry}" for cue in cues)
    negative = dict.fromkeys(f"against: {cue.entry}" for cue in scene.cues.of(Category.NEGATIVE, scene.head))
    return (*list(found)[:4], *list(negative)[:3], reason)
