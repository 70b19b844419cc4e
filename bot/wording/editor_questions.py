"""What editors are asked, and how it ended: what would be told in our words, who says so, why it waits, and buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.audit import Deed
from bot.domain.event import Event, Facts, Source, begin
from bot.domain.grave import graves
from bot.domain.match_evidence import Weighed
from bot.domain.message import Button, Message, bold
from bot.domain.report import Report
from bot.domain.review import NOT_ABOUT_REPORTS, Resolution, Review, ReviewReason
from bot.wording import correction_dialog, sources
from bot.wording.action_phrases import what
from bot.wording.alerts import GRAVE
from bot.wording.claimant_names import outlet
from bot.wording.claims import in_lines
from bot.wording.claims import line as claim_line
from bot.wording.days import hour
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.handles import handle
from bot.wording.layout import Buttons, Line, fitted, plain, render
from bot.wording.locale import Locale, clean
from bot.wording.match_evidence import lines as match_lines
from bot.wording.place_names import places, title

#: Why something waits, in the words of an editor.
WAITS: Mapping[ReviewReason, str] = {
    ReviewReason.UNSURE: gettext_noop("It may belong to an event that is known already."),
    ReviewReason.LOW_CONFIDENCE: gettext_noop("The program is not sure that this tells of a protest."),
    ReviewReason.ANOTHER_KIND: gettext_noop("It reads like a plan, a trial, the past or another country."),
    ReviewReason.INCOMPLETE: gettext_noop("It does not say what was done, when or where."),
    ReviewReason.ROUNDUP: gettext_noop("Several things are told in one text."),
    ReviewReason.GRAVE_ACT: gettext_noop("What was done needs an editor's look."),
    ReviewReason.PROBATION: gettext_noop("This outlet does not publish by itself yet."),
    ReviewReason.JUMP: gettext_noop(
        "One outlet alone tells a figure far above the others', or the use of force. The event is told without it."
    ),
    ReviewReason.OVER_BUDGET: gettext_noop("This outlet reports far more than it usually does."),
    ReviewReason.EDITED: gettext_noop(
        "This article was edited several times today. Readers are not told of the new edit."
    ),
    ReviewReason.GRAVE: gettext_noop("Something serious is told. The event went out without it."),
    ReviewReason.PREVENTED: gettext_noop("People were detained before a protest could begin."),
    ReviewReason.REVIEW_MODE: gettext_noop("Nothing is published without an editor here."),
    ReviewReason.WITHDRAWN: gettext_noop(
        "The only outlet that told of it takes it back, or several of its figures. It is hidden now; after 15 minutes "
        "those who were told will hear of it."
    ),
    ReviewReason.COMPLAINT: gettext_noop("A reader finds an error in it."),
    ReviewReason.WRONG_FIGURE: gettext_noop("A figure may be wrong."),
    ReviewReason.FEED_DOWN: gettext_noop("A feed answers no more."),
    ReviewReason.OUTLET_ALONE: gettext_noop("This outlet reports far more than it usually does."),
    ReviewReason.APPROVAL: gettext_noop("It needs a second editor."),
}

#: What is asked about a part of an event that is told without it.
_PARTS = frozenset({ReviewReason.GRAVE, ReviewReason.JUMP, ReviewReason.EDITED})

ENDED: Mapping[Resolution, str] = {
    Resolution.PUBLISHED: gettext_noop("published"),
    Resolution.WITHOUT_FIGURES: gettext_noop("published without the figures"),
    Resolution.DECLINED: gettext_noop("not a protest"),
    Resolution.MUTED: gettext_noop("the outlet was muted"),
    Resolution.SECONDED: gettext_noop("published: a second outlet reports it"),
    Resolution.JOINED: gettext_noop("part of a known event"),
    Resolution.EXPIRED: gettext_noop("nobody decided in time"),
    Resolution.WITHDRAWN: gettext_noop("the outlet took it back"),
    Resolution.SEEN: gettext_noop("nothing to do"),
    Resolution.CORRECTED: gettext_noop("corrected"),
    Resolution.APPROVED: gettext_noop("approved"),
    Resolution.CANCELLED: gettext_noop("cancelled"),
    Resolution.BACK: gettext_noop("it answers again"),
}

#: A part that is declined: the event is one all the same.
_LEFT_OUT = gettext_noop("left out")
_MORE = ngettext_noop("%(n)s more question waits: /queue", "%(n)s more questions wait: /queue")
_NIGHT = ngettext_noop("%(n)s question waits for an editor.", "%(n)s questions wait for an editor.")
_MOST_CLAIMS = 8
#: Questions in one list.
MOST_LISTED = 10

#: What an editor is asked about: its reports, each with who carries it.
ToldToEditors = tuple[tuple[Report, Source], ...]


def question(
    t: Locale,
    review: Review,
    told: ToldToEditors,
    event: Event | None,
    *,
    more: int = 0,
    asks: tuple[int, ...] = (),
    match: Weighed | None = None,
) -> Message:
    """One thing that waits, and how it matches the known event; `more` others wait too; `asks` may be its events."""
    facts = facts_of(told)
    rest = t.ngettext(_MORE, more) if more else ""

    def build(most: int) -> Message:
        lines: tuple[Line, ...] = (
            (bold(t.gettext("Question %(number)s", number=review.id)),),
            plain(t.gettext(WAITS[review.reason])),
            *(_about(t, review, facts, told, most) if facts else ()),
            plain(t.gettext("Known event: /event_%(event)s", event=review.event) if _is_known(review, event) else ""),
            *(_beside(t, event, match, most) if event and review.article else ()),
            plain(rest),
        )
        return render(lines, _buttons(t, review, facts, asks))

    return fitted(build, range(_MOST_CLAIMS, -1, -1))


def facts_of(told: ToldToEditors) -> Facts | None:
    """What the reports say together, the first of them leading; none of nothing."""
    return next((begin(report, source) for report, source in told), None)


def _is_known(review: Review, event: Event | None) -> bool:
    return event is not None and not event.held and (bool(review.article) or review.reason is ReviewReason.GRAVE)


def _beside(t: Locale, event: Event, match: Weighed | None, most: int) -> tuple[Line, ...]:
    """The event that a report may belong to, in the same words, and what speaks for and against that."""
    facts = event.facts
    return (
        (bold(title(t, facts)),),
        plain(what(t, facts)),
        *(plain("• " + claim_line(t, one, facts)) for one in in_lines(facts.claims)[:most]),
        *sources.bullets(t, facts, 3),
        *match_lines(t, match),
    )


def _about(t: Locale, review: Review, facts: Facts, told: ToldToEditors, most: int) -> tuple[Line, ...]:
    said = in_lines(facts.claims)[:most]
    kinds = sorted({kind for report, _ in told for kind in graves(report)})
    grave = ", ".join(t.gettext(GRAVE[kind]) for kind in kinds)
    percent = t.gettext("How sure: %(percent)s", percent=f"{100 * told[0][0].confidence:.0f}%")
    return (
        (bold(title(t, facts)),),
        plain(what(t, facts)),
        *(plain("• " + claim_line(t, one, facts)) for one in said),
        plain(t.gettext("Also told: %(kinds)s", kinds=grave) if grave else ""),
        *sources.bullets(t, _sourced(facts, told), 5),
        plain(percent if review.reason is not ReviewReason.GRAVE else ""),
    )


def _sourced(facts: Facts, told: ToldToEditors) -> Facts:
    return Facts(facts.action, facts.span, facts.places, sources=tuple(source for _, source in told))


def _buttons(t: Locale, review: Review, facts: Facts | None, asks: tuple[int, ...] = ()) -> Buttons:
    publish = Button(t.gettext("Publish"), f"q:publish:{review.id}")
    bare = Button(t.gettext("Without the figures"), f"q:bare:{review.id}")
    no = Button(t.gettext("Not a protest"), f"q:no:{review.id}")
    mute = Button(t.gettext("Mute the outlet"), f"q:mute:{review.id}")
    later = Button(t.gettext("Later"), f"q:later:{review.id}")
    if review.reason in _PARTS:
        no = Button(t.gettext("Leave it out"), f"q:no:{review.id}")
        return ((publish, no), (mute, later))
    may = facts is not None and facts.span.start is not None and bool(facts.places)
    joins = tuple(
        Button(t.gettext("Part of No. %(event)s", event=event), f"q:join:{review.id}:{event}") for event in asks[:2]
    )
    apart = (Button(t.gettext("Separate"), f"q:new:{review.id}"),) if joins else ()
    first = ((*joins, *apart), (bare,)) if joins else ((publish, bare),)
    if review.reason is ReviewReason.WITHDRAWN:
        keep = Button(t.gettext("Keep it"), f"q:publish:{review.id}")
        return ((keep, Button(t.gettext("Take it back now"), f"retract:{review.event}:source_withdrew")), (later,))
    return (*(first if may else ()), (no, mute), (later,))


def ended(t: Locale, review: Review, event: Event | None) -> Message:
    """What stands in a question's place when it is decided: how, and by whom."""
    how = t.gettext(_how(review, review.resolution)) if review.resolution else ""
    head = t.gettext("Question %(number)s: %(how)s", number=review.id, how=how)
    shown = event is not None and not event.held and not event.retracted
    who = f" · {handle(t, review.decided_by)}" if review.decided_by else ""
    buttons = (wrong(t, event.id),) if event and shown else ()
    return render((plain(head + who), plain(f"/event_{event.id}" if event and shown else "")), buttons)


