"""Claims with what is quoted for them, and whether that bears them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, the sentences that are quoted for it, their passage, and whether they bear it.

    ``kind`` names how it was made.
    """

    claim: str
    quotes: tuple[str, ...]
    passage: str
    supported: bool
    kind: str
