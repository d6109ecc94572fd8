"""What a library's search finds, and how two rankings become one."""

from __future__ import annotations

import asyncio

import pytest
from newsroom import STORIES
from support import added

from index.folder import Folder
from index.library import Library
from index.retrieve.fusion import fuse
from index.retrieve.search import PassageSearch
from index.values import Question


@pytest.fixture
async def search(folder: Folder, library: Library) -> PassageSearch:
    """The search of a library with every story."""
    await added(library, *STORIES)
    shelf = await folder.shelf(library.name)
    assert shelf is not None
    return shelf.search


async def test_many_questions_at_once(search: PassageSearch, library: Library) -> None:
    """Questions asked together get the answers they get one by one."""
    asked = [Question(story.question, library.name) for story in STORIES]
    alone = [await search.hits(question, 3) for question in asked]
    together = await asyncio.gather(*(search.hits(question, 3) for question in asked * 6))
    for number, hits in enumerate(together):
        expected = alone[number % len(asked)]
        assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in expected]


async def test_no_more_hits_than_wanted(search: PassageSearch, library: Library) -> None:
    """The limit holds, and fewer passages than wanted are all there are."""
    question = Question("the", library.name)
    assert len(await search.hits(question, 2)) == 2
    hits = await search.hits(question, 100)
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
