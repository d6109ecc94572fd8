"""How far sentences say a claim in its own words, told from which words follow and meet others."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

from index.answer.claims.stems import stem, stems, telling, words

Pair: TypeAlias = tuple[str, str]

_ASIDE = re.compile(
    r"\s*\([^()]{0,200}\)|\s*\[[^\[\]]{0,200}\]"
    r"|,\s(?:who|whom|which|whose|where|when|an?|the|including|such as|like|with|in|on|at|after|"
    r"before|while|although|though|as|now|then|also|however|for|from|by|to|\d)\b[^,;]{0,120}(?=,)"
    r"|\s[—–-]{1,2}\s[^—–]{1,120}\s[—–-]{1,2}(?=\s)"
)
"""What a sentence says beside the point: ``Ada Morrow, who is mayor, closed the pier``."""
_SAYS = r"(?:said|says|told\s[\w\s]{1,40}|reported|reports)(?:\s(?:on\s|late\s){0,2}\w+day)?"
_ATTRIBUTION = re.compile(
    rf"^[^,;:“”\"]{{1,80}}?\s{_SAYS}\s(?:that\s)?|^according to [^,]{{1,80}},\s"
    rf"|,\s[^,;:“”\"]{{0,80}}?\s?{_SAYS}[\s.]*$|,?\saccording to [^,]{{1,80}}$",
    re.IGNORECASE,
)
"""Who says it, before or behind what is said: ``…, Ada Morrow said``."""
_NEAR = 3
"""So many words farther a word still counts as following another (skip-bigrams, Lin 2004)."""
_MOST_GAP = 1.5


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as it is compared: its words, those that tell what it is about, and the pairs.

    ``followed`` are pairs of words that stand near each other in this order, of ``met`` the same of
    the telling words alone. ``spine`` are its words without asides, and ``across`` the pairs that
    stand near without those. ``core`` are its words without who says them.
    """

    all: tuple[str, ...]
    spine: tuple[str, ...]
    core: tuple[str, ...]
    telling: frozenset[str]
    followed: frozenset[Pair]
    across: frozenset[Pair]
    met: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A claim beside sentences: shares in [0, 1], and ``gap`` in [0, 1.5].

    ``followed`` is the share of the claim's pairs of near words that a sentence has too, ``met``
    that of its pairs of near telling words that one sentence has both of. ``gap`` is how many words
    of the likest sentence, asides apart, are passed over between those of the claim, by its length;
    who says it may stand farther away.
    """

    followed: float
    met: float
    gap: float


def words_of(sentence: str) -> Words:
    """A sentence as it is compared."""
    every = stems(sentence)
    told = [stem(word) for word in telling(words(sentence))]
    spine = stems(_ASIDE.sub("", sentence))
    return Words(
        all=tuple(every),
        spine=tuple(spine),
        core=tuple(stems(_ATTRIBUTION.sub("", sentence))),
        telling=frozenset(told),
        followed=_pairs(every),
        across=_pairs(spine),
        met=_pairs(told),
    )


def likest(claim: Words, said: Sequence[Words]) -> list[int]:
    """The places of the sentences, the likest to the claim first."""

    def likeness(place: int) -> float:
        one = said[place]
        followed = _share(claim.followed, one.followed | one.across)
        return followed + _share(claim.telling, one.telling)

    return sorted(range(len(said)), key=likeness, reverse=True)


def overlap(claim: Words, said: Sequence[Words]) -> Overlap:
    """A claim beside sentences, the likest first."""
    followed = frozenset[Pair]().union(*(one.followed | one.across for one in said))
    met = sum(any(a in one.telling and b in one.telling for one in said) for a, b in claim.met)
    return Overlap(
        followed=_share(claim.followed, followed),
        met=met / len(claim.met) if claim.met else 1.0,
        gap=_least_gap(claim, said[0]) if said else 0.0,
    )


def _least_gap(claim: Words, said: Words) -> float:
    ours = (claim.all, claim.core) if claim.core else (claim.all,)
    return min(_gap(one, words) for one in ours for words in (said.all, said.spine))


def _pairs(found: Sequence[str]) -> frozenset[Pair]:
    return frozenset(
        (one, other) for at, one in enumerate(found) for other in found[at + 1 : at + 1 + _NEAR]
    )


def _share(wanted: Set[object], there: Set[object]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 1.0


def _gap(claim: Sequence[str], said: Sequence[str]) -> float:
    """Words between the first and the last that the longest common runs take, and in none."""
    taken = {at for start, size in _runs(claim, said) for at in range(start, start + size)}
    if not taken:
        return 0.0
    return min(_MOST_GAP, (max(taken) + 1 - min(taken) - len(taken)) / max(1, len(claim)))


def _runs(claim: Sequence[str], said: Sequence[str]) -> list[tuple[int, int]]:
    """The runs of words that a claim takes over, each the longest from where the last one ends.

    The extractive fragments of Grusky et al., "Newsroom", NAACL 2018: places in ``said``, lengths.
    """
    places: dict[str, list[int]] = {}
    for at, word in enumerate(said):
        places.setdefault(word, []).append(at)
    found, at = [], 0
    while at < len(claim):
        sizes = [(_common(claim, at, said, start), -start) for start in places.get(claim[at], ())]
        size, start = max(sizes, default=(0, 0))
        if size:
            found.append((-start, size))
        at += max(1, size)
    return found


def _common(claim: Sequence[str], at: int, said: Sequence[str], start: int) -> int:
    size = 0
    while (
        at + size < len(claim)
        and start + size < len(said)
        and claim[at + size] == said[start + size]
    ):
        size += 1
    return size
