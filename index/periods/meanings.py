"""Which days a match of a pattern stands for, on the day of the question.

Each function takes a match, whose groups are those of ``index.periods.words``, and that day. None,
``ValueError`` and ``OverflowError`` all say that there are no such days.
"""

from __future__ import annotations

import re
from datetime import date

from index.periods import days
from index.periods.days import Days
from index.periods.words import COUNTS, SEASONS, WEEKDAYS, month_of

_RECENT_DAYS = 30


def iso_day(match: re.Match[str], _today: date) -> Days:
    """``2024-02-26``."""
    day = date.fromisoformat(match[0])
    return day, day


def day_in_figures(match: re.Match[str], _today: date) -> Days | None:
    """``26.2.2024``; 3/4/2024 may be read in two ways and is none."""
    one, other, year = (int(match[name]) for name in ("one", "other", "year"))
    if one != other and one <= 12 and other <= 12:
        return None
    day = date(year, min(one, other), max(one, other))
    return day, day


def day_of_year(match: re.Match[str], _today: date) -> Days:
    """``26 February 2024``."""
    day = date(int(match["year"]), month_of(match["month"]), int(match["day"]))
    return day, day


def day_of_month(match: re.Match[str], today: date) -> Days:
    """``26 February``, the latest there was."""
    return days.latest_day(today, month_of(match["month"]), int(match["day"]))


def days_of_year(match: re.Match[str], _today: date) -> Days:
    """``May 3–9, 2024``."""
    year, number = int(match["year"]), month_of(match["month"])
    return date(year, number, int(match["first"])), date(year, number, int(match["last"]))


def days_of_month(match: re.Match[str], today: date) -> Days:
    """``May 3–9``, the latest there were."""
    first = days.latest_day(today, month_of(match["month"]), int(match["first"]))[0]
    return first, first.replace(day=int(match["last"]))


def day_alone(match: re.Match[str], today: date) -> Days:
    """``the 26th``, the latest there was."""
    return days.latest_of_months(today, int(match["day"]))


def month_of_year(match: re.Match[str], _today: date) -> Days:
    """``February 2024``."""
    return days.month(int(match["year"]), month_of(match["month"]))


def month_alone(match: re.Match[str], today: date) -> Days:
    """``February``, the latest that has begun."""
    return days.latest_month(today, month_of(match["month"]), before=False)


def month_told(match: re.Match[str], today: date) -> Days | None:
    """``last February``, ``this February``."""
    last = match["which"].casefold() == "last"
    found = days.latest_month(today, month_of(match["month"]), before=last)
    return found if last or found[0].year == today.year else None


def year(match: re.Match[str], _today: date) -> Days:
    """``2024``."""
    return days.year(int(match["year"]))


def decade(match: re.Match[str], _today: date) -> Days:
    """``the 1990s``."""
    first = int(match["year"])
    return days.year(first)[0], days.year(first + 9)[1]


def season_of_year(match: re.Match[str], _today: date) -> Days:
    """``the summer of 2024``."""
    return days.season(int(match["year"]), SEASONS[match["season"].casefold()])


def season_told(match: re.Match[str], today: date) -> Days | None:
    """``last summer``, ``this summer``."""
    number = SEASONS[match["season"].casefold()]
    if match["which"].casefold() == "last":
        return days.latest_season(today, number, before=True)
    found = days.latest_season(today, number, before=False)
    return found if found[1] >= today or found[0].year == today.year else None


def weekday_alone(match: re.Match[str], today: date) -> Days:
    """``Tuesday``, the latest there was, the day of the question too."""
    return days.weekday(today, WEEKDAYS.index(match["weekday"].casefold()), before=False)


def weekday_told(match: re.Match[str], today: date) -> Days | None:
    """``last Tuesday``, ``this Tuesday``."""
    number = WEEKDAYS.index(match["weekday"].casefold())
    if match["which"].casefold() != "this":
        return days.weekday(today, number, before=True)
    day = days.back(days.week(today)[0], -number)
    return (day, day) if day <= today else None


def same_day(_match: re.Match[str], today: date) -> Days:
    """``today``."""
    return today, today


def day_before(_match: re.Match[str], today: date) -> Days:
    """``yesterday``."""
    return days.back(today, 1), days.back(today, 1)


def two_days_before(_match: re.Match[str], today: date) -> Days:
    """``the day before yesterday``."""
    return days.back(today, 2), days.back(today, 2)


def last_night(_match: re.Match[str], today: date) -> Days:
    """``last night``, which ends on the day of the question."""
    return days.back(today, 1), today


def recently(_match: re.Match[str], today: date) -> Days:
    """``recently``: a month, since nobody says how long that is."""
    return days.back(today, _RECENT_DAYS), today


def unit_told(match: re.Match[str], today: date) -> Days:
    """``this week``, ``last month``: of the calendar, and no day after that of the question."""
    last, unit = match["which"].casefold() != "this", match["unit"].casefold()
    if unit == "weekend":
        first, end = days.weekend(today, before=last)
    elif unit == "week":
        monday, end = days.week(today, int(last))
        # A week begins on Sunday for as many people as on Monday.
        first = days.back(monday, 1)
    elif unit == "month":
        day = days.months_back(today, int(last))
        first, end = days.month(day.year, day.month)
    else:
        first, end = days.year(today.year - int(last))
    return first, min(end, today)


def trailing(match: re.Match[str], today: date) -> Days:
    """``the past three weeks``: so long up to the day of the question."""
    return _ago(match["unit"], _count(match), today), today


def ago(match: re.Match[str], today: date) -> Days:
    """``three weeks ago``: that day, the days around it, the month, the year."""
    unit, count = match["unit"].casefold(), _count(match)
    day = _ago(unit, count, today)
    if re.search("few|several", match["count"], re.IGNORECASE):
        return day, _ago(unit, 2, today)
    if unit == "week":
        return days.back(day, 3), days.back(day, -3)
    if unit == "month":
        return days.month(day.year, day.month)
    return days.year(day.year) if unit == "year" else (day, day)


def _count(match: re.Match[str]) -> int:
    told = " ".join((match["count"] or "1").casefold().split())
    return int(told) if told.isdigit() else COUNTS[told]


def _ago(unit: str, count: int, today: date) -> date:
    match unit.casefold():
        case "hour":
            return days.back(today, -(-count // 24))
        case "day":
            return days.back(today, count)
        case "week":
            return days.back(today, 7 * count)
        case "month":
            return days.months_back(today, count)
        case _:
            return days.months_back(today, 12 * count)
