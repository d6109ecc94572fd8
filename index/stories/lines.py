"""The sentences of an article as they are compared, and how alike the words of two are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ingest.sentences import each_sentence
from index.values import Article
from index.wording import FUNCTION_WORDS

MOST_LINES = 120
"""So many sentences of an article are compared; what follows rarely tells whether it is a copy."""

_FEWEST_WORDS = 5
_FARTHEST = 60_000
"""Characters that hold so many sentences of any article but one without full stops."""
_WORD = re.compile(r"\w+")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_NAME = re.compile(r"(?<=[\w,] )[A-Z]\w+|\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence ``[start, end)`` of its article and its telling words in lower case."""

    start: int
    end: int
    text: str
    words: frozenset[str]


def has_more(article: Article, lines: Sequence[Line]) -> bool:
    """Whether an article goes on after the lines that are compared of it."""
    end = lines[-1].end if lines else article.body_start
    return len(lines) == MOST_LINES and bool(article.text[end:].strip())


def lines_of(article: Article) -> tuple[Line, ...]:
    """The sentences of an article's body, in order, without scraps of fewer than five words."""
    found = []
    for start, end in each_sentence(article.text[:_FARTHEST]):
        text = article.text[start:end]
        words = _WORD.findall(text.casefold())
        if start >= article.body_start and len(words) >= _FEWEST_WORDS:
            # Few sentences have dots within their words, and finding words is what takes time.
            plain = _DOTTED.search(text) is None
            telling = frozenset(words) - FUNCTION_WORDS if plain else telling_words(text)
            found.append(Line(start, end, text, telling))
        if len(found) == MOST_LINES:
            break
    return tuple(found)


def telling_words(text: str) -> frozenset[str]:
    """The words and figures of a text in lower case, without function words."""
    return frozenset(_WORD.findall(_undotted(text).casefold())) - FUNCTION_WORDS


def names_of(text: str) -> frozenset[str]:
    """Its figures, and its words with a capital that follow another word, in lower case."""
    return frozenset(word.casefold() for word in _NAME.findall(_undotted(text)))


def _undotted(text: str) -> str:
    """``U.S.`` as ``US``, as others write it."""
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), text)


def overlaps(left: Sequence[Line], right: Sequence[Line]) -> NDArray[np.float32]:
    """How many of the telling words of two sentences both have, as a share of all (Jaccard).

    Shape (len(left), len(right)), in [0, 1].
    """
    standing: dict[str, list[int]] = {}
    for column, line in enumerate(right):
        for word in line.words:
            standing.setdefault(word, []).append(column)
    width = len(right)
    places = [
        row * width + column
        for row, line in enumerate(left)
        for word in line.words & standing.keys()
        for column in standing[word]
    ]
    counts = np.bincount(np.asarray(places, dtype=np.int64), minlength=len(left) * width)
    shared = counts.astype(np.float32).reshape(len(left), width)
    ours = np.asarray([len(line.words) for line in left], dtype=np.float32)
    theirs = np.asarray([len(line.words) for line in right], dtype=np.float32)
    either = ours[:, None] + theirs[None, :] - shared
    return np.asarray(shared / np.maximum(either, 1), dtype=np.float32)
