"""Where an article quotes: the spans between its double quotation marks.

Agencies mix ``“…”`` with ``"…"``, forget a mark, and turn one round; so a mark opens where nothing
is open and closes where something is, unless what stands beside it forbids that.
"""

from __future__ import annotations

import re

from index.ingest.sentences import LINE_BREAK
from index.values import Span

_MARK = re.compile(r"[“”„\"]")
_FARTHEST = 5_000
"""A paragraph is read no further than this, so that no text makes it slow."""
BLANK = '"'
"""What stands for every character of a quotation in ``own_words``."""


def paragraph(text: str, at: int) -> Span:
    """The line that holds the character ``at``, of a very long one only what lies near."""
    start = max(0, at - _FARTHEST)
    for found in LINE_BREAK.finditer(text, start, at):
        start = found.end()
    following = LINE_BREAK.search(text, at, at + _FARTHEST)
    return start, following.start() if following else min(len(text), at + _FARTHEST)


def quotations(text: str, start: int, end: int) -> list[Span]:
    """The quotations of the paragraph ``[start, end)``, marks included, in order, not nested.

    One that is not closed counts, to the paragraph's end, where the next paragraph goes on with a
    mark, as printed dialogue does; otherwise its mark is taken for a slip.
    """
    found: list[Span] = []
    opened: int | None = None
    for mark in _MARK.finditer(text, start, end):
        at = mark.start()
        if opened is None:
            opened = at if _may_open(text, at) else None
        elif _may_close(text, at):
            found.append((opened, at + 1))
            opened = None
    if opened is not None and _MARK.match(text[end : end + 4].lstrip()):
        found.append((opened, end))
    return found


def own_words(text: str, start: int, end: int) -> str:
    """The sentence ``[start, end)`` with what it quotes blanked, of the same length."""
    first, last = paragraph(text, start)
    words = list(text[start:end])
    for begin, stop in quotations(text, first, max(last, end)):
        for at in range(max(begin, start), min(stop, end)):
            words[at - start] = BLANK
    return "".join(words)


def _may_open(text: str, at: int) -> bool:
    """Not the mark of inches or of an end whose beginning was forgotten: ``6'2"``, ``so," he``."""
    following = text[at + 1 : at + 2]
    before = text[at - 1 : at] if at else " "
    return bool(following) and not following.isspace() and not before.isalnum() and before != ","


def _may_close(text: str, at: int) -> bool:
    return text[at] != "„" and not (text[at] == "“" and text[at - 1 : at].isspace())
