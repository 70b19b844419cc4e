"""Who reported it: outlets with their language, each a link to its article; never a headline."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.codes import Lang
from bot.domain.event import Event, Facts, Source
from bot.domain.feed import FeedState
from bot.domain.message import Message, Piece, bold, link
from bot.wording.claimant_names import outlet
from bot.wording.days import moment
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.layout import Line, fitted, plain, render
from bot.wording.locale import Locale

#: Outlets that count as one source, each by its articles.
IndependentSource = tuple[tuple[Source, ...], ...]

#: Outlets named in an alert; the rest are counted.
MOST_SOURCES = 8

#: Addresses longer than this are not linked.
_LONGEST_URL = 1024

_OUTLETS = ngettext_noop("%(n)s outlet, different owners:", "%(n)s outlets, different owners:")
#: Where several outlets count as one source.
_FEWER = ngettext_noop("%(n)s outlet, %(sources)s sources:", "%(n)s outlets, %(sources)s sources:")

LANGUAGES: Mapping[str, str] = {
    Lang.KK: gettext_noop("Kazakh"),
    Lang.RU: gettext_noop("Russian"),
    Lang.EN: gettext_noop("English"),
}


def line(t: Locale, facts: Facts, most: int = MOST_SOURCES) -> Line:
    """How many owners' outlets, and which: outlets that count as one stand together. Nothing when none is known."""
    told = independent_sources(facts.sources)
    if not told:
        return ()
    pieces: list[Piece | str] = [heading(t, facts)]
    for number, owner in enumerate(_first(told, most)):
        pieces += ("; " if number else " ", *_one_source(t, owner))
    rest = sum(map(len, told)) - most
    return (*pieces, "; ", t.gettext("and %(n)s more", n=t.number(rest))) if rest > 0 else tuple(pieces)


def independent_sources(sources: Sequence[Source]) -> tuple[IndependentSource, ...]:
    """Each outlet once, those that count as one source together, in the order in which they came."""
    groups = dict.fromkeys(source.group for source in sources)
    members = {group: _outlets(source for source in sources if source.group == group) for group in groups}
    home = {outlet: _home(outlet, members) for outlet in _outlets(sources)}
    told = ([outlet for outlet in outlets if home[outlet] == group] for group, outlets in members.items())
    return tuple(tuple(_articles(sources, outlet) for outlet in owner) for owner in told if owner)


def _home(outlet: str, members: Mapping[str, Sequence[str]]) -> str:
    """Under which group an outlet is named that also copies others: where it is alone, or else spoke first."""
    groups = [group for group, outlets in members.items() if outlet in outlets]
    return min(groups, key=lambda group: (len(members[group]), members[group][0] != outlet))


def _outlets(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.outlet for source in sources))


def _articles(sources: Sequence[Source], outlet: str) -> tuple[Source, ...]:
    """An outlet's first article in each language that readers can be led to, else its first."""
    found: dict[str, Source] = {}
    for source in sources:
        known = found.get(source.lang)
        if source.outlet == outlet and (known is None or _opens(source.url) > _opens(known.url)):
            found[source.lang] = source
    return tuple(found.values())


def _first(told: Sequence[IndependentSource], most: int) -> tuple[IndependentSource, ...]:
    """At most so many outlets."""
    before = (sum(map(len, told[:number])) for number in range(len(told)))
    cut = (owner[: max(0, most - shown)] for owner, shown in zip(told, before, strict=True))
    return tuple(owner for owner in cut if owner)


def _one_source(t: Locale, owner: IndependentSource) -> Line:
    named = tuple(piece for articles in owner for piece in (", ", *_named(t, *articles)))[1:]
    return (*named, " – ", t.gettext("one source")) if len(owner) > 1 else named


