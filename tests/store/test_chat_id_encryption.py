import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadConfiguration, SubscribersUnreadable
from bot.store.chat_id_encryption import ChatIdEncryption

#: Telegram: at most 52 significant bits, groups and channels negative.
CHAT_IDS = st.integers(-(2**52), 2**52)
ENCRYPTION = ChatIdEncryption(base64.urlsafe_b64encode(bytes(range(32))))
OTHER = ChatIdEncryption(base64.urlsafe_b64encode(bytes(32)))


@given(CHAT_IDS)
def test_what_is_sealed_opens_again(chat_id: int) -> None:
    assert ENCRYPTION.open(ENCRYPTION.seal(chat_id)) == chat_id


@given(CHAT_IDS, CHAT_IDS)
def test_chats_are_alike_in_the_index_exactly_when_they_are_one(one: int, other: int) -> None:
    assert (ENCRYPTION.index(one) == ENCRYPTION.index(other)) == (one == other)


@given(CHAT_IDS)
def test_seals_of_one_chat_differ_but_not_in_length(chat_id: int) -> None:
    one, other = ENCRYPTION.seal(chat_id), ENCRYPTION.seal(chat_id)
    assert one != other
    assert len(one) == len(other) == len(ENCRYPTION.seal(1))


def test_another_key_indexes_otherwise_and_opens_nothing() -> None:
    assert ENCRYPTION.index(77) != OTHER.index(77)
    with pytest.raises(SubscribersUnreadable):
        OTHER.open(ENCRYPTION.seal(77))


@pytest.mark.parametrize("spoil", [lambda sealed: sealed[:-1], lambda sealed: b"", lambda sealed: bytes(len(sealed))])
def test_a_spoilt_seal_is_not_opened(spoil: "type[bytes]") -> None:
    with pytest.raises(SubscribersUnreadable):
        ENCRYPTION.open(spoil(ENCRYPTION.seal(77)))


def test_a_fresh_key_is_a_key_and_is_fresh() -> None:
    assert ChatIdEncryption(ChatIdEncryption.new_key()).mark != ChatIdEncryption(ChatIdEncryption.new_key()).mark


@pytest.mark.parametrize(
    "key",
    ["", "secret", "не ключ", base64.urlsafe_b64encode(bytes(31)).decode(), "-" * 43],
)
def test_a_malformed_key_is_named_but_not_shown(key: str) -> None:
    with pytest.raises(BadConfiguration) as error:
        ChatIdEncryption(key)
    assert "SUBSCRIBER_KEY" in str(error.value)
    assert not key or key not in str(error.value)
