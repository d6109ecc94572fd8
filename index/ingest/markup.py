"""The visible text of a tree of HTML elements."""

from __future__ import annotations

import re

from lxml.etree import ParserError, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from index.errors import UnreadableSource

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN = frozenset(
    "script style template noscript head title iframe object svg math canvas audio video select"
    " textarea button".split()
)
_PARAGRAPHS = frozenset(
    "address article aside blockquote body div dl fieldset figcaption figure footer form header hr"
    " main nav ol p pre section table ul".split()
).union(_HEADINGS)
_LINES = frozenset("br caption dd dt li tr".split())
_MANY_ATTRIBUTES = re.compile(
    r"""<[a-z][^\s>]*+(?:\s++[^\s=>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++))?+){1000}""",
    re.IGNORECASE,
)
_CELLS = frozenset({"td", "th"})


def parse(document: str) -> HtmlElement | None:
    """Return the root of an HTML page or fragment, None where there is nothing in it.

    Raises ``UnreadableSource`` for a page that was made to be slow to read.
    """
    # libxml2 compares each attribute with all before it: 40,000 of them take 8 s.
    if _MANY_ATTRIBUTES.search(document):
        raise UnreadableSource("A tag in it has over 1,000 attributes; save it as plain text.")
    # Bytes, since lxml refuses text that declares an encoding.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(document.encode("utf-8", "ignore"), parser=parser)
    except ParserError:
        return None


def visible_text(root: HtmlElement) -> str:
    """Return what a reader sees of ``root``: a blank line between paragraphs, rows on a line."""
    page = _Page()
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if event == "start":
            page.boundary(tag, opens=True)
            if tag in _HIDDEN:
                walk.skip_subtree()
            else:
                page.add(element.text)
        else:
            page.boundary(tag, opens=False)
            page.add(element.tail if element is not root else None)
    page.end_line(0)
    return "".join(page.parts)


def first_heading(root: HtmlElement) -> str | None:
    """Return the text of the first heading of any level that has some."""
    texts = (" ".join(visible_text(heading).split()) for heading in root.iter(*_HEADINGS))
    return next((text for text in texts if text), None)


class _Page:
    """The lines so far, the one being written, and how far apart the next will stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._line: list[str] = []
        self._gap = 0
        self._preformatted = 0
        self._items = 0

    def boundary(self, tag: str, *, opens: bool) -> None:
        """Begin or end an element: close the line where it stands on its own."""
        if tag in _PARAGRAPHS:
            # Items stay close together, whatever they hold.
            self.end_line(1 if self._items else 2)
        elif tag in _LINES:
            self.end_line(1)
        elif tag in _CELLS and opens and any(part.strip() for part in self._line):
            self._line.append(" | ")
        self._preformatted += (tag == "pre") * (1 if opens else -1)
        self._items += (tag == "li") * (1 if opens else -1)

    def add(self, text: str | None) -> None:
        """Write on: spaces and line ends are single spaces but in preformatted text."""
        if text and self._preformatted:
            self._line.append(text)
        elif text:
            edges = (" " * text[0].isspace(), " " * text[-1].isspace())
            self._line.append(" ".join(text.split()).join(edges))

    def end_line(self, gap: int) -> None:
        """Close the line if there is anything on it; the next stands at least ``gap`` below."""
        line = "".join(self._line)
        line = line.strip("\n") if self._preformatted else " ".join(line.split())
        self._line.clear()
        if line.strip():
            self.parts.extend(("\n" * self._gap if self.parts else "", line))
            self._gap = 1
        self._gap = max(self._gap, gap)
