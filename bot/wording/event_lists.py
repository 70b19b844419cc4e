"""The latest events of a place, one a line, newest first."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.domain.clock import local_day
from bot.domain.codes import Qualifier, Scope, Stance, Status
from bot.domain.event import Basis, Event, Facts, Said
from bot.domain.message import Button, Message, bold
from bot.domain.place import PlaceKind, PlaceRef
from bot.domain.report import Claim
from bot.wording import place_names
from bot.wording.action_phrases import headline, is_on
from bot.wording.action_phrases import state as state_now
from bot.wording.alerts import apart, unchecked
from bot.wording.claims import in_lines
from bot.wording.claims import line as claim_line
from bot.wording.days import hour, short_day, span
from bot.wording.layout import Line, fitted, plain, render
from bot.wording.locale import Locale

#: Figures of one event in a list.
_MOST_FIGURES = 2


#: Figures on one line of a list; /event shows them all.
_FIGURES = 2


def latest(
    t: Locale,
    place: str | None,
    events: tuple[Event, ...],
    checked_at: datetime | None,
    answering: tuple[int, int],
    *,
    earlier: int | None,
) -> Message:
    """The newest events; `answering` is how many of how many feeds; `earlier` asks for those before this event."""
    named = place_names.place(t, place) if place else None
    head = t.gettext("%(place)s: latest", place=named) if named else t.gettext("Latest")
    nothing = tuple(map(plain, filter(None, [_beyond(t, checked_at, answering[0], any_=bool(events))])))

    def build(size: tuple[int, int]) -> Message:
        figures, shown = size
        lines = [(line(t, event, place, checked_at, figures),) for event in events[:shown]]
        before = events[shown - 1].id if 0 < shown < len(events) else earlier
        buttons = ((Button(t.gettext("Earlier"), f"latest:{place or '-'}:{before}"),),) if before else ()
        check = (plain(checked(t, checked_at, answering)),)
        return render(apart((((bold(head),),), *lines, nothing, check)), buttons)

    return fitted(build, _sizes(events))


def _beyond(t: Locale, checked_at: datetime | None, answering: int, *, any_: bool) -> str:
    """What is known beyond the events listed: while no source answers nobody can say that nothing has happened."""
    if not any_ and checked_at is None:
        return t.gettext("Whether there are protests is not known here yet.")
    if not answering and any_:
        return t.gettext("None of the sites we read opens at present: what is newer is not known here.")
    if not answering:
        return t.gettext("None of the sites we read opens at present: whether there are protests is not known here.")
    return "" if any_ else t.gettext("We found no reports of protests in the media we read.")


#: When sources were read last, and how many of how many answered.
Checked = tuple[datetime | None, int, int]


def found(
    t: Locale, asked: str, events: tuple[Event, ...], *, earlier: int | None, check: Checked | None = None
) -> Message:
    """What a search found; `asked` goes on in the button, which asks for events before `earlier`."""
    nothing = () if events else (plain(_nothing(t, asked, earlier)),)
    at, *answering = check or (None, 0, 0)
    last = (plain(checked(t, at, (answering[0], answering[1]))),) if at else ()

    def build(size: tuple[int, int]) -> Message:
        figures, shown = size
        lines = [(line(t, event, None, None, figures),) for event in events[:shown]]
        before = events[shown - 1].id if 0 < shown < len(events) else earlier
        buttons = ((Button(t.gettext("Earlier"), f"search:{before}:{asked}"),),) if before else ()
        head = bold(t.gettext("Found") if events else t.gettext("Search"))
        return render(apart((((head,),), *lines, nothing, last)), buttons)

    return fitted(build, _sizes(events))


def _sizes(events: tuple[Event, ...]) -> list[tuple[int, int]]:
    """Ever less: fewer figures on a line, then fewer events."""
    fewer = [(0, shown) for shown in range(len(events), 0, -1)]
    return [*((figures, len(events)) for figures in (_MOST_FIGURES, 1)), *fewer, (0, 1)]


def _nothing(t: Locale, asked: str, earlier: int | None) -> str:
    if earlier:
        return t.gettext("Nothing among the newer events. The button looks further back.")
    how = t.gettext(
        "Search by place, action, organiser, demand or source, in any spelling and language: /search Almaty strike"
    )
    return " ".join([t.gettext("Nothing was found."), how]) if asked else how


def line(t: Locale, event: Event, place: str | None, checked_at: datetime | None, most: int) -> Line:
    """One event on one line with at most so many figures, and the command that tells all of it."""
    facts = event.facts
    if facts.basis is Basis.UNCHECKED:
        where_ = [place_names.places(t, (ref.id for ref in facts.places))] if _is_wide(t, place) else []
        head = " · ".join([_day(t, facts, checked_at), *where_])
        return (f"{head} · ", *unchecked(t, facts), f" · /event_{event.id}")
    told = _figures(t, facts, place)
    said = told[: min(most, _FIGURES)]
    today = local_day(checked_at or event.version.at)
    happened = headline(t, facts, today)
    state = "" if event.closed else _state(t, facts, today, known=checked_at is not None)
    parts = [
        " · ".join(filter(None, (_day(t, facts, checked_at), state))),
        *([place_names.places(t, (ref.id for ref in facts.places))] if _is_wide(t, place) else []),
        t.gettext("%(what)s, figures differ", what=happened) if _differ(one[0].claim for one in told) else happened,
        *(
            ["; ".join(claim_line(t, one, facts, short=True, first=not n) for n, one in enumerate(said))]
            if said
            else []
        ),
        f"/event_{event.id}",
    ]
    return plain(" · ".join(parts))


def _state(t: Locale, facts: Facts, today: date, *, known: bool) -> str:
    """Whether it goes on, where a reader has to know: ongoing, or, where it is `known` which day it is, not known."""
    told = is_on(facts, today) or (known and facts.status is Status.UNKNOWN)
    return state_now(t, facts, today) if told else ""


def _is_wide(t: Locale, place: str | None) -> bool:
    """Whether a list for this place has to say where each event was."""
    return place is None or place not in t.gazetteer or t.gazetteer[place].kind in {PlaceKind.COUNTRY, PlaceKind.REGION}


def _figures(t: Locale, facts: Facts, place: str | None) -> tuple[tuple[Said, ...], ...]:
    """The gravest figure that concerns the place asked for, and all others of the same kind."""
    asserted = [s for s in in_lines(facts.claims) if s[0].claim.stance is Stance.ASSERTS]
    here = [s for s in asserted if place is None or _concerns(t, s[0], place)] or asserted
    return tuple(s for s in here if s[0].claim.field is here[0][0].claim.field)


def _concerns(t: Locale, said: Said, place: str) -> bool:
    return not said.claim.places or place in t.gazetteer.audience(map(PlaceRef, said.claim.places))


def _differ(claims: Iterable[Claim]) -> bool:
    """Whether two figures of one scope and the same places differ, also such as are not shown."""
    found: dict[tuple[Scope, frozenset[str]], set[tuple[int | None, int | None]]] = {}
    for claim in claims:
        if claim.qualifier is not Qualifier.VAGUE:
            found.setdefault((claim.scope, frozenset(claim.places)), set()).add((claim.min, claim.max))
    return any(len(figures) > 1 for figures in found.values())


def _day(t: Locale, facts: Facts, checked_at: datetime | None) -> str:
    start = facts.span.start
    this_year = start and checked_at and start.year == local_day(checked_at).year
    if start and this_year and facts.span.precision == 1 and facts.span.end in {None, start}:
        return short_day(t, start)
    return span(t, facts.span)


def checked(t: Locale, checked_at: datetime | None, answering: tuple[int, int]) -> str:
    """When sources were read last, and how many of them answered."""
    if checked_at is None:
        return t.gettext("News sites have not been read yet.")
    well, all_ = answering
    return t.gettext(
        "News sites read at %(time)s: %(answering)s of %(feeds)s could be opened",
        time=hour(checked_at),
        answering=well,
        feeds=all_,
    )
