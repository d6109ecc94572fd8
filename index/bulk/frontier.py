"""Which address is looked at next: one of each host in turn, and of no host two at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

Role: TypeAlias = Literal["given", "page", "sitemap", "feed"]
"""What may be at an address: an article or any list, an article alone, a sitemap, a feed."""

_MOST_FAILURES = 10


@dataclass(frozen=True, slots=True)
class Lead:
    """An address to look at on a ``host``; ``depth`` lists led to it.

    ``named`` says that a person gave this very address, as one gives it to a browser.
    """

    url: str
    host: str
    role: Role
    depth: int = 0
    named: bool = False


class Frontier:
    """The addresses still to be looked at."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Lead]] = {}
        self._free: deque[str] = deque()
        self._busy: set[str] = set()
        self._failures: dict[str, int] = {}

    def add(self, leads: Iterable[Lead]) -> None:
        """Put leads, in their order, in front of what their hosts have.

        So what a list names comes before the next list, and few addresses wait at a time.
        """
        of_host: dict[str, list[Lead]] = {}
        for lead in leads:
            of_host.setdefault(lead.host, []).append(lead)
        for host, found in of_host.items():
            if host not in self._waiting and host not in self._busy:
                self._free.append(host)
            self._waiting.setdefault(host, deque()).extendleft(reversed(found))

    def take(self) -> Lead | None:
        """The next lead of a host that nobody is at, None where there is none.

        Whoever takes one calls ``settled`` or ``failed`` with it.
        """
        if not self._free:
            return None
        host = self._free.popleft()
        self._busy.add(host)
        lead = self._waiting[host].popleft()
        if not self._waiting[host]:
            del self._waiting[host]
        return lead

    def settled(self, lead: Lead) -> None:
        """The host of a lead answered, whatever it said."""
        self._failures.pop(lead.host, None)
        self._release(lead.host)

    def failed(self, lead: Lead) -> list[Lead]:
        """The host of a lead did not answer; after ten times in a row the leads given up."""
        host = lead.host
        self._failures[host] = self._failures.get(host, 0) + 1
        given_up: list[Lead] = []
        if self._failures[host] >= _MOST_FAILURES:
            given_up.extend(self._waiting.pop(host, ()))
        self._release(host)
        return given_up

    def drop(self, role: Role) -> None:
        """Forget the leads of a role."""
        for host, leads in list(self._waiting.items()):
            self._waiting[host] = deque(lead for lead in leads if lead.role != role)
            if not self._waiting[host]:
                del self._waiting[host]
        self._free = deque(host for host in self._free if host in self._waiting)

    def _release(self, host: str) -> None:
        self._busy.discard(host)
        if host in self._waiting:
            self._free.append(host)


def host_of(url: str) -> str:
    """The host of an address, empty where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
