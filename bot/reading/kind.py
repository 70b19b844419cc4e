"""Scene → kind of report, with the reasons (GLOCON: only what happened, here and lately, is an event report)."""

from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.codes import ClaimantType, Kind, Stance
from bot.domain.report import Claim
from bot.reading.abroad import foreign, names_action
from bot.reading.cues import Category
from bot.reading.passage import may_be_told_below, told_below
from bot.reading.rivals import counted_twice, may_be_counted_twice
from bot.reading.scene import Scene
from bot.reading.vetoes import is_recent, told_of, vetoes
from bot.reading.words import CueKind, Strength

#: The lexicon's threshold for a candidate.
CANDIDATE = 2.0
#: So many sentences of a body make an event of which the lead says nothing.
_THRICE = 3
#: Confidence of an event report by its signs.
_SURE = (0.45, 0.5, 0.6, 0.66, 0.73, 0.8, 0.86)
#: What two sources that give a figure each add to it.
_BY_TWO = 0.06


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, how sure, and why."""

    kind: Kind
    confidence: float
    why: tuple[str, ...]


def located(scene: Scene) -> Scene:
    """The scene with the passage that tells the event, where the lead does not."""
    if any(scene.is_event(s) or _tells_on(scene, s) for s in scene.lead if s not in scene.title):
        return scene
    below = told_below(scene)
    return replace(scene, told=below) if below else scene


def _tells_on(scene: Scene, sentence: int) -> bool:
    """The title told on by what the state did to people that day: «12 маусымда жиналғандарды полиция таратты»."""
    titled = any(scene.is_event(s) for s in scene.title)
    return titled and scene.is_met(sentence) and any(map(scene.is_recent, scene.days_in(sentence)))


def decide(scene: Scene) -> Verdict:
    """What the article is about; the first veto that applies decides."""
    counted = counted_twice(scene)
    events = _event_sentences(scene) or counted
    score = max(scene.cues.score(scene.head), scene.cues.score(dict.fromkeys((*scene.title, *events))))
    abroad = foreign(scene, events) if names_action(scene) else ""
    if abroad:
        return Verdict(Kind.FOREIGN_EVENT, 0.9, _why(scene, events, abroad))
    if not events:
        for kind, reason, sure in told_of(scene):
            if reason:
                return Verdict(kind, sure, _why(scene, (), reason))
        return Verdict(Kind.NOT_PROTEST, 0.8, _why(scene, (), f"no event told in the lead, score {score:.1f}"))
    plain = events == counted or any(scene.gathers(s) for s in events)
    if score < CANDIDATE and not plain:
        return Verdict(Kind.NOT_PROTEST, 0.8, _why(scene, events, f"score {score:.1f} below {CANDIDATE}"))
    for kind, reason, sure in vetoes(scene, events):
        if reason:
            return Verdict(kind, sure, _why(scene, events, reason))
    return Verdict(Kind.EVENT_REPORT, _confidence(scene, events, score), _why(scene, events, f"score {score:.1f}"))


def is_quiet(scene: Scene) -> bool:
    """Whether the cues alone settle that no event is told: none in the lead, and not three sentences of one below.

    Most articles that name an action do so in passing; their numerals, days and places need not be looked for.
    """
    if any(scene.cues.actions(s, Strength.S, Strength.M) or scene.gathers(s) for s in scene.head):
        return False
    below = may_be_told_below(scene) or may_be_counted_twice(scene)
    if below or any(scene.cues.marked("background", s) for s in scene.title):
        return False
    told = (s for s in scene.sentences if scene.is_event(s))
    return len(tuple(islice(told, _THRICE))) < _THRICE


def _event_sentences(scene: Scene) -> tuple[int, ...]:
    """Sentences of the title and lead that tell of people acting; failing these, of a body that tells it thrice."""
    head = tuple(s for s in scene.head if scene.is_event(s))
    if head:
        return head
    body = tuple(s for s in scene.sentences if scene.is_event(s) and not scene.is_background(s))
    return body if len(body) >= _THRICE else ()


def _confidence(scene: Scene, events: tuple[int, ...], score: float) -> float:
    """How many of six signs of a report there are, as the share that was right of unseen articles (docs/reading.md)."""
    strong = any(scene.cues.actions(s, Strength.S) for s in events)
    signs = (
        strong,
        any(scene.places_in(s) for s in events),
        any(s in scene.title for s in events) and len(events) > 1,
        scene.cues.has(CueKind.RESPONSE, *scene.head) or scene.cues.has(CueKind.ACTOR, *scene.head),
        is_recent(scene),
        score >= 4,
    )
    return _SURE[sum(signs)]


def sure_of(verdict: Verdict, told: tuple[Claim, ...]) -> float:
    """Confidence when it is known who counts: two sources that give a figure each make an event report surer."""
    sources = {
        c.claimant_type for c in told if c.stance is Stance.ASSERTS and c.claimant_type is not ClaimantType.OUTLET
    }
    return round(verdict.confidence + _BY_TWO * (verdict.kind is Kind.EVENT_REPORT and len(sources) > 1), 2)


def _why(scene: Scene, events: tuple[int, ...], reason: str) -> tuple[str, ...]:
    cues = [cue for s in (events or scene.head) for cue in scene.cues.actions(s, *Strength)]
    found = dict.fromkeys(f"{cue.tag[1]}: {cue.entry}" for cue in cues)
    negative = dict.fromkeys(f"against: {cue.entry}" for cue in scene.cues.of(Category.NEGATIVE, scene.head))
    return (*list(found)[:4], *list(negative)[:3], reason)
