"""article → report: the spine of reading. Built once from data, pure ever after."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.article import Article
from bot.domain.clock import local_day
from bot.domain.codes import Kind, Lang
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import DateMention, Mentions, NumberMention, PlaceMention, Report
from bot.reading import facts, when, where
from bot.reading.bounds import Bounds
from bot.reading.claimants import speakers
from bot.reading.claims import claims
from bot.reading.cues import CueFinder
from bot.reading.dates import DateReader, Day
from bot.reading.demands import demands as demands_of
from bot.reading.explain import Seen, seen
from bot.reading.finder import PlaceFinder
from bot.reading.kind import Verdict, decide, is_quiet, located, sure_of
from bot.reading.language import detect, is_kazakh_latin, paragraphs_in
from bot.reading.latin import to_cyrillic
from bot.reading.numbers import Number, NumberReader
from bot.reading.places import Mention, PlaceReader
from bot.reading.responses import responses
from bot.reading.scene import Scene, by_sentence
from bot.reading.setting import SettingReader
from bot.reading.text import parse, without_teasers, words_of
from bot.reading.venues import Venue
from bot.reading.words import Lexicon, Numerals

#: An article is judged by so much of its text, and by so many of its words, which are as many as an article of that
#: length has; mentions read it all.
_READ, _MOST_WORDS = 40_000, 7_000
#: The language is told by the title and so much of the text.
_TOLD_BY = 80
_NO_EVENT = frozenset({Kind.NOT_PROTEST, Kind.FOREIGN_EVENT, Kind.OPINION, Kind.HISTORICAL_MENTION})


class _Tools:
    """What reads one language."""

    def __init__(self, lang: Lang, gazetteer: Gazetteer, names: Names, lexicon: Lexicon, numerals: Numerals) -> None:
        self.lang = lang
        self.cues = CueFinder(lang, lexicon, names, numerals.langs[lang])
        self.numbers = NumberReader(lang, numerals.langs[lang])
        self.dates = DateReader(lang, numerals.calendar)
        self.bounds = Bounds(lang, numerals.calendar)
        self.places = PlaceReader(lang, gazetteer)
        self.setting = SettingReader(lang, lexicon.venues)


class Reader:
    """Reads articles in Kazakh, Russian and English."""

    def __init__(self, *, gazetteer: Gazetteer, names: Names, lexicon: Lexicon, numerals: Numerals) -> None:
        self._gazetteer = gazetteer
        self._names = names
        self._tools = {lang: _Tools(lang, gazetteer, names, lexicon, numerals) for lang in Lang}
        self._finder = PlaceFinder(gazetteer)

    def read(self, article: Article) -> Report:
        """What an article claims, or why it is not a report of a protest; any text gets an answer."""
        opened = self._opened(article)
        if isinstance(opened, Report):
            return opened
        tools, scene, latin = opened
        verdict = decide(scene)
        why = (*verdict.why, "Kazakh in Latin letters") if latin else verdict.why
        if verdict.kind in _NO_EVENT:
            return Report(article.id, tools.lang, verdict.kind, verdict.confidence, why=why)
        return self._report(article, tools, scene, replace(verdict, why=why))

    def may_matter(self, article: Article) -> bool:
        """Whether a title or a summary names any action, so that the page behind it is worth asking for."""
        lang = _language(article)
        return lang in self._tools and self._tools[Lang(lang)].cues.may_matter(words_of(_joined(article, _READ)[0]))

    def explain(self, article: Article) -> tuple[Seen, ...]:
        """What was seen in the sentences that matter; nothing where no word of any action occurs."""
        opened = self._opened(article)
        return () if isinstance(opened, Report) else seen(opened[1])

    def _opened(self, article: Article) -> Report | tuple[_Tools, Scene, bool]:
        """The article laid open, and whether it is in Latin Kazakh; or at once the report that it is none of ours."""
        lang = _language(article)
        if lang not in self._tools:
            return _nothing(article, lang, "language other than Kazakh, Russian and English")
        tools = self._tools[Lang(lang)]
        latin = lang == Lang.KK and is_kazakh_latin(_opening(article))
        raw, title = _joined(_in_cyrillic(article) if latin else article, _READ)
        if not tools.cues.may_matter(words_of(raw)):
            return _nothing(article, lang, "no word of any action", 0.85)
        text = parse(raw[:title] + paragraphs_in(lang, raw[title:]), title, _MOST_WORDS)
        quiet = Scene(tools.lang, text, tools.cues.find(text), {}, {}, {}, None, {})
        if is_quiet(quiet):
            return _nothing(article, lang, "no event told in the lead", 0.8)
        return tools, located(self._scene(tools, quiet, _day(article))), latin

    def mentions(self, article: Article) -> Mentions:
        """Every place, numeral and day of an article, whatever it is about; offsets are of title or text."""
        lang = _language(article)
        tools = self._tools[Lang(lang) if lang in self._tools else article.lang or Lang.RU]
        if lang == Lang.KK and is_kazakh_latin(_opening(article)):
            article = _in_cyrillic(article, same_length=True)
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

    def _scene(self, tools: _Tools, quiet: Scene, published: date | None) -> Scene:
        text = quiet.text
        numbers = tools.numbers.find(text)
        days = tools.bounds.mark(text, tools.dates.find(text, numbers, published))
        return replace(
            quiet,
            numbers=by_sentence(text, numbers),
            days=by_sentence(text, days),
            places=by_sentence(text, tools.places.find(text)),
            published=published,
            months=tools.dates.bare_months(text, days),
        )

    def _report(self, article: Article, tools: _Tools, scene: Scene, verdict: Verdict) -> Report:
        status = facts.status(scene)
        action = facts.action(scene)
        tried = verdict.kind is Kind.COURT_FOLLOWUP
        span = when.span(scene, status, action, tried=tried)
        places = where.places(scene, self._gazetteer, span.start)
        said = speakers(scene, self._names)
        told = claims(scene, tools.numbers, said, self._gazetteer, (span, places), tried=tried)
        organisers, demands = facts.organisers(scene, self._names), demands_of(scene, self._names, action)
        happened = verdict.kind is Kind.EVENT_REPORT
        at = scene, places, self._gazetteer, span, article.published
        venue, hour = tools.setting.find(*at) if happened else (Venue(), "")
        return Report(
            id=article.id,
            lang=tools.lang.value,
            kind=verdict.kind,
            confidence=sure_of(verdict, told),
            action=action,
            span=span,
            places=places,
            claims=told,
            organisers=organisers,
            demands=demands,
            issue=facts.issue(scene, demands, organisers, action),
            responses=responses(scene, span.start, told),
            status=status,
            venue=venue.words,
            unlisted=venue.unlisted,
            hour=hour,
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
    places = [mention for mention in tools.places.find(text) if not (mention.road or mention.epithet)]
    return _Found(places, numbers, tools.dates.find(text, numbers, published))


def _joined(article: Article, limit: int) -> tuple[str, int]:
    title = article.title.strip()[:1000]
    text = without_teasers(article.text[:limit])
    return (f"{title}\n\n{text}", len(title) + 1) if title else (text, 0)


def _opening(article: Article) -> str:
    """The title and the first paragraphs: what follows may be the same in another language."""
    text = article.text[: 6 * _TOLD_BY].lstrip()
    end = text.find("\n", _TOLD_BY)
    return f"{article.title}\n{text[:end] if end >= 0 else text}"


def _language(article: Article) -> str:
    return detect(_opening(article), article.lang)


def _in_cyrillic(article: Article, *, same_length: bool = False) -> Article:
    """An article in Kazakh Latin letters, in Cyrillic ones."""
    title = to_cyrillic(article.title, same_length=same_length)
    return replace(article, title=title, text=to_cyrillic(article.text[:_READ], same_length=same_length))


def _day(article: Article) -> date | None:
    return local_day(article.published) if article.published else None


def _nothing(article: Article, lang: str, why: str, sure: float = 0.98) -> Report:
    return Report(article.id, lang, Kind.NOT_PROTEST, sure, why=(why,))
