"""bot/data → values: the one place that reads the gazetteer, the names and the word lists."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from bot.data_files import BadData, in_file, read_json, read_toml
from bot.dictionary_file import lay_in_files
from bot.domain.codes import Issue, Lang, Response
from bot.domain.decision import BadThresholds, Thresholds
from bot.domain.match_score import BadWeights, Known, MatchScore, Weights, by_rules
from bot.domain.names import Name, Names
from bot.domain.page import PageWords
from bot.domain.place import Gazetteer
from bot.domain.search import Vocabulary
from bot.domain.vector import DIMENSIONS
from bot.encoder import MODEL
from bot.gazetteer_file import read_gazetteer
from bot.names_file import read_names
from bot.reading.claim_grammar import ClaimGrammar, claim_grammar_of
from bot.reading.correspondents import as_written
from bot.reading.fingerprint import Fingerprinter
from bot.reading.forms import Forms, forms_of
from bot.reading.grammar import Grammar
from bot.reading.language import Languages, abbreviations_of, languages_of
from bot.reading.morphology import Endings, KazakhEndings, endings_of
from bot.reading.numeral_words import calendar_of, lang_numerals_of
from bot.reading.placenames import PlaceSpelling, place_spelling_of
from bot.reading.predicates import predicates_of
from bot.reading.reader import Reader
from bot.reading.russian import dictionary
from bot.reading.score import Encoded, Logistic, OverVector, Scores
from bot.reading.skeletons import Skeletons
from bot.reading.text import Teasers
from bot.reading.times_of_day import HourReader, hours_of
from bot.reading.venues import venues_of
from bot.reading.word_pairs import pairs_of
from bot.reading.words import (
    ClaimWords,
    Concept,
    CueKind,
    FrameWords,
    Lexicon,
    Numerals,
    Stems,
    Strength,
)
from bot.search_words import words_of
from bot.wording.catalogs import LOCALES, Catalogs
from bot.wording.wording import Wording

#: What the fitted weights mean; raised when signs change their meaning.
_DECISION_SCHEMA = 2
_MATCHING_SCHEMA = 1
#: What the weights over vectors mean: raised when the way of encoding changes.
_ENCODER_SCHEMA = 2
_LANGS = tuple(lang.value for lang in Lang)
#: The word lists of the reader.
_WORDS = (
    "lexicon",
    "claims",
    "venues",
    "denials",
    "grave",
    "claim_grammar",
    "times_of_day",
    "name_skeletons",
    "traps",
    "abroad",
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the program knows of places, names and words."""

    gazetteer: Gazetteer
    #: How places are called in texts.
    spelling: PlaceSpelling
    names: Names
    lexicon: Lexicon
    languages: Languages
    numerals: Numerals
    #: who and what → topic → stems.
    topics: Mapping[str, Mapping[str, Stems]]
    scores: Scores
    thresholds: Thresholds
    #: What pages say that are no article.
    pages: PageWords = field(default_factory=PageWords)
    #: The weights by which a report joins an event.
    match_score: MatchScore = field(default_factory=MatchScore)
    #: The signs of the score in plain words.
    signs: Mapping[str, str] = field(default_factory=dict)

    def fingerprinter(self, key: bytes) -> Fingerprinter:
        """What hashes articles under a key."""
        return Fingerprinter(topics=self.topics, numerals=self.numerals, lexicon=self.lexicon, key=key)

    def reader(self) -> Reader:
        """A reader that knows all this."""
        return Reader(
            gazetteer=self.gazetteer,
            spelling=self.spelling,
            names=self.names,
            lexicon=self.lexicon,
            numerals=self.numerals,
            scores=self.scores,
            forms=self.forms(),
            languages=self.languages,
            teasers=Teasers(self.pages.others, self.pages.pointers, self.pages.comments),
        )

    def forms(self) -> Mapping[Lang, Forms]:
        """What knows the word forms of each language; the Russian dictionary is loaded here, once a process."""
        lay_in_files(dictionary().analyser)
        return {lang: forms_of(lang, dictionary(), self.lexicon.irregular, self.spelling.endings) for lang in Lang}


