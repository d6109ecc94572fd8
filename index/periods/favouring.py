"""Which articles come first for a question, by the day that they were published.

A prior added to the score of finding, which falls off exponentially with the days between an
article and the time that is meant: after Li and Croft, "Time-Based Language Models", CIKM 2003.
It is bounded, so that a passage that fits far better wins all the same, and where no article is of
that time it changes nothing. The figures were chosen on one part of a data set; ``DECISIONS.md``
has them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from index.periods.reading import period_of
from index.values import Question

NAMED = 0.6
"""Added to the fused score, in [0, 1], of passages whose article is of the days that are named."""
NAMED_LONG = 0.3
"""Added where those are over a month: when in a year an article appeared says less of its event."""
RECENT = 0.25
"""Added on the day of a question that names no time, as most do that mean the latest days."""
NEWEST = 0.4
"""Added to the newest of what was found, where the newest is wanted."""
_LONG_DAYS = 31
_BEFORE_DAYS, _AFTER_DAYS = 4.0, 8.0
"""An article announces what happens soon, and tells what happened a while ago."""
_RECENT_DAYS, _LATER_DAYS = 7.0, 1.0
"""Nobody asks about an article of a later day, but it may be that already elsewhere."""


@dataclass(frozen=True, slots=True)
class Favour:
    """How much the passages of an article gain by its day.

    All of ``weight`` from ``since`` to ``until``, None for an open end, and less the farther from
    them: by a factor e in ``before`` days ahead of them and in ``after`` days behind them. Of
    ``newest`` the newest that was found gains all, the oldest nothing, each by its age's logarithm.
    """

    since: date | None = None
    until: date | None = None
    weight: float = 0.0
    before: float = _BEFORE_DAYS
    after: float = _AFTER_DAYS
    newest: float = 0.0
    asked: date | None = None

    def gains(self, published: Mapping[str, str | None]) -> dict[str, float]:
        """What each article gains, by its id, from the dates of all that were found.

        One without a date may be of any time, so it gains as much as those with one on average.
        One of a later day than the next after the question's is not the newest, whatever it says,
        nor of a time that has not ended.
        """
        days = {name: date.fromisoformat(told[:10]) for name, told in published.items() if told}
        past = [day for day in days.values() if self._is_past(day)]
        if not past:
            return {}
        first, last = min(past), max(past)
        told = {
            name: self._near(day) + (self._new(day, first, last) if self._is_past(day) else 0.0)
            for name, day in days.items()
        }
        usual = sum(told.values()) / len(told)
        return {name: told.get(name, usual) for name in published}

    def _is_past(self, day: date) -> bool:
        return self.asked is None or (day - self.asked).days <= 1

    def _near(self, day: date) -> float:
        away = 0.0
        if self.since is not None and day < self.since:
            away = (self.since - day).days / self.before
        elif self.until is not None and day > self.until:
            away = (day - self.until).days / self.after
        elif self.asked is not None and not self._is_past(day):
            away = (day - self.asked).days / self.after
        return self.weight * math.exp(-away)

    def _new(self, day: date, first: date, last: date) -> float:
        if first == last:
            return self.newest
        return self.newest * (1 - math.log1p((last - day).days) / math.log1p((last - first).days))


def favour_of(question: Question) -> Favour | None:
    """What a question favours; None where neither its words nor its day tell a time."""
    today = _day(question.asked_on)
    period = period_of(question.text, question.asked_on)
    if period is None:
        if today is None:
            return None
        return Favour(today, today, RECENT, _RECENT_DAYS, _LATER_DAYS, asked=today)
    newest = NEWEST if period.latest else 0.0
    since, until = _day(period.since), _day(period.until)
    if since is None and until is None:
        return Favour(newest=newest, asked=today)
    weight = _weight(since, until or today)
    return Favour(since, until, weight, newest=newest, asked=today)


def _weight(since: date | None, until: date | None) -> float:
    if since is None or until is None or (until - since).days > _LONG_DAYS:
        return NAMED_LONG
    return NAMED


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)
