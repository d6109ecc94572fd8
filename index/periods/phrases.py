"""Phrases about time in a text: "since Tuesday", "between 3 and 9 May", "last week"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from index.periods import days
from index.periods.points import Point, earlier, point_at
from index.periods.words import DAY, FULL_MONTH, MONTH, ORDINAL, YEAR, month_of

_PART = (
    r"(?:(?:the\s+)?(?:early|late|mid|(?:beginning|start|end|middle|course|month|week|rest)\s+of)"
    r"[\s-]+)?"
)
_WITHIN = re.compile(r"(?:in|on|during|over|within|throughout|for|at)\s+" + _PART, re.I)
_SINCE = re.compile(r"(?:ever\s+)?since\s+" + _PART, re.I)
_FROM = re.compile(r"from\s+" + _PART, re.I)
_ONWARDS = re.compile(r"\s+(?:on|onwards?)\b(?!\s+\w)", re.I)
_AFTER = re.compile(r"after\s+" + _PART, re.I)
_BEFORE = re.compile(r"(?:before|prior\s+to)\s+" + _PART, re.I)
_UNTIL = re.compile(r"(?:until|till|up\s+to)\s+" + _PART, re.I)
_RANGE = re.compile(r"(?:between|from)\s+", re.I)
_JOINT = re.compile(r"\s*(?:\b(?:and|to|until|till|through)\b|[–-])\s*", re.I)
_BARE_DAY = re.compile(rf"(?:the\s+)?(?P<day>\d{{1,2}}){ORDINAL}?(?!\w)", re.I)
_BARE_MONTH = re.compile(rf"(?:\d{{1,2}}{ORDINAL}?\s+)?{FULL_MONTH}(?:\s+\d{{1,2}})?(?!\w)", re.I)
_MONTH = re.compile(MONTH, re.I)
_DATES = tuple(
    re.compile(rf"(?<![\w-]){pattern}(?:\s?,)?\s+{YEAR}(?!\w)", re.I)
    for pattern in (rf"{DAY}\s+(?:of\s+)?{MONTH}", rf"{MONTH}\s+{DAY}")
)
_WORD = re.compile(r"(?<![\w’'-])\w")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
_WILL = re.compile(r"\b(?:will|won['’]t|shall|going\s+to|due\s+to|set\s+to|scheduled)\b", re.I)


@dataclass(frozen=True, slots=True)
class Phrase:
    """``text[start:end]`` means the days from ``first`` to ``last``; None leaves an end open."""

    start: int
    end: int
    first: date | None
    last: date | None

    @property
    def length(self) -> float:
        """How many days it lets pass."""
        if self.first is None or self.last is None:
            return math.inf
        return (self.last - self.first).days + 1


Limits: TypeAlias = Callable[[Point], tuple[date | None, date | None]]


def phrases_in(text: str, today: date | None) -> Iterator[Phrase]:
    """Every phrase of a text, in order, none within another; quoted titles have none.

    Nor has a day that the calendar lacks: 30 February is no February.
    """
    for pattern in _DATES:
        text = pattern.sub(_without_day, text)
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    ahead, place = _WILL.search(text) is not None, 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < place or any(first <= start < last for first, last in quoted):
            continue
        phrase = _phrase_at(text, start, today, ahead=ahead)
        if phrase is not None:
            place = phrase.end
            yield phrase


def _without_day(match: re.Match[str]) -> str:
    """The date as it stands, or as long a gap where there is no such day."""
    try:
        date(int(match["year"]), month_of(match["month"]), int(match["day"]))
    except ValueError:
        return "*" * len(match[0])
    return match[0]


def _phrase_at(text: str, start: int, today: date | None, *, ahead: bool) -> Phrase | None:
    ranged = _range_at(text, start, today)
    if ranged is not None:
        return ranged
    for pattern, limits in _LIMITS:
        opening = pattern.match(text, start)
        if opening and (point := _point(text, opening.end(), today, alone=False, ahead=ahead)):
            return _limited(text, start, point, limits)
    alone = _point(text, start, today, alone=True, ahead=ahead)
    return None if alone is None else _limited(text, start, alone, _within)


def _point(text: str, start: int, today: date | None, *, alone: bool, ahead: bool) -> Point | None:
    """What is named there; where the text looks ahead, no day that comes again is a past one."""
    point = point_at(text, start, today, alone=alone)
    return None if point is None or (ahead and point.recurs) else point


def _limited(text: str, start: int, point: Point, limits: Limits) -> Phrase | None:
    if limits is _from and (onwards := _ONWARDS.match(text, point.end)):
        limits, point = _since, replace(point, end=onwards.end())
    if point.is_owned:
        # After Tuesday's vote: the vote has the word before it, and may be of that very day.
        wider: dict[Limits, Limits] = {_after: _since, _before: _until}
        start, limits = point.start, wider.get(limits, limits)
    try:
        first, last = limits(point)
    except OverflowError:
        return None
    return Phrase(start, point.end, first, last)


def _within(point: Point) -> tuple[date | None, date | None]:
    return point.first, point.last


def _from(point: Point) -> tuple[date | None, date | None]:
    # The news from Monday is Monday's; what begins then is told by a word after it.
    return _within(point)


def _since(point: Point) -> tuple[date | None, date | None]:
    return point.first, None


def _after(point: Point) -> tuple[date | None, date | None]:
    return days.back(point.last, -1), None


def _before(point: Point) -> tuple[date | None, date | None]:
    return None, days.back(point.first, 1)


def _until(point: Point) -> tuple[date | None, date | None]:
    return None, point.last


_LIMITS: tuple[tuple[re.Pattern[str], Limits], ...] = (
    (_SINCE, _since),
    (_FROM, _from),
    (_AFTER, _after),
    (_BEFORE, _before),
    (_UNTIL, _until),
    (_WITHIN, _within),
)


def _range_at(text: str, start: int, today: date | None) -> Phrase | None:
    """``between 3 and 9 May``, ``from May to July 2023``, ``3–9 May``."""
    opening = _RANGE.match(text, start)
    begin = opening.end() if opening else start
    for read in (_from_point, _from_month, _from_day):
        found = read(text, begin, today)
        if found is None or (opening is None and read is not _from_day):
            continue
        one, other = found
        first = earlier(one, other.first).first
        if first <= other.last:
            return Phrase(start, other.end, first, other.last)
    return None


def _joined(text: str, end: int, today: date | None) -> Point | None:
    joint = _JOINT.match(text, end)
    return point_at(text, joint.end(), today, alone=False) if joint else None


def _from_point(text: str, begin: int, today: date | None) -> tuple[Point, Point] | None:
    one = point_at(text, begin, today, alone=False)
    other = _joined(text, one.end, today) if one else None
    return (one, other) if one and other else None


def _from_month(text: str, begin: int, today: date | None) -> tuple[Point, Point] | None:
    """A month or a day of one, with the year of the other end."""
    bare = _BARE_MONTH.match(text, begin)
    other = _joined(text, bare.end(), today) if bare else None
    year = re.search(YEAR, text[other.start : other.end]) if other else None
    if bare is None or other is None or year is None:
        return None
    for told in (int(year[0]), int(year[0]) - 1):
        one = point_at(f"{bare[0]} {told}", 0, today, alone=False)
        if one is not None and one.first <= other.last:
            return one, other
    return None


def _from_day(text: str, begin: int, today: date | None) -> tuple[Point, Point] | None:
    """A day of the month of the other end."""
    bare = _BARE_DAY.match(text, begin)
    other = _joined(text, bare.end(), today) if bare else None
    if bare is None or other is None or other.first != other.last:
        return None
    names_month = _MONTH.search(text, other.start, other.end)
    if names_month is None or not 1 <= int(bare["day"]) < other.first.day:
        return None
    day = other.first.replace(day=int(bare["day"]))
    return replace(other, first=day, last=day, recurs=False), other
