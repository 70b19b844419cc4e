"""bytes → what an article's page says: the text of the article's own block, by trafilatura, and what it says of itself.

The block is what schema.org or HTML marks as the article, where anything does. What teases other articles is cut out:
by its element, by its heading, and by being nothing but links.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import trafilatura
from lxml.html import HtmlElement, document_fromstring

from bot.domain.alphabet import without_yo
from bot.domain.page import Page
from bot.net import pagemeta
from bot.net.html_text import plain

#: Parts of a page that are never the article's own words.
_ASIDE = frozenset({"aside", "nav", "footer", "form", "amp-sidebar", "dialog"})
#: Class names and ids in use for blocks of other articles' headlines, and those that are so when there are links.
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:read-?(?:also|more)|also-?read|related|recommend\w*|media-block--also|see-?also)(?=$|[\s_-])",
    re.IGNORECASE,
)
_OTHERS_IF_LINKED = re.compile(
    r"(?:^|[\s_-])(?:teasers?|popular|trending|more-news|similar|promo|sidebar|news-?feed|lenta)(?=$|[\s_-])",
    re.IGNORECASE,
)
#: And for requests to allow cookies.
_CONSENT = re.compile(r"(?:^|[\s_-])(?:cookies?|consent|gdpr|cmp)(?=$|[\s_-])", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "noscript", "template"})
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
#: In characters: a heading over teasers is short, a teaser with its few words is a card, an article is longer.
_LONGEST_HEADING, _LONGEST_CARD, _SHORTEST_BLOCK = 40, 600, 200
#: Share of a paragraph's text that is links: such a paragraph leads elsewhere.
_LINKS = 0.8
_SHORTEST_LINK = 15
#: Share of schema.org's text that the page's paragraphs must give for theirs to be taken.
_COVERED = 0.6
#: No article is longer; what is, is a page of everything.
LONGEST = 100_000
#: In bytes. With the number of elements it bounds the time that a page takes: about a second for the worst.
LARGEST = 1_000_000
MOST_ELEMENTS = 8_000


def extract(body: bytes, others: frozenset[str] = frozenset()) -> Page | None:
    """What a page says, paragraphs parted by a blank line; none when it says nothing at all.

    `others` are headings, in lower case, over headlines of other articles.
    """
    tree = _tree(body)
    if tree is None:
        return None
    meta = pagemeta.of(tree)
    title = " ".join(plain(_headline(tree)).split())
    text = _text(tree, title, meta.body, others)
    if not (text or meta.names):
        return None
    return Page(
        title=title,
        text=text[:LONGEST],
        names=meta.names,
        published=meta.published,
        address=meta.address,
        leads_to=meta.leads_to,
        is_live=meta.is_live,
        is_walled=meta.is_walled,
    )


def _text(tree: HtmlElement, title: str, said: str, others: frozenset[str]) -> str:
    block = _block(tree)
    _prune(block, others)
    return "\n\n".join(_as_said(_paragraphs(block, title), plain(said), title))


def _paragraphs(block: HtmlElement, title: str) -> list[str]:
    """The article's paragraphs without its headline."""
    whole = block
    if block.tag != "html":
        whole = document_fromstring("<html><body></body></html>")
        whole.body.append(block)
    found = trafilatura.bare_extraction(whole, favor_precision=True, include_comments=False, include_tables=False)
    text = "" if found is None or isinstance(found, dict) else found.text or ""
    lines = (line.strip(" -\t") for line in plain_lines(text))
    return [line for line in lines if line and line != title]


def _as_said(paragraphs: list[str], said: str, title: str) -> list[str]:
    """Of the paragraphs those that schema.org's text has as well, where it is the article's: no teaser is in it."""
    if len(said) < _SHORTEST_BLOCK:
        return paragraphs
    whole = _letters(said)
    own = [one for one in paragraphs if _letters(one) in whole]
    if sum(len(_letters(one)) for one in own) >= _COVERED * len(whole):
        return own
    if len(whole) < _COVERED * sum(len(_letters(one)) for one in paragraphs):
        return paragraphs
    return [line for line in said.split("\n") if line and line != title]


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


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


def _block(tree: HtmlElement) -> HtmlElement:
    """What is marked as the article: the body of one, else the element of one around the only heading; else all."""
    marked = tree.xpath("//*[@itemprop='articleBody']")
    if len(marked) == 1 and _says_enough(marked[0]):
        return marked[0]
    outer = tree.xpath("//article[not(ancestor::article)]")
    headed = [one for one in outer if one.find(".//h1") is not None] or (outer if len(outer) == 1 else [])
    return headed[0] if len(headed) == 1 and _says_enough(headed[0]) else tree


