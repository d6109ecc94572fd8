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
from index.llama.retriever import PassageRetriever


@pytest.fixture
async def retriever(folder: Folder, library: Library) -> PassageRetriever:
    """The retriever of a library with every story."""
    await added(library, *STORIES)
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    return PassageRetriever(shelf.search)


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


async def test_no_more_nodes_than_wanted(folder: Folder, library: Library) -> None:
    """The limit that a retriever is made with holds."""
    await added(library, *STORIES)
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    assert len(await PassageRetriever(shelf.search, limit=2).aretrieve("the")) == 2
