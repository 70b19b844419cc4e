"""page → addresses that may be feeds: what it declares, what it links to, and where feeds usually are."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bot.domain.links import shown

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_USUAL = ("/rss", "/feed/", "/rss.xml", "/news.rss", "/feed.xml", "/atom.xml", "/sitemap-news.xml", "/news-sitemap.xml")
_WORDS = ("rss", "feed", "atom")
_MOST = 16


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.declared: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        to = values.get("href", "").strip()
        if tag == "link" and "alternate" in values.get("rel", "").lower() and values.get("type", "").lower() in _TYPES:
            self.declared.append(to)
        elif tag == "a" and any(word in to.lower() for word in _WORDS):
            self.linked.append(to)


def candidates(body: bytes, url: str, robots: str = "") -> tuple[str, ...]:
    """Addresses worth a try, the likeliest first, none twice, at most sixteen; `robots` is the site's robots.txt."""
    links = _Links()
    links.feed(body.decode("utf-8", "replace"))
    links.close()
    site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    maps = [line.partition(":")[2].strip() for line in robots.splitlines() if line.lower().startswith("sitemap:")]
    news = [address for address in maps if "news" in address.lower()]
    found = [*links.declared, *news, *links.linked, *(site + path for path in _USUAL), *maps]
    return tuple(dict.fromkeys(address for link in found if (address := _joined(url, link))))[:_MOST]


def _joined(url: str, link: str) -> str:
    try:
        return shown(urljoin(url, link))
    except ValueError:
        return ""