def _how(review: Review, how: Resolution) -> str:
    return _LEFT_OUT if how is Resolution.DECLINED and review.reason in _PARTS else ENDED[how]


def wrong(t: Locale, event: int) -> tuple[Button, ...]:
    """What may be done at once about an event that is told."""
    return (Button(t.gettext("Hold"), f"hold:{event}"), Button(t.gettext("Correct"), f"correct:{event}"))


def queue(
    t: Locale, waiting: Sequence[tuple[Review, ToldToEditors]], *, night: bool = False, start: int = 0
) -> Message:
    """What waits, longest first, each with a button that shows it; `night` when it is the morning's list.

    Ten a page, from the one at `start` on.
    """
    count = len(waiting)
    head = t.ngettext(_NIGHT, count) if night else t.gettext("Questions that wait: %(n)s", n=t.number(count))
    shown = waiting[start : start + MOST_LISTED]
    lines = [plain(_line(t, review, told)) for review, told in shown]
    left = count - start - len(shown)
    rest = t.gettext("and %(n)s more", n=t.number(left)) if left > 0 else ""
    buttons = tuple(
        tuple(Button(str(review.id), f"q:show:{review.id}") for review, _ in shown[at : at + 5])
        for at in range(0, len(shown), 5)
    )
    back = (Button("←", f"q:list:{max(0, start - MOST_LISTED)}"),) if start else ()
    on = (Button("→", f"q:list:{start + MOST_LISTED}"),) if left > 0 else ()
    turning = (*back, *on)
    return render(((bold(head),), *lines, plain(rest)), (*buttons, turning) if turning else buttons)


