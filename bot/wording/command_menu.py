"""What Telegram shows beside the conversation: the command menu and the bot's two descriptions."""

from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale

#: Telegram takes commands of lower-case Latin letters, and up to 256 characters on each.
_READERS = (
    ("latest", gettext_noop("the latest events")),
    ("settings", gettext_noop("language, places, how often")),
    ("sources", gettext_noop("the outlets we read")),
    ("help", gettext_noop("what you can ask")),
    ("stop", gettext_noop("no more messages")),
)

_EDITORS = (
    ("queue", gettext_noop("what waits for you")),
    ("hold", gettext_noop("nothing more is sent about an event")),
    ("correct", gettext_noop("correct an event")),
    ("retract", gettext_noop("retract an event")),
    ("duty", gettext_noop("whose phone rings first")),
    ("stats", gettext_noop("how long decisions take")),
    ("audit", gettext_noop("what was done")),
    ("notice", gettext_noop("a message to readers")),
    ("admin", gettext_noop("who may decide")),
    ("resign", gettext_noop("give up your role")),
    ("why", gettext_noop("how an event was read")),
    ("feeds", gettext_noop("how each feed is")),
    ("bind", gettext_noop("tell a public channel")),
    ("unbind", gettext_noop("tell a channel nothing more")),
)


def commands(t: Locale, *, editor: bool) -> tuple[tuple[str, str], ...]:
    """The command menu: each command with what it does; older commands work without standing there."""
    return tuple((name, t.gettext(text)) for name, text in (_READERS + _EDITORS if editor else _READERS))


def description(t: Locale) -> str:
    """What an empty chat with the bot shows; Bot API: at most 512 characters."""
    return t.gettext(
        "A summary of media reports on protests in Kazakhstan, in Kazakh, Russian and English. Choose your places, and"
        " you will be told who reports what. Only what has happened or is under way: no calls, no plans. Automated, may"
        " contain errors; we correct them openly."
    )


def short_description(t: Locale) -> str:
    """What the bot's profile shows; Bot API: at most 120 characters."""
    return t.gettext("Media reports on protests in Kazakhstan: an automated summary in Kazakh, Russian and English")
