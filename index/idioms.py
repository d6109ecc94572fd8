"""Idioms of a question in words that mean by themselves what the idiom means.

To a small reader *ruled out* is a rule and an outside: it likes what has just these words, and
does not know *would not be sending* for the same.
"""

from __future__ import annotations

import re

_ASKS_WHO = re.compile(
    r"\W*(?:(?:and|so|but)\s+)?(?:who|which|what(?:\s+[\w’'.-]+){0,3}?\s+(?:did|do|does|has|have))\b",
    re.IGNORECASE,
)
_IS_DONE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|gets|got|getting)\b|n[’']t\b|\bnot\b", re.IGNORECASE
)
_HELPS = re.compile(r"\b(?:do|does|did|will|would|can|could|may|might|to)\b", re.IGNORECASE)
_IT = r"(?:\s+(?:it|them|that|this))?"
_REFUSES = re.compile(
    rf"\b(?:rul(?P<ruled>e|es|ed|ing)(?P<it>{_IT})\s+out|"
    rf"turn(?P<turned>|s|ed|ing)(?P<them>{_IT})\s+down)\b(?!\s+(?:of|for|by)\b)",
    re.IGNORECASE,
)
_SAYS = {"": "say", "e": "say", "s": "says", "es": "says", "ed": "said", "ing": "saying"}


def in_plain_words(question: str) -> str:
    """A question in which who *ruled out* or *turned down* something *said no to* it.

    Only one that asks who did, or what somebody did. Whoever *is ruled out* of a match refuses
    nothing.
    """
    if _ASKS_WHO.match(question) is None:
        return question
    return _REFUSES.sub(_said_no, question)


def _said_no(found: re.Match[str]) -> str:
    form = (found["ruled"] if found["ruled"] is not None else found["turned"]).lower()
    before = found.string[: found.start()]
    is_done = form == "ed" and _IS_DONE.search(before)
    is_noun = form in ("", "e") and not _HELPS.search(before)
    if is_done or is_noun:
        return found[0]
    return f"{_SAYS[form]} no to{found['it'] or found['them'] or ''}"
