"""What the words of a question ask for, told without a model."""

from __future__ import annotations

import re

FUNCTION_WORDS = frozenset(
    """
    a about after again all also am an and any are as at be been before being between both but
    by can could did do does doing during each few for from further get gets give given had has
    have having he her here hers him his how i if in into is it its itself just let many may me
    might more most much must my no nor not of off on once one only or other our out over own
    please s say said same shall she should so some such t tell than that the their them then
    there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with would you your
    """.split()
)
NUMBER = (
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|[mb]illions?|trillions?|half|third|quarter|zero|none|twice|once|double[ds]?)\b)"
)
"""A figure, or a word for a number."""

_NUMBERS = re.compile(NUMBER, re.IGNORECASE)
_ASKS_FOR_NUMBER = re.compile(
    r"\bhow (?:many|much|old|long|far|high|tall|big|large|fast|often|deep|wide|heavy)\b|"
    r"\bwhat (?:percentage|percent|number|share|proportion|age|year|date)\b|\bwhen\b",
    re.IGNORECASE,
)
_ASKS_YES_OR_NO = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b",
    re.IGNORECASE,
)


def content_words(text: str) -> list[str]:
    """The words of a question that carry what it is about, as they are written, in order."""
    words = re.findall(r"\w+(?:[’'.-]\w+)*", text)
    telling = [word for word in words if _bare(word) not in FUNCTION_WORDS]
    return list(dict.fromkeys(telling or words))


def tells(text: str) -> bool:
    """Whether any word of a question carries what it is about."""
    return any(_bare(word) not in FUNCTION_WORDS for word in content_words(text))


def names(text: str) -> list[str]:
    """The words of a question that are written as names: capitals or figures, not at its start."""
    found = re.findall(r"\w+(?:[’'.-]\w+)*", text)
    return [
        word
        for place, word in enumerate(found)
        if _bare(word) not in FUNCTION_WORDS
        and (word[0].isdigit() or (word[0].isupper() and (place > 0 or word[1:2].isupper())))
    ]


def asks_for_number(question: str) -> bool:
    """Whether only a sentence with a number, a date or an amount can answer."""
    return _ASKS_FOR_NUMBER.search(question) is not None


def asks_yes_or_no(question: str) -> bool:
    """Whether a question asks for a yes or a no."""
    return _ASKS_YES_OR_NO.match(question) is not None


def has_number(sentence: str) -> bool:
    """Whether a sentence has a number in figures or words."""
    return _NUMBERS.search(sentence) is not None


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.casefold())
