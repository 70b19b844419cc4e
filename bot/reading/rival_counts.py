"""Scene → a protest of which the lead tells only how many came: organisers say so many, police so many."""

from bot.reading.cues import Category
from bot.reading.scene import Scene
from bot.reading.words import CueKind, Strength

#: Ids of the names table: those who call people out or come, and those who answer for order.
_OURS = frozenset({"organisers", "participants", "union", "monitors", "kibhr"})
_THEIRS = frozenset({"police", "mvd", "akimat"})
#: Fewer are no crowd that two sides count; more have never come.
_FEW, _MANY = 5, 50_000
#: Sentences after the lead in which the reason may be told.
_BEYOND = 4


def may_be_counted_twice(scene: Scene) -> bool:
    """Whether the cues alone leave it open: both sides speak in the lead, and something was asked of somebody."""
    told = scene.cues.ids(Category.NAME, *_body(scene))
    return bool(_OURS & told and _THEIRS & told) and _is_asked(scene)


def counted_twice(scene: Scene) -> tuple[int, ...]:
    """Sentences of the lead in which two sides count who came, where people asked something of an office; else none."""
    ours = [s for s in _body(scene) if _counts(scene, s, _OURS)]
    theirs = [s for s in _body(scene) if _counts(scene, s, _THEIRS)]
    counted = sorted({*ours, *theirs})
    figures = sum(len(_figures(scene, s)) for s in counted)
    if not (ours and theirs and figures > 1 and _is_asked(scene) and any(map(scene.places_in, scene.lead))):
        return ()
    return () if any(scene.is_background(s) or scene.is_abroad(s) for s in counted) else tuple(counted)


def _body(scene: Scene) -> range:
    return range(len(scene.title), len(scene.lead))


def _near(scene: Scene) -> range:
    return range(min(len(scene.lead) + _BEYOND, len(scene.sentences)))


def _counts(scene: Scene, sentence: int, side: frozenset[str]) -> bool:
    return bool(side & scene.cues.ids(Category.NAME, sentence)) and bool(_figures(scene, sentence))


def _figures(scene: Scene, sentence: int) -> list[int]:
    days = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
    found = (n for n in scene.numbers_in(sentence) if not n.ordinal and n.first not in days)
    return [n.value for n in found if _FEW <= n.value <= _MANY and n.value not in range(1990, 2100)]


def _is_asked(scene: Scene) -> bool:
    """A grievance, and an office, a square or an action to bring it to; nothing that means something else."""
    near = _near(scene)
    if any(scene.cues.of(Category.NEGATIVE, near)):
        return False
    marked = any(scene.cues.marked(mark, *near) for mark in ("demanding", "grievance"))
    asked = marked or scene.cues.has(CueKind.DEMAND, *near)
    brought = scene.cues.marked("targets", *near) or any(scene.cues.actions(s, Strength.S) for s in near)
    return asked and brought
