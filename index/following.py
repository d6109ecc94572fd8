"""A question that leans on the questions before it, made to stand by itself without a model.

A pronoun is replaced by the name that it means, where one surely fits; else what is carried over is
the subject as the question before wrote it. A question that stands by itself is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.limits import LONGEST_QUESTION
from index.referring import PRONOUNS, Referents, replaced
from index.values import Turn
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
_ELLIPTIC = re.compile(
    r"\W*(?:any|how\s+(?:many|much|long|often|far))(?:\s+\w+)?\W*$", re.IGNORECASE
)
_MORE = re.compile(r"\b(?:other|others|another|else|besides)\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:\d+(?:st|nd|rd|th|s)?|happen(?:ed|s|ing)?|chang(?:e|ed|es)|next|interesting|important|"
    r"anything|things?|notable|significant|place|took|occur(?:red|s)?|start(?:ed|s)?|began|begin|"
    r"other|else|another|besides|others)",
    re.IGNORECASE,
)


def leans(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question needs the turns before it, as far as rules can tell."""
    if not history:
        return False
    return _leaning(question) is not None or standalone(question, history) != question


def without_opening(question: str) -> str:
    """A question without the words that join it to the one before, as in *And what about …*."""
    opening = _OPENING.match(question)
    return question[opening.end() :].strip(" ,:") if opening else question


def says_nothing(word: str) -> bool:
    """Whether a word asks for no more than what was talked about, as *happened* does."""
    return not word[:1].isdigit() and _SAYS_NOTHING.fullmatch(word.casefold()) is not None


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it refers to in the turns before, oldest first."""
    talk = _Talk()
    for turn in history:
        talk.add(turn)
    whole = talk.meant(question)[0]
    return whole if len(whole) <= LONGEST_QUESTION else question


class _Talk:
    """What was talked about: the last question as a whole, its subject, and who was named."""

    def __init__(self) -> None:
        self._whole = self._subject = ""
        self._referents = Referents()

    def add(self, turn: Turn) -> None:
        self._whole, self._subject = self.meant(turn.question)
        self._referents.add(turn, self._whole)

    def meant(self, question: str) -> tuple[str, str]:
        """A question with what it leans on, and the subject for the next one."""
        opening = _OPENING.match(question) if self._whole else None
        rest = question[opening.end() :].strip(" ,:") if opening else question
        if opening and not _ASKS.match(rest):
            return f"{self._whole.rstrip(' ?.!')}, {rest}", self._subject
        pronoun = _leaning(question)
        if pronoun is not None:
            return self._of_pronoun(question, pronoun)
        subject = self._referents.topic or self._subject
        if subject and (not tells(rest) or (self._referents.topic and _says_nothing(rest))):
            return _about(question, subject), subject
        whole = self._referents.completed(question)
        return whole, _subject(whole)

    def _of_pronoun(self, question: str, pronoun: re.Match[str]) -> tuple[str, str]:
        if pronoun[0].casefold() in PRONOUNS:
            name = self._referents.of(pronoun[0])
            if name is not None:
                whole = replaced(question, pronoun, name)
                return whole, _subject(whole)
        subject = self._referents.topic or self._subject
        return (_about(question, subject), subject) if subject else (question, _subject(question))


def _leaning(question: str) -> re.Match[str] | None:
    """The first word that points back, unless what it means stands before it."""
    pronoun = _LEANING.search(question)
    if pronoun is None:
        return None
    earlier = question[: pronoun.start()]
    return None if names(earlier) or _NAMED_BEFORE.search(earlier) else pronoun


def _says_nothing(question: str) -> bool:
    """Whether it names nothing to look for, or asks for more of what was talked about."""
    if not names(question) and (_MORE.search(question) or _ELLIPTIC.match(question)):
        return True
    return all(_SAYS_NOTHING.fullmatch(word) for word in content_words(question))


def _about(question: str, subject: str) -> str:
    return f"{question.rstrip(' ?.!')}: {subject}?"


def _subject(question: str) -> str:
    """From the first telling word of a question to its last, as it is written."""
    if not tells(question):
        return ""
    words = content_words(question)
    start = question.index(words[0])
    end = max(question.rindex(word) + len(word) for word in words)
    return question[start:end]
