"""The little language the families are written in.

``{slot}`` is filled with a value, ``{slot.form}`` with a form of it; ``(a|b)`` is one of the two;
``[a]`` is there or not. They nest. A wording has neither a capital at its beginning nor a full
stop at its end: both come when it is known where it stands.
"""

import random
import re
from functools import cache

HOLE = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
ATTEMPTS = 14


def holes(text: str) -> frozenset[str]:
    """The slots a text names."""
    return frozenset(slot for slot, _ in HOLE.findall(text))


def stated(text: str) -> frozenset[str]:
    """The slots whose value the text really says, leaving out pronouns and the like."""
    return frozenset(
        slot for slot, form in HOLE.findall(text) if form not in {"he", "him", "his", "sub"}
    )


@cache
def _split(body: str) -> tuple[str, ...]:
    """The alternatives of a group, cut at the bars that are not inside another group."""
    parts, depth, last = [], 0, 0
    for place, letter in enumerate(body):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "|" and depth == 0:
            parts.append(body[last:place])
            last = place + 1
    return (*parts, body[last:])


@cache
def _group(text: str) -> tuple[str, str, str, str] | None:
    """What stands before the first group, its opening bracket, its body and what follows."""
    opening = re.search(r"[(\[]", text)
    if opening is None:
        return None
    start, depth = opening.start(), 0
    for place in range(start, len(text)):
        depth += (text[place] in "([") - (text[place] in ")]")
        if depth == 0:
            return text[:start], text[start], text[start + 1 : place], text[place + 1 :]
    raise ValueError(f"a bracket is never closed: {text!r}")


def expand(rng: random.Random, text: str, likely: float = 0.4) -> str:
    """One of the texts a wording stands for; an optional part is taken with chance ``likely``."""
    done = ""
    while (found := _group(text)) is not None:
        before, bracket, body, after = found
        if bracket == "(":
            body = rng.choice(_split(body))
        elif rng.random() >= likely:
            body = ""
        done += before
        text = body + after
    return done + text


def choose(
    rng: random.Random,
    wordings: tuple[str, ...],
    want: frozenset[str] = frozenset(),
    avoid: frozenset[str] = frozenset(),
) -> str | None:
    """A text that says every wanted slot and names no avoided one, or none if none was found."""
    order = rng.sample(wordings, len(wordings))
    for attempt in range(max(ATTEMPTS, 2 * len(order)) if order else 0):
        wording = order[attempt % len(order)]
        if not want <= holes(wording):
            continue
        text = expand(rng, wording, rng.choice((0.15, 0.4, 0.8)) if not want else 0.65)
        if want <= stated(text) and not avoid & holes(text):
            return text
    return None
