"""Paragraphs of a PDF as one text that knows where each page begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.ingest.pdf_layout import Paragraph
from index.ingest.pdf_lines import Line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DASHES = ("-", "\u2010")
_LAST_PART = re.compile(r"[^\W\d_]+$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
# These stand before a hyphen that belongs to the word more often than not.
_COMPOUNDING = frozenset(
    "self well half twenty thirty forty fifty sixty seventy eighty ninety".split()
)


def text_of(paragraphs: Sequence[Paragraph], pages: int) -> tuple[str, tuple[int, ...]]:
    """The text, and the offset at which each page begins in it.

    A blank line stands between paragraphs, none between items or rows. A page without text begins
    where the next one does. A word that is broken over two lines is put together, with its hyphen
    where other places of the text write it so.
    """
    text = _Text(_words(line for paragraph in paragraphs for _, line in paragraph.lines))
    for paragraph in paragraphs:
        text.add(paragraph)
    return "".join(text.parts), _in_order(text.starts, pages, text.length)


class _Text:
    """What is written so far, and where each page began in it."""

    def __init__(self, words: Counter[str]) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.starts: dict[int, int] = {}
        self._words = words

    def add(self, paragraph: Paragraph) -> None:
        """Write a paragraph."""
        before: Line | None = None
        gap = "" if not self.parts else "\n" if paragraph.close else "\n\n"
        for page, line in paragraph.lines:
            self._write(_joint(before, line, self._words) if before else gap)
            self.starts.setdefault(page, self.length)
            self._write(line.text)
            before = line
        if before and before.broken:
            # The word did not go on.
            self._write("-")

    def _write(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)


def _in_order(starts: dict[int, int], pages: int, length: int) -> tuple[int, ...]:
    offsets, after = [], length
    for page in reversed(range(pages)):
        after = min(after, starts.get(page, length))
        offsets.append(after)
    return (0, *reversed(offsets[:-1])) if offsets else ()


def _words(lines: Iterable[Line]) -> Counter[str]:
    return Counter(word for line in lines for word in _WORD.findall(line.text.casefold()))


def _joint(before: Line, line: Line, words: Counter[str]) -> str:
    """What stands between two lines of a paragraph."""
    if not before.broken:
        return "" if before.text.endswith(_DASHES) else " "
    head, tail = _LAST_PART.search(before.text), _FIRST_PART.match(line.text)
    if head is None or tail is None:
        return "-"
    first, second = head[0].casefold(), tail[0].casefold()
    compound = words[f"{first}-{second}"] > words[first + second] or first in _COMPOUNDING
    # What is broken goes on in small letters; a name or a figure after the hyphen is a compound.
    return "-" if compound or not tail[0].islower() or len(first) == 1 else ""
