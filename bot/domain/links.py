"""Link → address: what is shown to readers, and what one article is known by on mirrors, in AMP and in campaigns."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_CAMPAIGN = ("utm_", "fbclid", "gclid", "yclid", "ysclid", "_openstat", "mc_cid", "mc_eid", "igshid", "cmpid", "at_")
#: Say where the reader came from, not what is read; left in the link for readers, since some sites insist.
_IDLE = frozenset({"amp", "from", "ref", "rss", "src", "source", "outputtype", "output", "withmediaplayer"})
#: Hosts under which outlets mirror themselves where they are blocked.
_MIRRORS = (".cloudfront.net", ".azureedge.net", ".fastly.net", ".b-cdn.net", ".akamaized.net", ".appspot.com")
#: The number a content management system ends its addresses with; eight digits that look like a day are none.
_NUMBER = re.compile(r"(?:.*[-_/])?(?!(?:19|20)\d{6}$)(\d{5,12})")
_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?)$")
_LONGEST = 2000
_SPACE = re.compile(r"\s")
#: Browsers take a backslash for a slash, and so read another host than a parser does.
_DECEIVING = re.compile(r"[\\\s\x00-\x1f<>\"^`{|}]")


@lru_cache(maxsize=1024)
def shown(link: str) -> str:
    """The address without user, fragment and tracking parameters; anything but http and https is no address."""
    try:
        parts = urlsplit(link.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host or len(link) > _LONGEST or _DECEIVING.search(parts.netloc):
        return ""
    place = parts.netloc.rpartition("@")[2].lower()
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.startswith(_CAMPAIGN)]
    path = _SPACE.sub(lambda found: quote(found[0]), parts.path.rstrip())
    return urlunsplit((parts.scheme, place, path, urlencode(query), ""))


def identity(link: str, home: str = "") -> str:
    """The one form all addresses of an article share; empty for a site's front page and for what is no address.

    `home` is the host that a mirror stands for. An address that ends in a number is known by it: headlines in
    addresses are edited.
    """
    plain = shown(link)
    if not plain:
        return ""
    parts = urlsplit(plain)
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k.lower() not in _IDLE)
    path = _path(parts.path)
    if not path and not query:
        return ""
    return f"https://{_host(parts.hostname or '', home)}/{path}" + (f"?{urlencode(query)}" if query else "")


def whole(address: str, base: str) -> str:
    """An address that a document gives, made whole by the document's own; empty when it is none."""
    try:
        return urljoin(base, address.strip()) if address else ""
    except ValueError:
        return ""


def host(link: str) -> str:
    """The host of an address in the form that identities have; empty when it is no address."""
    plain = shown(link)
    return _host(urlsplit(plain).hostname or "", "") if plain else ""


def at_home(address: str, home: str) -> str:
    """An identity with the host that its mirror stands for."""
    parts = urlsplit(address)
    place = _host(parts.hostname or "", home)
    return urlunsplit(("https", place, parts.path, parts.query, "")) if place != (parts.hostname or "") else address


def off_mirror(link: str, site: str) -> str:
    """A link to a mirror as one to the site that it stands for; empty for a link to anything else."""
    parts = urlsplit(shown(link))
    place = urlsplit(shown(site)).netloc
    return urlunsplit(parts._replace(netloc=place)) if place and (parts.hostname or "").endswith(_MIRRORS) else ""


def _host(name: str, home: str) -> str:
    name = name.rstrip(".")
    if home and name.endswith(_MIRRORS):
        return home
    for label in ("www.", "amp.", "m."):
        name = name.removeprefix(label)
    return name


def _path(path: str) -> str:
    pieces = [piece for piece in path.split("/") if piece]
    pieces = [piece for n, piece in enumerate(pieces) if piece.lower() != "amp" or 0 < n < len(pieces) - 1]
    if pieces and pieces[-1].lower() in {"index.html", "index.htm", "index.php"}:
        pieces.pop()
    if not pieces:
        return ""
    last = re.sub(r"[._]amp(?=$|\.)", "", pieces[-1])
    number = _NUMBER.fullmatch(_PAGE_ENDING.sub("", last))
    return "/".join(
        [*pieces[:1], number[1]] if number and len(pieces) > 1 else [*pieces[:-1], number[1] if number else last]
    )
