"""The words of English that say numbers, and how numbers are written in figures."""

from __future__ import annotations

import re

_SMALL = dict(
    zip(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split(),
        range(20),
        strict=True,
    )
) | dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "million": 1e6, "billion": 1e9,
    "trillion": 1e12,
}  # fmt: skip
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
SOME = {"dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
"""Scales of a number that is not told."""
ORDINALS = dict(
    zip(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        map(float, range(1, 21)),
        strict=True,
    )
)
BESIDE = {
    "both": 2.0, "couple": 2.0, "pair": 2.0, "twice": 2.0, "double": 2.0, "doubled": 2.0,
    "twins": 2.0, "once": 1.0, "single": 1.0, "no": 0.0, "none": 0.0, "nil": 0.0,
}  # fmt: skip
"""Words that say a number beside something else."""
CURRENCIES = {
    "$": "$", "dollar": "$", "€": "€", "euro": "€", "£": "£", "pound": "£", "sterling": "£",
    "¥": "yen", "yen": "yen", "yuan": "yuan", "rupee": "rupee", "₹": "rupee", "ruble": "ruble",
    "rouble": "ruble", "franc": "franc", "krona": "krona", "kroner": "krona", "krone": "krona",
    "shekel": "shekel", "peso": "peso", "cent": "cent", "pence": "penny", "penny": "penny",
}  # fmt: skip
NUMBER_WORDS = frozenset((*_SMALL, *_SCALES, *SOME, *ORDINALS, *BESIDE, "half"))
"""All that say a number."""
_PARTS = {"h": 2, "q": 4, "t": 3, "f": 5, "te": 10, "½": 2, "¼": 4}

_LONG_SCALE = "|".join(_SCALES)
_NUMBER = "|".join(sorted((*_SMALL, *_SCALES), key=len, reverse=True))
DIGITS = rf"(?<!\w)\d+(?:[.,]\d+)*(?:(?:[\s\xa0-]?(?:{_LONG_SCALE})|(?:mn|bn|tn|[kmb]))\b)*(?![\d])"
"""A number in figures with the words that multiply it."""
SPELLED = (
    rf"\b(?:(?:half[\s-])?an?[\s-](?=(?:{_LONG_SCALE})\b))?(?:{_NUMBER})\b"
    rf"(?:(?:[\s-]|\s(?:and|a)\s(?<=(?:dred|sand|lion)\s(?:and)\s))(?:{_NUMBER})\b)*"
)
"""A number in words."""
PART = (
    r"(?:\b(?:a|one|two|three|four|seven|nine)[\s-])?\b(?:half|halves|quarters?|thirds|fifths|"
    rf"tenths)\b(?![\s-](?:an?[\s-])?(?:{_LONG_SCALE})\b)"
    r"|\b(?:a|one)[\s-](?:third|fifth|tenth)\b(?=\s+(?:of|less|more|fewer)\b)|[½¼]"
)
"""A fraction."""
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")


def values_of(written: str) -> frozenset[float]:
    """The ways to read a number that ``DIGITS`` or ``SPELLED`` matches."""
    figures = _FIGURES.match(written)
    if figures is None:
        return frozenset({_spelled(written)})
    factor = 1.0
    for word in re.findall(r"[a-z]+", written[figures.end() :].casefold()):
        factor *= _SCALES.get(word) or _SHORT_SCALES[word]
    return frozenset(value * factor for value in _readings(figures[0]))


def scales_of(written: str) -> set[float]:
    """What the words of a number multiply by."""
    words = re.findall(r"[^\W\d_]+", written.casefold())
    return {scale for word in words if (scale := _SCALES.get(word) or _SHORT_SCALES.get(word))}


def percent_of(part: str) -> float:
    """A fraction that ``PART`` matches, in per cent."""
    words = re.findall(r"\w+|[½¼]", part.casefold())
    below = _PARTS.get(words[-1][:2]) or _PARTS[words[-1][0]]
    above = _SMALL.get(words[0], 1) if len(words) > 1 else 1
    return 100 * above / below


def _readings(digits: str) -> set[float]:
    """``1,500`` and ``1.500`` as a number with groups, and the latter as one with a fraction."""
    found = set()
    if _GROUPED.fullmatch(digits) or digits.count(",") + digits.count(".") > 1:
        found.add(float(re.sub(r"[.,]", "", digits)))
    if digits.count(".") <= 1 and not ("," in digits and found and "." not in digits):
        found.add(float(digits.replace(",", "." if "." not in digits else "")))
    return found


def _spelled(written: str) -> float:
    total = current = 0.0
    for word in re.findall(r"[a-z]+", written.casefold()):
        if word == "half":
            current = 0.5
        elif word in _SMALL:
            current += _SMALL[word]
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, current = total + current, 0.0
    return total + current