@dataclass(frozen=True, slots=True)
class Resources:
    """Who reads and who writes here, made from one knowledge; nothing in it changes."""

    known: Knowledge
    reader: Reader
    wording: Wording
    #: What people may ask for.
    words: Vocabulary


def load_resources(outlets: Iterable[Name] = ()) -> Resources:
    """Readers and writers that also know these outlets."""
    added = tuple(as_written(outlet) for outlet in outlets)
    if not added:
        return _own_resources()
    known = load()
    return _resources(replace(known, names=known.names.plus(added)))


@cache
def _own_resources() -> Resources:
    return _resources(load())


def _resources(known: Knowledge) -> Resources:
    wording = Wording(Catalogs.load(LOCALES), known.gazetteer, known.names)
    return Resources(known, known.reader(), wording, words_of(known.gazetteer, known.names))


def load(folder: Traversable | None = None) -> Knowledge:
    """Read and check every file of a data folder, by default the package's own; BadData when one is wrong.

    The package's own is read once a process: nothing in it changes.
    """
    return _own() if folder is None else _read(folder)


@cache
def _own() -> Knowledge:
    return _read(files("bot") / "data")


def _read(data: Traversable) -> Knowledge:
    endings: Endings = in_file("endings.toml", lambda: endings_of(read_toml(data / "endings.toml")))
    return Knowledge(
        read_gazetteer(data / "gazetteer.csv"),
        in_file("place_ranks.toml", lambda: place_spelling_of(read_toml(data / "place_ranks.toml"), endings)),
        read_names(data),
        _with_grammar(_lexicon(*(read_toml(data / f"{name}.toml") for name in _WORDS)), data),
        in_file("languages.toml", lambda: languages_of(read_toml(data / "languages.toml"))),
        _numerals(data, endings.kazakh),
        {
            kind: _sections("matching_topics.toml", found)
            for kind, found in read_toml(data / "matching_topics.toml").items()
        },
        *_decision(data / "decision.toml", data / "encoder.json"),
        pages=in_file("pages.toml", lambda: PageWords.of(read_toml(data / "pages.toml"))),
        match_score=_match_score(data / "matching.toml"),
        signs=in_file(
            "sign_wording.toml",
            lambda: {str(k): str(v) for k, v in read_toml(data / "sign_wording.toml")["signs"].items()},
        ),
    )


def _decision(file: Traversable, encoder: Traversable) -> tuple[Scores, Thresholds]:
    """The fitted weights and the thresholds of the publishing rule; another schema is refused."""
    data, more = _of_schema(read_toml(file), file, _DECISION_SCHEMA), read_json(encoder)
    _of_schema(more, encoder, _ENCODER_SCHEMA)
    if more.get("model") != MODEL:
        raise BadData(f"{encoder.name}: fitted for {more.get('model')!r} instead of {MODEL}; run `make fit`")
    encoded = in_file(
        encoder.name, lambda: Encoded(whole=_over_vector(more["whole"]), title=_over_vector(more["title"]))
    )
    found: tuple[Scores, Thresholds] = in_file(
        file.name, lambda: (_scores(data, encoded), _thresholds(data["thresholds"]))
    )
    return found


def _match_score(file: Traversable) -> MatchScore:
    """The fitted weights by which a report joins an event; another schema is refused."""
    data = read_toml(file)
    if data.get("schema") != _MATCHING_SCHEMA:
        raise BadData(f"{file.name}: schema {data.get('schema')!r} instead of {_MATCHING_SCHEMA}; run `make fit`")
    return in_file(file.name, lambda: _weighed(data))  # type: ignore[no-any-return]  # it answers what it is given


def _weighed(data: Mapping[str, Any]) -> MatchScore:
    means = {str(lang): tuple(map(float, mean)) for lang, mean in data.get("means", {}).items()}
    fitted = {Known(name): _weights(data[name]) for name in (Known.WORDS, Known.VECTORS) if name in data}
    return MatchScore({Known.FACTS: by_rules(), **fitted}, means)


