"""A question that leans on the questions before it, made to stand by itself without a model.

What is carried over is the subject as the question before wrote it; nothing is guessed, and a
question that stands by itself is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.limits import LONGEST_QUESTION
from index.wording import content_words, names, tells

_LEANING = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|these|those|this)\b"
    # There is a ferry: it points nowhere, unless nothing more is said.
    r"|\bthere\b(?=\W*$)"
    r"|(?<!\bis\s)(?<!\bare\s)(?<!\bwas\s)(?<!\bwere\s)\bthere\b(?!\s+(?:is|are|was|were|be)\b)"
    r"|\bthat\b(?=\W*$|\s+(?:happen|mean|cost|take|begin|start|end|be)\w*\b)",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(r"\b(?:the|an?|every|each|some|no)\s+\w+", re.IGNORECASE)
_OPENING = re.compile(
    r"\W*(?:and|but|so|or|also|then)\b[\s,]*(?:what|how)\s+about\b"
    r"|\W*(?:what|how)\s+about\b"
    r"|\W*(?:and|but|so|or|also|then)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should|may|might|must)\b",
    re.IGNORECASE,
)


def standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it refers to in the questions before, oldest first."""
    whole = subject = ""
    for turn in (*history, question):
        whole, subject = _joined(turn, whole, subject)
    return whole if len(whole) <= LONGEST_QUESTION else question


def _joined(question: str, before: str, subject: str) -> tuple[str, str]:
    """A question with what it leans on, and the subject for the next one."""
    opening = _OPENING.match(question) if before else None
    rest = question[opening.end() :].strip(" ,:") if opening else question
    if opening and not _ASKS.match(rest):
        return f"{before.rstrip(' ?.!')}, {rest}", subject
    if not subject or not _leans(rest):
        return question, _subject(question)
    return f"{question.rstrip(' ?.!')}: {subject}?", subject


def _leans(question: str) -> bool:
    if not tells(question):
        return True
    pronoun = _LEANING.search(question)
    if pronoun is None:
        return False
    earlier = question[: pronoun.start()]
    return not names(earlier) and _NAMED_BEFORE.search(earlier) is None


def _subject(question: str) -> str:
    """From the first telling word of a question to its last, as it is written."""
    if not tells(question):
        return ""
    words = content_words(question)
    start = question.index(words[0])
    end = max(question.rindex(word) + len(word) for word in words)
    return question[start:end]
