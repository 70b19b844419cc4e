"""What every entry of the word lists catches: `python -m tests.benchmarks.lexicon [never|wrong|all]`, tab-separated.

Each entry is run over the project's corpus, the sentences of the tests and the evaluation files (EVALUATION, by default
../shared/evaluation), which are not part of the project. `never` lists entries that no text has, `wrong` entries of
deeds that stand more often in what is labelled no protest than in what is one; both are candidates to go.
"""

import ast
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.codes import Lang
from bot.reading.cues import Category, CueFinder
from bot.reading.text import parse
from bot.reading.words import CueKind
from bot.resources import Knowledge, load
from tests.reading.scoring import CASES, FOLDER

EVALUATION = Path(os.environ.get("EVALUATION", "../shared/evaluation"))
TESTS = Path(__file__).parents[1]
SETS = ("teasers_kk", "teasers_ru", "teasers_en", "everyday_ru", "relocated_en", "news3", "kk_history", "sent3")
#: A deed's entry is mostly wrong from so many texts that are none, where so few times as many are one.
_FEW, _TIMES = 4, 4
_SHORTEST = 12


@dataclass
class Caught:
    """How many texts of each sort an entry stands in."""

    right: int = 0
    wrong: int = 0
    other: int = 0
    ids: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.other


def texts() -> Iterator[tuple[str, str, str | None, Lang | None]]:
    """Id, text, label ("1", "0" or none) and language of every text there is."""
    for name, case in CASES.items():
        label = "1" if case["facts"]["kind"] == "event_report" else "0"
        yield name, f"{case['title']}\n\n{case['text']}", label, _lang(case["lang"])
    for path in sorted((FOLDER / "fresh").glob("*.json")):
        for case in _cases(path):
            yield path.stem, f"{case.get('title', '')}\n\n{case.get('text', '')}", None, None
    for path in sorted(TESTS.rglob("test_*.py")):
        for sentence in _strings(path):
            yield path.stem, sentence, None, None
    for path in sorted((TESTS / "reading").glob("*.toml")):
        yield path.stem, path.read_text(encoding="utf-8"), None, None
    for name in SETS:
        for row in _rows(EVALUATION / f"{name}.jsonl"):
            given: str | None = row.get("label") or ("0" if name in {"everyday_ru", "relocated_en", "news3"} else None)
            text = f"{row.get('title', '')}\n\n{row.get('text', '')}"
            yield f"{name}:{row['id']}", text, given if given in {"0", "1"} else None, _lang(str(row.get("lang", "")))


def _lang(code: str) -> Lang | None:
    return Lang(code) if code in set(Lang) else None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    yield from (json.loads(line) for line in lines if line)


def _cases(path: Path) -> list[dict[str, str]]:
    found = json.loads(path.read_text(encoding="utf-8"))
    return found if isinstance(found, list) else [found]


def _strings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    yield from (string for string in strings if len(string) >= _SHORTEST)


def caught(known: Knowledge) -> dict[tuple[Lang, str, str, str], Caught]:
    """What each entry catches, by language, list, name and entry; entries that catch nothing too."""
    forms = known.forms()
    finders = {
        lang: CueFinder(lang, known.lexicon, known.names, known.numerals.langs[lang], forms[lang]) for lang in Lang
    }
    found = {key: Caught() for key in entries(known)}
    for name, text, label, lang in texts():
        for code in [lang] if lang else _languages(known, text):
            if code is None:
                continue
            for category, tag, entry in {
                (c.tag[0], c.tag[1], c.entry)
                for c in finders[code].find(parse(text, abbreviations=known.lexicon.abbreviations)).all
            }:
                for half in entry.split(" + "):
                    _count(found, (code, category.value, tag, half), name, label)
    return found


def _languages(known: Knowledge, text: str) -> list[Lang | None]:
    return [_lang(known.languages.detect(part)) for part in [text]] if len(text) < 10_000 else list(Lang)


def _count(
    found: dict[tuple[Lang, str, str, str], Caught], key: tuple[Lang, str, str, str], name: str, label: str | None
) -> None:
    one = found.setdefault(key, Caught())
    one.right += label == "1"
    one.wrong += label == "0"
    one.other += label is None
    if label == "0" and len(one.ids) < _FEW:
        one.ids.append(name)


def entries(known: Knowledge) -> Iterator[tuple[Lang, str, str, str]]:
    """Every entry of the lists that tell what a text is about."""
    words = known.lexicon
    lists = {Category.CONCEPT: {concept.id: concept.stems for concept in words.concepts}}
    lists |= {Category.MARKER: dict(words.markers), Category.RESPONSE: dict(words.responses)}
    lists |= {Category.ISSUE: dict(words.issues), Category.NEGATIVE: {"": words.negative}}
    for category, named in lists.items():
        for name, stems in named.items():
            yield from ((lang, category.value, name, stem) for lang in Lang for stem in stems[lang])


def is_wrong(known: Knowledge, key: tuple[Lang, str, str, str], one: Caught) -> bool:
    """Whether an entry of a deed stands mostly in what is no protest."""
    kinds = {concept.id: concept.kind for concept in known.lexicon.concepts}
    deed = key[1] == Category.CONCEPT.value and kinds.get(key[2]) is CueKind.ACTION
    return deed and one.wrong >= _FEW and one.wrong > _TIMES * one.right


def main(what: str) -> None:
    known = load()
    found = caught(known)
    totals: Counter[str] = Counter()
    for key, one in sorted(found.items()):
        wrong, never = is_wrong(known, key, one), one.total == 0
        totals.update({"entries": 1, "never": never, "wrong": wrong})
        if what == "all" or (what == "never" and never) or (what == "wrong" and wrong):
            lang, category, name, entry = key
            told = (lang.value, category, name, entry, one.right, one.wrong, one.other, " ".join(one.ids))
            sys.stdout.write("\t".join(map(str, told)) + "\n")
    sys.stderr.write(f"{totals['entries']} entries, {totals['never']} in no text, {totals['wrong']} mostly wrong\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "wrong")
