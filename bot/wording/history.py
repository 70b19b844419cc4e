"""The public log of an event: each version, what it changed, why, and who changed it."""

from collections.abc import Sequence

from bot.domain.correction import Reason
from bot.domain.event import Change, Event, Version
from bot.domain.message import Message, bold
from bot.wording.alerts import apart
from bot.wording.corrections import reason_sentence
from bot.wording.days import moment
from bot.wording.layout import Line, fitted, plain, render
from bot.wording.locale import Locale
from bot.wording.updates import told

#: Changes of one version that are told.
_MOST = 4


def history(t: Locale, event: Event, versions: Sequence[Version]) -> Message:
    """What we said of an event, oldest first; of a retracted one nothing is repeated."""
    head = bold(t.gettext("No. %(event)s · what changed", event=event.id))

    def build(most: int) -> Message:
        shown = versions[-most:]
        before = [None, *versions][len(versions) - len(shown) :][: len(shown)]
        lines = [_line(t, one, was, hidden=event.retracted) for one, was in zip(shown, before, strict=True)]
        left = len(versions) - len(shown)
        earlier = plain(t.gettext("… and %(n)s earlier", n=t.number(left))) if left else ()
        return render(apart((((head,),), (earlier,), *((line,) for line in lines))))

    return fitted(build, [size for size in (12, 8, 5, 3, 2, 1) if size <= max(1, len(versions))] or [1])


def _line(t: Locale, version: Version, before: Version | None, *, hidden: bool) -> Line:
    when = moment(t, version.at, beside=version.facts.span.start)
    return plain(f"{when} · {_what(t, version, before, hidden=hidden)}")


def _what(t: Locale, version: Version, before: Version | None, *, hidden: bool) -> str:
    match version.change:
        case Change.NEW:
            return t.gettext("first report")
        case Change.RETRACTION | Change.CORRECTION:
            word = (
                t.gettext("Message retracted")
                if version.change is Change.RETRACTION
                else t.gettext("corrected by the editors")
            )
            why = [reason_sentence(t, Reason(one)) for one in version.reasons if one in set(Reason)]
            return ": ".join([word, *why[:1]])
    changed = told(t, version, before.facts if before else None)[:_MOST]
    return t.gettext("new details") if hidden else "; ".join(changed)
