"""Scene → what was seen in it, sentence by sentence, for /why and `read --explain`."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.cues import Category, Cue
from bot.reading.scene import Scene

_SHOWN = frozenset(
    {Category.CONCEPT, Category.NEGATIVE, Category.MARKER, Category.RESPONSE, Category.NAME, Category.SCOPE}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence: what it is taken for, and the cues, places, numerals and days in it."""

    text: str
    traits: tuple[str, ...]
    cues: tuple[str, ...]
    places: tuple[str, ...]
    numbers: tuple[str, ...]
    days: tuple[str, ...]


def seen(scene: Scene) -> tuple[Seen, ...]:
    """The title and the lead, and any other sentence that tells of people acting."""
    head = set(scene.head)
    return tuple(_seen(scene, s) for s in scene.sentences if s in head or scene.is_event(s))


def _seen(scene: Scene, sentence: int) -> Seen:
    return Seen(
        text=scene.text.slice(sentence),
        traits=tuple(_traits(scene, sentence)),
        cues=tuple(dict.fromkeys(_told(cue) for cue in scene.cues.told_in(sentence) if _is_shown(cue))),
        places=tuple(place.id for place in scene.places_in(sentence)),
        numbers=tuple(f"{number.value} {number.qualifier}" for number in scene.numbers_in(sentence)),
        days=tuple(str(day.exact or f"{day.month:02}-{day.day:02}") for day in scene.days_in(sentence)),
    )


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
