"""bytes → the text of an article's page, by trafilatura; blocks that tease other articles are cut out."""

from dataclasses import dataclass

import trafilatura

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


@dataclass(frozen=True, slots=True)
class Page:
    """What an article's page says."""

    title: str
    text: str


def extract(body: bytes) -> Page | None:
    """The article of a page, paragraphs parted by a blank line; none when there is none."""
    found = trafilatura.bare_extraction(
        body,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        prune_xpath=_PRUNED,
        with_metadata=True,
    )
    if found is None or isinstance(found, dict) or not found.text:
        return None
    title = " ".join(plain(found.title or "").split())
    lines = [line.strip(" -\t") for line in plain_lines(found.text)]
    text = "\n\n".join(line for line in lines if line and line != title)
    return Page(title, text[:LONGEST]) if text else None


def plain_lines(text: str) -> list[str]:
    """The lines without what nobody sees; the text is no markup any more."""
    return plain(text.replace("&", "&amp;").replace("<", "&lt;")).split("\n")
