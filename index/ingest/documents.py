"""One document of any format into a draft, in this process."""

from __future__ import annotations

from index.errors import UnreadableSource
from index.ingest.material import Material, make_draft
from index.ingest.text import decode
from index.ingest.walking import Kind
from index.values import Draft


def read_document(data: bytes, kind: Kind, *, identity: str | None = None) -> Draft:
    """Return the draft of one document that is not JSON Lines.

    Raises ``UnreadableSource`` where it is empty, no text, or has not a word in it. A document of
    one of the kinds ``APART`` may take any time and memory, and end the process: it is for
    ``IsolatedReader`` to call this.
    """
    if not data:
        raise UnreadableSource("It is empty; add one with text in it.")
    return make_draft(material_of(data, kind), identity)


def material_of(data: bytes, kind: Kind) -> Material:
    """Return what the format of a document gives. Raises ``UnreadableSource``."""
    # Each format brings what no other needs.
    if kind == "html":
        from index.ingest.html import decode_html, read_html

        return read_html(decode_html(data))
    if kind == "pdf":
        from index.ingest.pdf import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from index.ingest.docx import read_docx

        return read_docx(data)
    if kind == "epub":
        from index.ingest.epub import read_epub

        return read_epub(data)
    return _text_of(decode(data), kind)


def _text_of(text: str, kind: Kind) -> Material:
    if kind == "markdown":
        from index.ingest.markdown import read_markdown

        return read_markdown(text)
    from index.ingest.plain import read_plain

    return read_plain(text)
