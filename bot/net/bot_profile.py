"""What Telegram says of the bot itself: who it is, what is set at @BotFather, and its rights in channels."""

from collections.abc import Sequence
from dataclasses import dataclass

import telegram
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.net.transport import Timeouts, bot_connections

_TIMEOUTS = Timeouts(read=10.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class BotProfile:
    """The answers of getMe, getWebhookInfo and getChatMember.

    `refused`: the token is no bot's. `away`: the kind of error when Telegram did not answer; nothing is known then.
    """

    name: str = ""
    refused: bool = False
    away: str = ""
    #: Privacy mode off: the bot sees every message of its groups.
    reads_groups: bool = False
    inline: bool = False
    #: Updates go to a webhook, and polling gets none.
    webhook: bool = False
    #: What the bot lacks in each channel, in the order they were asked; empty: nothing.
    channels: tuple[str, ...] = ()


async def fetch_bot_profile(token: str, api_url: str, channels: Sequence[int], proxy: str | None = None) -> BotProfile:
    """Ask Telegram who the bot is and what it may do in these channels."""
    bot = bot_connections(token, api_url, at_once=1, timeouts=_TIMEOUTS, proxy=proxy).talk
    try:
        async with bot.request:
            me, hook = await bot.get_me(), await bot.get_webhook_info()
            lacking = [await _lacking(bot, me.id, channel) for channel in channels]
    except (InvalidToken, EndPointNotFound):  # 401 and 404 are one to the library
        return BotProfile(refused=True)
    except TelegramError as error:  # the library's own message may carry the token
        return BotProfile(away=type(error).__name__)
    return BotProfile(
        name=me.username or "",
        reads_groups=bool(me.can_read_all_group_messages),
        inline=bool(me.supports_inline_queries),
        webhook=bool(hook.url),
        channels=tuple(lacking),
    )


async def _lacking(bot: telegram.Bot, me: int, channel: int) -> str:
    """What keeps the bot from posting and correcting in a channel; empty when nothing does."""
    try:
        member = await bot.get_chat_member(channel, me)
    except (InvalidToken, EndPointNotFound):
        raise
    except TelegramError:
        return "the bot is not in it"
    if not isinstance(member, telegram.ChatMemberAdministrator):
        return "the bot is no administrator"
    rights = (member.can_post_messages, "to post"), (member.can_edit_messages, "to edit")
    missing = [name for has, name in rights if not has]
    return f"the bot lacks the right {' and '.join(missing)}" if missing else ""
