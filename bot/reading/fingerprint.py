"""article → fingerprint: keyed hashes of what tells one story from another, in any of the three languages.

A surname becomes a skeleton (case ending off, plain Latin, first letter and consonants), so that Тоқаев, Токаев and
Tokayev are one; the skeleton becomes an HMAC, so that no list of names gives it back without the key.
"""

import hmac
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from bot.domain.article import Article
from bot.domain.codes import Lang
from bot.domain.fingerprint import Fingerprint
from bot.reading.numbers import NumberReader
from bot.reading.phrases import PhraseIndex
from bot.reading.skeletons import Skeletons
from bot.reading.text import Text, parse
from bot.reading.words import Lexicon, Numerals, Stems

_LEAD = 600
#: Who and what are told at the start; further down other protests of the week are remembered.
_OPENING = 280
_READ = 8000
_STEM = 5
_SHORTEST = 4
_IN_ONE_NAME = re.compile(r"[ \u00a0]")
#: A first name, a rank or half of an institution before the last word of a name; a name met once, far down.
_FORENAME, _ASIDE, _WELL_KNOWN = 0.4, 0.6, 0.15
_BY_LENGTH = {3: 0.6, 4: 1.0}
_LONG = 1.4
_TITLE_CASE = 0.6
_ROUND = frozenset({15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 200, 300, 500, 1000, 10_000, 1_000_000})


class Fingerprinter:
    """Hashes articles under one key."""

    def __init__(
        self, *, topics: Mapping[str, Mapping[str, Stems]], numerals: Numerals, lexicon: Lexicon, key: bytes
    ) -> None:
        self._key = key
        self._skeletons, self._abbreviations = lexicon.skeletons, lexicon.abbreviations
        self._numbers = {lang: NumberReader(lang, numerals.langs[lang]) for lang in Lang}
        self._topics = {
            lang: PhraseIndex[tuple[str, str]](
                ((kind, name), stem)
                for kind, found in topics.items()
                for name, stems in found.items()
                for stem in stems[lang]
            )
            for lang in Lang
        }

    def __call__(self, article: Article, lang: str) -> Fingerprint:
        """The fingerprint of an article read in this language; of any other language, its words alone."""
        title = article.title.strip()
        text = parse(f"{title}\n\n{article.text[:_READ]}", len(title) + 1, abbreviations=self._abbreviations)
        known = Lang(lang) if lang in set(Lang) else None
        numbers = self._numbers[known].find(text) if known else []
        topics = self._topics[known].find(text) if known else ()
        central = {hit.tag for hit in topics if text.starts[hit.first] < len(title) + _OPENING}
        names = _names(text, lang, len(title) + _LEAD, self._skeletons)
        return Fingerprint(
            lang=lang,
            names={self._hash("name", name): weight for name, weight in names.items()},
            numbers={self._hash("number", str(n)): w for n in {one.value for one in numbers} if (w := _rarity(n))},
            words={self._hash("word", word): float(many) for word, many in _words(text, len(title) + _LEAD).items()},
            who=frozenset(self._hash("who", name) for kind, name in central if kind == "who"),
            what=frozenset(self._hash("what", name) for kind, name in central if kind == "what"),
            day=article.published.toordinal() if article.published else 0,
        )

    def _hash(self, kind: str, token: str) -> int:
        """48 bits: some thousand tokens of a window collide with a chance below one in ten million."""
        return int.from_bytes(hmac.digest(self._key, f"{kind}:{token}".encode(), "sha256")[:6], "big")


def _names(text: Text, lang: str, lead: int, skeletons: Skeletons) -> dict[str, float]:
    weights: dict[str, float] = {}
    counted: Counter[str] = Counter()
    leading: set[str] = set()
    for word, last in _capitalised(text, lang):
        name = skeletons.of(text.words[word], lang)
        if len(name) >= min(_BY_LENGTH):
            counted[name] += 1
            weights[name] = max(weights.get(name, 0.0), 1.0 if last else _FORENAME)
            if text.starts[word] < lead:
                leading.add(name)
    central = {name: 1.0 if name in leading or counted[name] > 1 else _ASIDE for name in weights}
    return {name: round(weight * central[name] * _worth(name, skeletons), 2) for name, weight in weights.items()}


def _worth(name: str, skeletons: Skeletons) -> float:
    return _BY_LENGTH.get(len(name), _LONG) * (_WELL_KNOWN if name in skeletons.well_known else 1.0)


def _capitalised(text: Text, lang: str) -> Iterator[tuple[int, bool]]:
    """Words of names, and whether each is the last of its name: not what opens a sentence, not what is also a noun."""
    capital = [text.capital(i) and not text.words[i][0].isdigit() for i in range(len(text))]
    common = {text.words[i][:_STEM] for i in range(len(text)) if not capital[i]}
    headline = text.body if lang == Lang.EN and sum(capital[: text.body]) > _TITLE_CASE * text.body else 0
    first = headline
    while first < len(text):
        last = first
        while capital[first] and last + 1 < len(text) and capital[last + 1] and _IN_ONE_NAME.fullmatch(text.gap(last)):
            last += 1
        alone = first == last and text.opens(first)
        for i in range(first, last + 1):
            word = text.words[i]
            if capital[i] and not alone and len(word) >= _SHORTEST and word[:_STEM] not in common:
                yield i, i == last
        first = last + 1


def _words(text: Text, lead: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for i, word in enumerate(text.words):
        if text.starts[i] > lead:
            break
        if len(word) >= _SHORTEST and not word[0].isdigit():
            found[word[:_STEM]] += 2 if i < text.body else 1
    return found


def _rarity(value: int) -> float:
    """A small number or a year says little, a round one not much more."""
    if value <= 12:
        return 0.0
    if 1990 <= value <= 2030:
        return 0.15
    if value in _ROUND:
        return 0.2
    return 0.4 if value < 100 else 0.9
