"""What is searched of an article beside its text."""

from __future__ import annotations

import calendar
import re
from datetime import date
from urllib.parse import unquote, urlsplit

from index.values import ArticleInfo

_FEWEST_WORDS = 3
_ENDING = re.compile(r"\.\w{2,5}$")
_JOINTS = re.compile(r"[-_+ ]+")
# Longer figures are numbers that a site gives its pages.
_WORD = re.compile(r"[^\W\d_]+|\d{1,4}")


def head_of(article: ArticleInfo) -> str:
    """Title, source and date, and the words that the article's address tells it by."""
    told = (
        article.title,
        article.source,
        _spoken_date(article.published),
        _address_words(article.url),
    )
    return " ".join(part for part in told if part)


def _spoken_date(published: str | None) -> str | None:
    """A day as it is stored and as people write it, so that either finds the article."""
    if published is None:
        return None
    day = date.fromisoformat(published[:10])
    return f"{day.isoformat()} {day.day} {calendar.month_name[day.month]} {day.year}"


def _address_words(url: str | None) -> str | None:
    """The part of an address that reads like a title: ``mayor-opens-bridge-2`` of its path."""
    parts = unquote(urlsplit(url or "").path).split("/")
    told = [_JOINTS.split(_ENDING.sub("", part)) for part in parts]
    words = max(([w for w in part if _WORD.fullmatch(w)] for part in told), key=len)
    return " ".join(words) if len(words) >= _FEWEST_WORDS else None
