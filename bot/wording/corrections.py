"""What was wrong, what is right, what stands: to exactly those who were told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.codes import Field, Stance
from bot.domain.correction import EDITORS_REASONS, Reason
from bot.domain.event import Facts, Said, Version
from bot.domain.message import Message, bold
from bot.wording.action_phrases import what
from bot.wording.alerts import apart, check, issue
from bot.wording.claimant_names import speaker
from bot.wording.claims import about, field_name, in_rank, own_words, statement
from bot.wording.days import moment, span
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Line, fitted, plain, render
from bot.wording.locale import Locale, capital, clean
from bot.wording.place_names import in_order, listed, places

_REASONS: Mapping[Reason, str] = {
    Reason.SOURCE_CORRECTED: gettext_noop("the source corrected its figure"),
    Reason.SOURCE_WITHDREW: gettext_noop("the source no longer says it"),
    Reason.OUTLET_MUTED: gettext_noop("the editors no longer rely on the outlet that said it"),
    Reason.OUR_READING: gettext_noop("our program misread the source"),
    Reason.WRONG_PLACE: gettext_noop("the place was wrong"),
    Reason.WRONG_DAY: gettext_noop("the day was wrong"),
    Reason.NOT_ONE_EVENT: gettext_noop("these were different events"),
    Reason.NOT_A_PROTEST: gettext_noop("this was not a protest"),
    Reason.DID_NOT_HAPPEN: gettext_noop("it did not happen"),
    Reason.SAFETY: gettext_noop("people's safety"),
    Reason.REINSTATED: gettext_noop("the retraction was wrong"),
}

_CORRECTED = gettext_noop("%(moment)s · by the editors.")
_BY_ITSELF = gettext_noop("%(moment)s · after the source changed its article.")
_WITHDRAWN = gettext_noop("%(moment)s · withdrawn by the editors.")
_WITHDRAWN_BY_ITSELF = gettext_noop("%(moment)s · the source took its report back.")
_KINDS: Mapping[str, str] = {"place": gettext_noop("place"), "day": gettext_noop("day")}


def hours_told(facts: Facts) -> tuple[str, ...]:
    """The hours that are told of an event, once an editor has put one right: those of articles are no aspect."""
    return tuple(dict.fromkeys(one.hour for one in facts.settings if one.hour)) if "hour" in facts.pinned else ()


_OF_EVENT = gettext_noop("what we said about the event")
#: What was told of a figure, and of anything else, without telling it again.
_OF_FIELD: Mapping[Field, str] = {
    Field.PARTICIPANTS: gettext_noop("what we said about the number of participants"),
    Field.DETAINED: gettext_noop("what we said about people detained"),
    Field.RELEASED: gettext_noop("what we said about people released"),
    Field.FINED: gettext_noop("what we said about people fined"),
    Field.ARRESTED_ADMIN: gettext_noop("what we said about people under administrative arrest"),
    Field.CHARGED: gettext_noop("what we said about people charged"),
    Field.CONVICTED: gettext_noop("what we said about people convicted"),
    Field.INJURED_PARTICIPANTS: gettext_noop("what we said about injured participants"),
    Field.INJURED_POLICE: gettext_noop("what we said about injured police officers"),
    Field.INJURED_UNSPECIFIED: gettext_noop("what we said about people injured"),
    Field.KILLED_PARTICIPANTS: gettext_noop("what we said about killed participants"),
    Field.KILLED_POLICE: gettext_noop("what we said about killed police officers"),
    Field.KILLED_UNSPECIFIED: gettext_noop("what we said about people killed"),
}
_OF_ASPECT: Mapping[str, str] = {
    "place": gettext_noop("what we said about the place"),
    "day": gettext_noop("what we said about the day"),
    "hour": gettext_noop("what we said about the hour"),
    "what happened": gettext_noop("what we said about what happened"),
    "organiser": gettext_noop("what we said about the organiser"),
    "protesters' reasons": gettext_noop("what we said about the protesters' reasons"),
    "subject": gettext_noop("what we said about the subject"),
}

#: What else than a figure can be wrong, with what makes it equal and what shows it.
Aspect = tuple[str, Callable[[Facts], object], Callable[[Locale, Facts], str]]

_ASPECTS: tuple[Aspect, ...] = (
    (gettext_noop("place"), lambda f: f.places, lambda t, f: places(t, (ref.id for ref in f.places))),
    (gettext_noop("day"), lambda f: f.span, lambda t, f: span(t, f.span)),
    (gettext_noop("hour"), hours_told, lambda t, f: ", ".join(hours_told(f))),
    (gettext_noop("what happened"), lambda f: (f.action, f.responses, f.status), what),
    (gettext_noop("organiser"), lambda f: f.organisers, lambda t, f: _named(t, f.organisers)),
    (gettext_noop("protesters' reasons"), lambda f: f.demands, lambda t, f: _named(t, f.demands)),
    (gettext_noop("subject"), lambda f: f.issue, lambda t, f: issue(t, f.issue)),
)


@dataclass(frozen=True, slots=True)
class CorrectionDifference:
    """Between what was told and what is right."""

    before: Facts
    after: Facts

    @property
    def gone(self) -> tuple[Said, ...]:
        """Claims that no longer stand."""
        return _without(self.before, self.after)

    @property
    def come(self) -> tuple[Said, ...]:
        """Claims that were not told."""
        return _without(self.after, self.before)

    @property
    def kept(self) -> tuple[Said, ...]:
        """Claims that stand as they were told."""
        come = self.come
        return tuple(said for said in in_rank(self.after.claims) if said not in come)

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """What else was wrong."""
        return tuple(aspect for aspect in _ASPECTS if aspect[1](self.before) != aspect[1](self.after))

    @property
    def places(self) -> tuple[str, ...]:
        """The places concerned: those of the wrong figures, or of the whole event."""
        if self.aspects or not (self.gone or self.come):
            return tuple(ref.id for ref in self.after.places)
        touched = [about(self.before, s) for s in self.gone] + [about(self.after, s) for s in self.come]
        return in_order(self.after, dict.fromkeys(place for some in touched for place in some))


def reasons(t: Locale) -> tuple[tuple[Reason, str], ...]:
    """The closed list of reasons, for choosing one."""
    return tuple((reason, reason_sentence(t, reason)) for reason in EDITORS_REASONS)


def reason_sentence(t: Locale, reason: Reason) -> str:
    """Why a fact was changed: "the source corrected its figure"."""
    return t.gettext(_REASONS[reason])


@dataclass(frozen=True, slots=True)
class Named:
    """The message that was wrong: when it came, none when that is not certain; when it was edited to be wrong.

    `mended` when it has been edited since, to be right.
    """

    told_at: datetime | None
    edited_at: datetime | None = None
    mended: bool = True


def repeats(facts: Facts, wrong: CorrectionDifference) -> bool:
    """Whether these facts say all that was wrong."""
    same = all(aspect[1](facts) == aspect[1](wrong.before) for aspect in wrong.aspects)
    return same and _said(wrong.gone) <= _said(facts.claims)


#: Corrections of one event: each with the version before it.
Steps = Sequence[tuple[Version, Version]]


def correction(  # noqa: PLR0917  # what a reader is told, piece by piece
    t: Locale, before: Version, after: Version, reason: Reason, named: Named, later: Steps = ()
) -> Message:
    """The word first, which message, what was wrong, what is right, what stands, why, and who says so.

    `later` corrections stand beneath it: what was said stays readable. A number's correction comes without a sound.
    """
    if reason is Reason.REINSTATED:
        return reinstated(t, after, named)
    difference = CorrectionDifference(before.facts, after.facts)
    head = t.gettext("Correction · No. %(event)s · %(places)s", event=after.event, places=places(t, difference.places))

    def build(most: int) -> Message:
        return render(
            apart(
                (
                    ((bold(head),), plain(_earlier(t, after, named))),
                    map(plain, _changed(t, difference, reason, most)),
                    (plain(_unchanged(t, difference, most)), plain(_why(t, reason)), plain(_noted(t, after))),
                    (_by(t, _corrected(reason), after, named),),
                    line_of_corrections(t, later),
                )
            )
        )

    return replace(fitted(build, range(4, 0, -1)), silent=not difference.aspects)


def _noted(t: Locale, version: Version) -> str:
    """The editors' own words, for readers of the language in which they are."""
    note = version.note
    return t.gettext("The editors: %(words)s", words=clean(note.text, 300)) if note and note.lang == t.lang else ""


