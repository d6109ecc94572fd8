"""The questions of a message that asks more than one."""

from __future__ import annotations

import re

from index.following import without_opening

_MOST = 3
"""Of more none gets an answer that it deserves, and each takes as long as a message of its own."""
_FEWEST_WORDS = 2
_ENDS = re.compile(r"(?<=\?)\s+")
_ASKS = re.compile(
    r"\W*(?:(?:and|but|so|or|also|then)\b\W*)?(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.IGNORECASE,
)


def questions_of(text: str) -> tuple[str, ...]:
    """The questions of a message in order, with what is said before them; one where it asks one.

    *Really?* and *And where?* are too little to stand alone and stay with what is before them, or
    behind. A message of more than three questions stays whole.
    """
    found: list[str] = []
    waits = False
    for piece in _ENDS.split(text.strip()):
        asks = piece.endswith("?") or _ASKS.match(piece) is not None
        words = re.findall(r"\w+", without_opening(piece))
        little = not asks or len(words) < _FEWEST_WORDS
        if found and (little or waits):
            found[-1] += f" {piece}"
            waits = False
        else:
            found.append(piece)
            waits = little
    return tuple(found) if 1 < len(found) <= _MOST else (text,)
