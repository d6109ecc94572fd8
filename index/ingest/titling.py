"""The title of a text, and where its body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.ingest.sentences import sentences
from index.ingest.text import has_words, normalise, one_line

TITLE_LIMIT = 300
_FIRST_LINE_LIMIT = 200
_SHORT_TITLE = 120
_SEARCHED = 2_000
_VISIBLE = re.compile(r"\S")
_DATELINE = re.compile(r"[^\n]{1,60}\s[—–-]{1,2}")
"""``LONDON (Agency) —`` on a line of its own, which says nothing of what the article is about."""


def title_of(text: str, given: Sequence[str]) -> tuple[str, int]:
    """The first title that is given, else the first line, and where the body begins.

    The body begins after the first line where that is the title or a dateline. Where it is a
    dateline, or no line of its own, the beginning of the body stands for a title.
    """
    first_line = text.partition("\n")[0]
    body = _VISIBLE.search(text, len(first_line)) if has_words(text[len(first_line) :]) else None
    body_start = body.start() if body else 0
    dated = body is not None and _DATELINE.fullmatch(first_line) is not None
    if given:
        begins = _folded(first_line) in map(_folded, given)
        return one_line(given[0], TITLE_LIMIT), body_start if begins or dated else 0
    if dated:
        return one_line(_first_sentence(text[body_start:]), _SHORT_TITLE), body_start
    if not has_words(first_line):
        wordy = next(line for line in text.split("\n") if has_words(line))
        return one_line(wordy, _SHORT_TITLE), 0
    if not body or len(first_line) > _FIRST_LINE_LIMIT:
        # A paste of one paragraph is all body: as a title line it could never be quoted.
        return one_line(first_line, _SHORT_TITLE), 0
    return one_line(first_line, TITLE_LIMIT), body_start


def _first_sentence(body: str) -> str:
    told = (body[start:end] for start, end in sentences(body[:_SEARCHED]))
    return next(filter(has_words, told), body)


def _folded(line: str) -> str:
    return "".join(normalise(line[:_SEARCHED]).casefold().split())
