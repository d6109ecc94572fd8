"""From a question to the passages that may answer it: dense and lexical search, fused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from llama_index.core.async_utils import asyncio_run
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.indexing import Derived
from index.retrieve.fusion import fuse
from index.stores.lookup import Lookup
from index.values import Article, ArticleInfo, Filters, Hit, Question, Ranks

CANDIDATES = 60
"""How many passages each of the two searches contributes."""

Found = list[tuple[str, float, Ranks]]


class PassageRetriever(BaseRetriever):
    """A library's passages for a question, as ``Hit`` values or as LlamaIndex nodes.

    It is natively asynchronous: both searches run at once, off the event loop. Only what the
    catalogue says is answerable now is ever returned.
    """

    def __init__(
        self, library: str, lookup: Lookup, derived: Callable[[], Derived], limit: int = 10
    ) -> None:
        super().__init__()
        self._library = library
        self._lookup = lookup
        self._derived = derived
        self._limit = limit

    async def hits(self, question: Question, limit: int) -> tuple[Hit, ...]:
        """The ``limit`` best passages, best first, fewer where fewer are found.

        A hit's article is the one that the question's filters leave: a copy of the indexed one,
        whose text is the same, where that itself is filtered out.
        """
        chosen = await asyncio.to_thread(self._lookup.originals, self._library, question.filters)
        found = await self._search(question.text, max(CANDIDATES, limit), chosen)
        return await asyncio.to_thread(self._read, found, chosen, limit)

    async def _search(
        self, text: str, candidates: int, chosen: dict[str, ArticleInfo] | None
    ) -> Found:
        dense, lexical = await asyncio.gather(
            self._dense(text, candidates, chosen), self._lexical(text, candidates, chosen)
        )
        return fuse(dense, lexical)

    async def _dense(
        self, text: str, candidates: int, chosen: dict[str, ArticleInfo] | None
    ) -> list[tuple[str, float]]:
        derived = self._derived()
        vector = await derived.embedder.question(text)
        names = None
        if chosen is not None:
            names = await asyncio.to_thread(self._lookup.names, list(chosen))
        return await asyncio.to_thread(derived.vectors.query, vector, candidates, names)

    async def _lexical(
        self, text: str, candidates: int, chosen: dict[str, ArticleInfo] | None
    ) -> list[tuple[str, float]]:
        ids = None if chosen is None else list(chosen)
        return await asyncio.to_thread(self._derived().lexicon.search, text, candidates, ids)

    def _read(
        self, found: Found, chosen: dict[str, ArticleInfo] | None, limit: int
    ) -> tuple[Hit, ...]:
        known = self._lookup.passages(self._library, [name for name, _, _ in found])
        hits: list[Hit] = []
        for name, score, ranks in found:
            if name in known and len(hits) < limit:
                passage, article = known[name]
                if chosen is not None:
                    article = _cited_as(article, chosen[article.id])
                hits.append(Hit(passage, article, score, ranks))
        return tuple(hits)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        nodes: list[NodeWithScore] = asyncio_run(self._aretrieve(query_bundle))
        return nodes

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = Question(query_bundle.query_str, self._library, filters=Filters())
        return _nodes(await self.hits(question, self._limit))


def _cited_as(article: Article, info: ArticleInfo) -> Article:
    if article.id == info.id:
        return article
    told: dict[str, Any] = {
        name: getattr(info, name)
        for name in ("id", "revision", "title", "url", "source", "authors", "published", "language")
    }
    return replace(article, **told)


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
