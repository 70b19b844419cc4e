"""Which case asked for which rule: `.venv/bin/python -m tests.reading.citing` fills citations.toml.

A rule is one list of words in one language, one veto, or one code. It cites an article of tests/corpus where it fires,
most of them one that would be read otherwise without it; or, as "cases/…", a sentence of tests/reading/cases.toml.
What is cited and still holds is left as it is, so that citations do not wander.
"""

import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from bot.domain.codes import Action, ClaimantType, Field, Issue, Lang, Qualifier, ReportKind, Response, Scope
from bot.domain.names import NameKind
from bot.domain.report import Report
from bot.reading.cues import Category, CueFinder
from bot.reading.reader import Reader
from bot.reading.text import Text, parse
from bot.reading.words import Pair, Stems
from bot.resources import Knowledge, load
from tests.reading.making import article
from tests.reading.scoring import CASES, read

HERE = Path(__file__).parent
CITATIONS = HERE / "citations.toml"
SENTENCES: Mapping[str, Mapping[str, str]] = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
OWN = "cases/"
#: A Thursday, when the sentences are read.
DAY = date(2022, 1, 13)
#: Family, name, language; of codes and vetoes the language is empty.
Rule = tuple[str, str, str]
FAMILIES = {
    Category.CONCEPT: "concepts",
    Category.MARKER: "markers",
    Category.RESPONSE: "responses",
    Category.ISSUE: "issues",
    Category.ROLE: "roles",
    Category.SCOPE: "scopes",
    Category.NEGATIVE: "negative",
    Category.ATTRIBUTION: "attribution",
    Category.POLICE: "police",
    Category.CROWD: "crowd",
    Category.NAME: "names",
}
#: How `why` ends where a veto decides: the vetoes of bot/reading/vetoes.py and abroad.py, in their order.
VETOES = (
    "another country",
    "begins in another country",
    "another country in the title",
    "no place in Kazakhstan",
    "not in earnest",
    "it was stopped",
    "only denied or rumoured",
    "an appeal, no gathering",
    "opinion",
    "about the law",
    "statistics",
    "told of the past",
    "opens with the past",
    "remembers",
    "another sense",
    "a court's matter",
    "a court's matter, in the title",
    "a permit was refused",
    "announced",
    "nothing is said to have happened",
)
CODES = {"kind": ReportKind, "action": Action, "response": Response, "issue": Issue, "field": Field, "scope": Scope}
MORE_CODES = {"qualifier": Qualifier, "claimant_type": ClaimantType}
#: No rule: what is left when none applies.
FALLBACKS = {("action", "other"), ("issue", "other"), ("kind", "not_protest"), ("claimant_type", "outlet")}


def rules(known: Knowledge) -> Iterator[Rule]:
    """Every rule that must cite a case."""
    for family, lists in _lists(known):
        yield from ((family, name, lang.value) for name, stems in lists.items() for lang in Lang if stems[lang])
    yield from (("vetoes", veto, "") for veto in VETOES)
    for family, codes in (CODES | MORE_CODES).items():
        yield from ((family, code.value, "") for code in codes if (family, code.value) not in FALLBACKS)


def _lists(known: Knowledge) -> Iterator[tuple[str, Mapping[str, Stems]]]:
    words, claims = known.lexicon, known.lexicon.claims
    yield "concepts", {concept.id: concept.stems for concept in words.concepts}
    yield "pairs", {name: pair.one for name, pair in zip(pair_names(), words.pairs, strict=True)}
    yield "markers", words.markers
    yield "responses", words.responses
    yield "issues", words.issues
    yield "roles", claims.roles
    yield "scopes", claims.scopes
    alone = {"negative": words.negative, "attribution": claims.attribution, "police": claims.police}
    yield from ((family, {"": stems}) for family, stems in (alone | {"crowd": claims.crowd}).items())
    told = (name for name in known.names.all.values() if name.kind is not NameKind.OUTLET)
    yield "names", {name.id: _forms(name.forms) for name in told}


def _forms(forms: Mapping[Lang, tuple[str, ...]] | None) -> Stems:
    return {lang.value: (forms or {}).get(lang, ()) for lang in Lang}


@cache
def pair_names() -> tuple[str, ...]:
    """The pairs of the lexicon in its order."""
    path = HERE.parents[1] / "bot" / "data" / "lexicon.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["pairs"])


def cited() -> dict[Rule, str]:
    """The citations on file."""
    found = tomllib.loads(CITATIONS.read_text(encoding="utf-8")) if CITATIONS.exists() else {}
    return {
        (family, name, lang): case
        for family, entries in found.items()
        for name, by_lang in entries.items()
        for lang, case in ({"": by_lang} if isinstance(by_lang, str) else by_lang).items()
    }


