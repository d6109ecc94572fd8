"""Two articles side by side: which sentences are twins, and where those differ in substance."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.embedding.embedder import Embedder
from index.stories.alike import SAME_MEANING, SAME_WORDS
from index.stories.lines import MOST_LINES, Line, has_more, lines_of, overlaps
from index.stories.substance import Difference, common_words, differences, said
from index.values import Article, Span

if TYPE_CHECKING:
    from index.library import Library

Likeness: TypeAlias = Literal["same", "reworded", "different"]

CUT = f"Only the first {MOST_LINES} sentences of each were compared."
_ALMOST = 0.45
"""Among twins by words, the cosine below which they only share their words."""


@dataclass(frozen=True, slots=True)
class Twins:
    """A sentence of each article that tell the same; spans are of their texts.

    ``likeness`` is ``same`` where only case, spaces and punctuation differ, ``different`` where
    ``differences`` says in what substance, and else ``reworded``.
    """

    left: Span
    right: Span
    likeness: Likeness
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles, the twins in the order of the left one, and the sentences without a twin.

    ``left_only`` and ``right_only`` are spans in the order of their article. Only the first 120
    sentences of five words or more of each are compared; ``cut`` says that there were more.
    """

    left: Article
    right: Article
    twins: tuple[Twins, ...]
    left_only: tuple[Span, ...]
    right_only: tuple[Span, ...]
    cut: bool = False


async def compare(library: Library, left: str, right: str) -> Comparison:
    """Compare the latest revisions of two articles of a library, by the embedding that ships.

    Each sentence has at most one twin: of all pairs of sentences the likest is taken first, so long
    as its words or its meaning are alike enough (greedy matching). Raises ``UnknownArticle``, or
    ``InvalidInput`` where several articles have the prefix.
    """
    ours, theirs = await library.article(left), await library.article(right)
    return await compare_articles(ours, theirs, await library.shipped_embedder())


async def compare_articles(left: Article, right: Article, embedder: Embedder) -> Comparison:
    """Compare two articles wherever they come from, as ``compare`` does.

    ``embedder`` is the one that ships, whose cosines the thresholds are for.
    """
    ours, theirs = await asyncio.to_thread(lambda: (lines_of(left), lines_of(right)))
    matched = _matched(*await _likeness(ours, theirs, embedder)) if ours and theirs else []
    common = common_words((left.text, right.text))
    twins = tuple(_twins(left, right, ours[row], theirs[column], common) for row, column in matched)
    return Comparison(
        left=left,
        right=right,
        twins=twins,
        left_only=_rest(ours, {row for row, _ in matched}),
        right_only=_rest(theirs, {column for _, column in matched}),
        cut=has_more(left, ours) or has_more(right, theirs),
    )


async def _likeness(
    ours: Sequence[Line], theirs: Sequence[Line], embedder: Embedder
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How alike words and meanings are, each of shape (ours, theirs)."""
    words = await asyncio.to_thread(overlaps, ours, theirs)
    vectors = await embedder.texts([line.text for line in (*ours, *theirs)])
    return words, vectors[: len(ours)] @ vectors[len(ours) :].T


def _matched(words: NDArray[np.float32], meaning: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Rows and columns of twins, each at most once, in the order of the rows."""
    twins = (meaning >= SAME_MEANING) | ((words >= SAME_WORDS) & (meaning >= _ALMOST))
    likeness = np.where(twins, words + meaning, 0)
    found: dict[int, int] = {}
    for place in np.argsort(-likeness, axis=None, kind="stable")[: int(twins.sum())]:
        row, column = divmod(int(place), likeness.shape[1])
        if row not in found and column not in found.values():
            found[row] = column
    return sorted(found.items())


def _twins(
    left: Article, right: Article, ours: Line, theirs: Line, common: frozenset[str]
) -> Twins:
    found = differences(
        said(left.text, ours.start, ours.end, common),
        said(right.text, theirs.start, theirs.end, common),
    )
    same = _plain(ours.text) == _plain(theirs.text)
    likeness: Likeness = "different" if found else "same" if same else "reworded"
    return Twins((ours.start, ours.end), (theirs.start, theirs.end), likeness, found)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _rest(lines: Sequence[Line], taken: set[int]) -> tuple[Span, ...]:
    return tuple((line.start, line.end) for at, line in enumerate(lines) if at not in taken)
