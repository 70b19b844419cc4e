"""What Telegram and the feeds say of this installation: the part of `check` that needs the network."""

import asyncio
from collections.abc import Iterator

from bot import app, config
from bot.cli import feed_admin
from bot.cli.check import Finding
from bot.cli.feed_admin import FeedVerdict
from bot.domain.errors import ProtestAlertsError
from bot.net.bot_profile import BotProfile, fetch_bot_profile


def findings() -> tuple[Finding, ...]:
    """What can be asked of Telegram and of each feed; nothing without BOT_TOKEN and SUBSCRIBER_KEY."""
    settings = config.read()
    if settings.bot_token is None or settings.subscriber_key is None:
        return ()
    try:
        return asyncio.run(_asked(settings))
    except ProtestAlertsError as error:
        return (Finding(str(error), wrong=True),)


async def _asked(settings: config.Settings) -> tuple[Finding, ...]:
    return (*await _telegram(settings), *await _feeds(settings))


async def _telegram(settings: config.Settings) -> tuple[Finding, ...]:
    store = app.live_store(settings)
    try:
        channels = await store.read(lambda tx: tx.subscribers.channel_ids())
    finally:
        store.close()
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    known = await fetch_bot_profile(token, settings.bot_api_url, channels, settings.telegram_proxy or None)
    return tuple(_introduced(known))


def _introduced(known: BotProfile) -> Iterator[Finding]:
    if known.refused:
        yield Finding("Telegram refuses BOT_TOKEN: it was revoked or mistyped; @BotFather gives another", wrong=True)
        return
    if known.away:
        yield Finding(f"Telegram does not answer: {known.away}", wrong=True)
        return
    yield Finding(f"Telegram knows this bot as @{known.name}")
    if known.webhook:
        yield Finding("a webhook is set, so no updates come here: delete it (deleteWebhook)", wrong=True)
    if known.reads_groups:
        yield Finding("privacy mode is off, so groups' messages come here: @BotFather, /setprivacy, Enable", odd=True)
    if known.inline:
        yield Finding("inline mode is on and nothing answers it: @BotFather, /setinline, turn it off", odd=True)
    many = len(known.channels)
    if many:
        good = sum(not lacking for lacking in known.channels)
        yield Finding(f"{good} of {many} bound channels can be posted to and corrected", wrong=good < many)
    for lacking in sorted(set(filter(None, known.channels))):
        yield Finding(f"bound channel: {lacking}", wrong=True)


async def _feeds(settings: config.Settings) -> tuple[Finding, ...]:
    rows, _ = await feed_admin.checked(settings, lambda line: None)
    asked = [row for row in rows if row.verdict != FeedVerdict.PAUSED]
    good = {FeedVerdict.WORKS.value, FeedVerdict.SILENT.value}
    answering = sum(row.verdict in good for row in asked)
    troubled = tuple(
        Finding(f"feed {row.id}: {row.verdict}{f', {row.detail}' if row.detail else ''}", odd=True)
        for row in asked
        if row.verdict not in good
    )
    return (Finding(f"{answering} of {len(asked)} feeds answer now", wrong=bool(asked) and not answering), *troubled)
