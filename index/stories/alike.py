"""Whether two articles are one report: near copies, by their words, and reworded ones, by meaning.

A copy keeps the sentences of the other, or of its beginning, in their words or in others; a later
report on the same thing keeps only the background that stands at the end. So what is asked is which
share of the sentences of the shorter article has a twin in the other, and the same of its
beginning. The thresholds were set by hand in sight of a whole labelled sample,
``evals/sets/copies.jsonl``, so its figures tell how well they fit and not how well they carry over;
``DECISIONS.md`` has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.stories.lines import Line, lines_of, names_of, overlaps, telling_words
from index.values import Article

SAME_WORDS = 0.5
"""Two sentences are twins where they share this much of their telling words (Jaccard)."""
SAME_MEANING = 0.8
"""Or where their vectors have this cosine."""

NEARLY_ALL = 0.85
"""With this share of twins the shorter text is a copy whatever its beginning is."""
MOST, MOST_OF_LEAD = 0.65, 0.8
"""Or with these shares, of all and of its beginning."""
SOME, SOME_OF_LEAD, SAME_TITLE = 0.3, 0.6, 0.6
"""Or with these and this much of the titles' words."""
NAMES = 0.5
"""In both of these cases this share of the names of its beginning stands in the other."""
PART = 0.4
"""A shorter text is one of several items of a longer one, and no copy, unless titles agree."""
REWORDED = 0.9
"""With this share of twins by meaning a text is a copy in other words."""
DOUBTFUL, RELATED_WORDS = 0.75, 0.3
"""Meaning is looked at where this share has a counterpart with this much of its words, no less:
whoever rewords a text keeps its names and figures."""

SAMPLED, COUNTERPARTS = 12, 2
"""So many sentences of the shorter are embedded, and so many counterparts of each."""

_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """The shorter of two articles, the longer, and how alike the words of their sentences are.

    ``alike`` has shape (len(shorter), len(longer)); ``title`` is how alike the titles' words are.
    """

    shorter: tuple[Line, ...]
    longer: tuple[Line, ...]
    alike: NDArray[np.float32]
    title: float


def compared(one: Article, other: Article, known: Sequence[Line] | None = None) -> Compared | None:
    """Two articles side by side; None where one of them is too short to tell.

    ``known`` are the sentences of the first, where they were told before.
    """
    lines = sorted((tuple(known or lines_of(one)), lines_of(other)), key=len)
    if len(lines[0]) < _FEWEST_LINES:
        return None
    titles = telling_words(one.title), telling_words(other.title)
    title = len(titles[0] & titles[1]) / max(1, len(titles[0] | titles[1]))
    return Compared(lines[0], lines[1], overlaps(lines[0], lines[1]), title)


def is_near(two: Compared) -> bool:
    """Whether the words alone say that one article is a copy of the other."""
    return judged(two, two.alike.max(axis=1) >= SAME_WORDS)


def is_doubtful(two: Compared) -> bool:
    """Whether it may be a copy in other words, so that the meaning is worth looking at."""
    related = float((two.alike.max(axis=1) >= RELATED_WORDS).mean())
    return related >= DOUBTFUL and len(two.shorter) >= PART * len(two.longer)


def sampled(two: Compared) -> tuple[list[int], list[int]]:
    """Which sentences to compare by meaning: some of the shorter, from its start to its end.

    Of the longer, those whose words are the likest to any of these.
    """
    count = min(len(two.shorter), SAMPLED)
    rows = np.unique(np.linspace(0, len(two.shorter) - 1, count).astype(int))
    columns = np.argsort(-two.alike[rows], axis=1)[:, :COUNTERPARTS]
    return rows.tolist(), np.unique(columns).tolist()


def is_reworded(likeness: NDArray[np.float32]) -> bool:
    """Whether the meaning says so: ``likeness`` are the cosines of the sampled sentences."""
    return float((likeness.max(axis=1) >= SAME_MEANING).mean()) >= REWORDED


def judged(two: Compared, twins: NDArray[np.bool_]) -> bool:
    """Whether these sentences of the shorter with twins in the longer make it a copy."""
    share, lead = float(twins.mean()), _lead(two.shorter)
    whole = len(two.shorter) >= PART * len(two.longer) or two.title >= SAME_TITLE
    if share >= NEARLY_ALL and whole:
        return True
    ahead = float(twins[:lead].mean())
    most = share >= MOST and ahead >= MOST_OF_LEAD and whole
    some = share >= SOME and ahead >= SOME_OF_LEAD and two.title >= SAME_TITLE
    return (most or some) and _names_kept(two) >= NAMES


def _lead(lines: tuple[Line, ...]) -> int:
    """How many sentences are the beginning of an article: a third, three at least."""
    return max(_FEWEST_LINES, len(lines) // 3)


def _names_kept(two: Compared) -> float:
    named = names_of(" ".join(line.text for line in two.shorter[:_FEWEST_LINES]))
    everywhere = frozenset[str]().union(*(line.words for line in two.longer))
    return len(named & everywhere) / len(named) if named else 1.0
