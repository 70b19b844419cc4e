"""What a document says of an entry → an Entry: markup made plain, the link made whole, a key found; bounded."""

import hashlib
from datetime import datetime
from urllib.parse import urljoin

from bot.domain.article import Entry
from bot.domain.links import shown
from bot.net.plain import one_line, plain

_LONGEST_KEY = 500


def entry(name: str, link: str, title: str, text: str, *, published: datetime | None, base: str) -> Entry | None:
    """The entry, or none when it has no words; `name` is its guid or id, `base` the document's address."""
    title, text = one_line(title), plain(text)
    if not title and not text:
        return None
    address = shown(_whole(link, base))
    key = one_line(name) or address or hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    if len(key) > _LONGEST_KEY:
        key = hashlib.sha256(key.encode()).hexdigest()
    return Entry(key, address, title, text, published)


def _whole(link: str, base: str) -> str:
    link = link.strip()
    if not link or link.startswith(("http://", "https://")):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
