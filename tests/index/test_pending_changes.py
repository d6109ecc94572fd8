"""What an owner answers while another process's change waits to be indexed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from newsroom import ORCHARD, PIER, Story
from support import added, asked, cited, quotes
from word_hash_embedding import NAME

from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.library import Library
from index.values import Answered, Draft


def neighbour_writes(folder: Folder, library: Library, draft: Draft) -> str:
    """Store a draft as a process beside the owner does, and return its article's id."""
    written = folder.records.catalogue.write(library.name, draft, [(0, len(draft.text))])
    return written.entry.article.id


def draft_of(story: Story, identity: str) -> Draft:
    return Draft(identity, story.body, story.title)


async def test_the_old_revision_answers_until_the_new_one_is_indexed(
    folder: Folder, library: Library
) -> None:
    """A change that waits leaves the revision that is indexed answerable and truly cited."""
    (receipt,) = await added(library, draft_of(PIER, "a"))
    neighbour_writes(folder, library, draft_of(ORCHARD, "a"))
    reply = await asked(library, PIER.question)
    assert isinstance(reply.answer, Answered)
    assert reply.answer.citations[0].article.id == receipt.article.id
    assert reply.answer.citations[0].article.revision == 1
    assert quotes(reply)[0] == PIER.quote


async def test_an_article_removed_by_another_process_is_unanswerable_at_once(
    folder: Folder, library: Library
) -> None:
    """A removal counts before the owner has taken the article out of its stores."""
    (receipt,) = await added(library, draft_of(PIER, "a"))
    folder.records.catalogue.remove(library.name, receipt.article.id)
    reply = await asked(library, PIER.question)
    assert cited(reply) == set()


async def test_copies_are_those_of_the_revision_that_is_quoted(
    folder: Folder, library: Library
) -> None:
    """An article that is about to share another's text is not shown as saying the old one."""
    await added(library, draft_of(PIER, "a"), draft_of(ORCHARD, "b"))
    neighbour_writes(folder, library, draft_of(ORCHARD, "a"))
    reply = await asked(library, PIER.question)
    assert isinstance(reply.answer, Answered)
    assert reply.answer.citations[0].copies == ()


async def test_a_question_limited_to_an_article_cites_only_what_that_says(
    folder: Folder, library: Library
) -> None:
    """An article whose text another is about to take over is never cited with the other's text."""
    _, receipt = await added(library, draft_of(PIER, "a"), draft_of(ORCHARD, "b"))
    neighbour_writes(folder, library, draft_of(ORCHARD, "a"))
    reply = await asked(library, PIER.question, articles=(receipt.article.id,))
    if isinstance(reply.answer, Answered):
        citation = reply.answer.citations[0]
        said = await library.article(citation.article.id, citation.article.revision)
        assert said.text[citation.start : citation.end] == citation.quote


async def test_what_others_left_is_indexed_before_the_first_question(options: Options) -> None:
    """An owner that opens the folder finds articles that were stored but never indexed."""
    async with open_folder(options, "look") as beside:
        beside.records.ledger.open_library("paper", options.embedding.to_json())
        waiting = neighbour_writes(beside, beside.library("paper"), draft_of(PIER, "a"))
    async with open_folder(options) as owned:
        assert cited(await asked(owned.library("paper"), PIER.question)) == {waiting}


async def test_a_maintained_folder_opens_a_library_before_all_is_indexed(options: Options) -> None:
    """What waits is indexed in the background, and does not keep the first who comes waiting."""
    slow = replace(options, embedding=EmbeddingSpec(NAME, '{"pause_ms": 100}'))
    async with open_folder(slow, "look") as beside:
        beside.records.ledger.open_library("paper", slow.embedding.to_json())
        for number in range(30):
            draft = Draft(str(number), f"Gull {number} sat on the quay.", f"Gull {number}")
            neighbour_writes(beside, beside.library("paper"), draft)
    async with open_folder(slow, maintain=True) as owned:
        shelf = await owned.shelves.shelf("paper")
        assert shelf is not None
        assert len(await asyncio.to_thread(owned.records.ledger.pending, "paper")) == 30
        await shelf.indexer.settle()
        assert shelf.derived.vectors.count() == 30
