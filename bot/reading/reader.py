"""article → report: the spine of reading. Built once from data, pure ever after."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.article import Article
from bot.domain.clock import local_day
from bot.domain.codes import Action, Lang, ReportKind, Stance, Status
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import Claim, DateMention, Mentions, NumberMention, PlaceMention, Report
from bot.domain.vector import OpeningVectors
from bot.reading import facts, grave, when, where
from bot.reading.cited import cited
from bot.reading.claimants import speakers
from bot.reading.claims import Told, claims
from bot.reading.counts import candidates
from bot.reading.cues import CueFinder
from bot.reading.date_bounds import Bounds
from bot.reading.dates import DateReader, Day
from bot.reading.demands import demands as demands_of
from bot.reading.explain import SeenSentence, seen
from bot.reading.finder import PlaceFinder
from bot.reading.forms import Forms
from bot.reading.frames import FrameFinder
from bot.reading.grammar import Grammar, WordSet
from bot.reading.kind import Verdict, decide, is_quiet, located
from bot.reading.language import Languages
from bot.reading.numbers import Number, NumberReader
from bot.reading.placenames import PlaceSpelling
from bot.reading.places import Mention, PlaceReader
from bot.reading.predicates import Predicates, predicates_of
from bot.reading.responses import responses
from bot.reading.roundup import is_roundup
from bot.reading.scene import Scene, by_sentence
from bot.reading.score import ENCODER, Scores, Signs
from bot.reading.setting import SettingReader
from bot.reading.signs import signs
from bot.reading.text import Teasers, parse, words_of
from bot.reading.venues import Venue
from bot.reading.words import Lexicon, Numerals, Strength

#: An article is judged by so much of its text, and by so many of its words, which are as many as an article of that
#: length has; mentions read it all.
_READ, _MOST_WORDS = 40_000, 7_000
#: The language is told by the title and so much of the text.
_TOLD_BY = 80
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
#: Deeds are looked at closely in so many sentences.
_MOST_TOLD = 16
#: The encoder is shown so many characters of the title and as many of the text.
_SHOWN = 300
_NO_EVENT = frozenset(
    {ReportKind.NOT_PROTEST, ReportKind.FOREIGN_EVENT, ReportKind.OPINION, ReportKind.HISTORICAL_MENTION}
)


class _Tools:
    """What reads one language."""

    def __init__(
        self,
        lang: Lang,
        gazetteer: Gazetteer,
        names: Names,
        lexicon: Lexicon,
        *,
        spelling: PlaceSpelling,
        numerals: Numerals,
        forms: Forms,
    ) -> None:
        self.lang = lang
        self.forms = forms
        self.cues = CueFinder(lang, lexicon, names, numerals.langs[lang], self.forms)
        self.numbers = NumberReader(lang, numerals.langs[lang])
        self.dates = DateReader(lang, numerals.calendar)
        self.bounds = Bounds(lang, numerals.calendar)
        self.grammar = Grammar.of(lang, lexicon.grammar)
        self.places = PlaceReader(lang, gazetteer, self.grammar, spelling, WordSet.of(lexicon.markers["foreign"][lang]))
        self.predicates = Predicates(lang, predicates_of(lang, lexicon.predicates), self.grammar, forms)
        self.setting = SettingReader(lang, lexicon)
        self.frames = FrameFinder(lang, lexicon.denials, self.forms)
        self.claim_grammar = lexicon.claim_grammar[lang]
        self.abbreviations = lexicon.abbreviations
        self.grave = FrameFinder(lang, lexicon.grave, self.forms)

    def with_deeds(self, scene: Scene) -> Scene:
        """A scene with the deeds of its title, its lead and the first sentences below that tell of any."""
        told = [s for s in scene.sentences if s in scene.head or scene.cues.actions(s, Strength.S, Strength.M)]
        told = told[:_MOST_TOLD]
        asides = frozenset(i for s in told for i in self.predicates.asides(scene, s))
        return replace(scene, deeds={s: self.predicates.deeds(scene, s, asides) for s in told}, asides=asides)


class Reader:
    """Reads articles in Kazakh, Russian and English."""

    def __init__(
        self,
        *,
        gazetteer: Gazetteer,
        spelling: PlaceSpelling,
        names: Names,
        lexicon: Lexicon,
        numerals: Numerals,
        scores: Scores,
        forms: Mapping[Lang, Forms],
        languages: Languages,
        teasers: Teasers,
    ) -> None:
        self._languages = languages
        self._scores = scores
        self._teasers = teasers
        self._gazetteer = gazetteer
        self._names = names
        self._tools = {
            lang: _Tools(lang, gazetteer, names, lexicon, spelling=spelling, numerals=numerals, forms=forms[lang])
            for lang in Lang
        }
        self._finder = PlaceFinder(gazetteer, spelling)

    def read(self, article: Article, vectors: OpeningVectors | None = None) -> Report:
        """What an article claims, or why it is not a report of a protest; any text gets an answer.

        With the encoder's vectors of its opening the probability is of both, else of the rules alone.
        """
        return self.signs(article, vectors)[0]

    def signs(self, article: Article, vectors: OpeningVectors | None = None) -> tuple[Report, Signs]:
        """The report of an article with the signs of its probability; none where it was not laid open."""
        opened = self._opened(article)
        return (opened, {}) if isinstance(opened, Report) else self._scored(article, opened, vectors)

    def contributions(self, article: Article, vectors: OpeningVectors | None = None) -> tuple[tuple[str, float], ...]:
        """What each sign adds to the log-odds that an article tells of a protest here, largest first."""
        found = self.signs(article, vectors)[1]
        return self._scores.event_of(found).contributions(found)

    def wants_vectors(self, report: Report) -> bool:
        """Whether the encoder's opinion could change what becomes of a report of the rules alone."""
        return self._scores.encoder is not None and not report.encoded and report.confidence >= self._scores.worth

    def opening(self, article: Article) -> str:
        """What is judged by its vector: the title and the first 300 characters, Kazakh in Cyrillic."""
        shown = self._as_read(article)
        return f"{_shortened(shown.title)}\n{_shortened(self._teasers.without(shown.text[:_READ]))}".strip()

    def title(self, article: Article) -> str:
        """What is judged by a vector of its own: the title, Kazakh in Cyrillic; where there is none, the opening."""
        return _shortened(self._as_read(article).title).strip() or self.opening(article)

    def _as_read(self, article: Article) -> Article:
        return self._in_cyrillic(article) if self._is_in_latin(article, self._language(article)) else article

    def told(self, article: Article, kind: ReportKind | None = None) -> tuple[Told, ...]:
        """The claims of an article with the signs of their probability, in the order of its report.

        With a `kind` they are what its figures would claim if it were of that kind, for fitting.
        """
        opened = self._opened(article)
        if isinstance(opened, Report):
            return ()
        verdict = decide(opened.scene)
        return self._report(article, opened, replace(verdict, kind=kind or verdict.kind))[1]

    def claim_contributions(self, article: Article) -> tuple[tuple[Claim, tuple[tuple[str, float], ...]], ...]:
        """What each sign adds to the log-odds of each claim of an article, largest first."""
        return tuple((one.claim, self._scores.claim.contributions(one.signs)) for one in self.told(article))

    def figures(self, article: Article) -> tuple[tuple[str, str], ...]:
        """Every numeral of an article as written, with the code of what it counts or why it is no claim."""
        opened = self._opened(article)
        if isinstance(opened, Report):
            return ()
        scene, report = opened.scene, self._report(article, opened, decide(opened.scene))[0]
        found = candidates(scene, opened.tools.numbers, speakers(scene, self._names), report.span.start)
        return tuple((scene.text.raw[c.number.start : c.number.end], c.why or str(c.field)) for c in found)

    def may_matter(self, article: Article) -> bool:
        """Whether a title or a summary names any action, so that the page behind it is worth asking for."""
        lang = self._language(article)
        return lang in self._tools and self._tools[Lang(lang)].cues.may_matter(words_of(self._joined(article)[0]))

    def explain(self, article: Article) -> tuple[SeenSentence, ...]:
        """What was seen in the sentences that matter; nothing where no word of any action occurs."""
        opened = self._opened(article)
        return () if isinstance(opened, Report) else seen(opened.scene)

    def _opened(self, article: Article) -> "Report | _Opened":
        """The article laid open; or at once the report that it is none of ours."""
        lang = self._language(article)
        if lang not in self._tools:
            return _nothing(article, lang, "language other than Kazakh, Russian and English")
        tools = self._tools[Lang(lang)]
        latin = self._is_in_latin(article, lang)
        raw, title = self._joined(self._in_cyrillic(article) if latin else article)
        if not tools.cues.may_matter(words_of(raw)):
            return _nothing(article, lang, "no word of any action")
        own = raw[:title] + self._languages.paragraphs_in(lang, raw[title:])
        text = parse(own, title, _MOST_WORDS, abbreviations=tools.abbreviations)
        quiet = Scene(tools.lang, tools.grammar, tools.forms, text, tools.cues.find(text), {}, {}, {}, None, {})
        if is_quiet(quiet):
            return _nothing(article, lang, "no event told in the lead")
        return _Opened(tools, located(self._scene(tools, quiet, _day(article))), latin)

    def mentions(self, article: Article) -> Mentions:
        """Every place, numeral and day of an article, whatever it is about; offsets are of title or text."""
        lang = self._language(article)
        tools = self._tools[Lang(lang) if lang in self._tools else article.lang or Lang.RU]
        if self._is_in_latin(article, lang):
            article = self._in_cyrillic(article, same_length=True)
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

    def known_place(self, asked: str) -> str | None:
        """As `find_place`, or none."""
        return self._finder.known(asked)

    def _language(self, article: Article) -> str:
        return self._languages.detect(_opening(article), article.lang)

    def _is_in_latin(self, article: Article, lang: str) -> bool:
        return lang == Lang.KK and self._languages.is_kazakh_latin(_opening(article))

    def _in_cyrillic(self, article: Article, *, same_length: bool = False) -> Article:
        """An article in Kazakh Latin letters, in Cyrillic ones."""
        title, text = (
            self._languages.latin.to_cyrillic(written, same_length=same_length)
            for written in (article.title, article.text[:_READ])
        )
        return replace(article, title=title, text=text)

    def _joined(self, article: Article) -> tuple[str, int]:
        title = article.title.strip()[:1000]
        text = self._teasers.without(article.text[:_READ])
        return (f"{title}\n\n{text}", len(title) + 1) if title else (text, 0)

    def _scene(self, tools: _Tools, quiet: Scene, published: date | None) -> Scene:
        text = quiet.text
        numbers = tools.numbers.find(text)
        days = tools.bounds.mark(text, tools.dates.find(text, numbers, published))
        found = replace(
            quiet,
            numbers=by_sentence(text, numbers),
            days=by_sentence(text, days),
            places=by_sentence(text, tools.places.find(text)),
            published=published,
            months=tools.dates.bare_months(text, days),
            frames=tools.frames.find(text),
            claim_grammar=tools.claim_grammar,
        )
        return tools.with_deeds(found)

    def _scored(self, article: Article, opened: "_Opened", vectors: OpeningVectors | None) -> tuple[Report, Signs]:
        verdict = decide(opened.scene)
        why = (*verdict.why, "Kazakh in Latin letters") if opened.latin else verdict.why
        report, told = self._report(article, opened, replace(verdict, why=why))
        of_rules = signs(opened.scene, report, verdict.events, verdict.score)
        found = self._scores.with_encoder(of_rules, vectors)
        probability = self._scores.event_of(found).probability(found)
        report = replace(report, confidence=probability, encoded=ENCODER in found)
        return replace(report, claims=tuple(map(self._weighed, told))), found

    def _weighed(self, told: Told) -> Claim:
        """A claim with its probability; a denial is no figure and is judged by its own rules."""
        if told.claim.stance is not Stance.ASSERTS:
            return told.claim
        probability = self._scores.claim.probability(told.signs)
        return replace(told.claim, probability=probability, shown=probability >= self._scores.claim_from)

    def _report(self, article: Article, opened: "_Opened", verdict: Verdict) -> tuple[Report, tuple[Told, ...]]:
        """All that is told of the event; of what is no event here and lately only what was done, when and where."""
        scene = opened.scene
        status, action = facts.status(scene), facts.action(scene)
        span = when.span(scene, status, action, tried=verdict.kind is ReportKind.COURT_FOLLOWUP)
        places = where.places(scene, self._gazetteer, span.start)
        report = Report(
            id=article.id,
            lang=opened.tools.lang.value,
            kind=verdict.kind,
            confidence=0.0,
            action=action,
            span=span,
            places=places,
            roundup=is_roundup(scene),
            grave=grave.calls_only(scene, opened.tools.grave.find(scene.text)),
            why=verdict.why,
        )
        return (report, ()) if verdict.kind in _NO_EVENT else self._detailed(article, opened, report, status)

    def _detailed(
        self, article: Article, opened: "_Opened", report: Report, status: Status
    ) -> tuple[Report, tuple[Told, ...]]:
        tools, scene, action = opened.tools, opened.scene, report.action or Action.OTHER
        event, tried = (report.span, report.places), report.kind is ReportKind.COURT_FOLLOWUP
        told = claims(scene, tools.numbers, speakers(scene, self._names), self._gazetteer, event, tried=tried)
        organisers, demands = facts.organisers(scene, self._names), demands_of(scene, self._names, action)
        happened = report.kind is ReportKind.EVENT_REPORT
        at = scene, report.places, self._gazetteer, report.span, article.published
        venue, hour = tools.setting.find(*at) if happened else (Venue(), "")
        found = tuple(one.claim for one in told)
        claimed = grave.grave(scene, tools.grave.find(scene.text), found, report.span.start)
        report = replace(
            report,
            claims=found,
            organisers=organisers,
            demands=demands,
            issue=facts.issue(scene, demands, organisers, action),
            responses=responses(scene, report.span.start, found),
            status=status,
            venue=venue.words,
            unlisted=venue.unlisted,
            hour=hour,
            grave=claimed if happened else report.grave,
            cites=cited(scene, self._names, article.source),
        )
        return report, told


