"""Claims out of real passages, with what is quoted for them: their sentences changed by rule."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from index.ingest.sentences import sentences
from training.support import rewording as by
from training.support.cases import Case

SETS = {"new_wiki": 0.7, "reddit": 0.15, "amazon_reviews": 0.15}
_SHORTEST, _LONGEST = 6, 45
"""Words of a sentence that a claim is made of."""
_KINDS = ("same", "joined", *by.KEEPING)
_BROKEN_KINDS = {
    "spliced": 3.0,
    "gapped": 2.0,
    "broken_off": 1.0,
    "renumbered": 1.0,
    "renamed": 1.0,
    "exchanged": 1.0,
    "denied": 1.0,
    "unhedged": 1.0,
    "replaced": 2.0,
    "extended": 2.0,
    "half_quoted": 2.0,
    "unquoted": 2.0,
    "elsewhere": 1.0,
}


def changed(folder: Path, count: int, seed: int) -> Iterator[Case]:
    """So many cases, the same for the same seed, every second one supported."""
    rng = Random(seed)
    passages = {name: _passages(folder / f"squadshifts_{name}.jsonl.gz") for name in SETS}
    made = 0
    while made < count:
        (name,) = rng.choices(list(SETS), list(SETS.values()))
        own, other = rng.sample(passages[name], 2)
        case = _supported(rng, own) if made % 2 else _unsupported(rng, own, other)
        if case is not None:
            made += 1
            yield case


def _passages(path: Path) -> list[tuple[str, ...]]:
    """The passages with four sentences or more that are fit to be claims."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = sorted({json.loads(line)["context"].strip() for line in lines})
    split = ([text[a:b] for a, b in sentences(text)] for text in texts)
    kept = (tuple(line for line in told if _is_fit(line)) for told in split)
    return [told for told in kept if len(told) >= 4]


def _is_fit(sentence: str) -> bool:
    words = len(sentence.split())
    return _SHORTEST <= words <= _LONGEST and re.search(r"[.!]$", sentence) is not None


def _supported(rng: Random, own: Sequence[str]) -> Case | None:
    at = rng.randrange(len(own) - 1)
    kind, claim, sources = rng.choice(_KINDS), own[at], [at]
    if kind == "joined":
        claim, sources = by.joined(rng, _less(rng, own[at]), _less(rng, own[at + 1])), [at, at + 1]
    elif kind != "same":
        told = by.KEEPING[kind](rng, claim)
        if told is None:
            return None
        claim = told
    if kind != "same":
        claim = _less(rng, claim)
        claim = (by.reworded(rng, claim) or claim) if rng.random() < 0.4 else claim
    return Case(claim, _quoted(rng, own, sources), " ".join(own), True, kind)


def _less(rng: Random, sentence: str) -> str:
    """A sentence, shortened by chance."""
    return (by.shortened(rng, sentence) or sentence) if rng.random() < 0.5 else sentence


def _unsupported(rng: Random, own: Sequence[str], other: Sequence[str]) -> Case | None:
    at, beside = rng.sample(range(len(own)), 2)
    (kind,) = rng.choices(list(_BROKEN_KINDS), list(_BROKEN_KINDS.values()))
    sources, passage = [at, beside], own
    if kind in ("unquoted", "half_quoted", "extended"):
        sources = [beside] if kind == "unquoted" else [at]
        passage = tuple(line for n, line in enumerate(own) if n in sources or n not in (at, beside))
        sources = [passage.index(own[n]) for n in sources]
    claim = _broken(rng, kind, _less(rng, own[at]), own[beside], (own, other))
    if claim is None or claim.strip(" .") in " ".join(passage):
        return None
    if rng.random() < 0.2:
        claim = by.reworded(rng, claim) or claim
    return Case(claim, _quoted(rng, passage, sources), " ".join(passage), False, kind)


def _broken(
    rng: Random, kind: str, one: str, two: str, around: tuple[Sequence[str], Sequence[str]]
) -> str | None:
    """A claim that is not borne; ``around`` are the sentences of the passage and of another."""
    own, other = around
    if kind in ("unquoted", "elsewhere"):
        return one if kind == "unquoted" else rng.choice(other)
    if kind == "half_quoted":
        return by.joined(rng, one, _less(rng, two))
    if kind in ("extended", "spliced"):
        return by.extended(rng, one, two) if kind == "extended" else by.spliced(rng, one, two)
    if kind in ("renamed", "replaced"):
        change = by.renamed if kind == "renamed" else by.replaced
        return change(rng, one, (*own, *other))
    return by.BREAKING[kind](rng, one)


def _quoted(rng: Random, own: Sequence[str], sources: Sequence[int]) -> tuple[str, ...]:
    """The source sentences with some others, or all of the passage, in order."""
    if rng.random() < 0.4:
        return tuple(own)
    others = [n for n in range(len(own)) if n not in sources]
    chosen = {*sources, *rng.sample(others, min(len(others), rng.choice((0, 0, 1, 2))))}
    return tuple(own[n] for n in sorted(chosen))
