"""Secrets in files: NAME_FILE names a file whose content is the value of NAME; for systemd credentials and containers.

A file that others may read, or that lies in the data folder and so in its copies, is refused.
"""

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

SUFFIX = "_FILE"
_LONGEST = 4096


def contents(
    environment: Mapping[str, str], names: Iterable[str], data: Path
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The values that are given in files, by name, and what is wrong with files, one line each."""
    values: dict[str, str] = {}
    faults: list[str] = []
    for name in names:
        path = environment.get(name + SUFFIX, "")
        if path and environment.get(name):
            faults.append(f"{name}{SUFFIX}: {name} is given too; one of them must go")
        elif path:
            value, fault = _content(Path(path), data)
            values |= {name: value} if not fault else {}
            faults += [f"{name}{SUFFIX}: {fault}"] if fault else []
    return values, tuple(faults)


def _content(path: Path, data: Path) -> tuple[str, str]:
    """The content without white space around it, and what is wrong with the file; the content is never told."""
    try:
        if path.resolve().is_relative_to(data.resolve()):
            return "", f"{path} lies in DATA_DIR, and so in its copies; keep it elsewhere"
        if path.stat().st_mode & stat.S_IRWXO:
            return "", f"{path} is open to everybody on this machine; it must have mode 0400 or 0440"
        with path.open(encoding="ascii") as file:
            value = file.read(_LONGEST + 1).strip()
    except OSError as error:
        return "", f"{path}: {error.strerror}"
    except UnicodeDecodeError:
        return "", f"{path} holds something else than a secret"
    if not value or len(value) > _LONGEST:
        return "", f"{path} is {'empty' if not value else 'too long for a secret'}"
    return value, ""
