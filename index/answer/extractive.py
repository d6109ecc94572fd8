"""An answer that is quotations alone: the sentences that answer, strongest first, or none."""

from __future__ import annotations

from collections.abc import Sequence

from index.answer.agreement import answer_of, gives
from index.answer.citing import cite, nearest
from index.answer.judging import THRESHOLDS, Judged, Stance, judge
from index.answer.quoting import quoted
from index.answer.stories.tracing import traced
from index.answer.verify import verified
from index.derived import Derived
from index.retrieve.reading import ReadPassage
from index.stores.lookup import Lookup
from index.values import Answer, NotFound, Question

MOST_QUOTES = 4
MARGIN = 2.5
"""A further sentence is quoted where it is preferred this much less, in log-odds, at most."""
SAME = 0.8
"""Two sentences of this cosine say the same, and the stronger one is quoted."""
SURE = 0.4
"""From this sureness on, a sentence whose answering words a better one has adds nothing to it."""


async def answer_extractively(
    question: Question,
    passages: Sequence[ReadPassage],
    lookup: Lookup,
    derived: Derived,
    stance: Stance,
) -> Answer:
    """One to four verbatim quotations that answer, or the nearest sentences where nothing does."""
    ranked = await judge(question.text, passages, derived)
    if not ranked:
        return NotFound()
    if ranked[0].likelihood < THRESHOLDS[stance]:
        return NotFound(nearest(ranked))
    chosen = quotable(ranked)
    hits = [passage.hit for passage in passages]
    answering = [one.sentence for one in chosen]
    told = await traced(answering, hits, question.filters, lookup, derived)
    quotes = [quoted(question.text, one.sentence) for one in told]
    return verified(cite(quotes, told))


def quotable(ranked: Sequence[Judged]) -> list[Judged]:
    """Of sentences in order of preference the first, and what comes close to it and adds to it."""
    chosen: list[Judged] = []
    for one in ranked:
        close = one.preference >= ranked[0].preference - MARGIN
        if close and not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return chosen[:MOST_QUOTES]


def _same(one: Judged, better: Judged) -> bool:
    sure = one.sentence.sureness >= SURE
    repeats = sure and gives(better.sentence, answer_of(one.sentence))
    return repeats or float(one.vector @ better.vector) >= SAME
