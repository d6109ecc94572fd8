"""A time named at one place of a text, left alone where its neighbours do not tell that it is one.

Many words of times are something else as well: May and March, the Sun, Friday Night Dinner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from index.periods import days
from index.periods.kinds import KINDS, Kind
from index.wording import FUNCTION_WORDS

_AFTERWARDS = FUNCTION_WORDS | frozenset(
    """according across against along although amid among because despite due either ever everyone
    neither never onto people regarding since still throughout together toward towards upon via
    within without yet""".split()
)
"""What follows a time that does not belong to the word after it."""
_CLOSED = re.compile(r"\s*(?:$|[.,;:?!)\]…]|[–—-](?!\w))|\s+–|['’]s\b")
_OWNED = re.compile(r"['’]s\b")
_NEXT = re.compile(r"\s+(?P<word>\w+)")
_BEFORE = re.compile(r"(?P<word>[\w’'-]+)\s+$")
_TITLES = frozenset(
    "Night Live Times Telegraph Mail Mirror Express Post Brunch Morning Football Club".split()
)
"""What a day of the week is a name with: Saturday Night Live."""
_BELONGS = frozenset(
    """next coming following every each any some a an the this last black good super ash cyber fat
    bloody giving palm easter sheffield ruby holy maundy shrove casual freaky taco manic""".split()
)
"""What before a day makes it another one, or no day: next Tuesday, Black Friday."""
_NAMES_TOO = frozenset("april may june august march".split())


@dataclass(frozen=True, slots=True)
class Point:
    """``text[start:end]`` names the days from ``first`` to ``last``, both included.

    ``is_owned`` says that it ends with ’s, so that the word after it is what is meant.
    """

    start: int
    end: int
    first: date
    last: date
    recurs: bool
    is_owned: bool = False


def point_at(text: str, start: int, today: date | None, *, alone: bool) -> Point | None:
    """What is named at an offset, the longest reading of it; None where that is nothing.

    ``alone`` says that no word before it tells that a time follows. Where ``today`` is None only
    what needs no day of the question is told.
    """
    found = [_read(kind, text, start, today, alone=alone) for kind in KINDS]
    return max(filter(None, found), key=lambda point: point.end, default=None)


def earlier(point: Point, last: date) -> Point:
    """The point, or one that recurs so long before that it does not lie after a day."""
    if point.first <= last or not point.recurs:
        return point
    if (point.first - last).days < 7 and point.first == point.last:
        return replace(point, first=days.back(point.first, 7), last=days.back(point.last, 7))
    first = days.months_back(point.first, 12)
    return replace(point, first=first, last=days.back(first, -(point.last - point.first).days))


def _read(kind: Kind, text: str, start: int, today: date | None, *, alone: bool) -> Point | None:
    if (alone and not kind.alone) or (today is None and not kind.dated):
        return None
    match = kind.pattern.match(text, start)
    if match is None or (kind.small and _is_titled(match)):
        return None
    if (kind.closed and not _stands_free(match, alone=alone)) or (
        alone and kind.recurs and not _begins_free(match)
    ):
        return None
    try:
        told = kind.means(match, today or date.max)
    except (ValueError, OverflowError):
        return None
    if told is None or told[0] > told[1]:
        return None
    owned = _OWNED.match(text, match.end())
    end = owned.end() if owned else match.end()
    return Point(start, end, *told, kind.recurs, owned is not None)


def _is_titled(match: re.Match[str]) -> bool:
    """Whether words that are written small are written large, other than to begin a sentence."""
    before = match.string[: match.start()].rstrip()
    begins = not before or before[-1] in ".?!:"
    return any(word[0].isupper() for word in match[0].split()[1 if begins else 0 :])


def _begins_free(match: re.Match[str]) -> bool:
    """Whether the word before leaves a day alone: what did he say Tuesday."""
    before = _BEFORE.search(match.string[: match.start()])
    if before is None:
        return True
    return before["word"][0].islower() and before["word"].casefold() not in _BELONGS


def _stands_free(match: re.Match[str], *, alone: bool) -> bool:
    """Whether the word after leaves a time alone, which the 5th floor and May's cabinet do not."""
    text, end, groups = match.string, match.end(), match.groupdict()
    is_name = (groups.get("month") or "").casefold() in _NAMES_TOO
    is_name = is_name and not {"day", "first"} & groups.keys()
    if _CLOSED.match(text, end):
        return not (is_name and _OWNED.match(text, end))
    word = _NEXT.match(text, end)
    if word is None:
        return False
    if word["word"][0].isupper():
        return not (alone or is_name or word["word"] in _TITLES)
    # A word such as "on" before it tells enough of what can be nothing else.
    named = {"month", "weekday"} & groups.keys() and not (alone or is_name)
    return bool(named) or word["word"].casefold() in _AFTERWARDS
