"""From the name of a host to the addresses that are connected to, every one of them checked."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TypeAlias

from aiohttp import AddrInfoType, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from index.errors import Unreachable
from index.fetch.addresses import Address, Guard
from index.fetch.urls import private_address

Lookup: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]
"""From a name to the texts of its IP addresses; raises ``OSError`` where there are none."""

_THREADS = 4
_CONNECTIONS = 20


@contextmanager
def system_lookup() -> Iterator[Lookup]:
    """Look names up as the operating system does, in threads of its own.

    A name server may take its time, and the threads that everybody shares would be held by it.
    """
    threads = ThreadPoolExecutor(_THREADS, "lookup")

    async def look(name: str) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(threads, _addresses, name)
        return [str(info[4][0]) for info in found]

    try:
        yield look
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _addresses(name: str) -> Sequence[tuple[object, object, object, object, tuple[object, ...]]]:
    return socket.getaddrinfo(name, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


class GuardedResolver(AbstractResolver):
    """Gives the connector the addresses that a lookup found, if the guard allows all of them.

    One address that is not allowed refuses the name: else a server that is asked twice could be
    reached at the one when the other was meant.
    """

    def __init__(self, lookup: Lookup, guard: Guard) -> None:
        self._lookup = lookup
        self._guard = guard

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002  # both are wanted
    ) -> list[ResolveResult]:
        """Return the checked addresses of ``host``.

        Raises ``PrivateAddress``, and ``Unreachable`` where it has none.
        """
        try:
            addresses = [ip_address(text) for text in await self._lookup(host)]
        except (OSError, ValueError) as error:
            raise _unknown(host, self._guard) from error
        if not addresses:
            raise _unknown(host, self._guard)
        if not all(self._guard.allows(address) for address in addresses):
            raise private_address(host, self._guard)
        return [_result(host, port, address) for address in dict.fromkeys(addresses)]

    async def close(self) -> None:
        """Do nothing: whoever opened the lookup closes it."""


def guarded_connector(lookup: Lookup, guard: Guard) -> TCPConnector:
    """Return a connector that reaches nothing that the guard does not allow.

    Each request looks its host up anew and connects to one of the addresses that were checked.
    """

    def guarded_socket(info: AddrInfoType) -> socket.socket:
        # Whatever way it came here, literal or looked up, this is what is connected to.
        if not guard.allows(ip_address(info[4][0])):
            raise PermissionError("an address that is not allowed")
        return socket.socket(info[0], info[1], info[2])

    return TCPConnector(
        resolver=GuardedResolver(lookup, guard),
        use_dns_cache=False,
        force_close=True,
        limit=_CONNECTIONS,
        socket_factory=guarded_socket,
    )


def _unknown(host: str, guard: Guard) -> Unreachable:
    return Unreachable(f"{host} {guard.unknown}.")


def _result(host: str, port: int, address: Address) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=str(address),
        port=port,
        family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
        proto=0,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
