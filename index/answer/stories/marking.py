"""What corrects the quotations of an answer that was not made of the sentences of a search."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from index.answer.stories.outranking import outranked
from index.answer.stories.twins import twins_of
from index.derived import Derived
from index.ingest.sentences import sentences
from index.retrieve.reading import Sentence, set_apart
from index.stores.lookup import Lookup
from index.values import (
    Answered,
    Article,
    ArticleInfo,
    Citation,
    Hit,
    Passage,
    Ranks,
    Span,
)


def with_whole_notices(article: Article, start: int, end: int) -> Span | None:
    """A span of an article with all of each notice of a correction that it touches.

    None where such a notice tells only what was wrong, so that nothing of it may be quoted.
    """
    for one, tells in set_apart(article).items():
        if one.start < end and start < one.end:
            if not tells:
                return None
            start, end = min(start, one.start), max(end, one.end)
    return start, end


async def marked(answer: Answered, lookup: Lookup, derived: Derived) -> Answered:
    """An answer whose citations name what corrects them: another version, or a correction."""
    told = [one for citation in answer.citations for one in _sentences(citation)]
    numbers = [citation.number for citation in answer.citations for _ in _sentences(citation)]
    stories, twins = await twins_of(told, lookup, derived)
    ranked = await asyncio.to_thread(outranked, told, twins, stories, None, lookup)
    by: dict[int, dict[str, ArticleInfo]] = {}
    for number, before, after in zip(numbers, told, ranked, strict=True):
        corrected = after.by if after.sentence is before else (after.sentence.hit.article,)
        by.setdefault(number, {}).update({one.id: one for one in corrected})
    citations = tuple(
        replace(citation, corrected_by=tuple(by.get(citation.number, {}).values()))
        for citation in answer.citations
    )
    return replace(answer, citations=citations)


def _sentences(citation: Citation) -> Sequence[Sentence]:
    """The sentences that are quoted, as a search would have found them."""
    article, first = citation.article, citation.context_start
    last = first + len(citation.context)
    passage = Passage("", article.id, article.revision, 0, first, last, citation.context)
    hit = Hit(passage, article, 0.0, Ranks())
    apart = set_apart(article)
    found = []
    for begin, stop in sentences(citation.quote):
        start, end = citation.start + begin, citation.start + stop
        notice = any(one.start < end and start < one.end for one in apart)
        text = article.text[start:end]
        found.append(Sentence(hit, start, end, text, 0.0, (start, end), 0.0, notice))
    return found
