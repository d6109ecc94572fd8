"""The dates that a sentence says, and whether other texts say them too.

English, and ISO days. ``may`` and ``march`` are months only beside what makes them so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.values import Span

_MONTHS = """january february march april may june july august september october november
december""".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_RELATIVE = {"yesterday": -1, "tomorrow": 1, "tonight": 0}
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_SURE_MONTH = (
    r"(?:january|february|april|june|july|august|september|october|november|december)"
    r"|(?<=\bin )(?:march|may)|(?<=\b(?:last|next|this|late|from) )(?:march|may)"
    r"|(?<=\b(?:since|until|early) )(?:march|may)|(?<=\bmid-)(?:march|may)"
    r"|(?-i:(?<=\b(?:of|by|to) )(?:March|May)|(?<=\band )(?:March|May))"
)
_DAY = r"(?P<{name}>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<{name}>1\d{{3}}|20\d\d)"
_DATE = re.compile(
    r"(?P<iso>\b\d{4}-\d\d-\d\d\b)"
    rf"|\b(?P<month1>{_MONTH})\s{_DAY.format(name='day1')}(?![\w:])(?!,?\s?0)"
    rf"(?:,?\s{_YEAR.format(name='year1')}\b)?"
    rf"|\b{_DAY.format(name='day2')}\s(?:of\s)?(?P<month2>{_MONTH})\b"
    rf"(?:,?\s{_YEAR.format(name='year2')}\b)?"
    rf"|\b(?P<month3>{_MONTH}),?\s(?:of\s)?{_YEAR.format(name='year3')}\b"
    rf"|\b(?P<month4>{_SURE_MONTH})\b"
    rf"|\b(?P<weekday>{'|'.join(_DAYS)})\b"
    rf"|\b(?P<relative>{'|'.join(_RELATIVE)})\b"
    r"|(?<![\w$€£¥.,-])(?P<year4>1[0-9]\d\d|20\d\d)(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_OF_TIME = re.compile(
    r"(?:^|[(,–-]|\b(?:in|of|since|by|until|till|before|after|from|to|and|between|during|through|"
    r"year|years|season|early|late|mid|around|the|for|spring|summer|autumn|fall|winter))[\s-]?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s(?:people|men|women|children|miles|metres|meters|feet|tons?|tonnes)\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at ``[start, end)`` of a text; what it leaves open is None.

    ``month`` and ``day`` count from 1, ``weekday`` from 0 for Monday.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str | None = None


def dates(text: str, bare: bool = False) -> list[Dated]:
    """The dates of a text, in its order; ``bare`` figures too, that need not stand like a year."""
    found = (_dated(text, match, bare) for match in _DATE.finditer(text))
    return [one for one in found if one is not None]


def undated(
    claim: str, quotes: Sequence[str], around: Sequence[str], days: Sequence[date]
) -> Span | None:
    """The first date of a claim that the quotes do not bear, as a span of it; None without any.

    What the quotes leave open may stand in the texts ``around`` them, or be the day, or the weekday
    before or after it, of ``days``, on which their articles were published; what they say
    themselves must be the same.
    """
    own = _Said(one for quote in quotes for one in dates(quote, bare=True))
    own.resolve(days)
    other = _Said(one for text in around for one in dates(text, bare=True))
    for day in days:
        other.add(_of_day(day))
    for one in dates(claim):
        if not all(_is_borne(part, one, own, other) for part in _parts(one)):
            return one.start, one.end
    return None


_Part = tuple[str, object]


class _Said:
    """What some dates say, by kind: years, months, days of a month, weekdays.

    ``yearless`` are the months and days that are said without their year.
    """

    def __init__(self, found: Iterable[Dated]) -> None:
        self.parts: set[_Part] = set()
        self.yearless: set[tuple[int | None, int | None]] = set()
        self._dates: list[Dated] = []
        for one in found:
            self.add(one)

    @property
    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.parts}

    def add(self, one: Dated) -> None:
        self._dates.append(one)
        self.parts.update(_parts(one))
        if one.year is None:
            self.yearless.add((one.month, one.day))

    def resolve(self, days: Sequence[date]) -> None:
        """Add the days that weekdays and ``yesterday`` mean in an article of this day."""
        told = {one.weekday for one in self._dates}
        months = {(one.month, one.day) for one in self._dates}
        ago = [_RELATIVE[one.relative] for one in self._dates if one.relative]
        for day in days:
            meant = [day + timedelta(n) for n in ago]
            for other in (day + timedelta(n) for n in range(-6, 7)):
                if other.weekday() in told:
                    meant.append(other)
                if (other.month, other.day) in months:
                    self.parts.add(("weekday", other.weekday()))
            for other in meant:
                self.parts |= {("day", (other.month, other.day)), ("month", other.month)}
                self.yearless.add((other.month, other.day))


def _is_borne(part: _Part, of: Dated, own: _Said, other: _Said) -> bool:
    """Whether a part ``of`` a date is said.

    ``for the first time since 1998`` says nothing of the year of the Saturday before it.
    """
    if part in own.parts:
        return True
    is_of_day = part[0] == "year" and of.day is not None and (of.month, of.day) in own.yearless
    return (is_of_day or part[0] not in own.kinds) and part in other.parts


def _parts(one: Dated) -> list[_Part]:
    found: list[_Part] = []
    if one.year is not None:
        found.append(("year", one.year))
    if one.month is not None:
        found.append(("month", one.month))
    if one.day is not None:
        found.append(("day", (one.month, one.day)))
    if one.weekday is not None:
        found.append(("weekday", one.weekday))
    if one.relative is not None:
        found.append(("relative", one.relative))
    return found


def _of_day(day: date) -> Dated:
    return Dated(0, 0, day.year, day.month, day.day, day.weekday())


def _dated(text: str, match: re.Match[str], bare: bool) -> Dated | None:
    start, end = match.span()
    if match["iso"]:
        day = day_of(match["iso"])
        return None if day is None else Dated(start, end, day.year, day.month, day.day)
    if match["weekday"]:
        return Dated(start, end, weekday=_DAYS.index(match["weekday"].lower()))
    if match["relative"]:
        return Dated(start, end, relative=match["relative"].lower())
    year = match["year1"] or match["year2"] or match["year3"] or match["year4"]
    if match["year4"]:
        placed = _OF_TIME.search(text[max(0, start - 10) : start]) and not _COUNTED.match(text, end)
        return Dated(start, end, int(year)) if bare or placed else None
    month = match["month1"] or match["month2"] or match["month3"] or match["month4"]
    number = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3].lower()))
    days = match["day1"] or match["day2"]
    return Dated(start, end, int(year) if year else None, number, int(days) if days else None)


def day_of(text: str) -> date | None:
    """The day that an ISO day or moment says, None where a text is neither."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
