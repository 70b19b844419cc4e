"""How long what is kept of readers, messages and article texts."""

from dataclasses import dataclass
from datetime import timedelta

#: Texts of articles, where ARTICLE_DAYS sets nothing else.
ARTICLE_TEXTS = timedelta(days=14)
#: Numbers of messages, where MESSAGE_DAYS sets nothing else.
MESSAGE_IDS = timedelta(days=30)
#: Backups, where BACKUP_DAYS sets nothing else.
BACKUPS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept; the design's and the Bot API's figures. Of closing and asking the day is known."""

    #: A closed subscriber may come back with its choices.
    closed: timedelta = timedelta(days=7)
    #: Without a tap for so many months a subscriber is asked whether anybody is there.
    silent_months: int = 12
    #: Asked, and no tap since: erased.
    answer: timedelta = timedelta(days=30)
    #: Messages can be corrected for so long.
    message_ids: timedelta = MESSAGE_IDS
    #: Wishes about one event, where it is not over before.
    watches: timedelta = timedelta(days=30)
    #: Numbers of updates, longer than Telegram repeats them (24 hours).
    updates: timedelta = timedelta(days=2)
    #: What was erased is in backups for so long after.
    backups: timedelta = BACKUPS
