"""Patterns of word classes, found in the sentences of a text: «никого ~ не задерживали», "denied ~ rally end".

A frame is a row of class names. Two names side by side stand for neighbouring words; "~" between them lets through
figures and words of the class `between` only; "end" asks that a clause ends there, or goes on with a word of the class
`after`. Classes and frames are data (bot/data/denials.toml, grave.toml); entries are written as in lexicon.toml.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.codes import Lang
from bot.reading.forms import Forms
from bot.reading.phrases import Hit, PhraseIndex
from bot.reading.text import Text
from bot.reading.words import FrameWords

#: A frame never reaches over more words between two of its classes.
_REACH = 8
_BETWEEN, _AFTER, _END = "between", "after", "end"
#: What a clause goes on over: a space, a comma, a quotation mark.
_OPEN = frozenset(' \xa0\u202f,«»"“”-')


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    loose: bool


class FrameFinder:
    """The frames of one language."""

    def __init__(self, lang: Lang, words: FrameWords, forms: Forms) -> None:
        entries = ((name, stem) for name, stems in words.classes.items() for stem in stems[lang])
        self._index = PhraseIndex[str](entries, forms)
        #: By the class that a frame begins with.
        self._frames: dict[str, list[tuple[str, tuple[_Step, ...], str]]] = defaultdict(list)
        for name, written_in in words.frames.items():
            for written in written_in[lang]:
                steps = _steps(written)
                self._frames[steps[0].name].append((name, steps, written))

    def find(self, text: Text) -> Mapping[int, tuple[Hit[str], ...]]:
        """Every frame found, by the sentence it stands in; of those that begin together the longest counts too."""
        classes: dict[int, list[Hit[str]]] = defaultdict(list)
        for hit in self._index.find(text):
            classes[hit.first].append(hit)
        found: dict[int, list[Hit[str]]] = defaultdict(list)
        for i in list(classes):
            begun = dict.fromkeys(hit.tag for hit in classes[i])
            for name, steps, written in (frame for tag in begun for frame in self._frames.get(tag, ())):
                for last in _ends(text, classes, steps, i):
                    found[text.sentence[i]].append(Hit(name, i, last, written))
        return {sentence: tuple(hits) for sentence, hits in found.items()}


def _steps(written: str) -> tuple[_Step, ...]:
    steps: list[_Step] = []
    loose = False
    for name in written.split():
        if name != "~":
            steps.append(_Step(name, loose))
        loose = name == "~"
    return tuple(steps)


def _ends(text: Text, classes: Mapping[int, list[Hit[str]]], steps: tuple[_Step, ...], i: int) -> Iterator[int]:
    """The last words of a frame that begins at word i."""
    ends = {hit.last for hit in classes.get(i, ()) if hit.tag == steps[0].name}
    for step in steps[1:]:
        if step.name == _END:
            ends = {last for last in ends if _is_end(text, classes, last)}
        else:
            ends = {hit.last for last in ends for hit in _next(text, classes, step, last)}
    yield from ends


def _next(text: Text, classes: Mapping[int, list[Hit[str]]], step: _Step, last: int) -> Iterator[Hit[str]]:
    """Where the class of a step begins behind a word."""
    waiting = [(last, _REACH if step.loose else 0)]
    seen = set()
    while waiting:
        at, left = waiting.pop()
        if at in seen or at + 1 >= len(text) or text.sentence[at + 1] != text.sentence[last]:
            continue
        seen.add(at)
        if not _OPEN.issuperset(text.gap(at)):
            continue
        here = classes.get(at + 1, ())
        yield from (hit for hit in here if hit.tag == step.name)
        if left:
            waiting += [(hit.last, left - 1) for hit in here if hit.tag == _BETWEEN]
            if text.words[at + 1].isdecimal():
                waiting.append((at + 1, left - 1))


def _is_end(text: Text, classes: Mapping[int, list[Hit[str]]], last: int) -> bool:
    if last + 1 >= len(text) or text.sentence[last + 1] != text.sentence[last]:
        return True
    if text.gap(last).strip(" \xa0\u202f"):
        return True
    return any(hit.tag == _AFTER for hit in classes.get(last + 1, ())) or text.capital(last + 1)
