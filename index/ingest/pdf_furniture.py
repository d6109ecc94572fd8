"""What stands on the pages of a PDF around the text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain, takewhile

from index.ingest.pdf_lines import Line

_OUTERMOST = 3
"""How many lines from the top and from the bottom may be running ones."""
_GRID = 6.0
_NEAR = 2
"""How many pages away the next one with the same head is: left and right ones have their own."""
_FIGURE = re.compile(r"\d{1,5}")
_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite|página|pagina|page n°)?\s*(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|sur|de|di|van)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without those that run along the top and the bottom of pages.

    A line runs if it stands at one height on several pages with the same words, but for a figure
    that counts the pages; a page number does wherever it is the outermost line.
    """
    outer = [_outer(lines) for lines in pages]
    keys = [
        {id(line): set(_keys(line, number)) for line in page} for number, page in enumerate(outer)
    ]
    kept: list[list[Line]] = []
    for number, lines in enumerate(pages):
        near = [*keys[max(0, number - _NEAR) : number], *keys[number + 1 : number + 1 + _NEAR]]
        seen = set(chain.from_iterable(chain.from_iterable(page.values()) for page in near))
        running = {line for line, told in keys[number].items() if told & seen}
        outermost = _outermost(lines, running)
        left = [line for line in lines if id(line) not in outermost]
        numbers = {id(line) for line in _ends(left) if _NUMBER.fullmatch(line.text)}
        kept.append([line for line in left if id(line) not in numbers])
    # Where nothing would be left, what was taken for a head is all the text that there is.
    return kept if any(kept) else [list(lines) for lines in pages]


def _outermost(lines: Sequence[Line], running: Set[int]) -> set[int]:
    """Those running lines that no line of the text stands outside of."""
    ordered = [id(line) for line in sorted(lines, key=lambda line: line.base)]
    ends = (
        takewhile(running.__contains__, ordered),
        takewhile(running.__contains__, ordered[::-1]),
    )
    return set(chain.from_iterable(ends))


def _outer(lines: Sequence[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: line.base)
    return (
        ordered if len(ordered) <= _OUTERMOST else [*ordered[:_OUTERMOST], *ordered[-_OUTERMOST:]]
    )


def _ends(lines: Sequence[Line]) -> list[Line]:
    """The highest and the lowest line, where there is something between them."""
    if len(lines) <= _OUTERMOST:
        return []
    return [min(lines, key=lambda line: line.base), max(lines, key=lambda line: line.base)]


def _keys(line: Line, page: int) -> Iterator[tuple[str, int]]:
    """What is the same for a line on other pages: all of it, or all but one figure that counts."""
    told, height = line.text.casefold(), round(line.base / _GRID)
    yield told, height
    for figure in _FIGURE.finditer(told):
        counted = f"{told[: figure.start()]}#{int(figure[0]) - page}{told[figure.end() :]}"
        yield counted, height
