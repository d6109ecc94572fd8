"""The numbers that a sentence says, in figures or in words, with what they count.

English words, and the figures of any language. A number may be read in more than one way, and each
reading counts: in ``5 to 6 million`` the first is five, and five million.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from index.answer.claims.figure_words import (
    BESIDE,
    CURRENCIES,
    DIGITS,
    ORDINALS,
    PART,
    SOME,
    SPELLED,
    percent_of,
    scales_of,
    values_of,
)

Hedge: TypeAlias = Literal["", "over", "under", "about"]

_FIGURE = re.compile(
    r"(?P<clock>(?<![\w.,:])\d{1,2}(?:[:.]\d\d)?(?=\s?[ap]\.?m\b)"
    r"|(?<![\w.,:])\d{1,2}:\d\d(?![\d:]))"
    r"|(?P<ranked>(?<!\w)\d+(?:,\d+)*(?=(?:st|nd|rd|th)\b))"
    r"|(?P<decade>(?<!\w)\d*0(?=['’]?s\b))"
    rf"|(?P<digits>{DIGITS})"
    rf"|(?P<part>{PART})"
    rf"|(?P<spelled>{SPELLED})"
    rf"|\b(?P<some>{'|'.join(SOME)})\b"
    rf"|\b(?P<ordinal>{'|'.join(ORDINALS)})\b"
    rf"|\b(?P<beside>{'|'.join(BESIDE)})\b",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(r"\s?([ap])\.?m\b", re.IGNORECASE)
_FOLLOWING = re.compile(
    r"[\s\xa0-]?(?:(?P<percent>%|per\s?cent\b|percentage\b|pct\b)|"
    r"(?:(?:US|U\.S\.|Canadian|Australian|Hong Kong)\s)?(?P<word>[^\W\d_]+|[€£$]))",
    re.IGNORECASE,
)
_PRECEDING = re.compile(r"([$€£¥₹])\s?$")
_LISTED = re.compile(
    r"\s*(?:,\s*(?:and|or)?|and|(?P<range>to|or|through|[–—-]))\s*[$€£¥₹]?", re.IGNORECASE
)
_FARTHEST = 8
"""Characters between two numbers of a list."""
_HEDGES: Mapping[Hedge, str] = {
    "over": "more than|over|above|at least|upwards? of|exceeding|exceeded|topped|beyond",
    "under": "nearly|almost|close to|under|less than|fewer than|below|up to|at most",
    "about": "about|around|roughly|approximately|some|circa|an estimated|estimated",
}
_HEDGED = {
    hedge: re.compile(rf"\b(?:{words})\s+(?:the\s+|a\s+)?[$€£¥₹]?$", re.IGNORECASE)
    for hedge, words in _HEDGES.items()
}
_ROUNDED: Mapping[Hedge, tuple[float, float]] = {
    "": (0.0, 0.0),
    "over": (0.0, 0.1),
    "under": (0.1, 0.0),
    "about": (0.05, 0.05),
}
"""How far below and above a rounded number the true one may be."""
_DETERMINED = re.compile(r"(?:\b(?:the|his|her|its|their|our|my|your)|[’']s?)\s+$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\b[A-Z]\w+|\b[Nn]o\.|\bnumber)\s$")
_NAMED = re.compile(r"[A-Z]\w*-$")
_PLAIN = frozenset({""})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at ``[start, end)`` of a sentence.

    ``values`` are the ways to read it. ``units`` are what it may count: ``""`` for things,
    ``percent``, a currency, ``ranked`` for the third, ``decade``, ``clock`` for minutes of the
    day, ``some`` for the scale of ``hundreds``. ``hedge`` says how it is rounded. One that is not
    ``stated`` bears others and need not be borne itself, as in ``one of them``.
    """

    start: int
    end: int
    values: frozenset[float]
    units: frozenset[str] = _PLAIN
    hedge: Hedge = ""
    stated: bool = True


def figures(sentence: str) -> list[Figure]:
    """The numbers of a sentence, in its order; those of a name such as ``B-52`` are none."""
    found = []
    for match in _FIGURE.finditer(sentence):
        if not _NAMED.search(sentence[max(0, match.start() - 20) : match.start()]):
            figure = _figure(sentence, match)
            found.append(replace(figure, hedge=_hedge(sentence, figure.start)))
    return _listed(sentence, found)


