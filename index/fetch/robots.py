"""What a site's robots.txt asks of one visitor (RFC 9309), with the delay that some ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

_MOST_BYTES = 500 * 1_024
_LONGEST_DELAY = 30.0
_TOKEN = re.compile(r"[A-Za-z_-]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DELAY = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of paths, in which ``*`` is any text and a last ``$`` the end, and its verdict."""

    allows: bool
    pattern: str


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one visitor; ``delay`` is the seconds it should pause, 30 at most."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Return whether ``path``, with its query, may be fetched: the longest rule says.

        Of two that are as long, the one that allows.
        """
        path = _plain(path)
        if path == "/robots.txt":
            return True
        matching = (rule for rule in self.rules if _matches(rule.pattern, path))
        best = max(matching, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
        return best is None or best.allows


def read_robots(content: bytes, token: str) -> Robots:
    """Return what is asked of the visitor ``token``, else of all, in the first 500 KiB."""
    text = content[:_MOST_BYTES].decode("utf-8-sig", "replace")
    groups = _groups(text, ("*", token.lower()))
    rules, delays = groups.get(token.lower()) or groups.get("*") or ([], [])
    return Robots(tuple(rules), min(max(delays, default=0.0), _LONGEST_DELAY))


def _groups(text: str, wanted: tuple[str, str]) -> dict[str, tuple[list[Rule], list[float]]]:
    """Return the rules and delays for each visitor that is wanted and named, however often."""
    groups: dict[str, tuple[list[Rule], list[float]]] = {}
    named: set[str] = set()
    naming = False
    for key, value in _lines(text):
        if key == "user-agent":
            # Several visitors in a row share the rules that follow.
            named = {*(named if naming else ()), _visitor(value)}.intersection(wanted)
            groups.update({visitor: ([], []) for visitor in named if visitor not in groups})
            naming = True
            continue
        naming = False
        for rules, delays in (groups[visitor] for visitor in named):
            if key == "crawl-delay":
                delays.extend([float(value)] if _DELAY.fullmatch(value) else [])
            elif value:
                rules.append(Rule(key == "allow", _plain(value)))
    return groups


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"[\r\n]+", text):
        key, _, value = line.partition("#")[0].partition(":")
        key = key.strip().lower()
        if key in ("user-agent", "allow", "disallow", "crawl-delay"):
            yield key, value.strip()


def _visitor(value: str) -> str:
    # Some write a version behind the name.
    name = _TOKEN.match(value)
    return name[0].lower() if name else value[:1]


def _matches(pattern: str, path: str) -> bool:
    pattern, ends = (pattern[:-1], True) if pattern.endswith("$") else (pattern, False)
    first, *pieces = pattern.split("*")
    if not path.startswith(first):
        return False
    if not pieces:
        return not ends or path == first
    last = pieces.pop() if ends else ""
    at = len(first)
    for piece in pieces:
        # The earliest place leaves the most for those that follow.
        if (found := path.find(piece, at)) < 0:
            return False
        at = found + len(piece)
    return path.endswith(last) and len(path) - len(last) >= at


def _plain(path: str) -> str:
    """Write what may be escaped in several ways in one, so that texts compare as paths do."""
    path = quote(path, safe="%/?:@!$&'()*+,;=~[]#|^`{}<>\\\" ")
    return _ESCAPE.sub(_escape, path)


def _escape(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter in _UNRESERVED else match[0].upper()
