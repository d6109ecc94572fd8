"""Whether a sentence says the contrary of the refusal that a question asks about.

*Macron said that troops should not be “ruled out”* has every word of *who ruled out troops?*, so
that whatever goes by words likes it best, and it tells of the one who did not.
"""

from __future__ import annotations

import re

from index.answer.claims.negation import denies, denies_deed
from index.wording import asks_yes_or_no

_REFUSES = re.compile(
    r"\b(?:rul(?=e[sd]?\s+out\b|ing\s+out\b)|reject|refus|dismiss|exclud|declin|oppos|veto|block|"
    r"den(?=y|ied|ies)|turn(?=(?:s|ed|ing)?\s+down\b))\w*",
    re.IGNORECASE,
)


def is_contrary(question: str, sentence: str) -> bool:
    """Whether a question asks who refused what and a sentence tells of nothing but no refusal.

    What is told of other deeds stays: that nobody sends troops is what there is to say to *who
    sends troops?* So does all of a question that denies something itself or asks for a yes or a no.
    """
    asked = _REFUSES.search(question)
    if asked is None or denies(question) or asks_yes_or_no(question):
        return False
    return denies_deed(sentence, asked[0])
