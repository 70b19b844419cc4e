"""XML out of values: elements are made, never glued, so that hostile text stays text."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """An element with text and attributes."""
    made = Element(name, {key: allowed(value) for key, value in (attributes or {}).items()})
    made.text = allowed(text) or None
    return made


def add(parent: Element, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """An element at the end of another."""
    made = SubElement(parent, name, {key: allowed(value) for key, value in (attributes or {}).items()})
    made.text = allowed(text) or None
    return made


def written(root: Element) -> bytes:
    """An element as bytes, without a declaration."""
    return tostring(root, encoding="unicode").encode()


def allowed(text: str) -> str:
    """Text without what XML 1.0 cannot hold: control characters, lone surrogates, non-characters."""
    return _UNFIT.sub("", text)
