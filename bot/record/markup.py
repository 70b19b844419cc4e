"""XML out of values. Text becomes XML by `text` or as an attribute, and nowhere else, so that hostile text stays text.

Written by hand, since a tree of elements takes five times as long as all the rest of an export.
"""

import re
from collections.abc import Mapping
from typing import NewType
from xml.sax.saxutils import escape

#: Finished XML. Types tell it from text.
Xml = NewType("Xml", str)
NOTHING = Xml("")
#: What XML 1.0 cannot hold: control characters, lone surrogates, non-characters.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What most texts and attributes have nothing of.
_MARKED = re.compile("[&<>]|" + _UNFIT.pattern)
_MARKED_IN_QUOTES = re.compile('[&<>"\t\n\r]|' + _UNFIT.pattern)
_IN_QUOTES = {'"': "&quot;", "\t": "&#09;", "\n": "&#10;", "\r": "&#13;"}


def text(value: str) -> Xml:
    """Text as XML, without what XML cannot hold."""
    return Xml(escape(_UNFIT.sub("", value)) if _MARKED.search(value) else value)


def element(name: str, inside: Xml = NOTHING, attributes: Mapping[str, str] | None = None) -> Xml:
    """An element around what is XML already; names are the program's own."""
    told = "".join([f' {key}="{_quoted(value)}"' for key, value in attributes.items()]) if attributes else ""
    return Xml(f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told} />")


def leaf(name: str, value: str) -> Xml:
    """An element with a text."""
    return Xml(f"<{name}>{text(value)}</{name}>") if value else element(name)


def joined(*pieces: Xml) -> Xml:
    """One behind the other."""
    return Xml("".join(pieces))


def _quoted(value: str) -> str:
    return escape(_UNFIT.sub("", value), _IN_QUOTES) if _MARKED_IN_QUOTES.search(value) else value