def reinstated(t: Locale, after: Version, named: Named) -> Message:
    """The retraction was wrong: what stands again, without the word correction."""
    where = places(t, (ref.id for ref in after.facts.places))
    head = t.gettext("Reinstated · No. %(event)s · %(places)s", event=after.event, places=where)

    def build(most: int) -> Message:
        kept = [_claim(t, after.facts, one, placed=len(after.facts.places) > 1) for one in after.facts.claims]
        return render(
            (
                (bold(head),),
                plain(t.gettext("We retracted this message, and that was wrong. The event stands.")),
                plain(t.gettext("%(what)s.", what=what(t, after.facts))),
                plain(_joined(t, kept, most)),
                plain(_noted(t, after)),
                _by(t, _CORRECTED, after, named),
            )
        )

    return fitted(build, range(4, 0, -1))


def line_of_corrections(t: Locale, steps: Steps) -> tuple[Line, ...]:
    """Each correction in one line: when, and what became what."""
    return tuple(plain(_step(t, before, after)) for before, after in steps)


def _step(t: Locale, before: Version, after: Version) -> str:
    when = moment(t, after.at, beside=after.facts.span.start)
    if Reason.REINSTATED.value in after.reasons:
        return t.gettext("Reinstated · %(moment)s", moment=when)
    changes = "; ".join(changed(t, before, after)) or t.gettext("the wording")
    return t.gettext("Corrected · %(moment)s: %(changes)s", moment=when, changes=changes)


