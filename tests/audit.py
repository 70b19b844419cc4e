"""Known weaknesses of the packages in a lock file, asked of PyPI by pip-audit; run by `make check`.

Status 1 when one is known. A machine without network cannot ask: that is said, and nothing fails.
"""

import json
import subprocess
import sys
from typing import Any

_SECONDS = 120


def known(answer: str) -> tuple[tuple[str, ...], int]:
    """One line for each weakness in pip-audit's JSON, and of how many packages it knows anything at all."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return (), 0
    found = tuple(
        f"{package['name']} {package['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or '-'}"
        for package in packages
        for one in package.get("vulns", ())
    )
    return found, sum("skip_reason" not in package for package in packages)


def asked(lock: str) -> str:
    """What pip-audit answers about a lock file; empty when it did not come to an end."""
    command = [sys.executable, "-m", "pip_audit", "-r", lock, "--no-deps", "--disable-pip", "-f", "json"]
    options = ["--progress-spinner", "off", "--timeout", "5"]
    try:
        done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def main(lock: str) -> int:
    """Say what is known of a lock file."""
    found, judged = known(asked(lock))
    if not judged:
        print(f"audit: nobody could be asked about {lock} (no network?); ask again with: make audit")  # noqa: T201  # its answer
        return 0
    print("\n".join((*found, f"audit: {judged} packages of {lock} judged, {len(found)} weaknesses known")))  # noqa: T201  # its answer
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
