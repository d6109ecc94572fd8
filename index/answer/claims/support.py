"""Whether sentences bear a claim, told without a language model.

Two logistic models, for claims that take their words over and for claims in other words: of the
former, what was left out and put together tells, of the latter only what is meant. Their weights
are fitted by ``training/support`` on claims that are made there by rule, and on nothing of the sets
that ``evals/support.py`` measures; only the three thresholds were chosen on halves of those.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from index.answer.claims.bearing import unborne
from index.answer.claims.overlap import likest, overlap, words_of
from index.answer.claims.stems import WORD, stem, stems, telling, words
from index.answer.speech.attribution import ROLES
from index.embedding.minilm import MiniLM, WordVectors
from index.wording import FUNCTION_WORDS

COPIED = 0.6
"""From this share of its pairs of near words on, a claim takes its words over."""
IN_OTHER_WORDS = 3.0
"""How many log-odds a claim in other words is less sure than its signals tell."""
ENOUGH = -4.0
"""From these log-odds on a claim is taken to be borne. It is the last of the checks: what it drops
beside them is hardly ever true, and what is still false cannot be told from what is true."""

_COMPARED, _READ = 4, 2
"""So many of the likest sentences are compared by their words, and read for their meaning."""
_LONGEST = 1_000
"""Characters of a claim or a sentence that are compared."""
_MOST_SENTENCES = 200
_MOST_NAMED, _LONGEST_NAMED = 4, 30
"""So many words that the quotes lack are told, and so much of each."""
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|i|we)\b|^\W*the\s(?:company|firm|team|club|group|bank|union|party|"
    rf"council|town|city|government|agency|operator|{ROLES})\b",
    re.IGNORECASE,
)
_COMMON = 1_000
"""Tokens up to this number in the vocabulary are marks and the commonest words."""
_LEAST = 0.3
"""What these weigh, where the rarest weigh 3.7."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Of a claim and the sentences quoted for it, in [0, 1] but for ``gap``.

    ``followed``, ``met`` and ``gap`` are those of ``Overlap`` with the four likest sentences.
    ``meaning`` is the mean cosine of each token of the claim with the likest token of the two
    likest, weighted by rarity (the recall of Zhang et al., "BERTScore", ICLR 2020). ``borne`` is
    whether the hard checks find nothing.
    """

    followed: float
    met: float
    gap: float
    meaning: float
    borne: float

    @property
    def is_copied(self) -> bool:
        """Whether the claim takes its words over from the sentences."""
        return self.followed >= COPIED


@dataclass(frozen=True, slots=True)
class Support:
    """How sure it is, in [0, 1], that sentences bear a claim, and whether they are taken to."""

    score: float
    bears: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: ``bias`` and ``weights`` in log-odds."""

    bias: float
    weights: Signals

    def odds(self, signals: Signals) -> float:
        """The log-odds that a claim is borne of which this is known."""
        return self.bias + float(np.dot(astuple(signals), astuple(self.weights)))


COPYING = Model(-15.537, Signals(followed=4.618, met=0.727, gap=-3.413, meaning=9.486, borne=2.777))
REWORDING = Model(-6.262, Signals(followed=0.0, met=0.0, gap=0.0, meaning=5.452, borne=2.276))


class SupportCheck:
    """Tells how likely quoted sentences bear a claim. Serves any thread; a call blocks."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model

    def support(self, claim: str, quotes: Sequence[str], passages: Sequence[str] = ()) -> Support:
        """Whether the quotes together bear a claim; not at all without a word on either side.

        ``quotes`` are sentences; ``passages`` what stands around them and is told of their
        articles, as ``unborne`` takes it. Takes 25 to 60 ms of one core for sentences of 30 words.
        Raises ``EmbeddingError`` where the weights are missing or broken.
        """
        signals = self.signals(claim, quotes, passages)
        return Support(0.0, bears=False) if signals is None else support_of(signals)

    def unsupported(
        self, claim: str, quotes: Sequence[str], passages: Sequence[str] = ()
    ) -> str | None:
        """Why the quotes do not bear a claim, in words that go on from it; None where they may."""
        return None if self.support(claim, quotes, passages).bears else _lacking(claim, quotes)

    def signals(
        self, claim: str, quotes: Sequence[str], passages: Sequence[str] = ()
    ) -> Signals | None:
        """What is known of a claim and its quotes; None without a word on either side."""
        claim = claim[:_LONGEST]
        told = [quote[:_LONGEST] for quote in quotes[:_MOST_SENTENCES]]
        said = [(one, text) for text in told if (one := words_of(text)).all]
        own = _with_pronouns(claim, told, passages)
        words = words_of(own)
        if not words.all or not said:
            return None
        said = [said[place] for place in likest(words, [one for one, _ in said])[:_COMPARED]]
        shared = overlap(words, [one for one, _ in said])
        # A second sentence is read only for what the first does not say.
        read = _READ if words.telling - said[0][0].telling else 1
        return Signals(
            followed=shared.followed,
            met=shared.met,
            gap=shared.gap,
            meaning=self._meaning(own, [text for _, text in said[:read]]),
            borne=float(unborne(claim, quotes, passages) is None),
        )

    def _meaning(self, claim: str, quotes: Sequence[str]) -> float:
        asked = self._model.read_words(claim)
        told = np.concatenate([self._model.read_words(quote).vectors for quote in quotes])
        if not len(asked.ids) or not len(told):
            return 0.0
        closest = (asked.vectors @ told.T).max(axis=1)
        return float(np.average(closest, weights=_rarity(asked)))


def _with_pronouns(claim: str, quotes: Sequence[str], passages: Sequence[str]) -> str:
    """A claim without the names that it has in the place of the quotes' pronouns and roles.

    Those are words with a capital that only the passages have. Unchanged where nothing else is
    left.
    """
    if not any(map(_PRONOUN.search, quotes)):
        return claim
    there = {stem for quote in quotes for stem in stems(quote)} | FUNCTION_WORDS
    named = {word for passage in passages for word in words(passage) if word[0].isupper()}
    named = {word for word in named if stem(word) not in there and word.casefold() not in there}
    kept = WORD.sub(lambda found: "" if found[0] in named else found[0], claim)
    return kept if words(kept) else claim


def _lacking(claim: str, quotes: Sequence[str]) -> str:
    """What a claim that is not borne says beside its quotes, in its own words."""
    said = {stem for quote in quotes for stem in stems(quote)}
    lacked = [word for word in telling(words(claim)) if stem(word) not in said]
    named = ", ".join(repr(word[:_LONGEST_NAMED]) for word in lacked[:_MOST_NAMED])
    if not named:
        return "its quotes do not say that, although they have its words"
    return f"its quotes do not say that, and nothing of {named}"


def _rarity(words: WordVectors) -> NDArray[np.float64]:
    places = np.maximum(np.asarray(words.ids, dtype=np.float64), _COMMON)
    return np.asarray(np.log(places / _COMMON) + _LEAST, dtype=np.float64)


def support_of(signals: Signals) -> Support:
    """What is made of what is known of a claim."""
    if signals.is_copied:
        return _support(COPYING.odds(signals))
    return _support(REWORDING.odds(signals) - IN_OTHER_WORDS)


def _support(odds: float) -> Support:
    return Support(1 / (1 + math.exp(-odds)), odds >= ENOUGH)
