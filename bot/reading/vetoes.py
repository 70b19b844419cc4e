"""Scene → why it is no event report: each veto a question, an answer in words or nothing."""

from collections.abc import Iterable, Sequence

from bot.domain.codes import Lang, ReportKind
from bot.reading.abroad import other_sense
from bot.reading.cues import Category
from bot.reading.predicates import Frame, State
from bot.reading.rival_counts import counted_twice
from bot.reading.scene import Scene
from bot.reading.words import CueKind, Strength

#: So many sentences of a lead say in what sense its words are meant.
_OPENING = 2
#: What an article is about whose deeds are all governed so; of the others none is a protest.
_GOVERNED = dict.fromkeys((State.AHEAD, State.ALLOWED, State.CONDITION), ReportKind.PLANNED_EVENT) | {
    State.TRIED: ReportKind.COURT_FOLLOWUP
}


def vetoes(scene: Scene, events: tuple[int, ...]) -> Iterable[tuple[ReportKind, str]]:
    """Kind and reason ("" when the veto does not apply); the first that applies decides."""
    yield ReportKind.NOT_PROTEST, _nowhere(scene)
    yield ReportKind.NOT_PROTEST, _unreal(scene)
    yield ReportKind.HISTORICAL_MENTION, _republished(scene)
    yield ReportKind.PREVENTED_EVENT, _stopped_before(scene, events)
    yield ReportKind.NOT_PROTEST, _hearsay(scene, events)
    yield ReportKind.NOT_PROTEST, _appeal(scene, events)
    yield ReportKind.OPINION, _opinion(scene)
    yield ReportKind.NOT_PROTEST, _topic(scene, events)
    yield ReportKind.NOT_PROTEST, _counted(scene, events)
    yield ReportKind.HISTORICAL_MENTION, _historical(scene, events)
    yield ReportKind.NOT_PROTEST, _doubted(scene)
    yield ReportKind.COURT_FOLLOWUP, _court(scene, events)
    yield ReportKind.PREVENTED_EVENT, _refused(scene, events)
    yield _governed(scene, events)
    yield ReportKind.PREVENTED_EVENT, _prevented(scene, events)
    yield ReportKind.PLANNED_EVENT, _planned(scene, events)
    yield ReportKind.NOT_PROTEST, _untold(scene, events)


def told_of(scene: Scene) -> Iterable[tuple[ReportKind, str]]:
    """What a text is that names a protest and tells of none."""
    named = any(scene.cues.actions(s, Strength.S) for s in scene.lead)
    tried = [s for s in scene.title if scene.cues.marked("court", s)]
    yield ReportKind.FOREIGN_EVENT, _heard_of(scene)
    yield ReportKind.COURT_FOLLOWUP, "a court's matter, in the title" if tried and named else ""
    yield ReportKind.OPINION, _opinion(scene) if named else ""
    yield ReportKind.HISTORICAL_MENTION, _remembered(scene)


def _heard_of(scene: Scene) -> str:
    """Unrest of another country, by its title, told by those who came from it."""
    abroad = any(scene.is_abroad(s) for s in scene.title)
    acts = any(scene.cues.actions(s, Strength.S, Strength.M) for s in scene.sentences)
    return "another country in the title" if abroad and acts and scene.cues.has(CueKind.RESPONSE, *scene.lead) else ""


def _doubted(scene: Scene) -> str:
    """Another sense of the word stands in the title or opens the lead, and nothing was demanded or met with force."""
    first = [*scene.title, *scene.lead[len(scene.title) : len(scene.title) + _OPENING]]
    against = [cue.entry for cue in scene.cues.of(Category.NEGATIVE, first)]
    if not against or _is_grievance(scene, titled=any(other_sense(scene, s) for s in scene.title)):
        return ""
    if _is_held_plainly(scene):
        return ""
    return "another sense: " + ", ".join(dict.fromkeys(against))


def _is_held_plainly(scene: Scene) -> bool:
    """The title tells in a strong word of a deed as held, or it and the text in any; no other sense stands there."""
    held = [s for s in scene.head if scene.is_event(s) and scene.holds(s) and not other_sense(scene, s)]
    titled = [s for s in held if s in scene.title]
    return bool(titled) and (len(held) > len(titled) or any(scene.cues.actions(s, Strength.S) for s in titled))


