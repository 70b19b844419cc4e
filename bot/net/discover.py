"""page → addresses that may be feeds: what it declares, what it links to, and where feeds usually are."""

from urllib.parse import urljoin, urlsplit

from lxml import etree

from bot.domain.links import shown
from bot.net.html_text import tree

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_USUAL = ("/rss", "/feed/", "/rss.xml", "/news.rss", "/feed.xml", "/atom.xml", "/sitemap-news.xml", "/news-sitemap.xml")
_WORDS = ("rss", "feed", "atom")
_MOST = 16


def candidates(body: bytes, url: str, robots: str = "") -> tuple[str, ...]:
    """Addresses worth a try, the likeliest first, none twice, at most sixteen; `robots` is the site's robots.txt."""
    page = tree(body.decode("utf-8", "replace"))
    declared = [_to(link) for link in page.iter("link") if _is_declared(link)]
    linked = [_to(link) for link in page.iter("a") if any(word in _to(link).lower() for word in _WORDS)]
    site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    maps = [line.partition(":")[2].strip() for line in robots.splitlines() if line.lower().startswith("sitemap:")]
    news = [address for address in maps if "news" in address.lower()]
    found = [*declared, *news, *linked, *(site + path for path in _USUAL), *maps]
    return tuple(dict.fromkeys(address for link in found if (address := _joined(url, link))))[:_MOST]


def _is_declared(link: etree._Element) -> bool:
    return "alternate" in link.get("rel", "").lower() and link.get("type", "").lower() in _TYPES


def _to(link: etree._Element) -> str:
    return str(link.get("href", "")).strip()


def _joined(url: str, link: str) -> str:
    try:
        return shown(urljoin(url, link))
    except ValueError:
        return ""
