"""Answers by a real llama.cpp server: its protocol is real, and its model only babbles.

Run by ``make test-llama``, which makes the server and the model.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from llama_server import KEY, NAME, LlamaServer, llama_server
from pydantic import SecretStr
from support import Console

from bot.console.demo import QUESTIONS
from index.answer.answering import INSTEAD
from index.answer.writing.generated import UNPROVED
from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.generation.configured import ConfiguredModel
from index.generation.model import Chunk, Limits, Message
from index.generation.specs import ModelSpec
from index.ingest.reading import read_sources
from index.values import Answered, Question, Receipt, Reply

BRIEF = Limits(
    prompt_tokens=2_000, completion_tokens=100, seconds=60.0, silence_seconds=30.0, passages=2
)
"""Each letter is a token of this model, so that two passages are a long prompt."""
ENDLESS = replace(BRIEF, completion_tokens=20_000)
"""More than it has room for."""
ANSWERED = QUESTIONS[:3]
LIBRARY = "samples"
LINES = r"""
root ::= (line "\n")+
line ::= "{\"claim\": \"" text "\", \"quotes\": [{\"key\": \"" text "\", \"words\": \"" text "\"}]}"
text ::= [a-z ]{3,9}
"""
_WRITTEN = re.compile(r"eval time = .* / +(\d+) runs")


@dataclass(frozen=True)
class Desk:
    """A folder whose answers the server writes, with the sample articles in a library."""

    folder: Folder

    async def ask(self, question: str = ANSWERED[0]) -> Reply:
        return await self.folder.library(LIBRARY).ask(Question(question, LIBRARY))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    with llama_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample articles that nobody has open."""
    data = tmp_path_factory.mktemp("samples") / "data"

    async def fill() -> None:
        async with open_folder(Options(data, EmbeddingSpec())) as folder:
            with as_file(files("bot") / "samples") as place:
                items = read_sources([str(place)], max_bytes=1_000_000)
                receipts = [one async for one in folder.library(LIBRARY).add(items)]
        assert receipts
        assert all(isinstance(one, Receipt) for one in receipts)

    asyncio.run(fill())
    return data


Opening = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def desk(samples: Path, tmp_path_factory: pytest.TempPathFactory, server: LlamaServer) -> Opening:
    """Opens a desk whose answers a server writes, ours without another."""

    @asynccontextmanager
    async def opened(
        limits: Limits = BRIEF,
        *,
        by: LlamaServer = server,
        name: str = NAME,
        key: str = KEY,
        args: str = "{}",
    ) -> AsyncIterator[Desk]:
        data = shutil.copytree(samples, tmp_path_factory.mktemp("desk") / "data")
        spec = ModelSpec(by.llm(name), args, SecretStr(key))
        options = Options(data, EmbeddingSpec(), model=spec, limits=limits)
        async with open_folder(options) as folder:
            yield Desk(folder)

    return opened


def told(reply: Reply) -> str:
    """What a person is told of an answer that must be of quotations, each of them true."""
    answer = reply.answer
    assert isinstance(answer, Answered)
    assert answer.mode == "extractive"
    for one in answer.citations:
        assert one.article.text[one.start : one.end] == one.quote
    (warning,) = reply.warnings
    return warning


@pytest.mark.parametrize("question", ANSWERED)
async def test_babble_is_rejected(desk: Opening, question: str) -> None:
    """Nothing that a model says at random is shown: there are quotations, and a person is told."""
    async with desk() as opened:
        reply = await opened.ask(question)
    assert told(reply) == INSTEAD.format(reason=UNPROVED)
    assert reply.spent is not None
    assert reply.spent.prompt_tokens > 500
    assert reply.spent.seconds < BRIEF.seconds


