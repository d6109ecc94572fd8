"""The fit that judges answers finds what made the data."""

from __future__ import annotations

import numpy as np

from evals.calibrate import fit, fit_choice


def test_a_fit_finds_the_weights_that_made_the_data() -> None:
    """Of enough sentences that a model made its weights come back; noise has none."""
    random = np.random.default_rng(5)
    signals = random.normal(size=(20_000, 3)) * [1.0, 4.0, 0.5] + [0.0, 3.0, 1.0]
    odds = -1.0 + signals @ [0.8, 0.4, 0.0]
    right = (random.random(len(odds)) < 1 / (1 + np.exp(-odds))).astype(float)
    bias, *weights = fit(signals, right, np.ones(len(right)))
    assert bias < 0
    np.testing.assert_allclose(weights, [0.8, 0.4, 0.0], atol=0.2)


def test_weight_is_what_counts() -> None:
    """Rows of no weight leave no trace."""
    random = np.random.default_rng(6)
    signals = random.normal(size=(400, 2))
    right = (signals[:, 0] > 0).astype(float)
    weight = np.ones(400)
    weight[200:] = 0.0
    spoilt = right.copy()
    spoilt[200:] = 1 - spoilt[200:]
    kept = fit(signals, right, weight)
    np.testing.assert_allclose(fit(signals, spoilt, weight), kept, atol=1e-6)


def test_a_choice_finds_the_weights_that_made_it() -> None:
    """Of enough questions whose right sentence a model drew its weights come back."""
    random = np.random.default_rng(7)
    weights = np.array([1.2, -0.5, 0.0])
    questions = []
    for _ in range(1_500):
        signals = random.normal(size=(5, 3)) * [1.0, 3.0, 0.5]
        odds = signals @ weights
        likely = np.exp(odds) / np.exp(odds).sum()
        right = np.zeros(5)
        right[random.choice(5, p=likely)] = 1.0
        questions.append((signals, right))
    found = fit_choice(questions, np.ones(len(questions)))
    np.testing.assert_allclose(found, weights, atol=0.2)
