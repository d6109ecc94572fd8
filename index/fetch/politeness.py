"""Manners towards a host: its robots.txt is heeded, and it is asked one thing at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from yarl import URL

from index.errors import Disallowed, Refused
from index.fetch.fetching import Fetcher
from index.fetch.pages import Fetched, Page, Validators
from index.fetch.robots import Robots, read_robots

_ROBOTS_SECONDS = 3_600.0
# A site that is in trouble is asked for its rules again before long.
_TROUBLE_SECONDS = 300.0
_LONGEST_REST = 60.0
_MOST_HOSTS = 1_000


@dataclass(slots=True)
class _Host:
    """One host: whose turn it is, when it may be asked again, and what each origin's rules are.

    ``rules`` holds until when the rules of an origin hold, and None for "nothing at present".
    """

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    rested: float = 0.0
    rules: dict[URL, tuple[float, Robots | None]] = field(default_factory=dict)


class Politeness:
    """Fetches through ``fetcher`` as a guest: feeds, sitemaps and what they list.

    Every request, redirects too, obeys the robots.txt of its host, kept for an hour, that is
    written to ``token``; requests to one host begin at least ``pause`` seconds after the one before
    ended, or as many as the host asks for, up to 60. ``clock`` counts seconds.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        pause: float = 2.0,
        token: str = "footnote",  # noqa: S107  # a name, not a secret
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._pause = pause
        self._token = token
        self._clock = clock or asyncio.get_running_loop().time
        self._hosts: dict[str, _Host] = {}

    async def get(self, url: str, known: Validators | None = None) -> Fetched:
        """Return what ``Fetcher.get`` does; raises ``Disallowed`` where the site asks not to."""
        return await self._fetcher.get(url, known, gate=self._gate)

    @asynccontextmanager
    async def _gate(self, url: URL) -> AsyncIterator[None]:
        host = self._host((url.raw_host or "").rstrip("."))
        host.waiting += 1
        try:
            async with host.turn:
                robots = await self._robots(host, url)
                pause = max(self._pause, robots.delay)
                await self._rest(host)
                try:
                    yield
                except Refused as refused:
                    pause = max(pause, min(refused.retry_after or 0.0, _LONGEST_REST))
                    raise
                finally:
                    host.rested = self._clock() + pause
        finally:
            host.waiting -= 1

    def _host(self, name: str) -> _Host:
        if len(self._hosts) >= _MOST_HOSTS:
            now = self._clock()
            kept = {n: h for n, h in self._hosts.items() if h.waiting or h.rested > now}
            self._hosts = kept
        return self._hosts.setdefault(name, _Host())

    async def _rest(self, host: _Host) -> None:
        await asyncio.sleep(max(0.0, host.rested - self._clock()))

    async def _robots(self, host: _Host, url: URL) -> Robots:
        """Return the rules for a host whose turn is held; raises ``Disallowed`` for ``url``."""
        origin = url.origin()
        until, robots = host.rules.get(origin, (0.0, None))
        if until <= self._clock():
            await self._rest(host)
            robots = await self._asked_rules(origin)
            kept = _TROUBLE_SECONDS if robots is None else _ROBOTS_SECONDS
            host.rules[origin] = (self._clock() + kept, robots)
        if robots is None:
            raise Disallowed(
                f"{url.host_subcomponent} cannot say at present what it allows (its robots.txt);"
                " try again later."
            )
        # A long list of rules takes a while.
        if not await asyncio.to_thread(robots.allows, url.raw_path_qs):
            raise Disallowed(
                f"{url.host_subcomponent} asks programs not to fetch this (its robots.txt);"
                " ask the site, or save the page and add the file."
            )
        return robots

    async def _asked_rules(self, origin: URL) -> Robots | None:
        """Return the rules that a site has, those of none where it has no file, None in trouble."""
        try:
            answer = await self._fetcher.get(str(origin / "robots.txt"))
        except Refused as refused:
            in_trouble = refused.status >= 500 or refused.status == 429
            return None if in_trouble else Robots()
        if not isinstance(answer, Page):
            return Robots()
        return await asyncio.to_thread(read_robots, answer.content, self._token)
