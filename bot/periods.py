"""The sentence that tells which time a question was understood to mean."""

from __future__ import annotations

import calendar
from datetime import date

from index.values import Reply, Sought


def remarks_on(reply: Reply) -> tuple[str, ...]:
    """What a person is told beside an answer: its time, then what to be warned of."""
    told = sought_sentence(reply.sought)
    return reply.warnings if told is None else (told, *reply.warnings)


def sought_sentence(sought: Sought | None) -> str | None:
    """What was looked at, in a sentence; None where the question names no time."""
    if sought is None:
        return None
    told = {"only": "", "first": " first", "beyond": " first, and found this in others"}
    return f"I looked at {_articles(sought)}{told[sought.reach]}."


def _articles(sought: Sought) -> str:
    since, until = map(_parsed, (sought.since, sought.until))
    if since is None and until is None:
        return "the newest articles"
    told = "the newest articles" if sought.latest else "articles"
    if since is None or until is None:
        ends = f"from {_day(since)} on" if since else f"up to {_day(until)}"
        return f"{told} {ends}"
    if since == until:
        return f"{told} of {_day(since)}"
    return f"{told} from {_beginning(since, until)} to {_day(until)}"


def _parsed(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _beginning(since: date, until: date) -> str:
    """As much of a day as the later one does not tell: 3 to 9 May 2024."""
    if since.year != until.year:
        return _day(since)
    if since.month != until.month:
        return f"{since.day} {calendar.month_name[since.month]}"
    return str(since.day)
