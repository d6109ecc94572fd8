"""Whether a claim says the opposite of what its quotes say: that something rose which fell.

Only opposites that do not depend on whose side is told: who beats somebody has not lost, though
one of them has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answer.claims.negation import denies
from index.answer.claims.stems import stem, words

_UP = "rise rising increase grow growth climb jump soar surge"
_DOWN = "fall decrease drop decline shrink sink plunge slump tumble"
_OPPOSITES = [
    tuple(frozenset(map(stem, side.split())) for side in pair)
    for pair in (
        (_UP, _DOWN),
        ("convict guilty", "acquit innocent"),
        ("approve accept", "reject"),
        ("praise welcome", "criticise criticize condemn denounce"),
        ("support favour favor", "oppose"),
        ("open reopen", "close shut"),
        ("profit profitable", "loss lose"),
        ("man boy", "woman girl"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("agree", "disagree"),
        ("legal", "illegal"),
        ("alive", "dead"),
    )
]


_FOR = re.compile(r"\bvot\w+\s+(?:for|in\s+favou?r\s+of)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\bvot\w+\s+against\b", re.IGNORECASE)


def opposed(claim: str, quotes: Sequence[str]) -> str | None:
    """Why a claim and its quotes are opposites, in words that go on from the claim; else None.

    Where either denies something, nothing is told: what did not rise may have fallen.
    """
    if denies(claim) or any(map(denies, quotes)):
        return None
    for side, other in ((_FOR, _AGAINST), (_AGAINST, _FOR)):
        found = side.search(claim)
        if found and any(map(other.search, quotes)) and not any(map(side.search, quotes)):
            return f"it says {found[0]!r}, where its quotes say the opposite"
    ours = {stem(word): word for word in words(claim)}
    theirs = {stem(word): word for quote in quotes for word in words(quote)}
    for pair in _OPPOSITES:
        for side, other in (pair, pair[::-1]):
            said, told = ours.keys() & side, theirs.keys() & other
            if said and told and not (ours.keys() & other or theirs.keys() & side):
                word, against = ours[min(said)], theirs[min(told)]
                return f"it says {word!r}, where its quotes say {against!r}"
    return None