@dataclass(frozen=True, slots=True)
class _Opened:
    """An article laid open."""

    tools: _Tools
    scene: Scene
    #: Kazakh in Latin letters.
    latin: bool


@dataclass(frozen=True, slots=True)
class _Found:
    places: list[Mention]
    numbers: list[Number]
    days: list[Day]


def _found(tools: _Tools, raw: str, published: date | None) -> _Found:
    text = parse(raw, abbreviations=tools.abbreviations)
    numbers = tools.numbers.find(text)
    places = [mention for mention in tools.places.find(text) if not (mention.road or mention.epithet or mention.small)]
    return _Found(places, numbers, tools.dates.find(text, numbers, published))


def _shortened(text: str) -> str:
    """The first 300 characters, runs of spaces counted as one."""
    return " ".join(text[: 4 * _SHOWN].split())[:_SHOWN]


def _opening(article: Article) -> str:
    """The title and the first paragraphs: what follows may be the same in another language.

    Over an article with a title in Cyrillic, lines without a Cyrillic letter are of the page: rates, weather, a menu.
    """
    text = article.text[: 6 * _TOLD_BY].lstrip()
    if _CYRILLIC.search(article.title):
        text = "\n".join(line for line in article.text[: 12 * _TOLD_BY].split("\n") if _CYRILLIC.search(line))
    end = text.find("\n", _TOLD_BY)
    return f"{article.title}\n{text[:end] if end >= 0 else text}"


def _day(article: Article) -> date | None:
    return local_day(article.published) if article.published else None


def _nothing(article: Article, lang: str, why: str) -> Report:
    return Report(article.id, lang, ReportKind.NOT_PROTEST, 0.0, why=(why,))
