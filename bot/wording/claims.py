"""Claims as readers see them: `WHO: what (places)`, one a line."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.codes import OFFICIAL, ClaimantType, Field, Qualifier, Scope, Stance
from bot.domain.event import Facts, Said
from bot.domain.report import Claim
from bot.domain.report import figure as size
from bot.wording.claimant_names import are_several, carriers, role, speaker
from bot.wording.days import short_day
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.locale import Locale, capital, clean
from bot.wording.phrases import DENIED, NAMES, PEOPLE, PHRASES, UNNUMBERED, Phrases
from bot.wording.place_names import in_order, places

_SCOPES: Mapping[Scope, str] = {
    Scope.CITY_DAY: gettext_noop("in the whole city that day"),
    Scope.CUMULATIVE: gettext_noop("in all since it began"),
    Scope.NATIONWIDE: gettext_noop("in the whole country"),
}

#: What concerns life and liberty is said first.
_ORDER = {
    field: rank
    for rank, fields in enumerate(
        (
            {Field.KILLED_PARTICIPANTS, Field.KILLED_POLICE, Field.KILLED_UNSPECIFIED},
            {Field.INJURED_PARTICIPANTS, Field.INJURED_POLICE, Field.INJURED_UNSPECIFIED},
            {Field.DETAINED, Field.ARRESTED_ADMIN, Field.CHARGED, Field.CONVICTED, Field.FINED, Field.RELEASED},
            {Field.PARTICIPANTS},
        )
    )
    for field in fields
}

_DENIES_FIGURE = ngettext_noop("denied: “%(what)s”", "denied: “%(what)s”")
_REPORTED = ngettext_noop("%(denied)s (%(outlets)s)", "%(denied)s (%(outlets)s)")

#: Vague words by the lower bounds that numerals.toml gives them, for sorting only.
_VAGUE = (
    (2000, gettext_noop("thousands of people")),
    (200, gettext_noop("hundreds of people")),
    (20, gettext_noop("dozens of people")),
    (3, gettext_noop("several people")),
)


def field_name(t: Locale, field: Field) -> str:
    """What a claim counts, as a heading: "detained"."""
    return t.gettext(NAMES[field])


def in_rank(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Claims with the gravest first; of one kind officials before others, then the largest figure."""
    return tuple(sorted(said, key=lambda one: (_ORDER[one.claim.field], *_standing(one.claim))))


def in_lines(said: tuple[Said, ...]) -> tuple[tuple[Said, ...], ...]:
    """Claims by lines, in the same order: one figure of one claimant is one line, however many outlets carry it."""
    lines: dict[object, tuple[Said, ...]] = {}
    for one in in_rank(said):
        key = _of_one_line(one.claim)
        lines[key] = (*lines.get(key, ()), one)
    return tuple(lines.values())


def _of_one_line(claim: Claim) -> Claim:
    """A figure without what readers are not told of it; correspondents are known by their outlets alone."""
    text = claim.text if claim.qualifier is Qualifier.VAGUE and not _vaguely(claim.min or 0) else ""
    named = "" if claim.claimant_type is ClaimantType.JOURNALIST_ON_SCENE else claim.claimant
    return replace(claim, text=text, claimant=named, places=tuple(sorted(claim.places)))


def _standing(claim: Claim) -> tuple[bool, int]:
    return claim.claimant_type not in OFFICIAL, -size(claim)


def line(t: Locale, said: tuple[Said, ...], facts: Facts, *, short: bool = False, first: bool = True) -> str:
    """One figure: "Interior Ministry: 57 people detained (Astana, Almaty)"; `short` where a line holds several.

    One that is not the `first` of its line has no capital letter of its own.
    """
    carried_by, labels = len(facts.groups) > 1 and not short, own_words(t, said[0], facts)
    told = sentence(t, said, noted(t, said[0], facts, short=short), carried_by=carried_by, labels=labels)
    return capital(told) if first else told


def sentence(t: Locale, said: tuple[Said, ...], what: str, *, carried_by: bool, labels: bool = True) -> str:
    """Who and what within a line: "police: 57 people detained", "local authorities deny that … (RFE/RL)"."""
    if said[0].claim.stance is not Stance.DENIES:
        return f"{within(t, said[0], speaker(t, *said, carried_by=carried_by, labels=labels))}: {what}"
    who, by = speaker(t, *said, labels=labels), carriers(t, *said) if carried_by else ()
    denied = t.gettext("%(who)s %(denies)s", who=within(t, said[0], who), denies=what)
    return t.ngettext(_REPORTED, len(by), denied=denied, outlets=", ".join(by)) if by else denied


