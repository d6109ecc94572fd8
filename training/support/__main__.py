"""Print the weights of the support check: ``python -m training.support --reading FOLDER``.

The folder holds SquadShifts, as ``training/README.md`` says. Takes some minutes, and prints the
same every time.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

from evals.calibrate import fit
from index.answer.support import BEARS, Signals, SupportCheck, likelihood_of
from index.embedding.minilm import MiniLM
from training.support.changed import Case, changed


def main() -> None:
    """Make cases, fit, and print."""
    parser = argparse.ArgumentParser(prog="training.support", description=__doc__)
    parser.add_argument("--reading", type=Path, required=True)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    check = SupportCheck(MiniLM())
    known: list[tuple[Case, Signals]] = []
    for case in changed(arguments.reading, arguments.count, arguments.seed):
        signals = check.signals(case.claim, case.quotes, [case.passage])
        if signals is not None:
            known.append((case, signals))
    inputs = np.array([astuple(signals) for _, signals in known])
    right = np.array([float(case.supported) for case, _ in known])
    bias, *weights = fit(inputs, right, np.ones(len(known)))
    print(f"BIAS = {bias:.3f}\nWEIGHTS = Signals(")
    for field, weight in zip(fields(Signals), weights, strict=True):
        print(f"    {field.name}={weight:.3f},")
    print(")\n")
    _show_kinds(known)


def _show_kinds(known: list[tuple[Case, Signals]]) -> None:
    """Of each kind of claim, how many the weights that ship take to be borne."""
    taken: dict[str, list[bool]] = defaultdict(list)
    for case, signals in known:
        taken[case.kind].append(likelihood_of(signals) >= BEARS)
    for kind, found in sorted(taken.items()):
        print(f"{kind:14} {sum(found):5} of {len(found):5} are taken to be borne")


if __name__ == "__main__":
    main()
