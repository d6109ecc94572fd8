"""Chosen sentences as numbered citations and the claims that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.answer.evidence import Sentence
from index.answer.scoring import Scored
from index.values import Answered, ArticleInfo, Citation, Claim, Nearest

MOST_NEAREST = 3


def cite(sentences: Sequence[Sentence], copies: Mapping[str, tuple[ArticleInfo, ...]]) -> Answered:
    """An extractive answer of these sentences, numbered in their order.

    ``copies`` are all articles with the text of each indexed one, itself included, by its id.
    """
    citations = tuple(
        _citation(number, sentence, copies) for number, sentence in enumerate(sentences, 1)
    )
    claims = tuple(Claim(citation.quote, (citation.number,)) for citation in citations)
    return Answered(claims, citations, "extractive")


def nearest(scored: Sequence[Scored]) -> tuple[Nearest, ...]:
    """The closest sentences where none answers, best first."""
    return tuple(
        Nearest(
            article=entry.sentence.hit.article,
            start=entry.sentence.start,
            end=entry.sentence.end,
            quote=entry.sentence.text,
            score=min(1.0, max(0.0, entry.score)),
        )
        for entry in scored[:MOST_NEAREST]
    )


def _citation(
    number: int, sentence: Sentence, copies: Mapping[str, tuple[ArticleInfo, ...]]
) -> Citation:
    hit = sentence.hit
    return Citation(
        number=number,
        article=hit.article,
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
        context=hit.passage.text,
        context_start=hit.passage.start,
        copies=tuple(
            copy for copy in copies.get(hit.passage.article_id, ()) if copy.id != hit.article.id
        ),
    )
