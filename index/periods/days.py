"""Stretches of days, first and last included, told from a day; pure arithmetic of the calendar.

Every function raises ``ValueError`` or ``OverflowError`` where the calendar has no such day.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TypeAlias

Days: TypeAlias = tuple[date, date]

_LEAP_CYCLE = 8
"""Two leap days are at most so many years apart."""
_SEASON_MONTHS = 3


def back(today: date, days: int) -> date:
    """So many days before a day."""
    return today - timedelta(days=days)


def month(year: int, number: int) -> Days:
    """A calendar month."""
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def year(number: int) -> Days:
    """A calendar year."""
    return date(number, 1, 1), date(number, 12, 31)


def months_back(today: date, count: int) -> date:
    """The same day so many months before, or the last of a shorter month."""
    place = today.year * 12 + today.month - 1 - count
    first, last = month(place // 12, place % 12 + 1)
    return min(first.replace(day=min(today.day, last.day)), last)


def week(today: date, back_by: int = 0) -> Days:
    """The week of a day, Monday to Sunday, or so many weeks before it."""
    monday = back(today, today.weekday() + 7 * back_by)
    return monday, back(monday, -6)


def weekend(today: date, *, before: bool) -> Days:
    """The latest Saturday and Sunday that have begun, or have ended where ``before``."""
    saturday = back(today, (today.weekday() - 5) % 7)
    if before and today.weekday() >= calendar.SATURDAY:
        saturday = back(saturday, 7)
    return saturday, back(saturday, -1)


def weekday(today: date, number: int, *, before: bool) -> Days:
    """The latest day of the week of this number, Monday 0, up to a day or before it."""
    ago = (today.weekday() - number) % 7
    day = back(today, 7 if before and ago == 0 else ago)
    return day, day


def latest_month(today: date, number: int, *, before: bool) -> Days:
    """The latest month of this number that has begun by a day, or lies before its month."""
    begun = number < today.month or (number == today.month and not before)
    return month(today.year if begun else today.year - 1, number)


def latest_day(today: date, number: int, day: int) -> Days:
    """The latest such day of such a month up to a day; 29 February is of a leap year."""
    for past in range(_LEAP_CYCLE + 1):
        year_of, longest = today.year - past, calendar.monthrange(today.year - past, number)[1]
        if day <= longest and (found := date(year_of, number, day)) <= today:
            return found, found
    raise ValueError(f"{number}-{day}")


def latest_of_months(today: date, day: int) -> Days:
    """The latest such day of any month up to a day."""
    for past in range(3):
        first = months_back(today.replace(day=1), past)
        longest = month(first.year, first.month)[1].day
        if day <= longest and (found := first.replace(day=day)) <= today:
            return found, found
    raise ValueError(str(day))


def season(year_of: int, number: int) -> Days:
    """Three months from the one of this number."""
    first = date(year_of, number, 1)
    last = months_back(first, 1 - _SEASON_MONTHS)
    return first, month(last.year, last.month)[1]


def latest_season(today: date, number: int, *, before: bool) -> Days:
    """The latest season that has begun by a day, or that has ended before it."""
    for past in range(3):
        first, last = season(today.year - past, number)
        if (last < today) if before else (first <= today):
            return first, last
    raise ValueError(str(number))