class Firing:
    """Which rules fire in a case."""

    def __init__(self, known: Knowledge, reader: Reader) -> None:
        forms = known.forms()
        self._finders = {
            lang: CueFinder(lang, known.lexicon, known.names, known.numerals.langs[lang], forms[lang]) for lang in Lang
        }
        self._pairs = tuple(zip(pair_names(), known.lexicon.pairs, strict=True))
        self._abbreviations = known.lexicon.abbreviations
        self._reader = reader
        self._seen: dict[str, frozenset[Rule]] = {}

    def in_case(self, case: str) -> frozenset[Rule]:
        """Every rule that fires in an article of the corpus or, as "cases/…", in a sentence."""
        if case not in self._seen:
            self._seen[case] = frozenset(self._in_sentence(case) if case.startswith(OWN) else self._in_article(case))
        return self._seen[case]

    def _in_sentence(self, case: str) -> Iterator[Rule]:
        name = case.removeprefix(OWN)
        text, lang = SENTENCES.get(name, {}).get("text", ""), name.rpartition("-")[2]
        if lang in set(Lang):
            yield from self._lists_in(Lang(lang), parse(text, abbreviations=self._abbreviations))
        else:
            report = self._reader.read(article("", text, DAY))
            yield from _vetoes_of(report)
            yield from _codes_of(report)

    def _in_article(self, name: str) -> Iterator[Rule]:
        case = CASES.get(name)
        if case is None:
            return
        if case["lang"] in set(Lang):
            raw = f"{case['title']}\n\n{case['text']}"
            parsed = parse(raw, len(case["title"]) + 1, abbreviations=self._abbreviations)
            yield from self._lists_in(Lang(case["lang"]), parsed)
        report = read(self._reader, case)
        if report.kind == case["facts"]["kind"]:
            yield from _vetoes_of(report)
            yield from _codes_of(report)

    def _lists_in(self, lang: Lang, text: Text) -> Iterator[Rule]:
        for cue in self._finders[lang].find(text).all:
            one, joined, other = cue.entry.partition(" + ")
            if joined:
                yield from (("pairs", name, lang.value) for name, pair in self._pairs if _makes(pair, lang, one, other))
            elif cue.tag[0] in FAMILIES:
                yield FAMILIES[cue.tag[0]], cue.tag[1], lang.value


def _makes(pair: Pair, lang: Lang, one: str, other: str) -> bool:
    halves = (pair.one[lang], pair.other[lang])
    return any(one in first and other in second for first, second in (halves, halves[::-1]))


def _vetoes_of(report: Report) -> Iterator[Rule]:
    """The veto of the last reason: with the words it found behind a colon, or without any."""
    told = report.why[-1]
    yield from (("vetoes", veto, "") for veto in VETOES if told == veto or told.startswith(f"{veto}: "))


def _codes_of(report: Report) -> Iterator[Rule]:
    yield "kind", report.kind.value, ""
    if report.is_protest:
        told = (("action", (report.action,)), ("issue", (report.issue,)), ("response", report.responses))
        yield from ((family, code.value, "") for family, codes in told for code in codes if code)
    for claim in report.claims:
        told_of = (claim.field, claim.scope, claim.qualifier, claim.claimant_type)
        yield from zip(("field", "scope", "qualifier", "claimant_type"), told_of, ("",) * 4, strict=True)


def filled(known: Knowledge) -> dict[Rule, str]:
    """A citation for every rule that fires anywhere; what is cited already and holds stays."""
    firing, before = Firing(known, known.reader()), cited()
    cases = (*CASES, *(OWN + name for name in SENTENCES))
    where: defaultdict[Rule, list[str]] = defaultdict(list)
    for case in cases:
        for rule in firing.in_case(case):
            where[rule].append(case)
    kept = {rule: case for rule, case in before.items() if rule in firing.in_case(case)}
    return {rule: kept.get(rule) or where[rule][0] for rule in rules(known) if where[rule]}


def written(citations: Mapping[Rule, str]) -> str:
    """The citations as their file has them."""
    lines = ["# Which case asked for which rule; see citing.py, which fills this in."]
    for family in dict.fromkeys(rule[0] for rule in citations):
        lines += ["", f"[{family}]"]
        names = dict.fromkeys(name for of, name, _ in citations if of == family)
        lines += [f"{json.dumps(name)} = {_value(citations, family, name)}" for name in names]
    return "\n".join(lines) + "\n"


def _value(citations: Mapping[Rule, str], family: str, name: str) -> str:
    if (family, name, "") in citations:
        return json.dumps(citations[family, name, ""])
    by_lang = ((lang, citations.get((family, name, lang))) for lang in Lang)
    return "{ " + ", ".join(f"{lang} = {json.dumps(case)}" for lang, case in by_lang if case) + " }"


def main() -> None:
    """Fill the file, and say on standard error which rules no case asks for."""
    known = load()
    citations = filled(known)
    CITATIONS.write_text(written(citations), encoding="utf-8")
    for rule in rules(known):
        if rule not in citations:
            sys.stderr.write(f"no case: {' '.join(rule)}\n")


if __name__ == "__main__":
    main()