async def test_babble_in_the_right_form_is_rejected(
    desk: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    """A grammar has every line be a claim with a quote, and still nothing of it is shown."""
    grammar = {"additional_kwargs": {"extra_body": {"grammar": LINES}}}
    caplog.set_level(logging.DEBUG, "index.answer.writing")
    async with desk(args=json.dumps(grammar)) as opened:
        assert told(await opened.ask()) == INSTEAD.format(reason=UNPROVED)
    assert "there is no passage" in caplog.text


async def test_a_reply_has_no_more_tokens_than_it_may(desk: Opening, server: LlamaServer) -> None:
    """The server ends what the model never would, at the tokens that it was given."""
    before = server.log.stat().st_size
    async with desk() as opened:
        told(await opened.ask())
    log = server.log.read_bytes()[before:].decode(errors="replace")
    # The first token of each of the two attempts comes with the prompt.
    assert [int(runs) for runs in _WRITTEN.findall(log)] == [BRIEF.completion_tokens - 1] * 2


async def test_a_reply_takes_no_longer_than_it_may(desk: Opening) -> None:
    """A reply that would go on is left at its time, and the server serves the next one."""
    async with desk(replace(ENDLESS, seconds=3.0)) as opened:
        reply = await opened.ask()
    assert told(reply) == INSTEAD.format(reason="was not done within 3 s")
    assert reply.spent is not None
    assert 3 <= reply.spent.seconds < 5
    async with desk() as opened:
        told(await opened.ask())


async def test_questions_at_once_are_each_answered(desk: Opening) -> None:
    """A server that drops one request for the next leaves nobody without an answer."""
    async with desk() as opened:
        for reply in await asyncio.gather(*map(opened.ask, ANSWERED)):
            told(reply)


async def test_another_name_of_the_model(desk: Opening) -> None:
    """This server answers by whatever name it is asked: babble under another name is rejected."""
    async with desk(name="gpt-that-is-not-there") as opened:
        told(await opened.ask())


async def test_another_key_is_told(desk: Opening) -> None:
    """The server's own refusal is told, without the key."""
    async with desk(key="sk-of-somebody-else") as opened:
        warning = told(await opened.ask())
    assert warning == INSTEAD.format(reason="does not accept the key (status 401)")


async def test_more_than_the_server_has_room_for(desk: Opening, tmp_path: Path) -> None:
    """A server whose context is too small hangs up without a word, and a person has quotations."""
    with llama_server(tmp_path, "--n_ctx", "512") as small:
        async with desk(by=small) as opened:
            warning = told(await opened.ask())
    assert warning == INSTEAD.format(reason="broke off")


class EndedAfter:
    """A model whose server is ended at its third piece."""

    def __init__(self, model: ConfiguredModel, server: LlamaServer) -> None:
        self._model, self._server = model, server
        self.ready, self.close = model.ready, model.close

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Chunk]:
        pieces = 0
        async for chunk in self._model.stream(messages):
            pieces += 1
            if pieces == 3:
                self._server.process.kill()
            yield chunk


async def test_a_server_that_ends_in_mid_stream(desk: Opening, tmp_path: Path) -> None:
    """Where the server's process is ended while it writes, that is told over quotations."""
    with llama_server(tmp_path) as ended:
        async with desk(ENDLESS, by=ended) as opened:
            opened.folder.writer.model = EndedAfter(opened.folder.writer.model, ended)
            reply = await opened.ask()
            assert told(reply) == INSTEAD.format(reason="broke off")
            assert told(await opened.ask()) == INSTEAD.format(reason="cannot be reached")


def test_doctor_says_that_it_does_not_keep_to_the_form(
    console: Console, samples: Path, server: LlamaServer
) -> None:
    """It is told how long the model took, and that nothing it wrote is in the form."""
    settings = {"LLM": server.llm(), "LLM_API_KEY": KEY, "LLM_COMPLETION_TOKENS": "100"}
    ran = console("doctor", "--json", env=settings)
    (check,) = [one for one in ran.json["checks"] if one["check"] == "language model"]
    assert (ran.code, check["healthy"]) == (1, False)
    told = r"its answers do not keep to the form: .+ \(\d+\.\d s\)"
    assert re.fullmatch(told, check["detail"])
