"""Why each article of an event was read as it was, for editors: what it is, how sure, the cues and the vetoes."""

from collections.abc import Mapping

from bot.domain.codes import Kind
from bot.domain.event import Event
from bot.domain.message import Message, bold
from bot.domain.report import Report
from bot.wording.layout import Line, fitted, laid, plain
from bot.wording.marks import gettext_noop
from bot.wording.tongue import Tongue, clean
from bot.wording.who import outlet

_KINDS: Mapping[Kind, str] = {
    Kind.EVENT_REPORT: gettext_noop("report of a protest"),
    Kind.PLANNED_EVENT: gettext_noop("planned protest"),
    Kind.PREVENTED_EVENT: gettext_noop("prevented protest"),
    Kind.COURT_FOLLOWUP: gettext_noop("court case after a protest"),
    Kind.HISTORICAL_MENTION: gettext_noop("protest of the past"),
    Kind.FOREIGN_EVENT: gettext_noop("protest abroad"),
    Kind.OPINION: gettext_noop("opinion"),
    Kind.NOT_PROTEST: gettext_noop("not a protest"),
}

#: Longest cue shown; the reader's cues are a few words.
_LONGEST = 80


def why(t: Tongue, event: Event, readings: tuple[tuple[str, Report], ...]) -> Message:
    """The event's articles, oldest first: outlet, kind, confidence in percent, and why; the newest go if it is long."""
    title = t.gettext("No. %(event)s · how it was read", event=event.id)

    def build(most: int) -> Message:
        lines = [line for outlet_id, report in readings[:most] for line in _reading(t, outlet_id, report)]
        rest = len(readings) - most
        more = t.gettext("and %(n)s more", n=t.number(rest)) if rest > 0 else ""
        return laid(((bold(title),), *lines, plain(more)))

    return fitted(build, range(len(readings), -1, -1))


def _reading(t: Tongue, outlet_id: str, report: Report) -> tuple[Line, ...]:
    sure = f"{100 * report.confidence:.0f}%"
    head = f"{outlet(t, outlet_id)}: {t.gettext(_KINDS[report.kind])} · {sure}"
    return (plain(""), (bold(head),), *(plain(f"• {clean(cue, _LONGEST)}") for cue in report.why))
