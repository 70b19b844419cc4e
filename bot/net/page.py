"""bytes → the text of an article's page, by trafilatura; blocks that tease other articles are cut out."""

from dataclasses import dataclass
from itertools import islice

import trafilatura
from lxml.html import HtmlElement

from bot.net.plain import plain

#: Blocks of other articles' headlines inside an article, by the class names in use.
_PRUNED = [
    f'//*[contains(concat(" ", @class), "{name}")]'
    for name in (
        "read-also",
        "readmore",
        "read-more",
        "related",
        "also-read",
        "teaser",
        "media-block--also",
        "recommend",
    )
]
#: No article is longer; what is, is a page of everything.
LONGEST = 100_000
#: In bytes. With the number of elements it bounds the time that a page takes: about a second for the worst.
LARGEST = 1_000_000
MOST_ELEMENTS = 8_000


@dataclass(frozen=True, slots=True)
class Page:
    """What an article's page says."""

    title: str
    text: str


def extract(body: bytes) -> Page | None:
    """The article of a page, paragraphs parted by a blank line; none when there is none."""
    tree = _tree(body)
    if tree is None:
        return None
    title = " ".join(plain(_headline(tree)).split())
    found = trafilatura.bare_extraction(
        tree,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        prune_xpath=_PRUNED,
    )
    if found is None or isinstance(found, dict) or not found.text:
        return None
    lines = [line.strip(" -\t") for line in plain_lines(found.text)]
    text = "\n\n".join(line for line in lines if line and line != title)
    return Page(title, text[:LONGEST]) if text else None


def _tree(body: bytes) -> HtmlElement | None:
    """The page's elements; none when it is too large to be an article."""
    if len(body) > LARGEST:
        return None
    tree: HtmlElement | None = trafilatura.load_html(body)
    too_many = tree is not None and next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None
    return None if too_many else tree


def _headline(tree: HtmlElement) -> str:
    """The page's only heading, else what it gives to those who share it, else its title."""
    headings = tree.findall(".//h1")
    heading = headings[0].text_content().strip() if len(headings) == 1 else ""
    shared = tree.xpath("string((//head/meta[@property='og:title']/@content)[1])")
    return str(heading or shared or tree.xpath("string((//head//title)[1])"))


def plain_lines(text: str) -> list[str]:
    """The lines without what nobody sees; the text is no markup any more."""
    return plain(text.replace("&", "&amp;").replace("<", "&lt;")).split("\n")
