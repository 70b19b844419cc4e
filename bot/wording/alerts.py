"""A version of an event as a message: the alert, its update, its edited text, and everything that is known."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.clock import is_of_the_night
from bot.domain.codes import Issue
from bot.domain.correction import Reason
from bot.domain.event import Basis, Change, Event, Facts, Version
from bot.domain.figures import is_disputed
from bot.domain.grave import Grave
from bot.domain.message import Button, Message, bold
from bot.domain.names import Name
from bot.wording import sources
from bot.wording.action_phrases import attributed, what
from bot.wording.claimant_names import according
from bot.wording.claims import MOST_CLAIMS, in_lines
from bot.wording.claims import line as claim_line
from bot.wording.days import moment
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.layout import Buttons, Line, fitted, plain, render
from bot.wording.locale import Locale
from bot.wording.place_names import listed, settings, title

#: Organisers named in an alert; more than these few are never reported of one event.
_MOST_ORGANISERS = 3

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
    "checked": gettext_noop("the editors have checked it"),
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


_REPORTS = ngettext_noop("%(who)s reports: %(what)s. Not checked.", "%(who)s report: %(what)s. Not checked.")


def alert(t: Locale, version: Version) -> Message:
    """The message about an event that a chat has not heard of; one that nobody has checked comes without a sound."""
    return _told(t, version, ((bold(title(t, version.facts)),),))


def update(t: Locale, version: Version) -> Message:
    """The answer to the first message: what changed, and the newest facts."""
    news = [t.gettext(NEWS[reason]) for reason in version.reasons if reason in NEWS]
    told = t.gettext("What is new: %(news)s.", news="; ".join(news)) if news else ""
    return _told(t, version, ((bold(_update_title(t, version)),), plain(told)))


def edited(t: Locale, version: Version, *, update: bool = False, line: tuple[Line, ...] = ()) -> Message:
    """The text that replaces a message, the first or an update; a correction or retraction stands at its top.

    `line` has a line for each correction since the message was sent, where there are several.
    """
    about = _update_title(t, version) if update else title(t, version.facts)
    match version.change:
        case Change.RETRACTION:
            return withdrawn(t, version)
        case Change.CORRECTION:
            status = t.gettext("Corrected · %(moment)s", moment=_moment(t, version))
            if Reason.REINSTATED.value in version.reasons:
                status = t.gettext("Reinstated · %(moment)s", moment=_moment(t, version))
            return _told(t, version, ((bold(status),), (bold(about),), *line))
        case Change.NEW | Change.UPDATE:
            return _told(t, version, (*_corrected(t, version), (bold(about),), *line))


def _update_title(t: Locale, version: Version) -> str:
    return t.gettext("Update · No. %(event)s · %(title)s", event=version.event, title=title(t, version.facts))


def withdrawn(t: Locale, version: Version) -> Message:
    """What is left of a retracted event: its number, its title, and that nothing else stands."""
    head = t.gettext("Message retracted · No. %(event)s", event=version.event)
    stands = t.gettext("What was told here no longer stands.")
    when = t.gettext("Version %(version)s · %(moment)s", version=version.number, moment=_moment(t, version))
    about = "" if Reason.SAFETY.value in version.reasons else title(t, version.facts)
    return render(((bold(head),), plain(about), plain(stands), plain(when)))


def issue(t: Locale, code: Issue | None) -> str:
    """What a protest is about, in a word."""
    return t.gettext(_ISSUES[code]) if code else ""


def details(t: Locale, event: Event) -> Message:
    """Everything of an event: each claim, each article, its version."""
    version = event.version
    if event.retracted or version.change is Change.RETRACTION:
        return withdrawn(t, version)
    return fitted(lambda most: _in_full(t, version, most), range(40, -1, -1))


def _in_full(t: Locale, version: Version, most: int) -> Message:
    facts = version.facts
    lines = (
        (bold(t.gettext("No. %(event)s · %(title)s", event=version.event, title=title(t, facts))),),
        *_corrected(t, version),
        unchecked(t, facts) if facts.basis is Basis.UNCHECKED else plain(attributed(t, facts)),
        *_claims(t, version, most),
        *_grave(t, facts),
        *map(plain, settings(t, facts)),
        *_background(t, facts),
        plain(t.gettext("About: %(issue)s", issue=issue(t, facts.issue)) if facts.issue else ""),
        plain(sources.heading(t, facts)),
        *sources.bullets(t, facts, most),
        how_sure(t, facts),
        plain(_footer(t, version)),
    )
    log = (Button(t.gettext("History"), f"log:{version.event}"),) if version.corrected else ()
    return render(lines, ((*log, _report_button(t, version.event)),))


def _corrected(t: Locale, version: Version) -> tuple[Line, ...]:
    if version.change is not Change.CORRECTION:
        return ((bold(t.gettext("This event was corrected.")),),) if version.corrected else ()
    return ((bold(t.gettext("Corrected · %(moment)s", moment=_moment(t, version))),),)


def _told(t: Locale, version: Version, head: tuple[Line, ...]) -> Message:
    told = fitted(
        lambda most: render((*head, *_body(t, version, most)), _buttons(t, version)), range(MOST_CLAIMS, -1, -1)
    )
    return replace(told, silent=version.facts.basis is Basis.UNCHECKED)


def unchecked(t: Locale, facts: Facts) -> Line:
    """The one sentence on what nobody has checked: which outlet reports what, with the link."""
    who, many = sources.outlets(t, facts), len({source.outlet for source in facts.sources})
    before, _, after = t.ngettext(_REPORTS, many, who="\0", what=what(t, facts)).partition("\0")
    return tuple(piece for piece in (before, *who, after) if piece)


def _grave(t: Locale, facts: Facts) -> tuple[Line, ...]:
    """That editors are checking what is not told, or what outlets report and nobody has checked."""
    kinds = ", ".join(t.gettext(GRAVE[kind]) for kind in facts.alleged)
    alleged = t.gettext("Outlets of three owners report: %(kinds)s. Not checked.", kinds=kinds) if kinds else ""
    checking = t.gettext("Editors are checking further details; see the sources.") if facts.checking else ""
    return plain(alleged), plain(checking)


def how_sure(t: Locale, facts: Facts) -> Line:
    """What readers may make of it, beside the count of outlets: checked by the editors, outlets differ."""
    told = [t.gettext("Checked by the editors.")] if facts.basis is Basis.EDITORS else []
    if is_disputed(facts):
        told.append(t.gettext("Outlets differ."))
    return plain(" ".join(told))


def _last_night(t: Locale, version: Version) -> str:
    """What was reported at night and published by an editor in the morning says so."""
    first = min((one.published for one in version.facts.sources if one.published), default=None)
    if version.facts.basis is not Basis.EDITORS or first is None or not is_of_the_night(first, version.at):
        return ""
    return t.gettext("Reported last night.")


def _body(t: Locale, version: Version, most: int) -> tuple[Line, ...]:
    facts = version.facts
    if facts.basis is Basis.UNCHECKED:
        return unchecked(t, facts), plain(_footer(t, version))
    return (
        plain(_last_night(t, version)),
        plain(attributed(t, facts)),
        *_claims(t, version, most),
        *_grave(t, facts),
        *_background(t, facts),
        sources.line(t, facts),
        how_sure(t, facts),
        plain(_footer(t, version)),
    )


def _claims(t: Locale, version: Version, most: int) -> tuple[Line, ...]:
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
    return t.gettext(text, according=according(t, facts), organiser=organiser)


def _footer(t: Locale, version: Version) -> str:
    return t.gettext(
        "No. %(event)s · version %(version)s · %(moment)s · automated digest, may contain errors",
        event=version.event,
        version=version.number,
        moment=_moment(t, version),
    )


def _moment(t: Locale, version: Version) -> str:
    return moment(t, version.at, beside=version.facts.span.start)


def _buttons(t: Locale, version: Version) -> Buttons:
    more = Button(t.gettext("Details"), f"event:{version.event}")
    source = Button(t.gettext("Source"), f"src:{version.event}")
    return ((more, source, _report_button(t, version.event)),)


def _report_button(t: Locale, event: int) -> Button:
    return Button(t.gettext("Report an error"), f"err:{event}")
