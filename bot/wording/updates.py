"""The answer to the first message: what has changed, from what to what, and never more than the alert itself says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.alert import is_urgent
from bot.domain.changes import (
    Alleged,
    Change,
    Checked,
    FigureChange,
    Places,
    ResponseChange,
    SecondOwner,
    StateChange,
    changes,
)
from bot.domain.codes import Field, Qualifier, Stance, Status
from bot.domain.event import Basis, Facts, Said, Version, is_gravest
from bot.domain.message import Message, bold, units
from bot.domain.report import Claim, figure
from bot.wording import action_phrases, sources
from bot.wording.alerts import CHECKED, GRAVE, LONGEST_ALERT, NEWS, alert, apart, buttons, footer, grave, how_sure, when
from bot.wording.claimant_names import speaker
from bot.wording.claims import about, bounds, in_lines, noted, own_words, sentence, within
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import fitted, plain, render
from bot.wording.locale import Locale, capital
from bot.wording.place_names import in_order, listed, named, place

#: Changes that an update tells; the message that it answers says all.
_MOST = 3

#: What is counted, before two figures: «задержанных: было 36, стало 57».
COUNTED: Mapping[Field, str] = {
    Field.PARTICIPANTS: gettext_noop("number of participants"),
    Field.DETAINED: gettext_noop("number of detained"),
    Field.RELEASED: gettext_noop("number of released"),
    Field.FINED: gettext_noop("number of fined"),
    Field.ARRESTED_ADMIN: gettext_noop("number under administrative arrest"),
    Field.CHARGED: gettext_noop("number of charged"),
    Field.CONVICTED: gettext_noop("number of convicted"),
    Field.INJURED_PARTICIPANTS: gettext_noop("number of injured participants"),
    Field.INJURED_POLICE: gettext_noop("number of injured police officers"),
    Field.INJURED_UNSPECIFIED: gettext_noop("number of injured"),
    Field.KILLED_PARTICIPANTS: gettext_noop("number of killed participants"),
    Field.KILLED_POLICE: gettext_noop("number of killed police officers"),
    Field.KILLED_UNSPECIFIED: gettext_noop("number of killed"),
}

_QUANTITIES: Mapping[Qualifier, str] = {
    Qualifier.APPROX: gettext_noop("about %(n)s"),
    Qualifier.AT_LEAST: gettext_noop("at least %(n)s"),
    Qualifier.MORE_THAN: gettext_noop("more than %(n)s"),
    Qualifier.AT_MOST: gettext_noop("up to %(n)s"),
}


def update(t: Locale, version: Version, before: Version | None = None) -> Message:
    """The answer to the first message; `before` is the version that the chat was told last, none where nobody knows."""
    if version.facts.basis is Basis.UNCHECKED:  # of what nobody has checked nothing is told but what the alert tells
        return alert(t, version)
    said = _changes(t, version, before.facts if before else None)
    longest = min(LONGEST_ALERT, units(alert(t, version).text) - 1)
    message = fitted(lambda most: _built(t, version, said, most), range(_MOST, 0, -1), longest)
    fresh = is_gravest(version.facts) and not (before and is_gravest(before.facts))
    return replace(message, urgent=fresh or is_urgent(version))


def _built(t: Locale, version: Version, said: Sequence[str], most: int) -> Message:
    facts, lead, rest = version.facts, said[0], said[1:most]
    over = facts.status is Status.ENDED and t.gettext("the protest has ended") in lead  # said once is enough
    now = (plain(when(t, version, more=False, state=not over)),) if most > 1 else ()
    head, more = ((bold(lead),), *now), tuple(plain("• " + one) for one in rest)
    sure = (sources.line(t, facts, most), how_sure(t, facts)) if most == _MOST else ()
    small = (*sure, footer(t, version))
    return render(apart((head, (*more, *(grave(t, facts) if most > 1 else ())), small)), buttons(t, version))


def told(t: Locale, version: Version, before: Facts | None) -> list[str]:
    """What changed since `before`, as clauses, the gravest first; there is always one."""
    found = [_said(t, version.facts, one) for one in changes(before, version.facts)] if before else []
    reasons = [t.gettext(NEWS[reason]) for reason in version.reasons if reason in NEWS]
    return found or reasons or [t.gettext("new details")]


def _changes(t: Locale, version: Version, before: Facts | None) -> list[str]:
    """The same as sentences, the first with the places it is about."""
    first, *rest = told(t, version, before)
    found = changes(before, version.facts) if before else ()
    where = _where(t, version.facts, found[0]) if found else named(t, version.facts, 3)
    if first == t.gettext(CHECKED):
        told_of = action_phrases.kind(t, version.facts.action)
        head = t.gettext("%(places)s, %(action)s: %(news)s", places=where, action=told_of, news=first)
        return [head, *map(capital, rest)]
    if found and isinstance(found[0], Places):
        first = t.gettext("now a protest here too")
    return [t.gettext("%(places)s · %(news)s", places=where, news=first), *map(capital, rest)]


def _where(t: Locale, facts: Facts, change: Change) -> str:
    """The places that a change is about: a figure's own, else the event's."""
    match change:
        case FigureChange(said=said):
            return listed(t, [place(t, one) for one in about(facts, said)], 3)
        case Places(places=places):
            return listed(t, [place(t, one) for one in in_order(facts, places)], 3)
    return named(t, facts, 3)


def _said(t: Locale, facts: Facts, change: Change) -> str:
    match change:
        case FigureChange(said=said, before=before):
            return _figure(t, facts, said, before)
        case Places(places=places):
            return t.gettext("also in: %(places)s", places=listed(t, [place(t, one) for one in places], 3))
        case StateChange(status=status):
            over = status is Status.ENDED
            return t.gettext("the protest has ended") if over else t.gettext("the protest continues")
        case ResponseChange(response=response):
            return action_phrases.did(t, facts, response)
        case Alleged(kinds=kinds):
            return t.gettext(
                "outlets report, not checked: %(kinds)s", kinds=", ".join(t.gettext(GRAVE[k]) for k in kinds)
            )
        case Checked():
            return t.gettext(CHECKED)
        case SecondOwner():
            return t.gettext("a second outlet reports it")


def _figure(t: Locale, facts: Facts, said: Said, before: Said | None) -> str:
    """From what to what, and who says so; a figure that nobody gave before as it stands in an alert."""
    carried = next((line for line in in_lines(facts.claims) if said in line), (said,))
    by, labels = len(facts.groups) > 1, own_words(t, said, facts)
    now, was = quantity(t, said.claim), quantity(t, before.claim) if before else ""
    if before is None or not now or not was or said.claim.stance is not Stance.ASSERTS:
        return sentence(t, carried, noted(t, said, facts), carried_by=by, labels=labels)
    who = within(t, said, speaker(t, *carried, carried_by=by, labels=labels))
    text = (
        gettext_noop("%(counted)s: %(now)s, up from %(was)s – %(who)s")
        if figure(said.claim) > figure(before.claim)
        else gettext_noop("%(counted)s: %(now)s (was %(was)s) – %(who)s")
    )
    return t.gettext(text, counted=t.gettext(COUNTED[said.claim.field]), now=now, was=was, who=who)


def quantity(t: Locale, claim: Claim) -> str:
    """How many, as it was given: "at least 20"; "" for a count in words."""
    low, high = bounds(claim)
    if claim.qualifier is Qualifier.VAGUE or low is None or high is None:
        return ""
    if low != high:
        return f"{t.number(low)}–{t.number(high)}"
    text = _QUANTITIES.get(claim.qualifier)
    return t.gettext(text, n=t.number(low)) if text else t.number(low)
