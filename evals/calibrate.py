"""Fit the models of ``index/answer/judging.py`` to what ``answerable`` kept.

Both by Newton's method with a small ridge, on the choosing halves alone. The preference is a
conditional logit (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974):
which of a question's sentences is right, over the questions that have one, where every set weighs
the same. The likelihood is a logistic regression (Hastie, Tibshirani and Friedman, "The Elements of
Statistical Learning", 2nd edition, 4.4) over the preferred sentence of each question, answerable or
not, where every set weighs the same. Prints the constants.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.data import CACHE
from evals.trying import Tried
from index.answer.signals import Signals

KEPT = CACHE / "signals.json"
_TELLING = (
    "reading",
    "likeness",
    "similarity",
    "passage_coverage",
    "article_names",
    "timely",
    "staleness",
)
"""What the likelihood is told from; the others tell no more, or other things in few articles."""
_LEFT_OUT = "refusing,"
"""Seventy questions of one kind, which would pull all others their way."""
_RIDGE = 0.02
_STEPS = 50

Floats = NDArray[np.float64]


def dump(cases: Sequence[Tried]) -> None:
    """Keep the signals of every judged sentence."""
    records = [
        {
            "set": f"{one.case.set}, {one.asked}",
            "id": one.case.id,
            "part": one.case.part,
            "answerable": one.case.answerable,
            "sentences": [
                [float(one.case.is_right(judged.sentence)), *map(float, astuple(judged.signals))]
                for judged in one.judged
            ],
        }
        for one in cases
    ]
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps(records))


def fit(signals: Floats, right: Floats, weight: Floats) -> Floats:
    """The bias and a weight a signal, for signals of shape (N, D) and right and weight (N,)."""
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    inputs = np.column_stack([np.ones(len(signals)), (signals - mean) / spread])
    ridge = np.diag([0.0, *[_RIDGE] * signals.shape[1]])
    weight = weight / weight.sum()
    found = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (weight * (told - right)) + ridge @ found
        curve = (inputs * (weight * told * (1 - told))[:, None]).T @ inputs + ridge
        found = found - np.linalg.solve(curve + 1e-9 * np.eye(len(found)), slope)
    scaled = found[1:] / spread
    return np.array([found[0] - scaled @ mean, *scaled])


def fit_choice(questions: Sequence[tuple[Floats, Floats]], weight: Floats) -> Floats:
    """A weight a signal, from the signals (S, D) of each question's sentences and which are right.

    Every question has a right sentence; ``weight`` has one number each.
    """
    spread = np.concatenate([signals for signals, _ in questions]).std(axis=0) + 1e-9
    found = np.zeros(len(spread))
    for _ in range(_STEPS):
        slope, curve = -_RIDGE * found, _RIDGE * np.eye(len(found))
        for (signals, right), share in zip(questions, weight / weight.sum(), strict=True):
            inputs = signals / spread
            chosen = _softmax(inputs @ found)
            among = chosen * right / (chosen @ right)
            slope = slope + share * (among - chosen) @ inputs
            middle = chosen @ inputs
            spreading = (inputs * chosen[:, None]).T @ inputs - np.outer(middle, middle)
            curve = curve + share * spreading
        step = np.linalg.solve(curve, slope)
        # A whole step may overshoot where the first guess is far away.
        found = found + step / max(1.0, float(np.abs(step).max()))
    weights: Floats = found / spread
    return weights


def _softmax(odds: Floats) -> Floats:
    likely: Floats = np.exp(odds - odds.max())
    shares: Floats = likely / likely.sum()
    return shares


def _choices(records: Sequence[dict[str, Any]]) -> tuple[list[tuple[Floats, Floats]], Floats]:
    """The sentences of each question that has a right one, and what it weighs."""
    told = [r for r in records if r["answerable"] and any(s[0] for s in r["sentences"])]
    sizes = Counter(record["set"] for record in told)
    tables = [np.array(record["sentences"]) for record in told]
    weight = np.array([1 / sizes[record["set"]] for record in told])
    return [(table[:, 1:], table[:, 0]) for table in tables], weight


def _preferred(
    records: Sequence[dict[str, Any]], preference: Floats
) -> tuple[Floats, Floats, Floats]:
    """The preferred sentence of each question, whether it is answerable, and its weight."""
    told = [record for record in records if record["sentences"]]
    sizes = Counter(record["set"] for record in told)
    kinds = Counter(answerable for _, answerable in {(r["set"], r["answerable"]) for r in told})
    signals, answerable, weight = [], [], []
    for record in told:
        every = np.array(record["sentences"])[:, 1:]
        signals.append(every[np.argmax(every @ preference)])
        answerable.append(float(record["answerable"]))
        weight.append(1 / (sizes[record["set"]] * kinds[record["answerable"]]))
    return np.array(signals), np.array(answerable), np.array(weight)


def _is_doubtful(record: dict[str, Any]) -> bool:
    """Whether it counts as unanswerable and yet a sentence holds the answer."""
    return not record["answerable"] and any(sentence[0] for sentence in record["sentences"])


def _show(name: str, found: Floats) -> None:
    print(f"{name} = Signals(")
    for field, value in zip(fields(Signals), found, strict=True):
        print(f"    {field.name}={value:.3f},")
    print(")")


def main() -> None:
    """Fit and print."""
    kept = json.loads(KEPT.read_text())
    records = [one for one in kept if not one["set"].startswith(_LEFT_OUT)]
    chosen = [
        record for record in records if record["part"] == "choose" and not _is_doubtful(record)
    ]
    preference = fit_choice(*_choices(chosen))
    names = [field.name for field in fields(Signals)]
    telling = [names.index(name) for name in _TELLING]
    signals, answerable, weight = _preferred(chosen, preference)
    bias, *found = fit(signals[:, telling], answerable, weight)
    likelihood = np.zeros(len(names))
    likelihood[telling] = found
    _show("PREFERENCE", preference)
    print(f"BIAS = {bias:.3f}")
    _show("LIKELIHOOD", likelihood)


if __name__ == "__main__":
    main()
