"""Who is what in a chat, as Telegram writes it: the bot and the people as ChatMember."""

from bot.simulator.chats import Bot, Chat, ChatType, MemberStatus
from bot.simulator.clock import Json

CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
FORUM_RIGHTS = ("can_manage_topics",)
COMMON_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages",
)  # fmt: skip  # one right a line would hide that it is one list
RIGHTS = frozenset({*CHANNEL_RIGHTS, *FORUM_RIGHTS, *COMMON_RIGHTS})

PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip  # as above

GONE = frozenset({MemberStatus.KICKED, MemberStatus.BLOCKED})
AWAY = frozenset({MemberStatus.LEFT, MemberStatus.MIGRATED, MemberStatus.DELETED})


def bot_member(chat: Chat, bot: Bot) -> Json:
    """The bot in a chat as it stands."""
    user = {"user": bot.json()}
    if chat.standing in GONE:
        return {**user, "status": "kicked", "until_date": 0}
    if chat.standing in AWAY:
        return {**user, "status": "left"}
    if chat.standing is MemberStatus.RESTRICTED:
        return {**user, "status": "restricted", "is_member": True, "until_date": 0, **dict.fromkeys(PERMISSIONS, False)}
    if chat.rights is not None:
        return {**user, "status": "administrator", **_rights(chat, chat.rights)}
    return {**user, "status": "member"}


def person_member(chat: Chat, person: Chat) -> Json:
    """A person in a chat: the first of its administrators owns it."""
    user = {"user": person.person_json()}
    if chat.administrators[:1] == (person.chat_id,):
        return {**user, "status": "creator", "is_anonymous": False}
    if person.chat_id in chat.administrators:
        return {**user, "status": "administrator", **_rights(chat, RIGHTS)}
    member = chat.kind is ChatType.PRIVATE or person.chat_id in chat.members
    return {**user, "status": "member" if member else "left"}


def _rights(chat: Chat, held: frozenset[str]) -> Json:
    special = (
        CHANNEL_RIGHTS if chat.kind is ChatType.CHANNEL else FORUM_RIGHTS if chat.kind is ChatType.SUPERGROUP else ()
    )
    flags = {right: right in held for right in (*COMMON_RIGHTS, *special)}
    return {"can_be_edited": False, "is_anonymous": False, **flags}
