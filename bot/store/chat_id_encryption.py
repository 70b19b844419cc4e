"""What is hidden at rest: chat ids (a keyed hash to find one by, a sealed copy to send to), questions, numbers.

The key lies outside the data folder. Each use has a key of its own, derived from that one: without it nobody can tell
that rows of two tables are of one chat.
"""

import base64
import binascii
import hashlib
import hmac
import os
import struct
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import BadConfiguration, SubscribersUnreadable

_KEY_BYTES = 32
#: 96 bits, NIST SP 800-38D §8.2.2: drawn at random it is safe for 2^32 seals under one key.
_NONCE_BYTES = 12
#: One length for all: nothing of a chat id shows in its seal.
_CHAT_BYTES = 8
#: A message's number and the minutes since 1970.
_MESSAGE = struct.Struct(">qq")


class ChatIdEncryption:
    """Hides chat ids under keys derived from SUBSCRIBER_KEY (urlsafe base64 of 32 bytes; else BadConfiguration)."""

    __slots__ = (
        "_editors_key",
        "_forums_key",
        "_index_key",
        "_lanes_key",
        "_messages",
        "_sealing",
        "fingerprint_key",
        "mark",
    )

    def __init__(self, key: str | bytes) -> None:
        secret = _decoded(key)
        self._index_key = _derived(secret, b"protest-alerts chat index")
        self._editors_key = _derived(secret, b"protest-alerts editors")
        self._forums_key = _derived(secret, b"protest-alerts forums")
        self._lanes_key = _derived(secret, b"protest-alerts lanes of the inbox")
        self._sealing = AESGCM(_derived(secret, b"protest-alerts chat seal"))
        self._messages = AESGCM(_derived(secret, b"protest-alerts message seal"))
        #: Under which articles are hashed for matching.
        self.fingerprint_key = _derived(secret, b"protest-alerts fingerprints")
        #: Tells one key from another without giving it away; kept in the database.
        self.mark = _derived(secret, b"protest-alerts key mark").hex()

    @staticmethod
    def new_key() -> str:
        """A fresh SUBSCRIBER_KEY."""
        return base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()

    def index(self, chat_id: int, thread: int = 0) -> str:
        """What a chat, or a topic of it, is looked up by.

        HMAC-SHA256, since a plain hash of so small a number is undone by counting.
        """
        return _hashed(self._index_key, _place(chat_id, thread))

    def editor(self, chat_id: int) -> str:
        """What an editor's work is looked up by: it does not tell which subscriber the editor is."""
        return self.editor_of(self.index(chat_id))

    def editor_of(self, index: str) -> str:
        """The same from what an older program kept in its place: the chat's index."""
        return _hashed(self._editors_key, index.encode())

    def forum(self, chat_id: int) -> str:
        """What the topics of a chat are looked up by together."""
        return _hashed(self._forums_key, _packed(chat_id))

    def lane(self, chat_id: int, thread: int = 0) -> str:
        """What keeps the questions of one chat in their order while they wait."""
        return _hashed(self._lanes_key, _place(chat_id, thread))

    def seal(self, chat_id: int) -> bytes:
        """Nonce and AES-GCM ciphertext; different each time."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, _packed(chat_id), None)

    def open(self, sealed: bytes) -> int:
        """The chat id that was sealed; under another key SubscribersUnreadable."""
        try:
            packed = self._sealing.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise SubscribersUnreadable("a subscriber cannot be read with this SUBSCRIBER_KEY") from error
        return int.from_bytes(packed, "big", signed=True)

    def hide(self, text: str) -> bytes:
        """A text that nobody may read at rest; unlike a chat id its length shows."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, text.encode(), b"text")

    def reveal(self, hidden: bytes) -> str:
        """The text that was hidden; under another key SubscribersUnreadable."""
        try:
            return self._sealing.decrypt(hidden[:_NONCE_BYTES], hidden[_NONCE_BYTES:], b"text").decode()
        except (InvalidTag, ValueError) as error:
            raise SubscribersUnreadable("a kept update cannot be read with this SUBSCRIBER_KEY") from error

    def seal_message(self, number: int, minute: datetime) -> bytes:
        """A message's number in its chat, and the minute in which it arrived."""
        nonce = os.urandom(_NONCE_BYTES)
        packed = _MESSAGE.pack(number, int(minute.timestamp()) // 60)
        return nonce + self._messages.encrypt(nonce, packed, None)

    def open_message(self, sealed: bytes) -> tuple[int, datetime]:
        """The number and the minute that were sealed; under another key SubscribersUnreadable."""
        try:
            packed = self._messages.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise SubscribersUnreadable("a message's number cannot be read with this SUBSCRIBER_KEY") from error
        number, minutes = _MESSAGE.unpack(packed)
        return number, datetime.fromtimestamp(minutes * 60, UTC)


def _decoded(key: str | bytes) -> bytes:
    text = key.encode() if isinstance(key, str) else key
    try:
        secret = base64.b64decode(text, altchars=b"-_", validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != _KEY_BYTES:
        raise BadConfiguration((f"SUBSCRIBER_KEY must be urlsafe base64 of {_KEY_BYTES} random bytes",))
    return secret


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(secret)


def _hashed(key: bytes, packed: bytes) -> str:
    return hmac.new(key, packed, hashlib.sha256).hexdigest()


def _place(chat_id: int, thread: int) -> bytes:
    return _packed(chat_id) + (_packed(thread) if thread else b"")


def _packed(chat_id: int) -> bytes:
    return chat_id.to_bytes(_CHAT_BYTES, "big", signed=True)
