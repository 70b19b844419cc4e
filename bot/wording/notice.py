"""A message of the editors about no event, and how it is looked at before it goes."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.codes import Lang
from bot.domain.message import Button, Message, bold
from bot.wording.correction_dialog import LEAST_COUNTED
from bot.wording.days import moment
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.layout import plain, render
from bot.wording.locale import Locale, clean
from bot.wording.place_names import places

_TO_FEW = gettext_noop("It would go to fewer than 20 chats.")
_TO = ngettext_noop("It would go to %(n)s chat.", "It would go to %(n)s chats.")


def notice(t: Locale, text: str, at: datetime) -> Message:
    """The notice itself: that it is one, what it says, and when."""
    head = t.gettext("Notice from the editors")
    return render(((bold(head),), plain(clean(text, 1500)), plain(moment(t, at))))


def how(t: Locale) -> Message:
    """How a notice is written."""
    return render(
        (
            (bold(t.gettext("A notice to readers, about no event")),),
            plain(t.gettext("/notice ru all: text – to all who read this language")),
            plain(t.gettext("/notice kk almaty, shymkent: text – to readers of these places in this language")),
        )
    )


def look(t: Locale, texts: Mapping[Lang, str], place_ids: tuple[str, ...], chats: int) -> Message:
    """To whom it would go, and the button."""
    where = places(t, place_ids) if place_ids else t.gettext("all places")
    langs = ", ".join(sorted(lang.value for lang in texts))
    lines = (
        t.gettext("To: %(places)s · %(languages)s", places=where, languages=langs),
        t.ngettext(_TO, chats) if chats >= LEAST_COUNTED else t.gettext(_TO_FEW),
        t.gettext("It needs a second editor, or ten minutes."),
    )
    send = Button(t.gettext("Send"), "notice:send")
    return render(map(plain, lines), ((send, Button(t.gettext("Cancel"), "cancel")),))
