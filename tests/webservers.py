"""Servers on 127.0.0.1 that are asked under names of their own, and what looks those up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from index.fetch.addresses import Guard, is_public
from index.fetch.fetching import Fetcher, open_fetcher
from index.fetch.pages import FetchOptions

HERE = "127.0.0.1"
INSIDE = "127.0.0.2"
QUICK = FetchOptions(max_bytes=100_000, seconds=5.0, stall_seconds=2.0)

# 127.0.0.1 stands for a public server, every other address is what it is.
AS_IF_PUBLIC = Guard(
    lambda address: address == ip_address(HERE) or is_public(address),
    None,
    "is inside",
    "is not there",
)


class Names:
    """A lookup: each name gives its answers one after the other, the last one from then on."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(found) for name, found in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        answers = self._answers.get(name, [[HERE]])
        return answers.pop(0) if len(answers) > 1 else answers[0]


@asynccontextmanager
async def fetching(
    names: Any = None, options: FetchOptions = QUICK, guarded_by: Guard = AS_IF_PUBLIC
) -> AsyncIterator[Fetcher]:
    """A fetcher that takes 127.0.0.1 for a public address, where every name is unless told."""
    async with open_fetcher(options, lookup=names or Names(), guarded_by=guarded_by) as fetcher:
        yield fetcher


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """A web server; ``asked`` are the requests that it got, in their order."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.pages: dict[str, Handler | web.Response | Callable[[], web.Response]] = {}
        self.port = 0

    @property
    def paths(self) -> list[str]:
        return [request.path_qs for request in self.asked]

    def url(self, path: str = "/", host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        made = page(request)
        return await made if isinstance(made, Awaitable) else made


def answers(text: str = "", **options: Any) -> Callable[[web.Request], web.Response]:
    """A page that is always the same."""
    return lambda _request: web.Response(text=text, **options)


def moved(location: str, status: int = 302) -> Callable[[web.Request], web.Response]:
    """A page that is elsewhere."""
    return answers(status=status, headers={"Location": location})


@asynccontextmanager
async def site(**pages: Any) -> AsyncIterator[Site]:
    """A web server of these pages, ``index`` for the root."""
    served = Site()
    served.pages = {"/" if n == "index" else f"/{n}": page for n, page in pages.items()}
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", served.handle)
    server = TestServer(app, host=HERE)
    async with server:
        served.port = server.port or 0
        yield served


@asynccontextmanager
async def raw_server(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    """The address of a server that says whatever ``talk`` says, once a request has come."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await reader.readuntil(b"\r\n\r\n")
            await talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, HERE, 0)
    try:
        yield f"http://odd.example:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def says(*pieces: bytes, pause: float = 0.0) -> Callable[..., Awaitable[None]]:
    """What a raw server says, a piece at a time."""

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return talk


def head(*lines: str, status: str = "200 OK") -> bytes:
    """The head of an answer."""
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode()
