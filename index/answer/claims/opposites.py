"""Whether a claim says the opposite of what its quotes say: that something rose which fell.

Only opposites that do not depend on whose side is told: who beats somebody has not lost, though
one of them has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

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


_JOINT = re.compile(r";\s|,\s(?:and|but|while|whereas|though|compared)\s|\s(?:but|while|whereas)\s")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s(?:\w+ly\s)?$")
_FOR = re.compile(r"\bvot\w+\s+(?:for|in\s+favou?r\s+of)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\bvot\w+\s+against\b", re.IGNORECASE)


def opposed(claim: str, quotes: Sequence[str]) -> str | None:
    """Why a claim and its quotes are opposites, in words that go on from the claim; else None.

    Where either denies something, nothing is told: what did not rise may have fallen.
    """
    if denies(claim) or any(map(denies, quotes)):
        return None
    for vote, against in ((_FOR, _AGAINST), (_AGAINST, _FOR)):
        found = vote.search(claim)
        if found and any(map(against.search, quotes)) and not any(map(vote.search, quotes)):
            return f"it says {found[0]!r}, where its quotes say the opposite"
    ours = {stem(word): word for word in words(claim)}
    theirs = {stem(word): word for quote in quotes for word in words(quote)}
    for pair in _OPPOSITES:
        for side, other in (pair, pair[::-1]):
            said, told = ours.keys() & side, theirs.keys() & other
            if not said or not told or ours.keys() & other:
                continue
            if not theirs.keys() & side:
                return f"it says {ours[min(said)]!r}, where its quotes say {theirs[min(told)]!r}"
            crossed = _crossed(ours, side, other, quotes)
            if crossed is not None:
                return f"it says {ours[min(said)]!r} of what its quotes say {crossed!r} of"
    return None


def _crossed(
    claim: Mapping[str, str], side: Set[str], other: Set[str], quotes: Sequence[str]
) -> str | None:
    """The opposite that a quote says of a name or number of which the claim says the other.

    ``The court acquitted Haile, but convicted Brandvold``: each is what stands in its own clause.
    """
    clauses = [clause for quote in quotes for clause in _JOINT.split(quote)]
    told = [{stem(word): word for word in words(clause)} for clause in clauses]
    own = {form for clause in told if clause.keys() & side for form in clause}
    for clause, found in zip(clauses, told, strict=True):
        opposites = found.keys() & other
        if not opposites or found.keys() & side:
            continue
        word = found[min(opposites)]
        before, _, behind = clause.partition(word)
        governed = clause if _PASSIVE.search(before) else behind
        there = {stem(one) for one in words(governed) if _tells_apart(one)}
        if there & {form for form, one in claim.items() if _tells_apart(one)} - own:
            return word
    return None


def _tells_apart(word: str) -> bool:
    """Whether a word is a name or a number; whose somebody is, is not that somebody."""
    return (word[0].isupper() or word[0].isdigit()) and not word.endswith(("’s", "'s", "s’"))
