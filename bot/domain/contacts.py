"""Whom to call when somebody was detained: an operator's text in each language, and the day it was last checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.codes import Lang

#: An older text is shown no more, and `check` says so before.
STALE, OLD = timedelta(days=180), timedelta(days=90)
LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts and steps, as the operator wrote them."""

    checked: date
    texts: Mapping[Lang, str]

    def on(self, today: date, lang: Lang) -> str:
        """The text for readers of a language; "" when nobody has checked it for too long."""
        return "" if today - self.checked > STALE else self.texts[lang]
