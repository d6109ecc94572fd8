"""The bot under a burst: how long its event loop ever stands still, and how soon it answers.

The real client in this process against the tests' Discord in a thread of its own, with invented
articles: sixty people mention the bot at once while a file with further articles is added.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from bot.chat_options import ChatOptions
from bot.discord.client import FootnoteClient, serve
from evals.data import MAX_BYTES, REPOSITORY
from evals.invented import invent
from evals.report import Goal, Limits, Result, Table
from index.embedding.configured import EmbeddingSpec
from index.fetch.fetching import open_fetcher
from index.fetch.pages import FetchOptions
from index.folder import Options, open_folder
from index.ingest.reading import read_upload
from index.library import Library

_ARTICLES, _FURTHER, _QUESTIONS = 400, 200, 60
_BEAT = 0.002
_PATIENCE = 300.0
_MOST_STALL = 0.05
"""Seconds that the loop may stand still."""


def run(limits: Limits) -> Result:
    """Measure one burst."""
    count = limits.questions or _QUESTIONS
    with tempfile.TemporaryDirectory() as folder, _Loopback() as loopback:
        return asyncio.run(_burst(loopback, Path(folder), count))


class _Loopback:
    """The Discord of the tests on an event loop of its own, so that it costs the bot's none."""

    def __init__(self) -> None:
        sys.path.insert(0, str(REPOSITORY / "tests"))
        self.module: Any = importlib.import_module("loopback")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.discord: Any = None

    def __enter__(self) -> _Loopback:
        self._thread.start()
        self.discord = self.do(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self.discord.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        sys.path.remove(str(REPOSITORY / "tests"))

    async def _open(self) -> Any:
        return await self.module.LoopbackDiscord(held=False).__aenter__()

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something there and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    async def aside(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something there while the loop of the caller goes on."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


async def _burst(loopback: _Loopback, folder: Path, count: int) -> Result:
    discord = loopback.discord
    guild = discord.add_guild("Newsroom")
    channel = guild.add_channel("general")
    options = Options(folder, EmbeddingSpec())
    async with (
        open_folder(options, maintain=True) as opened,
        open_fetcher(FetchOptions()) as fetcher,
    ):
        await _fill(opened.library(str(guild.id)))
        client = FootnoteClient(opened, fetcher, ChatOptions(per_person=1_000, per_server=1_000))
        async with _serving(loopback, client):
            await loopback.aside(_ask(loopback, channel, ["What is known as q1z0k?"]))
            questions = [
                f"What is known as {one.word}?"
                for one in Random(7).sample(invent(_ARTICLES, 1), count)
            ]
            # As the program does before it connects.
            gc.collect()
            gc.freeze()
            with _stalls() as late:
                adding = loopback.aside(_add(loopback, channel))
                (waits, in_order), _ = await asyncio.gather(
                    loopback.aside(_ask(loopback, channel, questions)), adding
                )
    return _result(late, waits, in_order)


async def _fill(library: Library) -> None:
    async for _ in library.add(read_upload("first.jsonl", _lines(_ARTICLES, 1), MAX_BYTES)):
        pass


def _lines(count: int, edition: int) -> bytes:
    return "\n".join(json.dumps(one.as_line()) for one in invent(count, edition)).encode()


@asynccontextmanager
async def _serving(loopback: _Loopback, client: FootnoteClient) -> AsyncIterator[None]:
    stop = asyncio.Event()
    with loopback.module.pointed_at(loopback.discord):
        serving = asyncio.create_task(serve(client, loopback.discord.token, stop))
        await loopback.aside(loopback.discord.ready())
        try:
            yield
        finally:
            stop.set()
            await serving


async def _ask(
    loopback: _Loopback, channel: Any, questions: Sequence[str]
) -> tuple[list[float], bool]:
    """The seconds that each reply took, and whether they came in the order of the questions."""
    discord, bot = loopback.discord, loopback.discord.world.bot
    began = time.perf_counter()
    said = [
        await discord.say(loopback.module.Member(f"person{n}"), channel, f"<@{bot.id}> {text}")
        for n, text in enumerate(questions)
    ]

    async def replied(message: Any) -> float:
        async with asyncio.timeout(_PATIENCE):
            while not any(_refers(one, message) for one in channel.messages):
                await discord.world.posted.wait()
        return time.perf_counter() - began

    waits = list(await asyncio.gather(*map(replied, said)))
    asked = [str(message.id) for message in said]
    replies = [(one.fields.get("message_reference") or {}) for one in channel.messages]
    named = [str(one.get("message_id")) for one in replies if str(one.get("message_id")) in asked]
    return waits, named == asked


def _refers(message: Any, to: Any) -> bool:
    reference = message.fields.get("message_reference") or {}
    return str(reference.get("message_id")) == str(to.id)


async def _add(loopback: _Loopback, channel: Any) -> None:
    admin = loopback.module.Member("admin", permissions=loopback.module.MANAGE)
    file = ("further.jsonl", _lines(_FURTHER, 2))
    adding = await loopback.discord.command(admin, channel, "article add", file=file)
    async with asyncio.timeout(_PATIENCE):
        while not any("added" in one.text for one in adding.shown):
            await loopback.discord.world.posted.wait()


@contextmanager
def _stalls() -> Iterator[list[float]]:
    """How late each beat of the running loop came, in seconds."""
    late: list[float] = []

    async def beat() -> None:
        while True:
            due = time.perf_counter() + _BEAT
            await asyncio.sleep(_BEAT)
            late.append(time.perf_counter() - due)

    heart = asyncio.ensure_future(beat())
    try:
        yield late
    finally:
        heart.cancel()


def _result(late: Sequence[float], waits: Sequence[float], in_order: bool) -> Result:
    ninety_ninth = quantiles(late, n=1000)[989]
    figures: dict[str, float | bool] = {
        "longest stall, ms": round(max(late) * 1000, 1),
        "99 % of beats late by at most, ms": round(ninety_ninth * 1000, 1),
        "beats": len(late),
        "first reply, s": round(min(waits), 2),
        "median reply, s": round(median(waits), 2),
        "last reply, s": round(max(waits), 2),
        "in order": in_order,
    }
    rows = tuple((name, str(value)) for name, value in figures.items())
    return Result(
        suite="chat",
        settings={"articles": _ARTICLES, "added meanwhile": _FURTHER, "questions": len(waits)},
        figures=figures,
        tables=(Table("chat: a burst of mentions while articles are added", ("", ""), rows),),
        goals=(Goal("longest stall, s", max(late), most=_MOST_STALL),),
    )
