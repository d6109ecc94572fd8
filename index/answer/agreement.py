"""Whether sentences give the same answer, told from the words that answer.

After the strength-based re-ranker of Wang et al., "Evidence Aggregation for Answer Re-Ranking in
Open-Domain Question Answering", ICLR 2018: an answer that several passages give is likelier right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from index.retrieve.reading import Sentence, likelihood_of

_LONGEST_ANSWER = 6
"""Longer runs of words are no names and no figures, and recur only in copies."""
_SURE = 0.5
"""From this sureness on, that others give an answer counts in full."""


def agreement(question: str, sentences: Sequence[Sentence]) -> list[float]:
    """For each sentence, how far the others give its answer too: 0 where none does, no bound."""
    asked = _plain(question)
    # A notice that has the words may have them because they were wrong.
    texts = ["" if sentence.notice else _plain(sentence.text) for sentence in sentences]
    weights = [likelihood_of(sentence.score) for sentence in sentences]
    told = []
    for place, sentence in enumerate(sentences):
        words = answer_of(sentence)
        support = 0.0
        if words and words not in asked:
            holding = (n for n, text in enumerate(texts) if n != place and words in text)
            support = sum(weights[n] for n in holding)
        told.append(math.log1p(support) * min(1.0, sentence.sureness / _SURE))
    return told


def gives(sentence: Sentence, answer: str) -> bool:
    """Whether a sentence has the words of an answer, as ``answer_of`` tells them."""
    return bool(answer) and answer in _plain(sentence.text)


def answer_of(sentence: Sentence) -> str:
    """The words of a sentence that answer, in one form; empty where they are too many."""
    start, end = (place - sentence.start for place in sentence.words)
    words = _plain(sentence.text[start:end])
    return words if 0 < len(words.split()) <= _LONGEST_ANSWER else ""


def _plain(text: str) -> str:
    """Words in lower case, a space around each, so that whole words are found in it."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "
