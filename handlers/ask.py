"""update → question: who asks, in which language, with which words. Names and texts go no further than this."""

from dataclasses import dataclass

from telegram import Update

from bot.domain.codes import Lang

#: Clients set to these languages mostly read Russian.
_READS_RUSSIAN = frozenset({"ru", "uk", "be", "ky", "uz", "tg", "tt"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One question from one chat; `words` is what stood after the command, or the data of the tapped button."""

    chat_id: int
    #: The language to answer in when nothing is known of the chat.
    lang: Lang
    words: str = ""
    #: The message whose button was tapped.
    message_id: int | None = None

    def __repr__(self) -> str:
        return "Ask()"


def from_command(update: Update) -> Ask | None:
    """A typed command; none for updates that carry no message to answer."""
    message = update.effective_message
    if message is None or not message.text:
        return None
    command, _, words = message.text.partition(" ")
    tail = command.partition("@")[0].partition("_")[2]  # /event_42 is /event 42 that can be tapped
    return Ask(message.chat_id, client_lang(update), words.strip() or tail)


def from_words(update: Update) -> Ask | None:
    """Plain words, no command; none for updates that carry none."""
    message = update.effective_message
    if message is None or not message.text:
        return None
    return Ask(message.chat_id, client_lang(update), message.text)


def from_tap(update: Update) -> Ask | None:
    """A tapped button; none when its message is out of reach."""
    query = update.callback_query
    if query is None or query.message is None:
        return None
    return Ask(query.message.chat.id, client_lang(update), query.data or "", query.message.message_id)


def client_lang(update: Update) -> Lang:
    """The language a client is set to, as far as we speak it."""
    user = update.effective_user
    code = ((user.language_code if user else None) or "").lower().split("-")[0]
    if code == "kk":
        return Lang.KK
    return Lang.RU if code in _READS_RUSSIAN else Lang.EN
