"""Which words an act gets: from its form and the versions it tells of, written once and not once a reader."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.codes import Lang
from bot.domain.correction import Reason
from bot.domain.delivery import Dispatch, Form
from bot.domain.event import Version
from bot.domain.message import Message
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.wording.wording import Wording

_MOST_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Text:
    """What a message depends on: two acts of one text get one message."""

    form: Form
    event: int
    version: int
    lang: Lang
    #: What the message was that this text replaces.
    was: Form | None = None
    #: The version that the chat was told before, and to the minute when it got the message that is answered: none of
    #: it where nobody knows for certain. `mended` when that message has been edited.
    told: int = 0
    told_at: datetime | None = None
    mended: bool = False
    late: bool = False
    channel: bool = False
    #: A digest that was asked for.
    paced: bool = False
    digest: tuple[tuple[int, int], ...] = ()


def text_of(dispatch: Dispatch) -> Text:
    """The text that an act needs."""
    act = dispatch.delivery
    if dispatch.digest:
        form = Form.EDIT if act.form is Form.EDIT else Form.NEW
        text = Text(form, 0, 0, dispatch.lang, channel=dispatch.channel, digest=dispatch.digest)
        return replace(text, paced=dispatch.paced)
    text = Text(act.form, act.event, act.version, dispatch.lang, channel=dispatch.channel, was=dispatch.was)
    if act.form in {Form.CORRECTION, Form.RETRACTION}:
        minute = dispatch.told_at.replace(second=0, microsecond=0) if dispatch.told_at else None
        return replace(text, told=dispatch.told, told_at=minute, mended=dispatch.answers is not None)
    return replace(text, late=dispatch.late and act.form is not Form.EDIT)


@dataclass(frozen=True, slots=True)
class Texts:
    """Messages by what they depend on; the newest thousand are kept."""

    store: Store
    wording: Wording
    _kept: OrderedDict[Text, Message] = field(default_factory=OrderedDict)

    async def of(self, dispatch: Dispatch) -> Message:
        """The message of an act; LookupError when a version that it tells of is not there."""
        text = text_of(dispatch)
        if text not in self._kept:
            self._kept[text] = await self._written(text)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return self._kept[text]

    async def _written(self, text: Text) -> Message:
        told = text.digest or ((text.event, text.version),)
        versions = await self.store.read(lambda tx: tuple(_version(tx, *one) for one in told))
        if text.digest:
            message = self.wording.digest(versions, text.lang, chosen=text.paced)
        else:
            earlier = text.told or text.version - 1
            before = await self.store.read(lambda tx: tx.events.version(text.event, earlier))
            message = worded(self.wording, text, versions[0], before)
        message = self.wording.late(message, text.lang) if text.late else message
        return without_questions(message) if text.channel else message


def worded(wording: Wording, text: Text, version: Version, before: Version | None) -> Message:
    """The message about one event; `before` is the version that this one replaces for the reader."""
    match text.form:
        case Form.NEW:
            return wording.alert(version, text.lang)
        case Form.UPDATE:
            return wording.update(version, text.lang)
        case Form.EDIT:
            return wording.edited(version, text.lang, text.was or Form.NEW)
        case Form.CORRECTION | Form.RETRACTION:
            say = wording.correction if text.form is Form.CORRECTION else wording.retraction
            reason = Reason(version.reasons[0])
            return say(before or version, version, reason, text.told_at, text.lang, mended=text.mended)


def without_questions(message: Message) -> Message:
    """The message with only those buttons that open an address: a channel has no one to answer."""
    rows = (tuple(button for button in row if button.url) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _version(tx: Tx, event: int, number: int) -> Version:
    version = tx.events.version(event, number)
    if version is None:
        raise LookupError(f"event {event} has no version {number}")
    return version
