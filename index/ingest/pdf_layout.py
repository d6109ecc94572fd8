"""From the lines of pages to paragraphs in reading order, over columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from statistics import median

from index.ingest.pdf_lines import Line

_ITEM = re.compile(r"(?:[•‣◦▪●○■□–—*·-]|\(?\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-z]\))\s")
_ENDS = re.compile(r"[.!?…:][”’\"')\]]*$")
_SMALL = 0.88
"""Notes and captions are set this much smaller than the text, or more."""
_LIKE = 0.92
_FURTHEST = 2.0
"""Line heights between two lines of one block, from foot to foot."""
_LOOSE = 1.25
_SIDEWAYS = 4.0
_INDENT = 0.7
_SPACE = 0.25
_NARROW = 0.5


@dataclass(frozen=True)
class Block:
    """Lines of one size that stand right below each other, on a page counted from 0."""

    page: int
    lines: Sequence[Line]

    @cached_property
    def size(self) -> float:
        """The size of most of its lines."""
        return median(line.size for line in self.lines)

    @cached_property
    def left(self) -> float:
        """Where the line begins that begins first."""
        return min(line.left for line in self.lines)

    @cached_property
    def right(self) -> float:
        """Where the line ends that ends last."""
        return max(line.right for line in self.lines)

    @cached_property
    def pitch(self) -> float:
        """How far apart its lines are."""
        steps = [above.base - below.base for above, below in pairwise(self.lines)]
        return median(steps) if steps else self.size


@dataclass(slots=True)
class Paragraph:
    """Its lines, each with its page; ``close`` to the one above as items and rows are."""

    lines: list[tuple[int, Line]]
    close: bool = False


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of all pages in order.

    What is set small, notes and captions, comes after the text of its page, or before its last
    paragraph where that goes on on the next page: a sentence is not interrupted, and pages stay in
    order.
    """
    blocks = [_blocks(number, lines) for number, lines in enumerate(pages)]
    body = body_size(line for lines in pages for line in lines)
    width = _usual_width(chain.from_iterable(blocks))
    told: list[Paragraph] = []
    notes: list[Paragraph] = []
    before: Block | None = None
    for block in chain.from_iterable(blocks):
        parts = list(_split(block, width))
        if block.size < _SMALL * body:
            notes += parts
            continue
        if before and _continues(before, block, parts[0], width):
            told[-1].lines += parts[0].lines
            parts[0] = told.pop()
        if before and block.page != before.page:
            told += [note for note in notes if note.lines[0][0] < block.page]
            notes = [note for note in notes if note.lines[0][0] >= block.page]
        told += parts
        before = block
    return told + notes


def body_size(lines: Iterable[Line]) -> float:
    """The size of the letters that most of the text is set in."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def _blocks(page: int, lines: Sequence[Line]) -> list[Block]:
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or not _below(blocks[-1][-1], line):
            blocks.append([])
        blocks[-1].append(line)
    return [Block(page, block) for block in blocks]


def _below(above: Line, line: Line) -> bool:
    step = above.base - line.base
    size = max(above.size, line.size)
    return (
        0 < step <= _FURTHEST * size
        and min(above.size, line.size) >= _LIKE * size
        and abs(above.left - line.left) <= _SIDEWAYS * size
        and min(above.right, line.right) > max(above.left, line.left)
    )


def _usual_width(blocks: Iterable[Block]) -> float:
    widths = [block.right - block.left for block in blocks for _ in block.lines]
    return median(widths) if widths else 0.0


def _split(block: Block, width: float) -> Iterator[Paragraph]:
    """The paragraphs of a block."""
    narrow = block.right - block.left < _NARROW * width
    paragraph = Paragraph([])
    for number, line in enumerate(block.lines):
        above = block.lines[number - 1]
        if paragraph.lines and _begins(block, above, line, len(paragraph.lines), narrow):
            yield paragraph
            alike = _is_item(line) and _is_like(paragraph.lines[0][1], line)
            loose = above.base - line.base > _LOOSE * block.pitch
            paragraph = Paragraph([], alike or (narrow and not loose))
        paragraph.lines.append((block.page, line))
    yield paragraph


def _is_item(line: Line) -> bool:
    """Whether it begins a note, an item of a list or a row of a table."""
    return line.marked or line.row or _ITEM.match(line.text) is not None


def _is_like(first: Line, line: Line) -> bool:
    """Whether both are items, or both are rows."""
    return _is_item(first) and first.row == line.row


def _begins(block: Block, above: Line, line: Line, so_far: int, narrow: bool) -> bool:
    """Whether a line begins a paragraph; the one above is its ``so_far``-th line."""
    if above.broken:
        return False
    indent = _INDENT * line.size
    item = _is_item(above)
    return (
        narrow
        or (above.row and not line.row)
        or above.base - line.base > _LOOSE * block.pitch
        or _is_item(line)
        or _fits(above, line, block.right)
        or (line.left > above.left + indent and not (item and so_far == 1))
        or (line.left < above.left - indent and (item or so_far > 1))
    )


def _fits(above: Line, line: Line, right: float) -> bool:
    """Whether the line's first word would have had room in the line above."""
    return above.right + _SPACE * line.size + line.word < right


def _continues(before: Block, block: Block, part: Paragraph, width: float) -> bool:
    """Whether a block at the head of a column or page goes on with what the one before ended in."""
    above, line = before.lines[-1], part.lines[0][1]
    moved = block.page != before.page or line.base > above.base
    if not moved or min(block.size, before.size) < _LIKE * max(block.size, before.size):
        return False
    if above.broken:
        return True
    return not (
        before.right - before.left < _NARROW * width
        or _ENDS.search(above.text)
        or _is_item(line)
        or _fits(above, line, before.right)
        or line.left > block.left + _INDENT * line.size
    )
