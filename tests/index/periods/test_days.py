"""The arithmetic of the calendar: months of all lengths, leap days, and the turn of the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.periods import days

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(DAYS, st.integers(0, 600))
def test_months_back_is_so_many_months_before(today: date, count: int) -> None:
    """It is in the month that is meant, on the same day or on the last of a shorter month."""
    found = days.months_back(today, count)
    before = (today.year - found.year) * 12 + today.month - found.month
    assert before == count
    assert found.day == min(today.day, days.month(found.year, found.month)[1].day)


@given(DAYS, st.integers(1, 12), st.integers(1, 31))
def test_the_latest_day_is_the_latest(today: date, month: int, day: int) -> None:
    """No later such day lies between it and the day that is asked on."""
    try:
        found, same = days.latest_day(today, month, day)
    except ValueError:
        assert (month, day) in {(2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31)}
        return
    assert (found.month, found.day) == (month, day)
    assert found == same <= today
    later = (found + timedelta(ahead) for ahead in range(1, (today - found).days + 1))
    assert not any((one.month, one.day) == (month, day) for one in later)


@given(DAYS, st.integers(1, 31))
def test_the_latest_day_of_any_month(today: date, day: int) -> None:
    """The 31st is of the latest month that has one."""
    found, _ = days.latest_of_months(today, day)
    assert found.day == day
    assert timedelta(0) <= today - found <= timedelta(61)
    later = (found + timedelta(ahead) for ahead in range(1, (today - found).days + 1))
    assert not any(one.day == day for one in later)


@given(DAYS, st.integers(0, 6), st.booleans())
def test_a_day_of_the_week_is_within_the_last_seven(today: date, day: int, before: bool) -> None:
    """``before`` leaves the day itself out."""
    found, _ = days.weekday(today, day, before=before)
    assert found.weekday() == day
    assert int(before) <= (today - found).days <= 6 + before


@given(DAYS)
def test_weeks_and_weekends(today: date) -> None:
    """A week holds its day and begins on Monday; a weekend has begun, or is over."""
    first, last = days.week(today)
    assert first <= today <= last
    assert (first.weekday(), (last - first).days) == (0, 6)
    saturday, sunday = days.weekend(today, before=False)
    assert (saturday.weekday(), (sunday - saturday).days) == (5, 1)
    assert 0 <= (today - saturday).days <= 6
    assert days.weekend(today, before=True)[1] < today


@given(DAYS, st.integers(1, 12))
def test_the_latest_month_has_begun(today: date, month: int) -> None:
    """This month counts, unless an earlier one is wanted."""
    first, last = days.latest_month(today, month, before=False)
    assert first <= today < days.months_back(first, -12)
    assert last.month != (last + timedelta(1)).month
    assert days.latest_month(today, month, before=True)[1] < today.replace(day=1)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2024-03-30", "2024-02-29"),
        ("2023-03-30", "2023-02-28"),
        ("2100-03-31", "2100-02-28"),
        ("2024-01-31", "2023-12-31"),
    ],
)
def test_a_month_before(today: str, expected: str) -> None:
    """Leap years and the turn of the year."""
    assert days.months_back(date.fromisoformat(today), 1) == date.fromisoformat(expected)


def test_a_leap_day_across_a_century_without_one() -> None:
    """1900 had no 29 February, so the latest lies eight years back."""
    assert days.latest_day(date(1904, 2, 28), 2, 29)[0] == date(1896, 2, 29)


@given(DAYS, st.sampled_from([3, 6, 9, 12]))
def test_seasons(today: date, number: int) -> None:
    """A season is three months; the latest has begun, the one before has ended."""
    first, last = days.latest_season(today, number, before=False)
    assert first <= today
    assert 89 <= (last - first).days <= 91
    assert days.latest_season(today, number, before=True)[1] < today
