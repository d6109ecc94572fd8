"""The retriever is a LlamaIndex retriever like any other, and natively asynchronous."""

from __future__ import annotations

import asyncio

import pytest
from llama_index.core import QueryBundle
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode
from newsroom import OBSERVATORY, PIER, STORIES
from support import added

from index.folder import Folder
from index.library import Library
from index.retrieve.fusion import fuse
from index.retrieve.retriever import PassageRetriever
from index.values import Question


@pytest.fixture
async def retriever(folder: Folder, library: Library) -> PassageRetriever:
    """The retriever of a library with every story."""
    await added(library, *STORIES)
    shelf = await folder.shelf(library.name)
    assert shelf is not None
    return shelf.retriever


async def test_it_answers_in_a_query_engine(retriever: BaseRetriever) -> None:
    """A plain LlamaIndex engine over it answers with its passages as sources, both ways."""
    engine = RetrieverQueryEngine.from_args(retriever, llm=MockLLM())
    responses = [
        await engine.aquery(PIER.question),
        await asyncio.to_thread(engine.query, PIER.question),
    ]
    for response in responses:
        assert PIER.quote in response.source_nodes[0].text
        assert PIER.quote in str(response)


async def test_both_ways_retrieve_the_same(retriever: BaseRetriever) -> None:
    """``retrieve``, also while a loop runs, and ``aretrieve`` give the same nodes."""
    nodes = await retriever.aretrieve(OBSERVATORY.question)
    for other in (
        await asyncio.to_thread(retriever.retrieve, OBSERVATORY.question),
        await asyncio.to_thread(retriever.retrieve, QueryBundle(OBSERVATORY.question)),
        retriever.retrieve(OBSERVATORY.question),
    ):
        assert [node.node_id for node in other] == [node.node_id for node in nodes]


async def test_a_node_knows_where_it_stands(retriever: BaseRetriever, library: Library) -> None:
    """A node's offsets are those of its text in the revision that its metadata names."""
    nodes = await retriever.aretrieve(OBSERVATORY.question)
    assert [node.score for node in nodes] == sorted((n.score for n in nodes), reverse=True)
    for found in nodes:
        assert isinstance(found, NodeWithScore)
        assert isinstance(found.node, TextNode)
        metadata = found.node.metadata
        article = await library.article(metadata["article_id"], metadata["revision"])
        assert metadata["title"] == article.title
        span = slice(found.node.start_char_idx, found.node.end_char_idx)
        assert article.text[span] == found.node.text


async def test_many_questions_at_once(retriever: PassageRetriever, library: Library) -> None:
    """Questions asked together get the answers they get one by one."""
    asked = [Question(story.question, library.name) for story in STORIES]
    alone = [await retriever.hits(question, 3) for question in asked]
    together = await asyncio.gather(*(retriever.hits(question, 3) for question in asked * 6))
    for number, hits in enumerate(together):
        expected = alone[number % len(asked)]
        assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in expected]


async def test_no_more_hits_than_wanted(retriever: PassageRetriever, library: Library) -> None:
    """The limit holds, and fewer passages than wanted are all there are."""
    question = Question("the", library.name)
    assert len(await retriever.hits(question, 2)) == 2
    hits = await retriever.hits(question, 100)
    assert {hit.article.title for hit in hits} == {story.title for story in STORIES}


def test_fusing_prefers_what_both_searches_rank() -> None:
    """What both found goes before what one ranks higher; each keeps its ranks."""
    fused = fuse([("a", 0.9), ("both", 0.8)], [("c", 7.0), ("both", 6.0)], 10)
    names = [name for name, _, _ in fused]
    assert names[0] == "both"
    assert set(names) == {"a", "both", "c"}
    ranks = {name: (found.dense, found.lexical) for name, _, found in fused}
    assert ranks == {"a": (1, None), "both": (2, 2), "c": (None, 1)}
    assert [score for _, score, _ in fused] == sorted((s for _, s, _ in fused), reverse=True)


def test_fusing_nothing_gives_nothing() -> None:
    """Two empty rankings fuse to none."""
    assert fuse([], [], 10) == []
