"""Idioms of a question in words that mean by themselves what the idiom means.

To a small reader *ruled out* is a rule and an outside: it likes what has just these words, and
does not know *would not be sending* for the same.
"""

from __future__ import annotations

import re

ASKS_WHO = re.compile(
    r"\W*(?:(?:and|so|but)\s+)?(?:who|which|what\s+(?:countr(?:y|ies)|part(?:y|ies)|states?|leaders?)|"
    r"what(?:\s+[\w’'.-]+){0,3}?\s+(?:did|do|does|has|have|will|would|is|are))\b",
    re.IGNORECASE,
)
"""The beginning of a question that asks who did something, or what somebody did."""

IT = r"(?:\s+(?:it|them|that|this))?"
"""What may stand between a verb and its particle."""

_IS_DONE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|gets|got|getting)\b|[’']s\s*$|"
    r"\b(?:has|have|had)\s+(?:had\s+)?(?:an?|the|his|her|their|its)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"n[’']t\b|\b(?:not|never|cannot)\b", re.IGNORECASE)
_HELPS = re.compile(
    r"\b(?:do|does|did|will|would|can|could|may|might|should|must|to)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"\b(?:who|that|which)\b", re.IGNORECASE)
_REFUSES = re.compile(
    rf"\b(?:rul(?P<ruled>e|es|ed|ing)(?P<it>{IT})\s+out|"
    rf"turn(?P<turned>|s|ed|ing)(?P<them>{IT})\s+down)\b(?!\s+(?:of|for|by)\b)",
    re.IGNORECASE,
)
_SAYS = {"": "say", "e": "say", "s": "says", "es": "says", "ed": "said", "ing": "saying"}


def in_plain_words(question: str) -> str:
    """A question in which who *ruled out* or *turned down* something *said no to* it.

    Only one that asks who did, or what somebody did. Whoever *is ruled out* of a match refuses
    nothing, and of who did not rule something out articles say just that.
    """
    if ASKS_WHO.match(question) is None:
        return question
    return _REFUSES.sub(_said_no, question)


def _said_no(found: re.Match[str]) -> str:
    form = (found["ruled"] if found["ruled"] is not None else found["turned"]).lower()
    before = _CLAUSE.split(found.string[: found.start()])[-1]
    is_done = form == "ed" and _IS_DONE.search(before)
    is_noun = form in ("", "e") and not _HELPS.search(before)
    if is_done or is_noun or _DENIES.search(before):
        return found[0]
    return f"{_SAYS[form]} no to{found['it'] or found['them'] or ''}"
