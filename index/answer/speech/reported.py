"""Whether a text states as so what its source only has somebody say."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import TypeAlias

from index.answer.claims.stems import stem
from index.answer.speech.attribution import voices
from index.answer.speech.quotations import BLANK, own_words
from index.wording import FUNCTION_WORDS

Place: TypeAlias = tuple[str, int, int]
"""A text and the sentences ``[start, end)`` of it."""

_MOST_OWN = 1 / 3
"""So large a share of what the source has too may stand outside quotation marks there as well."""
_WORD = re.compile(r"[^\W_]+")
_OPENS = re.compile(r"\s*[“\"„«]")
_ATTRIBUTED = re.compile(r"\baccording to\b|\bas (?:\w+ )?(?:put|told|called)\b", re.IGNORECASE)


def reports(told: str, sources: Sequence[Place]) -> bool:
    """Whether a text of no speaker has its words from what its sources put in quotation marks.

    What begins with such a mark itself, closed or not, is told as somebody's.
    """
    own = own_words(told, 0, len(told))
    if _OPENS.match(told) or voices(own) or _ATTRIBUTED.search(own):
        return False
    outside = _telling(" ".join(own_words(*place).replace(BLANK, " ") for place in sources))
    whole = _telling(" ".join(text[start:end] for text, start, end in sources))
    # What no source has, such as the name that a pronoun stands for, tells nothing of this.
    telling = _telling(own.replace(BLANK, " ")) & whole
    spoken = telling - outside
    return bool(spoken) and len(spoken) > (1 - _MOST_OWN) * len(telling)


def _telling(text: str) -> Set[str]:
    words = {word[0].casefold() for word in _WORD.finditer(text)}
    return {stem(word) for word in words - FUNCTION_WORDS}
