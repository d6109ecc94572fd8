"""What people and pages write into the fields of an article, in the one form that is stored.

Every function takes whatever was found and returns None, or nothing, for what it cannot trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import quote, urlsplit

from index.ingest.text import has_words, one_line

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|[0-9a-f:.]+:[0-9a-f:.]*")
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
# A part that is missing is taken from the default, so two readings differ; so they do over 03/04.
_READINGS = (
    (datetime.fromisoformat("2000-01-01"), False),
    (datetime.fromisoformat("2001-02-02"), True),
)
_NAME_BREAK = re.compile(
    r"\s*,\s*+(?:and\s+|&\s*)?+(?!(?:Jr|Sr|II|III|IV|MD|PhD)\b)|\s+(?:and|&)\s+", re.IGNORECASE
)


def phrase(value: object, limit: int) -> str | None:
    """Return a text of one line, at most ``limit`` long, with at least a word in it."""
    if not isinstance(value, str):
        return None
    line = one_line(value, limit)
    return line if has_words(line) else None


def canonical_url(value: object) -> str | None:
    """Return the http(s) address that names a page, the same for all ways to write it.

    Scheme and host in lower case; no user name, fragment, default port or tracking parameter.
    """
    if not isinstance(value, str) or len(value) > 2_000:
        return None
    try:
        parts = urlsplit(value.strip())
        host = (parts.hostname or "").encode("idna").decode()
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~") or "/"
        query = quote(_untracked(parts.query), safe="/%:@!$&'()*+,;=~?[]")
        port = parts.port
    except ValueError:
        return None
    default = {"http": 80, "https": 443}.get(parts.scheme)
    if default is None or not _HOST.fullmatch(host):
        return None
    place = f"[{host}]" if ":" in host else host
    where = place if port in (None, default) else f"{place}:{port}"
    return f"{parts.scheme}://{where}{path}{'?' if query else ''}{query}"


def site_of(url: str) -> str:
    """Return the server that an address is of, with its port where that is not the usual one."""
    return urlsplit(url).netloc.casefold().removeprefix("www.")


def _untracked(query: str) -> str:
    pairs = query.split("&")
    return "&".join(p for p in pairs if p and not _TRACKING.fullmatch(p.partition("=")[0].lower()))


def iso_date(value: object) -> str | None:
    """Return the day, or the UTC moment where the time and its offset are given, as ISO 8601.

    A date that is incomplete, or that may be read in two ways (03/04/2024), is None.
    """
    if not isinstance(value, str) or len(value) > 64:
        return None
    text = value.strip()
    try:
        if day := _DAY.fullmatch(text):
            return date(int(day[1]), int(day[3]), int(day[4])).isoformat()
        moment = _moment(text)
        if moment.tzinfo is None:
            return moment.date().isoformat()
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        # Most commands read no date, and should not pay for importing this.
        from dateutil import parser as dates

        first, second = (
            dates.parse(text, default=default, dayfirst=dayfirst, tzinfos=_offset)
            for default, dayfirst in _READINGS
        )
    if first != second:
        raise ValueError(text)
    return first


def _offset(_name: str | None, seconds: int | None) -> timezone | None:
    # A zone without an offset (EST) is ambiguous: then only the day is kept.
    return None if seconds is None else timezone(timedelta(seconds=seconds))


def author_names(value: object) -> tuple[str, ...]:
    """Return the names in a byline (``By A, B and C``, ``A; B``) or in a list of names."""
    if isinstance(value, str):
        line = re.sub(r"^by\b[\s:]*", "", one_line(value, 1_000), flags=re.IGNORECASE)
        found: Iterable[object] = line.split(";") if ";" in line else _NAME_BREAK.split(line)
    else:
        found = value if isinstance(value, list) else ()
    names = (phrase(name, 100) for name in found)
    return tuple(dict.fromkeys(name for name in names if name))


def language_code(value: object) -> str | None:
    """Return the ISO 639-1 code of ``en``, ``EN`` or ``en-GB``."""
    code = (
        re.fullmatch(r"([a-z]{2})(?:[-_]\w+)?", value.strip().lower())
        if isinstance(value, str)
        else None
    )
    return code[1] if code else None
