"""How well a sentence answers a question, told from similarity and shared words.

Two signals for each sentence and two for the passage it stands in, joined linearly; the constants
were chosen on one part of a data set (``DECISIONS.md``).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.answer.evidence import Sentence
from index.answer.wording import asks_for_number, content_words, has_number, names
from index.derived import Derived
from index.indexing import head_of
from index.stores.lexicon import Lexicon
from index.values import Question

Words: TypeAlias = Callable[[str], frozenset[str]]
"""The analysed words of a text."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a sentence as an answer; each in [0, 1] but the cosines, in [-1, 1].

    ``similarity`` and ``passage_similarity`` are cosines with the question. ``coverage`` is the
    share of the question's telling words, weighted by rarity, that the sentence has;
    ``titled_coverage`` the same with the title's words added, since a sentence need not repeat what
    its article is about; ``passage_coverage`` with the whole passage's. ``names`` is the share of
    the question's names that the article has, ``fits`` whether the sentence has a number where one
    is asked for.
    """

    similarity: float
    passage_similarity: float
    coverage: float
    titled_coverage: float
    passage_coverage: float
    names: float
    fits: bool


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A sentence with its signals, the score that orders them, roughly in [0, 1], and its vector.

    ``vector`` has shape (dimensions,) and length 1.
    """

    sentence: Sentence
    signals: Signals
    score: float
    vector: NDArray[np.float32]


async def score(
    question: Question, sentences: Sequence[Sentence], derived: Derived
) -> list[Scored]:
    """Every sentence scored, best first."""
    asked, said = await asyncio.gather(
        derived.embedder.question(question.text),
        derived.embedder.texts([sentence.text for sentence in sentences]),
    )
    return await asyncio.to_thread(_ranked, question, sentences, asked, said, derived.lexicon)


def _ranked(
    question: Question,
    sentences: Sequence[Sentence],
    asked: NDArray[np.float32],
    said: NDArray[np.float32],
    lexicon: Lexicon,
) -> list[Scored]:
    weights = _weights(question.text, lexicon)
    # Sentences share their passages and articles, whose words are told once.
    words = cache(lambda text: frozenset(lexicon.analyze(text)))
    scored = []
    for sentence, vector in zip(sentences, said, strict=True):
        signals = _signals(question, sentence, float(vector @ asked), weights, words)
        scored.append(Scored(sentence, signals, _joined(signals), vector))
    return sorted(scored, key=lambda entry: -entry.score)


def _signals(
    question: Question,
    sentence: Sentence,
    similarity: float,
    weights: Mapping[str, float],
    words: Words,
) -> Signals:
    hit = sentence.hit
    article = hit.article
    said = words(sentence.text)
    head = words(head_of(article))
    around = words(hit.passage.text)
    named = words(" ".join(names(question.text)))
    return Signals(
        similarity=similarity,
        passage_similarity=hit.ranks.similarity or 0.0,
        coverage=_coverage(weights, said),
        titled_coverage=_coverage(weights, said | head),
        passage_coverage=_coverage(weights, around | head),
        names=_share(named, words(article.text) | head),
        fits=not asks_for_number(question.text) or has_number(sentence.text),
    )


def _joined(signals: Signals) -> float:
    return (
        0.4 * signals.similarity
        + 0.1 * signals.passage_similarity
        + 0.15 * signals.coverage
        + 0.1 * signals.titled_coverage
        + 0.25 * signals.passage_coverage
        - (0.0 if signals.fits else 0.15)
    )


def _weights(question: str, lexicon: Lexicon) -> dict[str, float]:
    """The analysed telling words of a question, each with its inverse passage frequency."""
    words = lexicon.analyze(" ".join(content_words(question)))
    total = lexicon.count()
    frequencies = lexicon.frequencies(words)
    return {word: math.log1p(total / (1 + frequencies[word])) for word in words}


def _coverage(weights: Mapping[str, float], present: Set[str]) -> float:
    total = sum(weights.values())
    return sum(w for word, w in weights.items() if word in present) / total if total else 0.0


def _share(wanted: Set[str], present: Set[str]) -> float:
    return len(wanted & present) / len(wanted) if wanted else 1.0
