"""The lines of a page of a PDF, with where they stand, as PDFium finds them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from ctypes import byref, c_double, c_ushort
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from index.ingest.text import normalise

_BREAKS = ("\r", "\n")
# PDFium's mark for a hyphen that ends a line.
_HYPHENS = ("\x02", "\ufffe", "\u00ad")
# It does not mark the last of a page, nor those of other fonts.
_DASHES = ("-", "\u2010")
_AFTER_MARK = frozenset(".,;:!?”’)\"'")
_WORD_BEFORE_MARK = 4
RAISED = 0.8
"""A mark of a footnote is set this much smaller than its word, or more."""
_WIDE = 2.5
CELL = " | "
"""What stands between the cells of a row, as in tables of HTML."""
_DOWNWARD = 3
_QUARTER = math.pi / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line in points from the lower left corner; ``size`` is that of its font.

    ``word`` is the width of its first word. ``broken`` says that it ends in a word that goes on in
    the next, without its hyphen; ``marked`` that the mark of a footnote stood before it; ``row``
    that wide gaps part it, as the cells of a table.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    word: float = 0.0
    broken: bool = False
    marked: bool = False
    row: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a character stands: the foot of its line, and the size of its font."""

    base: float
    size: float


def lines_of(text_page: Any) -> list[Line]:
    """The lines of a text page of PDFium in the order in which they were written.

    Text at another angle than most of the page is left out; marks of footnotes are too.
    """
    characters = _characters(text_page)
    runs = [run for run in _runs(characters) if run[0] < run[1]]
    turns = [_turn(text_page, start) for start, _, _ in runs]
    weights: Counter[int] = Counter()
    for (start, end, _), turn in zip(runs, turns, strict=True):
        weights[turn] += end - start
    level = weights.most_common(1)[0][0] if weights else 0
    page = _Page(text_page, characters, level)
    kept = (run for run, turn in zip(runs, turns, strict=True) if turn == level)
    lines = [line for run in kept if (line := page.line(*run)).text]
    if level == _DOWNWARD:
        # PDFium tells these from the last to the first.
        lines.sort(key=lambda line: -line.base)
    return lines


class _Page:
    """The characters of a page and where each stands."""

    def __init__(self, text_page: Any, characters: str, quarters: int) -> None:
        self._page = text_page
        self._box = pdfium.FS_RECTF()
        self._at_box = byref(self._box)
        self._characters = characters
        self._quarters = quarters

    def line(self, start: int, end: int, broken: bool) -> Line:
        """The line that these characters are."""
        first = start
        while first < end - 1 and self._characters[first].isdigit():
            first += 1
        marked = first > start and self._raised(start, first)
        figures = (n for n in range(start, end) if self._characters[n].isdigit())
        marks = {n for n in figures if (marked and n < first) or self._is_mark(n, start)}
        kept = [n for n in range(start, end) if n not in marks]
        shown = [n for n in kept if not self._characters[n].isspace()]
        if not shown:
            return Line("", 0, 0, 0, 0)
        left, right = self._edges(shown[0])[0], self._edges(shown[-1])[1]
        space = next((n for n in range(shown[0], end) if self._characters[n].isspace()), end)
        word = self._edges(space - 1)[1] - left
        middle = self._place(shown[len(shown) // 2])
        base, size = middle.base, middle.size
        gaps = {
            n for n in shown[1:] if self._characters[n - 1] == " " and self._gap(n) > _WIDE * size
        }
        text = "".join(CELL * (n in gaps) + self._characters[n] for n in kept)
        return Line(_clean(text), left, right, base, size, word, broken, marked, bool(gaps))

    def _gap(self, n: int) -> float:
        """How far a word that begins there stands from the one before."""
        before = n - 1
        while before > 0 and self._characters[before] == " ":
            before -= 1
        first, second = self._edges(before), self._edges(n)
        return second[0] - first[1]

    def _is_mark(self, n: int, start: int) -> bool:
        """Whether it is a raised figure after a word: the mark of a footnote."""
        before = n
        while before > start and self._characters[before].isdigit():
            before -= 1
        word = self._characters[max(start, before - _WORD_BEFORE_MARK + 1) : before + 1]
        wordy = len(word) == _WORD_BEFORE_MARK and all(map(str.isalpha, word))
        return (wordy or word[-1] in _AFTER_MARK) and self._raised(n, before)

    def _raised(self, n: int, beside: int) -> bool:
        mark, text = self._place(n), self._place(beside)
        return mark.size < RAISED * text.size and mark.base > text.base

    def _edges(self, n: int) -> tuple[float, float]:
        """Where a character begins and ends along its line."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._page, n, self._at_box)
        if self._quarters == 0:
            return box.left, box.right
        turned = (box.bottom, box.top), (-box.right, -box.left), (-box.top, -box.bottom)
        return turned[self._quarters - 1]

    def _place(self, n: int) -> _Place:
        x, y, matrix = c_double(), c_double(), pdfium.FS_MATRIX()
        pdfium.FPDFText_GetCharOrigin(self._page, n, byref(x), byref(y))
        size = pdfium.FPDFText_GetFontSize(self._page, n)
        if pdfium.FPDFText_GetMatrix(self._page, n, byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d)
        base = (y.value, -x.value, -y.value, x.value)[self._quarters]
        return _Place(base, round(size, 1))


def _characters(text_page: Any) -> str:
    """What PDFium numbers, one character each."""
    count = pdfium.FPDFText_CountChars(text_page)
    units = (c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, units)
    text = bytes(units)[:-2].decode("utf-16-le", "replace")
    if len(text) == count and "\0" not in text:
        return text
    # It leaves out what has no meaning, and writes some characters as two.
    return "".join(chr(pdfium.FPDFText_GetUnicode(text_page, n)) for n in range(count))


def _clean(text: str) -> str:
    if not text.isprintable():
        # What lies outside the basic plane may come as two halves.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return " ".join((text if text.isascii() and text.isprintable() else normalise(text)).split())


def _runs(characters: str) -> Iterator[tuple[int, int, bool]]:
    """Where each line starts and ends without the space around it, and whether it breaks a word."""
    start = 0
    for n, character in enumerate(f"{characters}\n"):
        if character not in _BREAKS and character not in _HYPHENS:
            continue
        # A soft hyphen stands inside lines too, where it does not show.
        if character == "\u00ad" and n + 1 < len(characters) and characters[n + 1] not in _BREAKS:
            continue
        end = n
        while start < end and characters[start].isspace():
            start += 1
        while end > start and characters[end - 1].isspace():
            end -= 1
        hyphened = end - start > 1 and characters[end - 1] in _DASHES
        if hyphened and characters[end - 2].isalpha():
            yield start, end - 1, True
        else:
            yield start, end, character in _HYPHENS
        start = n + 1


def _turn(text_page: Any, n: int) -> int:
    angle: float = pdfium.FPDFText_GetCharAngle(text_page, n)
    # PDFium counts clockwise.
    return round(-angle / _QUARTER) % 4
