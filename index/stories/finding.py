"""What copies or corrects articles that are being indexed: found by vectors, told by words.

Whoever has passages near to those of a new article is a candidate, so that no index of its own is
kept; a few are read, and decided on by ``index.stories.alike`` and ``index.stories.correcting``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.derived import Derived
from index.embedding.embedder import Embedder
from index.embedding.minilm import SPACE
from index.stores.ledger import Work
from index.stores.lookup import Lookup
from index.stores.near import Pair
from index.stores.rows import passage_key
from index.stories.alike import Compared, compared, is_doubtful, is_near, is_reworded, sampled
from index.stories.correcting import corrects, is_correction, is_labelled, names, precedes
from index.stories.lines import lines_of
from index.values import Article

MOST_CANDIDATES = 5
"""So many articles are read for one that is new."""

_PASSAGES_ASKED = 6
_NEIGHBOURS = 16
_NEAR = 0.6
"""The cosine of passages from which on their articles may tell one story."""


@dataclass(frozen=True, slots=True)
class Related:
    """Pairs of near copies, and of a correction with what it corrects."""

    near: tuple[Pair, ...]
    corrections: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Suspects:
    """An article and those that may be its copies, the likeliest first."""

    article_id: str
    others: tuple[str, ...]


async def related(
    library: str,
    works: Sequence[Work],
    vectors: NDArray[np.float32],
    derived: Derived,
    lookup: Lookup,
) -> Related:
    """The pairs that these articles are in, whose vectors the derived stores hold already.

    ``vectors`` has a row for each passage of the works, in order. Reworded copies are looked for
    with the embedding that ships alone, whose cosines the threshold is for.
    """
    suspects = await asyncio.to_thread(_suspects, works, vectors, derived)
    found, doubtful = await asyncio.to_thread(_read, library, suspects, lookup)
    near = found.near
    if derived.embedder.spec.key == SPACE:
        reworded = [pair for pair, two in doubtful if await _reworded(two, derived.embedder)]
        near = (*near, *reworded)
    named = await asyncio.to_thread(_named, library, works, lookup)
    return Related(near, (*found.corrections, *named))


def _suspects(
    works: Sequence[Work], vectors: NDArray[np.float32], derived: Derived
) -> list[Suspects]:
    chosen = list(_asked(works))
    rows = [row for _, asked in chosen for row in asked]
    found = iter(derived.vectors.nearest(vectors[rows], _NEIGHBOURS) if rows else [])
    told = []
    for name, asked in chosen:
        votes: dict[str, float] = {}
        for _ in asked:
            best: dict[str, float] = {}
            for passage, cosine in next(found):
                other = passage_key(passage)[0]
                if other != name and cosine >= _NEAR:
                    best.setdefault(other, cosine)
            for other, cosine in best.items():
                votes[other] = votes.get(other, 0.0) + cosine
        likeliest = sorted(votes, key=lambda other: -votes[other])[:MOST_CANDIDATES]
        told.append(Suspects(name, tuple(likeliest)))
    return told


def _asked(works: Sequence[Work]) -> Iterator[tuple[str, list[int]]]:
    """Each article that has passages, and the rows of some of them from its start to its end."""
    first = 0
    for work in works:
        if work.article is None or not work.passages:
            continue
        count = len(work.passages)
        places = np.linspace(first, first + count - 1, min(count, _PASSAGES_ASKED))
        yield work.article_id, sorted({int(place) for place in places})
        first += count


def _read(
    library: str, suspects: Sequence[Suspects], lookup: Lookup
) -> tuple[Related, list[tuple[Pair, Compared]]]:
    """The pairs that the words prove, and those that they leave in doubt."""
    copies: list[Pair] = []
    corrected: list[Pair] = []
    doubtful: list[tuple[Pair, Compared]] = []
    for one in suspects:
        if not one.others:
            continue
        texts = lookup.texts(library, [one.article_id, *one.others])
        near: set[Pair] = set()
        for pair, two in _compared(one, texts):
            if is_near(two):
                near.add(pair)
            elif is_doubtful(two):
                doubtful.append((pair, two))
        copies.extend(near)
        corrected.extend(_corrections(one, texts, near))
    return Related(tuple(copies), tuple(corrected)), doubtful


def _corrections(one: Suspects, texts: Mapping[str, Article], near: Set[Pair]) -> Iterator[Pair]:
    """Which of an article and its suspects corrects the other."""
    for other in one.others:
        if one.article_id in texts and other in texts:
            copies = (one.article_id, other) in near
            for pair in ((one.article_id, other), (other, one.article_id)):
                if corrects(texts[pair[0]], texts[pair[1]], same_story=copies):
                    yield pair


def _named(library: str, works: Sequence[Work], lookup: Lookup) -> list[Pair]:
    """What those of these articles name that their titles call corrections."""
    labelled = [work.article_id for work in works if work.article and is_labelled(work.article)]
    texts = lookup.texts(library, labelled) if labelled else {}
    told = [one for one in texts.values() if is_correction(one)]
    titles = lookup.titles(library) if told else []
    return [
        (one.id, other.id)
        for one in told
        for other in titles
        if other.id != one.id and names(one, other.title, other.url) and not precedes(one, other)
    ]


def _compared(one: Suspects, texts: dict[str, Article]) -> Iterator[tuple[Pair, Compared]]:
    article = texts.get(one.article_id)
    if article is None:
        return
    lines = lines_of(article)
    for other in one.others:
        two = compared(article, texts[other], lines) if other in texts else None
        if two is not None:
            yield (one.article_id, other), two


async def _reworded(two: Compared, embedder: Embedder) -> bool:
    rows, columns = sampled(two)
    ours = [two.shorter[row].text for row in rows]
    theirs = [two.longer[column].text for column in columns]
    vectors = await embedder.texts(ours + theirs)
    return is_reworded(vectors[: len(ours)] @ vectors[len(ours) :].T)
