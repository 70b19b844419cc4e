"""Why each article of an event was read as it was, for editors: what it is, how sure, the cues and the vetoes."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TypeAlias

from bot.domain.codes import ReportKind
from bot.domain.decision import Decision, Judgement, Why
from bot.domain.event import Event
from bot.domain.match_evidence import Weighed
from bot.domain.message import Message, bold
from bot.domain.report import Report
from bot.wording.claimant_names import outlet
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Line, fitted, plain, render
from bot.wording.locale import Locale, clean
from bot.wording.match_evidence import lines as match_lines

_KINDS: Mapping[ReportKind, str] = {
    ReportKind.EVENT_REPORT: gettext_noop("report of a protest"),
    ReportKind.PLANNED_EVENT: gettext_noop("planned protest"),
    ReportKind.PREVENTED_EVENT: gettext_noop("prevented protest"),
    ReportKind.COURT_FOLLOWUP: gettext_noop("court case after a protest"),
    ReportKind.HISTORICAL_MENTION: gettext_noop("protest of the past"),
    ReportKind.FOREIGN_EVENT: gettext_noop("protest abroad"),
    ReportKind.OPINION: gettext_noop("opinion"),
    ReportKind.NOT_PROTEST: gettext_noop("not a protest"),
}

_DECISIONS: Mapping[Decision, str] = {
    Decision.PUBLISH: gettext_noop("published by itself"),
    Decision.ASK: gettext_noop("editors are asked"),
    Decision.DROP: gettext_noop("not told"),
}

_WHY: Mapping[Why, str] = {
    Why.SURE: gettext_noop("sure enough"),
    Why.KNOWN_EVENT: gettext_noop("others report it as well"),
    Why.LOW_CONFIDENCE: gettext_noop("not sure enough"),
    Why.UNLIKELY: gettext_noop("unlikely"),
    Why.INCOMPLETE: gettext_noop("no place, day or action"),
    Why.ANOTHER_KIND: gettext_noop("read as something else"),
    Why.ROUNDUP: gettext_noop("several things in one text"),
    Why.GRAVE_ACT: gettext_noop("what was done needs an editor's look"),
    Why.PROBATION: gettext_noop("the outlet does not publish by itself yet"),
    Why.MUTED: gettext_noop("the outlet is muted"),
    Why.REVIEW_MODE: gettext_noop("nothing is published without an editor"),
}

#: An outlet, its report, and what the publishing rule made of it.
Reading: TypeAlias = tuple[str, Report, Judgement]

#: Longest cue shown; the reader's cues are a few words.
_LONGEST = 80


def why(t: Locale, event: Event, readings: Sequence[Reading], matches: Sequence[Weighed | None] = ()) -> Message:
    """The event's articles, oldest first: outlet, kind, confidence in percent, and why; the newest go if it is long.

    `matches` is how each of them matches the others.
    """
    title = t.gettext("No. %(event)s · how it was read", event=event.id)

    def build(most: int) -> Message:
        some = zip_longest(readings[:most], matches[:most])
        lines = [line for one, match in some for line in (*_reading(t, *one), *match_lines(t, match))]
        rest = len(readings) - most
        more = t.gettext("and %(n)s more", n=t.number(rest)) if rest > 0 else ""
        return render(((bold(title),), *lines, plain(more)))

    return fitted(build, range(len(readings), -1, -1))


def _reading(t: Locale, outlet_id: str, report: Report, judged: Judgement) -> tuple[Line, ...]:
    sure = f"{100 * report.confidence:.0f}%"
    head = f"{outlet(t, outlet_id)}: {t.gettext(_KINDS[report.kind])} · {sure}"
    reasons = ", ".join(t.gettext(_WHY[why]) for why in judged.why)
    decided = f"→ {t.gettext(_DECISIONS[judged.decision])}: {reasons}"
    return (plain(""), (bold(head),), plain(decided), *(plain(f"• {clean(cue, _LONGEST)}") for cue in report.why))
