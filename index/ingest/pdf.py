"""A PDF as its text in reading order, with its pages and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import UnreadableSource
from index.ingest.dating import date_of
from index.ingest.material import Material
from index.ingest.pdf_furniture import without_furniture
from index.ingest.pdf_joining import put_together
from index.ingest.pdf_layout import body_size, paragraphs_of
from index.ingest.pdf_lines import Line, lines_of
from index.ingest.pdf_text import text_of
from index.ingest.text import has_words

MOST_PAGES = 5_000

_MOST_CHARACTERS = 20_000_000
_HEADING = 1.15
_MOST_SHOWN = 10
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
# Programs put the name of a file, or of themselves, where a title should be.
_NO_TITLE = re.compile(
    r"untitled.*|.*\.(?:docx?|odt|tex|dvi|indd|qxd|rtf|pages|pdf|txt|html?|pptx?)"
    r"|microsoft word\b.*|powerpoint.*|document\d*|slide \d+",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][^\W_]*[.]?(?:[ \u00a0'’-]+[^\W\d_][^\W_]*[.]?)+")


def read_pdf(data: bytes) -> Material:
    """Return the text of a PDF: columns one after the other, paragraphs over line ends and pages.

    Nothing in it is run. Raises ``UnreadableSource`` where it is damaged, asks for a password, is
    of pictures alone, or has more than 5,000 pages.
    """
    with closing(_opened(data)) as document:
        if len(document) > MOST_PAGES:
            raise UnreadableSource(
                f"It has {len(document):,} pages and {MOST_PAGES:,} are read at most; split it."
            )
        pages = list(_pages(document))
        about = document.get_metadata_dict(skip_empty=True)
    _refuse_scan(pages)
    kept = without_furniture(pages)
    text, starts = text_of(paragraphs_of(kept), len(pages))
    return Material(
        text=text,
        title=_title(about.get("Title", "")),
        heading=_heading(kept),
        authors=_authors(about.get("Author", "")),
        published=date_of(text, _day(about.get("CreationDate", ""))),
        pages=starts,
        warnings=_unread(pages),
    )


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableSource(
                "It is encrypted and asks for a password; save it without one and try again."
            ) from error
        raise UnreadableSource(
            "It is damaged or no PDF; open it in a viewer and save or print it as PDF again."
        ) from error


def _pages(document: Any) -> Iterator[list[Line]]:
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            # Every other page can still be read.
            yield []
            continue
        with closing(page), closing(page.get_textpage()) as text_page:
            total += text_page.count_chars()
            if total > _MOST_CHARACTERS:
                raise UnreadableSource(
                    f"It has over {_MOST_CHARACTERS:,} characters; split it into several files."
                )
            yield put_together(lines_of(text_page.raw))


def _refuse_scan(pages: Sequence[Sequence[Line]]) -> None:
    if not any(has_words(line.text) for lines in pages for line in lines):
        raise UnreadableSource(
            "It is a scan, pictures of pages without text; run text recognition on it first, such "
            "as ocrmypdf."
        )


def _unread(pages: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    empty = [str(n) for n, lines in enumerate(pages, 1) if not lines]
    if not empty:
        return ()
    shown = ", ".join(empty[:_MOST_SHOWN]) + (" …" if len(empty) > _MOST_SHOWN else "")
    return (f"No text is on page {shown}; what is a picture there cannot be found.",)


def _title(told: str) -> str | None:
    return None if _NO_TITLE.fullmatch(told.strip()) else told


def _heading(pages: Sequence[Sequence[Line]]) -> str | None:
    """The lines in the largest letters of the first page with text, where larger than the rest."""
    first = next((lines for lines in pages if lines), [])
    largest = max((line.size for line in first), default=0.0)
    if largest < _HEADING * body_size(line for lines in pages for line in lines):
        return None
    return " ".join(line.text for line in first if line.size == largest)


def _authors(told: str) -> str | None:
    """The authors, where they are names: many a program puts an account's name there."""
    names = [name.strip() for name in re.split(r"[;,]|\band\b|&", told) if name.strip()]
    return told if names and all(map(_NAME.fullmatch, names)) else None


def _day(told: str) -> str | None:
    found = _DATE.match(told)
    return "-".join(found.groups()) if found else None