def _line(t: Locale, review: Review, told: ToldToEditors) -> str:
    facts = facts_of(told)
    told_so = facts is not None and review.reason not in NOT_ABOUT_REPORTS
    about = f"{title(t, facts)} · {what(t, facts)}" if facts and told_so else t.gettext(WAITS[review.reason])
    if review.reason in NOT_ABOUT_REPORTS and review.event:
        about += " " + t.gettext("No. %(event)s", event=review.event)
    who = f" · {outlet(t, told[0][1].outlet)}" if told else ""
    return f"{review.id} · {about}{who}"


_WANTS: Mapping[Deed, str] = {
    Deed.CORRECTED: gettext_noop("publish a correction with own words"),
    Deed.REINSTATED: gettext_noop("take a retraction back"),
    Deed.DECIDED: gettext_noop("publish something serious"),
    Deed.NOTICE: gettext_noop("send a notice"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an editor wants to do: the words by language, for which places, and when it happens by itself."""

    deed: Deed
    actor: str
    texts: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    due_at: datetime | None = None


def other_question(t: Locale, review: Review, event: Event | None, proposed: Proposed | None) -> Message:
    """One thing that waits beside the reports."""
    match review.reason:
        case ReviewReason.COMPLAINT if event:
            return correction_dialog.complaint(t, event, review.id)
        case ReviewReason.WRONG_FIGURE if event:
            return _wrong_figure(t, event, review)
        case ReviewReason.APPROVAL if proposed:
            return _approval(t, review, event, proposed)
        case _:
            return _about_outlet(t, review)


def _wrong_figure(t: Locale, event: Event, review: Review) -> Message:
    head = t.gettext("No. %(event)s: a figure may be wrong.", event=event.id)
    lines = ((bold(head),), plain(title(t, event.facts)), plain(f"/event_{event.id} · /correct_{event.id}"))
    return render(lines, correction_dialog.seen_buttons(t, event.id, review.id))


def _about_outlet(t: Locale, review: Review) -> Message:
    named = str(review.subject.get("outlet", ""))
    head = t.gettext(WAITS[review.reason])
    if review.reason is ReviewReason.FEED_DOWN:
        head = t.gettext("A feed answers no more: %(outlet)s", outlet=outlet(t, named))
    return render(((bold(head),), plain("/feeds")), outlet_buttons(t, review.id))


def outlet_buttons(t: Locale, review: int) -> Buttons:
    """What an editor may do about an outlet."""
    row = (
        Button(t.gettext("Nothing to do"), f"q:seen:{review}"),
        Button(t.gettext("Mute the outlet"), f"q:mute:{review}"),
    )
    return (row, (Button(t.gettext("Later"), f"q:later:{review}"),))


def _approval(t: Locale, review: Review, event: Event | None, it: Proposed) -> Message:
    head = t.gettext("%(who)s wants to %(deed)s.", who=handle(t, it.actor), deed=t.gettext(_WANTS[it.deed]))
    row = (
        Button(t.gettext("Approve"), f"q:approve:{review.id}"),
        Button(t.gettext("Cancel it"), f"q:cancel:{review.id}"),
    )
    return render(((bold(head),), *_words(t, event, it)), (row, (Button(t.gettext("Later"), f"q:later:{review.id}"),)))


def proposed(t: Locale, it: Proposed, review: int) -> Message:
    """To whoever proposed it: a second one is asked, or it happens by itself."""
    next_ = t.gettext("A second editor is asked to agree.")
    if it.due_at:
        next_ = t.gettext(
            "There is no second editor: it happens at %(time)s unless you cancel it.", time=hour(it.due_at)
        )
    head = t.gettext("You want to %(deed)s.", deed=t.gettext(_WANTS[it.deed]))
    buttons: Buttons = ((Button(t.gettext("Cancel it"), f"q:cancel:{review}"),),)
    return render(((bold(head),), plain(next_)), buttons)


def _words(t: Locale, event: Event | None, it: Proposed) -> tuple[Line, ...]:
    about = f"/event_{event.id} · {title(t, event.facts)}" if event else ""
    where = places(t, it.places) if it.places else ""
    words = tuple(plain(f"{lang}: {clean(text, 1500)}") for lang, text in sorted(it.texts.items()))
    return (plain(about), plain(where), *words)
