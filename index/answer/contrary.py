"""Whether a sentence says the contrary of the refusal that a question asks about.

*Macron said that troops should not be “ruled out”* has every word of *who ruled out troops?*, so
that whatever goes by words likes it best, and it tells of the one who did not.
"""

from __future__ import annotations

import re

from index.answer.claims.negation import denies

_ASKS_WHO = re.compile(r"\W*(?:(?:and|so|but)\s+)?(?:who|which|what)\b", re.IGNORECASE)
_IT = r"(?:\s+(?:it|them|that|this))?"
_REFUSES = [
    re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for forms in (
        rf"rul(?:e[sd]?|ing){_IT}\s+out",
        rf"turn(?:s|ed|ing)?{_IT}\s+down",
        r"reject(?:s|ed|ing)?",
        r"refus(?:e[sd]?|ing)",
        r"dismiss(?:es|ed|ing)?",
        r"exclud(?:e[sd]?|ing)",
        r"oppos(?:e[sd]?|ing)",
        r"veto(?:es|ed|ing)",
        r"block(?:s|ed|ing)",
        r"den(?:y|ies|ied|ying)",
    )
]
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|(?:refus|declin)(?:e[sd]?|ing)\s+to)|n[’']t)\s+"
    r"(?:(?:be|been|being|have|to|yet|even|\w+ly)\s+)*[“”\"‘']?$",
    re.IGNORECASE,
)
_COUNTED = (
    r"(?:\d|half\b|one\b|two\b|three\b|four\b|five\b|ten\b|twelve\b|twenty\b|thirty\b|forty\b|"
    r"fifty\b|a\s+(?:few|dozen|hundred|thousand|million)\b)"
)
_TELLS_MORE = re.compile(
    rf"\bthan\b(?!\s+{_COUNTED})|"
    r"\b(?:except|apart|unless|until|before|but|while|only|merely|simply)\b|;|"
    r"\b(?:did|does|do|has|have|had|would|will)\b[.”\"’']*\s*$",
    re.IGNORECASE,
)
"""*Did not, but others did*: what else a sentence says may be what is asked."""


def is_contrary(question: str, sentence: str) -> bool:
    """Whether a question asks who refused what and a sentence says only that somebody did not.

    What is told of other deeds stays: that nobody sends troops is what there is to say to *who
    sends troops?* So does all that is told to a question that denies something itself.
    """
    if _ASKS_WHO.match(question) is None or denies(question):
        return False
    found = [(match.start(), verb) for verb in _REFUSES if (match := verb.search(question))]
    if not found or _TELLS_MORE.search(sentence):
        return False
    _, asked = min(found, key=lambda one: one[0])
    told = [sentence[: match.start()] for match in asked.finditer(sentence)]
    return bool(told) and all(map(_DENIED.search, told))
