"""From a sentence that answers to what is shown of it: the span, the speaker, the telling words."""

from __future__ import annotations

from dataclasses import dataclass

from index.answer.speech.speakers import speaker_of
from index.answer.trimming import trimmed
from index.retrieve.reading import Sentence
from index.values import Hit, Span
from index.wording import asks_yes_or_no

SURE = 0.5
"""Words are marked where the reader gives them this probability."""
_MOST_MARKED = 0.6
"""Marking most of a quotation would tell nothing."""


@dataclass(frozen=True, slots=True)
class Quote:
    """``[start, end)`` of the article; ``words`` lies in it, None where nothing is to be marked.

    ``opens`` and ``closes`` say that something of the sentence was left away before or after.
    """

    hit: Hit
    start: int
    end: int
    words: Span | None
    speaker: str | None
    opens: bool
    closes: bool


def quoted(question: str, sentence: Sentence) -> Quote:
    """How a sentence is shown as an answer to a question."""
    article = sentence.hit.article
    start, end = trimmed(article.text, sentence.start, sentence.end, sentence.words)
    return Quote(
        hit=sentence.hit,
        start=start,
        end=end,
        words=_telling(question, sentence, end - start),
        speaker=speaker_of(article.text, sentence.start, sentence.end, article.body_start),
        opens=start > sentence.start,
        closes=end < sentence.end,
    )


def _telling(question: str, sentence: Sentence, length: int) -> Span | None:
    first, last = sentence.words
    sure = sentence.sureness >= SURE and last - first <= _MOST_MARKED * length
    return sentence.words if sure and not asks_yes_or_no(question) else None