def _weights(data: Mapping[str, Any]) -> Weights:
    of = {str(name): float(value) for name, value in data["weights"].items()}
    try:
        return Weights(float(data["bias"]), of, float(data["certain"]), float(data["likely"]))
    except BadWeights as error:
        raise ValueError(error) from None


def _of_schema(data: dict[str, Any], file: Traversable, wanted: int) -> dict[str, Any]:
    if data.get("schema") != wanted:
        raise BadData(f"{file.name}: schema {data.get('schema')!r} instead of {wanted}; run `make fit`")
    return data


def _over_vector(data: Mapping[str, Any]) -> OverVector:
    vector = tuple(map(float, data["weights"]))
    if len(vector) != DIMENSIONS:
        raise ValueError(f"{len(vector)} weights instead of {DIMENSIONS}")
    return OverVector(float(data["bias"]), vector)


def _scores(data: Mapping[str, Any], encoder: Encoded) -> Scores:
    claim_from, worth = float(data["thresholds"]["claim"]), float(data["thresholds"]["encode"])
    for name, value in (("claim", claim_from), ("encode", worth)):
        if not 0 < value < 1:
            raise ValueError(f"{name} {value}: not between 0 and 1")
    event, claim, encoded = (_logistic(data[name]) for name in ("event", "claim", "encoded"))
    return Scores(event, claim, claim_from, encoder, encoded, worth)


def _logistic(data: Mapping[str, Any]) -> Logistic:
    return Logistic(float(data["bias"]), {str(name): float(value) for name, value in data["weights"].items()})


def _thresholds(data: Mapping[str, Any]) -> Thresholds:
    try:
        return replace(_limits(data), encoded=_limits(data["encoded"]))
    except BadThresholds as error:
        raise ValueError(error) from None


def _limits(data: Mapping[str, Any]) -> Thresholds:
    publish = {str(lang): float(value) for lang, value in data["publish"].items()}
    return Thresholds(float(data["ask"]), float(data["push"]), publish, float(data["ring"]))


# Words


def _stems(entry: Mapping[str, Any]) -> Stems:
    stems = {lang: tuple(entry[lang]) for lang in _LANGS}
    if any(not piece.strip("=") for found in stems.values() for stem in found for piece in re.split("[ _]", stem)):
        raise ValueError("an empty stem")
    return stems


def _sections(file: str, data: Mapping[str, Any]) -> dict[str, Stems]:
    return {name: in_file(f"{file}: {name}", lambda e=entry: _stems(e)) for name, entry in data.items()}


def _only_list(data: Mapping[str, Any], name: str) -> Stems:
    """The words of a file that holds this one list."""
    if set(data) != {name}:
        raise ValueError(f"one table, {name}")
    return _stems(data[name])


def _lexicon(*read: Mapping[str, Any]) -> Lexicon:
    """All word lists, from what their files hold, in the order of `_WORDS`."""
    data, claims, venues, denials, grave, grammar, hours, skeletons, traps, abroad = read
    times = in_file("times_of_day.toml", lambda: hours_of(hours))
    names = in_file("name_skeletons.toml", lambda: Skeletons(skeletons))
    framed = (
        in_file("denials.toml", lambda: _frames("denials.toml", denials)),
        in_file("grave.toml", lambda: _frames("grave.toml", grave)),
    )
    alone = (
        in_file("traps.toml", lambda: _only_list(traps, "negative")),
        in_file("abroad.toml", lambda: _only_list(abroad, "foreign")),
    )
    lexicon: Lexicon = in_file(
        "lexicon.toml", lambda: _build_lexicon(data, _claims(claims), venues, framed, (times, names, *alone))
    )
    lexicon = replace(lexicon, claim_grammar=in_file("claim_grammar.toml", lambda: _claim_grammar(grammar)))
    unknown = set(lexicon.responses) - set(Response) | set(lexicon.issues) - set(Issue)
    if unknown:
        raise BadData(f"lexicon.toml: no such codes {sorted(unknown)}")
    return lexicon


