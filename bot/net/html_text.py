"""Markup → plain text: what a reader would see of a feed's HTML, paragraphs on lines of their own.

By libxml2 and not by python's html.parser, which takes a minute over fifty thousand characters of "<a <a <a" and raises
at "<![<![".
"""

import re
from collections.abc import Iterator

from lxml import etree

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr", "table", "section", "article"}
)
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "svg"})
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")


def plain(markup: str) -> str:
    """The visible text; control and zero-width characters are dropped, paragraphs parted by a blank line."""
    text = _visible(markup) if "<" in markup or "&" in markup else markup
    lines = (_SPACES.sub(" ", line).strip() for line in _INVISIBLE.sub("", text).split("\n"))
    return "\n\n".join(line for line in lines if line)


def tree(markup: str) -> etree._Element:
    """Markup of any kind as elements; there is always a root."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True)
    # within an element, so that markup of nothing but spaces or comments is a document too
    root: etree._Element = etree.fromstring(b"<div>" + markup.replace("\0", "").encode("utf-8", "replace"), parser)
    return root


def _visible(markup: str) -> str:
    root = tree(markup)
    etree.strip_elements(root, *_SILENT, with_tail=False)
    return "".join(_pieces(root))


def _pieces(root: etree._Element) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield "\n"
        yield (element.text if event == "start" else element.tail) or ""


def one_line(markup: str) -> str:
    """The visible text on one line: for titles."""
    return " ".join(plain(markup).split())
