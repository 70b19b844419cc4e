"""What is said about being there: a question to the silent, and channels that are bound and let go."""

from bot.domain.message import Button, Message
from bot.domain.subscriber import Subscriber
from bot.wording import conversation
from bot.wording.layout import laid, plain
from bot.wording.tongue import Tongue


def still_there(t: Tongue) -> Message:
    """The question to a chat that has been silent for a year, and the button that answers it."""
    asked = t.gettext(
        "You have not written to us for a year. Shall we go on? Without an answer, everything kept of you is erased"
        " in 30 days."
    )
    return laid((plain(asked),), ((Button(t.gettext("Go on"), "stay"),),))


def bound(t: Tongue, channel: Subscriber) -> Message:
    """A channel is told of these places from now on."""
    places = conversation.chosen(t, channel).text.splitlines()[0]
    return laid((plain(t.gettext("The channel is bound.")), plain(places)))


def unbound(t: Tongue) -> Message:
    """A channel is told nothing any more."""
    return laid((plain(t.gettext("The channel is told nothing any more.")),))
