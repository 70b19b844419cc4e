"""What a chat wants of one event: to be told of every change until it is over, or nothing more of it."""

from enum import StrEnum


class Watch(StrEnum):
    """The wish of a chat about one event."""

    FOLLOW = "follow"
    #: Corrections of what the chat was told still come.
    MUTE = "mute"
