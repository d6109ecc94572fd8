"""Whether a claim denies what the sentences it rests on affirm, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.answer.claims.stems import stem, telling, words

_NOT = re.compile(
    r"\b(?:not|never|cannot|nor|neither|none|nobody|nothing|nowhere|no|without)\b|n[’']t\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    rf"{_NOT.pattern}|\b(?:rul(?:e[sd]?|ing)\s+(?:it\s+|that\s+|this\s+|them\s+)?out|refus\w+|turn\w*\s+down|"
    r"den(?:y|ied|ies|ying|ials?)|reject\w*|declin\w+|fail\w*|lack\w*|prevent\w*|ban(?:s|ned|ning)?|"
    r"block\w*|forb\w+|prohibit\w*|stop\w*|halt\w*|avoid\w*|oppos\w+|absen\w+|miss(?:ed|ing)|"
    r"hardly|barely|scarcely|unable|unlikely|impossible|few|little|dismiss\w*|exclud\w+|cancel\w*|"
    r"scrap\w*|withdr\w+|abandon\w*|contrary|false\w*|myth|instead|rather|except|free\s+of|"
    r"call\w*\s+off|avert\w*|un\w{4,}|in(?:cap|eff|compl|suff|valid)\w+|\w+less|still|yet|until|only|against)\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\b(?:not\s+(?:only|just|least)|no\s+(?:doubt|less|fewer|sooner)|nothing\s+but)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;:.!?“”\"()—–]+(?:\s|$)|\s[—–-]\s|\b(?:but|although|though|while|because|which|who)\b",
    re.IGNORECASE,
)
_NOT_DENIED = frozenset("yet longer even one more any ever immediately enough".split())
_REACH, _FARTHER = 1, 4
"""Telling words after a denial that it surely denies, and where it denies an intention."""
_INTENDS = frozenset("plan intend want wish mean expect propose".split())
# What is told with these does not happen, though it may have been planned.
_GIVEN_UP = re.compile(
    r"\b(?:rul(?:e[sd]?|ing)\s+out|refus(?:e[sd]?|ing)\s+to|declin(?:e[sd]?|ing)\s+to|"
    r"call(?:ed|s|ing)?\s+off|scrap(?:s|ped|ping)?|cancel\w*|abandon(?:s|ed|ing)?)\b"
    r"(?!\s+(?:for|by|of|as|with|after|because|from|in|on|at|until)\b)",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\b(?:plan|propos|intend|demand|threat)\w*", re.IGNORECASE)


def misdenied(claim: str, quotes: Sequence[str]) -> str | None:
    """Why a claim and its quotes cannot both hold, by what they deny; None where nothing shows it.

    A claim may deny only where a quote denies too, by a word like ``not`` or one like ``refused``.
    """
    clauses = [clause for quote in quotes for clause in _clauses(quote)]
    denial = _NOT.search(_NO_DENIAL.sub(" ", claim))
    if denial is not None and not any(_DENIES.search(clause) for clause in clauses):
        return f"it says {denial[0]!r}, and its quotes deny nothing"
    for word in sorted(_denied([claim])):
        having = [clause for clause in clauses if word in _stems(clause)]
        if having and not any(_DENIES.search(clause) for clause in having):
            return f"it denies {_as_written(word, claim)!r}, which its quotes affirm"
    if _DENIES.search(claim):
        return None
    affirmed = {word for clause in clauses if not denies(clause) for word in _stems(clause)}
    denied = _denied(quotes)
    if _PLANNED.search(claim) is None:
        given_up = _given_up(clauses)
        denied, affirmed = denied | given_up, affirmed - given_up
    both = sorted((denied - affirmed) & _stems(claim))
    return f"it affirms {_as_written(both[0], claim)!r}, which its quotes deny" if both else None


def _as_written(form: str, claim: str) -> str:
    return next((word for word in words(claim) if stem(word) == form), form)


def denies(text: str) -> bool:
    """Whether a text has a word such as ``not`` or ``nobody`` that denies."""
    return _NOT.search(_NO_DENIAL.sub(" ", text)) is not None


def _denied(texts: Iterable[str]) -> set[str]:
    """The stems of the words that denials stand in front of."""
    found: set[str] = set()
    for clause in (clause for text in texts for clause in _clauses(text)):
        for denial in _NOT.finditer(_NO_DENIAL.sub(" ", clause)):
            following = _plain(_NO_DENIAL.sub(" ", clause)[denial.end() :])
            intends = following[:1] and following[0] in _INTENDS
            found.update(following[1:_FARTHER] if intends else following[:_REACH])
    return found


def _given_up(clauses: Sequence[str]) -> set[str]:
    """The stem of what is refused, ruled out or called off in each clause."""
    found: set[str] = set()
    for clause in clauses:
        for denial in _GIVEN_UP.finditer(clause):
            found.update(_plain(clause[denial.end() :])[:_REACH])
    return found


def _clauses(text: str) -> list[str]:
    return [clause for clause in _BREAK.split(text) if clause and clause.strip()]


def _stems(text: str) -> set[str]:
    return set(_plain(text))


def _plain(text: str) -> list[str]:
    """The stems of the telling words of a text, without adverbs, in order."""
    found = telling(words(text))
    return [
        stem(word)
        for word in found
        if word.casefold() not in _NOT_DENIED and not (word.endswith("ly") and len(word) > 5)
    ]
