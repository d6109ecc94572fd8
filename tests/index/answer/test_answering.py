"""Which kind of answer a question gets where a model is configured, and what a person is told."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from model_server import (
    PATIENT,
    Claim,
    ModelServer,
    Reply,
    breaks_off,
    claims,
    model_server,
    refuses,
    says,
)
from newsroom import PIER, UNANSWERABLE
from support import asked, quotes

from index.answer.writing.generated import UNPROVED
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.library import Library
from index.values import Answered, NotFound
from index.values import Reply as Answer

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = Claim("Ada Morrow closed the pier at Quill Bay on Monday.", [PIER.quote])
NOT_FOUND = '{"not_found": true}\n'


@dataclass(frozen=True)
class Desk:
    """A library of every story whose answers a scripted model writes."""

    library: Library
    server: ModelServer

    async def ask(self, reply: Reply, question: str = PIER.question) -> Answer:
        self.server.script(reply)
        return await asked(self.library, question)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(stories_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    data = shutil.copytree(stories_dir, tmp_path_factory.mktemp("desk") / "data")
    async with model_server() as server:
        options = Options(data, EmbeddingSpec(), model=server.spec, limits=PATIENT)
        async with open_folder(options) as folder:
            yield Desk(folder.library("default"), server)


def extractive(reply: Answer) -> str:
    """What a person is told of why the answer is quotations alone."""
    assert isinstance(reply.answer, Answered)
    assert reply.answer.mode == "extractive"
    assert quotes(reply)[0] == PIER.quote
    (warning,) = reply.warnings
    assert warning.endswith(".")
    return warning


async def test_an_answer_is_written_and_proved(desk: Desk) -> None:
    """What the model claims and proves is the answer, and what it took is told."""
    reply = await desk.ask(says(claims(GOOD)))
    assert isinstance(reply.answer, Answered)
    assert reply.answer.mode == "generated"
    assert [claim.text for claim in reply.answer.claims] == [GOOD.text]
    assert quotes(reply) == [PIER.quote]
    assert reply.warnings == ()
    assert reply.spent is not None
    assert reply.spent.prompt_tokens > 0


async def test_without_proof_there_are_quotations(desk: Desk) -> None:
    """Where nothing is proved, the extractive answer stands, and a person is told why."""
    assert UNPROVED in extractive(await desk.ask(says("Ada Morrow, I think.")))


async def test_a_failure_ends_in_quotations(desk: Desk) -> None:
    """Where the model fails, a person gets quotations and a sentence that says why."""
    reply = await desk.ask(refuses(500))
    assert "failed (status 500)" in extractive(reply)
    assert reply.spent is not None


async def test_half_an_answer_is_told_to_be_one(desk: Desk) -> None:
    """What was proved before the model broke off is shown, and that there may be more."""
    reply = await desk.ask(breaks_off(claims(GOOD)))
    assert isinstance(reply.answer, Answered)
    assert reply.answer.mode == "generated"
    (warning,) = reply.warnings
    assert "broke off" in warning
    assert "may lack something" in warning


async def test_a_model_that_finds_nothing_is_believed(desk: Desk) -> None:
    """Where it says that nothing answers and no sentence surely does, nothing is shown as one."""
    reply = await desk.ask(says(NOT_FOUND), UNANSWERABLE)
    assert isinstance(reply.answer, NotFound)
    assert reply.answer.nearest
    assert reply.warnings == ()


async def test_a_model_cannot_be_talked_into_finding_nothing(desk: Desk) -> None:
    """Where a sentence surely answers, it is quoted, whatever the model says."""
    assert "found no answer" in extractive(await desk.ask(says(NOT_FOUND)))