def outlets(t: Locale, facts: Facts, most: int = MOST_SOURCES) -> Line:
    """The outlets alone, each a link to its article."""
    told = [articles[0] for owner in independent_sources(facts.sources) for articles in owner][:most]
    named = (link(outlet(t, one.outlet) or "?", one.url if _opens(one.url) else "") for one in told)
    return tuple(piece for name in named for piece in (", ", name))[1:]


def heading(t: Locale, facts: Facts) -> str:
    """How many outlets tell of it, and as how many they count: that they are independent is not said."""
    told, groups = len(_outlets(facts.sources)), len(facts.groups)
    match groups:
        case 0:
            return ""
        case 1:
            return t.gettext("One outlet so far:")
        case _ if told > groups:
            return t.ngettext(_FEWER, told, sources=t.number(groups))
        case _:
            return t.ngettext(_OUTLETS, max(told, groups))


def bullets(t: Locale, facts: Facts, most: int) -> tuple[Line, ...]:
    """Every article on a line of its own, up to `most`; one of an owner named above says so."""
    groups = [source.group for source in facts.sources]
    together = sorted(facts.sources, key=lambda source: groups.index(source.group))
    copies = [n > 0 and together[n - 1].group == source.group for n, source in enumerate(together)]
    told = zip(together[:most], copies, strict=False)
    same = (" · ", t.gettext("same source"))
    shown = tuple(("• ", *_named(t, one), *_published(t, one), *(same if copy else ())) for one, copy in told)
    rest = len(facts.sources) - most
    return (*shown, plain("… " + t.gettext("and %(n)s more", n=t.number(rest)))) if rest > 0 else shown


def articles(t: Locale, event: Event) -> Message:
    """The answer to the button: links to all articles that tell of an event."""

    def build(most: int) -> Message:
        title = bold(t.gettext("No. %(event)s · sources", event=event.id))
        note = t.gettext("Some of these sites may not open in Kazakhstan.")
        return render(((title,), *bullets(t, event.facts, most), plain(note)))

    return fitted(build, range(30, -1, -1))


def feeds(t: Locale, states: tuple[FeedState, ...]) -> Message:
    """The outlets that are read, and when each last answered."""

    def build(most: int) -> Message:
        answering = sum(1 for state in states if state.last_success and not state.fault)
        title = bold(t.gettext("Sources answering: %(answering)s/%(feeds)s", answering=answering, feeds=len(states)))
        rest = t.gettext("and %(n)s more", n=t.number(len(states) - most)) if len(states) > most else ""
        return render(((title,), *(plain(_feed(t, state)) for state in states[:most]), plain(rest)))

    return fitted(build, range(min(len(states), 60), -1, -1))


def _named(t: Locale, first: Source, *others: Source) -> Line:
    """An outlet by its first article, with the languages of all."""
    name = outlet(t, first.outlet)
    languages = _languages(t, name, (source.lang for source in (first, *others)))
    return (link(name or "?", first.url if _opens(first.url) else ""), *((languages,) if languages else ()))


def _languages(t: Locale, name: str, langs: Iterable[str]) -> str:
    """The languages in brackets, but for one that the name tells or that is none of ours."""
    told = [t.gettext(LANGUAGES[lang]) for lang in langs if lang in LANGUAGES]
    fresh = [language for language in told if language.lower() not in name.lower()]
    return f" ({', '.join(fresh)})" if fresh else ""


def _published(t: Locale, source: Source) -> Line:
    return (" · ", moment(t, source.published)) if source.published else ()


def _opens(url: str) -> bool:
    fit = len(url) <= _LONGEST_URL and url.isprintable() and " " not in url
    return fit and url.startswith(("https://", "http://"))


def _feed(t: Locale, state: FeedState) -> str:
    feed = state.feed
    name = outlet(t, feed.outlet)
    name += _languages(t, name, (feed.lang,)) if feed.lang else ""
    if state.fault or not state.last_success:
        return t.gettext("• %(outlet)s: not answering", outlet=name)
    return t.gettext("• %(outlet)s: read %(moment)s", outlet=name, moment=moment(t, state.last_success))
