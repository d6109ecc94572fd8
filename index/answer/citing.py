"""Quotations as numbered citations and the claims that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.answer.judging import Judged
from index.answer.quoting import Quote
from index.values import Answered, ArticleInfo, Citation, Claim, Nearest

ELLIPSIS = "…"
MOST_NEAREST = 3


def cite(quotes: Sequence[Quote], copies: Mapping[str, tuple[ArticleInfo, ...]]) -> Answered:
    """An extractive answer of these quotations, numbered in their order.

    ``copies`` are all articles with the text of each indexed one, itself included, by its id.
    """
    citations = tuple(_citation(number, quote, copies) for number, quote in enumerate(quotes, 1))
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


def _citation(number: int, quote: Quote, copies: Mapping[str, tuple[ArticleInfo, ...]]) -> Citation:
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
        copies=tuple(
            copy for copy in copies.get(hit.passage.article_id, ()) if copy.id != hit.article.id
        ),
        highlights=marked,
    )
