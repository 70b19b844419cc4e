"""Scene → what the state did: words of its deeds that are neither denied nor only possible, and what befell people."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.domain.codes import Field, Lang, Response, Stance
from bot.domain.report import Claim
from bot.reading.cues import Category, Cue
from bot.reading.dates import Day
from bot.reading.facts import news
from bot.reading.figures import is_of_earlier
from bot.reading.scene import Scene

#: What a counted person tells that the state did.
_BEFELL = {
    Field.DETAINED: Response.DETENTIONS,
    Field.FINED: Response.FINES,
    Field.ARRESTED_ADMIN: Response.ADMINISTRATIVE_ARRESTS,
    Field.CHARGED: Response.CRIMINAL_CHARGES,
}
#: How many words before a deed, and after it, "not" or "nobody" still reaches it.
_BEFORE = {Lang.KK: 3, Lang.RU: 4, Lang.EN: 4}
_AFTER = {Lang.KK: 2, Lang.RU: 2, Lang.EN: 1}
#: A verb of denial, or a Kazakh "may", governs its whole clause.
_GOVERNED = 8
#: What may be asked for, and how near to it "demand" must stand.
_ASKED_FOR: Mapping[str, int] = {Response.CONCESSION: 150, Response.NEGOTIATION: 3}
_UNDOING = frozenset({"modal", "denial", "refutes", "no_detentions"})


def responses(scene: Scene, start: date | None, told: Iterable[Claim]) -> tuple[Response, ...]:
    """What the state did since the event began, in the order of the codes."""
    here = [s for s in news(scene) if not (scene.is_abroad(s) or _is_over(scene, s, start))]
    done = {cue.tag[1] for cue in scene.cues.of(Category.RESPONSE, here) if not _is_undone(scene, cue)}
    done |= {_BEFELL[claim.field] for claim in told if _befell(claim)}
    return tuple(response for response in Response if response in done)


def _is_over(scene: Scene, sentence: int, start: date | None) -> bool:
    """Before the event for certain; "a meeting on Tuesday" may as well be the next one."""
    bare = all(_is_bare_weekday(scene, day) for day in scene.days_in(sentence))
    return (scene.is_before(sentence, start) and not bare) or is_of_earlier(scene, sentence)


def _is_bare_weekday(scene: Scene, day: Day) -> bool:
    words = scene.text.words[max(0, day.first - 1) : day.last + 1]
    return scene.grammar["weekday"].any_of(words) and not scene.grammar["bygone"].any_of(words)


def _befell(claim: Claim) -> bool:
    counted = claim.min is not None or claim.max is not None
    return claim.field in _BEFELL and claim.stance is Stance.ASSERTS and counted


def _is_undone(scene: Scene, cue: Cue) -> bool:
    """«никого не задержали», "may face charges", «айыппұл салынуы мүмкін»: said of the deed, in its own clause."""
    if cue.tag[1] in _ASKED_FOR and _is_asked(scene, cue, _ASKED_FOR[cue.tag[1]]):
        return True
    return is_undone(scene, cue)


def is_undone(scene: Scene, cue: Cue) -> bool:
    """Whether what a word tells is denied or only possible, in its own clause."""
    return any(_reaches(scene, mark, cue) for mark in _undoing(scene, scene.text.sentence[cue.first]))


def _is_asked(scene: Scene, cue: Cue, reach: int) -> bool:
    """«требуют отменить решение»: what people ask for is not granted yet."""
    marks = scene.cues.of(Category.MARKER, (scene.text.sentence[cue.first],))
    asking = [c for c in marks if c.tag[1] == "demanding"]
    if scene.lang is Lang.KK:
        return any(0 < c.first - cue.last <= reach for c in asking if _says(scene, c, "asks"))
    return any(0 < cue.first - c.last <= reach for c in asking)


def _says(scene: Scene, cue: Cue, name: str) -> bool:
    return scene.grammar[name].any_of(scene.text.words[cue.first : cue.last + 1])


def _undoing(scene: Scene, sentence: int) -> Iterator[Cue]:
    return (c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] in _UNDOING)


def _reaches(scene: Scene, mark: Cue, cue: Cue) -> bool:
    if mark.first <= cue.last and mark.last >= cue.first:
        within = cue.first <= mark.first and mark.last <= cue.last and cue.last > cue.first
        return not within  # «не согласовал» is a deed itself
    kk = scene.lang is Lang.KK
    if mark.last < cue.first:
        reach = _GOVERNED if mark.tag[1] == "refutes" and not kk else _BEFORE[scene.lang]
        return cue.first - mark.last <= reach and not _parted(scene, mark.last, cue.first)
    governs = kk and (mark.tag[1] == "refutes" or _says(scene, mark, "possible"))
    reach = _GOVERNED if governs else _AFTER[scene.lang]
    return mark.first - cue.last <= reach and not _parted(scene, cue.last, mark.first)


def _parted(scene: Scene, last: int, first: int) -> bool:
    return any(mark in scene.text.raw[scene.text.ends[last] : scene.text.starts[first]] for mark in (",", ";", "—"))