def _is_grievance(scene: Scene, *, titled: bool) -> bool:
    """Something was demanded, or people were taken, where they acted and not where the other sense is.

    Where the title has the other sense, a demand is not enough: «Художники вышли с плакатами против мусора».
    """
    strong = frozenset({Strength.S})
    plain = [s for s in scene.head if scene.is_event(s) and not other_sense(scene, s)]
    asked = any(scene.cues.marked("demanding", s) and scene.cues.has(CueKind.ACTOR, s) for s in plain)
    return (asked and not titled) or scene.cues.has(CueKind.RESPONSE, *plain, strengths=strong)


def _nowhere(scene: Scene) -> str:
    if scene.places or any(scene.cues.marked("country", s) for s in scene.head):
        return ""
    return "no place in Kazakhstan"


def _unreal(scene: Scene) -> str:
    """A drill of the guard, a film, a car rally; the title or the opening of the lead says so."""
    found = scene.cues.entries(Category.MARKER, "unreal", *scene.title, len(scene.title), len(scene.title) + 1)
    return "not in earnest: " + ", ".join(found[:3]) if found else ""


def _republished(scene: Scene) -> str:
    """An old article shown again, as its title or a line with its first day says: its "today" is not today."""
    found = [s for s in scene.head if scene.cues.marked("republished", s)]
    old = [s for s in found if s in scene.title or scene.names_old_year(s) or scene.is_background(s)]
    return "published before: " + ", ".join(scene.cues.entries(Category.MARKER, "republished", *old)) if old else ""


def _hearsay(scene: Scene, events: tuple[int, ...]) -> str:
    """Denied by somebody and told by nobody: «опровергли слухи о митинге»."""
    return "only denied or rumoured" if all(_only_said(scene, s) for s in events) else ""


def _stopped_before(scene: Scene, events: tuple[int, ...]) -> str:
    """The title says that nothing came of it, and somebody was taken: «алаңға ешкім шыққан жоқ, төртеуі әкетілген»."""
    unheld = [entry for s in scene.title for entry in _unheld_in(scene, s)]
    forced = scene.cues.has(CueKind.RESPONSE, *scene.lead, strengths=frozenset({Strength.S}))
    again = scene.cues.marked("prevented", *scene.lead[len(scene.title) :])
    return "it was stopped: " + ", ".join(unheld[:3]) if unheld and (forced or again) else ""


def _unheld_in(scene: Scene, sentence: int) -> Sequence[str]:
    """Words that nothing came of it; a plain verb («болмады») only beside a deed."""
    found = scene.cues.entries(Category.MARKER, "prevented", sentence)
    return found if any(scene.cues.actions(sentence, *Strength)) else [one for one in found if not one.endswith("=")]


def _only_said(scene: Scene, sentence: int) -> bool:
    told = scene.cues.actions(sentence, Strength.S, Strength.M)
    rumoured = scene.cues.marked("hearsay", sentence) or scene.cues.marked("refutes", sentence)
    return rumoured or (bool(told) and all(scene.is_denied(cue) for cue in told))


def _appeal(scene: Scene, events: tuple[int, ...]) -> str:
    """A petition or an open letter, when nobody gathered."""
    titled = "appeal" in scene.cues.ids(Category.CONCEPT, *scene.title, len(scene.title))
    acted = any(not scene.is_denied(cue) for s in events for cue in scene.cues.actions(s, Strength.S))
    acted = acted or any(map(_is_gathering, (frame for s in events for frame in scene.deeds.get(s, ()))))
    return "an appeal, no gathering" if titled and not acted else ""


def _is_gathering(frame: Frame) -> bool:
    """A crowd that is told as held; who hands a petition in comes to an office too."""
    return frame.state is State.HELD and frame.deed == "crowd"


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
    return done or any(scene.gathers(s) or scene.holds(s) for s in sentences)


def is_told(scene: Scene, sentence: int) -> bool:
    """Told by a verb of the past: an act that stands in the sentence and is neither announced nor a permit's."""
    if scene.cues.marked("planned", sentence) or _is_refusal(scene, sentence):
        return False
    return scene.grammar["past"].any_of(scene.text.words[i] for i in scene.text.span(sentence))


