"""Whether a sentence says the contrary of the refusal that a question asks about.

*Macron said that troops should not be “ruled out”* has every word of *who ruled out troops?*, so
that whatever goes by words likes it best, and it tells of the one who did not.
"""

from __future__ import annotations

import re

from index.answer.claims.negation import denies
from index.idioms import ASKS_WHO, IT
from index.wording import NUMBER

_REFUSES = [
    re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for forms in (
        rf"rul(?:e[sd]?|ing){IT}\s+out",
        rf"turn(?:s|ed|ing)?{IT}\s+down",
        r"reject(?:s|ed|ing)?",
        r"refus(?:e[sd]?|ing)",
        r"dismiss(?:es|ed|ing)?",
        r"exclud(?:e[sd]?|ing)",
        r"oppos(?:e[sd]?|ing)",
        r"veto(?:es|ed|ing)?",
        r"block(?:s|ed|ing)?",
        r"den(?:y|ies|ied|ying)",
    )
]
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|(?:refus|declin)(?:e[sd]?|ing)\s+to)|n[’']t)\s+"
    r"(?:(?:be|been|being|have|to|yet|even|\w+ly)\s+)*[“”\"‘']?$",
    re.IGNORECASE,
)
_TELLS_MORE = re.compile(
    rf"\bthan\b(?!\s+(?:an?\s+)?(?:{NUMBER}|few|week|month|year|decade))|[;:]|"
    r"\b(?:except|apart|unless|until|before|but|while|whilst|whereas|though|although|unlike|"
    r"contrast|instead|only|merely|simply|surprisingly|unanimously|initially|originally)\b|"
    r"\b(?:did|does|do|has|have|had|would|will)\b[.”\"’']*\s*$|"
    r",[^,]*\b(?:did|does|has|is|was|would|will)\b[.”\"’']*\s*$",
    re.IGNORECASE,
)
"""*Did not, but others did*: what else a sentence says may be what is asked."""

_ASKS_ELSE = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|happen\w*|if|when|whether|about|after|because|"
    r"for|that|who|which|whose)\b",
    re.IGNORECASE,
)
"""*What did she say about the rejected bill?* asks for no refusal."""


def is_contrary(question: str, sentence: str) -> bool:
    """Whether a question asks who refused what and a sentence says only that somebody did not.

    What is told of other deeds stays: that nobody sends troops is what there is to say to *who
    sends troops?* So does all that is told to a question that denies something itself, and what
    denies or refuses something else as well.
    """
    who = ASKS_WHO.match(question)
    if who is None or denies(question):
        return False
    found = [(match.start(), verb) for verb in _REFUSES if (match := verb.search(question))]
    if not found or _TELLS_MORE.search(sentence):
        return False
    at, asked = min(found, key=lambda one: one[0])
    if _ASKS_ELSE.search(question[who.end() : at]):
        return False
    rest = _without_denied(asked, sentence)
    return rest is not None and not denies(rest) and not any(one.search(rest) for one in _REFUSES)


def _without_denied(asked: re.Pattern[str], sentence: str) -> str | None:
    """What else a sentence says where every refusal in it is denied, None where one is not."""
    rest, last = [], 0
    for match in asked.finditer(sentence):
        denied = _DENIED.search(sentence[: match.start()])
        if denied is None:
            return None
        rest.append(sentence[last : denied.start()])
        last = match.end()
    return " ".join([*rest, sentence[last:]]) if rest else None
