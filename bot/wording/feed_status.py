"""How each feed is, for editors: the troubled ones first, a line each that a phone can show."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.clock import almaty
from bot.domain.decision import OutletStanding as Trust
from bot.domain.feed import FeedHealth, FeedState, Move, PollFault
from bot.domain.links import host
from bot.domain.message import Button, Message, bold
from bot.domain.outlet import Seen
from bot.domain.polling import FeedDown, FeedRecovered, per_day
from bot.wording.claimant_names import outlet
from bot.wording.editor_questions import outlet_buttons
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Buttons, Line, fitted, plain, render
from bot.wording.locale import Locale, clean

#: In the order in which they are shown.
_STANDINGS: Mapping[FeedHealth, str] = {
    FeedHealth.DARK: gettext_noop("Went dark"),
    FeedHealth.NEVER: gettext_noop("Never worked"),
    FeedHealth.FAILING: gettext_noop("Failing"),
    FeedHealth.UNASKED: gettext_noop("Not asked yet"),
    FeedHealth.WORKS: gettext_noop("Working"),
    FeedHealth.PAUSED: gettext_noop("Paused"),
}

#: What the network library calls a cause, as operators know it.
_CAUSES: Mapping[str, str] = {
    "ClientConnectorDNSError": "no such host",
    "ClientConnectorError": "no connection",
    "ClientProxyConnectionError": "no connection to the proxy",
    "ServerDisconnectedError": "the server hung up",
    "ClientOSError": "the connection broke",
    "ClientPayloadError": "the answer broke off",
    "ClientConnectorCertificateError": "the certificate is not valid",
}

_FAULTS: Mapping[PollFault, str] = {
    PollFault.UNREACHABLE: gettext_noop("cannot be reached"),
    PollFault.TIMEOUT: gettext_noop("too slow"),
    PollFault.TLS: gettext_noop("TLS failure"),
    PollFault.FORBIDDEN_ADDRESS: gettext_noop("forbidden address"),
    PollFault.REDIRECTS: gettext_noop("too many redirects"),
    PollFault.HTTP_STATUS: gettext_noop("HTTP status"),
    PollFault.TOO_LARGE: gettext_noop("too large"),
    PollFault.ENCODING: gettext_noop("cannot be unpacked"),
    PollFault.EMPTY: gettext_noop("empty answer"),
    PollFault.NOT_A_FEED: gettext_noop("not a feed"),
    PollFault.SILENT: gettext_noop("silent for longer than usual"),
    PollFault.OURS: gettext_noop("a fault of our own"),
}

#: What became of what an outlet told.
_PUBLISHED = gettext_noop("published %(n)s")
_ASKED = gettext_noop("asked about %(n)s")
_CONFIRMED = gettext_noop("confirmed by others %(n)s")
_TAKEN_BACK = gettext_noop("taken back %(n)s")
_TRUST: Mapping[Trust, str] = {
    Trust.PROBATION: gettext_noop("on probation"),
    Trust.MUTED: gettext_noop("muted"),
}
#: Outlets shown at most.
_OUTLETS = 8
#: Bytes that Telegram carries in a button.
_LONGEST_DATA = 64
#: So many buttons of feeds gone dark at most; the rest stand in /queue.
_MOST_ASKED = 10

#: Feeds that are shown at most; what does not fit is counted.
_MOST = 200


def feeds(t: Locale, states: tuple[FeedState, ...], outlets: Sequence[Seen] = ()) -> Message:
    """Every feed with its state, its fault, its last entry, entries a day and share of empty answers.

    Of outlets the first few with what became of their reports of late, and a button that mutes or trusts each.
    """
    answering = sum(state.answers for state in states)
    title = t.gettext("Sources answering: %(answering)s/%(feeds)s", answering=answering, feeds=len(states))
    groups = [(name, [s for s in states if s.standing is standing]) for standing, name in _STANDINGS.items()]
    shown = outlets[:_OUTLETS]
    told = [(plain(_outlet(t, one)), False) for one in shown]
    told = [((bold(t.gettext("Outlets, the last 7 days")),), False), *told] if told else []
    lines = [*told, *(line for name, group in groups if group for line in _group(t, t.gettext(name), group))]

    def build(most: int) -> Message:
        rest = sum(1 for _, is_feed in lines[most:] if is_feed)
        more = t.gettext("and %(n)s more", n=t.number(rest)) if rest else ""
        return render(((bold(title),), *(line for line, _ in lines[:most]), plain(more)), _buttons(t, shown))

    return fitted(build, range(min(len(lines), _MOST), -1, -1))


def _outlet(t: Locale, seen: Seen) -> str:
    """One outlet: how far it is trusted where that is not fully, and what became of what it told."""
    counts = seen.counts
    said = (
        (_PUBLISHED, counts.published),
        (_ASKED, counts.asked),
        (_CONFIRMED, counts.confirmed),
        (_TAKEN_BACK, counts.taken_back),
    )
    how = (t.gettext(_TRUST[seen.standing]),) if seen.standing in _TRUST else ()
    parts = (*how, *(t.gettext(text, n=t.number(many)) for text, many in said if many))
    return f"• {outlet(t, seen.outlet)}: {' · '.join(parts) or '–'}"


def _buttons(t: Locale, shown: Sequence[Seen]) -> Buttons:
    """One tap mutes an outlet, or trusts one that is not trusted."""
    made = []
    for seen in shown:
        known = seen.standing is Trust.KNOWN
        data = f"outlet:{Trust.MUTED if known else Trust.KNOWN}:{seen.outlet}"
        if len(data.encode()) <= _LONGEST_DATA:
            text = gettext_noop("Mute %(outlet)s") if known else gettext_noop("Trust %(outlet)s")
            made.append(Button(t.gettext(text, outlet=outlet(t, seen.outlet)), data))
    return tuple((button,) for button in made)


def turns(t: Locale, turned: Sequence[FeedDown | FeedRecovered], waits: Mapping[str, int]) -> Message:
    """Feeds that have gone dark or are back, a line each; `waits` has the question about each that is dark.

    What may be done about one stands under it; of several each question has a button that shows it.
    """
    asked = [(one.feed, waits[one.feed]) for one in turned if isinstance(one, FeedDown) and one.feed in waits]
    shown = tuple((Button(feed, f"q:show:{review}"),) for feed, review in asked[:_MOST_ASKED])
    buttons = outlet_buttons(t, asked[0][1]) if len(turned) == len(asked) == 1 else shown
    return render((plain(_turn(t, one)) for one in turned), buttons)


def _turn(t: Locale, turned: FeedDown | FeedRecovered) -> str:
    since = _moment(turned.since)
    if isinstance(turned, FeedRecovered):
        return t.gettext("Feed %(feed)s is back; it was dark since %(moment)s.", feed=turned.feed, moment=since)
    fault = _kind(t, turned.fault, turned.detail)
    return t.gettext(
        "Feed %(feed)s went dark: %(fault)s, since %(moment)s. All feeds: /feeds",
        feed=turned.feed,
        fault=fault,
        moment=since,
    )


def _group(t: Locale, name: str, states: list[FeedState]) -> Iterator[tuple[Line, bool]]:
    """Lines, and whether each is a feed's."""
    yield (bold(f"{name}: {t.number(len(states))}"),), False
    for state in states:
        yield plain(f"• {state.feed.id}: {' · '.join(_parts(t, state)) or '–'}"), True


