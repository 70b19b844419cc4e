"""The Russian dictionary of a process in its files instead of its memory: processes share what they look at."""

import mmap
from array import array
from pathlib import Path
from typing import Any

#: Before each part of an automaton its file has the number of its units, in so many bytes.
_COUNT = 4


def lay_in_files(analyser: Any) -> None:
    """Let the dictionary's automata lie in their files, of which the system keeps what is looked at.

    pymorphy3 reads them whole: 14 MB of each process, of which news need a part. What is not laid out as expected stays
    as it is.
    """
    folder = Path(analyser.dictionary.path)
    suffixes = analyser.dictionary.prediction_suffixes_dawgs
    automata = {
        "words.dawg": analyser.dictionary.words,
        "p_t_given_w.intdawg": getattr(analyser.prob_estimator, "p_t_given_w", None),
        **{f"prediction-suffixes-{number}.dawg": one for number, one in enumerate(suffixes)},
    }
    for name, automaton in automata.items():
        with (folder / name).open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        rest = memoryview(pages)
        for part, item in (("dct", "I"), ("guide", "B")):
            rest = _laid(getattr(automaton, part, None), rest, item)
        pages.madvise(mmap.MADV_DONTNEED)  # comparing has looked at all of them


def _laid(part: Any, rest: memoryview, item: str) -> memoryview:
    """One part of an automaton over its place in the file, if it is the same there; answers what comes after it."""
    units = getattr(part, "_units", None)
    if units is None:
        return rest
    size = len(units) * units.itemsize
    there: Any = rest[_COUNT : _COUNT + size]
    if isinstance(units, array) and units.typecode == item and there == memoryview(units).cast("B"):
        part._units = there.cast("I") if item == "I" else there  # noqa: SLF001  # the library has no other way
    return rest[_COUNT + size :]
