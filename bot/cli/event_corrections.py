"""Corrections, retractions and notices from the command line: the previews of Telegram, the same rules, in text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot import config
from bot.cli.event_editing import Desk
from bot.domain.codes import Lang
from bot.domain.correction import CorrectionField, Draft, Reason
from bot.domain.errors import BadConfiguration, NotUnderstood, OutOfDate, ProtestAlertsError
from bot.domain.event import Change, Event
from bot.domain.names import organisation_of
from bot.domain.report import Json
from bot.domain.staff import AT_THE_SERVER, SERVER
from bot.resources import Resources, load_resources
from bot.services.editors import notices
from bot.services.editors.correct import Correct, Preview
from bot.services.editors.second_approval import SecondApproval
from bot.store.reviews import Proposal
from bot.wording import notice
from bot.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class WantedCorrection:
    """What is to be changed: fields with their values, figures by what they are now."""

    fields: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionOutcome:
    """What was previewed and what became of it; neither published nor proposed is a preview alone."""

    previews: Mapping[Lang, str]
    told: str
    base: int = 0
    version: int = 0
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """The services of editors over a database, for whoever works at the command line."""

    desk: Desk
    resources: Resources
    second: bool

    @property
    def correct(self) -> Correct:
        """Corrections."""
        known, context = self.resources.known, self.desk.context
        find = self.resources.reader.find_place
        organiser = partial(organisation_of, context.names)
        return Correct(self.desk.store, known.gazetteer, find, self.desk.clock, organiser, context.rules)

    @property
    def approvals(self) -> SecondApproval:
        """What needs a second person."""
        return SecondApproval(self.desk.store, self.desk.clock, self.correct, self.desk, self.second)

    @property
    def wording(self) -> Wording:
        """The sentences."""
        return self.resources.wording


def corrections(desk: Desk) -> Corrections:
    """The services over a desk; takes half a second to load."""
    return Corrections(desk, load_resources(()), config.read().second_editor)


async def correct(  # noqa: PLR0917  # what, why and in which words
    it: Corrections,
    number: int,
    changes: WantedCorrection,
    reason: str,
    note: str = "",
    base: int = 0,
    *,
    yes: bool = False,
) -> CorrectionOutcome:
    """Preview a correction, and publish it where that is wished; OutOfDate when the event is past `base`."""
    desk = it.correct
    event = await desk.begin(AT_THE_SERVER, number)
    _same(event, base)
    try:
        parts = [*map(_field, changes.fields), *(_figure(event, one) for one in changes.figures)]
        for place, (field, claim, value) in enumerate(parts):
            if place:
                await desk.more(AT_THE_SERVER)
            await desk.choose(AT_THE_SERVER, field, claim)
            await desk.value(AT_THE_SERVER, value)
        return await _reasoned(it, number, reason, note, yes=yes)
    except ProtestAlertsError:
        await desk.cancel(AT_THE_SERVER)
        raise


async def retract(it: Corrections, number: int, reason: str, base: int = 0, *, yes: bool = False) -> CorrectionOutcome:
    """Preview a retraction, and publish it where that is wished."""
    event = await it.correct.begin(AT_THE_SERVER, number, CorrectionField.WHOLE)
    _same(event, base)
    return await _reasoned(it, number, reason, "", yes=yes)


async def reinstate(it: Corrections, number: int) -> Proposal:
    """A retraction of the last day was wrong; it waits for a second person, or ten minutes."""
    return await it.approvals.reinstate(SERVER, number)


async def notify(it: Corrections, typed: str, *, yes: bool = False) -> CorrectionOutcome:
    """Preview a notice, and propose it where that is wished."""
    body = notices.body_of(typed, it.resources.reader.find_place)
    shown = notices.previews(it.wording, body, it.desk.clock())
    chats = await notices.reach(it.desk.store, it.resources.known.gazetteer, body)
    looked = notice.reach(it.wording.tongue(Lang.EN), tuple(body.texts), body.places, chats)
    proposal = await it.approvals.notice(SERVER, body) if yes else None
    return CorrectionOutcome({lang: one.text for lang, one in shown.items()}, " ".join(looked), proposal=proposal)


def lines(it: CorrectionOutcome, what: str) -> list[str]:
    """What was previewed and what became of it, as text."""
    shown = [line for lang, text in it.previews.items() for line in (f"[{lang.value}]", text, "")]
    return [*shown, it.told, _ended(it, what)]


def as_json(it: CorrectionOutcome, number: int = 0) -> Json:
    """The same as JSON."""
    return {
        "event": number or None,
        "base": it.base or None,
        "preview": {lang.value: text for lang, text in it.previews.items()},
        "told": it.told,
        "version": it.version or None,
        "waits": proposal_json(it.proposal) if it.proposal else None,
    }


def proposal_json(it: Proposal) -> Json:
    """What waits for a second person."""
    due = it.due_at.isoformat() if it.due_at else None
    return {"review": it.review, "deed": it.deed.value, "by": it.actor, "due": due}


def proposal_line(it: Proposal) -> str:
    """The same in a line."""
    when = f"it happens by itself at {it.due_at:%H:%M} UTC" if it.due_at else "a second editor is to approve it"
    return f"question {it.review}: {when}; to stop it: events cancel {it.review}"


def _ended(it: CorrectionOutcome, what: str) -> str:
    if it.proposal:
        return proposal_line(it.proposal)
    if it.version:
        return f"published: version {it.version}"
    return f"nothing was {what}; to do it: --yes" + (f" --base {it.base}" if it.base else "")


async def _reasoned(it: Corrections, number: int, reason: str, note: str, *, yes: bool) -> CorrectionOutcome:
    desk = it.correct
    draft = await desk.draft(AT_THE_SERVER)
    if reason or not (draft and draft.is_growth):
        await desk.reason(AT_THE_SERVER, _reason(reason))
    if note:
        lang, _, words = note.partition(":")
        await desk.note(AT_THE_SERVER, _lang(lang).value, words)
    seen = await desk.preview(AT_THE_SERVER)
    reached = await desk.reach(seen)
    said = it.wording.ask_to_publish(seen.draft, reached.told, Lang.EN, fresh=reached.fresh).text
    outcome = CorrectionOutcome(_texts(it.wording, seen), " ".join(said.splitlines()), base=seen.before.number)
    return await _published(it, outcome, number, seen.draft) if yes else outcome


async def _published(it: Corrections, outcome: CorrectionOutcome, number: int, draft: Draft) -> CorrectionOutcome:
    proposal = await it.approvals.with_words(SERVER, number, draft.mark)
    if proposal:
        return replace(outcome, proposal=proposal)
    done = await it.correct.publish(AT_THE_SERVER, number, draft.mark, SERVER)
    return replace(outcome, version=done.version.number)


def _texts(wording: Wording, seen: Preview) -> dict[Lang, str]:
    """The message in three languages, as readers will see it."""
    before, after = seen.before, seen.after
    if after.change is Change.UPDATE:
        return {lang: wording.update(after, lang, before).text for lang in Lang}
    say = wording.retraction if after.change is Change.RETRACTION else wording.correction
    reason = _reason(seen.draft.reason or "")
    return {lang: say(before, after, reason, None, lang).text for lang in Lang}


def _same(event: Event, base: int) -> None:
    if base and event.version.number != base:
        raise OutOfDate


def _field(typed: str) -> tuple[CorrectionField, int, str]:
    """places=Almaty, Shymkent; grown:0=900: the number after the colon is the figure's, as `events show` lists it."""
    named, equals, value = typed.partition("=")
    name, _, claim = named.partition(":")
    known = [field for field in CorrectionField if field.value == name]
    if not equals or not known or known[0] in {CorrectionField.WHOLE, CorrectionField.DUPLICATE}:
        raise BadConfiguration((f"--set: FIELD=VALUE, FIELD one of {_names(CorrectionField)}, not {typed!r}",))
    return known[0], int(claim) if claim.isdecimal() and len(claim) < 4 else 0, value


def _figure(event: Event, typed: str) -> tuple[CorrectionField, int, str]:
    """570=57: the one figure that is 570 now."""
    wrong, equals, right = typed.partition("=")
    number = int(wrong) if wrong.isdecimal() and len(wrong) < 8 else -1
    telling = [
        place
        for place, said in enumerate(event.facts.said)
        if not said.dropped and number in {said.claim.min, said.claim.max}
    ]
    if not equals or len(telling) != 1:
        raise NotUnderstood(typed[:20])
    return CorrectionField.CLAIM, telling[0], right


def _reason(typed: str) -> Reason:
    known = [reason for reason in Reason if reason.value == typed]
    if not known:
        raise BadConfiguration((f"--reason: one of {_names(Reason)}",))
    return known[0]


def _lang(typed: str) -> Lang:
    known = [lang for lang in Lang if lang.value == typed.strip()]
    if not known:
        raise BadConfiguration(('--note: "ru: text", the language first',))
    return known[0]


def _names(codes: Sequence[str] | type[CorrectionField] | type[Reason]) -> str:
    return ", ".join(str(code) for code in codes)
