"""bytes → entries: sitemaps with Google's news extension, and sitemaps of sitemaps (sitemaps.org 0.9)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from bot.domain.article import Entry
from bot.domain.feed import Failed, Index, Parsed, PollFault
from bot.domain.links import shown
from bot.net import encoding
from bot.net.entry_fields import Dates, headline
from bot.net.feed_dates import moment

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
#: Of a sitemap of sitemaps so many are asked: the news are in the first of them.
_MOST_CHILDREN = 3


def parse(body: bytes) -> Parsed | Index | Failed:
    """The news of a sitemap; one without titles gives links, whose pages have the titles."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Failed(PollFault.NOT_A_FEED, type(error).__name__)
    if root is None:
        return Failed(PollFault.NOT_A_FEED, "no element in this document")
    complaint = "XMLSyntaxError" if len(parser.error_log) else ""
    name = str(root.tag).rpartition("}")[2].lower()  # not QName: a namespace with a brace in it makes that raise
    if name == "sitemapindex":
        return Index(_children(root))
    entries = tuple(_entries(root)) if name == "urlset" else ()
    if name != "urlset" or (complaint and not entries):
        return Failed(PollFault.NOT_A_FEED, complaint or "no sitemap in this document")
    return Parsed(entries, complaint)


def _children(root: etree._Element) -> tuple[str, ...]:
    """Addresses with "news" in them first, then the last changed."""
    found = [(_said(place, "loc"), moment(_said(place, "lastmod")) or _LONG_AGO) for place in root]
    good = [(link, changed) for link, changed in found if shown(link)]
    good.sort(key=lambda child: ("news" in child[0].lower(), child[1]), reverse=True)
    return tuple(link for link, _ in good[:_MOST_CHILDREN])


def _entries(root: etree._Element) -> Iterator[Entry]:
    for place in root:
        link = shown(_said(place, "loc"))
        if link:
            dates = Dates(moment(_said(place, "publication_date")), moment(_said(place, "lastmod")))
            said = _said(place, "title")
            title, cut = headline(encoding.mended(said))
            mended = encoding.mended(said) != said
            yield Entry(link[:500], link, title, "", dates.said, is_change=dates.is_change, mended=mended, cut=cut)


def _said(place: etree._Element, name: str) -> str:
    """The text of the first element of this name within, whatever its namespace."""
    if not isinstance(place.tag, str):  # a comment
        return ""
    return next((found.text or "" for found in place.iter(f"{{*}}{name}")), "").strip()
