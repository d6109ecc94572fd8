"""Pages of the web, fetched with a guard.

Only http(s); every address that a host has is checked, the connection goes to one that was, and
each redirect is checked as if it were given. Bytes, seconds and redirects are bounded; no cookies,
no user names, no proxy, which would look names up on its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass

from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar
from yarl import URL

from index.errors import Unreachable
from index.fetch.addresses import Guard, guard
from index.fetch.answers import charset, conditions, content_type, refusal, validators
from index.fetch.bodies import ENCODINGS, read_body
from index.fetch.failing import translated
from index.fetch.pages import Fetched, FetchOptions, Gone, NotModified, Page, Validators
from index.fetch.resolving import Lookup, guarded_connector, system_lookup
from index.fetch.urls import checked_url, redirected

Gate = Callable[[URL], AbstractAsyncContextManager[object]]
"""What is entered around each request of a fetch, redirects too; it may wait, or raise."""

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOUND = frozenset({200, 203})
_GONE = frozenset({404, 410})
# Pages that list whom they trust have headers of 10 kB.
_HEADER_BYTES = 32_768
_HEADERS = 128


@dataclass(frozen=True, slots=True)
class _Moved:
    location: str


@asynccontextmanager
async def open_fetcher(
    options: FetchOptions, *, lookup: Lookup | None = None, guarded_by: Guard | None = None
) -> AsyncIterator[Fetcher]:
    """Open a fetcher, closed at the end with all its connections.

    Names are looked up as the operating system does, and the guard is what ``options`` say,
    where the caller brings none.
    """
    guarding = guarded_by or guard(allow_private=options.allow_private)
    with ExitStack() as stack:
        look = lookup or stack.enter_context(system_lookup())
        async with _session(options, look, guarding) as session:
            yield Fetcher(session, options, guarding)


def _session(options: FetchOptions, lookup: Lookup, guarding: Guard) -> ClientSession:
    stall = options.stall_seconds
    return ClientSession(
        connector=guarded_connector(lookup, guarding),
        cookie_jar=DummyCookieJar(),
        headers={
            "User-Agent": options.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ENCODINGS,
        },
        timeout=ClientTimeout(total=None, sock_connect=stall, sock_read=stall),
        # It would unpack a bomb before anybody could count.
        auto_decompress=False,
        trust_env=False,
        max_line_size=_HEADER_BYTES,
        max_field_size=_HEADER_BYTES,
        max_headers=_HEADERS,
    )


class Fetcher:
    """Fetches pages; made by ``open_fetcher``."""

    def __init__(self, session: ClientSession, options: FetchOptions, guarding: Guard) -> None:
        self._session = session
        self._options = options
        self._guard = guarding

    async def get(
        self, url: str, known: Validators | None = None, *, gate: Gate | None = None
    ) -> Fetched:
        """Return the page at ``url``, that it is as ``known`` has it, or that there is none.

        What ``gate`` waits is not counted against the page's seconds. Raises ``FetchError``.
        """
        target = checked_url(url, self._guard)
        secure = target.scheme == "https"
        left = self._options.seconds
        clock = asyncio.get_running_loop().time
        for _ in range(self._options.redirects + 1):
            async with gate(target) if gate else nullcontext():
                began = clock()
                answer = await self._ask(target, known, left)
                left -= clock() - began
            if not isinstance(answer, _Moved):
                return answer
            target = redirected(target, answer.location, self._guard, secure=secure)
        raise Unreachable(
            f"{target.host_subcomponent} leads from address to address without end;"
            " look where it ends in a browser and give that."
        )

    async def _ask(self, url: URL, known: Validators | None, seconds: float) -> Fetched | _Moved:
        host = url.host_subcomponent or ""
        headers = conditions(url, known)
        with translated(host):
            async with (
                asyncio.timeout(seconds),
                self._session.get(url, headers=headers, allow_redirects=False) as response,
            ):
                return await self._understood(response, url, known if headers else None)

    async def _understood(
        self, response: ClientResponse, url: URL, known: Validators | None
    ) -> Fetched | _Moved:
        host = url.host_subcomponent or ""
        status, headers = response.status, response.headers
        if status in _REDIRECTS and (location := headers.get("Location")):
            return _Moved(location)
        if status == 304 and known is not None:
            return NotModified(str(url), validators(url, headers) or known)
        if status in _GONE:
            return Gone(str(url), status)
        if status not in _FOUND:
            raise refusal(response, host)
        content = await read_body(response, host, self._options.max_bytes)
        return Page(
            str(url), content, content_type(headers), charset(headers), validators(url, headers)
        )
