"""Scene → whether it tells several unrelated things in one text, as bulletins and digests do.

Such a text asks at most (design, "Publish, ask or drop"): its places, days and figures belong to different items.
"""

import re
from collections.abc import Iterator

from bot.reading.cues import Category
from bot.reading.scene import Scene
from bot.reading.words import Strength

#: Marks that part the items of a bulletin.
_PARTED = re.compile(r"\|\||\s[|┃│•●▪]\s|(?:^|\n)[ \t]*[-–—•●▪*][ \t]|--[ \t]?(?:plus|also)\b")
_LISTED = re.compile(r"[,;][ \t]")
_QUOTED = re.compile(r"[«\"“][^»\"”]{0,80}[»\"”]")
_DATED = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[ \t]+[^\W\d]{3,10}(?:[ \t,]+\d{4})?$")
#: A title of so few words beside a date names a programme, not an event.
_FEW_WORDS = 1
#: A title of more items than this may be a list.
_TWO = 2
#: Shorter words are mostly grammar; two words of one stem share so many first letters.
_LONG, _STEM = 5, 5
#: Longer texts are articles, whose sentences have little in common without being items of a bulletin.
_MOST_SENTENCES, _SHORT = 6, 3


def is_roundup(scene: Scene) -> bool:
    """Whether a text is a round-up: by its title's words, by marks between items, or by items that share nothing."""
    title, body = _parts(scene)
    if scene.cues.marked("roundup", *scene.title) or len(_PARTED.findall(body)) > 1 or "||" in body:
        return True
    if _is_bare(scene, title) or _lists_deeds(scene):
        return True
    items = _threads(scene)
    listed = len(_LISTED.findall(_QUOTED.sub("", title)))
    return (items > 1 and listed > 1) or (items > 2 and listed > 0)


def _parts(scene: Scene) -> tuple[str, str]:
    text = scene.text
    if not text.body:
        return "", text.raw
    end = text.ends[text.body - 1]
    return text.raw[:end], text.raw[end:]


def _is_bare(scene: Scene, title: str) -> bool:
    """A programme's name and a date."""
    date = _DATED.search(title)
    if not date or scene.text.body == 0:
        return False
    outside = [i for i in range(scene.text.body) if not date.start() <= scene.text.starts[i] < date.end()]
    return len(outside) <= _FEW_WORDS and any(scene.cues.of(Category.CONCEPT, range(len(scene.sentences))))


def _lists_deeds(scene: Scene) -> bool:
    """Whether a title lists deeds of several places: «Алматыдағы қарсылық, Астанадағы наразылық, алғашқы кандидат»."""
    found: dict[int, tuple[set[str], bool]] = {}
    acts = {i for s in scene.title for cue in scene.cues.actions(s, *Strength) for i in range(cue.first, cue.last + 1)}
    places = {m.first: m.id for s in scene.title for m in scene.places_in(s)}
    item = 0
    for i in range(scene.text.body):
        named, acting = found.get(item, (set(), False))
        found[item] = (named | ({places[i]} if i in places else set()), acting or i in acts)
        item += "," in scene.text.gap(i)
    told = [frozenset(named) for named, acting in found.values() if named and acting]
    return len(found) > _TWO and len(set(told)) > 1 and not any(scene.holds(s) for s in scene.title)


def _threads(scene: Scene) -> int:
    """How many groups of sentences of the body have no stem in common and do not refer to one another."""
    body = range(len(scene.title), len(scene.sentences))
    if not 1 < len(body) <= _MOST_SENTENCES:
        return 1
    group = {s: s for s in body}
    stems = {s: frozenset(_stems(scene, s)) for s in body}
    for s in body:
        for other in range(body.start, s):
            if stems[s] & stems[other] or (other == s - 1 and _continues(scene, s)):
                _join(group, s, other)
    return len({group[s] for s in body if len(scene.text.span(s)) > _SHORT})


def _join(group: dict[int, int], one: int, other: int) -> None:
    kept, gone = sorted((group[one], group[other]))
    for s, of in group.items():
        if of == gone:
            group[s] = kept


def _stems(scene: Scene, sentence: int) -> Iterator[str]:
    country = {c.first for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == "country"}
    for i in scene.text.span(sentence):
        word = scene.text.words[i]
        if len(word) >= _LONG and not word[0].isdigit() and i not in country:
            yield word[:_STEM]


def _continues(scene: Scene, sentence: int) -> bool:
    opening = scene.text.openings[sentence]
    marks = scene.cues.of(Category.MARKER, (sentence,))
    return any(cue.first == opening and cue.tag[1] == "continues" for cue in marks)
