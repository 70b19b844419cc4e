"""A message of the editors about no event, and how it is looked at before it goes."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.codes import Lang
from bot.domain.message import Button, Message, bold, here
from bot.wording.alerts import apart
from bot.wording.correction_dialog import LEAST_COUNTED
from bot.wording.days import moment
from bot.wording.gettext_markers import gettext_noop, ngettext_noop
from bot.wording.layout import Line, plain, render
from bot.wording.locale import Locale, clean
from bot.wording.place_names import places

#: The longest text of a notice in one language: an editor looks at three of them in one message.
LONGEST = 1000
_TO_FEW = gettext_noop("It would go to fewer than 20 chats.")
_TO = ngettext_noop("It would go to %(n)s chat.", "It would go to %(n)s chats.")


def notice(t: Locale, text: str, at: datetime, number: int = 0) -> Message:
    """The notice itself: that it is one, what it says, when, and the link by which a copy of it can be checked."""
    head = t.gettext("Notice from the editors")
    link: Line = (" · ", here(t.gettext("open in the bot"), f"notice_{number}")) if number else ()
    return render(((bold(head),), plain(clean(text, LONGEST)), (moment(t, at), *link)))


def how(t: Locale) -> Message:
    """How a notice is written."""
    return render(
        (
            (bold(t.gettext("A notice to readers, about no event")),),
            plain(t.gettext("/notice ru all: text – to all who read this language")),
            plain(t.gettext("/notice kk almaty, shymkent: text – to readers of these places in this language")),
            plain(t.gettext("In several languages, each text on a line of its own:")),
            plain("/notice all\nkk: …\nru: …\nen: …"),
        )
    )


def look(t: Locale, previews: Mapping[Lang, Message], place_ids: tuple[str, ...], chats: int) -> Message:
    """The notice as each language's reader will see it, to whom it would go, and the button."""
    shown = ((f"{lang.value}:\n{previews[lang].text}",) for lang in sorted(previews))
    lines = (*reach(t, tuple(previews), place_ids, chats), t.gettext("It needs a second editor, or ten minutes."))
    send = Button(t.gettext("Send"), "notice:send")
    rows = ((send, Button(t.gettext("Cancel"), "cancel")),)
    return render(apart((*((one,) for one in shown), tuple(map(plain, lines)))), rows)


def reach(t: Locale, langs: tuple[Lang, ...], place_ids: tuple[str, ...], chats: int) -> tuple[str, str]:
    """To whom it would go, and to how many."""
    where = places(t, place_ids) if place_ids else t.gettext("all places")
    named = ", ".join(sorted(lang.value for lang in langs))
    to = t.gettext("To: %(places)s · %(languages)s", places=where, languages=named)
    return to, t.ngettext(_TO, chats) if chats >= LEAST_COUNTED else t.gettext(_TO_FEW)
