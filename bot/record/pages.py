"""Entry → page: what stands on each page of the site, in one language, as HTML that needs no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from bot.domain.codes import Lang
from bot.domain.event import Facts, Said
from bot.domain.record import RecordEntry, RecordStatus, Step, Words
from bot.record.export_rows import address
from bot.record.templates import environment

#: Figures of one event in a list.
_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its words; without an address only the words."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One event in a list."""

    href: str
    title: str
    happened: str
    figures: tuple[str, ...]
    more: int
    independent: str
    standing: RecordStatus
    stands: str
    cited: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure on the page of an event: what, who says so, who carries it."""

    statement: str
    speaker: str
    sources: tuple[Link, ...]
    denied: bool
    by_editor: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One version in an event's history, and what it says that the one before did not."""

    number: int
    moment: str
    kind: str
    why: str
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    #: It is known that nothing was said differently.
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class PagePath:
    """Where a page lies: its path below the folder of its language."""

    words: Words
    path: str
    #: Each language as it calls itself.
    languages: Mapping[Lang, str]

    @property
    def root(self) -> str:
        """The way up to the folder of all languages."""
        return "../" * (self.path.count("/") + 1)

    @property
    def home(self) -> str:
        """The way up to the folder of the language."""
        return "../" * self.path.count("/")


def page(template: str, place: PagePath, title: str, **values: object) -> bytes:
    """A whole page."""
    languages = [(lang.value, name, f"{place.root}{lang.value}/{place.path}") for lang, name in place.languages.items()]
    common = {"words": place.words, "gettext": place.words.gettext, "lang": place.words.lang.value, "path": place.path}
    ways = {"root": place.root, "home": place.home, "languages": languages, "title": title}
    return rendered(template, **common, **ways, **values)


def rendered(template: str, **values: object) -> bytes:
    """A template with its values."""
    return environment().get_template(template).render(**values).encode()


def style() -> bytes:
    """The style sheet of all pages."""
    return (files("bot.record") / "templates" / "style.css").read_bytes()


def card(entry: RecordEntry, words: Words, home: str) -> Card:
    """An event in a list; of one that was retracted only where, when and that it was."""
    facts = entry.facts
    stands = facts is not None and entry.stands
    lines = [words.figure(said[0], facts) for said in words.grouped(facts)] if facts and stands else []
    return Card(
        href=f"{home}events/{entry.event}.html",
        title=words.title(facts) if facts else words.gettext("No. %(event)s", event=entry.event),
        happened=sentence(words.happened(facts)) if facts and stands else "",
        figures=tuple(lines[:_FIGURES]),
        more=max(0, len(lines) - _FIGURES),
        independent=words.independent(facts) if facts and stands else "",
        standing=entry.standing,
        stands=words.standing(entry.standing),
        cited=cited(entry, words),
    )


def cited(entry: RecordEntry, words: Words) -> str:
    """Number, version and time: what a citation needs."""
    return words.gettext(
        "No. %(event)s · version %(version)s · %(moment)s",
        event=entry.event,
        version=entry.step.number,
        moment=words.moment(entry.step.at),
    )


def figures(facts: Facts, words: Words) -> tuple[Figure, ...]:
    """Every figure of an event, the gravest first."""
    return tuple(_figure(said, facts, words) for said in words.grouped(facts))


def _figure(said: Sequence[Said], facts: Facts, words: Words) -> Figure:
    outlets = dict.fromkeys(one.outlet for one in said)
    return Figure(
        statement=sentence(words.statement(said[0], facts)),
        speaker=sentence(words.speaker(said[0])),
        sources=tuple(_carrier(outlet, facts, words) for outlet in outlets),
        denied=said[0].claim.stance != "asserts",
        by_editor=any(one.fixed for one in said),
    )


def _carrier(outlet: str, facts: Facts, words: Words) -> Link:
    url = next((address(source.url) for source in facts.sources if source.outlet == outlet), None)
    return Link(words.outlet(outlet), url or "")


def articles(facts: Facts, words: Words) -> tuple[Link, ...]:
    """Every article, with its language and when it was published."""
    return tuple(
        Link(
            words.outlet(source.outlet),
            address(source.url) or "",
            " · ".join(
                filter(None, (words.language(source.lang), words.moment(source.published) if source.published else ""))
            ),
        )
        for source in facts.sources
    )


def history(versions: Sequence[RecordEntry], words: Words) -> tuple[HistoryLine, ...]:
    """Every version, the newest first, with what came and what went; nothing of versions that are kept back."""
    newest = versions[-1]
    told = {entry.step.number: entry.facts for entry in versions if entry.facts}
    hidden = newest.step.number if newest.standing is RecordStatus.RETRACTED else 0
    pairs = zip((None, *newest.steps), newest.steps, strict=False)
    changes = [_change(before, step, told, words, hidden=step.number == hidden) for before, step in pairs]
    return tuple(reversed(changes))


def _change(before: Step | None, step: Step, told: Mapping[int, Facts], words: Words, *, hidden: bool) -> HistoryLine:
    why = sentence(words.why(step.reasons))
    change = HistoryLine(step.number, words.moment(step.at), words.change(step.change), why)
    if hidden or before is None or before.number not in told or step.number not in told:
        return change
    old, new = _said(told[before.number], words), _said(told[step.number], words)
    added = tuple(text for key, text in new.items() if key not in old)
    gone = tuple(text for key, text in old.items() if key not in new)
    return replace(change, added=added, gone=gone, quiet=not added and not gone)


def _said(facts: Facts, words: Words) -> dict[object, str]:
    """An event's sentences by what they say: a figure is the same whatever places are named beside it."""
    lines: dict[object, str] = {text: text for text in (words.title(facts), sentence(words.happened(facts)))}
    for said in words.grouped(facts):
        claim = replace(said[0].claim, places=(), text="")
        lines[claim, said[0].speaker] = words.figure(said[0], facts)
    for outlet in dict.fromkeys(source.outlet for source in facts.sources):
        lines["source", outlet] = words.gettext("Source: %(name)s", name=words.outlet(outlet))
    return lines


def sentence(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
