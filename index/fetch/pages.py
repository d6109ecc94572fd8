"""What is asked of a fetch and what comes of it: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """What every fetch is held to.

    ``max_bytes`` bounds a body as it is sent and as it unpacks; ``seconds`` bounds a page with all
    its redirects, ``stall_seconds`` the wait for a connection or for the next byte. With
    ``allow_private`` the addresses of private networks and of this machine, and all ports, are
    fetched too; those that no page is ever at stay refused.
    """

    allow_private: bool = False
    max_bytes: int = 20_000_000
    seconds: float = 30.0
    stall_seconds: float = 10.0
    redirects: int = 5
    user_agent: str = "Mozilla/5.0 (compatible; Footnote)"


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells later whether the page at ``url`` has changed; sent to that address only."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is after all redirects, without a fragment, and its bytes, unpacked.

    ``content_type`` is like ``text/html``, empty where the server gives none. ``charset`` is a
    Python codec of text that the server names, None where it names none that pages are in; it may
    be wrong. ``validators`` is None where the server gave none.
    """

    url: str
    content: bytes
    content_type: str
    charset: str | None
    validators: Validators | None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page at ``url`` is still what the validators were given for; keep these from now on."""

    url: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no page at ``url``: its server said 404 or 410."""

    url: str
    status: int


Fetched: TypeAlias = Page | NotModified | Gone
