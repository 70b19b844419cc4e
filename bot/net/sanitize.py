"""An odd document → the same as feedparser may be given it: in UTF-8, from its root element on, with bounded markup.

A bare & in an address is written out first: the parser would take "&lang" for a sign.

What feedparser does to the head of a document is quadratic in spaces and entity declarations, all of it in one call
that no other thread can interrupt; for broken XML it then needs some 80 µs a tag. So it gets no head, and no more tags
than the entries of a feed have.
"""

import re
from xml.parsers import expat

#: The root element begins within so many bytes, or this is no feed.
HEAD = 1 << 16
#: So many pieces of markup are read of a document that is not well-formed, and of one that is.
MOST_BROKEN, MOST_SOUND = 40_000, 400_000
#: Comments, instructions and declarations before the root: a doctype with all of its own is one.
_MOST_BEFORE = 1000
_MARKUP = re.compile(rb"[<&]")
_BARE = re.compile(rb"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"
_SUBSET_END = re.compile(rb"\]\s*>")
_SPACES = b" \t\r\n\xef\xbb\xbf"


def rooted(document: bytes) -> bytes:
    """A document in UTF-8 without what stands before its root element; empty when no root begins in its head."""
    document = document.lstrip(_SPACES)
    at = document.find(b"<", 0, HEAD)
    for _ in range(_MOST_BEFORE):
        if at < 0 or document[at + 1 : at + 2].isalpha():
            return document[at:] if at >= 0 else b""
        at = document.find(b"<", _after(document, at), HEAD)
    return b""


def bounded(document: bytes) -> tuple[bytes, bool]:
    """As much of a document as may be read, and whether it was cut."""
    pieces = document.count(b"<") + document.count(b"&")
    if pieces <= MOST_BROKEN or (pieces <= MOST_SOUND and _is_sound(document)):
        return document, False
    for number, found in enumerate(_MARKUP.finditer(document)):
        if number == MOST_BROKEN:
            return document[: found.start()], True
    return document, False


def escaped(document: bytes) -> bytes:
    """The same with every bare & written as &amp;: without a semicolon behind it "&lang=ru" is no sign for ⟨."""
    pieces: list[bytes] = []
    at = 0
    while at < len(document):
        begins = document.find(_CDATA, at)
        ends = document.find(_CDATA_END, begins) if begins >= 0 else -1
        if ends < 0:  # an open one at the end holds no markup that is worth saving
            begins = ends = len(document)
        pieces += [_BARE.sub(b"&amp;", document[at:begins]), document[begins:ends]]
        at = ends
    return b"".join(pieces)


def _after(document: bytes, at: int) -> int:
    """Where a comment, an instruction or a declaration that begins here ends; one without an end is its first sign."""
    for begins, ends in ((b"<!--", b"-->"), (b"<?", b"?>")):
        if document.startswith(begins, at):
            end = document.find(ends, at + len(begins), HEAD)
            return end + len(ends) if end >= 0 else at + 1
    return _after_declaration(document, at) if document.startswith(b"<!", at) else at + 1


def _after_declaration(document: bytes, at: int) -> int:
    """A doctype may have declarations of its own in brackets."""
    closes, opens, subset = (document.find(sign, at + 1, HEAD) for sign in (b">", b"<", b"["))
    if 0 <= subset < min(closes if closes >= 0 else HEAD, opens if opens >= 0 else HEAD):
        end = _SUBSET_END.search(document, subset, HEAD)
        return end.end() if end else at + 1
    return at + 1 if closes < 0 or 0 <= opens < closes else closes + 1


def _is_sound(document: bytes) -> bool:
    """Whether the parser that feedparser tries first will read it to its end."""
    try:
        expat.ParserCreate("utf-8", " ").Parse(document, True)  # noqa: FBT003  # it takes no keyword
    except expat.ExpatError:
        return False
    return True