def _historical(scene: Scene, events: tuple[int, ...]) -> str:
    past = [s for s in events if scene.is_background(s)]
    tried = scene.cues.marked("court", *scene.title)
    if not tried and len(past) == len(events) and (any(scene.is_past(s) for s in scene.title) or not is_recent(scene)):
        return "told of the past: " + "; ".join(_past_words(scene, past)[:3])
    body = [s for s in events if s not in scene.title]
    if (
        not tried
        and body
        and all(scene.is_past(s) and scene.names_old_year(s) for s in body)
        and not any(map(scene.holds, scene.title))
    ):
        return "told of the past: " + "; ".join(_past_words(scene, body)[:3])
    openers = [s for s in scene.title if scene.is_past(s)]
    openers += [s for s in (len(scene.title),) if s in scene.head and scene.opens_with_past(s)]
    told = [s for s in openers if scene.cues.marked("background", s) or scene.names_old_year(s)]
    done = not told and any(_is_done(scene, s) for s in events)
    if openers and not tried and not done and not any(_is_fresh(scene, s) for s in events):
        return "opens with the past: " + "; ".join(_past_words(scene, openers)[:3])
    return ""


def _is_done(scene: Scene, sentence: int) -> bool:
    """A deed held on a day of the news, or met with force, where a memory speaks of the past."""
    dated = any(map(scene.is_recent, scene.days_in(sentence))) or scene.is_met(sentence)
    return dated and scene.holds(sentence) and not scene.names_old_year(sentence)


def _past_words(scene: Scene, sentences: Sequence[int]) -> tuple[str, ...]:
    return tuple(
        entry for mark in ("background", "memory") for entry in scene.cues.entries(Category.MARKER, mark, *sentences)
    )


def _remembered(scene: Scene) -> str:
    """A conference, a book, an exhibition about a protest of the past, told without an act: «көтеріліске 150 жыл»."""
    past = [s for s in scene.title if scene.cues.marked("background", s) or scene.cues.marked("memory", s)]
    acts = any(scene.cues.actions(s, Strength.S, Strength.M) for s in scene.lead)
    words = _past_words(scene, past)
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
        if not scene.cues.marked("court", sentence) or scene.cues.marked("court_place", sentence):
            return False
        return not (scene.holds(sentence) and _asks_for_more(scene, sentence))

    title = [s for s in scene.title if courtly(s)]
    lead = [s for s in scene.head if courtly(s)]
    told = [s for s in events if not courtly(s) and not scene.is_background(s)]
    fresh = [s for s in told if s in scene.title or _happened(scene, s)]
    if _comes_first(scene, fresh, lead):
        return ""
    if (title and len(lead) > len(fresh)) or (len(lead) >= 2 and not fresh) or (lead and not fresh):
        return "a court's matter: " + ", ".join(scene.cues.entries(Category.MARKER, "court", *lead)[:3])
    return ""


def _asks_for_more(scene: Scene, sentence: int) -> bool:
    """A demand that is no cause of a court's: not "sentences over a strike"."""
    marks = tuple(scene.cues.of(Category.MARKER, (sentence,)))
    tried = {i for cue in marks if cue.tag[1] == "court" for i in range(cue.first, cue.last + 1)}
    caused = tried if scene.lang is Lang.EN else ()
    return any(cue.tag[1] == "demanding" and cue.first - 1 not in caused for cue in marks)


def _comes_first(scene: Scene, fresh: list[int], courtly: list[int]) -> bool:
    """Whether an event of the day is told before any court in the text: "three were taken … by evening a court"."""
    body = [s for s in courtly if s not in scene.title]
    told = [s for s in fresh if s not in scene.title and (scene.told or any(map(scene.is_recent, scene.days_in(s))))]
    return bool(told) and (not body or min(told) < min(body))


def _prevented(scene: Scene, events: tuple[int, ...]) -> str:
    stopped = [s for s in scene.head if _unheld_in(scene, s) and _tells_of_people(scene, s)]
    stopped = [s for s in stopped if not _came_anyway(scene, s)]
    fresh = [s for s in events if s not in stopped and _happened(scene, s)]
    title = any(s in stopped for s in scene.title)
    if stopped and (title or not fresh):
        return "it was stopped: " + ", ".join(scene.cues.entries(Category.MARKER, "prevented", *stopped)[:3])
    return ""


