"""Texts that were encoded twice, and packings that say what is not so."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed import Fresh, Parsed
from bot.net.encoding import is_garbled, mended
from bot.net.parse import parse
from tests.net.weather import answering

WORDS = st.sampled_from(
    [
        "Полиция",
        "задержала",
        "двадцать",
        "человек",
        "на",
        "площади",
        "Республики",
        "Алматыда",
        "тұрғындар",
        "наразылық",
        "өткізді",
        "ұсталды",
        "қамауға",
        "алынды",
        "Сегодня",
        "жители",
        "вышли",
        "митинг",
        "РОССИЯ",
        "СССР",
        "Рабочие",
        "Ёлка",
        "—",
        "«Азаттық»",
        "57",
        "№",
        "қала",
        "Шымкент",
        "үкімет",
        "әкім",
    ]
)
#: A text of a few words is one by chance; one that begins like this is a sentence.
TEXTS = st.lists(WORDS, max_size=30).map(lambda words: " ".join(["Полиция задержала жителей", *words]))
#: As they are decoded by those who take UTF-8 for them: what an encoding lacks stays as it is.
TAKEN_FOR = ("sloppy-windows-1251", "sloppy-windows-1252", "latin-1")


@given(TEXTS, st.sampled_from(TAKEN_FOR))
def test_a_text_that_was_encoded_twice_is_mended_and_any_other_is_left_alone(text: str, taken_for: str) -> None:
    assert mended(text) == text
    assert mended(text.encode().decode(taken_for)) == text


@given(st.text(max_size=200))
def test_no_text_breaks_the_mending(text: str) -> None:
    assert mended(mended(text)) == mended(text)
    assert is_garbled(text) in {True, False}


@pytest.mark.parametrize("text", ["", "Россия", "Р С Т У", "СССР РСФСР РФ", "РССТРУ РСТ", "Ñandú Ðæ", "ТУРЦИЯ"])
def test_letters_that_only_look_like_it_stay(text: str) -> None:
    assert mended(text) == text


ITEM = "<item><title>{}</title><guid>1</guid></item>"
FEED = '<rss version="2.0"><channel><title>c</title>{}</channel></rss>'


def test_what_was_mended_and_what_cannot_be_is_said_of_the_feed() -> None:
    twice = "Полиция задержала двадцать человек на площади".encode().decode("windows-1251")
    found = parse(FEED.format(ITEM.format(twice)).encode())
    assert isinstance(found, Parsed)
    assert found.entries[0].title == "Полиция задержала двадцать человек на площади"
    assert found.complaint == "encoding: 1 entries were encoded twice, and are mended"
    lost = "Рџ?Р»Рё?Рё?? Р·?РґРµ??Р¶?Р»? РґРІ?Рґ?Р°?? ?РµР»?РІРµРє ??РґР°Р°"
    found = parse(FEED.format(ITEM.format(lost)).encode())
    assert isinstance(found, Parsed)
    assert "cannot be read" in found.complaint or "mended" in found.complaint


BODY = FEED.format(ITEM.format("Митинг")).encode()


@pytest.mark.parametrize(
    ("said", "body", "complaint"),
    [
        ("UTF-8", BODY, "content-encoding: 'utf-8' means nothing"),
        ("none", BODY, "content-encoding: 'none' means nothing"),
        ("aws-chunked", BODY, "content-encoding: 'aws-chunked' means nothing"),
        ("aws-chunked, gzip", gzip.compress(BODY), "content-encoding: 'aws-chunked' means nothing"),
        ("gzip", BODY, "content-encoding: said gzip, is plain"),
        ("deflate", BODY, "content-encoding: said deflate, is plain"),
        ("br", BODY, "content-encoding: said br, is plain"),
        ("gzip", BODY.decode().encode("utf-16"), "content-encoding: said gzip, is plain"),
        ("GZIP", gzip.compress(BODY), ""),
        ("deflate", zlib.compress(BODY), ""),
        ("", gzip.compress(BODY), ""),
    ],
)
async def test_a_body_that_is_not_packed_as_it_says_is_read_with_a_complaint(
    said: str, body: bytes, complaint: str
) -> None:
    async with answering(body=body, headers={"Content-Encoding": said}) as (fetcher, server, _):
        found = await fetcher.get(server.at())
    assert isinstance(found, Fresh)
    assert found.complaint == complaint
    read = parse(found.body, found.content_type, server.at())
    assert isinstance(read, Parsed)
    assert [entry.title for entry in read.entries] == ["Митинг"]