def _says_enough(element: HtmlElement) -> bool:
    return len(" ".join(element.text_content().split())) >= _SHORTEST_BLOCK


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How many letters each element of a block holds, and how many of them in links; measured once."""

    letters: dict[HtmlElement, int]
    linked: dict[HtmlElement, int]

    @classmethod
    def of(cls, block: HtmlElement) -> "_Sizes":
        letters: dict[HtmlElement, int] = {}
        linked: dict[HtmlElement, int] = {}
        for element in reversed(list(block.iter())):
            seen = isinstance(element.tag, str) and element.tag not in _SILENT
            children = list(element) if seen else []
            own = len((element.text or "").strip()) if seen else 0
            letters[element] = own + sum(letters[child] + len((child.tail or "").strip()) for child in children)
            leads = element.tag == "a" and element.get("href", "").strip()[:1] not in {"", "#"}
            linked[element] = letters[element] if leads else sum(linked[child] for child in children)
        return cls(letters, linked)

    def is_linked(self, element: HtmlElement) -> bool:
        """Whether an element is nothing but links."""
        return self.letters[element] >= _SHORTEST_LINK and self.linked[element] >= _LINKS * self.letters[element]


def _prune(block: HtmlElement, others: frozenset[str]) -> None:
    """Cut out what teases other articles, or asks for leave to set cookies.

    What holds the headline, or most of the words, is the article, whatever it is called.
    """
    sizes = _Sizes.of(block)
    headline = block.find(".//h1")
    kept = {block, headline, *(headline.iterancestors() if headline is not None else ())}
    found = [*_foreign(block, sizes), *_cards(block, sizes), *_headed(block, sizes, others)]
    linked = [one for one in block.iter("p", "li") if sizes.is_linked(one)]
    for element in dict.fromkeys([*found, *linked]):
        is_part = 2 * sizes.letters[element] < sizes.letters[block]
        if element not in kept and is_part and element.getparent() is not None:
            element.drop_tree()


def _foreign(block: HtmlElement, sizes: _Sizes) -> Iterator[HtmlElement]:
    """Elements that are no part of an article by their kind or by what they are called."""
    for element in sizes.letters:
        if not isinstance(element.tag, str):
            continue
        called = f"{element.get('class', '')} {element.get('id', '')}"
        is_other = element.tag in _ASIDE or (element.tag == "article" and element is not block)
        is_other = is_other or bool(_OTHERS.search(called) or _CONSENT.search(called))
        if is_other or (sizes.linked[element] and _OTHERS_IF_LINKED.search(called)):
            yield element


def _cards(block: HtmlElement, sizes: _Sizes) -> Iterator[HtmlElement]:
    """Headings that are links, with the few words around each."""
    for heading in block.iter(*_HEADINGS):
        parent = heading.getparent()
        if parent is None or parent is block:
            continue
        if sizes.is_linked(heading):
            yield parent if sizes.letters[parent] <= _LONGEST_CARD else heading
        elif parent.tag == "a":
            yield parent


def _headed(block: HtmlElement, sizes: _Sizes, others: frozenset[str]) -> Iterator[HtmlElement]:
    """Blocks whose first words are a heading over headlines of other articles."""
    for element in block.iter(*_HEADINGS, "p", "div", "span", "strong", "b"):
        if 0 < sizes.letters[element] <= _LONGEST_HEADING and _said(element) in others:
            yield _begun_by(element, block, sizes)


def _begun_by(heading: HtmlElement, block: HtmlElement, sizes: _Sizes) -> HtmlElement:
    """The block that a heading begins, or the heading alone when there are words of the article before it."""
    found = heading
    while sizes.letters[found] == sizes.letters[heading]:
        parent = found.getparent()
        if parent is None or parent is block or not _is_first(found):
            break
        found = parent
    return found


def _is_first(element: HtmlElement) -> bool:
    parent = element.getparent()
    before = "".join(
        one.text_content() for one in islice(element.itersiblings(preceding=True), 5) if one.tag != "script"
    )
    return not ((parent.text or "") + before).strip()


def _said(element: HtmlElement) -> str:
    return without_yo(" ".join(element.text_content().split()).casefold()).strip(" :.…")


def plain_lines(text: str) -> list[str]:
    """The lines without what nobody sees; the text is no markup any more."""
    return plain(text.replace("&", "&amp;").replace("<", "&lt;")).split("\n")
