"""An OpenAI-compatible server on the loopback interface that says what a script has it say."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from index.generation.model import Limits
from index.generation.specs import ModelSpec

MODEL = "scripted"
PATIENT = Limits(seconds=60.0, silence_seconds=30.0, completion_tokens=400)
"""Time enough for a busy machine, where nothing is to run out."""
HASTY = Limits(seconds=0.8, silence_seconds=0.4, completion_tokens=400)
"""So little that what never ends is soon at its end."""
_PASSAGE = re.compile(r"<passage (\w+)>\n(.*?)\n</passage \1>", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """One request: the messages, and the passages in it by key."""

    body: dict[str, Any]
    authorization: str | None

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def passages(self) -> dict[str, str]:
        return dict(_PASSAGE.findall(self.prompt))

    def key(self, words: str) -> str:
        """The key of the passage that has some words; a made-up one where none has."""
        found = (key for key, text in self.passages.items() if words in text)
        return next(found, "ZZZZZ")


Reply = Callable[[Asked, web.Request], Awaitable[web.StreamResponse]]
Text = str | Callable[[Asked], str]


@dataclass
class ModelServer:
    """``asked`` are its requests in order; each gets the next reply, the last one from then on."""

    replies: list[Reply] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def spec(self) -> ModelSpec:
        return ModelSpec(f"openai-like:{MODEL}@http://127.0.0.1:{self.port}/v1")

    def script(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked.clear()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(await request.json(), request.headers.get("Authorization"))
        self.asked.append(asked)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return await reply(asked, request)


@asynccontextmanager
async def model_server(*replies: Reply) -> AsyncIterator[ModelServer]:
    served = ModelServer(list(replies))
    app = web.Application()
    app.router.add_post("/v1/chat/completions", served.handle)
    server = TestServer(app, host="127.0.0.1")
    async with server:
        served.port = server.port or 0
        yield served


@dataclass(frozen=True)
class Claim:
    """A claim with the words that it copies; the keys are looked up in the prompt.

    ``of`` are words of the passage that it names, those copied themselves by default.
    """

    text: str
    words: Sequence[str]
    of: str | None = None

    def line(self, asked: Asked) -> str:
        quotes = [{"key": asked.key(self.of or words), "words": words} for words in self.words]
        return json.dumps({"claim": self.text, "quotes": quotes}, ensure_ascii=False)


def claims(*told: Claim) -> Callable[[Asked], str]:
    """What a model writes that does as it was asked."""
    return lambda asked: "\n".join(claim.line(asked) for claim in told) + "\n"


def says(text: Text, *, piece: int = 9, gate: asyncio.Semaphore | None = None) -> Reply:
    """A stream of small pieces; a line of it waits for the gate where there is one."""

    async def reply(asked: Asked, request: web.Request) -> web.StreamResponse:
        told = text if isinstance(text, str) else text(asked)
        response = await _stream(request)
        for line in told.splitlines(keepends=True):
            if gate is not None:
                await gate.acquire()
            for at in range(0, len(line), piece):
                await response.write(_delta(line[at : at + piece]))
        await response.write(_usage(len(asked.prompt) // 4, len(told) // 4))
        await response.write(b"data: [DONE]\n\n")
        return response

    return reply


def refuses(status: int, **headers: str) -> Reply:
    """An error as such servers tell it, with more in it than anybody should see."""

    async def reply(_asked: Asked, _request: web.Request) -> web.StreamResponse:
        error = {"error": {"message": "sk-secret at 10.1.2.3", "type": "x", "code": "y"}}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response(error, status=status, headers=named)

    return reply


def breaks_off(text: Text) -> Reply:
    """Says something, and then the connection is reset."""

    async def reply(asked: Asked, request: web.Request) -> web.StreamResponse:
        response = await _stream(request)
        await response.write(_delta(text if isinstance(text, str) else text(asked)))
        assert request.transport is not None
        request.transport.abort()
        return response

    return reply


def hangs_up(*, begins: bool) -> Reply:
    """Closes the connection without a word, after the head of its reply where it begins one."""

    async def reply(_asked: Asked, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        if begins:
            await response.prepare(request)
        assert request.transport is not None
        request.transport.close()
        return response

    return reply


def falls_silent(text: Text = "") -> Reply:
    """Says something, and then nothing more until nobody listens."""

    async def reply(asked: Asked, request: web.Request) -> web.StreamResponse:
        response = await _stream(request)
        await response.write(_delta(text if isinstance(text, str) else text(asked)))
        await asyncio.sleep(60)
        return response

    return reply


def goes_on(text: str, pause: float = 0.0) -> Reply:
    """Says the same again and again, until nobody listens."""

    async def reply(_asked: Asked, request: web.Request) -> web.StreamResponse:
        response = await _stream(request)
        while True:
            await response.write(_delta(text))
            await asyncio.sleep(pause)

    return reply


async def _stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    await response.write(_event({"role": "assistant", "content": ""}))
    return response


def _delta(text: str) -> bytes:
    return _event({"content": text})


def _event(delta: dict[str, str], **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    return _line({"choices": [choice], **more})


def _usage(prompt: int, completion: int) -> bytes:
    counts = {"prompt_tokens": prompt, "completion_tokens": completion}
    return _line({"choices": [], "usage": counts | {"total_tokens": prompt + completion}})


def _line(fields: dict[str, Any]) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": MODEL}
    return f"data: {json.dumps(chunk | fields)}\n\n".encode()


@contextmanager
def served_apart(*replies: Reply) -> Iterator[ModelServer]:
    """A model server on a loop of its own thread, for what brings its own loop, as commands do."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    serving = model_server(*replies)
    try:
        yield asyncio.run_coroutine_threadsafe(serving.__aenter__(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
