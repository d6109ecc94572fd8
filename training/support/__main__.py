"""Print the weights of the support check: ``python -m training.support --reading FOLDER``.

The folder holds SquadShifts, as ``training/README.md`` says. Takes some minutes, and prints the
same every time.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import TypeAlias

import numpy as np

from evals.calibrate import fit
from index.answer.claims.support import Signals, SupportCheck, support_of
from index.embedding.minilm import MiniLM
from training.support.cases import Case
from training.support.changed import changed
from training.support.composed import composed

Known: TypeAlias = tuple[Case, Signals]

_COMPOSED = 0.3
"""So many composed claims for each that is changed."""
_NAMES = tuple(field.name for field in fields(Signals))
_TOLD_BY = {"COPYING": _NAMES, "REWORDING": ("meaning", "borne")}
"""What each model is told from: how words follow each other tells nothing of other words."""


def main() -> None:
    """Make claims, fit, and print."""
    parser = argparse.ArgumentParser(prog="training.support", description=__doc__)
    parser.add_argument("--reading", type=Path, required=True)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    cases = list(changed(arguments.reading, arguments.count, arguments.seed))
    cases += composed(round(_COMPOSED * arguments.count), arguments.seed)
    check = SupportCheck(MiniLM())
    told = ((case, check.signals(case.claim, case.quotes, [case.passage])) for case in cases)
    known = [(case, signals) for case, signals in told if signals is not None]
    _show("COPYING", [one for one in known if one[1].is_copied])
    _show("REWORDING", [one for one in known if not one[1].is_copied])
    _show_kinds(known)


def _show(name: str, known: Sequence[Known]) -> None:
    """Fit one model and print it."""
    places = [_NAMES.index(told) for told in _TOLD_BY[name]]
    inputs = np.array([astuple(signals) for _, signals in known])[:, places]
    right = np.array([float(case.supported) for case, _ in known])
    bias, *found = fit(inputs, right, np.ones(len(known)))
    weights = dict.fromkeys(_NAMES, 0.0) | dict(zip(_TOLD_BY[name], found, strict=True))
    print(f"{name} = Model(\n    {bias:.3f},\n    Signals(")
    for told, weight in weights.items():
        print(f"        {told}={weight:.3f},")
    print(f"    ),\n)  # {len(known)} claims, {right.mean():.2f} of them borne\n")


def _show_kinds(known: Sequence[Known]) -> None:
    """Of each kind of claim, how many the weights that ship take to be borne."""
    taken: dict[str, list[bool]] = defaultdict(list)
    for case, signals in known:
        taken[case.kind].append(support_of(signals).bears)
    for kind, found in sorted(taken.items()):
        print(f"{kind:14} {sum(found):5} of {len(found):5} are taken to be borne")


if __name__ == "__main__":
    main()
