"""Scene → kind of report, with the reasons (GLOCON: only what happened, here and lately, is an event report)."""

from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.codes import ReportKind
from bot.reading.abroad import foreign, names_action
from bot.reading.cues import Category
from bot.reading.passage import may_be_told_below, told_below
from bot.reading.rival_counts import counted_twice, may_be_counted_twice
from bot.reading.scene import Scene
from bot.reading.vetoes import told_of, vetoes
from bot.reading.words import Strength

#: The lexicon's threshold for a candidate.
CANDIDATE = 2.0
#: So many sentences of a body make an event of which the lead says nothing.
_THRICE = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind and why; the sentences that tell of people acting, and the lexicon's score of them."""

    kind: ReportKind
    why: tuple[str, ...]
    events: tuple[int, ...] = ()
    score: float = 0.0


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
    unmeant, told = scene.unmeant(), dict.fromkeys((*scene.title, *events))
    score = max(scene.cues.score(scene.head, unmeant), scene.cues.score(told, unmeant))
    kind, reason = _kind(scene, events, score, plain=events == counted or any(scene.gathers(s) for s in events))
    return Verdict(kind, _why(scene, events, reason), events, score)


def _kind(scene: Scene, events: tuple[int, ...], score: float, *, plain: bool) -> tuple[ReportKind, str]:
    abroad = foreign(scene, events) if names_action(scene) else ""
    if abroad:
        return ReportKind.FOREIGN_EVENT, abroad
    if not events:
        found = ((kind, reason) for kind, reason in told_of(scene) if reason)
        return next(found, (ReportKind.NOT_PROTEST, f"no event told in the lead, score {score:.1f}"))
    if score < CANDIDATE and not plain:
        return ReportKind.NOT_PROTEST, f"score {score:.1f} below {CANDIDATE}"
    found = ((kind, reason) for kind, reason in vetoes(scene, events) if reason)
    return next(found, (ReportKind.EVENT_REPORT, f"score {score:.1f}"))


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


def _why(scene: Scene, events: tuple[int, ...], reason: str) -> tuple[str, ...]:
    cues = [cue for s in (events or scene.head) for cue in scene.cues.actions(s, *Strength)]
    found = dict.fromkeys(f"{cue.tag[1]}: {cue.entry}" for cue in cues)
    negative = dict.fromkeys(f"against: {cue.entry}" for cue in scene.cues.of(Category.NEGATIVE, scene.head))
    return (*list(found)[:4], *list(negative)[:3], reason)
