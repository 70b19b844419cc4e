"""A version of an event as a message: the alert, its edited text, and everything that is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.clock import is_of_the_night, local_day
from bot.domain.codes import Field, Grave, Issue
from bot.domain.correction import Reason
from bot.domain.event import Basis, Change, Event, Facts, Version, is_gravest
from bot.domain.figures import disputed, is_disputed
from bot.domain.message import Button, Message, Piece, bold, here
from bot.domain.names import Name
from bot.domain.subscriber import Watch
from bot.wording import action_phrases, sources
from bot.wording.action_phrases import what
from bot.wording.claimant_names import according
from bot.wording.claims import in_lines
from bot.wording.claims import line as claim_line
from bot.wording.days import hour, moment, near
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.layout import BLANK, Buttons, Line, fitted, plain, render
from bot.wording.locale import Locale, capital
from bot.wording.place_names import MOST_PLACES, listed, named, scenery, settings, title

#: Organisers named in an alert; more than these few are never reported of one event.
_MOST_ORGANISERS = 3

#: That the editors looked at it.
CHECKED = gettext_noop("our editors have checked this report")

#: Why a version rings, by the reasons that are stored with it.
NEWS: Mapping[str, str] = {
    "first_detentions": gettext_noop("first reports of detentions"),
    "first_injuries": gettext_noop("first reports of injuries"),
    "first_deaths": gettext_noop("first reports of deaths"),
    "force_used": gettext_noop("use of force is reported"),
    "firearms": gettext_noop("use of firearms is reported"),
    "official_denial": gettext_noop("an official denial"),
    "count_grew": gettext_noop("a figure has grown"),
    "ended": gettext_noop("the protest has ended"),
    "second_owner": gettext_noop("a second outlet reports it"),
    "checked": CHECKED,
    "alleged": gettext_noop("outlets report something serious that nobody has checked"),
}

#: Grave things by name, without any figure.
GRAVE: Mapping[Grave, str] = {
    Grave.DEATHS: gettext_noop("deaths"),
    Grave.FIREARM_INJURIES: gettext_noop("gunshot injuries"),
    Grave.FIREARMS: gettext_noop("use of firearms"),
    Grave.SELF_HARM: gettext_noop("self-harm"),
    Grave.MINORS: gettext_noop("minors among those affected"),
    Grave.TORTURE: gettext_noop("torture"),
    Grave.CALL: gettext_noop("calls to gather again"),
}

_ISSUES: Mapping[Issue, str] = {
    Issue.LABOUR: gettext_noop("labour"),
    Issue.POLITICAL: gettext_noop("politics"),
    Issue.ELECTIONS: gettext_noop("elections"),
    Issue.JUSTICE: gettext_noop("justice"),
    Issue.HOUSING: gettext_noop("housing"),
    Issue.LAND: gettext_noop("land"),
    Issue.PRICES_SERVICES: gettext_noop("prices and services"),
    Issue.ENVIRONMENT: gettext_noop("environment"),
    Issue.WOMEN: gettext_noop("women's rights"),
    Issue.FOREIGN_INFLUENCE: gettext_noop("foreign influence"),
    Issue.RELIGION: gettext_noop("religion"),
    Issue.OTHER: gettext_noop("other"),
}


_INJURED, _KILLED = gettext_noop("Reports on injuries conflict."), gettext_noop("Reports on deaths conflict.")
#: Of what reports differ.
_CONFLICTS: Mapping[Field, str] = {
    Field.PARTICIPANTS: gettext_noop("Reports on the number of participants conflict."),
    Field.DETAINED: gettext_noop("Reports on detentions conflict."),
    Field.RELEASED: gettext_noop("Reports on releases conflict."),
    Field.FINED: gettext_noop("Reports on fines conflict."),
    Field.ARRESTED_ADMIN: gettext_noop("Reports on administrative arrest conflict."),
    Field.CHARGED: gettext_noop("Reports on charges conflict."),
    Field.CONVICTED: gettext_noop("Reports on convictions conflict."),
    Field.INJURED_PARTICIPANTS: _INJURED,
    Field.INJURED_POLICE: _INJURED,
    Field.INJURED_UNSPECIFIED: _INJURED,
    Field.KILLED_PARTICIPANTS: _KILLED,
    Field.KILLED_POLICE: _KILLED,
    Field.KILLED_UNSPECIFIED: _KILLED,
}

_REPORTS = ngettext_noop("%(who)s reports: %(what)s. Not checked.", "%(who)s report: %(what)s. Not checked.")

#: What a phone shows at a glance: characters of an alert, and of an update.
LONGEST_ALERT = 800


@dataclass(frozen=True, slots=True)
class Size:
    """How much of an event a message says; a message that is too long takes the next one."""

    figures: int
    sources: int
    places: int
    more: bool


#: Figures of an alert; all others stand under Details.
MOST_FIGURES = 3
_SIZES = (
    Size(MOST_FIGURES, 6, 6, more=True),
    Size(MOST_FIGURES, 3, 4, more=True),
    Size(MOST_FIGURES, 2, 3, more=False),
    Size(2, 2, 2, more=False),
    Size(1, 1, 1, more=False),
    Size(0, 1, 1, more=False),
)


def alert(t: Locale, version: Version) -> Message:
    """The message about an event that a chat has not heard of; one that nobody has checked comes without a sound."""
    return _told(t, version, ())


def edited(t: Locale, version: Version, *, update: bool = False, line: tuple[Line, ...] = ()) -> Message:
    """The text that replaces a message, the first or an update; a correction or retraction stands at its top.

    `line` has a line for each correction since the message was sent, where there are several: they stand beneath the
    title.
    """
    if version.change is Change.RETRACTION:
        return fitted(lambda most: withdrawn(t, version, most), range(MOST_PLACES, 0, -1), LONGEST_ALERT)
    if update and version.facts.basis is not Basis.UNCHECKED:
        return fitted(lambda size: _known_now(t, version, size, line), _SIZES, LONGEST_ALERT)
    return _told(t, version, corrected(t, version), line)


def _known_now(t: Locale, version: Version, size: Size, line: tuple[Line, ...]) -> Message:
    """An earlier update: in the place of what it said stands what is known now, and the first message says all."""
    facts = version.facts
    head = t.gettext("%(places)s · what is known now", places=named(t, facts, size.places))
    top = (*corrected(t, version), (bold(head),), *line, plain(when(t, version, more=False)))
    figures = (*_figures(t, version, size.figures), *grave(t, facts))
    return render(apart((top, figures, (footer(t, version),))), buttons(t, version))


def withdrawn(t: Locale, version: Version, most: int = MOST_PLACES) -> Message:
    """What is left of a retracted event: its number, where and when it was to be, and not to rely on it."""
    head = t.gettext("Message retracted · No. %(event)s", event=version.event)
    stands = t.gettext("We withdraw this message: do not rely on it.")
    about = "" if Reason.SAFETY.value in version.reasons else title(t, version.facts, most)
    last: Line = (f"{_moment(t, version)} · ", check(t, version.event))
    return render(((bold(head),), plain(about), plain(stands), last))


def headline(t: Locale, version: Version, most: int = MOST_PLACES) -> str:
    """What and where, for a lock screen: "Almaty: police broke up a rally"."""
    facts, today = version.facts, local_day(version.at)
    where = named(t, facts, most)
    if facts.basis is Basis.UNCHECKED:
        return t.gettext(
            "%(places)s, not checked: %(what)s", places=where, what=action_phrases.headline(t, facts, today)
        )
    return t.gettext("%(places)s: %(what)s", places=where, what=action_phrases.headline(t, facts, today))


def when(t: Locale, version: Version, *, more: bool = True, state: bool = True) -> str:
    """The day, hour and place in town of an event, and its `state`: whether it goes on."""
    facts, today = version.facts, local_day(version.at)
    scene = scenery(t, facts) if more and facts.basis is not Basis.UNCHECKED else ()
    now = action_phrases.state(t, facts, today) if state else ""
    return " · ".join(filter(None, (near(t, facts.span, today), *scene, now)))


def issue(t: Locale, code: Issue | None) -> str:
    """What a protest is about, in a word."""
    return t.gettext(_ISSUES[code]) if code else ""


def details(t: Locale, event: Event, *, wish: Watch | None = None, contacts: bool = False) -> Message:
    """Everything of an event: each claim, each article, its version; with buttons for what the chat may want of it."""
    version = event.version
    if event.retracted or version.change is Change.RETRACTION:
        return withdrawn(t, version)
    whole = fitted(lambda most: _in_full(t, version, most), range(40, -1, -1))
    return replace(whole, buttons=details_buttons(t, version.event, wish, contacts=contacts))


def _in_full(t: Locale, version: Version, most: int) -> Message:
    facts = version.facts
    told = unchecked(t, facts) if facts.basis is Basis.UNCHECKED else plain(_sentence(action_phrases.further(t, facts)))
    blocks = (
        (*corrected(t, version), (bold(headline(t, version)),), plain(when(t, version)), told),
        (*_figures(t, version, most), *grave(t, facts)),
        (
            *map(plain, settings(t, facts)),
            *_background(t, facts),
            plain(t.gettext("About: %(issue)s", issue=issue(t, facts.issue)) if facts.issue else ""),
        ),
        (plain(sources.heading(t, facts)), *sources.bullets(t, facts, most), how_sure(t, facts)),
        (plain(_full_footer(t, version)),),
    )
    return render(apart(blocks))


def corrected(t: Locale, version: Version) -> tuple[Line, ...]:
    """That an event was corrected, at the top of whatever tells of it."""
    if version.change is not Change.CORRECTION:
        return ((bold(t.gettext("This event was corrected.")),),) if version.corrected else ()
    if Reason.REINSTATED.value in version.reasons:
        return ((bold(t.gettext("Reinstated · %(moment)s", moment=_moment(t, version))),),)
    return ((bold(t.gettext("Corrected · %(moment)s", moment=_moment(t, version))),),)


def _told(t: Locale, version: Version, top: tuple[Line, ...], line: tuple[Line, ...] = ()) -> Message:
    taps = buttons(t, version)
    told = fitted(lambda size: render(_lines(t, version, top, line, size), taps), _SIZES, LONGEST_ALERT)
    return replace(told, silent=version.facts.basis is Basis.UNCHECKED, urgent=is_gravest(version.facts))


def _lines(t: Locale, version: Version, top: tuple[Line, ...], line: tuple[Line, ...], size: Size) -> tuple[Line, ...]:
    """Blocks with an empty line between: what, where and when; figures; how sure; and one small line."""
    facts = version.facts
    head = (*top, (bold(headline(t, version, size.places)),), *line, plain(when(t, version, more=size.more)))
    if facts.basis is Basis.UNCHECKED:
        return apart((head, (unchecked(t, facts, size.sources),), (footer(t, version),)))
    more = action_phrases.further(t, facts) if size.more else ""
    figures = (*_figures(t, version, size.figures), plain(_sentence(more)), *grave(t, facts))
    sure = (plain(_last_night(t, version)), sources.line(t, facts, size.sources), how_sure(t, facts))
    return apart((head, figures, (*sure, footer(t, version))))


def apart(blocks: Iterable[Iterable[Line]]) -> tuple[Line, ...]:
    """Blocks of lines with an empty line between; what is empty is left out."""
    told = [tuple(filter(None, block)) for block in blocks]
    lines = [line for block in filter(None, told) for line in (BLANK, *block)]
    return tuple(lines[1:])


def _sentence(text: str) -> str:
    return f"{capital(text)}." if text else ""


def unchecked(t: Locale, facts: Facts, most: int = sources.MOST_SOURCES) -> Line:
    """The one sentence on what nobody has checked: which outlet reports what, with the link."""
    who, many = sources.outlets(t, facts, most), len({source.outlet for source in facts.sources})
    before, _, after = t.ngettext(_REPORTS, many, who="\0", what=what(t, facts)).partition("\0")
    return tuple(piece for piece in (before, *who, after) if piece)


def grave(t: Locale, facts: Facts) -> tuple[Line, ...]:
    """That editors are checking what is not told, or what outlets report and nobody has checked."""
    kinds = ", ".join(t.gettext(GRAVE[kind]) for kind in facts.alleged)
    alleged = t.gettext("Outlets of three owners report: %(kinds)s. Not checked.", kinds=kinds) if kinds else ""
    checking = t.gettext("Our editors are checking further details; see the sources.") if facts.checking else ""
    return plain(alleged), plain(checking)


def how_sure(t: Locale, facts: Facts) -> Line:
    """What readers may make of it, beside the count of outlets: checked by the editors, outlets differ."""
    told = [t.gettext("Checked by our editors.")] if facts.basis is Basis.EDITORS else []
    if is_disputed(facts):
        told.append(_conflict(t, facts))
    return plain(" ".join(told))


def _conflict(t: Locale, facts: Facts) -> str:
    """Of what reports differ, where it is one thing."""
    told = {_CONFLICTS[field] for field in disputed(facts)}
    return t.gettext(told.pop()) if len(told) == 1 else t.gettext("Reports conflict.")


def _last_night(t: Locale, version: Version) -> str:
    """What was reported at night and published by an editor in the morning says so."""
    first = min((one.published for one in version.facts.sources if one.published), default=None)
    if version.facts.basis is not Basis.EDITORS or first is None or not is_of_the_night(first, version.at):
        return ""
    return t.gettext("Reported last night.")


def _figures(t: Locale, version: Version, most: int) -> tuple[Line, ...]:
    said = in_lines(version.facts.claims)
    shown = tuple(plain("• " + claim_line(t, one, version.facts)) for one in said[:most])
    rest = len(said) - most
    more = t.gettext("… and %(n)s more, see /event_%(event)s", n=t.number(rest), event=version.event)
    return (*shown, plain(more)) if rest > 0 else shown


def background(t: Locale, facts: Facts) -> tuple[str, ...]:
    """Who is said to have organised it, with the court's ban where there is one, and why people protested."""
    known = [name for name in map(t.names.get, facts.organisers) if name][:_MOST_ORGANISERS]
    demands = [name for name in map(t.name, facts.demands) if name]
    reasons = t.gettext("Protesters' reasons: %(reasons)s", reasons=listed(t, demands)) if demands else ""
    return (*(_organiser(t, facts, name) for name in known), *([reasons] if reasons else []))


