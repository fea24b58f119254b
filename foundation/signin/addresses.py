"""Where a request came from, believed only from our own proxies.

Pure: remote address, header and proxies are arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
ONE_HOUSEHOLD = 64
"""Leading bits of an IPv6 address that belong to one subscriber; the rest changes at will."""


def networks(words: Sequence[str]) -> tuple[Network, ...]:
    """10.0.0.5 and 10.0.0.0/24 alike. Raises ValueError with the word that is neither."""
    return tuple(ip_network(word, strict=False) for word in words)


def client_address(remote: str, forwarded: str, proxies: Sequence[Network]) -> str | None:
    """The nearest address that is not one of our proxies; None when nothing readable is left.

    `remote` is who connected to us, `forwarded` the X-Forwarded-For header. Each proxy appends whom it
    saw, so we walk from the right and stop at the first stranger: what he wrote himself stands further left.
    A proxy on a Unix socket has no address and counts as ours.
    """
    for hop in _hops(remote, forwarded):
        if hop == "" and proxies:
            continue
        address = _parsed(hop)
        if address is None:
            return None
        if not any(address in network for network in proxies):
            return str(address)
    return None


def counted_address(address: str | None) -> str | None:
    """What tries are counted by: an IPv4 address, or the network of an IPv6 subscriber."""
    found = _parsed(address or "")
    if isinstance(found, IPv6Address):
        return str(ip_network((found, ONE_HOUSEHOLD), strict=False).network_address)
    return str(found) if found is not None else None


def _hops(remote: str, forwarded: str) -> Iterator[str]:
    yield remote.strip()
    if forwarded:
        yield from (hop.strip() for hop in reversed(forwarded.split(",")))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """1.2.3.4, 1.2.3.4:5678, 2001:db8::1, [2001:db8::1]:5678, ::ffff:1.2.3.4."""
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
