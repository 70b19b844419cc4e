"""Sentence → what of it stands in quotation marks, also in those that an earlier sentence of its paragraph opens."""

import re

from bot.reading.text import Text

_OPENING, _CLOSING, _BOTH = "«“„", "»”", '"'
_QUOTED = re.compile(f"[{_OPENING}{_BOTH}][^{_CLOSING}{_BOTH}]*[{_CLOSING}{_BOTH}]?")
_FIRST_CLOSED = re.compile(f"[^{_OPENING}{_CLOSING}{_BOTH}]*[{_CLOSING}{_BOTH}]?")


def quoted(text: Text, sentence: int) -> list[tuple[int, int]]:
    """Where quotations begin and end; one without an end reaches to the end of the sentence."""
    words = text.span(sentence)
    start, end = text.starts[words[0]], text.ends[words[-1]] + 1
    start -= text.raw[start - 1 : start] in {*_OPENING, *_BOTH} if start else 0
    found = []
    if _is_open(text.raw[text.raw.rfind("\n", 0, start) + 1 : start]):
        closed = _FIRST_CLOSED.match(text.raw, start, end)
        found = [closed.span()] if closed else []
        start = found[0][1] if found else start
    return [*found, *(match.span() for match in _QUOTED.finditer(text.raw, start, end))]


def unquoted(text: Text, sentence: int) -> str:
    """A sentence as written, without what stands in quotation marks."""
    words = text.span(sentence)
    start, end = text.starts[words[0]], text.ends[words[-1]]
    kept = []
    for first, last in quoted(text, sentence):
        kept.append(text.raw[start:first])
        start = last
    return " | ".join([*kept, text.raw[start:end]])


def _is_open(before: str) -> bool:
    """Whether a quotation goes on behind these words."""
    opened = sum(map(before.count, _OPENING)) - sum(map(before.count, _CLOSING))
    return opened > 0 or before.count(_BOTH) % 2 == 1
