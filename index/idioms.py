"""Idioms of a question in words that mean by themselves what the idiom means.

To a small reader *ruled out* is a rule and an outside: it likes what has just these words, and
does not know *would not be sending* for the same.
"""

from __future__ import annotations

import re

_SAYS = {"": "say", "e": "say", "s": "says", "es": "says", "ed": "said", "ing": "saying"}
_IS_DONE = "".join(rf"(?<!\b{verb}\s)" for verb in ("is", "are", "was", "were", "be", "been"))
_REFUSES = re.compile(
    rf"{_IS_DONE}\b(?:rul(?P<ruled>e|es|ed|ing)(?P<it>\s+(?:it|them|that|this))?\s+out|"
    r"turn(?P<turned>|s|ed|ing)(?P<them>\s+(?:it|them|that|this))?\s+down)\b(?!\s+(?:of|for|by)\b)",
    re.IGNORECASE,
)


def in_plain_words(question: str) -> str:
    """A question in which who *ruled out* or *turned down* something *said no to* it."""
    return _REFUSES.sub(_said_no, question)


def _said_no(found: re.Match[str]) -> str:
    form = found["ruled"] if found["ruled"] is not None else found["turned"]
    return f"{_SAYS[form.lower()]} no to{found['it'] or found['them'] or ''}"
