"""How well a sentence answers a question, told from similarity and shared words.

Two signals for each sentence and two for the passage it stands in, joined linearly; the constants
were chosen on one part of a data set (``DECISIONS.md``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.answer.evidence import Sentence
from index.answer.wording import asks_for_number, content_words, has_number, names
from index.indexing import Derived
from index.stores.lexicon import Lexicon
from index.values import Question


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a sentence as an answer; each in [0, 1] but the cosines, in [-1, 1].

    ``similarity`` and ``passage_similarity`` are cosines with the question; ``coverage`` is the
    share of the question's rare words in the sentence, ``passage_coverage`` the same in its
    passage and title; ``rank`` is 1 for the best passage and falls with its place; ``names`` is the
    share of the question's names that the article has; ``fits`` whether it has a number where
    one is asked for.
    """

    similarity: float
    passage_similarity: float
    coverage: float
    passage_coverage: float
    rank: float
    names: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its signals and the score that orders them, roughly in [0, 1]."""

    sentence: Sentence
    signals: Signals
    score: float


async def score(
    question: Question, sentences: Sequence[Sentence], derived: Derived
) -> list[Scored]:
    """Every sentence scored, best first."""
    vectors = await derived.embedder.texts([question.text, *(s.text for s in sentences)])
    similarities = vectors[1:] @ vectors[0]
    weights = _weights(question.text, derived.lexicon)
    scored = [
        _score(question, sentence, float(similarity), weights, derived.lexicon)
        for sentence, similarity in zip(sentences, similarities, strict=True)
    ]
    return sorted(scored, key=lambda entry: -entry.score)


def _score(
    question: Question,
    sentence: Sentence,
    similarity: float,
    weights: Mapping[str, float],
    lexicon: Lexicon,
) -> Scored:
    hit = sentence.hit
    article = hit.article
    told = " ".join(part for part in (article.title, article.source, hit.passage.text) if part)
    named = names(question.text)
    signals = Signals(
        similarity=similarity,
        passage_similarity=hit.ranks.similarity or 0.0,
        coverage=_coverage(weights, lexicon.analyze(sentence.text)),
        passage_coverage=_coverage(weights, lexicon.analyze(told)),
        rank=0.0,
        names=_share(lexicon.analyze(" ".join(named)), lexicon.analyze(article.text)),
        fits=not asks_for_number(question.text) or has_number(sentence.text),
    )
    return Scored(sentence, signals, _joined(signals))


def _joined(signals: Signals) -> float:
    return (
        0.4 * signals.similarity
        + 0.2 * signals.passage_similarity
        + 0.3 * signals.coverage
        + 0.1 * signals.passage_coverage
        - (0.0 if signals.fits else 0.2)
    )


def _weights(question: str, lexicon: Lexicon) -> dict[str, float]:
    """The analysed telling words of a question, each with its inverse passage frequency."""
    words = lexicon.analyze(" ".join(content_words(question)))
    total = lexicon.count()
    frequencies = lexicon.frequencies(words)
    return {word: math.log1p(total / (1 + frequencies[word])) for word in words}


def _coverage(weights: Mapping[str, float], words: Sequence[str]) -> float:
    present = set(words)
    total = sum(weights.values())
    return sum(w for word, w in weights.items() if word in present) / total if total else 0.0


def _share(words: Sequence[str], present: Sequence[str]) -> float:
    found = set(present)
    return sum(word in found for word in words) / len(words) if words else 1.0
