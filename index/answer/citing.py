"""Quotations as numbered citations and the claims that they are."""

from __future__ import annotations

from collections.abc import Sequence

from index.answer.judging import Judged
from index.answer.quoting import Quote
from index.answer.stories.tracing import Traced
from index.pages import page_at
from index.values import Answered, Citation, Claim, Nearest

ELLIPSIS = "…"
MOST_NEAREST = 3


def cite(quotes: Sequence[Quote], origins: Sequence[Traced]) -> Answered:
    """An extractive answer of these quotations, numbered in their order.

    ``origins`` are, for each, all articles that say it, the cited one included, or correct it.
    """
    numbered = zip(quotes, origins, strict=True)
    citations = tuple(_citation(number, *one) for number, one in enumerate(numbered, 1))
    claims = tuple(map(_claim, citations, quotes))
    return Answered(claims, citations, "extractive")


def nearest(ranked: Sequence[Judged]) -> tuple[Nearest, ...]:
    """The closest sentences where none answers, the likeliest first."""
    return tuple(
        Nearest(
            article=one.sentence.hit.article,
            start=one.sentence.start,
            end=one.sentence.end,
            quote=one.sentence.text,
            score=one.likelihood,
        )
        for one in sorted(ranked[:MOST_NEAREST], key=lambda one: -one.likelihood)
    )


def _claim(citation: Citation, quote: Quote) -> Claim:
    before, after = ELLIPSIS * quote.opens, ELLIPSIS * quote.closes
    return Claim(f"{before}{citation.quote}{after}", (citation.number,), quote.speaker)


def _citation(number: int, quote: Quote, origin: Traced) -> Citation:
    hit, start, end = quote.hit, quote.start, quote.end
    marked = () if quote.words is None else ((quote.words[0] - start, quote.words[1] - start),)
    return Citation(
        number=number,
        article=hit.article,
        start=start,
        end=end,
        quote=hit.article.text[start:end],
        context=hit.passage.text,
        context_start=hit.passage.start,
        copies=tuple(other for other in origin.told_by if other.id != hit.article.id),
        highlights=marked,
        page=page_at(hit.article.pages, start),
        corrected_by=origin.corrected_by,
    )
