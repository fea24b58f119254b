"""Where a request came from: the socket's address, or what our own proxy says in its header."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Each of our own proxies adds one entry at the end; anybody may have written what stands before."""
    hops = settings.PROXY_HOPS
    entries = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < hops <= len(entries) and entries[-hops]:
        return entries[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """One subscriber's network: an IPv4 address, or the 64 bits an IPv6 subscriber moves in."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
