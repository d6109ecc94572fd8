"""From a question to the passages that may answer it: dense and lexical search, fused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from index.derived import Derived
from index.errors import StoreError
from index.periods.favouring import favour_of
from index.retrieve.fusion import fuse
from index.retrieve.repeating import Repeats
from index.stores.lookup import Lookup
from index.stores.rows import passage_key
from index.values import Hit, Passage, Question, Ranks

CANDIDATES = 100
"""How many passages each of the two searches contributes."""

Found: TypeAlias = list[tuple[str, float, Ranks]]
Chosen: TypeAlias = dict[str, str] | None
"""The article to cite for each indexed one that may answer; None where all may."""


class PassageSearch:
    """A library's passages for a question; both searches run at once, off the event loop.

    Only what the catalogue says is answerable now is ever returned.
    """

    def __init__(self, library: str, lookup: Lookup, derived: Callable[[], Derived]) -> None:
        self.library = library
        self._lookup = lookup
        self._derived = derived

    async def hits(self, question: Question, limit: int) -> tuple[Hit, ...]:
        """The ``limit`` best passages, best first, fewer where fewer are found.

        A hit's article is the one that the question's filters leave: a copy of the indexed one,
        whose text is the same, where that itself is filtered out. A passage that says again what a
        better one of another article of its story says takes no place. Articles of the time that
        the question is about come sooner.
        """
        chosen = await asyncio.to_thread(self._lookup.originals, self.library, question.filters)
        found = await self._search(question.text, max(CANDIDATES, limit), chosen)
        found = await asyncio.to_thread(self._favoured, question, found)
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

    def _favoured(self, question: Question, found: Found) -> Found:
        favour = favour_of(question)
        if favour is None:
            return found
        owners = {name: passage_key(name)[0] for name, _, _ in found}
        gains = favour.gains(self._lookup.published(set(owners.values())))
        timely = [(*one, gains.get(owners[one[0]], 0.0)) for one in found]
        scored = [
            (name, score + gain, replace(ranks, timely=gain)) for name, score, ranks, gain in timely
        ]
        return sorted(scored, key=lambda entry: -entry[1])

    def _read(self, found: Found, chosen: Chosen, limit: int) -> tuple[Hit, ...]:
        kept: list[tuple[Passage, float, Ranks]] = []
        stories: dict[str, Mapping[str, str]] = {}
        repeats = Repeats(stories)
        for start in range(0, len(found), 2 * limit):
            part = found[start : start + 2 * limit]
            known = self._lookup.passages(self.library, [name for name, _, _ in part])
            there = {passage.article_id for passage in known.values()} - stories.keys()
            stories |= self._lookup.stories(there)
            for name, score, ranks in part:
                if len(kept) < limit and name in known and repeats.take(known[name]):
                    kept.append((known[name], score, ranks))
            if len(kept) >= limit:
                break
        cited = {p.article_id: (chosen or {}).get(p.article_id, p.article_id) for p, _, _ in kept}
        texts = self._lookup.articles(cited.values())
        return tuple(
            Hit(passage, texts[cited[passage.article_id]], score, ranks)
            for passage, score, ranks in kept
            if cited[passage.article_id] in texts
        )
