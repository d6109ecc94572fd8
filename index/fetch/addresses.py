"""Which addresses of the Internet protocol a page may be fetched from.

The lists are IANA's registries of special-purpose addresses (RFC 6890 and its successors), kept
here since ``ipaddress`` of one Python knows more of them than that of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

_INSIDE_4 = tuple(
    IPv4Network(net)
    for net in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
)
_INSIDE_6 = (IPv6Network("fc00::/7"), IPv6Network("::1/128"))
_NOT_PUBLIC_4 = (
    *_INSIDE_4,
    *(
        IPv4Network(net)
        for net in (
            *("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24"),
            *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            "168.63.129.16/32",  # the platform of every machine at Azure, by a public address
        )
    ),
)
# Documentation, and tunnels (Teredo, 6to4) that lead on to an IPv4 address.
_NOT_PUBLIC_6 = tuple(
    IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_UNICAST_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
# Where clouds hand out the keys of a machine, inside ranges that intranets use.
_METADATA = frozenset(
    ip_address(text) for text in ("100.100.100.200", "fd00:ec2::254", "fd20:ce::254")
)
_LOW = (1 << 32) - 1
_WEB_PORTS = frozenset({80, 443, 8080, 8443})
_NUMBER = re.compile(r"(0x)([0-9a-f]*)|(0)([0-7]+)|()(0|[1-9][0-9]*)", re.IGNORECASE)


_NOT_PUBLIC = (
    "is not on the public Internet; check how it is spelt, or have ALLOW_PRIVATE_URLS set for an "
    "intranet"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """Which addresses may be connected to, and on which ports, None for all.

    ``refusal`` ends the sentence about a host that is not at such an address, and ``unknown`` that
    about a name without any.
    """

    allows: Callable[[Address], bool]
    ports: frozenset[int] | None
    refusal: str
    unknown: str


def guard(*, allow_private: bool) -> Guard:
    """Return the guard for the public web, or for an intranet besides."""
    if allow_private:
        return Guard(
            lambda address: is_public(address) or is_inside(address),
            None,
            "is at an address that no page is fetched from; use another",
            "is not known here; check how it is spelt",
        )
    # The same for both: who may not look inside does not learn either which names there are.
    return Guard(is_public, _WEB_PORTS, _NOT_PUBLIC, _NOT_PUBLIC)


def is_public(address: Address) -> bool:
    """Return whether everybody on the Internet reaches the same machine under this address.

    IPv6 addresses that stand for an IPv4 address are as public as that one.
    """
    if isinstance(address, IPv4Address):
        return not any(address in net for net in _NOT_PUBLIC_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    low = IPv4Address(int(address) & _LOW)
    if address in _NAT64:
        return is_public(low)
    if address not in _UNICAST_6 or any(address in net for net in _NOT_PUBLIC_6):
        return False
    return (int(address) >> 32) & _LOW not in _ISATAP or is_public(low)


def is_inside(address: Address) -> bool:
    """Return whether this is an address of a private network or of this machine.

    Not where a cloud describes its machine: link-local addresses and those known besides.
    """
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return is_inside(address.ipv4_mapped)
    if address in _METADATA:
        return False
    if isinstance(address, IPv4Address):
        return any(address in net for net in _INSIDE_4)
    return any(address in net for net in _INSIDE_6)


def numeric_address(host: str) -> Address | None:
    """Return the address that ``host`` writes in any of the ways an operating system takes.

    IPv4 in one to four numbers, each decimal, octal or hexadecimal (``127.1``, ``0177.0.0.1``,
    ``0x7f000001``). None for a name. Raises ``ValueError`` for what ends in a number and is
    no address, as the URL standard of the WHATWG does.
    """
    if "%" in host:
        raise ValueError(host)  # the zone of an address that only this machine's link knows
    if ":" in host:
        return IPv6Address(host)
    labels = host.removesuffix(".").split(".")
    if not re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1], re.IGNORECASE):
        return None
    numbers = [_number(label) for label in labels]
    *high, last = numbers
    if len(numbers) > 4 or any(number > 255 for number in high) or last >= 256 ** (4 - len(high)):
        raise ValueError(host)
    return IPv4Address(last + sum(n << 8 * (3 - place) for place, n in enumerate(high)))


def _number(label: str) -> int:
    match = _NUMBER.fullmatch(label)
    if match is None:
        raise ValueError(label)
    kind = next(at for at in (1, 3, 5) if match[at] is not None)
    return int(match[kind + 1] or "0", {1: 16, 3: 8, 5: 10}[kind])
