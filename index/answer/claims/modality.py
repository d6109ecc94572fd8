"""Whether a claim tells as done what its quotes only say must, may or will be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answer.claims.stems import stem

_DONE = re.compile(
    r"\b(?:was|were|(?:has|have|had)\s+been)\s+(?:\w+ly\s+)?(?P<what>\w+(?:ed|en|n|t|d))\b",
    re.IGNORECASE,
)
_MODAL = r"(?:must|could|may|might|would|should|can|will|shall|to)"
_BEFORE = re.compile(
    rf"\b{_MODAL}\s+(?:still\s+|also\s+|only\s+)?(?:be|have\s+been)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_MODAL_BEFORE = re.compile(rf"\b{_MODAL}\s+(?:\w+\s+)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def not_yet(claim: str, quotes: Sequence[str]) -> str | None:
    """Why the quotes do not bear that something was done, in words that go on from the claim.

    None where one of them has the word elsewhere too, or not at all.
    """
    for done in _DONE.finditer(claim):
        if _MODAL_BEFORE.search(claim[: done.start()]):
            continue
        form = stem(done["what"])
        places = [
            (quote, found.start())
            for quote in quotes
            for found in _WORD.finditer(quote)
            if stem(found[0]) == form
        ]
        if places and all(_BEFORE.search(quote[:start]) for quote, start in places):
            return f"it says {done[0]!r}, which its quotes do not say has happened"
    return None