def _parts(t: Locale, state: FeedState) -> Iterator[str]:
    if state.fault:
        yield _fault(t, state, state.fault)
    if state.move is Move.ASKED:
        yield t.gettext("wants to move to %(host)s, an operator decides", host=clean(host(state.moved_to), 60))
    if state.last_entry:
        yield t.gettext("last entry %(moment)s", moment=_moment(state.last_entry))
    if state.days:
        yield t.gettext("%(n)s a day", n=t.number(round(per_day(state.days))))
    if state.empties:
        yield t.gettext("empty answers %(share)s", share=f"{100 * state.empties / state.polls:.0f}%")


def _fault(t: Locale, state: FeedState, fault: PollFault) -> str:
    kind = _kind(t, fault, state.detail)
    since = state.failing_since
    if since is None:
        return kind
    many = t.number(state.failures)
    return t.gettext("%(fault)s, %(n)s in a row since %(moment)s", fault=kind, n=many, moment=_moment(since))


def _kind(t: Locale, fault: PollFault, detail: str) -> str:
    name = t.gettext(_FAULTS[fault])
    return f"{name} {clean(detail, 20)}" if fault is PollFault.HTTP_STATUS else name


def for_operators(fault: PollFault, detail: str) -> str:
    """A fault with its detail in the operators' English: "cannot be reached (no such host)"."""
    name, more = _FAULTS[fault], _CAUSES.get(detail, detail)
    if fault is PollFault.HTTP_STATUS:
        return f"{name} {more}".strip()
    return f"{name} ({more})" if more else name


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(almaty()):%d.%m %H:%M}"