def _build_lexicon(
    data: Mapping[str, Any],
    claims: ClaimWords,
    venues: Mapping[str, Any],
    framed: tuple[FrameWords, FrameWords],
    more: tuple[Mapping[Lang, HourReader], Skeletons, Stems, Stems],
) -> Lexicon:
    return Lexicon(
        concepts=tuple(
            Concept(name, CueKind(entry["kind"]), Strength(entry["strength"]), _stems(entry))
            for name, entry in data["concepts"].items()
        ),
        pairs=pairs_of(data["pairs"], _stems),
        negative=more[2],
        markers={**_sections("lexicon.toml", data["markers"]), "foreign": more[3]},
        responses=_sections("lexicon.toml", data["responses"]),
        issues=_sections("lexicon.toml", data["issues"]),
        claims=claims,
        venues=in_file("venues.toml", lambda: venues_of(venues, _stems)),
        denials=framed[0],
        grave=framed[1],
        hours=more[0],
        skeletons=more[1],
    )


def _with_grammar(lexicon: Lexicon, data: Traversable) -> Lexicon:
    """The lexicon with the closed classes, what governs deeds, and irregular forms."""
    forms = read_toml(data / "forms.toml")
    return replace(
        lexicon,
        grammar=_classes(data / "grammar.toml", Grammar.of),
        predicates=_classes(data / "governing_words.toml", predicates_of),
        irregular=in_file("forms.toml", lambda: _irregular(forms)),
        abbreviations=in_file("languages.toml", lambda: abbreviations_of(read_toml(data / "languages.toml"))),
    )


def _classes(file: Traversable, of: Callable[[Lang, Mapping[str, Stems]], object]) -> dict[str, Stems]:
    """The classes of words of a file, all that are known and no others."""
    found = _sections(file.name, read_toml(file))
    for lang in Lang:
        in_file(file.name, lambda lang=lang: of(lang, found))
    return found


def _irregular(data: Mapping[str, Any]) -> dict[str, str]:
    """Irregular forms and their lemmas."""
    if set(data) != {"irregular"} or not all(isinstance(lemma, str) for lemma in data["irregular"].values()):
        raise ValueError("one table, irregular, of forms and their lemmas")
    return dict(data["irregular"])


def _frames(file: str, data: Mapping[str, Any]) -> FrameWords:
    """Word classes and frames; a frame names no class that there is not."""
    if unknown := set(data) - {"classes", "frames"}:
        raise ValueError(f"unknown tables {sorted(unknown)}")
    words = FrameWords(_sections(file, data["classes"]), _sections(file, data["frames"]))
    used = {
        name for stems in words.frames.values() for written in stems.values() for w in written for name in w.split()
    }
    if unknown := used - {"~", "end"} - set(words.classes):
        raise ValueError(f"no such classes {sorted(unknown)}")
    return words


def _claim_grammar(data: Mapping[str, Any]) -> dict[str, ClaimGrammar]:
    """Word lists and patterns for each language; every list names only the three languages."""
    if unknown := set(data) - {"words", "forms"}:
        raise ValueError(f"unknown tables {sorted(unknown)}")
    for name, entry in (*data["words"].items(), *data["forms"].items()):
        if not entry or not set(entry) <= set(_LANGS):
            raise ValueError(f"{name}: {sorted(entry)} instead of {sorted(_LANGS)}")
    return {lang: claim_grammar_of(data["words"], data["forms"], lang) for lang in _LANGS}


def _claims(data: Mapping[str, Any]) -> ClaimWords:
    roles, scopes = _sections("claims.toml", data["roles"]), _sections("claims.toml", data["scope"])
    clauses = _sections("claims.toml", data["clauses"])
    police, crowd, said, kin = (_stems(data[name]) for name in ("police", "crowd", "attribution", "kin"))
    return ClaimWords(roles, police, crowd, scopes, said, kin, clauses)


def _numerals(folder: Traversable, endings: KazakhEndings) -> Numerals:
    numerals, calendar = read_toml(folder / "numerals.toml"), read_toml(folder / "calendar.toml")
    langs = in_file("numerals.toml", lambda: lang_numerals_of(numerals, endings))
    return Numerals(langs, in_file("calendar.toml", lambda: calendar_of(calendar, endings, _stems)))
