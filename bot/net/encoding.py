"""bytes → the same in UTF-8, where a feed names no encoding or a wrong one: mojibake is a silent kind of blindness.

What is UTF-8 is left alone, and so is a declared encoding that fits. Else it is one of the two old Cyrillic ones, told
apart by case: text is mostly small letters, and what is small in one is capital in the other.
"""

import codecs
import re

import ftfy
from ftfy.badness import is_bad

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_CYRILLIC = ("windows-1251", "koi8-r")
#: Encodings that are declared by those who never thought of one, by python's names.
_THOUGHTLESS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})
#: Encodings of a byte or two a letter, by python's names; of the others some take quadratic time.
_OF_LETTERS = re.compile(r"ascii|iso8859-\d+|cp\d+|koi8-\w|kz1048|ptcp154|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*")
#: A piece of a word; in Western languages the letters beyond ASCII stand alone.
_WORDS = re.compile(r"[\u0430-\u044f\u0451]{3,}")
#: Another encoding than the declared one is believed when it makes so many times as much of words.
_PLAINLY = 3
#: Damaged UTF-8 has at most this share of letters that cannot be read.
_DAMAGE = 0.1
#: In characters: a text is either twice encoded from its beginning or not at all.
_MENDED_BY = 200
#: What the first bytes of Cyrillic letters in UTF-8 look like, in each of the two.
_LEADS = (bytes((0xD0, 0xD1, 0xD2)).decode("cp1251"), bytes((0xD0, 0xD1)).decode("cp1252"))
#: Judged by so many bytes.
_SAMPLE = 1 << 20


def settled(body: bytes, content_type: str) -> tuple[bytes, str, str]:
    """Body and content type as a parser should get them, and a complaint when what was declared was not so."""
    if b"\0" in body[:4] or body[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} or _is_utf8(body):
        return body, content_type, ""
    declared = _declared(body, content_type)
    actual = "utf-8" if _is_damaged_utf8(body[:_SAMPLE]) else _guessed(body[:_SAMPLE], declared)
    if not actual or (actual != "utf-8" and _python_name(actual) in declared):
        return body, content_type, ""
    written = _DECLARED.sub(_as_utf8, body.decode(actual, "replace").encode("utf-8"), count=1)
    complaint = "encoding: damaged utf-8" if actual == "utf-8" else f"encoding: taken for {actual}"
    return written, content_type.partition(";")[0], complaint


def decoded(body: bytes, content_type: str) -> str:
    """A body that was settled as text: by its first bytes, as UTF-8, as declared, or as browsers take what is left."""
    if wide := _wide(body):
        return body.decode(wide, "replace")
    for name in ("utf-8", *_declared(body, content_type)):
        if name != "utf-8" and not _OF_LETTERS.fullmatch(name):
            continue
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("windows-1252", "replace")


def mended(text: str) -> str:
    """A text that was encoded twice, as «Рџ…» or "Ð…", as it was meant; any other as it is."""
    return ftfy.fix_encoding(text) if _may_be_twice_encoded(text) else text


def is_garbled(text: str) -> bool:
    """Whether a text is still full of what two encodings have made of it."""
    return _may_be_twice_encoded(text) and is_bad(text)


def _may_be_twice_encoded(text: str) -> bool:
    """Whether every fourth letter beyond ASCII is what cp1251 or cp1252 makes of how Cyrillic ones begin."""
    if text.isascii():
        return False
    sample = text[:_MENDED_BY]
    twice = max(sum(map(sample.count, leads)) for leads in _LEADS)
    return twice > 3 and 4 * twice >= len(sample) - len(sample.encode("ascii", "ignore"))


def _wide(body: bytes) -> str:
    """UTF-16 or UTF-32 by its mark, or by what "<" looks like in it."""
    marks = (
        *((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (b"<\0\0\0", "utf-32-le")),
        *((b"\0\0\0<", "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")),
        *((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")),
    )
    return next((name for mark, name in marks if body.startswith(mark)), "")


def _declared(body: bytes, content_type: str) -> tuple[str, ...]:
    """What header and document declare, by python's names; the header first."""
    in_head, in_body = _CHARSET.search(content_type), _DECLARED.search(body[:400])
    said = (in_head[1] if in_head else "", in_body[1].decode("ascii") if in_body else "")
    return tuple(found for name in said if (found := _python_name(name)))


def _python_name(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    return text.count("\ufffd") <= _DAMAGE * sum(not c.isascii() for c in text)


def _guessed(sample: bytes, declared: tuple[str, ...]) -> str:
    """The Cyrillic encoding that makes words of a body; empty when none does, or a third one is declared."""
    words = {name: sum(map(len, _WORDS.findall(sample.decode(name, "replace")))) for name in _CYRILLIC}
    best = max(_CYRILLIC, key=lambda name: words[name])
    thought_of = set(declared) - _THOUGHTLESS
    if not thought_of:
        return best if 2 * words[best] > sum(byte > 127 for byte in sample) else ""
    own = next((name for name in _CYRILLIC if _python_name(name) in thought_of), "")
    return best if own and words[best] > _PLAINLY * words[own] else own


def _as_utf8(found: re.Match[bytes]) -> bytes:
    return found[0].replace(found[1], b"utf-8")
