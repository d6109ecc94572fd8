"""The headline of a page: which line of its text it is, and what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from index.ingest.markup import first_heading, visible_text

_MOST_HEADINGS = 10
_MOST_ABOVE = 4
_LONGEST_ABOVE = 120


def page_headings(root: HtmlElement) -> list[str]:
    """The headings of the first level, in order, or the first of any other."""
    first = [
        " ".join(visible_text(heading).split())
        for heading in islice(root.iter("h1"), _MOST_HEADINGS)
    ]
    found = [heading for heading in first if heading]
    other = None if found else first_heading(root)
    return found or ([other] if other else [])


def headline(text: str, headings: Sequence[str]) -> str | None:
    """The heading that the text begins with, else the first."""
    line = text.partition("\n")[0].split()
    begins = (heading for heading in headings if heading.split() == line)
    return next(begins, next(iter(headings), None))


def from_headline(text: str, headings: Sequence[str]) -> str:
    """The text without the few short lines above its headline: sections, dates, bread crumbs."""
    lines = text.split("\n")
    for at, line in enumerate(lines[: _MOST_ABOVE + 1]):
        if " ".join(line.split()) in headings and at + 1 < len(lines):
            return "\n".join(lines[at:])
        if len(line) > _LONGEST_ABOVE:
            break
    return text
