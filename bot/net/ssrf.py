"""Which addresses may be dialled: the public internet and nothing else, asked when the socket is made.

Asked there, it holds for redirects, for addresses written as numbers, and for names that resolve differently the
second time: the address asked about is the address dialled.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

_IPV6_IN_USE = IPv6Network("2000::/3")
#: IPv6 that carries an IPv4 address, and how far from the right it stands: mapped, translated (NAT64), 6to4.
_CARRIERS = ((IPv6Network("::ffff:0:0/96"), 0), (IPv6Network("64:ff9b::/96"), 0), (IPv6Network("2002::/16"), 80))
#: Tunnels and addresses for documents, which python's own tables judge differently from version to version.
_NEVER = (IPv6Network("2001::/23"), IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"))
#: Special purposes and relays, likewise.
_NEVER_IPV4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
_REFUSED = "not an address of the public internet"

#: For tests and the demo, which live there.
LOOPBACK = ("127.0.0.0/8", "::1/128")
#: For hosts that the operator has named.
EVERYWHERE = ("0.0.0.0/0", "::/0")


class ForbiddenAddress(OSError):
    """The address must not be dialled."""


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Refuses sockets to anything private; `also` are networks that may be dialled all the same."""

    also: tuple[str, ...] = ()

    def socket(self, address: tuple[Any, Any, Any, Any, tuple[Any, ...]]) -> socket.socket:
        """A socket for one answer of getaddrinfo, or ForbiddenAddress; the shape is aiohttp's socket_factory."""
        family, kind, protocol, _, place = address
        if not self.allows(str(place[0])):
            raise ForbiddenAddress(_REFUSED)
        return socket.socket(family, kind, protocol)

    def allows(self, address: str) -> bool:
        """Whether an IP address, written as text, may be dialled."""
        try:
            ip = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return is_public(ip) or any(ip in network for network in map(ip_network, self.also))


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet, also where IPv6 carries an IPv4 address."""
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NEVER_IPV4)
    for carrier, shift in _CARRIERS:
        if ip in carrier:
            return is_public(IPv4Address(int(ip) >> shift & 0xFFFFFFFF))
    return ip in _IPV6_IN_USE and ip.is_global and not any(ip in network for network in _NEVER)
