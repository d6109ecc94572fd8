"""A library's search as a LlamaIndex retriever."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core.async_utils import asyncio_run
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.retrieve.search import PassageSearch
from index.values import Hit, Question


class PassageRetriever(BaseRetriever):
    """The ``limit`` best passages of a library for a question, natively asynchronous.

    A node's id is the passage's, its offsets are those in the article's text, and its metadata
    tells the article and the revision.
    """

    def __init__(self, search: PassageSearch, limit: int = 10) -> None:
        super().__init__()
        self._search = search
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        nodes: list[NodeWithScore] = asyncio_run(self._aretrieve(query_bundle))
        return nodes

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = Question(query_bundle.query_str, self._search.library)
        return _nodes(await self._search.hits(question, self._limit))


def _nodes(hits: Sequence[Hit]) -> list[NodeWithScore]:
    return [
        NodeWithScore(
            node=TextNode(
                id_=hit.passage.id,
                text=hit.passage.text,
                start_char_idx=hit.passage.start,
                end_char_idx=hit.passage.end,
                metadata={
                    "article_id": hit.article.id,
                    "revision": hit.article.revision,
                    "title": hit.article.title,
                    "url": hit.article.url,
                    "source": hit.article.source,
                    "published": hit.article.published,
                },
            ),
            score=hit.score,
        )
        for hit in hits
    ]
