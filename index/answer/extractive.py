"""An answer that is quotations alone: the sentences that answer, strongest first, or none."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from index.answer.citing import cite, nearest
from index.answer.evidence import quotable
from index.answer.scoring import Scored, score
from index.answer.verify import verified
from index.derived import Derived
from index.stores.lookup import Lookup
from index.values import Answer, Hit, NotFound, Question

MOST_QUOTES = 4
THRESHOLD = 0.45
"""Below it the best sentence is no answer."""
MOST_NAMES = 2 / 3
"""The share of the question's names that an article must have to answer it."""
RELATIVE = 0.85
"""A further sentence is quoted where it scores this share of the best."""
SAME = 0.8
"""Two sentences of this cosine say the same, and the stronger one is quoted."""


async def answer_extractively(
    question: Question, hits: Sequence[Hit], lookup: Lookup, derived: Derived
) -> Answer:
    """One to four verbatim quotations that answer, or the nearest sentences where nothing does."""
    sentences = await asyncio.to_thread(quotable, hits)
    if not sentences:
        return NotFound()
    scored = await score(question, sentences, derived)
    if not answers(scored[0]):
        return NotFound(nearest(scored))
    chosen = _distinct([entry for entry in scored if answers(entry)])
    copies = await asyncio.to_thread(
        lookup.copies, sorted({entry.sentence.hit.passage.article_id for entry in chosen})
    )
    return verified(cite([entry.sentence for entry in chosen], copies))


def answers(entry: Scored) -> bool:
    """Whether a sentence is taken for an answer."""
    return entry.score >= THRESHOLD and entry.signals.names >= MOST_NAMES


def _distinct(scored: Sequence[Scored]) -> list[Scored]:
    """The strongest, and what comes close to it and says something else."""
    chosen: list[Scored] = []
    for entry in scored:
        says_more = all(float(entry.vector @ other.vector) < SAME for other in chosen)
        if entry.score >= RELATIVE * scored[0].score and says_more:
            chosen.append(entry)
    return chosen[:MOST_QUOTES]