def _came_anyway(scene: Scene, sentence: int) -> bool:
    """«митинг болмай қалды деген еді, бірақ елу адам алаңға бәрібір жиналды»: a crowd behind a word of contrast."""
    contrasts = [c.first for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "contrast"]
    deeds = scene.deeds.get(sentence, ())
    return bool(contrasts) and any(f.state in {State.HELD, State.OF_PEOPLE} and f.last > min(contrasts) for f in deeds)


def _tells_of_people(scene: Scene, sentence: int) -> bool:
    """An action, activists or police; in «көлік өтпеді» it is cars that did not pass."""
    acted = scene.cues.actions(sentence, Strength.S, Strength.M)
    forced = scene.cues.has(CueKind.RESPONSE, sentence)
    return bool(acted) or forced or scene.cues.has(CueKind.ACTOR, sentence, strengths=frozenset({Strength.M}))


def _planned(scene: Scene, events: tuple[int, ...]) -> str:
    """Announced by its words, or by a day to come («отказал в проведении митинга 5 октября», read in September)."""
    planned = [s for s in scene.head if _is_announced(scene, s)]
    fresh = [s for s in events if s not in planned and _happened(scene, s)]
    titled = [s for s in scene.title if s in planned]
    done = any(scene.holds(s) and not scene.is_background(s) for s in fresh)
    if planned and (not fresh or (titled and not done and not any(s in fresh for s in scene.title))):
        words = scene.cues.entries(Category.MARKER, "planned", *planned)[:3] or ("a day to come",)
        return "announced: " + ", ".join(words)
    return ""


def _is_announced(scene: Scene, sentence: int) -> bool:
    """Announced words that no deed of the sentence escapes, or a day to come."""
    marked = scene.cues.marked("planned", sentence) and not scene.holds(sentence)
    return marked or scene.is_ahead(sentence)


def _governed(scene: Scene, events: tuple[int, ...]) -> tuple[ReportKind, str]:
    """Every deed told is announced, allowed, a right, a condition, supposed or only tried: none of them happened.

    «разрешил активистам провести митинг», "detained for a hypothetical picket", «митинг өткізуге хақылы».
    """
    states = [scene.unheld(s) for s in events]
    if not states or None in states or any(map(scene.gathers, events)):
        return ReportKind.NOT_PROTEST, ""
    frame = next(frame for s in events for frame in scene.deeds[s])
    taken = frame.state is State.AHEAD and any(map(scene.is_met, events))
    told = ReportKind.PREVENTED_EVENT if taken else _GOVERNED.get(frame.state, ReportKind.NOT_PROTEST)
    return told, f"{frame.state.value}: {frame.by}"


def _refused(scene: Scene, events: tuple[int, ...]) -> str:
    """A permit refused, and nothing told of but what was to be: «рұқсат бермеді … 5 қазанға белгіленген митинг»."""
    told = scene.cues.entries(Category.RESPONSE, "denied_permission", *scene.title, len(scene.title))
    marks = ("planned", "prevented")
    unheld = not any(_came_anyway(scene, s) for s in events) and all(
        scene.is_ahead(s) or any(scene.cues.marked(mark, s) for mark in marks) or _is_refusal(scene, s) for s in events
    )
    return "a permit was refused: " + ", ".join(told[:2]) if told and unheld else ""


def _is_refusal(scene: Scene, sentence: int) -> bool:
    return "denied_permission" in scene.cues.ids(Category.RESPONSE, sentence)


def _untold(scene: Scene, events: tuple[int, ...]) -> str:
    told = (
        events == counted_twice(scene)
        or _happened(scene, *events, *scene.head)
        or any(is_told(scene, s) for s in (*events, *scene.head))
    )
    return "" if told else "nothing is said to have happened"


def is_recent(scene: Scene) -> bool:
    """Whether the lead, or the passage that tells the event, names a day of the news."""
    return any(scene.is_recent(day) for s in scene.head for day in scene.days_in(s))
