"""The date of a document that does not give it in a field: in its text, or in its address."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from urllib.parse import urlsplit

from index.ingest.fields import iso_date

_SEARCHED = 12
_LONGEST = 40
_FIRST_YEAR = 1990
"""Before there were pages, figures in an address were no dates."""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_IN_ADDRESS = re.compile(
    rf"/(?P<year>\d{{4}})([/-])(?P<month>\d\d?|{'|'.join(_MONTHS)})\2(?P<day>\d\d?)(?=[/-]|$)"
)


def date_of(text: str, saved: str | None) -> str | None:
    """The date on a line of its own at the beginning of a text, else the day it was saved."""
    lines = (line.strip() for line in text[:4_000].split("\n"))
    short = (line for line in lines if line and len(line) <= _LONGEST and line[-1].isalnum())
    printed = (iso_date(line) for line in islice(short, _SEARCHED) if line[0].isalnum())
    return next(filter(None, printed), None) or iso_date(saved)


def date_in(url: str | None) -> str | None:
    """The day in the path of an address (``/2024/02/27/``, ``/2024/feb/27/``), if there is one.

    Papers put there the day on which a page was first published.
    """
    found = _IN_ADDRESS.search(urlsplit(url or "").path.lower())
    if found is None or int(found["year"]) < _FIRST_YEAR:
        return None
    name = found["month"]
    month = int(name) if name.isdigit() else _MONTHS.index(name) + 1
    try:
        return date(int(found["year"]), month, int(found["day"])).isoformat()
    except ValueError:
        return None
