"""Which sentence answers best, and whether it answers at all, told from all that is known of it.

Two logistic models over the same signals, fitted by ``evals/calibrate.py`` on the choosing halves
of the evaluation sets and measured on the others; ``DECISIONS.md`` has the figures.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.answer.contrary import is_contrary
from index.answer.signals import Signals, signals_of
from index.derived import Derived
from index.idioms import in_plain_words
from index.retrieve.reading import ReadPassage, Sentence, likelihood_of

Stance: TypeAlias = Literal["cautious", "balanced", "eager"]

THRESHOLDS: Mapping[Stance, float] = {"cautious": 0.66, "balanced": 0.56, "eager": 0.4}
"""The least likelihood with which something is taken for an answer."""

MAY_ANSWER = 0.4
"""From this likelihood on, about every second question whose sentence is not sure enough has an
answer in the articles, mostly among the nearest sentences."""

_EASE = 0.14
_FEW, _MANY = 500, 5_000
"""Passages of a library that is small, and of one that is large."""

_CONSIDERED = 8
_FOUND_WEIGHT = 2.0

PREFERENCE = Signals(
    reading=1.130,
    sureness=0.775,
    likeness=2.971,
    found=0.619,
    similarity=1.481,
    coverage=0.396,
    passage_coverage=1.496,
    names=1.743,
    article_names=2.074,
    fits=0.668,
    agreement=0.850,
    timely=0.391,
    staleness=-9.187,
    opening=0.200,
    heading=-1.400,
)
"""What makes a sentence of several the one that answers, in log-odds."""

BIAS = -5.166
LIKELIHOOD = Signals(
    reading=0.484,
    sureness=0.000,
    likeness=1.058,
    found=0.000,
    similarity=1.341,
    coverage=0.000,
    passage_coverage=1.595,
    names=0.000,
    article_names=3.089,
    fits=0.000,
    agreement=0.000,
    timely=1.462,
    staleness=-4.655,
    opening=0.000,
    heading=0.000,
)
"""What makes the preferred sentence an answer, in log-odds."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A sentence with its signals, what is thought of it, and its vector.

    ``preference`` are log-odds that compare it with the other sentences of the same question;
    ``likelihood``, in [0, 1], is that of being an answer at all. ``vector`` has shape
    (dimensions,) and length 1.
    """

    sentence: Sentence
    signals: Signals
    preference: float
    likelihood: float
    vector: NDArray[np.float32]


async def judge(question: str, passages: Sequence[ReadPassage], derived: Derived) -> list[Judged]:
    """The sentences that the reader likes best, judged, the preferred first."""
    sentences = _strongest(question, passages)
    if not sentences:
        return []
    plain = in_plain_words(question)
    asked, vectors = await asyncio.gather(
        derived.embedder.question(plain),
        derived.embedder.texts([sentence.text for sentence in sentences]),
    )
    likeness = [float(one) for one in vectors @ asked]
    signals = await asyncio.to_thread(signals_of, plain, sentences, likeness, derived.lexicon)
    bias = BIAS + ease(await asyncio.to_thread(derived.lexicon.count))
    told = [_judged(bias, *one) for one in zip(sentences, signals, vectors, strict=True)]
    return sorted(told, key=lambda one: -one.preference)


def ease(passages: int) -> float:
    """How many log-odds likelier the same signals mean an answer in a library of so many passages.

    Of thousands something is near to every question; in a small one what is near is mostly meant.
    """
    if passages <= _FEW:
        return _EASE
    return _EASE * max(0.0, 1 - math.log(passages / _FEW) / math.log(_MANY / _FEW))


def _judged(
    bias: float, sentence: Sentence, signals: Signals, vector: NDArray[np.float32]
) -> Judged:
    return Judged(
        sentence=sentence,
        signals=signals,
        preference=weighed(signals, PREFERENCE),
        likelihood=likelihood_of(bias + weighed(signals, LIKELIHOOD)),
        vector=vector,
    )


def weighed(signals: Signals, weights: Signals) -> float:
    """The sum of the signals, each times its weight."""
    return sum(map(math.prod, zip(astuple(signals), astuple(weights), strict=True)))


def _strongest(question: str, passages: Sequence[ReadPassage]) -> list[Sentence]:
    """Each text once, where it was found first, and none that says the contrary."""
    found: dict[str, Sentence] = {}
    for passage in passages:
        for sentence in passage.sentences:
            found.setdefault(" ".join(sentence.text.split()).casefold(), sentence)
    answering = [one for one in found.values() if not is_contrary(question, one.text)]
    return sorted(answering, key=lambda one: -_strength(one))[:_CONSIDERED]


def _strength(sentence: Sentence) -> float:
    return sentence.score + _FOUND_WEIGHT * sentence.hit.ranks.found
