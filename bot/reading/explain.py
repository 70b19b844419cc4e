"""Scene → what was seen in it, sentence by sentence, for /why and `read --explain`."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.cues import Category, Cue
from bot.reading.predicates import Frame
from bot.reading.scene import Scene

_SHOWN = frozenset(
    {Category.CONCEPT, Category.NEGATIVE, Category.MARKER, Category.RESPONSE, Category.NAME, Category.SCOPE}
)


@dataclass(frozen=True, slots=True)
class SeenSentence:
    """One sentence: what it is taken for, its deeds in plain words, and the cues, places, numerals and days in it."""

    text: str
    traits: tuple[str, ...]
    cues: tuple[str, ...]
    places: tuple[str, ...]
    numbers: tuple[str, ...]
    days: tuple[str, ...]
    deeds: tuple[str, ...] = ()


def seen(scene: Scene) -> tuple[SeenSentence, ...]:
    """The title and the lead, and any other sentence that tells of people acting."""
    head = set(scene.head)
    return tuple(_seen(scene, s) for s in scene.sentences if s in head or scene.is_event(s))


def _seen(scene: Scene, sentence: int) -> SeenSentence:
    return SeenSentence(
        text=scene.text.slice(sentence),
        traits=tuple(_traits(scene, sentence)),
        cues=tuple(dict.fromkeys(_told(cue) for cue in scene.cues.told_in(sentence) if _is_shown(cue))),
        places=tuple(place.id for place in scene.places_in(sentence)),
        numbers=tuple(f"{number.value} {number.qualifier}" for number in scene.numbers_in(sentence)),
        days=tuple(str(day.exact or f"{day.month:02}-{day.day:02}") for day in scene.days_in(sentence)),
        deeds=tuple(dict.fromkeys(_deed(scene, frame) for frame in scene.deeds.get(sentence, ()))),
    )


def _deed(scene: Scene, frame: Frame) -> str:
    """«вышли на митинг»: rally held (вышли) by жители, in taraz, on 2021-07-01, for something."""
    words = scene.text.raw[scene.text.starts[frame.first] : scene.text.ends[frame.last]]
    parts = [f"«{words}»: {frame.deed} {frame.state.value}{f' ({frame.by})' if frame.by else ''}"]
    parts += [f"by {frame.who}"] if frame.who else []
    parts += [f"in {', '.join(frame.where)}"] if frame.where else []
    parts += [f"on {frame.when}"] if frame.when else []
    return ", ".join([*parts, *(["for something"] if frame.aim else [])])


def _traits(scene: Scene, sentence: int) -> Iterator[str]:
    told = {
        "title": sentence in scene.title,
        "event": scene.is_event(sentence),
        "background": scene.is_background(sentence),
        "abroad": scene.is_abroad(sentence),
        "ahead": scene.is_ahead(sentence),
    }
    return (name for name, is_so in told.items() if is_so)


def _is_shown(cue: Cue) -> bool:
    return cue.tag[0] in _SHOWN


def _told(cue: Cue) -> str:
    category, name = cue.tag
    return f"against: {cue.entry}" if category is Category.NEGATIVE else f"{name}: {cue.entry}"
