"""The answer as it grows: claims that are proved, and citations in order of first use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.answer.verify import verified
from index.answer.writing.proving import Proved, Quoted
from index.answer.writing.snapping import tokens
from index.pages import page_at
from index.values import Answer, Answered, ArticleInfo, Citation, Claim, Span

MOST_CLAIMS = 8
MOST_CITATIONS = 10
"""A message has buttons for no more."""
_MOST_MARKED = 0.6
"""Marking most of a quotation would tell nothing."""


class Composition:
    """Claims in the order in which they were proved. ``copies`` are by indexed article."""

    def __init__(self, copies: Mapping[str, Sequence[ArticleInfo]]) -> None:
        self._copies = copies
        self._claims: list[Claim] = []
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._said: set[tuple[str, ...]] = set()

    @property
    def is_full(self) -> bool:
        """Whether no further claim is taken."""
        return len(self._claims) >= MOST_CLAIMS or len(self._citations) >= MOST_CITATIONS

    def add(self, proved: Proved) -> bool:
        """Take a claim; False where it is there already, or there are enough."""
        words = tuple(token.form for token in tokens(proved.claim))
        new = [quote for quote in proved.quotes if _place(quote) not in self._citations]
        if words in self._said or len(self._claims) >= MOST_CLAIMS:
            return False
        if len(self._citations) + len(new) > MOST_CITATIONS:
            return False
        self._said.add(words)
        numbers = tuple(self._numbered(quote) for quote in proved.quotes)
        self._claims.append(Claim(proved.claim, numbers, proved.speaker))
        return True

    def answer(self) -> Answer:
        """What there is so far, verified; ``NotFound`` as long as there is nothing."""
        citations = tuple(self._citations.values())
        return verified(Answered(tuple(self._claims), citations, "generated"))

    def _numbered(self, quote: Quoted) -> int:
        known = self._citations.get(_place(quote))
        if known is None:
            known = self._citation(len(self._citations) + 1, quote)
            self._citations[_place(quote)] = known
        return known.number

    def _citation(self, number: int, quote: Quoted) -> Citation:
        article, passage = quote.offered.hit.article, quote.offered.hit.passage
        told_by = self._copies.get(passage.article_id, ())
        return Citation(
            number=number,
            article=article,
            start=quote.start,
            end=quote.end,
            quote=quote.text,
            context=passage.text,
            context_start=passage.start,
            copies=tuple(other for other in told_by if other.id != article.id),
            highlights=_marked(quote),
            page=page_at(article.pages, quote.start),
        )


def _place(quote: Quoted) -> tuple[str, int, int]:
    return quote.offered.hit.article.id, quote.start, quote.end


def _marked(quote: Quoted) -> tuple[Span, ...]:
    first, last = quote.words
    if last - first > _MOST_MARKED * (quote.end - quote.start):
        return ()
    return ((first - quote.start, last - quote.start),)