def _background(t: Locale, facts: Facts) -> tuple[Line, ...]:
    return tuple(plain(text) for text in background(t, facts))


def _organiser(t: Locale, facts: Facts, name: Name) -> str:
    organiser, day = name.names[t.lang], facts.span.start
    if name.banned and day and name.banned <= day:
        text = gettext_noop(
            "Organiser, %(according)s: %(organiser)s, a group a court in Kazakhstan has banned as extremist."
        )
    else:
        text = gettext_noop("Organiser, %(according)s: %(organiser)s.")
    return t.gettext(text, according=according(t, facts, facts.only_by(name.id)), organiser=organiser)


def footer(t: Locale, version: Version) -> Line:
    """The number, as of when, that no person wrote it, and the check link."""
    said = t.gettext(
        "No. %(event)s · as of %(moment)s · automated summary", event=version.event, moment=as_of(t, version)
    )
    return (f"{said} · ", check(t, version.event))


def as_of(t: Locale, version: Version) -> str:
    """The hour of a version, with its day where that is another one than the event's."""
    same = local_day(version.at) == version.facts.span.start
    return hour(version.at) if same else _moment(t, version)


def check(t: Locale, event: int) -> Piece:
    """Opens the bot and there what is known of an event now: a forwarded or copied text can be checked by it."""
    return here(t.gettext("latest on this"), f"event_{event}")


