"""Who acted, by role and number and never by a name."""

from collections.abc import Mapping

from bot.domain.staff import PROGRAM, SERVER, SOURCE, Role
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale, clean

_ROLES: Mapping[str, str] = {
    Role.OWNER.value: gettext_noop("owner %(number)s"),
    Role.EDITOR.value: gettext_noop("editor %(number)s"),
}
_OTHERS: Mapping[str, str] = {
    SERVER: gettext_noop("the command line"),
    PROGRAM: gettext_noop("the program"),
    SOURCE: gettext_noop("the source"),
}


def handle(t: Locale, actor: str) -> str:
    """Who acted: "editor 2", or the program, an outlet, the command line; other words stand as they are."""
    role, _, number = actor.partition(" ")
    if role in _ROLES and number.isdecimal():
        return t.gettext(_ROLES[role], number=number)
    return t.gettext(_OTHERS[actor]) if actor in _OTHERS else clean(actor)
