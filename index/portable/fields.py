"""What a field of a portable record may hold: anything else is never stored."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from index.ingest.text import UNWANTED

# Normalising takes time in the square of the marks on a letter; what is stored has thirty at most.
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")


def _whole(text: str) -> str:
    r"""Refuse a text that no revision can have: its offsets are counted in NFC with ``\n`` ends."""
    marks = (sum(map(bool, map(unicodedata.combining, run[0]))) for run in _MARKS.finditer(text))
    if UNWANTED.search(text) or "\r" in text or any(count > _MOST_MARKS for count in marks):
        raise ValueError("The text has characters that no article keeps.")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("The text is not NFC.")
    return text


def _day(value: str) -> str:
    date.fromisoformat(value[:10])
    return value


def _time(value: str) -> str:
    datetime.fromisoformat(value)
    return value


def _past(value: str) -> str:
    """Refuse what lies ahead: it would stand before all that a library does from then on."""
    if datetime.fromisoformat(value) > datetime.now(UTC) + _CLOCKS_APART:
        raise ValueError("The moment is yet to come.")
    return value


def _storable(value: str) -> str:
    if "\0" in value:
        raise ValueError("A text has no NUL.")
    return value


def _clean(value: str) -> str:
    """Leave out what no text keeps, as adding does."""
    return UNWANTED.sub("", _storable(value))


def _sentence(value: str) -> str:
    """Put on one line what is told on one."""
    return " ".join(_clean(value).split())


def _begun(value: str) -> str | None:
    """Leave out a day that is yet to come, as adding does."""
    last = (datetime.now(UTC) + _CLOCKS_APART).date()
    return value if date.fromisoformat(value[:10]) <= last else None


_CLOCKS_APART = timedelta(days=1)
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = rf"^{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{1,6}})?Z$"

Phrase: TypeAlias = Annotated[str, Field(max_length=10_000), AfterValidator(_clean)]
Sentence: TypeAlias = Annotated[str, Field(max_length=10_000), AfterValidator(_sentence)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=100)]
ArticleId: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
AnswerId: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Snowflake: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
"""What Discord calls a server, channel, message, role or person."""

Moment: TypeAlias = Annotated[str, Field(pattern=_MOMENT), AfterValidator(_past)]
Due: TypeAlias = Annotated[str, Field(pattern=_MOMENT), AfterValidator(_time)]
"""A moment that may be yet to come."""

Published: TypeAlias = Annotated[
    str,
    Field(pattern=rf"^{_DAY}(T[0-9:.]{{5,15}}Z)?$"),
    AfterValidator(_day),
    AfterValidator(_begun),
]
Day: TypeAlias = Annotated[str, Field(pattern=rf"^{_DAY}$"), AfterValidator(_day)]
Url: TypeAlias = Annotated[str, Field(pattern=r"^https?://[^\x00-\x20]+$", max_length=10_000)]
Line: TypeAlias = Annotated[
    str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$", max_length=10_000)
]
Number: TypeAlias = Annotated[int, Field(ge=1, le=2**31)]
Offset: TypeAlias = Annotated[int, Field(ge=0, le=2**31)]
Words: TypeAlias = Annotated[str, Field(min_length=1), AfterValidator(_whole)]
"""The text of a revision."""

Claimed: TypeAlias = Annotated[str, Field(max_length=100_000), AfterValidator(_clean)]
Identity: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=50_000), AfterValidator(_storable)
]
Language: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,35}$")]
Days: TypeAlias = Annotated[int, Field(ge=1, le=36_500)]
