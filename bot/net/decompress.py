"""Packed bytes → bytes, piece by piece and never more than a limit: a bomb goes off here or nowhere."""

import zlib
from typing import Protocol

import brotli

#: What is unpacked in one go.
_STEP = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
#: Members of one gzip stream: what follows each is copied, and a member of nothing takes twenty bytes.
MOST_MEMBERS = 100


_NOTHING = frozenset({"identity"})
_KNOWN = frozenset({"gzip", "x-gzip", "deflate", "br"}) | _NOTHING
#: Bytes that no text has.
_CONTROL = frozenset({*range(9), *range(14, 32)}) - {27}


class TooLarge(Exception):
    """There is more than the limit."""


class BadPacking(Exception):
    """Packed in a way that is not known, or damaged."""


class Unpacker(Protocol):
    """Takes packed bytes as they come."""

    def __call__(self, data: bytes) -> bytes:
        """What these bytes unpack to; TooLarge or BadPacking."""
        ...


class Plain:
    """Not packed at all; only counted."""

    def __init__(self, most: int) -> None:
        self._left = most

    def __call__(self, data: bytes) -> bytes:
        """The same bytes."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        return data


class Zlib:
    """Gzip or deflate, the latter with its header or, as some servers send it, without."""

    def __init__(self, most: int, *, window: int) -> None:
        self._count = Plain(most)
        self._window = window
        self._inner: zlib._Decompress | None = None
        self._members = 1

    def __call__(self, data: bytes) -> bytes:
        """As much as there is, a step at a time."""
        if self._inner is None:
            self._inner = zlib.decompressobj(_window(data, self._window))
        parts: list[bytes] = []
        try:
            while data:
                parts.append(self._count(self._inner.decompress(data, _STEP)))
                data = self._rest()
        except zlib.error as error:
            raise BadPacking(str(error)) from error
        return b"".join(parts)

    def _rest(self) -> bytes:
        """What is still to be unpacked; a gzip stream may have several members."""
        assert self._inner is not None  # noqa: S101  # set by the caller, just above
        if not self._inner.eof:
            return self._inner.unconsumed_tail
        rest = self._inner.unused_data
        if rest.startswith(GZIP_MAGIC):
            self._members += 1
            if self._members > MOST_MEMBERS:
                raise BadPacking(f"more than {MOST_MEMBERS} gzip members")
            self._inner = zlib.decompressobj(self._window)
            return rest
        return b""


class Brotli:
    """Brotli."""

    def __init__(self, most: int) -> None:
        self._count = Plain(most)
        self._inner = brotli.Decompressor()

    def __call__(self, data: bytes) -> bytes:
        """As much as there is, a step at a time."""
        parts: list[bytes] = []
        try:
            parts.append(self._count(self._inner.process(data, output_buffer_limit=_STEP)))
            while not self._inner.can_accept_more_data():
                parts.append(self._count(self._inner.process(b"", output_buffer_limit=_STEP)))
        except brotli.error as error:
            raise BadPacking(str(error)) from error
        return b"".join(parts)


class Unpacking:
    """By a Content-Encoding, which may say what is not so: a body that is plain text is read all the same."""

    def __init__(self, encoding: str, most: int) -> None:
        self.complaint = ""
        self._most = most
        named = [name for one in encoding.lower().split(",") if (name := one.strip())]
        self._strange = next((name for name in named if name not in _KNOWN), "")
        self._names = [name for name in reversed(named) if name in _KNOWN and name not in _NOTHING]
        self._chain: list[Unpacker] = []
        #: What came while nothing has come out of it.
        self._seen = b""
        if len(self._names) > 1:
            raise BadPacking(encoding[:40])

    def __call__(self, data: bytes) -> bytes:
        """As much as there is; BadPacking for what is neither packed as it says nor plain."""
        if not self._chain:
            self._begin(data)
        is_beginning = self._names and len(self._seen) < _STEP
        self._seen += data if is_beginning else b""
        try:
            found = self._unpacked(data)
        except BadPacking:
            if not is_beginning or not _is_text(self._seen):
                raise
            self._chain = [Plain(self._most)]
            self.complaint = f"content-encoding: said {', '.join(self._names)}, is plain"
            data, self._seen, self._names = self._seen, b"", []
            return self._unpacked(data)
        if found:
            self._seen, self._names = b"", []
        return found

    def _unpacked(self, data: bytes) -> bytes:
        for unpack in self._chain:
            data = unpack(data)
        return data

    def _begin(self, data: bytes) -> None:
        """The first bytes tell whether a body may be read that is packed in no known way."""
        if self._strange:
            if not (_is_text(data) or data.startswith(GZIP_MAGIC)):
                raise BadPacking(self._strange[:40])
            self.complaint = f"content-encoding: {self._strange[:40]!r} means nothing"
        self._chain = [unpacker(name, self._most) for name in self._names] or [Plain(self._most)]


def _is_text(data: bytes) -> bool:
    """Whether a body begins like a document: in UTF-16, or with a tag or words, and no byte that no text has."""
    head = data[:256]
    marked = head[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return marked or (_CONTROL.isdisjoint(head) and any(sign in head for sign in (b"<", b"{", b" ")))


def unpacker(encoding: str, most: int) -> Unpacker:
    """For one name of a Content-Encoding; BadPacking when it is not known."""
    match encoding.strip().lower():
        case "" | "identity":
            return Plain(most)
        case "gzip" | "x-gzip":
            return Zlib(most, window=zlib.MAX_WBITS | 16)
        case "deflate":
            return Zlib(most, window=zlib.MAX_WBITS)
        case "br":
            return Brotli(most)
        case other:
            raise BadPacking(other[:40])


def gunzipped(body: bytes, most: int) -> bytes:
    """A file that is itself gzip, as sitemaps are; anything else as it is."""
    return Zlib(most, window=zlib.MAX_WBITS | 16)(body) if body.startswith(GZIP_MAGIC) else body


def _window(head: bytes, window: int) -> int:
    """RFC 9110 means zlib by deflate; a stream that does not begin like zlib is taken for bare deflate."""
    is_zlib = head[:1] and head[0] & 0x0F == 8 and (len(head) == 1 or (head[0] << 8 | head[1]) % 31 == 0)
    return window if window != zlib.MAX_WBITS or is_zlib else -zlib.MAX_WBITS
