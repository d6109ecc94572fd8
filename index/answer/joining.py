"""One answer to a message that asks several questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from index.answer.answering import Told
from index.answer.citing import MOST_NEAREST
from index.values import Answered, Citation, Claim, NotFound

UNANSWERED = "The articles don't say: {question}"
_LONGEST = 120

Place = tuple[str, int, int]


def joined(told: Sequence[tuple[str, Told]]) -> Told:
    """The answers to questions, in order, as one, which says what none was found to.

    A quotation that answers two of them has one number. Where there is no answer to any, the
    nearest sentences of each come in turns.
    """
    if len(told) == 1:
        return told[0][1]
    warnings = dict.fromkeys(warning for _, one in told for warning in one.warnings)
    answered = [one.answer for _, one in told if isinstance(one.answer, Answered)]
    if not answered:
        lists = [one.answer.nearest for _, one in told if isinstance(one.answer, NotFound)]
        turns = [one[place] for place in range(MOST_NEAREST) for one in lists if place < len(one)]
        return Told(NotFound(tuple(turns[:MOST_NEAREST])), tuple(warnings))
    left = [
        UNANSWERED.format(question=shorten(question, _LONGEST, placeholder=" …"))
        for question, one in told
        if isinstance(one.answer, NotFound)
    ]
    return Told(_one(answered), (*left, *warnings))


def _one(answers: Sequence[Answered]) -> Answered:
    claims: list[Claim] = []
    citations: dict[Place, Citation] = {}
    for answer in answers:
        numbers = {}
        for citation in answer.citations:
            place = citation.article.id, citation.start, citation.end
            kept = citations.setdefault(place, replace(citation, number=len(citations) + 1))
            numbers[citation.number] = kept.number
        for claim in answer.claims:
            one = replace(claim, citations=tuple(numbers[number] for number in claim.citations))
            claims += [] if one in claims else [one]
    return Answered(tuple(claims), tuple(citations.values()), answers[0].mode)
