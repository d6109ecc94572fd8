"""``python -m evals [SUITE...]``: measure Footnote on real material."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import Any

from evals.data import Skipped
from evals.report import Limits, Result, keep, say, show

SUITES = {
    "seed": "evals.seed",
    "retrieval": "evals.retrieval",
    "quotes": "evals.quotes",
    "ap-news": "evals.ap_news",
    "dates": "evals.dates",
    "copies": "evals.copies",
    "corrections": "evals.corrections",
    "speed": "evals.speed",
    "scale": "evals.scale",
    "answerable": "evals.answerable",
    "chat": "evals.chat",
    "crash": "evals.crash",
    "extraction": "evals.extraction",
    "support": "evals.support",
    "following": "evals.following",
    "injection": "evals.injection",
}


def main() -> int:
    """Run the suites that are named, or all; 1 where a promise was broken."""
    arguments = _arguments()
    limits = Limits(arguments.articles, arguments.questions, arguments.rounds)
    broken = False
    for name in arguments.suites or SUITES:
        broken |= _run(name, limits)
    return int(broken)


def _run(name: str, limits: Limits) -> bool:
    say(f"{name} …")
    suite: Any = importlib.import_module(SUITES[name])
    try:
        result: Result = suite.run(limits)
    except Skipped as why:
        say(f"{name} is skipped: {why}.")
        return False
    show(result)
    if limits.is_whole:
        say(f"Kept as {keep(result)}.")
    else:
        say("Only a part was run, so the result is not kept.")
    return bool(result.broken)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--articles", type=int, metavar="N", help="only so many articles")
    parser.add_argument("--questions", type=int, metavar="N", help="only so many questions")
    parser.add_argument("--rounds", type=int, metavar="N", help="only so many rounds")
    arguments = parser.parse_args()
    for name in arguments.suites:
        if name not in SUITES:
            parser.error(f"there is no suite {name!r}; there are {', '.join(SUITES)}")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
