"""The words of times: months, days of the week, counts, and the patterns that are made of them."""

from __future__ import annotations

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month with which each begins north of the equator."""
_COUNTED = "one two three four five six seven eight nine ten eleven twelve".split()
COUNTS = {word: count for count, word in enumerate(_COUNTED, 1)} | {
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
    "few": 5,
    "a few": 5,
    "several": 7,
}

FULL_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
SEASON = rf"(?P<season>{'|'.join(SEASONS)})"
ORDINAL = r"(?:st|nd|rd|th)"
DAY = rf"(?P<day>\d{{1,2}}){ORDINAL}?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
UNIT = r"(?P<unit>hour|day|week|month|year)s?"
PART_OF_DAY = r"(?-i:\s+(?:morning|afternoon|evening|night))?"
NO_FIGURE = r"(?!\d|[.,:/–-]\d|\s?%)"
"""What is no longer a day or a year: 12.5, 10:30, 2019–20, 20 %."""
WHOLE = r"(?!\s+(?:of|ago)\b)"
"""The last week of April is no last week."""


def month_of(name: str) -> int:
    """The number of a month by its name, of which three letters are enough."""
    start = name.casefold()[:3]
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(start))
