"""Whether sentences bear a claim, as a likelihood, without a language model.

A logistic model over five signals. Its weights are fitted by ``training/support`` on claims that
are made there by rule, and on nothing of the sets that ``evals/support.py`` measures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from index.answer.bearing import unborne
from index.answer.overlap import likest, overlap, words_of
from index.embedding.minilm import MiniLM, WordVectors

BEARS = 0.5
"""From this score on, sentences are taken to bear a claim."""

_READ = 2
"""So many of the likest sentences are read for their meaning."""
_LONGEST = 1_000
"""Characters of a claim or a sentence that are compared."""
_MOST_SENTENCES = 200
_COMMON = 1_000
"""Tokens up to this number in the vocabulary are marks and the commonest words."""
_LEAST = 0.3
"""What these weigh, where the rarest weigh 3.7."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Of a claim and the sentences quoted for it, in [0, 1] but for ``gap``.

    ``followed``, ``met`` and ``gap`` are those of ``Overlap``. ``meaning`` is the mean cosine of
    each token of the claim with the likest token of the two likest sentences, weighted by rarity
    (the recall of Zhang et al., "BERTScore", ICLR 2020). ``borne`` is whether the hard checks find
    nothing.
    """

    followed: float
    met: float
    gap: float
    meaning: float
    borne: float


WEIGHTS = Signals(
    followed=2.877,
    met=1.947,
    gap=-1.699,
    meaning=4.675,
    borne=2.165,
)
"""What makes a claim borne, in log-odds."""
BIAS = -10.131


class SupportCheck:
    """Tells how likely quoted sentences bear a claim. Serves any thread; a call blocks."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model

    def score(self, claim: str, quotes: Sequence[str], passages: Sequence[str] = ()) -> float:
        """How likely the quotes together bear a claim, in [0, 1]; 0 without quotes.

        ``quotes`` are sentences; ``passages`` what stands around them and is told of their
        articles, as ``unborne`` takes it. Takes about 20 ms of one core for sentences of 30 words.
        Raises ``EmbeddingError`` where the weights are missing or broken.
        """
        signals = self.signals(claim, quotes, passages)
        return 0.0 if signals is None else likelihood_of(signals)

    def signals(
        self, claim: str, quotes: Sequence[str], passages: Sequence[str] = ()
    ) -> Signals | None:
        """What is known of a claim and its quotes; None without a word on either side."""
        claim = claim[:_LONGEST]
        told = [quote[:_LONGEST] for quote in quotes[:_MOST_SENTENCES]]
        said = [(one, text) for text in told if (one := words_of(text)).all]
        words = words_of(claim)
        if not words.all or not said:
            return None
        order = likest(words, [one for one, _ in said])
        shared = overlap(words, [said[place][0] for place in order])
        # A second sentence is read only for what the first does not say.
        read = _READ if words.telling - said[order[0]][0].telling else 1
        return Signals(
            followed=shared.followed,
            met=shared.met,
            gap=shared.gap,
            meaning=self._meaning(claim, [said[place][1] for place in order[:read]]),
            borne=float(unborne(claim, quotes, passages) is None),
        )

    def _meaning(self, claim: str, quotes: Sequence[str]) -> float:
        asked = self._model.read_words(claim)
        told = np.concatenate([self._model.read_words(quote).vectors for quote in quotes])
        if not len(asked.ids) or not len(told):
            return 0.0
        closest = (asked.vectors @ told.T).max(axis=1)
        return float(np.average(closest, weights=_rarity(asked)))


def _rarity(words: WordVectors) -> NDArray[np.float64]:
    places = np.maximum(np.asarray(words.ids, dtype=np.float64), _COMMON)
    return np.asarray(np.log(places / _COMMON) + _LEAST, dtype=np.float64)


def likelihood_of(signals: Signals) -> float:
    """How likely a claim is borne of which this is known, in (0, 1)."""
    odds = BIAS + float(np.dot(astuple(signals), astuple(WEIGHTS)))
    return 1 / (1 + math.exp(-odds))
