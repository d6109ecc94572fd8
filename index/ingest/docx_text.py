"""The paragraphs of WordprocessingML (ECMA-376, part 1, 17) as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from index.ingest.archive import attribute, local

# What was deleted or moved away, what is said twice for old programs, what says how and not what.
_UNSEEN = frozenset(
    "del moveFrom Fallback pPr rPr tblPr tcPr trPr sectPr instrText delText rt fldData".split()
)
_MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_FRAMES = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_TITLE = re.compile(r"title", re.IGNORECASE)
_HEADING = re.compile(r"heading ?[1-9]", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc ?\d|toc ?heading|table of (?:contents|figures))", re.IGNORECASE)
_OFF = ("0", "false", "off")


class Told:
    """The lines so far, with the first title and the first heading."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.heading: str | None = None
        self._parts: list[str] = []
        self._close = False

    def add(self, line: str, *, close: bool = False) -> None:
        """Write a paragraph; ``close`` ones stand together."""
        line = "\n".join(" ".join(part.split()) for part in line.split("\n")).strip()
        if line:
            gap = "\n" if close and self._close else "\n\n"
            self._parts += (gap if self._parts else "", line)
            self._close = close

    def text(self) -> str:
        """All of them."""
        return "".join(self._parts)


class Styles:
    """The names of styles by their ids: ids are of the program's language, names are not."""

    def __init__(self, root: _Element | None) -> None:
        self._names: dict[str, str] = {}
        for style in () if root is None else root:
            name = next((attribute(e, "val") for e in style if local(e) == "name"), None)
            self._names[attribute(style, "styleId") or ""] = name or ""

    def of(self, paragraph: _Element) -> str:
        """The name of a paragraph's style, empty where it has none."""
        style = _property(paragraph, "pStyle")
        key = "" if style is None else attribute(style, "val") or ""
        return self._names.get(key) or key


def tell(element: _Element, styles: Styles, told: Told) -> None:
    """Write what is in an element: its paragraphs and tables, in order."""
    for child in element:
        name = local(child)
        if name == "p":
            _tell_paragraph(child, styles, told)
        elif name == "tbl":
            _tell_table(child, told)
        elif name not in _UNSEEN and not _is_contents(child):
            tell(child, styles, told)


def notes_of(root: _Element | None, told: Told) -> None:
    """Write footnotes or endnotes, each a paragraph."""
    for note in () if root is None else root:
        # The line that parts notes from text is one as well.
        if attribute(note, "type") in (None, "normal"):
            told.add(words_of(note), close=True)


def words_of(element: _Element) -> str:
    """The words of an element with the breaks in it."""
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(element: _Element, parts: list[str]) -> None:
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _MARKS:
            parts.append(_MARKS[name])
        elif name not in _UNSEEN and not (name == "r" and _is_hidden(child)):
            if name == "p" and parts:
                parts.append("\n")
            _collect(child, parts)


def _tell_paragraph(paragraph: _Element, styles: Styles, told: Told) -> None:
    style = styles.of(paragraph)
    if _CONTENTS.match(style):
        return
    words = words_of(paragraph)
    line = " ".join(words.split())
    if line and _TITLE.fullmatch(style):
        told.title = told.title or line
    elif line and _HEADING.fullmatch(style):
        told.heading = told.heading or line
    told.add(words, close=_property(paragraph, "numPr") is not None or style.startswith("List"))


def _tell_table(table: _Element, told: Told) -> None:
    for row in _inside(table, "tr"):
        cells = (" ".join(words_of(cell).split()) for cell in _inside(row, "tc"))
        told.add(" | ".join(filter(None, cells)), close=True)


def _inside(element: _Element, name: str) -> Iterator[_Element]:
    """The elements of this name right in an element, or in what only frames them."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in _FRAMES:
            yield from _inside(child, name)


def _property(element: _Element, name: str) -> _Element | None:
    found = (e for e in element if local(e) in ("pPr", "rPr"))
    return next((one for properties in found for one in properties if local(one) == name), None)


def _is_hidden(run: _Element) -> bool:
    vanish = _property(run, "vanish")
    return vanish is not None and attribute(vanish, "val") not in _OFF


def _is_contents(element: _Element) -> bool:
    """Whether it is the frame of a table of contents."""
    if local(element) != "sdt":
        return False
    gallery = (e for e in element.iter() if local(e) == "docPartGallery")
    return any((attribute(e, "val") or "").startswith("Table of") for e in gallery)
