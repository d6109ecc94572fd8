"""Words of a claim that nothing in its proof has: what a model added out of its own head.

A claim may put its quotes in other words, one here and there. Two telling words in a row that
neither the quotes nor what stands around them have, or too many in all, are something that they do
not say, whatever else in the claim they bear: an advertisement after a true sentence, an answer to
another question under a borrowed quote. The words of a question may be used freely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from index.answer.claims.stems import stem
from index.answer.writing.snapping import Token, tokens
from index.wording import FUNCTION_WORDS, has_number

MOST = 0.25
"""So large a share of a claim's telling words may be its own, and one of three."""
_LONGEST_WORD = 20
_FREE = FUNCTION_WORDS | frozenset(
    """according added although among announced article because caused despite due earlier
    however including later meanwhile reported report reports since source stated states
    though whether while within
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
"""Words that join or attribute; numbers and dates are checked by themselves."""


def foreign(claim: str, known: Iterable[str]) -> str | None:
    """What a claim says in words that are in none of the texts; None where that is little."""
    forms = {token.form for text in known for token in tokens(text)}
    stems, letters = set(map(stem, forms)), {_letters(form) for form in forms}
    telling = [token for token in tokens(claim) if is_telling(token.form)]
    own = [stem(token.form) not in stems for token in telling]
    for place, token in enumerate(telling):
        if own[place] and _is_distorted(token.form, letters):
            return claim[token.start : token.end]
        if place and own[place - 1] and own[place]:
            return _stretch(claim, telling, own, place - 1)
    count = sum(own)
    if count and (count > max(1.0, MOST * len(own)) or 2 * count >= len(own)):
        first = own.index(True)
        return claim[telling[first].start : telling[first].end]
    return None


def is_telling(form: str) -> bool:
    """Whether a word says something of its own, and is no number."""
    return form not in _FREE and not has_number(form)


def _is_distorted(form: str, letters: Set[str]) -> bool:
    """Whether a word is known ones without their spaces, or has the letters of one rearranged."""
    return len(form) > _LONGEST_WORD or (len(form) > 3 and _letters(form) in letters)


def _letters(form: str) -> str:
    """The same for words that have the same letters in another order."""
    return "".join(sorted(form))


def _stretch(claim: str, telling: Sequence[Token], own: Sequence[bool], first: int) -> str:
    last = first
    while last + 1 < len(own) and own[last + 1]:
        last += 1
    return claim[telling[first].start : telling[last].end]
