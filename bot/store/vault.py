"""Chat ids at rest: a keyed hash to find one by, a sealed copy to send to; the key lies outside the data folder."""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import BadConfiguration, SubscribersUnreadable

_KEY_BYTES = 32
#: 96 bits, NIST SP 800-38D §8.2.2: drawn at random it is safe for 2^32 seals under one key.
_NONCE_BYTES = 12
#: One length for all, so that a sealed id does not tell a person from a group.
_CHAT_BYTES = 8


class Vault:
    """Hides chat ids under keys derived from SUBSCRIBER_KEY (urlsafe base64 of 32 bytes; else BadConfiguration)."""

    __slots__ = ("_index_key", "_sealing", "fingerprint_key", "mark")

    def __init__(self, key: str | bytes) -> None:
        secret = _decoded(key)
        self._index_key = _derived(secret, b"protest-alerts chat index")
        self._sealing = AESGCM(_derived(secret, b"protest-alerts chat seal"))
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
        packed = _packed(chat_id) + (_packed(thread) if thread else b"")
        return hmac.new(self._index_key, packed, hashlib.sha256).hexdigest()

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


def _packed(chat_id: int) -> bytes:
    return chat_id.to_bytes(_CHAT_BYTES, "big", signed=True)
