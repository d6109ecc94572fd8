"""The address of a page: checked once, and then the very object that is connected to."""

from __future__ import annotations

import re

from yarl import URL

from index.errors import BadAddress, PrivateAddress
from index.fetch.addresses import Guard, numeric_address

_LONGEST = 8_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"(?=.{1,253}\.?$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_NO_ADDRESS = "That is no address of a web page; give one that begins with https:// or http://."


def checked_url(text: str, guard: Guard) -> URL:
    """Return the address of a page without its fragment, an IP address in its usual form.

    Raises ``BadAddress`` for what is no http(s) address, has a user name or a strange port, and
    ``PrivateAddress`` where it is an IP address that the guard does not allow.
    """
    if len(text) > _LONGEST:
        raise BadAddress(f"The address has over {_LONGEST:,} characters; give a shorter one.")
    return _checked(_parsed(text), guard)


def redirected(url: URL, location: str, guard: Guard, *, secure: bool) -> URL:
    """Return where ``url`` leads, checked as if it were given; ``secure`` refuses plain http.

    Raises what ``checked_url`` does.
    """
    try:
        target = url.join(_parsed(location))
    except ValueError as error:
        raise BadAddress(_NO_ADDRESS) from error
    if len(str(target)) > _LONGEST:
        raise BadAddress(
            f"{url.host_subcomponent} leads to an address that is too long; give another."
        )
    if secure and target.scheme == "http":
        raise BadAddress(
            f"{url.host_subcomponent} leads from https to an unprotected address;"
            " give that one if you trust it."
        )
    return _checked(target, guard)


def _parsed(text: str) -> URL:
    text = text.strip()
    if _CONTROL.search(text):
        raise BadAddress(_NO_ADDRESS)
    try:
        return URL(text)
    # An index error is what the library has for some texts.
    except (ValueError, TypeError, LookupError) as error:
        raise BadAddress(_NO_ADDRESS) from error


def _checked(url: URL, guard: Guard) -> URL:
    host = url.raw_host
    if url.scheme not in ("http", "https") or not host:
        raise BadAddress(_NO_ADDRESS)
    if "@" in url.raw_authority:
        raise BadAddress("The address holds a user name; leave it out, since nobody is signed in.")
    if url.port == 0 or (guard.ports is not None and url.port not in guard.ports):
        ports = ", ".join(map(str, sorted(guard.ports or ())))
        raise BadAddress(
            f"Port {url.port} is not one that pages are fetched from; use {ports or 'another'}."
        )
    return _checked_host(url, host, guard).with_fragment(None)


def _checked_host(url: URL, host: str, guard: Guard) -> URL:
    try:
        address = numeric_address(host)
    except ValueError as error:
        raise BadAddress(_NO_ADDRESS) from error
    if address is None:
        if not _NAME.fullmatch(host):
            raise BadAddress(_NO_ADDRESS)
        return url
    if not guard.allows(address):
        raise private_address(host, guard)
    return url.with_host(str(address))


def private_address(host: str, guard: Guard) -> PrivateAddress:
    """Return the error for a host that is, or is named for, an address the guard refuses."""
    shown = f"[{host}]" if ":" in host else host
    return PrivateAddress(f"{shown} {guard.refusal}.")
