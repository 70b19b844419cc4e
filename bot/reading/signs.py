"""Scene → signs: what speaks for and against a report of a protest held here, as named numbers for the fitted score.

Each sign is 0 or 1, or a small count; none is a judgement. The weights are in bot/data/decision.toml (`make fit`).
"""

from collections.abc import Sequence

from bot.domain.codes import ReportKind, Response
from bot.domain.place import COUNTRY
from bot.domain.report import Report
from bot.reading import vetoes
from bot.reading.cues import Category
from bot.reading.predicates import UNHELD, Frame, State
from bot.reading.scene import Scene
from bot.reading.score import Signs
from bot.reading.words import CueKind, Strength

_STRONG = frozenset({Strength.S})
_MOST, _TWICE = 3, 2
#: A dateline that closes a text is so short, and stands among so many last sentences.
_DATELINE, _LAST = 6, 3
_PUNISHED = frozenset({Response.FINES, Response.ADMINISTRATIVE_ARRESTS, Response.CRIMINAL_CHARGES})
_KINDS = tuple(kind for kind in ReportKind if kind is not ReportKind.PREVENTED_EVENT)


def signs(scene: Scene, report: Report, events: tuple[int, ...], score: float) -> Signs:
    """The signs of a report with its facts; `events` are the sentences that tell of people acting."""
    return {
        **{f"kind_{kind.value}": float(report.kind is kind) for kind in _KINDS},
        **_told(scene, events, score),
        **_deeds(scene, events),
        **_where(scene, report, events),
        **_when(scene, report),
        **_who(scene, report),
    }


def _told(scene: Scene, events: tuple[int, ...], score: float) -> dict[str, float]:
    """Where the deed is told, by what words, and what speaks against it."""
    titled = [s for s in events if s in scene.title]
    strong = [s for s in events if scene.cues.actions(s, Strength.S)]
    concepts = {cue.tag[1] for s in events for cue in scene.cues.actions(s, *Strength)}
    marked = scene.cues.marked
    return {
        "score": min(max(score, -3.0), 9.0) / 3,
        "event_in_title": float(bool(titled)),
        "event_in_body": float(len(events) > len(titled)),
        "events_told": min(len(events), _MOST) / _MOST,
        "strong_in_title": float(any(s in scene.title for s in strong)),
        "strong_in_body": float(any(s not in scene.title for s in strong)),
        "concepts": min(len(concepts), _MOST) / _MOST,
        "told_in_past": float(any(vetoes.is_told(scene, s) for s in events)),
        "told_below_lead": float(scene.told is not None),
        "occurred": float(marked("occurred", *scene.head)),
        "aftermath": min(len(scene.cues.entries(Category.MARKER, "aftermath", *scene.head)), _TWICE) / _TWICE,
        "background_events": sum(map(scene.is_background, events)) / len(events) if events else 0.0,
        "hearsay": float(marked("hearsay", *scene.head)),
        "opinion": min(len(scene.cues.entries(Category.MARKER, "opinion", *scene.head)), _MOST) / _MOST,
        "court_in_title": float(marked("court", *scene.title)),
        "title_asks": float(
            "?" in scene.text.raw[: scene.text.ends[scene.text.body - 1] + 1] if scene.text.body else 0
        ),
    }


def _deeds(scene: Scene, events: tuple[int, ...]) -> dict[str, float]:
    """How the deeds are told: in which form, by whom, where, when, for what (bot/reading/predicates.py)."""
    frames = [frame for s in events for frame in scene.deeds.get(s, ())]
    held = [frame for frame in frames if frame.state is State.HELD]
    body = [frame for s in events if s not in scene.title for frame in scene.deeds.get(s, ())]
    return {
        "held": float(bool(held)),
        "held_in_title": float(any(scene.holds(s) for s in scene.title)),
        "held_in_body": float(any(frame.state is State.HELD for frame in body)),
        "held_by_people": float(any(frame.who for frame in held)),
        "held_at_place": float(any(frame.where for frame in held)),
        "held_on_day": float(any(frame.when for frame in held)),
        "held_for_aim": float(any(frame.aim for frame in held)),
        "held_first": float(any(frame.state is State.HELD for frame in scene.deeds.get(len(scene.title), ()))),
        "of_people": _share(frames, State.OF_PEOPLE),
        "named_only": _share(frames, State.NAMED),
        "referred": _share(frames, State.REFERRED),
        "governed": _share(frames, *UNHELD, State.TRIED),
        "only_voiced": float("voiced" in scene.cues.ids(Category.CONCEPT, *scene.head) and not held),
        "memory": float(scene.cues.marked("memory", *scene.head)),
        "other_sense": min(len({c.entry for c in scene.cues.of(Category.NEGATIVE, scene.head)}), _TWICE) / _TWICE,
        "violence": float("violence" in scene.cues.ids(Category.CONCEPT, *scene.head)),
    }


def _share(frames: Sequence[Frame], *states: State) -> float:
    return sum(frame.state in states for frame in frames) / len(frames) if frames else 0.0


def _where(scene: Scene, report: Report, events: tuple[int, ...]) -> dict[str, float]:
    return {
        "place_named": float(any(ref.id != COUNTRY for ref in report.places)),
        "place_in_event": float(any(scene.places_in(s) for s in events)),
        "office_or_square": float(scene.cues.marked("targets", *scene.head)),
        "nowhere": float(not any(map(scene.is_here, scene.sentences))),
        "foreign_in_head": float(scene.cues.marked("foreign", *scene.head)),
        "foreign_in_title": float(any(scene.is_abroad(s) for s in scene.title)),
        "foreign_in_event": float(any(scene.is_abroad(s) for s in events)),
        "consular": float(scene.cues.marked("consular", *scene.head)),
    }


def _when(scene: Scene, report: Report) -> dict[str, float]:
    return {
        "closing_day": float(_closes(scene)),
        "day_exact": float(report.span.precision == 1),
        "recent_in_head": float(vetoes.is_recent(scene)),
        "many_days": float(scene.cues.marked("multiday", *scene.head)),
    }


def _closes(scene: Scene) -> bool:
    """A sentence of hardly more than a place and a day of the news closes the text: a report from there."""
    last = (s for s in scene.sentences[-_LAST:] if s not in scene.title and len(scene.text.span(s)) <= _DATELINE)
    return any(scene.is_recent(day) for s in last for day in scene.days_in(s))


def _who(scene: Scene, report: Report) -> dict[str, float]:
    """Who acts, what is asked for, what befell them."""
    return {
        "actor_in_title": float(scene.cues.has(CueKind.ACTOR, *scene.title)),
        "grievance": float(scene.cues.marked("grievance", *scene.head)),
        "demand_in_head": float(scene.cues.has(CueKind.DEMAND, *scene.head)),
        "detentions": float(Response.DETENTIONS in report.responses),
        "punished": float(bool(_PUNISHED & set(report.responses))),
    }
