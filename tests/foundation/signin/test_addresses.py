"""Where a request came from: only our own proxies are believed."""

from __future__ import annotations

import pytest

from foundation.signin.addresses import client_address, counted_address, networks

PROXIES = networks(["10.0.0.5", "10.1.0.0/16", "::1"])


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        # Nobody between us: what he writes himself is not looked at.
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.1", "198.51.100.7"),
        # Our proxy adds the address it saw at the right; the visitor's own words stand further left.
        ("10.0.0.5", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.5", "203.0.113.1, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.5", "203.0.113.1, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        # A proxy on a Unix socket has no address.
        ("", "198.51.100.7", "198.51.100.7"),
        # Ports and both kinds of addresses.
        ("::1", "198.51.100.7:5678", "198.51.100.7"),
        ("::1", "[2001:db8::7]:5678", "2001:db8::7"),
        ("::ffff:198.51.100.7", "", "198.51.100.7"),
        # Nothing readable is left.
        ("10.0.0.5", "", None),
        ("10.0.0.5", "unknown", None),
        ("10.0.0.5", "10.1.0.1", None),
    ],
)
def test_the_nearest_stranger_is_the_client(remote: str, forwarded: str, expected: str | None) -> None:
    assert client_address(remote, forwarded, PROXIES) == expected


def test_without_proxies_nothing_forwarded_counts() -> None:
    assert client_address("10.0.0.5", "198.51.100.7", ()) == "10.0.0.5"
    assert client_address("", "198.51.100.7", ()) is None


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        (None, None),
    ],
)
def test_one_subscriber_is_one_address(address: str | None, counted: str | None) -> None:
    assert counted_address(address) == counted


def test_a_word_that_is_no_address_is_named() -> None:
    with pytest.raises(ValueError, match="proxy.example"):
        networks(["10.0.0.5", "proxy.example"])
