"""What is said about being there: a question to the silent, and channels that are bound and let go."""

from bot.domain.event import Event
from bot.domain.message import Button, Message
from bot.domain.subscriber import ChannelStatus, ChannelTurn, Subscriber, Watch
from bot.wording import conversation
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import plain, render
from bot.wording.locale import Locale, clean


def still_there(t: Locale) -> Message:
    """The question to a chat that has been silent for a year, and the button that answers it."""
    asked = t.gettext(
        "You have not written to us for a year. Shall we go on? Without an answer, everything kept of you is erased"
        " in 30 days."
    )
    return render((plain(asked),), ((Button(t.gettext("Go on"), "stay"),),))


def bound(t: Locale, channel: Subscriber) -> Message:
    """A channel is told of these places from now on."""
    places = conversation.chosen(t, channel).text.splitlines()[0]
    return render((plain(t.gettext("The channel is bound.")), plain(places)))


def unbound(t: Locale) -> Message:
    """A channel is told nothing any more."""
    return render((plain(t.gettext("The channel is told nothing any more.")),))


def how_to_bind(t: Locale, number: str) -> Message:
    """To a forwarded post of a channel: the command that binds that channel."""
    how = t.gettext("To send alerts to that channel: /bind %(number)s kk almaty", number=number)
    return render((plain(how), plain(t.gettext("The bot must be its administrator with the right to post."))))


def watched(t: Locale, event: Event, wish: Watch | None) -> Message:
    """A chat's wish about an event is noted, and can be taken back."""
    match wish:
        case Watch.FOLLOW:
            text = gettext_noop("You follow No. %(event)s: we tell you of every change until it is over.")
        case Watch.MUTE:
            text = gettext_noop("No more news of No. %(event)s. If we were wrong, we will still tell you.")
        case None:
            text = gettext_noop("We write about No. %(event)s as usual again.")
    undo = ((Button(t.gettext("Undo"), f"watch:none:{event.id}"),),) if wish else ()
    return render((plain(t.gettext(text, event=event.id)),), undo)


def channel_turned(t: Locale, channel: ChannelTurn) -> Message:
    """To editors: a channel takes no messages, is told nothing any more, or takes messages again."""
    number = str(channel.chat_id)
    if channel.now is ChannelStatus.WELL:
        return render((plain(t.gettext("Channel %(number)s takes messages again.", number=number)),))
    said = clean(channel.why) or t.gettext("the bot was removed from the channel")
    why = t.gettext("Telegram's answer: “%(answer)s”", answer=said)
    return render(
        (
            plain(_turn(t, channel.now, number)),
            plain(why),
            plain(t.gettext("To end it: /unbind %(number)s", number=number)),
        )
    )


def _turn(t: Locale, now: ChannelStatus, number: str) -> str:
    if now is ChannelStatus.CLOSED:
        return t.gettext(
            "Channel %(number)s is told nothing any more. Make the bot an administrator with the right to post again.",
            number=number,
        )
    return t.gettext(
        "Channel %(number)s takes no messages at present. They wait and are tried again; after refusals on three days"
        " the channel is told nothing any more.",
        number=number,
    )
