"""Questions that say much the same stand together."""

from __future__ import annotations

import pytest

from index.embedding.configured import EmbeddingSpec
from index.embedding.embedder import Embedder, load_embedder
from index.grouping import alike

OPERA = (
    "Which opera did Benedetta Vossi sing in Trieste?",
    "What opera did Benedetta Vossi sing at Trieste?",
    "In Trieste, which opera did Benedetta Vossi sing?",
)
TRAM = ("When does the tram return to Hobb Street?", "When will the tram be back in Hobb Street?")
LIGHTHOUSE = "How many lighthouses does the isle of Skarn have?"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The one that is shipped."""
    return load_embedder(EmbeddingSpec())


async def test_wordings_of_one_question_are_one_group(embedder: Embedder) -> None:
    """The largest group comes first, each in the order given, and nothing is lost."""
    texts = [LIGHTHOUSE, TRAM[0], OPERA[0], OPERA[1], TRAM[1], OPERA[2]]
    assert await alike(texts, embedder) == [OPERA, TRAM, (LIGHTHOUSE,)]


async def test_the_same_question_twice_is_one_group(embedder: Embedder) -> None:
    """However often it was asked, it is shown once."""
    assert await alike([LIGHTHOUSE] * 40, embedder) == [(LIGHTHOUSE,) * 40]


async def test_questions_on_different_things_stay_apart(embedder: Embedder) -> None:
    """What shares a few words is not the same question."""
    texts = ["Who closed the pier?", "Who opened the library?", "Where is the old quay?"]
    assert sorted(await alike(texts, embedder)) == sorted((text,) for text in texts)


async def test_no_texts_make_no_groups(embedder: Embedder) -> None:
    """Where nothing is left unanswered there is nothing to show."""
    assert await alike([], embedder) == []