def within(t: Locale, said: Said, who: str) -> str:
    """A claimant within a line: a role has no capital letter there, a name keeps its own."""
    role_ = role(t, said.claim.claimant_type)
    named = said.claim.claimant and t.name(said.claim.claimant)
    return role_[:1].lower() + who[1:] if who.startswith(role_) and not named else who


def own_words(t: Locale, said: Said, facts: Facts) -> bool:
    """Whether words of the article that makes a claim are in the reader's language, as far as anybody knows."""
    langs = {source.lang for source in facts.sources if source.outlet == said.outlet}
    return not langs or t.lang.value in langs


def noted(t: Locale, said: Said, facts: Facts, *, short: bool = False) -> str:
    """What is said and of which places and days, without who: "57 people detained (Astana, Almaty)"."""
    return statement(t, said.claim, short=short, words=own_words(t, said, facts)) + notes(t, said, facts)


def statement(t: Locale, claim: Claim, *, short: bool = False, words: bool = True) -> str:
    """What is said, without who and where: "57 people detained"; `words` as in `figure`."""
    match claim.stance:
        case Stance.ASSERTS:
            return figure(t, claim, short=short, words=words)
        case Stance.DENIES:
            numbered = claim.min is not None or claim.max is not None
            figured = figure(t, claim, words=words)
            many = 2 if are_several(t, claim) else 1
            return t.ngettext(_DENIES_FIGURE if numbered else DENIED[claim.field], many, what=figured)
        case Stance.DECLINES:
            return t.gettext("declined to comment")


def figure(t: Locale, claim: Claim, *, short: bool = False, words: bool = True) -> str:
    """The figure as it was given: a vague one stays as vague in each language and is never made a number.

    Without `words` an article's own are not repeated: they are of another language.
    """
    told = clean(claim.text) if words else ""
    vague = _vaguely(claim.min or 0)
    if claim.qualifier is Qualifier.VAGUE and vague:
        return t.gettext("%(field)s — %(count)s", field=field_name(t, claim.field), count=t.gettext(vague))
    if claim.qualifier is Qualifier.VAGUE and told:
        return t.gettext("%(field)s — “%(words)s”", field=field_name(t, claim.field), words=told)
    low, high = bounds(claim)
    if claim.qualifier is Qualifier.VAGUE or low is None or high is None:
        return t.gettext(UNNUMBERED[claim.field])
    phrases = PEOPLE if short and claim.field is Field.PARTICIPANTS else PHRASES[claim.field]
    return _counted(t, claim.qualifier, phrases, low, high)


def _vaguely(least: int) -> str:
    return next((words for bound, words in _VAGUE if least >= bound), "")


def about(facts: Facts, said: Said) -> tuple[str, ...]:
    """The places a claim speaks of, in the event's order; all of the event's when it names none."""
    return in_order(facts, said.claim.places or tuple(ref.id for ref in facts.places))


def _counted(t: Locale, qualifier: Qualifier, phrases: Phrases, low: int, high: int) -> str:
    if low != high:
        return t.ngettext(phrases[Qualifier.RANGE], high, low=t.number(low), high=t.number(high))
    exact = qualifier is Qualifier.RANGE
    return t.ngettext(phrases[Qualifier.EXACT if exact else qualifier], low)


def bounds(claim: Claim) -> tuple[int | None, int | None]:
    """The lowest and the highest that a count may be; both the same where it has one bound."""
    low = claim.max if claim.min is None else claim.min
    high = claim.min if claim.max is None else claim.max
    match claim.qualifier:
        case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
            return low, low
        case Qualifier.AT_MOST:
            return high, high
        case _:
            return low, high


def notes(t: Locale, said: Said, facts: Facts) -> str:
    """Of which places, scope and day a claim speaks, in brackets; empty where that goes without saying."""
    claim = said.claim
    found = [places(t, about(facts, said))] if claim.places and len(facts.places) > 1 else []
    if claim.scope in _SCOPES:
        found.append(t.gettext(_SCOPES[claim.scope]))
    if claim.as_of and claim.as_of not in {facts.span.start, facts.span.end}:
        found.append(t.gettext("as of %(day)s", day=short_day(t, claim.as_of)))
    return f" ({'; '.join(found)})" if found else ""
