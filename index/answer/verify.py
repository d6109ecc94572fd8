"""The promise that nothing is quoted that the article does not say."""

from __future__ import annotations

import logging
from dataclasses import replace

from index.values import Answer, Answered, Citation, Claim, NotFound

_LOG = logging.getLogger(__name__)


def verified(answer: Answer) -> Answer:
    """The answer without what cannot be proved, its citations numbered again from 1.

    A citation is proved if its quote, its context and its highlights are where it says in the
    article's text, after the title; a claim, if all its citations are. ``NotFound`` is left where
    no claim is proved.
    """
    if isinstance(answer, NotFound):
        return answer
    proved = {citation.number: citation for citation in answer.citations if is_proved(citation)}
    claims = [
        claim
        for claim in answer.claims
        if claim.citations and all(number in proved for number in claim.citations)
    ]
    if len(claims) < len(answer.claims):
        _LOG.error("%d claims were not proved", len(answer.claims) - len(claims))
    if not claims:
        return NotFound()
    return _renumbered(answer, claims, proved)


def is_proved(citation: Citation) -> bool:
    """Whether the article says what is quoted, where the citation says it does."""
    text = citation.article.text
    context_end = citation.context_start + len(citation.context)
    return (
        citation.article.body_start <= citation.start < citation.end <= len(text)
        and text[citation.start : citation.end] == citation.quote
        and text[citation.context_start : context_end] == citation.context
        and all(0 <= start < end <= len(citation.quote) for start, end in citation.highlights)
    )


def _renumbered(answer: Answered, claims: list[Claim], proved: dict[int, Citation]) -> Answered:
    order = dict.fromkeys(number for claim in claims for number in claim.citations)
    new = {old: number for number, old in enumerate(order, 1)}
    return Answered(
        claims=tuple(
            replace(claim, citations=tuple(new[number] for number in claim.citations))
            for claim in claims
        ),
        citations=tuple(replace(proved[old], number=number) for old, number in new.items()),
        mode=answer.mode,
    )
