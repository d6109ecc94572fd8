"""Nothing that a library does keeps the event loop from serving others."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest
from loop_watch import watched
from newsroom import PIER, SPANISH_QUESTION, STORIES, TRAM
from support import added, asked, drafted
from word_hash_embedding import NAME

from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.ingest.language import _identifier
from index.values import Question

HERONS = [
    f"Herons of weir {number}\n\n"
    + " ".join(f"Keeper Una counted {heron} herons at weir {number}." for heron in range(60))
    for number in range(8)
]


@pytest.fixture(autouse=True)
def remembering() -> None:
    """Nothing is remembered: embedding and reading leave the loop free too."""


async def test_the_watch_notices_what_blocks() -> None:
    """Sleeping and computing on the loop are seen, waiting beside it is not."""
    async with watched() as stalls:
        await asyncio.sleep(0.05)
        await asyncio.to_thread(time.sleep, 0.3)
    assert stalls == []
    async with watched() as stalls:
        await asyncio.sleep(0.05)
        time.sleep(0.3)  # noqa: ASYNC251  # what the watch is for
    assert stalls
    async with watched() as stalls:
        await asyncio.sleep(0.05)
        sum(range(20_000_000))
        await asyncio.sleep(0.05)
    assert stalls


async def test_adding_asking_and_searching_leave_the_loop_free(options: Options) -> None:
    """From opening the folder to closing it nothing takes the loop for a tenth of a second."""
    drafts = [drafted(article) for article in (*STORIES, *HERONS)]
    async with watched() as stalls, open_folder(options, maintain=True) as folder:
        library = folder.library("paper")
        await added(library, *drafts)
        for story in (PIER, TRAM):
            await asked(library, story.question)
            await library.search(Question(story.question, library.name), 50)
        await asked(library, "How many herons did Keeper Una count at weir 3?")
        article = (await library.entries())[0].article.id
        await library.remove(article)
        await library.restore(article)
        await library.reindex()
    assert stalls == []


async def test_a_long_article_leaves_the_loop_free(options: Options) -> None:
    """A question about a text of 200 kB is as easy on the loop as any."""
    text = "\n".join(
        f"Keeper Una Brask of brook {number % 97} counted {number} herons by the old weir."
        for number in range(3_000)
    )
    quick = replace(options, embedding=EmbeddingSpec(NAME))
    async with open_folder(quick) as folder:
        library = folder.library("paper")
        await added(library, f"Herons\n\n{text}")
        async with watched() as stalls:
            await asked(library, "Who counted 77 herons by the old weir?")
    assert stalls == []


async def test_a_foreign_question_leaves_the_loop_free(options: Options) -> None:
    """Telling the language of a question does not stop everybody else."""
    _identifier.cache_clear()
    async with open_folder(options) as folder:
        library = folder.library("paper")
        await added(library, PIER)
        async with watched() as stalls:
            await asked(library, SPANISH_QUESTION)
    assert stalls == []


async def test_a_synchronous_embedding_leaves_the_loop_free(options: Options) -> None:
    """An embedding that only knows to block is called in a thread."""
    slow = replace(options, embedding=EmbeddingSpec(NAME, '{"pause_ms": 30}'))
    drafts = [drafted(story) for story in STORIES]
    async with open_folder(slow) as folder, watched() as stalls:
        await added(folder.library("paper"), *drafts)
    assert stalls == []
