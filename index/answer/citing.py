"""Quotations as numbered citations and the claims that they are."""

from __future__ import annotations

from collections.abc import Sequence

from index.answer.judging import Judged
from index.answer.quoting import Quote
from index.answer.stories.tracing import Traced
from index.pages import page_at
from index.sides import in_order, side_by_side
from index.values import Answered, Citation, Claim, Nearest

ELLIPSIS = "…"
MOST_NEAREST = 3
MOST_CITATIONS = 10
"""A message has buttons for no more."""


def cite(quotes: Sequence[Quote], origins: Sequence[Traced]) -> Answered:
    """An extractive answer of these quotations, numbered in their order.

    ``origins`` are, for each, all articles that say it, the cited one included, or correct it. What
    others say instead is one claim with it; a quotation that stands in such a claim is not another.
    """
    claims: list[Claim] = []
    citations: list[Citation] = []
    beside: set[tuple[str, int, int]] = set()
    for number, (quote, origin) in enumerate(zip(quotes, origins, strict=True), 1):
        if _place(origin) in beside:
            continue
        sides, to_come = [origin, *origin.against], len(quotes) - number
        if len(sides) > 1 and len(citations) + len(sides) + to_come <= MOST_CITATIONS:
            beside.update(map(_place, sides))
            shown = [_whole(side, quote if side is origin else None) for side in sides]
        else:
            sides, shown = [origin], [quote]
        first = len(citations) + 1
        cited = list(map(_citation, range(first, first + len(sides)), shown, sides))
        citations += cited
        claims.append(_claim(cited[0], quote) if len(cited) == 1 else _sided(cited))
    return Answered(tuple(claims), tuple(citations), "extractive")


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


def _place(origin: Traced) -> tuple[str, int, int]:
    sentence = origin.sentence
    return sentence.hit.article.id, sentence.start, sentence.end


def _whole(origin: Traced, quote: Quote | None) -> Quote:
    """A sentence with nothing left away, as it is set beside another."""
    sentence, words = origin.sentence, None if quote is None else quote.words
    return Quote(sentence.hit, sentence.start, sentence.end, words, None, False, False)


def _sided(cited: Sequence[Citation]) -> Claim:
    """What disagrees, side by side."""
    sides = [(one.article, one.quote) for one in cited]
    order = in_order(sides)
    told = side_by_side([sides[place] for place in order])
    return Claim(told, tuple(cited[place].number for place in order))


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