def changed(t: Locale, before: Version, after: Version) -> tuple[str, ...]:
    """What became what: "place: Astana → Almaty"; where it harmed somebody only what it was."""
    difference = CorrectionDifference(before.facts, after.facts)
    if Reason.SAFETY.value in after.reasons:
        return tuple(_subjects(t, difference))
    told = [
        f"{t.gettext(name)}: {show(t, before.facts) or '—'} → {show(t, after.facts) or '—'}"
        for name, _, show in difference.aspects
    ]
    return (*told, *_figures(t, difference))


def _figures(t: Locale, difference: CorrectionDifference) -> Iterable[str]:
    come = list(difference.come)
    for gone in difference.gone:
        right = next((one for one in come if one.claim.field is gone.claim.field and one.outlet == gone.outlet), None)
        if right:
            come.remove(right)
        after = statement(t, right.claim) if right else t.gettext("this does not stand")
        yield f"{speaker(t, gone)}: {statement(t, gone.claim)} → {after}"
    for one in come:
        yield f"{speaker(t, one)}: — → {statement(t, one.claim)}"


def overtaken(t: Locale, after: Version) -> Message:
    """What is left of a correction when a newer one follows: what it called right is not repeated."""
    where = places(t, (ref.id for ref in after.facts.places))
    head = t.gettext("Correction · No. %(event)s · %(places)s", event=after.event, places=where)
    stands = t.gettext("A newer correction has taken the place of this one: %(moment)s", moment=moment(t, after.at))
    known = t.gettext("All that is known: /event_%(event)s", event=after.event)
    return render(((bold(head),), plain(stands), (f"{known} · ", check(t, after.event))))


def retraction(t: Locale, before: Version, after: Version, reason: Reason, named: Named) -> Message:
    """The word first, which message, why, and that nothing of it stands; what it said is not repeated.

    Where it endangers somebody, not even the place is: only what kind of thing was told.
    """
    if reason is Reason.SAFETY:
        head = t.gettext("Retraction · No. %(event)s", event=after.event)
        unsafe = (
            _earlier(t, after, named),
            t.gettext("What that message told no longer stands."),
            _kinds(t, after),
            _why(t, reason),
            _noted(t, after),
        )
        return render(((bold(head),), *map(plain, unsafe), _by(t, _WITHDRAWN, after, named)))
    where = places(t, (ref.id for ref in before.facts.places))
    head = t.gettext("Retraction · No. %(event)s · %(places)s", event=after.event, places=where)
    stands = t.gettext("We withdraw that message: do not rely on it.")
    lines = (_earlier(t, after, named), stands, _why(t, reason), _noted(t, after))
    return render(apart((((bold(head),), *map(plain, lines)), (_by(t, _by_whom(reason), after, named),))))


def _kinds(t: Locale, after: Version) -> str:
    """What kinds of things were told, without one of them."""
    fields = [reason.removeprefix("of:") for reason in after.reasons if reason.startswith("of:")]
    named = [field_name(t, Field(name)) if name in set(Field) else t.gettext(_KINDS[name]) for name in fields]
    return t.gettext("It told of: %(kinds)s.", kinds=", ".join(named)) if named else ""


def _by_whom(reason: Reason) -> str:
    return _WITHDRAWN_BY_ITSELF if reason is Reason.SOURCE_WITHDREW else _WITHDRAWN


def _earlier(t: Locale, after: Version, named: Named) -> str:
    if named.told_at is None:
        return ""
    came = moment(t, named.told_at, beside=after.at)
    if named.edited_at is None:
        return t.gettext("Our message of %(moment)s", moment=came)
    edited = moment(t, named.edited_at, beside=after.at)
    return t.gettext("Our message of %(moment)s, edited: %(edited)s", moment=came, edited=edited)


