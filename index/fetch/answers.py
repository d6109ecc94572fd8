"""What a server's answer says beside its body."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiohttp import ClientResponse
from multidict import CIMultiDictProxy
from yarl import URL

from index.errors import Refused
from index.fetch.pages import Validators

_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE | re.ASCII)
# Python also decodes what no page is in, some of it very slowly.
_CODEC = re.compile(
    r"utf-(8|16|32)|cp\d|iso(8859|2022)|koi8|gb|hz|big5|euc|shift|mac|tis|johab|asc"
)
_LONGEST_VALIDATOR = 500
_RELIABLE = re.compile(r"[\x20-\x7e]+")

_WHY = {
    401: "asks for a password; save the page and add the file",
    402: "asks to be paid; save the page and add the file",
    403: "does not let Footnote read the page; save the page and add the file",
    407: "asks for a password; save the page and add the file",
    429: "is asked too often; try again later",
    451: "may not show the page for legal reasons; use another source",
}


def content_type(headers: CIMultiDictProxy[str]) -> str:
    """Return the type of the content like ``text/html``, empty where none is given."""
    value = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return value if _TYPE.fullmatch(value) else ""


def charset(headers: CIMultiDictProxy[str]) -> str | None:
    """Return the Python codec that is named, None where that is none that pages are in."""
    named = _CHARSET.search(headers.get("Content-Type", ""))
    if named is None:
        return None
    try:
        codec = codecs.lookup(named[1]).name
    except (LookupError, ValueError):
        return None
    return codec if _CODEC.match(codec) else None


def validators(url: URL, headers: CIMultiDictProxy[str]) -> Validators | None:
    """Return what a later request can ask with whether this has changed."""
    etag, modified = (_kept(headers.get(name)) for name in ("ETag", "Last-Modified"))
    return Validators(str(url), etag, modified) if etag or modified else None


def _kept(value: str | None) -> str | None:
    if not value or len(value) > _LONGEST_VALIDATOR or not _RELIABLE.fullmatch(value):
        return None
    return value


def conditions(url: URL, known: Validators | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed since."""
    if known is None or known.url != str(url):
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def refusal(response: ClientResponse, host: str) -> Refused:
    """Return the error for an answer that is neither a page nor leads to one."""
    status = response.status
    if status in _WHY:
        why = _WHY[status]
    elif status >= 500:
        why = f"has trouble of its own (status {status}); try again later"
    else:
        why = f"answers with status {status} and no page; look at the address in a browser"
    return Refused(f"{host} {why}.", status, _retry_after(response.headers))


def _retry_after(headers: CIMultiDictProxy[str]) -> float | None:
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError, TypeError):
        return None
