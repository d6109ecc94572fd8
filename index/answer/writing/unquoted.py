"""What a claim says beside its quotes: a part or a stretch of it that is not theirs.

The question's words, and those that stand around the quotes, may be used to put a claim together
and to name what it is about, but not for something that the quotes do not speak of, as in “X is
sold here: …” before a true sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from index.answer.claims.stems import stem
from index.answer.speech.attribution import ROLES
from index.answer.writing.foreign import is_telling
from index.answer.writing.snapping import Token, tokens

LEAST = 0.5
"""Such a share of what one part of several tells must be the quotes'; a name counts as one word."""
LONGEST = 2
"""So many telling words in a row that are no names may be none of the quotes'."""
_JOINT = re.compile(r"[:;]\s|,\s+(?:and|but|while|so|because|since|as|who|which)\s|\s[–—-]\s|\s—|—")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")

_SAYS = "said|says|told|tells|added|adds|wrote|writes|asked|asks|warned|warns"
_WHO = re.compile(rf"{_SAYS}|(?:{ROLES})s?", re.IGNORECASE)
"""Roles and verbs of speech: whether somebody has the one or said it is checked by itself."""
_ATTRIBUTION = re.compile(rf"[^,;:“”\"–—]{{1,80}}\s(?:{_SAYS})(?:\s[\w\s]{{1,30}})?:\s+(?=[“\"])")
"""``Ada Morrow told reporters: “…``."""


def unquoted(claim: str, quotes: Iterable[str], around: Iterable[str]) -> str | None:
    """What a claim says that is none of its quotes'; None where there is nothing.

    ``around`` are the texts that may name what the quotes leave unnamed.
    """
    known = {stem(token.form) for text in quotes for token in tokens(text)}
    names = {word for text in around for word in _capitalised(text)}
    lead = _ATTRIBUTION.match(claim)
    if lead and _stretch(lead[0], known, names) is None:
        claim = claim[lead.end() :]
    parts = [(part, list(_told(part, names))) for part in _JOINT.split(claim)]
    parts = [(part, told) for part, told in parts if told]
    least = LEAST if len(parts) > 1 else 0.0
    for part, told in parts:
        shared = sum(not known.isdisjoint(stems) for stems in told)
        if not shared or shared < least * len(told):
            return part.strip()
    return _stretch(claim, known, names)


def _capitalised(text: str) -> Iterator[str]:
    return (word[0].casefold() for word in _WORD.finditer(text) if word[0][0].isupper())


def _told(part: str, names: Set[str]) -> Iterator[Set[str]]:
    """The stems of each telling word, and of each name of several words together."""
    name: set[str] = set()
    for token in tokens(part):
        if _is_name(part, token, names):
            name.add(stem(token.form))
            continue
        if name:
            yield name
            name = set()
        if is_telling(token.form):
            yield {stem(token.form)}
    if name:
        yield name


def _is_name(claim: str, token: Token, names: Set[str]) -> bool:
    return claim[token.start].isupper() and token.form in names and is_telling(token.form)


def _stretch(claim: str, known: Set[str], names: Set[str]) -> str | None:
    """The first words in a row that are too many, names among them left aside."""
    row: list[Token] = []
    for token in tokens(claim):
        free = _is_name(claim, token, names) or _WHO.fullmatch(token.form)
        if free or not is_telling(token.form):
            continue
        row = [] if stem(token.form) in known else [*row, token]
        if len(row) > LONGEST:
            return claim[row[0].start : row[-1].end]
    return None
