"""The public log of an event: each version, what it changed, why, and who changed it."""

from collections.abc import Sequence

from bot.domain.correction import Reason
from bot.domain.event import Change, Event, Version
from bot.domain.message import Message, bold
from bot.wording.alerts import apart
from bot.wording.corrections import changed, reason_sentence
from bot.wording.days import moment
from bot.wording.layout import Line, fitted, plain, render
from bot.wording.locale import Locale
from bot.wording.updates import told

#: Changes of one version that are told.
_MOST = 4


def history(t: Locale, event: Event, versions: Sequence[Version]) -> Message:
    """What we said of an event, oldest first; what was retracted or endangered somebody is not repeated."""
    head = bold(t.gettext("No. %(event)s · what changed", event=event.id))
    unsafe = max((one.number for one in versions if Reason.SAFETY.value in one.reasons), default=0)

    def build(most: int) -> Message:
        shown = versions[-most:]
        before = [None, *versions][len(versions) - len(shown) :][: len(shown)]
        blocks = [
            _block(t, one, was, hidden=event.retracted or one.number < unsafe)
            for one, was in zip(shown, before, strict=True)
        ]
        left = len(versions) - len(shown)
        earlier = plain(t.gettext("… and %(n)s earlier", n=t.number(left))) if left else ()
        return render(apart((((head,),), (earlier,), *blocks)))

    return fitted(build, [size for size in (12, 8, 5, 3, 2, 1) if size <= max(1, len(versions))] or [1])


def _block(t: Locale, version: Version, before: Version | None, *, hidden: bool) -> tuple[Line, ...]:
    when = moment(t, version.at, beside=version.facts.span.start)
    head = plain(f"{when} · {_what(t, version, before, hidden=hidden)}")
    if version.change is not Change.CORRECTION or before is None or hidden:
        return (head,)
    return (head, *(plain("• " + text) for text in changed(t, before, version)[:_MOST]))


def _what(t: Locale, version: Version, before: Version | None, *, hidden: bool) -> str:
    match version.change:
        case Change.NEW:
            return t.gettext("first report")
        case Change.RETRACTION | Change.CORRECTION:
            why = [reason_sentence(t, Reason(one)) for one in version.reasons if one in set(Reason)]
            return ": ".join([_deed(t, version), *why[:1]])
    told_of = told(t, version, before.facts if before else None)[:_MOST]
    return t.gettext("new details") if hidden else "; ".join(told_of)


def _deed(t: Locale, version: Version) -> str:
    """No editor has a hand in what an outlet takes back."""
    if version.change is Change.RETRACTION:
        return t.gettext("Message retracted")
    if Reason.REINSTATED.value in version.reasons:
        return t.gettext("reinstated")
    if Reason.SOURCE_WITHDREW.value in version.reasons:
        return t.gettext("corrected")
    return t.gettext("corrected by the editors")
