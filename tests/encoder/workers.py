"""Workers of the tests' own: real child processes that answer as they are told, in the place of the model."""

import sys
from pathlib import Path

from bot.encoder import Encoder, Limits

#: A worker answers each text with a vector whose first number is the length of the text, unless the text says else.
_SOURCE = """
import os, struct, sys
out = sys.stdout.buffer
def say(frame):
    out.write(len(frame).to_bytes(4, "big") + frame)
    out.flush()
say({version!r})
while length := int.from_bytes(sys.stdin.buffer.read(4), "big"):
    text = sys.stdin.buffer.read(length).decode()
    once = {flag!r}
    if "die" in text or ("stumble" in text and not os.path.exists(once)):
        open(once, "w").close()
        os.kill(os.getpid(), 9)
    if "illegal" in text:
        os.kill(os.getpid(), 4)
    if "hang" in text:
        sys.stdin.buffer.read()
    if "endless" in text:
        out.write(b"\\xff" * 64)
        out.flush()
    if "short" in text:
        say(b"abc")
    elif "nan" in text:
        say(struct.pack("<384e", *[float("nan")] * 384))
    else:
        say(struct.pack("<384e", len(text), *[0.0] * 383))
"""
#: A text that hangs is not waited for long; one that answers has all the time it needs on a busy machine.
LIMITS = Limits(start=60, text=60, rest=30)


def command(folder: Path, version: str = "0.3.0") -> tuple[str, ...]:
    """How to start such a worker."""
    file = folder / "worker.py"
    file.write_text(_SOURCE.format(version=version.encode(), flag=str(folder / "stumbled")), encoding="utf-8")
    return sys.executable, "-I", str(file)


class Moments:
    """A clock of seconds that moves when told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def encoder(folder: Path, now: Moments | None = None, limits: Limits = LIMITS, version: str = "0.3.0") -> Encoder:
    """An encoder with such a worker."""
    return Encoder(command(folder, version), limits, now=now or Moments())