def _full_footer(t: Locale, version: Version) -> str:
    return t.gettext(
        "No. %(event)s · version %(version)s · as of %(moment)s · automated summary, may contain errors",
        event=version.event,
        version=version.number,
        moment=_moment(t, version),
    )


def _moment(t: Locale, version: Version) -> str:
    return moment(t, version.at, beside=version.facts.span.start)


def buttons(t: Locale, version: Version) -> Buttons:
    """Under an alert: to know more, to hear no more of it, to say that it is wrong."""
    event = version.event
    more, articles = Button(t.gettext("Details"), f"event:{event}"), Button(t.gettext("Sources"), f"src:{event}")
    quiet = Button(t.gettext("Mute this event"), f"watch:mute:{event}")
    return (more, articles), (quiet, report_button(t, event))


def details_buttons(t: Locale, event: int, wish: Watch | None, *, contacts: bool) -> Buttons:
    """Under all that is known: articles and changes, to follow the event or to mute it, to say that it is wrong."""
    articles, log = Button(t.gettext("Sources"), f"src:{event}"), Button(t.gettext("History"), f"log:{event}")
    follow, quiet = (
        Button(t.gettext("Follow"), f"watch:follow:{event}"),
        Button(t.gettext("Mute"), f"watch:mute:{event}"),
    )
    wishes = (quiet if wish is Watch.FOLLOW else follow, report_button(t, event))
    held = ((Button(t.gettext("If someone was detained"), f"held:{event}"),),) if contacts else ()
    return (articles, log), wishes, *held


def report_button(t: Locale, event: int) -> Button:
    """To tell the editors that something is wrong."""
    return Button(t.gettext("Report an error"), f"err:{event}")
