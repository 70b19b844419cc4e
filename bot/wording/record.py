"""The record in words: what exports, pages and pictures say of an event, in one language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from babel.dates import format_date

from bot.domain.codes import Lang, Stance
from bot.domain.correction import Reason
from bot.domain.event import Change, Facts, Said
from bot.domain.memo_cache import MemoCache
from bot.domain.record import RecordStatus, gist, told
from bot.domain.report import Span
from bot.wording import action_phrases, claimant_names, claims, days, place_names, sources
from bot.wording.alerts import NEWS, background, issue
from bot.wording.corrections import reason_sentence
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale, capital

_STANDINGS: Mapping[RecordStatus, str] = {
    RecordStatus.PUBLISHED: gettext_noop("published"),
    RecordStatus.CORRECTED: gettext_noop("corrected"),
    RecordStatus.RETRACTED: gettext_noop("retracted"),
    RecordStatus.WITHDRAWN: gettext_noop("withdrawn"),
    RecordStatus.MERGED: gettext_noop("part of another event"),
}
_CHANGES: Mapping[Change, str] = {
    Change.NEW: gettext_noop("First report"),
    Change.UPDATE: gettext_noop("Update"),
    Change.CORRECTION: gettext_noop("Correction"),
    Change.RETRACTION: gettext_noop("Retraction"),
}
_CORRECTIONS = frozenset(Reason)
#: Sentences kept for being said again.
_MOST_SAID = 4096


@dataclass(frozen=True, slots=True)
class RecordWords:
    """What the record says, as bot/domain/record.py wants it."""

    t: Locale
    _said: dict[tuple[str, object], str] = field(default_factory=dict, repr=False, compare=False)
    #: An event's versions repeat each other.
    _memo: MemoCache = field(default_factory=MemoCache, repr=False, compare=False)

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.t.lang

    def gettext(self, text: str, **values: object) -> str:
        """A text of the catalogs, its placeholders filled."""
        return self.t.gettext(text, **values)

    def place(self, place_id: str) -> str:
        """A place by its present name."""
        return self._once("place", place_id, lambda: place_names.place(self.t, place_id))

    def short_place(self, place_id: str) -> str:
        """A region without the word for region: "Mangystau"."""
        word = self.t.gettext("Region")
        return self.place(place_id).removesuffix(f" {word}")

    def title(self, facts: Facts) -> str:
        """Where and when."""
        return self._memo.of("title", (facts.places, facts.span), lambda: place_names.title(self.t, facts))

    def happened(self, facts: Facts) -> str:
        """What happened, in clauses."""
        return action_phrases.what(self.t, facts)

    def sentence(self, facts: Facts) -> str:
        """What happened and who reports it."""
        return self._memo.of(
            "sentence", gist(facts), lambda: action_phrases.attributed(self.t, facts).removesuffix(".")
        )

    def figure(self, said: Said, facts: Facts) -> str:
        """One claim with its claimant."""
        about = facts.places, facts.span, facts.several
        return self._memo.about("figure", said, about, lambda: self._figure(said, facts))

    def _figure(self, said: Said, facts: Facts) -> str:
        several = facts.several
        if said.claim.stance is Stance.DENIES:
            return capital(claims.sentence(self.t, (said,), self.statement(said, facts), carried_by=several))
        return f"{capital(self._speaker(said, carried_by=several))}: {self.statement(said, facts)}"

    def grouped(self, facts: Facts) -> tuple[tuple[Said, ...], ...]:
        """Claims with the gravest first, those that say the same together."""
        return claims.in_lines(told(facts))

    def statement(self, said: Said, facts: Facts) -> str:
        """One claim without its claimant."""
        claim = said.claim
        key = claim.field, claim.qualifier, claim.min, claim.max, claim.stance, claim.text
        return self._once("claim", key, lambda: claims.statement(self.t, claim)) + claims.notes(self.t, said, facts)

    def background(self, facts: Facts) -> tuple[str, ...]:
        """Organisers and reasons, as sentences."""
        about = issue(self.t, facts.issue)
        return (*background(self.t, facts), *([self.t.gettext("About: %(issue)s", issue=about)] if about else []))

    def independent(self, facts: Facts) -> str:
        """How many independent sources there are."""
        return sources.heading(self.t, facts).removesuffix(":")

    def language(self, lang: str) -> str:
        """A language by its name; empty for one that is none of ours."""
        return self.t.gettext(sources.LANGUAGES[lang]) if lang in sources.LANGUAGES else ""

    def speaker(self, said: Said) -> str:
        """Who makes a claim; never a private person."""
        return self._speaker(said, carried_by=False)

    def outlet(self, outlet_id: str) -> str:
        """An outlet by its name."""
        return self._once("outlet", outlet_id, lambda: claimant_names.outlet(self.t, outlet_id))

    def name(self, name_id: str) -> str | None:
        """An organisation or demand by its name."""
        return self.t.name(name_id)

    def standing(self, standing: RecordStatus) -> str:
        """How an event stands, in a word."""
        return self.t.gettext(_STANDINGS[standing])

    def change(self, change: Change) -> str:
        """What a version is, in a word."""
        return self.t.gettext(_CHANGES[change])

    def why(self, reasons: tuple[str, ...]) -> str:
        """Why a version was made; reasons without words of their own are left out."""
        return "; ".join(filter(None, map(self._reason, reasons)))

    def moment(self, at: datetime) -> str:
        """Day with its year and hour, in Kazakhstan."""
        return days.moment(self.t, at)

    def day(self, day: date) -> str:
        """A day with its year."""
        return days.day(self.t, day)

    def month(self, day: date) -> str:
        """The month of a day with its year."""
        return days.month(self.t, day)

    def short_month(self, day: date) -> str:
        """The month alone, abbreviated."""
        return format_date(day, "LLL", locale=self.lang)

    def week(self, monday: date) -> str:
        """The days of a week."""
        return days.span(self.t, Span(monday, monday + timedelta(days=6), 1))

    def _speaker(self, said: Said, *, carried_by: bool) -> str:
        key = said.claim.claimant, said.claim.claimant_type, said.outlet, said.relays, said.fixed, carried_by
        return self._once("speaker", key, lambda: claimant_names.speaker(self.t, said, carried_by=carried_by))

    def _once(self, kind: str, key: object, say: Callable[[], str]) -> str:
        """What was said before is said again: an event's versions repeat each other."""
        known = self._said.get((kind, key))
        if known is None:
            if len(self._said) >= _MOST_SAID:
                self._said.clear()
            known = self._said[kind, key] = say()
        return known

    def _reason(self, reason: str) -> str:
        if reason in _CORRECTIONS:
            return reason_sentence(self.t, Reason(reason))
        return self.t.gettext(NEWS[reason]) if reason in NEWS else ""
