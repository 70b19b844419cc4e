"""Which words an act gets: from its form and the versions it tells of, written once and not once a reader."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise, takewhile
from typing import TypeAlias

from bot.domain.codes import Lang
from bot.domain.correction import Reason
from bot.domain.delivery import Dispatch, Form, Telling
from bot.domain.event import Change, Version
from bot.domain.feed import checked
from bot.domain.message import Message
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.wording.digest import Check
from bot.wording.wording import Wording

_MOST_KEPT = 1024

Told: TypeAlias = tuple[Telling, Version]


@dataclass(frozen=True, slots=True)
class MessageText:
    """What a message depends on: two acts of one text get one message."""

    form: Form
    event: int
    version: int
    lang: Lang
    #: What the message was that this text replaces.
    was: Form | None = None
    #: What the chat was told before, and when it got the message that is answered, to the minute: none of it where
    #: nobody knows for certain. `mended` when that message has been edited.
    told: tuple[Telling, ...] = ()
    told_at: datetime | None = None
    mended: bool = False
    late: bool = False
    channel: bool = False
    #: A digest that was asked for.
    paced: bool = False
    silent: bool = False
    discreet: bool = False
    digest: tuple[tuple[int, int], ...] = ()
    #: An editor's chat: with the editors' buttons.
    desk: bool = False
    #: Of an edit: the version that the message told when it was sent; 0 where that makes no difference.
    since: int = 0
    #: Of a correction: the newest version, whose corrections stand beneath it; 0 where that makes no difference.
    newest: int = 0


def text_of(dispatch: Dispatch) -> MessageText:
    """The text that an act needs."""
    act = dispatch.delivery
    if dispatch.digest:
        form = Form.EDIT if act.form is Form.EDIT else Form.NEW
        return replace(_text(dispatch, form), event=0, version=0, paced=dispatch.paced, digest=dispatch.digest)
    late = dispatch.late and act.form in {Form.NEW, Form.UPDATE}
    since = dispatch.since if act.form is Form.EDIT else 0
    text = replace(_text(dispatch, act.form), was=dispatch.was, late=late, desk=dispatch.desk, since=since)
    if act.form is Form.EDIT and dispatch.was is Form.CORRECTION:
        return replace(text, told=_to_the_minute(dispatch), told_at=_minute(dispatch.told_at))
    if act.form is Form.UPDATE and dispatch.told:
        new = [one for one in dispatch.told if not one.edit] or dispatch.told
        return replace(text, told=(Telling(new[-1].version),))
    if act.form in {Form.CORRECTION, Form.RETRACTION}:
        told = _to_the_minute(dispatch)
        newest = dispatch.newest if act.form is Form.CORRECTION and dispatch.newest > act.version else 0
        text = replace(text, newest=newest)
        return replace(text, told=told, told_at=_minute(dispatch.told_at), mended=dispatch.answers is not None)
    return text


def _text(dispatch: Dispatch, form: Form) -> MessageText:
    act = dispatch.delivery
    text = MessageText(form, act.event, act.version, dispatch.lang)
    return replace(text, channel=dispatch.channel, discreet=dispatch.discreet, silent=dispatch.silent)


@dataclass(frozen=True, slots=True)
class Texts:
    """Messages by what they depend on; the newest thousand are kept."""

    store: Store
    wording: Wording
    _kept: OrderedDict[MessageText, Message] = field(default_factory=OrderedDict)

    async def of(self, dispatch: Dispatch) -> Message:
        """The message of an act; LookupError when a version that it tells of is not there."""
        text = text_of(dispatch)
        kept = self._kept.get(text)
        if kept is None:
            kept = self._kept[text] = await self._written(text)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return kept

    async def _written(self, text: MessageText) -> Message:
        if text.digest:
            versions = await self.store.read(lambda tx: tuple(_version(tx, *one) for one in text.digest))
            check = Check(*(await self.store.read(lambda tx: checked(tx.feeds.all()))))
            message = self.wording.digest(versions, text.lang, chosen=text.paced, alone=text.silent, check=check)
        else:
            versions = (await self.store.read(lambda tx: _version(tx, text.event, text.version)),)
            message = await self._of_one(text, versions[0])
        message = self.wording.late(message, text.lang, max(one.at for one in versions)) if text.late else message
        message = self.wording.hidden(message, text.lang) if text.discreet else message
        message = replace(message, silent=True) if text.silent else message
        return without_questions(message) if text.channel else message

    async def _of_one(self, text: MessageText, version: Version) -> Message:
        told = await self.store.read(lambda tx: _told(tx, text))
        past = await self.store.read(lambda tx: _past(tx, text)) if text.since or text.newest else ()
        message = worded(self.wording, text, version, told, past)
        if not text.desk:
            return message
        gone = version.change is Change.RETRACTION
        return self.wording.at_desk(message, text.event, text.lang, retracted=gone)


def worded(
    wording: Wording, text: MessageText, version: Version, told: Sequence[Told], past: Sequence[Version] = ()
) -> Message:
    """The message about one event; `told` is what this version replaces for the reader, oldest first.

    `past` are the versions of the event from the one on that a message to edit told when it was sent.
    """
    match text.form:
        case Form.NEW:
            return wording.alert(version, text.lang)
        case Form.UPDATE:
            return wording.update(version, text.lang, told[-1][1] if told else None)
        case Form.EDIT:
            return _edit(wording, text, version, told, past)
        case Form.CORRECTION:
            return _correction(wording, text, version, told, _steps(past))
        case Form.RETRACTION:
            before, reason = told[-1][1] if told else version, Reason(version.reasons[0])
            return wording.retraction(before, version, reason, text.told_at, text.lang, mended=text.mended)


def _edit(
    wording: Wording, text: MessageText, version: Version, told: Sequence[Told], past: Sequence[Version]
) -> Message:
    """What was sent, as it is to be read now; a correction stays readable above the corrections that follow it."""
    steps = _steps(past)
    first = past[0] if past else None
    again = text.was is Form.CORRECTION and version.change is Change.CORRECTION
    if again and first and first.change is Change.CORRECTION and told:
        earlier = [one for one in told if one[0].version < first.number]
        return _correction(wording, replace(text, mended=True), first, earlier, steps)
    return wording.edited(version, text.lang, text.was or Form.NEW, steps)


def _steps(past: Sequence[Version]) -> tuple[tuple[Version, Version], ...]:
    """The corrections among these versions, each with the version before it."""
    return tuple((one, after) for one, after in pairwise(past) if after.change is Change.CORRECTION)


def _correction(
    wording: Wording,
    text: MessageText,
    version: Version,
    told: Sequence[Told],
    later: Sequence[tuple[Version, Version]] = (),
) -> Message:
    """Names the message in which the chat was first told what is wrong, or which was then edited to say it."""
    before = told[-1][1] if told else version
    wrong = list(takewhile(lambda one: wording.repeats(one[1], before, version), reversed(told)))
    first = wrong[-1][0] if wrong else Telling(version.number)
    at, edited = (text.told_at, first.at) if first.edit else (first.at or text.told_at, None)
    reason = Reason(version.reasons[0])
    return wording.correction(before, version, reason, at, text.lang, edited_at=edited, mended=text.mended, later=later)


def without_questions(message: Message) -> Message:
    """The message with only those buttons that open an address: a channel has no one to answer."""
    rows = (tuple(button for button in row if button.url) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _past(tx: Tx, text: MessageText) -> tuple[Version, ...]:
    """From the version that the message told, or tells now, to the one that it is to be read with."""
    first, last = (text.since, text.version) if text.since else (text.version, text.newest)
    return tuple(one for one in tx.events.history(text.event) if first <= one.number <= last)


def _to_the_minute(dispatch: Dispatch) -> tuple[Telling, ...]:
    return tuple(replace(one, at=_minute(one.at)) for one in dispatch.told)


def _minute(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None


def _told(tx: Tx, text: MessageText) -> tuple[Told, ...]:
    """What the chat was told; the version before this one where nobody knows."""
    tellings = text.told or (Telling(text.version - 1),)
    found = ((one, tx.events.version(text.event, one.version)) for one in tellings)
    return tuple((one, version) for one, version in found if version)


def _version(tx: Tx, event: int, number: int) -> Version:
    version = tx.events.version(event, number)
    if version is None:
        raise LookupError(f"event {event} has no version {number}")
    return version
