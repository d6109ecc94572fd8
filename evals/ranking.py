"""One question's rankings, alone and fused, and what they are worth."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.libraries import LIBRARY
from evals.metrics import first_rank, holds
from evals.quiz import QuizQuestion
from index.folder import Folder
from index.shelf import Shelf
from index.stores.rows import passage_key
from index.values import Passage, Question

DEPTH = 200
"""How many passages each search alone is asked for."""
_FUSED = 60
_READ = 5

Scores = list[tuple[str, float]]
Known = Mapping[str, Passage]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The rank of the first gold article, and whether the first five passages hold the answer."""

    article: int | None
    in_five: float


@dataclass(frozen=True, slots=True)
class Rankings:
    """Every system's worth for one question, and what is needed to tune the fusion offline."""

    systems: Mapping[str, Ranked]
    raw: Mapping[str, Any]


async def rank(folder: Folder, question: QuizQuestion, gold: frozenset[str]) -> Rankings:
    """Ask the dense search, the lexical one and the retriever; ``gold`` are article ids."""
    shelf = await folder.shelves.shelf(LIBRARY)
    assert shelf is not None
    dense, lexical = await _alone(shelf, question.text)
    hits = await shelf.search.hits(Question(question.text, LIBRARY), _FUSED)
    read = await folder.library(LIBRARY).search(Question(question.text, LIBRARY), _FUSED)
    names = dict.fromkeys(name for name, _ in [*dense, *lexical])
    known = await asyncio.to_thread(folder.records.lookup.passages, LIBRARY, list(names))
    holding = [
        name for name in names if name in known and holds(_told(known, name), question.answer)
    ]
    fused = [hit.passage.id for hit in hits]
    systems = {
        "dense": _worth([name for name, _ in dense], gold, holding),
        "BM25": _worth([name for name, _ in lexical], gold, holding),
        "fused": _worth(fused, gold, holding),
        "read": _worth([hit.passage.id for hit in read], gold, holding),
    }
    raw = {
        "id": question.id,
        "part": question.part,
        "gold": sorted(gold),
        "dense": dense,
        "lexical": lexical,
        "fused": [(hit.passage.id, hit.score) for hit in hits],
        "holding": holding,
    }
    return Rankings(systems, raw)


async def _alone(shelf: Shelf, text: str) -> tuple[Scores, Scores]:
    derived = shelf.derived
    vector = await derived.embedder.question(text)
    dense = await asyncio.to_thread(derived.vectors.query, vector, DEPTH)
    return dense, await asyncio.to_thread(derived.lexicon.search, text, DEPTH)


def _worth(names: Sequence[str], gold: frozenset[str], holding: Sequence[str]) -> Ranked:
    articles = [passage_key(name)[0] for name in names]
    in_five = float(bool(set(names[:_READ]) & set(holding)))
    return Ranked(first_rank(articles, gold), in_five)


def _told(known: Known, name: str) -> str:
    return known[name].text
