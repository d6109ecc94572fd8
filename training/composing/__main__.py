"""Print composed examples as JSON Lines: ``python -m training.composing --count 5 --seed 1``."""

import argparse
import sys

from training.composing import compose


def main() -> None:
    """Write the examples to standard output."""
    parser = argparse.ArgumentParser(prog="training.composing", description=__doc__)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    for example in compose(arguments.count, arguments.seed):
        sys.stdout.write(example.json() + "\n")


if __name__ == "__main__":
    main()
