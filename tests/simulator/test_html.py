"""Rule 4: HTML as Telegram reads it, with its messages and byte offsets (Cyrillic letters have two bytes)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.entities import FormattedText, MessageEntity, utf16_length
from bot.simulator.html_markup import parse_html
from bot.simulator.refusals import BadRequest

from .conftest import READER
from .driving import Api


def entity(kind: str, offset: int, length: int, **fields: object) -> MessageEntity:
    return MessageEntity(kind, offset, length, fields)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("Митинг", "Митинг", []),
        ("<b>Митинг</b> өтті", "Митинг өтті", [entity("bold", 0, 6)]),
        ("<STRONG>a</strong>", "a", [entity("bold", 0, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [entity("strikethrough", n, 1) for n in range(3)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("🙂 <b>Алматы</b>", "🙂 Алматы", [entity("bold", 3, 6)]),
        ("<b>🙂</b>", "🙂", [entity("bold", 0, 2)]),
        ("<b></b>a", "a", []),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("<b>a</b  >", "a", [entity("bold", 0, 1)]),
        ('<a href="https://a.kz/?x=1&amp;y=2">a</a>', "a", [entity("text_link", 0, 1, url="https://a.kz/?x=1&y=2")]),
        ("<a href='https://a.kz'>a</a>", "a", [entity("text_link", 0, 1, url="https://a.kz/")]),
        ("<a href=a.kz>a</a>", "a", [entity("text_link", 0, 1, url="http://a.kz/")]),
        ("<a>a.kz/b</a>", "a.kz/b", [entity("text_link", 0, 6, url="http://a.kz/b")]),
        ('<a href="ftp://a.kz">a</a>', "a", []),
        ("<code>x</code>", "x", [entity("code", 0, 1)]),
        ('<code class="language-python">x</code>', "x", [entity("code", 0, 1)]),
        ("<pre>x</pre>", "x", [entity("pre", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [entity("pre", 0, 1, language="python")]),
        ("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5368324170671202286">🙂</tg-emoji>', "🙂",
         [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")]),
        ('<tg-time unix="1569045600" format="t">12:00</tg-time>', "12:00",
         [entity("date_time", 0, 5, unix_time=1569045600, date_time_format="t")]),
        ("a &lt; b &amp;&amp; c &gt; d &quot;", 'a < b && c > d "', []),
        ("&#1179;&#x49B;;", "ққ;", []),
        ("&nbsp; &copy & &amp", "&nbsp; &copy & &", []),
        ("&#128578;<b>a</b>", "🙂a", [entity("bold", 2, 1)]),
        ("&#0; &#1114111; &#99999999999;", "&#0; &#1114111; &#99999999999;", []),
        ("5 > 4", "5 > 4", []),
    ],
)  # fmt: skip  # a case a line is easier to read
def test_markup_becomes_entities(source: str, text: str, entities: list[MessageEntity]) -> None:
    assert parse_html(source) == FormattedText(text, tuple(entities))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a <h1>b</h1>", 'Unsupported start tag "h1" at byte offset 2'),
        ("қала <P>", 'Unsupported start tag "p" at byte offset 9'),
        ("5 < 6 үшін", 'Unsupported start tag "" at byte offset 2'),
        ("а <b", "Unclosed start tag at byte offset 3"),
        ("<b ", 'Empty attribute name in the tag "b" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href =", 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('қ<span class="red">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>қ</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<i><b>a</i></b>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("<i><b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_a_fault_is_told_with_the_byte_it_is_at(source: str, message: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {message}"


@given(st.text(st.sampled_from("<>/&;#ab \"'=бқ🙂\n") | st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_sent_is_read_or_refused(source: str) -> None:
    with suppress(BadRequest):
        read = parse_html(source)
        assert all(each.offset >= 0 and each.end <= utf16_length(read.text) for each in read.entities)


@given(st.text(st.characters(codec="utf-8", exclude_characters="<>&\0"), min_size=1, max_size=40))
def test_escaped_text_within_a_tag_comes_out_as_it_was(text: str) -> None:
    assert parse_html(f"<b>{text}</b>") == FormattedText(text, (MessageEntity("bold", 0, utf16_length(text)),))


async def send(api: Api, text: str) -> tuple[int, object]:
    answer = await api.call("sendMessage", chat_id=READER, text=text, parse_mode="HTML")
    return answer.status, answer.result if answer.status == 200 else answer.body["description"]


async def test_ends_are_trimmed_after_parsing_and_then_counted(api: Api) -> None:
    status, message = await send(api, "  <b> " + "қ" * 4096 + " </b>\n")
    assert status == 200
    assert isinstance(message, dict)
    assert message["text"] == "қ" * 4096
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("<b> </b>", "Bad Request: text must be non-empty"),
        ("<b></b>", "Bad Request: text must be non-empty"),
        ("<b>" + "қ" * 4097 + "</b>", "Bad Request: message is too long"),
        ("<b>" + "қ" * 16_384 + "</b>", "Bad Request: text is too long"),
        ("<b>a", "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_lengths_are_those_after_parsing(api: Api, text: str, description: str) -> None:
    assert await send(api, text) == (400, description)


async def test_tags_do_not_count(api: Api) -> None:
    status, _ = await send(api, "<b>" + "<i>a</i>" * 2000 + "</b>")
    assert status == 200
