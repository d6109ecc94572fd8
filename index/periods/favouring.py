"""Which articles come first for a question, by the day that they were published.

The time that the question names; without one, the week before it is asked, which most questions
about news mean. Nothing is left out for its date: an event and its article are of different days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from index.periods.reading import period_of
from index.values import Hit, Period, Question, Sought

FAVOUR = 0.2
"""Added to the fused score, in [0, 1], of passages whose article is of that time."""
UNDATED = 0.05
"""Added where the article has no date, which may be of that time too."""
_RECENT, _AFTERWARDS = timedelta(days=8), timedelta(days=1)
_HALF_LIFE_DAYS = 30.0


@dataclass(frozen=True, slots=True)
class Time:
    """Days that are favoured, both included, None for an open end; ``latest`` for the newest."""

    since: date | None
    until: date | None
    latest: bool

    def bonuses(self, published: Mapping[str, str | None]) -> dict[str, float]:
        """What each article's passages gain, by its id; nothing where none is of that time."""
        days = {name: told and date.fromisoformat(told[:10]) for name, told in published.items()}
        within = [day for day in days.values() if day and self._holds(day)]
        if not within:
            return {}
        newest = max(within)
        return {name: self._bonus(day or None, newest) for name, day in days.items()}

    def _bonus(self, day: date | None, newest: date) -> float:
        if day is None:
            return UNDATED
        if not self._holds(day):
            return 0.0
        age = (newest - day).days if self.latest else 0
        return float(FAVOUR * 0.5 ** (age / _HALF_LIFE_DAYS))

    def _holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def favoured(question: Question) -> Time | None:
    """The time whose articles come first; None where neither the words nor the day tell one."""
    period = period_of(question.text, question.asked_on)
    if period is not None:
        # What happened on a day is in the papers of the next one.
        since, until = map(_day, (period.since, period.until))
        return Time(since, _later(until), period.latest)
    today = _day(question.asked_on)
    return None if today is None else Time(today - _RECENT, _later(today), latest=False)


def sought(question: Question, hits: Iterable[Hit]) -> Sought | None:
    """The time that the words of a question name, where something that was found is of it."""
    period: Period | None = period_of(question.text, question.asked_on)
    time = favoured(question)
    if period is None or time is None or not time.bonuses(_published(hits)):
        return None
    phrase = question.text[period.start : period.end]
    return Sought(phrase, period.since, period.until, period.latest, "first")


def _published(hits: Iterable[Hit]) -> dict[str, str | None]:
    return {hit.article.id: hit.article.published for hit in hits}


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _later(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + _AFTERWARDS
