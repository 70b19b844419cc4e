"""What the dependency audit makes of pip-audit's answers."""

import json

from tests.audit import known


def test_a_known_weakness_is_one_line() -> None:
    weak = {"name": "lib", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}]}
    sound = {"name": "other", "version": "2.0", "vulns": []}
    found, judged = known(json.dumps({"dependencies": [weak, sound]}))
    assert found == ("lib 1.0: PYSEC-2026-1, mended in 1.1",)
    assert judged == 2


def test_without_an_answer_nothing_is_judged() -> None:
    assert known("") == known("{}") == ((), 0)
    assert known(json.dumps({"dependencies": [{"name": "lib", "skip_reason": "not found"}]})) == ((), 0)
