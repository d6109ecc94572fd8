"""The date of a document of an office, which says when it was saved and maybe when it is of."""

from __future__ import annotations

from itertools import islice

from index.ingest.fields import iso_date

_SEARCHED = 12
_LONGEST = 40


def date_of(text: str, saved: str | None) -> str | None:
    """The date on a line of its own at the beginning of a text, else the day it was saved."""
    lines = (line.strip() for line in text[:4_000].split("\n"))
    short = (line for line in lines if line and len(line) <= _LONGEST and line[-1].isalnum())
    printed = (iso_date(line) for line in islice(short, _SEARCHED) if line[0].isalnum())
    return next(filter(None, printed), None) or iso_date(saved)
