"""Whether a rewritten question keeps to what was asked and said.

It may have no word, number or sign that is in neither the question nor the turns before it, and it
must have those of the question: else an article's words in the turns could have another question
asked in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answer.claims.stems import stem, words
from index.following import says_nothing, without_opening
from index.limits import LONGEST_QUESTION
from index.values import Turn
from index.wording import FUNCTION_WORDS

_FREE = FUNCTION_WORDS - {"no", "nor", "not"}
"""Words that may come and go; whether something is denied may not."""
_SIGNS = frozenset(" ?.,:;-–—'’‘\"“”()¿")
_ASKED = re.compile(r"\b(who|when|where|why|how)(?:m|se)?\b", re.IGNORECASE)
"""What is asked for; *what* and *which* are left away too easily."""


def strays(said: str, question: str, turns: Sequence[Turn]) -> str | None:
    """Why what a model said is no rewriting of a question; None where it is one.

    The reason goes on from a colon, and holds nothing of what was said.
    """
    if len(said) > LONGEST_QUESTION:
        return "it wrote more than a question may have"
    # What is not printable are the ends of lines too, and what is there but cannot be seen.
    if not said.isprintable() or said.find("?") != len(said) - 1 or not re.search(r"\w", said):
        return "it did not write one question on one line"
    texts = [question, *(text for one in turns for text in (one.question, one.answer, one.topic))]
    if not _telling(said) <= {form for text in texts for form in _telling(text)}:
        return "it wrote words that were not said"
    signs = {sign for sign in said if not sign.isalnum()}
    if not signs <= _SIGNS.union(*texts):
        return "it wrote signs that were not said"
    return None if _asks_for(said, question) else "it left away what was asked"


def _asks_for(said: str, question: str) -> bool:
    rest = without_opening(question)
    wanted = {form for word in words(rest) if not says_nothing(word) for form in _telling(word)}
    return wanted <= _telling(said) and _asked(rest) <= _asked(said)


def _telling(text: str) -> set[str]:
    bare = (re.sub(r"[’']s?$", "", word.casefold()) for word in words(text))
    return {stem(word) for word in bare if word not in _FREE}


def _asked(text: str) -> set[str]:
    return {found.casefold() for found in _ASKED.findall(text)}
