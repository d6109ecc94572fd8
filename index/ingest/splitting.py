"""A text into passages of whole sentences, each an exact span of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from index.ingest.sentences import LINE_BREAK, sentences
from index.values import Span

__all__ = ["PassageSplitter", "sentences"]

_VISIBLE = re.compile(r"\S")
_CLUSTER = regex.compile(r"\X")
_JOINS_BACK = regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]")


class _Piece(NamedTuple):
    """A sentence, or a part of one over a cap; ``severed`` where an earlier part precedes it."""

    start: int
    end: int
    severed: bool
    tokens: int


@dataclass(frozen=True, slots=True)
class PassageSplitter:
    """Packs whole sentences into passages of at most ``max_characters`` and ``max_tokens``.

    ``count_tokens`` takes texts and returns how many tokens each has. A passage takes as many
    sentences as fit, or fewer to end with a paragraph once it is filled to the share ``enough``. A
    sentence over a cap is cut at white space, else between grapheme clusters, and within a cluster
    only where that alone exceeds the cap; each further part of it begins a passage.

    Raises ValueError where a cap is not positive or ``enough`` is not a share.
    """

    count_tokens: Callable[[Sequence[str]], list[int]]
    max_characters: int = 900
    max_tokens: int = 220
    enough: float = 0.6

    def __post_init__(self) -> None:
        if self.max_characters < 1 or self.max_tokens < 1 or not 0 <= self.enough <= 1:
            raise ValueError("A cap is at least 1, and enough a share from 0 to 1.")

    def split(self, text: str) -> list[Span]:
        """The passages in order, disjoint: no white space at an edge, no other character left out.

        The tokens of a passage are those of its sentences added up, which is its own count for any
        tokenizer that splits at white space. Takes time in proportion to the text.
        """
        passages: list[Span] = []
        tokens = 0
        for piece in self._pieces(text):
            if passages and self._fits(text, passages[-1], tokens, piece):
                passages[-1] = (passages[-1][0], piece.end)
                tokens += piece.tokens
            else:
                passages.append((piece.start, piece.end))
                tokens = piece.tokens
        return passages

    def _fits(self, text: str, passage: Span, tokens: int, piece: _Piece) -> bool:
        start, end = passage
        if piece.severed or tokens + piece.tokens > self.max_tokens:
            return False
        if piece.end - start > self.max_characters:
            return False
        filled = max((end - start) / self.max_characters, tokens / self.max_tokens)
        return filled < self.enough or not LINE_BREAK.search(text, end, piece.start)

    def _pieces(self, text: str) -> Iterator[_Piece]:
        """The sentences with their tokens, those over a cap in parts that are not."""
        spans = [
            (start, end, part > 0)
            for sentence in sentences(text)
            for part, (start, end) in enumerate(self._cut(text, sentence, self.max_characters))
        ]
        yield from self._within_tokens(text, spans)

    def _within_tokens(self, text: str, spans: Sequence[tuple[int, int, bool]]) -> Iterator[_Piece]:
        counts = self.count_tokens([text[start:end] for start, end, _ in spans])
        for (start, end, severed), tokens in zip(spans, counts, strict=True):
            if tokens <= self.max_tokens or end - start == 1:
                yield _Piece(start, end, severed, tokens)
                continue
            # A little less than its share, as tokens are spread unevenly.
            limit = max(1, (end - start) * self.max_tokens * 19 // (tokens * 20))
            parts = enumerate(self._cut(text, (start, end), limit))
            shorter = [(first, last, severed or part > 0) for part, (first, last) in parts]
            yield from self._within_tokens(text, shorter)

    def _cut(self, text: str, span: Span, limit: int) -> Iterator[Span]:
        """The span in parts of about ``limit`` characters, without white space at their edges.

        A part is longer where a single cluster is, unless that exceeds the cap or is the whole
        span, which makes every cut a progress.
        """
        start, end = span
        while end - start > limit:
            stop = _last_space(text, start, limit) or _last_boundary(text, start, limit)
            if stop is None:
                longest = min(end, start + self.max_characters + 1)
                stop = next(_CLUSTER.finditer(text, start, longest)).end()
                if stop - start > self.max_characters or (start, stop) == span:
                    stop = start + limit
            yield start, start + len(text[start:stop].rstrip())
            visible = _VISIBLE.search(text, stop, end)
            if visible is None:
                return
            start = visible.start()
        yield start, end


def _last_space(text: str, start: int, limit: int) -> int | None:
    """The last white space in the second half of the window that a mark does not combine with."""
    for at in range(start + limit, start + limit // 2, -1):
        if text[at].isspace() and not _JOINS_BACK.match(text, at + 1):
            return at
    return None


def _last_boundary(text: str, start: int, limit: int) -> int | None:
    """The end of the last grapheme cluster in the window, None where the first fills it."""
    # One character more, since what follows a boundary decides whether it is one.
    window = text[start : start + limit + 1]
    ends = [cluster.end() for cluster in _CLUSTER.finditer(window) if cluster.end() <= limit]
    return start + ends[-1] if ends else None
