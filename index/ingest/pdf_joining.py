"""Lines of a page of a PDF that are parts of one line, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.ingest.pdf_lines import CELL, RAISED, Line

_SAME_LINE = 0.5


def put_together(lines: Iterable[Line]) -> list[Line]:
    """The lines with those put together that only a raised mark or another font parted.

    A line whose gaps only stretch it to the width of its neighbours is no row of a table.
    """
    return _settled(_merged(lines))


def _merged(lines: Iterable[Line]) -> list[Line]:
    merged: list[Line] = []
    for line in lines:
        if merged and _goes_on(merged[-1], line):
            line = _joined(merged.pop(), line)
        merged.append(line)
    return merged


def _settled(lines: list[Line]) -> list[Line]:
    settled = []
    for number, line in enumerate(lines):
        beside = lines[max(0, number - 1) : number + 2]
        if line.row and any(_is_as_wide(other, line) for other in beside if not other.row):
            line = replace(line, text=line.text.replace(CELL, " "), row=False)
        settled.append(line)
    return settled


def _is_as_wide(line: Line, other: Line) -> bool:
    return abs(line.left - other.left) < 1 and abs(line.right - other.right) < 1


def _goes_on(line: Line, other: Line) -> bool:
    size = max(line.size, other.size)
    level = abs(line.base - other.base) < _SAME_LINE * size
    return level and abs(other.left - line.right) < size and not line.broken


def _joined(line: Line, other: Line) -> Line:
    if _marks(line, other):
        return replace(other, left=line.left, marked=True)
    if _marks(other, line):
        return replace(line, right=other.right)
    longer = line if len(line.text) >= len(other.text) else other
    gap = " " if other.left - line.right > line.size / 10 else ""
    return replace(
        longer,
        text=f"{line.text}{gap}{other.text}",
        left=line.left,
        right=other.right,
        word=line.word,
        broken=other.broken,
        marked=line.marked,
        row=line.row or other.row,
    )


def _marks(mark: Line, text: Line) -> bool:
    raised = mark.size < RAISED * text.size and mark.base > text.base
    return raised and mark.text.isdigit()
