"""Scene → where and at what hour the event was, in the article's words; never of what is planned or prevented.

An hour is kept only when it is past at the moment of publication, which a service bounds by its clock.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import chain

from bot.domain.clock import almaty
from bot.domain.codes import Lang
from bot.domain.place import COUNTRY, Gazetteer, PlaceKind, PlaceRef
from bot.domain.report import Span, in_words
from bot.reading.cues import Category
from bot.reading.phrases import PhraseIndex
from bot.reading.quotes import unquoted
from bot.reading.scene import Scene
from bot.reading.venues import Around, Venue, VenueFinder
from bot.reading.where import located
from bot.reading.words import Lexicon, Strength

#: A sentence with one of these is not about the event itself, or not about what has happened.
_OTHERWISE = frozenset({"planned", "prevented", "hearsay", "refutes", "unreal", "statistics"})
_BEGINS, _AHEAD = "begins", "ahead"


class SettingReader:
    """Venue and hour in one language."""

    def __init__(self, lang: Lang, lexicon: Lexicon) -> None:
        self._hours = lexicon.hours[lang]
        self._venues = VenueFinder(lang, lexicon.venues, lexicon.skeletons)
        marks = ((_BEGINS, lexicon.venues.begins), (_AHEAD, lexicon.venues.ahead))
        self._marks = PhraseIndex[str]((name, stem) for name, stems in marks for stem in stems[lang])

    def find(
        self, scene: Scene, places: Iterable[PlaceRef], gazetteer: Gazetteer, span: Span, moment: datetime | None
    ) -> tuple[Venue, str]:
        """Venue and hour of an event of one place, each empty when the sentences that tell it say none."""
        here = {ref.id for ref in places}
        if len(here) != 1:
            return Venue(), ""
        told = [s for s in scene.head if self._is_told(scene, s) and _is_there(scene, s, here, gazetteer)]
        acting = [s for s in told if scene.is_event(s)]
        begun = [s for s in told if s not in acting and _BEGINS in self._marked(scene, s)]
        acting.sort(key=lambda s: s in scene.title)
        venue = next(filter(lambda one: one.words, (self._venue(scene, s) for s in chain(acting, told))), Venue())
        when = next(filter(None, (self._hours.hour(unquoted(scene.text, s)) for s in chain(acting, begun))), "")
        kept = venue if in_words(venue.words) else Venue()
        return kept, in_words(when) if _is_past(self._hours.latest(when), span, moment) else ""

    def _is_told(self, scene: Scene, sentence: int) -> bool:
        """Whether a sentence tells of the day's event and of nothing to come."""
        if scene.is_background(sentence) or _is_elsewhere(scene, sentence) or _is_to_come(scene, sentence):
            return False
        marks = scene.cues.ids(Category.MARKER, sentence)
        courtly = "court" in marks and not scene.is_event(sentence)
        acts = scene.cues.actions(sentence, Strength.S, Strength.M)
        denied = bool(acts) and all(scene.is_denied(cue) for cue in acts)
        return not (marks & _OTHERWISE or courtly or denied or _AHEAD in self._marked(scene, sentence))

    def _marked(self, scene: Scene, sentence: int) -> set[str]:
        words = scene.text.span(sentence)
        return {hit.tag for hit in self._marks.find(scene.text, words.start, words.stop)}

    def _venue(self, scene: Scene, sentence: int) -> Venue:
        placed = {i for m in scene.places_in(sentence) if not (m.who or m.origin) for i in range(m.first, m.last + 1)}
        said = {cue.first for cue in scene.cues.of(Category.ATTRIBUTION, (sentence,))}
        days = {i for day in scene.days_in(sentence) for i in range(day.first, day.last + 1)}
        names = (*scene.cues.of(Category.NAME, (sentence,)), *scene.cues.of(Category.MARKER, (sentence,)))
        nobodys = {i for cue in names for i in range(cue.first, cue.last + 1)} | days
        return self._venues.find(scene.text, sentence, Around(placed, said, nobodys, days))


def _is_past(minute: int, span: Span, moment: datetime | None) -> bool:
    """Whether this minute of an event's last day is past by a moment."""
    last = span.end or span.start
    if last is None or moment is None:
        return False
    return datetime.combine(last, time(), almaty()) + timedelta(minutes=minute) <= moment


def _is_elsewhere(scene: Scene, sentence: int) -> bool:
    return scene.is_abroad(sentence) and not scene.is_here(sentence)


def _is_to_come(scene: Scene, sentence: int) -> bool:
    published = scene.published
    return any(day.exact and published and day.exact > published for day in scene.days_in(sentence))


def _is_there(scene: Scene, sentence: int, here: set[str], gazetteer: Gazetteer) -> bool:
    """Whether no other town is named in a sentence."""
    towns = {
        gazetteer.city_of(m.id)
        for m in located(scene, (sentence,))
        if m.id != COUNTRY and gazetteer[m.id].kind is not PlaceKind.REGION and not m.adjective
    }
    return not towns - {gazetteer.city_of(place) for place in here}