def bears(said: Sequence[Figure], figure: Figure) -> bool:
    """Whether one of these numbers says a number, or what it is rounded from."""
    return any(_says(one, figure) for one in said)


def _says(one: Figure, figure: Figure) -> bool:
    if "some" in figure.units and "some" not in one.units:
        return any(
            2 * scale <= value < 20 * scale for scale in figure.values for value in one.values
        )
    if not figure.units & one.units:
        return False
    low, high = _ROUNDED[figure.hedge]
    return any(
        value * (1 - low) - 1e-9 <= true <= value * (1 + high) + 1e-9
        for value in figure.values
        for true in one.values
    )


def _figure(text: str, match: re.Match[str]) -> Figure:
    kind, word = match.lastgroup or "", match[0].casefold()
    start, end = match.span()
    if kind in ("digits", "spelled"):
        return _counted(text, match)
    if kind == "clock":
        return Figure(start, end, _minutes(text, match), frozenset({kind}))
    if kind == "part":
        stated = len(word.split()) > 1
        return Figure(
            start, end, frozenset({percent_of(word)}), frozenset({"percent"}), stated=stated
        )
    if kind == "beside":
        return Figure(start, end, frozenset({BESIDE[word]}), stated=False)
    if kind == "ordinal":
        stated = _DETERMINED.search(text[:start]) is not None
        return Figure(start, end, frozenset({ORDINALS[word]}), frozenset({"ranked"}), stated=stated)
    value = SOME[word] if kind == "some" else float(word.replace(",", ""))
    return Figure(start, end, frozenset({value}), frozenset({kind}))


def _counted(text: str, match: re.Match[str]) -> Figure:
    """A number with its unit, which stands before it or behind it."""
    start, end = match.span()
    unit, before = "", _PRECEDING.search(text[:start])
    following = _FOLLOWING.match(text, end)
    if before is not None:
        unit = CURRENCIES[before[1]]
    elif following is not None:
        word = (following["word"] or "").casefold().removesuffix("s")
        unit = "percent" if following["percent"] else CURRENCIES.get(word, "")
    values = values_of(match[0])
    stated = match[0].casefold() not in ("one", "zero")
    # ``Season 4`` is the fourth.
    units = {"", "ranked"} if not unit and _NUMBERED.search(text[:start]) else {unit}
    return Figure(start, end, values, frozenset(units), stated=stated)


def _minutes(text: str, match: re.Match[str]) -> frozenset[float]:
    hour, _, minute = match[0].replace(".", ":").partition(":")
    value = int(hour) % 24 * 60 + int(minute or 0)
    half = _HALF_DAY.match(text, match.end())
    if half is None:
        return frozenset({float(value), float((value + 720) % 1440)})
    return frozenset({float(value % 720 + (720 if half[1].lower() == "p" else 0))})


def _hedge(text: str, start: int) -> Hedge:
    before = text[max(0, start - 24) : start]
    return next((name for name, words in _HEDGED.items() if words.search(before)), "")


def _listed(text: str, found: list[Figure]) -> list[Figure]:
    """What stands at one end of a list or range counts for all of it: ``5 to 6 per cent``."""
    for place in range(len(found) - 2, -1, -1):
        one, following = found[place], found[place + 1]
        joined = _LISTED.fullmatch(text, one.end, following.start)
        if joined and following.start - one.end <= _FARTHEST:
            units, values = one.units | following.units, set(one.values)
            years = _century(one, following) if joined["range"] else frozenset()
            if joined["range"] and not scales_of(text[one.start : one.end]):
                scales = scales_of(text[following.start : following.end])
                values |= {value * scale for value in one.values for scale in scales}
            found[place] = replace(one, units=units, values=frozenset(values))
            found[place + 1] = replace(following, units=units, values=following.values | years)
    return found


def _century(one: Figure, following: Figure) -> frozenset[float]:
    """The second year of ``2018–19``."""
    first, last = max(one.values), max(following.values)
    is_year = 1000 <= first < 2100 and last < 100 and one.units == following.units == _PLAIN
    return frozenset({first // 100 * 100 + last}) if is_year else frozenset()