def _changed(t: Locale, difference: CorrectionDifference, reason: Reason, most: int) -> tuple[str, ...]:
    wrong = _told(t, difference, difference.before, difference.gone)
    right = _told(t, difference, difference.after, difference.come)
    if not wrong and not right:
        return (t.gettext("Our message to this chat did not have this error."),)
    if reason is Reason.SAFETY:  # harm is not repeated: what was wrong is named, not told again
        gone = t.gettext("Withdrawn: %(subjects)s", subjects=_joined(t, _withdrawn(t, difference), 20))
        return gone, t.gettext("Right: %(facts)s", facts=_joined(t, right, most)) if right else ""
    return (
        t.gettext("Wrong: %(facts)s", facts=_joined(t, wrong, most) or t.gettext("it was missing")),
        t.gettext("Right: %(facts)s", facts=_joined(t, right, most) or _nothing_right(t, reason)),
    )


def _nothing_right(t: Locale, reason: Reason) -> str:
    """What stands in the place of what was wrong: that nobody said it is only ours to say where we misread."""
    return (
        t.gettext("the source did not say this; we withdraw it")
        if reason is Reason.OUR_READING
        else t.gettext("we withdraw this")
    )


def _told(t: Locale, difference: CorrectionDifference, facts: Facts, claims: tuple[Said, ...]) -> list[str]:
    apart = (
        len(
            {about(difference.before, s) for s in difference.gone}
            | {about(difference.after, s) for s in difference.come}
        )
        > 1
    )
    figures = [_claim(t, facts, said, placed=apart) for said in claims]
    return [_aspect(t, aspect, facts) for aspect in difference.aspects] + figures


def _withdrawn(t: Locale, difference: CorrectionDifference) -> list[str]:
    """What is taken back for people's safety: "what we said about people detained"."""
    fields = dict.fromkeys(said.claim.field for said in difference.gone)
    told = [_OF_ASPECT[name] for name, _, _ in difference.aspects] + [_OF_FIELD[field] for field in fields]
    return [t.gettext(one) for one in told or [_OF_EVENT]]


def _subjects(t: Locale, difference: CorrectionDifference) -> list[str]:
    fields = dict.fromkeys(said.claim.field for said in difference.gone)
    return [t.gettext(aspect[0]) for aspect in difference.aspects] + [field_name(t, field) for field in fields]


def _aspect(t: Locale, aspect: Aspect, facts: Facts) -> str:
    name, _, show = aspect
    return t.gettext("%(aspect)s: %(value)s", aspect=t.gettext(name), value=show(t, facts) or "—")


def _claim(t: Locale, facts: Facts, said: Said, *, placed: bool) -> str:
    readable = own_words(t, said, facts)
    told = f"{statement(t, said.claim, words=readable)} ({speaker(t, said, labels=readable)})"
    return f"{places(t, about(facts, said))}, {told}" if placed else told


def _unchanged(t: Locale, difference: CorrectionDifference, most: int) -> str:
    after = difference.after
    kept = [_claim(t, after, s, placed=bool(s.claim.places) and len(after.places) > 1) for s in difference.kept]
    stands = t.gettext("Still right: %(facts)s.", facts=_joined(t, kept, min(most, 2))) if kept else ""
    return f"{stands} {_unknown(t, after)}".strip()


def _unknown(t: Locale, facts: Facts) -> str:
    asserted = {s.claim.field for s in facts.claims if s.claim.stance is Stance.ASSERTS}
    if Field.DETAINED in asserted and Field.RELEASED not in asserted:
        return t.gettext("How many were released is not known.")
    return ""


def _why(t: Locale, reason: Reason) -> str:
    return t.gettext("Why: %(reason)s.", reason=reason_sentence(t, reason))


def _corrected(reason: Reason) -> str:
    """No editor has a hand in what an outlet takes back."""
    return _BY_ITSELF if reason is Reason.SOURCE_WITHDREW else _CORRECTED


def _by(t: Locale, text: str, after: Version, named: Named) -> Line:
    """When and by whom, whether the earlier message was edited too, and the check link."""
    when = moment(t, after.at, beside=named.told_at or after.facts.span.start)
    said = t.gettext(text, moment=when)
    if named.told_at is not None and named.mended:
        said += " " + t.gettext("The earlier message has been edited too.")
    link = check(t, after.event)
    return (f"{said} ", replace(link, text=capital(link.text)))


def _joined(t: Locale, facts: list[str], most: int) -> str:
    rest = len(facts) - most
    shown = "; ".join(facts[:most])
    return t.gettext("%(list)s and %(n)s more", list=shown, n=t.number(rest)) if rest > 0 else shown


def _named(t: Locale, ids: tuple[str, ...]) -> str:
    return listed(t, [name for name in map(t.name, ids) if name])


def _without(facts: Facts, others: Facts) -> tuple[Said, ...]:
    known = _said(others.claims)
    return tuple(said for said in facts.claims if (said.claim, said.outlet) not in known)


def _said(claims: Iterable[Said]) -> frozenset[tuple[object, str]]:
    return frozenset((said.claim, said.outlet) for said in claims)
