"""The time that a question is about, as far as its words tell it."""

from __future__ import annotations

import re
from datetime import date

from index.periods.phrases import Phrase, phrases_in
from index.values import Period

_LATEST = re.compile(r"(?<!at the )\b(?:latest|newest|most recent(?:ly)?)\b")
_NOUN = r"(?:articles?|coverage|headlines?|news|stories|reporting)"
_ARTICLES_BEFORE = re.compile(
    r"\b(?:(?:articles?|coverage|headlines?|reporting)\b(?:\s+[\w’'-]+){0,6}"
    r"|(?:news|stories)(?:\s+(?:published|written|posted|printed|out|from))?)\s+$"
)
_ARTICLES_AFTER = re.compile(rf"\s+{_NOUN}\b")


def period_of(text: str, asked_on: str | None) -> Period | None:
    """The time that a question asked on a day names, None where it names none that can be told.

    Of several phrases the one that lets the fewest days pass counts, of equal ones the last.
    Without ``asked_on`` nothing is told that depends on it, which "26 February" does. What lies
    after that day is no time that articles could be of.
    """
    today = None if asked_on is None else date.fromisoformat(asked_on)
    found = [phrase for phrase in phrases_in(text, today) if _has_begun(phrase, today)]
    latest = _LATEST.search(text)
    if not found:
        return Period(*latest.span(), latest=True) if latest else None
    phrase = min(reversed(found), key=lambda one: one.length)
    last = min(filter(None, (phrase.last, today))) if phrase.last else None
    return Period(
        phrase.start,
        phrase.end,
        since=phrase.first.isoformat() if phrase.first else None,
        until=last.isoformat() if last else None,
        of_articles=_is_of_articles(text, phrase),
        latest=latest is not None,
    )


def _has_begun(phrase: Phrase, today: date | None) -> bool:
    if today is None:
        return True
    if phrase.first is None:
        return phrase.last is not None and phrase.last < today
    return phrase.first <= today


def _is_of_articles(text: str, phrase: Phrase) -> bool:
    """Whether the articles are to be of that time, rather than what they tell."""
    before, after = text[: phrase.start], text[phrase.end :]
    return bool(_ARTICLES_BEFORE.search(before) or _ARTICLES_AFTER.match(after))
