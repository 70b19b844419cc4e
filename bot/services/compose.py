"""Which words an act gets: from its form and the version it tells of."""

from functools import lru_cache
from typing import Protocol

from bot.domain.codes import Lang
from bot.domain.correction import Reason
from bot.domain.delivery import Form
from bot.domain.event import Version
from bot.domain.message import Message
from bot.wording.wording import Wording


class Compose(Protocol):
    """Writes the words of one act; `before` is the version that this one replaces."""

    def __call__(self, form: Form, version: Version, before: Version | None, lang: Lang, *, certain: bool) -> Message:
        """The message; not `certain` when nobody knows whether the chat got the one that was wrong."""
        ...


def composing(wording: Wording) -> Compose:
    """A writer of acts; each text is written once per version, form and language, not per reader."""

    def compose(form: Form, version: Version, before: Version | None, lang: Lang, *, certain: bool) -> Message:
        match form:
            case Form.NEW:
                return wording.alert(version, lang)
            case Form.UPDATE:
                return wording.update(version, lang)
            case Form.EDIT:
                return wording.edited(version, lang)
            case Form.CORRECTION | Form.RETRACTION:
                earlier = before or version
                say = wording.correction if form is Form.CORRECTION else wording.retraction
                return say(earlier, version, Reason(version.reasons[0]), earlier.at if certain else None, lang)

    return lru_cache(maxsize=256)(compose)
