"""Undoing the line breaks of text that was wrapped to a width, as in mail and old text files."""

from __future__ import annotations

_NARROWEST, _WIDEST = 50, 100
_MOSTLY = 0.5


def unwrapped(text: str) -> str:
    r"""The text with its paragraphs on one line each, where it was wrapped to 50 to 100 columns.

    A break is one of wrapping if the next word would not have fitted into the line before it. A
    text is taken for wrapped if most of its breaks inside paragraphs are; others stay as they are.
    Line ends are ``\n``.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return text
    inner = [n for n in range(1, len(lines)) if lines[n - 1].strip() and lines[n].strip()]
    wrapped = {n for n in inner if _would_not_fit(lines[n - 1], lines[n], width)}
    if len(wrapped) <= _MOSTLY * len(inner):
        return text
    parts = [lines[0]]
    for number, line in enumerate(lines[1:], 1):
        parts.append(f" {line.lstrip()}" if number in wrapped else f"\n{line}")
    return "".join(parts)


def _would_not_fit(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
