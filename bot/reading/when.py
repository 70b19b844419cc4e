"""Scene → the days of the event itself, told from days merely named."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from bot.domain.codes import Action, Lang, Status
from bot.domain.report import Span
from bot.reading.counts import is_since
from bot.reading.cues import Category, Cue
from bot.reading.dates import Day
from bot.reading.numbers import Number
from bot.reading.predicates import clause_of
from bot.reading.sayings import sayings
from bot.reading.scene import Scene
from bot.reading.words import Strength

#: What goes on for days by nature.
_LASTING = frozenset({Action.STRIKE, Action.HUNGER_STRIKE, Action.SIT_IN, Action.CAMP})
_DAYS_BEFORE = 5
#: Words between two days that are said together, and how far they may lie apart.
_JOINED, _FEW_DAYS = 2, timedelta(days=6)
_LONGEST = 30


def span(scene: Scene, status: Status, action: Action, *, tried: bool = False) -> Span:
    """The days of the event: recent days of the lead, absolute before relative; else that of publication.

    Where a court is the news (`tried`) it is the day that is judged, not that of the hearing.
    """
    judged = _judged_day(scene) if tried else None
    if judged:
        return Span(judged, judged, 1)
    lasting = (
        action in _LASTING
        or any(scene.cues.marked("multiday", s) and not _is_of_a_count(scene, s) for s in scene.head)
        or (status is Status.ONGOING and scene.cues.marked("ongoing", *scene.head))
    )
    days = _acting_days(scene) if lasting else []
    days = days or _event_days(scene)
    nth = _nth_day(scene) if scene.published else 0
    if scene.published and nth and action in _LASTING:
        return Span(_first_of(scene.published, days, nth), scene.published, 1)
    if scene.published and nth and not _plain_days(scene):
        return Span(scene.published, scene.published, 1)  # each day's rally is an event of its own
    if not days:
        return Span(scene.published, scene.published, 4)
    first, last = (min(days), max(days)) if lasting else (days[0], max(days))
    if scene.published and (scene.cues.marked("nth_day", *scene.head) or (lasting and _goes_on(scene, status, action))):
        last = max(last, scene.published)
    elif not lasting:
        last = _joined_to(scene, first)
    return Span(first, last, 1)


def _joined_to(scene: Scene, first: date) -> date:
    """The other end of two days said together, where one event was held on both: «10–11 мая», "May 10 and 11"."""
    for s in scene.head:
        days = scene.days_in(s)
        for one, two in pairwise(days):
            parted = set(",;.") & set(scene.text.raw[one.end : two.start])
            if _are_joined(one, two) and not parted and one.exact == first and two.exact and _past(scene, two):
                return max(first, two.exact) if two.exact - first <= _FEW_DAYS else first
    return first


def _is_of_a_count(scene: Scene, sentence: int) -> bool:
    """What was counted or owed since a day, where a plain day stands: «с 9 июня задержаны 957», "unpaid since May"."""
    days = scene.days_in(sentence)
    plain = any(scene.is_recent(day) and not day.bound for day in days)
    leading = any(scene.is_recent(day) and not day.bound for s in scene.head for day in scene.days_in(s))
    return any(day.bound for day in days) and (plain or (leading and scene.is_met(sentence)))


def _first_of(published: date, days: list[date], nth: int) -> date:
    """«третий день», told on the third or a day later: the first day that is named, if it fits."""
    counted = published - timedelta(days=nth - 1)
    return min([counted, *(day for day in days if day >= counted - timedelta(days=1))])


def _goes_on(scene: Scene, status: Status, action: Action) -> bool:
    """A stay or a fast begun on a day and not said to have ended: «14 сәуірден бері», "since Monday"."""
    if status is Status.ENDED or action not in _LASTING:
        return False
    return any(is_since(scene, s) for s in scene.head) or action in {Action.HUNGER_STRIKE, Action.CAMP}


def _judged_day(scene: Scene) -> date | None:
    """The first day said with its month, where an action is told, else anywhere."""
    told = [s for s in scene.sentences if scene.cues.actions(s, Strength.S, Strength.M)]
    for pool in (told, scene.sentences):
        days = [day.exact for s in pool for day in scene.days_in(s) if day.absolute and _past(scene, day)]
        if days:
            return days[0]
    return None


def _nth_day(scene: Scene) -> int:
    """Which day of a lasting action it is: «третий день не выходят», "for a third day"; 0 when it is not said."""
    for s in scene.head:
        for number in scene.numbers_in(s):
            after = scene.text.words[number.last + 1] if number.last + 1 < len(scene.text) else ""
            counted = number.ordinal and 2 <= number.value <= _LONGEST and scene.grammar["nth_day"].has(after)
            if counted and scene.is_event(s) and not _is_of_another(scene, number):
                return number.value
    return 0


def _is_of_another(scene: Scene, number: Number) -> bool:
    """The nth day of what is no deed of people: «на 11-й день войны», «сот процесінің төртінші күні»."""
    text, s = scene.text, scene.text.sentence[number.first]
    deeds = {i for cue in scene.cues.actions(s, *Strength) for i in range(cue.first, cue.last + 1)}
    if scene.lang is Lang.KK:
        owner = number.first - 1
        return owner >= 0 and owner not in deeds and scene.grammar["genitive_kk"].has(text.words[owner])
    owner = number.last + 2
    if owner >= len(text) or text.gap(number.last + 1).strip() or owner in deeds:
        return False
    if scene.lang is Lang.EN:
        return text.words[owner] in scene.listed("of_whom") and not deeds & {owner + 1, owner + 2, owner + 3}
    return scene.forms.is_noun(text.words[owner]) and not deeds & {owner + 1}


def _plain_days(scene: Scene) -> list[Day]:
    """Days of the lead that are no bound: «12 июня», not «со вчерашнего дня»."""
    return _days_of(scene, [s for s in scene.head if not scene.is_background(s)], bound=False)


def _event_days(scene: Scene) -> list[date]:
    """Recent days, where people act before where they do not; a plain day before one that only bounds what is told."""
    sentences = [s for s in scene.head if not scene.is_background(s)]
    acting = [s for s in sentences if scene.is_event(s)]
    before = range(max(0, scene.told.start - _DAYS_BEFORE), scene.told.start) if scene.told else range(0)
    leading = (acting, sentences, before)
    for bound in (False, True):
        for pool in leading:
            if exact := _exact(_days_of(scene, pool, bound=bound)):
                return exact
    anywhere = [s for s in scene.sentences if scene.is_event(s)]
    if not any(_days_of(scene, anywhere, bound=bound) for bound in (False, True)):
        anywhere = [s for s in scene.sentences if any(_happenings(scene, s)) and scene.cues.marked("occurred", s)]
    return _exact(_days_of(scene, anywhere, bound=False)) or _exact(_days_of(scene, anywhere, bound=True))


def _days_of(scene: Scene, sentences: Iterable[int], *, bound: bool) -> list[Day]:
    days = (day for s in sentences for day in _told_days(scene, s) if day.bound is bound)
    return [day for day in days if day.first not in scene.asides and scene.is_recent(day) and _past(scene, day)]


def _told_days(scene: Scene, sentence: int) -> Sequence[Day]:
    """The days of a sentence; where somebody says something in it, of several days the one nearest to the deed.

    "said on Thursday that 34 had been detained at a rally on Tuesday".
    """
    days, deeds = scene.days_in(sentence), scene.cues.actions(sentence, Strength.S, Strength.M)
    deeds = deeds or tuple(_happenings(scene, sentence))
    several = len({day.exact for day in days}) > 1 and not any(map(_are_joined, days, days[1:]))
    if not (several and deeds and any(sayings(scene, sentence))):
        return days
    return [min(days, key=lambda day: min(_apart(scene, day, deed) for deed in deeds))]


def _happenings(scene: Scene, sentence: int) -> Iterable[Cue]:
    """Words that call what happened by no name of its own: "the incident", «акция»."""
    return (cue for cue in scene.cues.of(Category.MARKER, (sentence,)) if cue.tag[1] == "happening")


def _apart(scene: Scene, day: Day, deed: Cue) -> tuple[bool, int]:
    """Whether a day stands in another clause than a deed, and how many words lie between."""
    return day.first not in clause_of(scene.text, deed.first, deed.last), max(
        day.first - deed.last, deed.first - day.last
    )


def _are_joined(one: Day, two: Day) -> bool:
    """Whether two days are said together: «10–11 мая», "May 10 and 11"."""
    return one.absolute and two.absolute and 0 < two.first - one.last <= _JOINED


def _exact(days: Sequence[Day]) -> list[date]:
    """Days said with their month, else as "yesterday"."""
    return [d.exact for d in days if d.absolute and d.exact] or [d.exact for d in days if d.exact]


def _acting_days(scene: Scene) -> list[date]:
    """Recent days of the lead where people act, else of all of it: a strike's first and latest day."""
    told = [s for s in scene.head if not scene.is_background(s)]
    marks = ("multiday", "ongoing")
    acting = [s for s in told if scene.is_event(s) or scene.is_met(s) or any(scene.cues.marked(m, s) for m in marks)]
    days, leading = _recent_in(scene, acting), _recent_in(scene, told)
    return [*days, *(day for day in leading if day > max(days))] if days else leading


def _recent_in(scene: Scene, sentences: Iterable[int]) -> list[date]:
    days = [day for s in sentences for day in scene.days_in(s) if scene.is_recent(day) and _past(scene, day)]
    return [day.exact for day in days if day.exact]


def _past(scene: Scene, day: Day) -> bool:
    return scene.published is None or (day.exact is not None and day.exact <= scene.published)
