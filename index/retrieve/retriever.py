"""From a question to the passages that may answer it: dense and lexical search, fused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeAlias

from llama_index.core.async_utils import asyncio_run
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.derived import Derived
from index.errors import StoreError
from index.retrieve.fusion import fuse
from index.stores.lookup import Lookup
from index.values import Filters, Hit, Passage, Question, Ranks

CANDIDATES = 100
"""How many passages each of the two searches contributes."""

Found: TypeAlias = list[tuple[str, float, Ranks]]
Chosen: TypeAlias = dict[str, str] | None
"""The article to cite for each indexed one that may answer; None where all may."""


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

    async def _search(self, text: str, candidates: int, chosen: Chosen) -> Found:
        dense, lexical = await asyncio.gather(
            self._dense(text, candidates, chosen), self._lexical(text, candidates, chosen)
        )
        return fuse(dense, lexical, candidates)

    async def _dense(self, text: str, candidates: int, chosen: Chosen) -> list[tuple[str, float]]:
        derived = self._derived()
        vector = await derived.embedder.question(text)
        names = None
        if chosen is not None:
            names = await asyncio.to_thread(self._lookup.names, list(chosen))
        try:
            return await asyncio.to_thread(derived.vectors.query, vector, candidates, names)
        except StoreError:
            # Another embedding may have taken over meanwhile, and the old vectors are gone.
            if self._derived() is derived:
                raise
        return await self._dense(text, candidates, chosen)

    async def _lexical(self, text: str, candidates: int, chosen: Chosen) -> list[tuple[str, float]]:
        ids = None if chosen is None else list(chosen)
        return await asyncio.to_thread(self._derived().lexicon.search, text, candidates, ids)

    def _read(self, found: Found, chosen: Chosen, limit: int) -> tuple[Hit, ...]:
        kept: list[tuple[Passage, float, Ranks]] = []
        for start in range(0, len(found), 2 * limit):
            part = found[start : start + 2 * limit]
            known = self._lookup.passages(self._library, [name for name, _, _ in part])
            kept += [(known[name], score, ranks) for name, score, ranks in part if name in known]
            if len(kept) >= limit:
                break
        kept = kept[:limit]
        cited = {p.article_id: (chosen or {}).get(p.article_id, p.article_id) for p, _, _ in kept}
        texts = self._lookup.articles(cited.values())
        return tuple(
            Hit(passage, texts[cited[passage.article_id]], score, ranks)
            for passage, score, ranks in kept
            if cited[passage.article_id] in texts
        )

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        nodes: list[NodeWithScore] = asyncio_run(self._aretrieve(query_bundle))
        return nodes

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = Question(query_bundle.query_str, self._library, filters=Filters())
        return _nodes(await self.hits(question, self._limit))


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
