"""Fit the models of ``index/answer/judging.py`` to what ``answerable`` kept.

Logistic regressions with a small ridge, by Newton's method (iteratively reweighted least squares;
Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd edition, 4.4). Fitted
on the choosing halves alone. The preference is fitted over all sentences: every question weighs the
same, as do answerable and unanswerable ones together, and within a question right sentences and
wrong ones. The likelihood is fitted over the preferred sentence of each question, where every set
weighs the same. Prints the constants.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.cases import Tried
from evals.data import CACHE
from index.answer.signals import Signals

KEPT = CACHE / "signals.json"
_STEADY = tuple("reading likeness similarity coverage passage_coverage names article_names".split())
"""What the likelihood is told from; the others depend on the library's size, or tell nothing."""
_RIDGE = 0.02
_STEPS = 50

Floats = NDArray[np.float64]


def dump(cases: Sequence[Tried]) -> None:
    """Keep the signals of every judged sentence."""
    records = [
        {
            "set": one.case.set,
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


def _sentences(records: Sequence[dict[str, Any]]) -> tuple[Floats, Floats, Floats]:
    signals, right, weight = [], [], []
    sizes = {
        flag: sum(r["answerable"] is flag and bool(r["sentences"]) for r in records)
        for flag in (True, False)
    }
    for record in records:
        sentences = record["sentences"]
        good = sum(sentence[0] for sentence in sentences)
        if record["answerable"] and not good:
            continue  # the right sentence was not found, so nothing is to be learnt of it
        for sentence in sentences:
            same = good if sentence[0] else len(sentences) - good
            halves = 2.0 if record["answerable"] else 1.0
            signals.append(sentence[1:])
            right.append(sentence[0])
            weight.append(1 / (sizes[record["answerable"]] * same * halves))
    return np.array(signals), np.array(right), np.array(weight)


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
    records = json.loads(KEPT.read_text())
    chosen = [
        record for record in records if record["part"] == "choose" and not _is_doubtful(record)
    ]
    preference = fit(*_sentences(chosen))[1:]
    names = [field.name for field in fields(Signals)]
    steady = [names.index(name) for name in _STEADY]
    signals, answerable, weight = _preferred(chosen, preference)
    bias, *found = fit(signals[:, steady], answerable, weight)
    likelihood = np.zeros(len(names))
    likelihood[steady] = found
    _show("PREFERENCE", preference)
    print(f"BIAS = {bias:.3f}")
    _show("LIKELIHOOD", likelihood)


if __name__ == "__main__":
    main()
