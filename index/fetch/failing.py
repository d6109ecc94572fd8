"""What goes wrong between here and a server, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from index.errors import TooSlow, Unreachable

_CERTIFICATE = (aiohttp.ClientConnectorCertificateError, aiohttp.ServerFingerprintMismatch)


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Raise ``TooSlow`` and ``Unreachable`` for what ``aiohttp`` and the system raise."""
    try:
        yield
    # Some of its errors are of both kinds.
    except TimeoutError as error:
        raise TooSlow(
            f"{host} takes too long; try again later, or save the page and add the file."
        ) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Unreachable(f"{host} {_why(error)}.") from error


def _why(error: Exception) -> str:
    if isinstance(error, _CERTIFICATE):
        return "does not prove that it is who it says (its certificate); check the address"
    if isinstance(error, aiohttp.ClientSSLError):
        return "does not speak https as it should; check the address"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "cannot be reached; check the address, or try again later"
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError):
        return "broke off in the middle of the page; try again later"
    return "does not answer as a web server should; check the address, or try again later"
