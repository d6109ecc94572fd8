"""What a library's search finds, and how two rankings become one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from newsroom import STORIES
from support import added, drafted

from index.folder import Folder
from index.library import Library
from index.retrieve.fusion import fuse
from index.retrieve.search import PassageSearch
from index.values import Question


@pytest.fixture
async def search(folder: Folder, library: Library) -> PassageSearch:
    """The search of a library with every story."""
    await added(library, *STORIES)
    shelf = await folder.shelves.shelf(library.name)
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


@pytest.mark.parametrize("typo", ["fisherman", "fishermne", "fisermen", "fisshermen"])
async def test_a_mistyped_word_finds_its_passage(search: PassageSearch, typo: str) -> None:
    """One letter that is wrong, missing, too many or out of its place does not hide a passage."""
    hits = await search.hits(Question(typo, search.library), 1)
    assert hits[0].ranks.lexical == 1
    assert "Fishermen" in hits[0].passage.text


async def test_a_word_that_occurs_is_taken_as_it_is(library: Library, folder: Folder) -> None:
    """A word that some passage has is no mistyping of another."""
    await added(library, "A casting\n\nThe bell was cast.", "A fasting\n\nThe monks fasted long.")
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    hits = await shelf.search.hits(Question("fasting", library.name), 5)
    assert [hit.article.title for hit in hits if hit.ranks.lexical] == ["A fasting"]


async def test_the_words_of_an_address_find_its_article(library: Library, folder: Folder) -> None:
    """An address that reads like a title is searched; what a site numbers its pages by is not."""
    text = "It was a long evening.\n\nNobody wanted to go home, and in the end nobody did."
    address = "https://paper.example/2031/05/harvest-dance-ends-at-dawn-10482211.html"
    drafts = [replace(drafted(text), url=address, identity=address), drafted("Other\n\nThe rest.")]
    await added(library, *drafts)
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    for question, found in (("harvest dance", address), ("10482211", None)):
        hits = await shelf.search.hits(Question(question, library.name), 5)
        told = [hit.article.url for hit in hits if hit.ranks.lexical]
        assert told == ([found] if found else [])


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
