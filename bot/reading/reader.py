"""article → report: the spine of reading. Built once from data, pure ever after."""

from dataclasses import dataclass
from datetime import date

from bot.domain.article import Article
from bot.domain.clock import local_day
from bot.domain.codes import Kind, Lang
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import DateMention, Mentions, NumberMention, PlaceMention, Report
from bot.reading import facts, where
from bot.reading.claimants import speakers
from bot.reading.claims import claims
from bot.reading.cues import CueFinder
from bot.reading.dates import DateReader, Day
from bot.reading.finder import PlaceFinder
from bot.reading.kind import Verdict, decide
from bot.reading.language import detect
from bot.reading.numbers import Number, NumberReader
from bot.reading.places import Mention, PlaceReader
from bot.reading.scene import Scene
from bot.reading.text import Text, parse, words_of
from bot.reading.words import Lexicon, Numerals

#: An article is judged by so much of its text; mentions read it all.
_READ = 40_000
_NO_EVENT = frozenset({Kind.NOT_PROTEST, Kind.FOREIGN_EVENT, Kind.OPINION, Kind.HISTORICAL_MENTION})


class _Tools:
    """What reads one language."""

    def __init__(self, lang: Lang, gazetteer: Gazetteer, names: Names, lexicon: Lexicon, numerals: Numerals) -> None:
        self.lang = lang
        self.cues = CueFinder(lang, lexicon, names, numerals.langs[lang])
        self.numbers = NumberReader(lang, numerals.langs[lang])
        self.dates = DateReader(lang, numerals.calendar)
        self.places = PlaceReader(lang, gazetteer)


class Reader:
    """Reads articles in Kazakh, Russian and English."""

    def __init__(self, *, gazetteer: Gazetteer, names: Names, lexicon: Lexicon, numerals: Numerals) -> None:
        self._gazetteer = gazetteer
        self._names = names
        self._tools = {lang: _Tools(lang, gazetteer, names, lexicon, numerals) for lang in Lang}
        self._finder = PlaceFinder(gazetteer)

    def read(self, article: Article) -> Report:
        """What an article claims, or why it is not a report of a protest; any text gets an answer."""
        lang = _language(article)
        if lang not in self._tools:
            return _nothing(article, lang, "language other than Kazakh, Russian and English")
        tools = self._tools[Lang(lang)]
        raw, title = _joined(article, _READ)
        if not tools.cues.may_matter(words_of(raw)):
            return _nothing(article, lang, "no word of any action")
        scene = self._scene(tools, parse(raw, title), _day(article))
        verdict = decide(scene)
        if verdict.kind in _NO_EVENT:
            return Report(article.id, lang, verdict.kind, verdict.confidence, why=verdict.why)
        return self._report(article, tools, scene, verdict)

    def mentions(self, article: Article) -> Mentions:
        """Every place, numeral and day of an article, whatever it is about; offsets are of title or text."""
        lang = _language(article)
        tools = self._tools[Lang(lang) if lang in self._tools else article.lang or Lang.RU]
        texts = ((article.title, True), (article.text, False))
        found = [(_found(tools, text, _day(article)), titled) for text, titled in texts]
        return Mentions(
            tuple(PlaceMention(m.id, m.start, m.end, titled) for f, titled in found for m in f.places),
            tuple(
                NumberMention(n.value, n.qualifier, n.start, n.end, titled) for f, titled in found for n in f.numbers
            ),
            tuple(DateMention(d.exact, d.month, d.day, d.start, d.end, titled) for f, titled in found for d in f.days),
        )

    def find_place(self, asked: str) -> str:
        """The id of a place, named in any of the three languages, any case or an old name; else UnknownPlace."""
        return self._finder.find(asked)

    def _scene(self, tools: _Tools, text: Text, published: date | None) -> Scene:
        numbers = tools.numbers.find(text)
        days = tools.dates.find(text, numbers, published)
        return Scene(
            lang=tools.lang,
            text=text,
            cues=tools.cues.find(text),
            numbers=tuple(numbers),
            days=tuple(days),
            places=tuple(tools.places.find(text)),
            published=published,
            months=tools.dates.bare_months(text, days),
        )

    def _report(self, article: Article, tools: _Tools, scene: Scene, verdict: Verdict) -> Report:
        status = facts.status(scene)
        action = facts.action(scene)
        span, places = where.span(scene, status, action), where.places(scene, self._gazetteer)
        organisers, demands = facts.organisers(scene, self._names), facts.demands(scene, self._names)
        return Report(
            id=article.id,
            lang=tools.lang.value,
            kind=verdict.kind,
            confidence=verdict.confidence,
            action=action,
            span=span,
            places=places,
            claims=claims(scene, tools.numbers, speakers(scene, self._names), self._gazetteer, (span, places)),
            organisers=organisers,
            demands=demands,
            issue=facts.issue(scene, demands, organisers, action),
            responses=facts.responses(scene, span.start),
            status=status,
            why=verdict.why,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    places: list[Mention]
    numbers: list[Number]
    days: list[Day]


def _found(tools: _Tools, raw: str, published: date | None) -> _Found:
    text = parse(raw)
    numbers = tools.numbers.find(text)
    return _Found(tools.places.find(text), numbers, tools.dates.find(text, numbers, published))


def _joined(article: Article, limit: int) -> tuple[str, int]:
    title = article.title.strip()[:1000]
    return (f"{title}\n\n{article.text[:limit]}", len(title) + 1) if title else (article.text[:limit], 0)


def _language(article: Article) -> str:
    return detect(f"{article.title}\n{article.text[:4000]}", article.lang)


def _day(article: Article) -> date | None:
    return local_day(article.published) if article.published else None


def _nothing(article: Article, lang: str, why: str) -> Report:
    return Report(article.id, lang, Kind.NOT_PROTEST, 0.98, why=(why,))
