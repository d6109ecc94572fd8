"""The kinds of words that name a time, each with what it means and where it may stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from index.periods import meanings as means
from index.periods.days import Days
from index.periods.words import (
    COUNT,
    DAY,
    FULL_MONTH,
    MONTH,
    NO_FIGURE,
    ORDINAL,
    PART_OF_DAY,
    SEASON,
    UNIT,
    WEEKDAY,
    WHOLE,
    YEAR,
)

Meaning: TypeAlias = Callable[[re.Match[str], date], Days | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A pattern and what a match of it means.

    ``dated`` needs no day of the question. ``alone`` names a time without a word such as "in" or
    "since" before it. ``recurs`` comes again, as a Tuesday does. ``small`` words are a title where
    they are written large, and ``closed`` ones must not belong to the word after them.
    """

    pattern: re.Pattern[str]
    means: Meaning
    dated: bool = False
    alone: bool = False
    recurs: bool = False
    small: bool = False
    closed: bool = False


def _dated(pattern: str, meaning: Meaning, *, alone: bool = True, closed: bool = False) -> Kind:
    return Kind(_compiled(pattern), meaning, dated=True, alone=alone, closed=closed)


def _named(pattern: str, meaning: Meaning, *, alone: bool = True, recurs: bool = True) -> Kind:
    return Kind(_compiled(pattern), meaning, alone=alone, recurs=recurs, closed=True)


def _relative(pattern: str, meaning: Meaning) -> Kind:
    return Kind(_compiled(pattern), meaning, alone=True, small=True)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE)


_DAYS = r"(?P<first>\d{1,2})\s?[–-]\s?(?P<last>\d{1,2})"
_FIGURES = rf"(?P<one>\d{{1,2}})(?P<joint>[./-])(?P<other>\d{{1,2}})(?P=joint){YEAR}"
_DAY_OF_MONTH = rf"(?:the\s+)?{DAY}\s+(?:of\s+)?{MONTH}"
_TOLD_UNIT = r"(?P<which>this|last|(?:the\s+)?previous)\s+(?P<unit>weekend|week|month|year)"
_SOME = rf"(?=(?:\d|{COUNT.replace('?P<count>', '?:')})\s)"
_TRAILING = rf"(?:(?:the|this)\s+(?:last|past)|past|last\s+{_SOME})\s+(?:{COUNT}\s+)?{UNIT}"

KINDS = (
    _dated(r"\d{4}-\d\d-\d\d", means.iso_day),
    _dated(_FIGURES, means.day_in_figures),
    _dated(rf"{_DAY_OF_MONTH}(?:\s?,)?\s+{YEAR}{NO_FIGURE}", means.day_of_year),
    _dated(rf"{MONTH}\s+{DAY}(?:\s?,)?\s+{YEAR}{NO_FIGURE}", means.day_of_year),
    _dated(rf"{MONTH}\s+{_DAYS}(?:\s?,)?\s+{YEAR}{NO_FIGURE}", means.days_of_year),
    _dated(rf"{MONTH}(?:\s?,)?\s+(?:of\s+)?{YEAR}{NO_FIGURE}", means.month_of_year),
    _dated(rf"(?:the\s+)?{SEASON}(?<!winter)(?:\s+of)?\s+{YEAR}{NO_FIGURE}", means.season_of_year),
    _dated(rf"(?:the\s+year\s+)?{YEAR}{NO_FIGURE}", means.year, alone=False, closed=True),
    _dated(r"the\s+(?P<year>(?:19|20)\d0)s", means.decade, alone=False),
    _named(rf"{MONTH}\s+{_DAYS}{NO_FIGURE}", means.days_of_month),
    _named(_DAY_OF_MONTH, means.day_of_month),
    _named(rf"{MONTH}\s+{DAY}{NO_FIGURE}", means.day_of_month),
    _named(rf"the\s+(?P<day>\d{{1,2}}){ORDINAL}", means.day_alone, alone=False),
    _named(FULL_MONTH, means.month_alone, alone=False),
    _named(rf"(?P<which>last|this)\s+{FULL_MONTH}", means.month_told, recurs=False),
    _named(rf"{WEEKDAY}{PART_OF_DAY}", means.weekday_alone),
    _named(
        rf"(?P<which>last|past|this)\s+{WEEKDAY}{PART_OF_DAY}", means.weekday_told, recurs=False
    ),
    _relative(r"(?:earlier\s+)?today|tonight|this\s+(?:morning|afternoon|evening)", means.same_day),
    _relative(rf"yesterday{PART_OF_DAY}", means.day_before),
    _relative(r"the\s+day\s+before\s+yesterday", means.two_days_before),
    _relative(r"last\s+night|overnight", means.last_night),
    _relative(rf"(?:(?:earlier|later|so\s+far)\s+)?{_TOLD_UNIT}{WHOLE}", means.unit_told),
    _relative(rf"{_TRAILING}{WHOLE}", means.trailing),
    _relative(rf"{COUNT}\s+{UNIT}\s+ago(?:\s+today)?", means.ago),
    _relative(rf"(?P<which>last|this)\s+{SEASON}", means.season_told),
    _relative(r"recently|lately|these\s+days|recent\s+(?:days|weeks)", means.recently),
)
